"""`grade`: what students type, and what CI runs on one submission."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.authoring.task import Task
from grader.cli.ahead import drawing_ahead
from grader.cli.debug import debug, require_home
from grader.cli.errors import FAULT
from grader.cli.options import (
    IsolationLevel,
    complete_checks,
    complete_formats,
    complete_tasks,
    isolation_option,
    open_secret,
    refuse_both,
    secret_option,
    seed_option,
)
from grader.cli.progress import Bar
from grader.cli.publishing import destinations, keeper, publish
from grader.cli.watching import watch
from grader.course.course import Course, TaskFile, find_course, load_task, open_course, student_file
from grader.course.handout import Handout
from grader.errors import UsageError
from grader.grading.chance import Chance
from grader.grading.flow import Grading
from grader.grading.hints import Hints, Progress
from grader.grading.result import Report
from grader.grading.selection import asked_for, only
from grader.grading.store import Store
from grader.report import FORMATS, load
from grader.sandbox.client.limits import Isolation
from grader.submission.finding import Finder, Found
from grader.submission.submission import Submission, is_notebook, open_submission, shown
from grader.version import __version__

Selected = tuple[TaskFile, Task]

if TYPE_CHECKING:
    from grader.sandbox.client.transport.process import WorkerProcess

_EPILOG = """\
\b
Exit codes:
  0  every check that ran passed, or --min-score was reached
  1  points were lost
  2  the command was wrong
  3  the grader itself failed
"""


@click.command(
    "grade",
    epilog=_EPILOG,
    context_settings={"help_option_names": ["--help"], "max_content_width": 90},
)
@click.argument("tasks", metavar="[TASK]...", nargs=-1, shell_complete=complete_tasks)
@click.option(
    "--submission",
    type=click.Path(path_type=Path),
    help="A folder with the tasks' files or a notebook, one Python file, or one notebook. "
    "Default: the course's own assignments/.",
)
@click.option(
    "--course",
    "course_folder",
    type=click.Path(path_type=Path),
    help="The course's folder. Default: the nearest one above the current folder.",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    shell_complete=complete_formats,
    metavar="NAME[=FILE]",
    help="How to write the report: " + ", ".join(FORMATS) + ". All but the first two show of "
    "hidden checks only whether they passed. May be given several times, with a file for all but "
    "one: --format github --format html=report.html. Default: terminal.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the report to this file, after each task what is known; the terminal still "
    "shows it.",
)
@seed_option()
@secret_option("Without it, the examples are those that students have at home.")
@click.option(
    "--min-score", type=float, help="Exit with 0 if at least this many points are reached."
)
@isolation_option("process")
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Show every failure in full, not only the first one.",
)
@click.option(
    "--watch",
    "watch_",
    is_flag=True,
    help="Stay open and grade again whenever a file is saved: n shows the next failure, h a hint "
    "and then the next one, a everything, q ends it.",
)
@click.option(
    "--hint",
    "hint",
    is_flag=True,
    help="Show a hint on the first failure and, when given again, the next one: a question, the "
    "part of the formula, the place.",
)
@click.option(
    "--check",
    "checks",
    metavar="NAME",
    multiple=True,
    shell_complete=complete_checks,
    help="Run this check alone, with what it needs; may be given several times.",
)
@click.option(
    "--debug",
    "debug_",
    is_flag=True,
    help="Afterwards, run the call that failed first under Python's debugger, in your own "
    "process: for your own work alone.",
)
@click.option("--list", "list_", is_flag=True, help="List the tasks and leave.")
@click.version_option(__version__, prog_name="grade")
@click.pass_obj
def command(
    worker: WorkerProcess | None,
    tasks: tuple[str, ...],
    submission: Path | None,
    course_folder: Path | None,
    formats: tuple[str, ...],
    output: Path | None,
    seed: int | None,
    secret: Path | None,
    min_score: float | None,
    isolation: IsolationLevel,
    everything: bool,
    watch_: bool,
    hint: bool,
    checks: tuple[str, ...],
    debug_: bool,
    list_: bool,
) -> None:
    """Check your work: grade TASKs, or all of them.

    \b
    grade task1                  your work in assignments/
    grade task1 --watch          again whenever you save
    grade task1 --hint           a hint; once more, and it is the next one
    grade --submission work/     somebody's folder
    grade task1 --submission my_task1.py
    grade --submission work.ipynb
    """  # noqa: D301 - the character that click reads, not a backslash
    format_, files = destinations(formats, output)
    course = open_course(course_folder) if course_folder else find_course(Path.cwd())
    if list_:
        _print_list(course, tasks)
        return
    selected = [(file, load_task(file)) for file in course.select(tasks)]
    formatted = format_ != "terminal" or bool(files)
    alone = {"--watch": watch_, "--check": bool(checks), "--debug": debug_}
    for option in (name for name, given in alone.items() if given):
        _refuse_beside(option, formatted, output, secret, min_score)
    if watch_ and debug_:
        raise UsageError("--watch and --debug both take the terminal: leave out one of them.")
    if hint:
        _refuse_beside_hint(formatted, output, others={"--all": everything, "--debug": debug_})
        if watch_:
            raise UsageError("In --watch, the key h shows hints: leave out --hint.")
    if checks:
        selected = only(course, selected, checks)
    handed_in = Submission(course.assignments)
    if watch_ and submission is not None and not submission.exists():
        handed_in = Submission(submission.absolute())
    elif submission is not None:
        handed_in = open_submission(submission)
        selected = _in_file(course, handed_in, selected, named=bool(tasks))
    apart = Isolation.at_least(isolation)
    _require_others_course(course, handed_in, apart, secret)
    store = Store()
    work = os.path.realpath(handed_in.path)
    hints = Hints(course, selected, store, work) if hint else None
    chance = Chance(seed or 0)
    if secret is not None:
        refuse_both(seed, "--secret is there, too")
        chance = open_secret(secret, course.assignments, handed_in.path)
    if watch_:
        watch(course, selected, submission and handed_in.path, chance, apart, checks)
        return
    if debug_:
        require_home(course, handed_in, isolation)
    if format_ != "terminal":
        load(format_)  # what is not installed is said before anybody waits
    if output is not None or format_ == "terminal":
        # Loaded while the student's process works.
        with suppress(RuntimeError):  # there is no thread left: then it is loaded later
            threading.Thread(target=import_module, args=("grader.report.terminal",)).start()
    with Bar(sum(len(task.checks) for _, task in selected)) as bar:
        own = secret is None and course.has(handed_in.path)
        grading = Grading(
            course,
            chance=chance,
            store=store,
            isolation=apart,
            own_work=own,
            briefly=not formatted and output is None and not everything,
        )
        if course.solutions.is_dir():  # whoever has them can mend what is wrong here
            grading.try_recipes(selected)
        with drawing_ahead(grading, course.root, selected, chance):
            report = grading.grade(
                selected,
                handed_in,
                spare=worker,
                progress=bar.step,
                so_far=keeper(format_, output, files),
            )
    if checks:
        report = asked_for(report, checks)
    if hints is not None:
        from grader.report.hint import render_hint
        from grader.report.page import make_console

        render_hint(report, hints, make_console(sys.stdout))
        sys.exit(_exit_code(report, min_score))
    Progress(store, str(course.root), work).forget(report)
    publish(report, format_, output, files, everything=everything)
    if debug_:
        debug(report)
    sys.exit(_exit_code(report, min_score))


def _refuse_beside(
    option: str, formatted: bool, output: Path | None, secret: Path | None, min_score: float | None
) -> None:
    """Refuse what makes no sense beside an option for whoever sits at a terminal."""
    others = {
        "--format": formatted,
        "--output": output is not None,
        "--secret": secret is not None,
        "--min-score": min_score is not None,
    }
    for other in (name for name, given in others.items() if given):
        raise UsageError(f"{option} is for yourself, at a terminal: leave out {other}.")


def _refuse_beside_hint(formatted: bool, output: Path | None, others: dict[str, bool]) -> None:
    """Refuse what shows more than a hint, or where a hint cannot be asked for again."""
    beside = {"--format": formatted, "--output": output is not None, **others}
    for option in (name for name, given in beside.items() if given):
        raise UsageError(f"--hint shows one hint at the terminal: leave out {option}.")


def _require_others_course(
    course: Course, submission: Submission, isolation: Isolation, secret: Path | None
) -> None:
    """Refuse to keep work apart from check files that lie in the same folder, or a secret from it.

    Raises
    ------
    UsageError
        Because the check files would be the submission's own, and they run unconfined.
    """
    counts = "--secret" if secret else "--isolation" if isolation.least == "confined" else ""
    if counts and course.is_self_check(submission.path):
        raise UsageError(
            f"The check files lie in the same folder as the work, {shown(submission.path)}. That "
            "is a self-check: whoever wrote the work may have changed them, and they run "
            f"unconfined. Name your own copy of the course with --course, or leave out {counts}."
        )


def _in_file(
    course: Course, submission: Submission, tasks: list[Selected], *, named: bool
) -> list[Selected]:
    """Return the tasks that are in what was handed in, if that is a single file.

    A notebook that is called as an assignment is taken for all of that; any other one, as well as
    one for which tasks are `named`, for all of `tasks`.

    Raises
    ------
    UsageError
        When neither the name of a Python file nor what is in it says which task it is.
    """
    path = submission.path
    if is_notebook(path):
        own = [one for one in tasks if one[0].assignment == path.stem]
        return tasks if named or not own else own
    if path.is_dir() or len({student_file(*one) for one in tasks}) <= 1:
        return tasks
    finder = Finder(submission, Handout(course))
    own = [one for one in tasks if isinstance(finder.find(*one), Found)]
    if not own:
        where = shown(path)
        raise UsageError(f"Which task is {where}? Name it: grade TASK --submission {where}")
    return own


def _print_list(course: Course, ids: tuple[str, ...]) -> None:
    for file in course.select(ids):
        task = load_task(file)
        path = shown(course.assignments / file.assignment / student_file(file, task))
        click.echo(f"{file.id:8} {task.points:3g} points  {task.title}  ({path})")


def _exit_code(report: Report, min_score: float | None) -> int:
    if report.internal:
        return FAULT
    if min_score is not None:
        return 0 if report.score >= min_score else 1
    return 0 if report.all_passed else 1
