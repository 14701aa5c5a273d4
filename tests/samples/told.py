"""What reports say of the wrong samples: each sentence was read, and is true of its sample.

`diagnoses.json` holds them by sample, with `#` for numbers. A sentence that is new there fails a
test until somebody has read it beside the sample and written it down, by
``python -m tests.benchmarks.teaching --write``.
"""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from grader.grading.result import Report

FILE = Path(__file__).with_name("diagnoses.json")


def diagnoses(report: Report) -> list[str]:
    """Return the different sentences by which a report explains numbers, without its numbers."""
    mismatches = [check.mismatch for task in report.tasks for check in task.checks]
    said = [one.diagnosis for one in mismatches if one is not None and one.diagnosis]
    return sorted({re.sub(r"\d[\d.]*(e[+-]?\d+)?", "#", sentence) for sentence in said})


def read_diagnoses() -> dict[str, list[str]]:
    """Return what was read of each sample."""
    return msgspec.json.decode(FILE.read_bytes(), type=dict[str, list[str]])


def write_diagnoses(said: dict[str, list[str]]) -> None:
    """Write it down, samples without any sentence left out."""
    some = {name: sentences for name, sentences in sorted(said.items()) if sentences}
    FILE.write_bytes(msgspec.json.format(msgspec.json.encode(some), indent=1) + b"\n")
