"""The JSON Schema of a report, made from its types, which say what each field means.

``python -m grader.report.schema`` writes ``report.schema.json``, which is what is published; a test
holds the two together.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from grader.checking.mismatch import Mismatch, Window
from grader.grading.result import SCHEMA, Report

FILE = Path(__file__).with_name("report.schema.json")

OMITTING = {struct.__name__ for struct in (Mismatch, Window)}
"""What leaves out the fields that it does not have."""


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of what `grader.report.json.to_json` writes."""
    made = msgspec.json.schema(Report)
    for name, struct in made["$defs"].items():
        struct["description"] = struct["description"].split("\n")[0]
        # The types say what may be left out when a report is read; when it is written, all of it
        # is there.
        if name not in OMITTING:
            struct["required"] = list(struct["properties"])
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA}
    return {**head, "title": "The report of a graded submission", **made}


def text() -> bytes:
    """Return the schema as it stands in its file."""
    return msgspec.json.format(msgspec.json.encode(schema()), indent=2) + b"\n"


if __name__ == "__main__":
    FILE.write_bytes(text())
