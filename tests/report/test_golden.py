"""What students read, whole: each folder in ``golden`` is a report and its text at two widths,
and as it is told one failure at a time.

A new case is a new folder with a ``report.json``. ``REWRITE_GOLDEN=1 pytest tests/report`` writes
the texts anew; read the difference before you keep it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from grader.report.json import from_json, to_json
from grader.report.terminal import to_text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("name", "width"), [("expected", 80), ("expected", 60), ("brief", 80)])
def test_the_text_is_as_expected(case: Path, name: str, width: int) -> None:
    report = from_json((case / "report.json").read_bytes())
    text = to_text(report, width, everything=name != "brief")
    expected = case / f"{name}-{width}.txt"
    if os.environ.get("REWRITE_GOLDEN"):
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


def test_the_report_is_read_back_as_it_was(case: Path) -> None:
    report = from_json((case / "report.json").read_bytes())
    assert from_json(to_json(report)) == report
