"""How points are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.grading.result import CheckResult


def points(score: float, max_score: float) -> str:
    """Return ``7.5/20``."""
    return f"{amount(score)}/{amount(max_score)}"


def amount(value: float) -> str:
    """Return ``7.5``: as many decimals as it takes, two at the most."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def earned(check: CheckResult) -> str:
    """Return the points of a check: none where none were to be had, unknown where we failed."""
    if not check.max_score:
        return ""
    score = "?" if check.outcome == "internal" else amount(check.score)
    return f"{score}/{amount(check.max_score)}"


def number(value: float) -> int | float:
    """Return `value` as JSON people write it: 4, not 4.0."""
    return int(value) if float(value).is_integer() else float(value)
