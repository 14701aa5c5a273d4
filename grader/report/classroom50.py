"""A report as ``classroom50/result/v1``, what an autograder of Classroom 50 has to write.

Described at https://github.com/foundation50/classroom50, ``schemas/result-v1.schema.json``, and in
its wiki under "Advanced Autograding". Whose submission this is stands in the variables that its
runner sets for the autograder. Its points are integers: where ours are not, all are multiplied by
one factor, so that the shares stay what they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from grader.errors import UsageError
from grader.report.cases import told
from grader.report.plain import explain
from grader.report.public import public

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.grading.result import CheckResult, Report

SCHEMA = "classroom50/result/v1"

VARIABLES: Mapping[str, str] = {
    "classroom": "CLASSROOM",
    "assignment": "ASSIGNMENT",
    "owner": "USERNAME",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
    "review": "REVIEW_URL",
}
"""The fields of an identity, and the variables that hold them."""

FACTORS = (1, 2, 3, 4, 5, 6, 8, 10, 20, 100)

_TAG = re.compile(r"submit/(\d{4}-\d\d-\d\dT)([01]\d|2[0-3])-([0-5]\d)-([0-5]\d)Z-")


def to_classroom50(report: Report, environment: Mapping[str, str]) -> bytes:
    """Return `report` as ``result.json``.

    Parameters
    ----------
    report
        What is told.
    environment
        The variables of Classroom 50's runner.

    Raises
    ------
    UsageError
        When one of them is missing, or the tag holds no time.
    """
    report = public(report)
    checks = list(told(report))
    factor = _factor([value for _, c in checks for value in (c.score, c.max_score)])
    tests = [_test(id_, check, factor) for id_, check in checks]
    result = {
        "schema": SCHEMA,
        **_identity(environment),
        "score": sum(test["score"] for test in tests),
        "max-score": sum(test["max-score"] for test in tests),
        "tests": tests,
    }
    return msgspec.json.format(msgspec.json.encode(result), indent=2) + b"\n"


def _identity(environment: Mapping[str, str]) -> dict[str, str]:
    """Return whose submission this is; the runner puts down owner, type and time anew."""
    missing = [name for name in VARIABLES.values() if not environment.get(name)]
    if missing:
        raise UsageError(
            "--format classroom50 is for the autograder of Classroom 50, whose runner sets "
            f"{', '.join(missing)}; here that is missing."
        )
    fields = {field: environment[name] for field, name in VARIABLES.items()}
    fields["assignment_type"] = environment.get("ASSIGNMENT_TYPE") or "individual"
    if (found := _TAG.match(fields["submission"])) is None:
        raise UsageError(
            f"SUBMISSION_TAG is {fields['submission']!r}, "
            "but should look like submit/2026-06-01T14-32-05Z-a1b2c3d."
        )
    day, hour, minute, second = found.groups()
    return fields | {"datetime": f"{day}{hour}:{minute}:{second}Z"}


def _factor(values: list[float]) -> int:
    """Return the smallest factor that makes integers of all points, or the finest."""
    for factor in FACTORS:
        if all(abs(value * factor - round(value * factor)) < 1e-6 for value in values):
            return factor
    return FACTORS[-1]


def _test(task: str, check: CheckResult, factor: int) -> dict[str, Any]:
    most = round(check.max_score * factor)
    return {
        "test-name": f"{task}: {check.title}",
        "passed": check.outcome == "passed",
        "score": min(round(check.score * factor), most),
        "max-score": most,
        "message": explain(check),
    }
