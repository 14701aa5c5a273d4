"""A report as JUnit XML: a suite a task, a case a check.

There is no standard. This is what Jenkins' xUnit plugin accepts, whose schema is the closest to
one: https://github.com/jenkinsci/xunit-plugin, ``types/model/xsd/junit-10.xsd``. It has no
properties in a case, so the points stand in the suite: ``score``, ``max_score``, and
``<check>.score`` and ``<check>.max_score`` for each of its cases.

Wrong numbers are a `failure`. Code that raises, hangs or crashes, and a fault of the grader, are
an `error`, with the outcome as its type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from grader.report.cases import cases
from grader.report.plain import explain
from grader.report.points import number
from grader.report.public import public
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
        _case(suite, check, f"{task.assignment}.{task.id}")
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


def _case(suite: Element, check: CheckResult, classname: str) -> None:
    case = SubElement(
        suite, "testcase", name=check.title, classname=classname, time=f"{check.seconds:.3f}"
    )
    if kind := _kind(check):
        ending = SubElement(case, kind, type=check.outcome, message=one_line(check.message))
        ending.text = explain(check)
