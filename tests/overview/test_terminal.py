"""The overview as it stands on a terminal."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest
from rich.cells import cell_len
from rich.console import Console

from grader.overview.figures import Overview, survey
from grader.overview.reading import read
from grader.overview.terminal import render
from grader.untrusted.text import DASH
from tests.overview.conftest import MESSAGE, RIGHT, WRONG, Write, check, report

HOSTILE = "\x1b[2J[bold]\u202e" + "x" * 300 + "\ud800"


def shown(overview: Overview, width: int = 80, encoding: str = "utf-8") -> str:
    file = io.TextIOWrapper(io.BytesIO(), encoding)
    render(overview, Console(file=file, width=width, markup=False, highlight=False))
    file.flush()
    return file.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]


def test_it_says_what_an_instructor_asks_first(written: Write) -> None:
    hangs = report(check("value", "timeout", "Took more than 5 seconds."), check("slope"))
    text = shown(survey(read(written({"anna": RIGHT, "ben": WRONG, "cleo": hangs, "dora": WRONG}))))
    assert text == "\n".join(
        [
            "4 submissions, 4 graded; mean 6.25/10, median 5/10",
            "",
            "Scores",
            f"   0{DASH}1  0",
            f"   1{DASH}2  0",
            f"   2{DASH}3  0",
            f"   3{DASH}4  0",
            f"   4{DASH}5  0",
            f"   5{DASH}6  3  {'█' * 40}",
            f"   6{DASH}7  0",
            f"   7{DASH}8  0",
            f"   8{DASH}9  0",
            f"  9{DASH}10  1  {'█' * 14}",
            "",
            "Checks passed",
            "  cube: The slope of a cube",
            "    75 % 3/4  the value is right",
            "    50 % 2/4  the slope is right",
            "",
            "Commonest messages",
            f"  2  cube: {MESSAGE} (first: ben)",
            "  1  cube: Took more than 5 seconds. (first: cleo)",
            "",
            "For a person to look at",
            "  cleo",
            "    timeout: timed out in cube",
            "  dora",
            "    identical: the very same files as ben",
            "",
        ]
    )


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
@pytest.mark.parametrize("width", [40, 80])
def test_hostile_text_neither_steers_nor_overflows_any_terminal(
    written: Write, width: int, encoding: str
) -> None:
    bad = report(check("slope", "crashed", HOSTILE.replace("\ud800", "\\ud800")))
    text = shown(survey(read(written({"x" * 90: bad}))), width, encoding)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert max(map(cell_len, text.splitlines())) <= width


def test_an_empty_class_is_no_error(written: Write) -> None:
    assert shown(survey(read(written({}, pending=["anna"])))).startswith("1 submission, 0 graded\n")


def typed(*arguments: str) -> subprocess.CompletedProcess[str]:
    code = "from grader.cli.start import grader; grader()"
    return subprocess.run(
        [sys.executable, "-c", code, "report", *arguments],
        env=os.environ | {"COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_reads_what_a_batch_wrote(written: Write) -> None:
    run = typed(str(written({"anna": RIGHT})))
    assert (run.returncode, run.stderr) == (0, "")
    assert "1 submission, 1 graded; mean 10/10" in run.stdout


def test_a_folder_without_a_batch_is_a_wrong_command(tmp_path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        run = typed(str(folder))
        assert (run.returncode, "grader batch" in run.stderr) == (2, True)
        assert "Traceback" not in run.stderr
