"""Grades as a learning platform imports them: CSV for Canvas and for Moodle.

Canvas takes a file like the one that its gradebook exports: the names of the columns before the
assignment, and the points possible in the second row. It knows a student by any of the identities.

Moodle takes its own "offline grading worksheet" back: it looks for ``Identifier``, ``Grade``,
``Last modified (grade)`` and ``Feedback comments``. The identifier is "Participant" and the number
in the name of a downloaded submission.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import msgspec

from grader.report.csv import Cell, write
from grader.report.plain import headline, remarks
from grader.report.points import number
from grader.report.public import public

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.grading.result import Report

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
MOODLE = (
    "Identifier",
    "Full name",
    "Email address",
    "Grade",
    "Maximum Grade",
    "Last modified (grade)",
    "Feedback comments",
)


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A student as a platform knows them; what is not known stays empty."""

    name: str = ""
    id: str = ""
    """The number that the platform gave: Canvas' user id, Moodle's participant."""
    sis_id: str = ""
    login: str = ""
    section: str = ""
    email: str = ""


def canvas(graded: Iterable[tuple[Person, Report]], assignment: str) -> str:
    """Return what "Import" in Canvas' gradebook takes.

    Parameters
    ----------
    graded
        The students and the reports on them.
    assignment
        The name of the column: that of an assignment in Canvas, or a new one.
    """
    rows = [(person, public(report)) for person, report in graded]
    most = max((report.max_score for _, report in rows), default=0)
    head: list[Cell] = [*CANVAS, assignment]
    possible: list[Cell] = ["Points Possible", "", "", "", "", number(most)]
    return write([head, possible, *([*_identity(p), number(r.score)] for p, r in rows)])


def _identity(person: Person) -> list[Cell]:
    return [person.name, person.id, person.sis_id, person.login, person.section]


def moodle(graded: Iterable[tuple[Person, Report]]) -> str:
    """Return what "Upload grading worksheet" in a Moodle assignment takes."""
    rows = [(person, public(report)) for person, report in graded]
    return write([list(MOODLE), *(_worksheet_row(person, report) for person, report in rows)])


def _worksheet_row(person: Person, report: Report) -> list[Cell]:
    comments = [*map(headline, report.tasks), *remarks(report)]
    return [
        f"Participant {person.id}" if person.id else "",
        person.name,
        person.email,
        number(report.score),
        number(report.max_score),
        "",
        escape("; ".join(filter(None, comments)), quote=False),  # Moodle takes it for HTML
    ]
