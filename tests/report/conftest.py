"""Reports to try the formats on: the golden ones, and one that a test can bend."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from grader.report.json import from_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.result import Report

GOLDEN = Path(__file__).with_name("golden")


@pytest.fixture(params=sorted(folder.name for folder in GOLDEN.iterdir()))
def case(request: pytest.FixtureRequest) -> Path:
    """Return the folder of each golden report in turn."""
    return GOLDEN / str(request.param)


@pytest.fixture
def golden() -> Callable[[str], Report]:
    """Return a function that reads the golden report of that name."""

    def read(name: str) -> Report:
        return from_json((GOLDEN / name / "report.json").read_bytes())

    return read


@pytest.fixture
def failing(golden: Callable[[str], Report]) -> Callable[..., Report]:
    """Return a function that makes a report of one task with one failed check.

    Its arguments are fields of the check, but for `task`, a dictionary of fields of the task.
    """
    report = golden("numbers-differ")

    def make(task: dict[str, str] | None = None, **fields: object) -> Report:
        check = msgspec.structs.replace(report.tasks[0].checks[1], **fields)
        changed = msgspec.structs.replace(report.tasks[0], checks=(check,), **(task or {}))
        return msgspec.structs.replace(report, tasks=(changed,))

    return make
