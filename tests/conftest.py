"""What several test modules share: the project's own course, and a grading run of it."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from grader.course.course import Course, load_task, open_course
from grader.grading.chance import Chance
from grader.grading.flow import Grading
from grader.grading.result import CheckResult, Report
from grader.grading.store import Store
from grader.sandbox.client.limits import Limits
from grader.submission.submission import open_submission
from tests.submission.writing import notebook_of

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "tests" / "samples"

COUNTING = Chance(None, b"a secret of thirty-two bytes ...")
"""What draws examples where points count."""

SLOW = (
    "audit/test_audit",
    *("browser", "cli", "doors", "faults", "hostile", "release"),
    *(f"batch/test_{name}" for name in ("batch", "cluster", "formats", "history", "hostile")),
    *(f"batch/test_{name}" for name in ("misfortune", "pool", "resume", "warm")),
    *(f"checking/test_{name}" for name in ("differences", "gradients", "truth")),
    *(f"course/test_{name}" for name in ("faults", "starting", "worksheet")),
    *(f"documents/test_{name}" for name in ("commands", "examples")),
    *(
        f"grading/test_{name}"
        for name in ("fresh", "grading", "hidden", "odd", "one", "replay", "rerun", "samples")
    ),
    "grading/test_unclaimed",
    "live",
    *(f"sandbox/test_{name}" for name in ("confinement", "forking", "fuzz", "importing")),
    *(f"sandbox/test_{name}" for name in ("limits", "misbehaviour", "notebooks", "process")),
    "submission/test_notebooks",
    *(f"watch/test_{name}" for name in ("regrading", "watching")),
)
"""Where tests grade whole submissions or wait: `pytest -m "not slow"` leaves them out."""

GradeOne = Callable[..., Report]
WriteNotebook = Callable[..., Path]


def pytest_configure() -> None:
    """Let Ctrl-C mean the same where a shell started the tests in the background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # every process of ours would inherit it
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--whole", action="store_true", help="run all of the corpora, and not only a fixed part"
    )


@pytest.hookimpl(tryfirst=True)  # before the marks are looked at
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what is slow; leave out what is `large`, unless all was asked for, or tests by name."""
    for item in items:
        if item.path.relative_to(ROOT / "tests").as_posix().startswith(SLOW):
            item.add_marker("slow")
    if config.option.whole or config.option.keyword:
        return
    left = [item for item in items if item.get_closest_marker("large")]
    items[:] = [item for item in items if not item.get_closest_marker("large")]
    config.hook.pytest_deselected(items=left)


def in_part(name: str, one_in: int) -> bool:
    """Whether this member of a corpus is in the part that always runs: by its name alone."""
    return crc32(name.encode()) % one_in == 0


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a cache folder that all processes of a test run share."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if base.name.startswith("popen-") else base) / "cache"


@pytest.fixture(scope="session")
def course() -> Course:
    """Return the course of this very project."""
    return open_course(ROOT)


@pytest.fixture(scope="session")
def grade(course: Course, cache: Path) -> GradeOne:
    """Return a function that grades a submission, as the command does, with short limits."""

    def run(
        path: Path, *ids: str, chance: Chance | None = None, limits: Limits | None = None
    ) -> Report:
        limits = limits or Limits(call=2.0, load=3.0)
        tasks = [(file, load_task(file)) for file in course.select(ids)]
        # Where the command itself would keep them, so that tests of it find them drawn.
        store = Store(cache / "gradient-grader")
        grading = Grading(course, chance=chance or Chance(), store=store, limits=limits)
        return grading.grade(tasks, open_submission(path))

    return run


def lost(report: Report) -> set[str]:
    """Return the ids of all checks that ran and did not pass."""
    checks = [check for task in report.tasks for check in task.checks]
    return {check.id for check in checks if check.outcome not in ("passed", "skipped")}


def check_of(report: Report, task: str, check: str) -> CheckResult:
    """Return the result of one check."""
    (found,) = [t for t in report.tasks if t.id == task]
    (result,) = [c for c in found.checks if c.id == check]
    return result


@pytest.fixture
def notebook(tmp_path: Path) -> WriteNotebook:
    """Return a function that writes a notebook with these code cells and returns its path."""

    def write(*sources: Any, name: str = "work.ipynb") -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(notebook_of(*sources))
        return path

    return write
