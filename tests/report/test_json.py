"""The JSON of a report, and the schema that is published for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import msgspec
import pytest

from grader.checking.mismatch import Mismatch
from grader.report import schema
from grader.report.json import from_json, to_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.grading.result import Report

    Failing = Callable[..., Report]


CONTRACT = {
    "report": "schema score max_score seed grader_version isolation tasks",
    "task": "id title assignment score max_score checks",
    "check": "id title outcome score max_score hidden message hint counterexample seconds",
}


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    published = json.loads(schema.FILE.read_bytes())
    jsonschema.Draft202012Validator.check_schema(published)
    return jsonschema.Draft202012Validator(published)


def test_the_published_schema_is_in_step_with_the_types() -> None:
    assert schema.FILE.read_bytes() == schema.text(), "run python -m grader.report.schema"


def test_every_field_is_described() -> None:
    structs = schema.schema()["$defs"]
    assert [
        f"{name}.{field}"
        for name, struct in structs.items()
        for field, told in struct["properties"].items()
        if not told.get("description", "").endswith(".")
    ] == []


def test_real_reports_are_valid(case: Path, validator: jsonschema.Draft202012Validator) -> None:
    report = from_json((case / "report.json").read_bytes())
    validator.validate(json.loads(to_json(report)))


@pytest.mark.parametrize(
    "change",
    [
        lambda report: report.update(schema="grader/report/v2"),
        lambda report: report.update(score=None),
        lambda report: report.update(seed="0"),
        lambda report: report["tasks"][0].update(status="nearly"),
        lambda report: report["tasks"][0].update(score=-1),
        lambda report: report["tasks"][0]["checks"][0].update(outcome="correct"),
        lambda report: report["tasks"][0]["checks"][1]["mismatch"].pop("kind"),
    ],
)
def test_broken_reports_are_not(
    failing: Failing,
    validator: jsonschema.Draft202012Validator,
    change: Callable[[dict[str, Any]], object],
) -> None:
    report = json.loads(to_json(failing()))
    report["tasks"][0]["checks"] *= 2
    validator.validate(report)
    change(report)
    assert not validator.is_valid(report)


def parts(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    task = report["tasks"][0]
    return {"report": report, "task": task, "check": task["checks"][0]}


@pytest.mark.parametrize(
    ("part", "field"), [(part, name) for part, names in CONTRACT.items() for name in names.split()]
)
def test_what_others_rely_on_is_there_and_required(
    failing: Failing, validator: jsonschema.Draft202012Validator, part: str, field: str
) -> None:
    report = json.loads(
        to_json(failing(message="", hint="", counterexample="", hidden=False, seconds=0.0))
    )
    assert field in parts(report)[part]
    del parts(report)[part][field]
    assert not validator.is_valid(report)


def test_more_fields_may_follow(
    failing: Failing, validator: jsonschema.Draft202012Validator
) -> None:
    report = json.loads(to_json(failing()))
    report["tasks"][0]["checks"][0]["percentile"] = 3
    assert validator.is_valid(report)
    assert from_json(json.dumps(report)).tasks == failing().tasks


def test_it_is_readable_text(failing: Failing) -> None:
    data = to_json(failing(message="naïve ✓"))
    assert data.startswith(b'{\n  "schema": "grader/report/v1",\n  "score": ')
    assert data.endswith(b"\n}\n")
    assert '"message": "naïve ✓"'.encode() in data


def test_there_is_no_nan(failing: Failing, validator: jsonschema.Draft202012Validator) -> None:
    mismatch = Mismatch(kind="not finite", array="a", message="", accuracy=float("nan"))
    data = to_json(failing(mismatch=mismatch))
    assert b"NaN" not in data
    assert json.loads(data)["tasks"][0]["checks"][0]["mismatch"]["accuracy"] is None
    validator.validate(json.loads(data))


def test_half_a_character_does_not_break_it(failing: Failing) -> None:
    report = failing(task={"output": "a\ud800b"}, message="\udcff")
    task = from_json(to_json(report)).tasks[0]
    assert (task.output, task.checks[0].message) == ("a\\ud800b", "\\udcff")


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"schema": 1}', b"\xff"])
def test_what_is_no_report_is_refused(data: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        from_json(data)


def test_another_version_is_refused(failing: Failing) -> None:
    data = to_json(failing()).replace(b"report/v1", b"report/v9")
    with pytest.raises(msgspec.ValidationError, match="report/v9"):
        from_json(data)
