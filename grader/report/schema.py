"""The JSON Schema of a report, made from its types.

``python -m grader.report.schema`` writes ``report.schema.json``, which is what is published; a test
holds the two together.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from grader.grading.result import SCHEMA, Cause, CheckResult, NextTask, Place, Report, TaskResult

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = Path(__file__).with_name("report.schema.json")

DESCRIPTIONS: Mapping[str, Mapping[str, str]] = {
    "Report": {
        "schema": "The version of this format. Fields may be added under the same version; "
        "none is removed or changes its meaning.",
        "score": "The sum of the tasks' points.",
        "max_score": "The sum of the points that could be earned, without hidden checks that "
        "could not run.",
        "seed": "What the examples were drawn from: the same seed gives the same score. Null "
        "where they were drawn from a secret.",
        "grader_version": "The version of the grader.",
        "isolation": "How far the student's code was confined: `confined` by all layers, "
        "`partial`, or kept apart as a `process` only. Empty where none of it was run.",
        "layers": "For each layer of the confinement whether it held, whenever the code ran.",
        "tasks": "The tasks that were graded, in the order of the course.",
        "unclaimed": "Where none of the tasks was found in what was handed in: the files with code "
        "that are there, for a person to look at. Empty otherwise.",
        "solved": "Whether the solutions were at hand, as for whoever can mend the course.",
        "self_check": "Whether the check files lie in the same folder as the work, as in a "
        "student's own repository: the score is then for its author alone.",
        "next": "The task to do next, once everything that was graded passed.",
        "internal_error": "The file with the grader's own traceback, when a check ended as "
        "`internal`.",
    },
    "TaskResult": {
        "id": "Unique in the course: what `grade` takes as an argument.",
        "title": "One line for people.",
        "assignment": "The assignment that the task belongs to.",
        "status": "Where the task stands. `not started`: nothing is written yet. `missing`: there "
        "is no file, or nothing of the task in a notebook. `unreadable`: the file could not be "
        "loaded.",
        "score": "The sum of the checks' points.",
        "max_score": "The sum of the points of the checks that could run.",
        "checks": "The checks, in the order in which a student reads them.",
        "file": "The student's file, as it was handed in.",
        "instead_of": "The file that was asked for, where `file` was found and graded in its "
        "place; empty where it is that file, or a notebook that stands for it.",
        "message": "Why the task as a whole is missing or unreadable.",
        "notes": "Further sentences about the file: why it was graded instead of another one, and "
        "one for each cell that raised.",
        "causes": "Tasks whose work this one uses and that have lost points: the mistake may be "
        "there.",
        "output": "What the student's code printed, capped. Unfiltered: escape it before display.",
        "hidden_output": "What it printed while hidden checks ran, capped: not for students, as it "
        "may be what they called it with.",
        "place": "Where the file could not be loaded; null if it could, or nobody knows.",
    },
    "CheckResult": {
        "id": "Unique in the task.",
        "title": "What the check asks for, as the student reads it.",
        "outcome": "How the check ended. `failed`: wrong numbers. `error`: the code raised, or "
        "returned no array. `timeout`, `crashed`: it took too long, or its process died. "
        "`skipped`: it could not run. `internal`: the grader's own fault.",
        "score": "The points earned.",
        "max_score": "The points that could be earned; 0 for a hidden check that could not run.",
        "hidden": "Whether the check is kept from students.",
        "message": "What went wrong, in a sentence or two.",
        "hint": "What to do about it.",
        "counterexample": "A snippet of Python that shows the failure beside the student's file.",
        "seconds": "How long the check took.",
        "mismatch": "What differs, for programs; null where nothing was compared.",
        "curve": "How numbers went that the student's code returned; null where the check shows "
        "none.",
        "same_as": "The id of a check that failed for the same reason and is told in full; empty "
        "where there is none.",
        "place": "Where the code failed or, where the numbers are wrong, where the function "
        "begins; null if it passed, or nobody knows.",
    },
    "Curve": {
        "title": "What the numbers are.",
        "axis": "What they are counted by.",
        "count": "How many there were.",
        "values": "The numbers, null where one is not finite. Of more than 400 these are 400, "
        "evenly spread, the first and the last among them.",
    },
    "Place": {
        "file": "The student's file, relative to the folder of the task's file.",
        "line": "The line, counted from 1.",
    },
    "Mismatch": {
        "kind": "What sort of mismatch this is.",
        "array": "The name of the array, as the student knows it.",
        "message": "One sentence for the student, which names the array.",
        "index": "The element that is furthest off.",
        "returned": "The value at `index`, or the shape or the type of the array. A number that "
        'JSON does not have is text: "nan", "-inf".',
        "expected": "What should be in the place of `returned`.",
        "accuracy": "The estimated absolute error of `expected`; 0 where it is exact.",
        "elements": "A picture of the array, a string a row: `.` is right, `x` is off. It may be "
        "cut.",
        "diagnosis": "The known mistake that the numbers match.",
        "relation": "Whether `expected` is what the number would be by other results of the "
        "student's, right or wrong.",
        "window": "Numbers from both arrays, around the element that is furthest off.",
    },
    "Window": {
        "shape": "The shape of the whole array.",
        "first": "The row and the column of the whole array where the window begins; all axes but "
        "the last are rows.",
        "returned": "What was returned, at most 12 rows of 12 columns. A number that JSON does not "
        'have is text: "nan", "-inf".',
        "expected": "What was expected in its place; left out where that is not known.",
    },
    "Cause": {
        "task": "The id of the task to mend first.",
        "file": "Its file.",
        "functions": "The functions of that task that are used; none where all of it is.",
        "score": "The points that it has.",
        "max_score": "The points that it could have.",
    },
    "NextTask": {
        "id": "What `grade` takes as an argument.",
        "title": "One line for people.",
        "file": "The file to open.",
    },
}
"""What each field means to those who read the JSON without reading our types."""


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of what `grader.report.json.to_json` writes."""
    made = msgspec.json.schema(Report)
    defs = made["$defs"]
    for name, fields in DESCRIPTIONS.items():
        defs[name]["description"] = defs[name]["description"].split("\n")[0]
        for field, description in fields.items():
            defs[name]["properties"][field]["description"] = description
    # The types say what may be left out when a report is read; all of it is there when it is
    # written, but for a mismatch, which leaves out what it does not have.
    for struct in (Report, TaskResult, CheckResult, NextTask, Cause, Place):
        defs[struct.__name__]["required"] = list(struct.__struct_fields__)
    defs["Report"]["properties"]["schema"]["const"] = SCHEMA
    _not_negative(defs)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA}
    return {**head, "title": "The report of a graded submission", **made}


def _not_negative(defs: dict[str, Any]) -> None:
    """Say of points and seconds that they are never below zero."""
    for struct in (Report, TaskResult, CheckResult, Cause):
        for field in {"score", "max_score", "seconds"} & set(struct.__struct_fields__):
            defs[struct.__name__]["properties"][field]["minimum"] = 0


def text() -> bytes:
    """Return the schema as it stands in its file."""
    return msgspec.json.format(msgspec.json.encode(schema()), indent=2) + b"\n"


if __name__ == "__main__":
    FILE.write_bytes(text())
