"""A report as JSON: the form that other programs rely on.

``report.schema.json``, beside this file, says what it holds; `grader.report.schema` makes it.
"""

from __future__ import annotations

import msgspec

from grader.grading.result import SCHEMA, Report
from grader.sandbox.protocol import tree
from grader.untrusted.text import encodable


def to_json(report: Report) -> bytes:
    """Return `report` as UTF-8 for people and programs: indented, keys in their declared order.

    Half a character, which UTF-8 has no bytes for, stands there as an escape.
    """
    fields = msgspec.to_builtins(report)
    whole = tree.map(_encodable, {"schema": report.schema, **fields})  # the version comes first
    return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"


def from_json(data: bytes | str) -> Report:
    """Return the report that `to_json` wrote.

    Raises
    ------
    msgspec.DecodeError
        When `data` is not JSON, no report, or a report of another version.
    """
    report = msgspec.json.decode(data, type=Report)
    if report.schema != SCHEMA:
        raise msgspec.ValidationError(f"this is {report.schema!r}, not {SCHEMA!r}")
    return report


def _encodable(value: object) -> object:
    """Return a text such that UTF-8 can hold it, and any other value as it is."""
    if isinstance(value, str):
        return encodable(value)
    return value
