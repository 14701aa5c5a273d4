"""`check`: the checks of a course, on functions as they are in the student's session.

What runs is what runs at home on a file, with the same examples; hidden checks do not, even where
the solutions are at hand.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import MutableMapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from grader.authoring.task import Task
from grader.course.course import Course, TaskFile, find_course, load_task, open_course
from grader.errors import UsageError
from grader.grading.chance import Chance
from grader.grading.flow import Grading
from grader.grading.hints import Hints, Progress
from grader.grading.result import Report
from grader.grading.store import Store
from grader.live.process import LiveProcess
from grader.live.surroundings import OwnCells, Surroundings, current_shell
from grader.sandbox.client.limits import Limits
from grader.sandbox.client.session import Session

Tasks = list[tuple[TaskFile, Task]]

SESSION = "a session"
"""What the work is called of which no file is known."""


class Checked(msgspec.Struct, frozen=True):
    """What came of a check: the whole report, and its points.

    The cell in which the check ran has shown the report already, and does not show it again as the
    value of its last line; any other cell does.
    """

    report: Report
    left_out: tuple[str, ...] = ()
    everything: bool = False
    cell: int = 0
    """The number of the cell that showed it, or of the line at IPython's prompt."""

    @property
    def score(self) -> float:
        """The points that were earned."""
        return self.report.score

    @property
    def max_score(self) -> float:
        """The points that could be earned here."""
        return self.report.max_score

    @property
    def passed(self) -> bool:
        """Whether every check that ran passed."""
        return self.report.all_passed

    def __repr__(self) -> str:
        return f"<{self.score:g} of {self.max_score:g} points>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        """Return the report as a notebook shows it: HTML, and text where there is none."""
        from grader.report.live import mime_bundle

        return mime_bundle(self.report, self.left_out, everything=self.everything)

    def _ipython_display_(self) -> None:
        """Show the report, unless this cell has done so; IPython asks for it."""
        if _cell(current_shell()) != self.cell:
            self.show()

    def show(self) -> None:
        """Show the report: HTML in a notebook, else text."""
        from grader.report.live import has_cells, print_live

        if has_cells(current_shell()):
            from IPython.display import display

            display(self._repr_mimebundle_(), raw=True)
        else:
            print_live(self.report, self.left_out, sys.stdout, everything=self.everything)


def check(
    *tasks: str,
    course: str | Path | None = None,
    seed: int = 0,
    everything: bool = False,
    hint: bool = False,
) -> Checked:
    """Check your functions as they are defined here, and show the report.

    Parameters
    ----------
    tasks
        The tasks, such as ``"task1"``. Without any: all tasks whose functions are defined.
    course
        The course's folder. If it is not given, the nearest one from the current folder upwards.
    seed
        What the examples are drawn with.
    everything
        Whether every failure is told in full; a notebook always has all of them, folded.
    hint
        Whether to print a hint on the first failure in place of the report: each time the next one.

    Returns
    -------
    Checked
        With `score`, `max_score`, `passed` and the whole `report`.

    Raises
    ------
    grader.errors.UsageError
        When there is no such task or course, or nothing to check, or the course gives no hints.
    KeyboardInterrupt
        When you interrupt it.
    """
    frame = inspect.currentframe()
    assert frame is not None  # noqa: S101 - Python has frames
    assert frame.f_back is not None  # noqa: S101 - somebody called
    return check_in(frame.f_back.f_globals, tasks, course, seed, everything=everything, hint=hint)


def check_in(
    namespace: MutableMapping[str, Any],
    ids: Sequence[str],
    folder: str | Path | None = None,
    seed: int = 0,
    *,
    everything: bool = False,
    hint: bool = False,
) -> Checked:
    """Check what `namespace` defines; see `check`."""
    course = open_course(Path(folder)) if folder else find_course(Path.cwd())
    surroundings = Surroundings(namespace)
    with surroundings.checking():
        selected = [(file, load_task(file)) for file in course.select(tuple(ids))]
        left_out: list[str] = []
        if not ids:
            selected, left_out = _written(selected, namespace)
        store = Store()
        hints = Hints(course, selected, store, SESSION) if hint else None
        report = _report(course, selected, namespace, surroundings, seed, store)
        checked = Checked(report, tuple(left_out), everything, _cell(current_shell()))
        if hints is None:
            Progress(store, str(course.root), SESSION).forget(report)
            checked.show()
        else:
            _show_hint(report, hints)
    return checked


def _show_hint(report: Report, hints: Hints) -> None:
    from grader.report.hint import render_hint
    from grader.report.page import make_console

    render_hint(report, hints, make_console(sys.stdout))


def _cell(shell: Any) -> int:
    """Return the number of the cell that is being run; 0 where there are none."""
    return int(getattr(shell, "execution_count", 0))


def _report(
    course: Course,
    tasks: Tasks,
    namespace: MutableMapping[str, Any],
    surroundings: Surroundings,
    seed: int,
    store: Store,
) -> Report:
    own = OwnCells(namespace, current_shell())
    session = Session(Limits(), start=lambda: LiveProcess(namespace, own, surroundings))
    with closing(session):
        return Grading(course, chance=Chance(seed), store=store).grade_running(tasks, session)


def _written(tasks: Tasks, namespace: MutableMapping[str, Any]) -> tuple[Tasks, list[str]]:
    """Return the tasks whose functions are all there, and what their neighbours lack."""
    lacking = {
        file.id: [name for name in task.functions if name not in namespace] for file, task in tasks
    }
    written = [(file, task) for file, task in tasks if not lacking[file.id]]
    if not written:
        file, task = tasks[0]
        names = " and ".join(f"`{name}`" for name in task.functions)
        raise UsageError(
            f"No task of the course is complete here; {file.id}, for one, asks for {names}. "
            "Run the code that defines them first."
        )
    assignments = {file.assignment for file, _ in written}
    left_out = [
        f"{file.id} was left out: {' and '.join(f'`{n}`' for n in lacking[file.id])} not defined."
        for file, _ in tasks
        if lacking[file.id] and file.assignment in assignments
    ]
    return written, left_out
