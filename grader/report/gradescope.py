"""A report as Gradescope's ``results.json``.

Described at https://gradescope-autograders.readthedocs.io/en/latest/specs/. What was decided:

- A hidden check is `after_published`: students see whether it passed once the instructor publishes
  the grades, and never why not. Gradescope hides the total from students until then as well, so
  that it gives nothing away.
- What `run_autograder` itself prints stays with the instructors (`stdout_visibility`).
- All text is plain (`text`): without that, Gradescope takes the top-level output for HTML.
- A hidden check that could not run for want of the solutions is left out, as in the total.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from grader.report.cases import counting
from grader.report.plain import explain, headline, remarks
from grader.report.points import number
from grader.report.public import public

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.grading.result import CheckResult, Report


def to_gradescope(report: Report) -> bytes:
    """Return `report` as ``results.json``, in UTF-8."""
    report = public(report)
    checks = [check for task in report.tasks for check in task.checks]
    results = {
        "score": number(report.score),
        "execution_time": number(sum(check.seconds for check in checks)),
        "output": "\n\n".join(_paragraphs(report)),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {
            "schema": report.schema,
            "max_score": number(report.max_score),
            "grader_version": report.grader_version,
            "isolation": report.isolation,
        },
        "tests": [
            _test(check, f"{i}.{j}", task.id)
            for i, task in enumerate(report.tasks, 1)
            for j, check in enumerate(counting(task), 1)
        ],
    }
    return msgspec.json.format(msgspec.json.encode(results), indent=2) + b"\n"


def _test(check: CheckResult, place: str, task: str) -> dict[str, Any]:
    return {
        "number": place,
        "name": f"{task}: {check.title}",
        "score": number(check.score),
        "max_score": number(check.max_score),
        "status": "passed" if check.outcome == "passed" else "failed",
        "output": explain(check),
        "visibility": "after_published" if check.hidden else "visible",
    }


def _paragraphs(report: Report) -> Iterator[str]:
    """Yield what is to be said of the submission as a whole, and what its code printed."""
    yield "\n".join(map(headline, report.tasks)) or "No task was graded."
    yield from remarks(report)
    for task in report.tasks:
        if task.message:
            yield f"{task.id}: {task.message}"
        yield from task.notes
        if task.output.strip():
            yield f"Your code printed in {task.id}:\n{task.output.rstrip()}"
