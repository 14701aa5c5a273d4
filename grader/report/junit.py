"""A report as JUnit XML: a suite a task, a case a check.

There is no standard. This is what Jenkins' xUnit plugin accepts, whose schema is the closest to
one: https://github.com/jenkinsci/xunit-plugin, ``types/model/xsd/junit-10.xsd``. It has no
properties in a case, so the points stand in the suite: ``score``, ``max_score``, and
``<check>.score`` and ``<check>.max_score`` for each of its cases. Readers show none of these:
therefore a name ends with what the check is worth, the same in each run, and the text of what did
not pass begins with the points and with ``file:line``, which readers that annotate look for.

Wrong numbers are a `failure`. Code that raises, hangs or crashes, and a fault of the grader, are
an `error`, with the outcome as its type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from grader.report.cases import cases
from grader.report.plain import HIDDEN, explain
from grader.report.points import amount, number, points
from grader.report.public import public
from grader.report.workspace import beside
from grader.untrusted.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.grading.result import CheckResult, Report, TaskResult


def to_junit(report: Report) -> bytes:
    r"""Return `report` as JUnit XML, in UTF-8.

    What XML cannot hold (NUL, half a character) stands there as an escape: ``\\x00``.
    """
    report = public(report)
    checks = [check for task in report.tasks for check in cases(task)]
    root = Element("testsuites", {"name": "gradient-grader", **_counts(checks, skipped=False)})
    for task in report.tasks:
        _suite(root, task, self_check=report.self_check)
    indent(root)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _counts(checks: Iterable[CheckResult], *, skipped: bool) -> dict[str, str]:
    kinds = [_kind(check) for check in checks]
    counts = {
        "tests": str(len(kinds)),
        "failures": str(kinds.count("failure")),
        "errors": str(kinds.count("error")),
        "time": f"{sum(check.seconds for check in checks):.3f}",
    }
    return counts | ({"skipped": str(kinds.count("skipped"))} if skipped else {})


def _kind(check: CheckResult) -> str:
    """Return the element that says how a check ended; nothing where it passed."""
    kinds = {"passed": "", "failed": "failure", "skipped": "skipped"}
    return kinds.get(check.outcome, "error")


def _suite(root: Element, task: TaskResult, *, self_check: bool) -> None:
    suite = SubElement(root, "testsuite", {"name": task.id, **_counts(cases(task), skipped=True)})
    if task.file:
        suite.set("file", task.file)
    properties = SubElement(suite, "properties")
    for name, value in _properties(task).items():
        SubElement(properties, "property", name=name, value=value)
    if self_check:
        SubElement(properties, "property", name="self_check", value="true")
    for check in cases(task):
        _case(suite, check, task)
    if task.output:
        SubElement(suite, "system-out").text = task.output
    if said := "\n".join(filter(None, (task.message, *task.notes))):
        SubElement(suite, "system-err").text = said


def _properties(task: TaskResult) -> dict[str, str]:
    named = {"title": task.title, "status": task.status}
    named |= {"score": str(number(task.score)), "max_score": str(number(task.max_score))}
    for check in task.checks:
        named[f"{check.id}.score"] = str(number(check.score))
        named[f"{check.id}.max_score"] = str(number(check.max_score))
    return named


def _case(suite: Element, check: CheckResult, task: TaskResult) -> None:
    case = SubElement(
        suite,
        "testcase",
        name=_name(check),
        classname=f"{task.assignment}.{task.id}",
        time=f"{check.seconds:.3f}",
    )
    if kind := _kind(check):
        message = one_line(check.message) or (HIDDEN if check.hidden else "")
        ending = SubElement(case, kind, type=check.outcome, message=message)
        ending.text = "\n\n".join(filter(None, (_standing(check, task), explain(check))))


def _name(check: CheckResult) -> str:
    if not check.max_score:
        return check.title
    return f"{check.title} ({amount(check.max_score)} point{'' if check.max_score == 1 else 's'})"


def _standing(check: CheckResult, task: TaskResult) -> str:
    """Return where a check failed and the points that it brought."""
    place = check.place or (task.place if check.id == "task" else None)
    earned = f"{points(check.score, check.max_score)} points"
    if place is None or not task.file:
        return earned
    return f"{beside(task.file, place)}:{place.line}: {earned}"
