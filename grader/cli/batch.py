"""`grader batch` and `grader history`: a whole class, and what became of one submission."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.batch.formats import EACH, TABLES
from grader.batch.layouts import NAMES
from grader.cli.errors import FAULT
from grader.cli.options import (
    IsolationLevel,
    complete_tasks,
    isolation_option,
    open_secret,
    refuse_both,
    secret_option,
)
from grader.errors import GraderError, UsageError

if TYPE_CHECKING:
    from grader.batch.cluster import Cluster
    from grader.batch.plan import Plan
    from grader.batch.run import Summary
    from grader.course.course import Course

SHOWN = 20
"""So many changed scores are listed; the others are in the summary."""

_EPILOG = """\
\b
Exit codes:
  0    every submission was graded, whatever its score, or could not be opened
  2    the command was wrong, or the output folder is in use or cannot be written to
  3    some submissions are internal, see their reasons, or it had to stop
  130  stopped by Ctrl-C; the same command goes on
"""

output_option = click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder with the table, the reports and the gradebook.",
)


class Stopped(KeyboardInterrupt):
    """A signal asked for the end."""

    def __init__(self, number: int) -> None:
        self.number = number


@click.command("batch", epilog=_EPILOG)
@click.argument("submissions", type=click.Path(path_type=Path, file_okay=False))
@output_option
@click.option(
    "--task",
    "tasks",
    metavar="TASK",
    multiple=True,
    shell_complete=complete_tasks,
    help="Grade this task; may be given several times. Default: all of the course.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=None,
    help="How many submissions are graded at a time. Default: one for each core. With --cluster, "
    "how many are handed out at a time. Default: two for each thread of the Dask workers.",
)
@click.option(
    "--cluster",
    "address",
    metavar="ADDRESS",
    help="Grade on the workers of the Dask scheduler at ADDRESS, such as tcp://host:8786.",
)
@click.option(
    "--course",
    "course_folder",
    type=click.Path(path_type=Path),
    help="The course's folder. Default: the nearest one above the current folder.",
)
@secret_option("Default: DIR/secret.key.")
@click.option("--seed", type=int, hidden=True)
@isolation_option("required")
@click.option(
    "--only",
    metavar="NAME",
    multiple=True,
    help="Grade this submission alone, as the table calls it; may be given several times.",
)
@click.option(
    "--regrade", is_flag=True, help="Grade again what is in the gradebook, and show what changed."
)
@click.option(
    "--layout",
    type=click.Choice(NAMES),
    metavar="NAME",
    help="How SUBMISSIONS is laid out, where that is not clear or was taken for something else: "
    f"{', '.join(NAMES[:-2])}; {NAMES[-2]} where each entry is a submission, whatever its name; "
    f"{NAMES[-1]} where each folder is a part of the class.",
)
@click.option(
    "--format",
    "formats",
    type=click.Choice([*EACH, *TABLES]),
    metavar="NAME",
    multiple=True,
    help="Write this format, too; may be given several times: terminal, markdown, html, junit, "
    "gradescope, github and classroom as DIR/FORMAT/NAME.*, canvas and moodle as DIR/FORMAT.csv.",
)
@click.option(
    "--column",
    metavar="NAME",
    help="What Canvas calls the assignment, as in its own export: 'Name (ID)'. "
    "Default: the name of the course's folder, which Canvas takes for a new assignment.",
)
@click.option(
    "--out-of",
    type=float,
    metavar="POINTS",
    help="The maximum grade of the assignment in Moodle, to which points are scaled. Default: the "
    "points of the course.",
)
@click.option(
    "--moodle-column",
    "words",
    metavar="ENGLISH=YOURS",
    multiple=True,
    help="What your Moodle calls a column of its worksheet, or the word before the number in the "
    "first one: Grade=Bewertung, Participant=Teilnehmer/in. May be given several times.",
)
def batch_command(
    submissions: Path,
    output: Path,
    tasks: tuple[str, ...],
    layout: str | None,
    formats: tuple[str, ...],
    column: str | None,
    out_of: float | None,
    words: tuple[str, ...],
    jobs: int | None,
    address: str | None,
    course_folder: Path | None,
    secret: Path | None,
    seed: int | None,
    isolation: IsolationLevel,
    only: tuple[str, ...],
    regrade: bool,
) -> None:
    """Grade a whole class: each folder, zip, notebook or Python file in SUBMISSIONS.

    The exports of learning platforms are recognised by the names in them; what was recognised is
    said, and --layout says otherwise.

    \b
    DIR/grades.csv          one row a submission
    DIR/reports/NAME.json   everything about one submission
    DIR/feedback/NAME.md    what the student may see of it
    DIR/summary.json        the batch as a whole
    DIR/gradebook.sqlite    every grading, check by check

    What is in the gradebook is not graded again. A batch that was stopped, in whatever way, goes
    on where it was when the same command is given again.
    """  # noqa: D301 - the character that click reads, not a backslash
    from grader.batch.formats import tables
    from grader.batch.gradebook import Gradebook
    from grader.batch.intake import intake
    from grader.batch.output import Output
    from grader.batch.plan import Plan, names_in
    from grader.batch.run import Batch
    from grader.cli.gradebooks import wishes
    from grader.cli.watch import watcher
    from grader.course.course import find_course, open_course
    from grader.report import load
    from grader.sandbox.client.limits import Isolation

    course = open_course(course_folder) if course_folder else find_course(Path.cwd())
    names = names_in(course, tasks)
    wished = wishes(formats, column, out_of, words, course.root.name)
    refuse_both(seed, "a batch counts, and draws them from a secret")
    for name in EACH.keys() & formats:
        load(name)  # what is not installed is said before anybody waits
    if submissions.resolve() == output.resolve():
        raise UsageError("SUBMISSIONS and --output are the same folder: choose another one.")
    entries = intake(submissions, output, layout=layout or "", known=names, say=_note)
    if unknown := set(only) - {entry.name for entry in entries}:
        raise UsageError(f"There is no submission {min(unknown)!r} in {submissions}.")
    entries = [entry for entry in entries if not only or entry.name in only]
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup wants it
            signal.signal(number, _stop)
    try:
        files = Output(output, formats)
        with files.locked(), Gradebook(files.gradebook) as book, watcher() as watch:
            theirs = (course.assignments, *((submissions,) if secret else ()))
            chance = open_secret(secret or files.secret, *theirs)
            command = ["grader", "batch", submissions.resolve(), "--course", course.root]
            command += ["--secret", (secret or files.secret).resolve(), "--isolation", isolation]
            command += [part for task in tasks for part in ("--task", task)]
            command += ["--layout", layout] if layout else []
            again = shlex.join(map(str, command))
            plan = Plan(course, tasks, chance, Isolation.at_least(isolation), again)
            plan.try_recipes(course)
            batch = Batch(plan, files, book, watch, regrade=regrade)
            with _cluster(address, course, plan, jobs) as cluster:
                summary = batch.run(entries, jobs or _cores(), cluster)
            known = [entry for entry in entries if entry.name not in batch.failed]
            for name, data in tables(output, known, formats, wished):
                files.write(name, data)
    except KeyboardInterrupt as stop:
        _say(f"Stopped. What was done is in {output}. To go on:\n  {_again()}", err=True)
        sys.exit(128 + getattr(stop, "number", signal.SIGINT))
    except UsageError:
        raise
    except GraderError as error:
        raise GraderError(f"{error} What was done is kept; the same command goes on.") from error
    _tell(summary, output)
    sys.exit(FAULT if summary.statuses["internal"] else 0)


@click.command("history")
@click.argument("name")
@output_option
def history_command(name: str, output: Path) -> None:
    """Show every grading of the submission NAME, as the table in DIR calls it."""
    import difflib

    from grader.batch.changes import compare
    from grader.batch.gradebook import Gradebook
    from grader.batch.output import GRADEBOOK
    from grader.report.points import points

    if not (output / GRADEBOOK).is_file():
        raise UsageError(f"There is no gradebook in {output}: `grader batch` writes it.")
    with Gradebook(output / GRADEBOOK) as book:
        gradings = book.history(name)
        if not gradings:
            near = difflib.get_close_matches(name, book.names(), n=3)
            instead = f" Did you mean {' or '.join(near)}?" if near else ""
            raise UsageError(f"There is no submission {name!r} in {output}.{instead}")
        commands = {grading.id: book.command(grading) for grading in gradings}
    for grading, before in zip(gradings, [None, *gradings], strict=False):
        report, key = grading.report, grading.key
        _say(
            f"{grading.at}  {points(report.score, report.max_score)}  "
            f"course {key.course}  grader {key.grader}  {key.examples}"
        )
        if before and (change := compare(name, before, grading)):
            _say(f"  {change}")
    if command := commands[gradings[-1].id]:
        _say("The very same report, in again/reports, as long as nothing of it has changed:")
        _say(f"  {command} {shlex.join(['--only', name, '--output', 'again'])}")


def _cluster(
    address: str | None, course: Course, plan: Plan, jobs: int | None
) -> AbstractContextManager[Cluster | None]:
    if address is None:
        return contextlib.nullcontext()
    from grader.batch.cluster import Cluster

    return Cluster(address, course, plan, jobs)


def _stop(number: int, _: Any) -> None:
    raise Stopped(number)


def _again() -> str:
    return shlex.join([Path(sys.argv[0]).name, *sys.argv[1:]])


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on Linux
        return os.cpu_count() or 1


def _say(text: str, *, err: bool = False) -> None:
    """Print a line that may hold names of files, on whatever terminal."""
    from grader.untrusted.text import harmless

    stream = sys.stderr if err else sys.stdout
    click.echo(harmless(text, stream.encoding or "utf-8"), err=err)


def _note(text: str) -> None:
    _say(text, err=True)


def _tell(summary: Summary, output: Path) -> None:
    """Print what a batch came to."""
    from grader.batch.table import warning
    from grader.report.points import amount

    if told := warning(summary.statuses["to look at"], summary.submissions):
        _say(told)
    for change in summary.changes[:SHOWN]:
        _say(str(change))
    if (more := len(summary.changes) - SHOWN) > 0:
        _say(f"and {more} more changes, in {output / 'summary.json'}")
    told = ", ".join(f"{count} {status}" for status, count in summary.statuses.items() if count)
    mean = "" if summary.mean is None else f"; mean {amount(summary.mean)}"
    _say(f"{summary.submissions} submissions: {told}{mean} of {amount(summary.maximum)} points")
    if summary.needs_a_look:
        names = ", ".join(summary.needs_a_look[:SHOWN])
        more = len(summary.needs_a_look) - SHOWN
        _say(f"To look at: {names}{f' and {more} more' if more > 0 else ''}")
    _say(f"{output / 'grades.csv'} has the table.")
