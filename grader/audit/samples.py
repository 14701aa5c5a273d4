"""Sample submissions of a course: right ones get all points, wrong ones lose what they say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.audit.result import SampleAudit
from grader.grading.result import Report
from grader.submission.submission import shown

SHARES = {
    "It costs a trifle.": (0.9, 1.0),
    "It computes nothing.": (0.0, 0.1),
    "It makes several slips.": (0.0, 1.0),
}
"""What share of the points a wrong sample may keep, by the line that says what kind it is."""

ONE_SLIP = (0.5, 0.9)


def problems(path: Path, report: Report, *, right: bool) -> Iterator[SampleAudit]:
    """Yield in what a sample did not end as it should."""
    failed = [c for task in report.tasks for c in task.checks if c.outcome != "passed"]
    if right:
        if report.score < report.max_score:
            why = failed[0] if failed else None
            told = f"{why.id}: {why.message}" if why else report.tasks[0].message
            yield SampleAudit(
                path=shown(path),
                problem=f"a right sample gets {_points(report)}. {told} Mend the check, or put it "
                "with the wrong ones.",
            )
        return
    if report.score >= report.max_score:
        yield SampleAudit(
            path=shown(path),
            problem="a wrong sample gets all points: no check catches what it does.",
        )
        return
    yield from _unlike_its_docstring(path, report)


def _unlike_its_docstring(path: Path, report: Report) -> Iterator[SampleAudit]:
    text = docstring(path, report.tasks[0].id)
    lost = {
        check.id
        for task in report.tasks
        for check in task.checks
        if check.outcome not in ("passed", "skipped")
    }
    named = loses(text)
    if named is None or named != lost:
        yield SampleAudit(
            path=shown(path),
            problem=f"its docstring should have the line `Loses: {', '.join(sorted(lost))}.`",
        )
    if keeps(text) != _points(report):
        yield SampleAudit(
            path=shown(path),
            problem=f"its docstring should have the line `Keeps: {_points(report)}.`",
        )
    least, most = fair_shares(text)
    if not least <= report.score / report.max_score <= most:
        yield SampleAudit(
            path=shown(path),
            problem=f"it keeps {_points(report)}, which is not fair: between {least:g} and "
            f"{most:g} of the points are due. Others say: {' '.join(SHARES)}",
        )


def _points(report: Report) -> str:
    return f"{report.score:g} of {report.max_score:g}"


def docstring(path: Path, task: str) -> str:
    """Return the docstring of a sample, which may be a folder with the task's file in it."""
    file = path / f"{task}.py" if path.is_dir() else path
    return ast.get_docstring(ast.parse(file.read_bytes())) or "" if file.suffix == ".py" else ""


def loses(text: str) -> set[str] | None:
    """Return the checks that a docstring says a sample loses, or None where it says nothing."""
    match = re.search(r"^Loses: (.*?)\.$", text, re.DOTALL | re.MULTILINE)
    return set(re.split(r",\s*", match.group(1))) if match else None


def keeps(text: str) -> str:
    """Return what a docstring says a sample keeps, "16 of 20"."""
    match = re.search(r"^Keeps: ([\d.]+ of [\d.]+)\.$", text, re.MULTILINE)
    return match.group(1) if match else ""


def fair_shares(text: str) -> tuple[float, float]:
    """Return between which shares of the points the ones that a sample keeps are fair."""
    lines: Sequence[str] = text.splitlines()
    return next((share for line, share in SHARES.items() if line in lines), ONE_SLIP)
