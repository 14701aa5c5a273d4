"""`grade --format NAME` as it is typed in CI."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.report import FORMATS
from grader.report.markdown import LIMIT
from tests.conftest import ROOT, SAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable

    Typed = Callable[..., subprocess.CompletedProcess[str]]

WRONG = str(SAMPLES / "wrong" / "task1" / "divides_by_len.py")


@pytest.fixture
def typed(cache: Path) -> Typed:
    """Return a function that grades a wrong submission to task 1."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        code = "from grader.cli.start import grade; grade()"
        return subprocess.run(
            [sys.executable, "-c", code, "task1", "--submission", WRONG, *arguments],
            cwd=ROOT,
            env=os.environ | {"XDG_CACHE_HOME": str(cache)} | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.mark.parametrize("name", ["html", "junit"])
def test_a_format_is_all_there_is_on_standard_output(typed: Typed, name: str) -> None:
    run = typed("--format", name)
    assert run.returncode == 1  # points were lost, whatever the format
    assert run.stderr == ""
    assert run.stdout.strip()
    assert "✗ task1" not in run.stdout


def test_the_file_gets_the_format_and_the_terminal_the_readable_report(
    typed: Typed, tmp_path: Path
) -> None:
    file = tmp_path / "results.json"
    run = typed("--format", "gradescope", "--output", str(file))
    assert json.loads(file.read_bytes())["score"] == 17
    assert "✗ task1" in run.stdout


def test_in_github_actions_the_log_gets_annotations_and_the_summary_the_report(
    typed: Typed, tmp_path: Path
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("# Before\n")
    run = typed("--format", "github", GITHUB_STEP_SUMMARY=str(summary))
    assert run.returncode == 1
    assert f"::error file={os.path.relpath(WRONG, ROOT)},line=" in run.stdout
    assert summary.read_text().startswith("# Before\n## 17/20 points\n")


def test_a_full_summary_is_not_made_too_long(typed: Typed, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    summary.write_bytes(b"x" * (LIMIT - 100))
    typed("--format", "github", GITHUB_STEP_SUMMARY=str(summary))
    assert LIMIT - 100 < summary.stat().st_size <= LIMIT


def test_a_summary_that_cannot_be_written_is_told_and_no_more(typed: Typed, tmp_path: Path) -> None:
    run = typed("--format", "github", GITHUB_STEP_SUMMARY=str(tmp_path))
    assert run.returncode == 1
    assert "::notice" in run.stdout
    assert "summary" in run.stderr
    assert "Traceback" not in run.stderr


def test_no_other_format_writes_a_summary(typed: Typed, tmp_path: Path) -> None:
    typed("--format", "csv", GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"))
    assert list(tmp_path.iterdir()) == []


def test_away_from_classroom_50_one_sentence_says_what_is_missing(typed: Typed) -> None:
    run = typed("--format", "classroom50", CLASSROOM="ml")
    assert run.returncode == 2
    assert "SUBMISSION_TAG" in run.stderr
    assert run.stderr.count("\n") == 1


def test_the_help_names_every_format(typed: Typed) -> None:
    text = typed("--help").stdout
    assert all(name in text for name in FORMATS)


def test_one_run_writes_several_formats(typed: Typed, tmp_path: Path) -> None:
    junit, results = tmp_path / "report.xml", tmp_path / "results.json"
    run = typed(
        *("--format", "github", "--format", f"junit={junit}", "--format", f"gradescope={results}")
    )
    assert run.returncode == 1
    assert "::error file=" in run.stdout
    assert b"<testsuites" in junit.read_bytes()
    assert json.loads(results.read_bytes())["score"] == 17


def test_with_files_alone_the_terminal_shows_the_readable_report(
    typed: Typed, tmp_path: Path
) -> None:
    run = typed("--format", f"junit={tmp_path / 'report.xml'}")
    assert "✗ task1" in run.stdout
    assert "<testsuites" not in run.stdout


@pytest.mark.parametrize(
    ("formats", "told"),
    [
        (["xls"], "There is no --format 'xls'"),
        (["html", "json"], "--format json=FILE"),
        (["html=a", "json=a"], "same file"),
        (["html="], "NAME=FILE"),
        (["html=."], "NAME=FILE"),
    ],
)
def test_formats_that_have_no_place_are_refused_before_anybody_waits(
    typed: Typed, formats: list[str], told: str
) -> None:
    run = typed(*(part for name in formats for part in ("--format", name)))
    assert (run.returncode, told in run.stderr, run.stdout) == (2, True, ""), run.stderr
