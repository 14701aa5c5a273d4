"""pytest for authors: ``pytest --grade SUBMISSION assignments/backprop/checks``.

Each check is an item, so that ``-k``, ``-x``, ``--pdb``, JUnit files and an editor's test explorer
work on it. The verdicts are those of `grade`, and so is the text of a failure. Without ``--grade``
nothing happens; this module is loaded wherever pytest is, so it imports nothing else at its top.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from grader.authoring.task import Check, Task
    from grader.course.course import TaskFile
    from grader.grading.result import CheckResult, TaskResult


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.getgroup("grader").addoption(
        "--grade",
        metavar="SUBMISSION",
        help="collect check files of a course: grade this file or folder, a test for each check",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a submission that is none, before anything is collected."""
    if config.option.grade is not None:
        from grader.errors import UsageError
        from grader.submission.submission import open_submission

        try:
            open_submission(Path(config.option.grade).absolute())
        except UsageError as error:
            raise pytest.UsageError(str(error).replace("--submission", "--grade")) from error


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a check file in the folder that was named."""
    if not _is_check_file(file_path, parent.config) or parent.session.isinitpath(file_path):
        return None
    return CheckFile.from_parent(parent, path=file_path)


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makemodule(module_path: Path, parent: Any) -> Any:
    """Collect a check file that was named itself, which would be taken for tests otherwise."""
    if _is_check_file(module_path, parent.config):
        return CheckFile.from_parent(parent, path=module_path)
    return None


def _is_check_file(path: Path, config: pytest.Config) -> bool:
    wanted = config.option.grade is not None
    return (
        wanted
        and path.suffix == ".py"
        and path.parent.name == "checks"
        and path.parents[2].name == "assignments"
        and not path.name.startswith("_")
    )


class CheckFile(pytest.File):
    """A check file, of which each check is an item; the task is graded when the first one runs."""

    _result: TaskResult | None = None

    def collect(self) -> Iterator[pytest.Item]:
        """Yield an item for each check.

        Raises
        ------
        pytest.Collector.CollectError
            When the file cannot be loaded.
        """
        from grader.course.course import load_task, open_course
        from grader.errors import GraderError

        try:
            self.course = open_course(self.path.parents[3])
            (self.file,) = self.course.select((self.path.stem,))
            self.task = load_task(self.file)
        except GraderError as error:
            raise self.CollectError(str(error)) from error
        self.failures: dict[str, BaseException] = {}
        for check in self.task.checks:
            yield CheckItem.from_parent(self, name=check.id, check=check)

    def result(self) -> TaskResult:
        """Return how the task ended, with the checks that were selected and what they need."""
        if self._result is None:
            names = [item.name for item in self.session.items if item.parent is self]
            self._result = self._graded(names)
        return self._result

    def _graded(self, names: list[str]) -> TaskResult:
        from grader.grading.chance import Chance
        from grader.grading.flow import Grading
        from grader.grading.selection import only
        from grader.grading.store import Store
        from grader.submission.submission import open_submission

        selected: list[tuple[TaskFile, Task]] = [(self.file, self.task)]
        if len(names) < len(self.task.checks):
            selected = only(self.course, selected, tuple(names))
        grading = Grading(self.course, chance=Chance(), store=Store())
        submission = open_submission(Path(self.config.option.grade).absolute())
        report = grading.grade(selected, submission, failed=self.failures.__setitem__)
        return report.tasks[0]


class CheckItem(pytest.Item):
    """One check of a task."""

    parent: CheckFile

    def __init__(self, *, check: Check, **more: Any) -> None:
        super().__init__(**more)
        self._check = check

    def runtest(self) -> None:
        """Pass, skip or fail as the check does.

        Raises
        ------
        Exception
            What the check failed with: the innermost frame is the check's own, for ``--pdb``.
        """
        task = self.parent.result()
        if task.status in ("missing", "unreadable"):
            raise NotPassed(task.message)
        ended = next(check for check in task.checks if check.id == self.name)
        if ended.outcome == "skipped":
            pytest.skip(ended.message)
        if ended.outcome == "passed":
            return
        raised = self.parent.failures.get(self.name) or NotPassed()
        raised.__notes__ = [_text(ended)]
        raise raised.with_traceback(_up_to(self.path.parent, raised.__traceback__))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *_: Any, **__: Any) -> Any:
        """Return the text of the report."""
        notes = getattr(excinfo.value, "__notes__", None)
        return "\n".join(notes) if notes else str(excinfo.value)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where the check is written, and the line that students read."""
        from grader.authoring.rules import line_of

        line = line_of(self._check.function) - 1
        return self.path, line, f"{self.parent.path.stem}: {self._check.title}"


class NotPassed(Exception):
    """A check did not pass."""


def _text(check: CheckResult) -> str:
    from grader.report.plain import explain
    from grader.untrusted.text import harmless

    return harmless(explain(check))


def _up_to(folder: Path, trace: TracebackType | None) -> TracebackType | None:
    """Return a traceback without what lies within the last frame in a folder of check files."""
    last, step = None, trace
    while step is not None:
        if Path(step.tb_frame.f_code.co_filename).parent == folder:
            last = step
        step = step.tb_next
    if last is not None:
        last.tb_next = None
    return trace
