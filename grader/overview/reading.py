"""What a batch wrote, read back one submission at a time: the table, and the reports it names.

Of a report only what an overview counts is kept, so that ten thousand of them fit anywhere.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import msgspec

from grader.errors import UsageError
from grader.grading.result import Outcome, Status
from grader.untrusted.text import from_cell

TABLE = "grades.csv"
_COLUMNS = ("submission", "total", "maximum", "status", "reason", "identical_to")


class Diagnosis(msgspec.Struct, frozen=True):
    """The part of a mismatch that names a mistake."""

    diagnosis: str = ""


class Check(msgspec.Struct, frozen=True):
    """The part of a check that is counted; the fields are those of the report."""

    id: str
    title: str
    outcome: Outcome
    max_score: float
    hidden: bool = False
    message: str = ""
    mismatch: Diagnosis | None = None


class Task(msgspec.Struct, frozen=True):
    """The part of a task that is counted."""

    id: str
    title: str
    status: Status
    checks: tuple[Check, ...]
    message: str = ""


class _Report(msgspec.Struct, frozen=True):
    tasks: tuple[Task, ...]


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """One submission: its row in the table, and the tasks of its report.

    `status` is that of the table; a submission that is `pending` has no tasks.
    """

    name: str
    total: float
    maximum: float
    status: str
    reason: str
    identical_to: str
    tasks: tuple[Task, ...]


def read(folder: Path) -> Iterator[Work]:
    """Yield the submissions of a batch in the order of its table.

    Parameters
    ----------
    folder
        What `grader batch` was given as ``--output``.

    Raises
    ------
    UsageError
        When there is no batch, or a file of it cannot be read or was changed.
    """
    for row in _rows(folder / TABLE):
        try:
            name = from_cell(row["submission"])
            yield Work(
                name=name,
                total=float(row["total"]),
                maximum=float(row["maximum"]),
                status=row["status"],
                reason=from_cell(row["reason"]),
                identical_to=from_cell(row["identical_to"]),
                tasks=() if row["status"] == "pending" else _tasks(folder, name),
            )
        except (TypeError, ValueError) as error:
            raise UsageError(
                f"{folder / TABLE} is not as `grader batch` writes it: {error}. "
                "Give the command for the batch again."
            ) from error


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
    except FileNotFoundError as error:
        raise UsageError(
            f"There is no {TABLE} in {path.parent}: name the folder that `grader batch` had as "
            "--output."
        ) from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path} cannot be read: {error}.") from error
    if missing := [name for name in _COLUMNS if name not in (reader.fieldnames or ())]:
        raise UsageError(f"{path} is not as `grader batch` writes it: no column {missing[0]!r}.")
    return rows


def _tasks(folder: Path, name: str) -> tuple[Task, ...]:
    path = folder / "reports" / f"{name}.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Report).tasks
    except (OSError, msgspec.DecodeError) as error:
        raise UsageError(
            f"{path} cannot be read: {error}. Give the command for the batch again."
        ) from error
