"""Reports as a table: a row a submission, a column a task.

CSV as in RFC 4180, in UTF-8. A cell that a spreadsheet would take for a formula begins with an
apostrophe, so that nobody's name runs a command on the instructor's machine.
"""

from __future__ import annotations

import csv
import io
import os
from typing import TYPE_CHECKING

from grader.report.points import number
from grader.report.public import public
from grader.untrusted.text import cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.grading.result import Report

Cell = str | float


def to_csv(report: Report) -> str:
    """Return a table with one row, named after the folder or file that was handed in."""
    return table([(submission(report), report)])


def table(graded: Iterable[tuple[str, Report]]) -> str:
    """Return a row for each submission.

    Parameters
    ----------
    graded
        The name of each submission and the report on it.

    Returns
    -------
    str
        The columns ``submission``, one a task in the order in which they first appear, ``total``,
        ``maximum`` and ``status``. Tasks that a submission was not graded for are empty. Where
        another file than the one that was asked for was graded, a column ``files`` says so, and
        ``self_check`` where check files lie in the same folder as the work.
    """
    rows = [(name, public(report)) for name, report in graded]
    ids = list(dict.fromkeys(task.id for _, report in rows for task in report.tasks))
    head: list[Cell] = ["submission", *ids, "total", "maximum", "status"]
    files = ["; ".join(other_files(report)) for _, report in rows]
    lines = [head, *([name, *_points(report, ids)] for name, report in rows)]
    checked = [report.self_check for _, report in rows]
    if any(checked):
        told = ["self_check", *("yes" if one else "" for one in checked)]
        lines = [[*line, more] for line, more in zip(lines, told, strict=True)]
    if any(files):
        lines = [[*line, more] for line, more in zip(lines, ["files", *files], strict=True)]
    return write(lines)


def other_files(report: Report) -> Iterable[str]:
    """Return which files were graded for which others that were asked for, each once."""
    taken = [f"{task.file} for {task.instead_of}" for task in report.tasks if task.instead_of]
    return dict.fromkeys(taken)


def _points(report: Report, ids: Sequence[str]) -> list[Cell]:
    scores: dict[str, Cell] = {task.id: number(task.score) for task in report.tasks}
    tasks = [scores.get(id_, "") for id_ in ids]
    return [*tasks, number(report.score), number(report.max_score), status(report)]


def status(report: Report) -> str:
    """Return where a submission stands as a whole.

    ``internal`` where the grader failed, what the tasks have in common, or ``failed``.
    """
    if report.internal:
        return "internal"
    standings = {task.status for task in report.tasks}
    return standings.pop() if len(standings) == 1 else "failed"


def submission(report: Report) -> str:
    """Return what was handed in, as far as the report tells: what its files have in common."""
    files = [task.file for task in report.tasks if task.file]
    if len(files) < 2:
        return "".join(files)
    try:
        return os.path.commonpath(files)
    except ValueError:  # some are relative, some are not
        return ""


def write(rows: Iterable[Sequence[Cell]]) -> str:
    """Return rows as CSV: text on one line and without formulas, numbers as they are."""
    file = io.StringIO()
    lines = [[cell(value) if isinstance(value, str) else value for value in row] for row in rows]
    csv.writer(file).writerows(lines)
    return file.getvalue()
