"""Grades as a learning platform imports them: CSV for Canvas and for Moodle.

Canvas takes a file like the one that its gradebook exports: the names of the columns before the
assignment, and the points possible in the second row. It knows a student by any of the identities.

Moodle takes its own "offline grading worksheet" back: it looks for ``Identifier``, ``Grade``,
``Last modified (grade)`` and ``Feedback comments``, each in the language of whoever uploads it. The
identifier is "Participant" and the number in the name of a downloaded submission; of "Participant",
Moodle cuts off as many bytes as its own word has. After mod/assign/feedback/offline/locallib.php it
passes over a grade above the assignment's maximum, and, unless a box is ticked, one whose "last
modified" is older than the grade that is there, as an empty one always is.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import msgspec

from grader.report.blocks import Fault, Message, blocks
from grader.report.csv import Cell, write
from grader.report.plain import HIDDEN, headline, remarks
from grader.report.points import number
from grader.report.public import cut, public
from grader.untrusted.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from grader.grading.result import CheckResult, Report

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

PARTICIPANT = "Participant"
"""What stands before the number in Moodle's identifiers."""

WORDS = (*MOODLE, PARTICIPANT)
"""What Moodle says in the language of its user."""

LONGEST = 4_000
"""Characters of a comment in Moodle; the whole report is in the student's feedback file."""


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


def moodle(
    graded: Iterable[tuple[Person, Report]],
    out_of: float | None = None,
    words: Mapping[str, str] | None = None,
) -> str:
    """Return what "Upload grading worksheet" in a Moodle assignment takes.

    Parameters
    ----------
    graded
        The students and the reports on them.
    out_of
        The maximum grade of the assignment in Moodle, to which points are scaled; None where it is
        that of the course.
    words
        What Moodle says for some of `WORDS`, in the language of whoever uploads the file.
    """
    said = {word: word for word in WORDS} | dict(words or {})
    rows = ((person, public(report)) for person, report in graded)
    return write(
        [[said[name] for name in MOODLE], *(_worksheet_row(p, r, out_of, said) for p, r in rows)]
    )


def _worksheet_row(
    person: Person, report: Report, out_of: float | None, said: Mapping[str, str]
) -> list[Cell]:
    most = report.max_score if out_of is None else out_of
    share = most / report.max_score if report.max_score else 0
    return [
        f"{said[PARTICIPANT].rstrip()} {person.id}" if person.id else "",
        person.name,
        person.email,
        number(min(round(report.score * share, 5), most)),
        number(most),
        "",
        _html(cut("\n".join(_comments(report)), LONGEST)),
    ]


def _html(text: str) -> str:
    """Return text for a place that Moodle takes for HTML."""
    return escape(text, quote=False).replace("\n", "<br>")


def _comments(report: Report) -> Iterator[str]:
    """Yield a line for each task, and for each check of it that did not pass: why."""
    for task in report.tasks:
        yield headline(task)
        yield from filter(None, (task.message, *task.notes))
        yield from (f"- {_comment(c)}" for c in task.checks if _lost(c))
    yield from remarks(report)


def _lost(check: CheckResult) -> bool:
    return check.outcome not in {"passed", "skipped"}


def _comment(check: CheckResult) -> str:
    told = [b.text for b in blocks(check) if isinstance(b, Fault | Message)]
    why = " ".join(told) or (HIDDEN if check.hidden else "")
    return one_line(f"{check.title}: {why}" if why else check.title)
