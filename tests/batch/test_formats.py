"""`grader batch --format`: further files for each submission, and tables for platforms."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.batch.formats import EACH
from tests.batch.conftest import RIGHT, WRONG, Typed


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Return what Moodle exports: one right, one wrong, one that cannot be opened."""
    folder = tmp_path / "week1"
    for name, text in (("Ada Lovelace_1234567", RIGHT), ("Bob =1+1_1234568", WRONG)):
        path = folder / f"{name}_assignsubmission_file"
        path.mkdir(parents=True)
        (path / "double.py").write_text(text)
    (folder / "Cleo_1234569_assignsubmission_file_a.zip").write_bytes(b"PK")
    return folder


def formats(*names: str) -> list[str]:
    return [argument for name in names for argument in ("--format", name)]


def test_each_submission_gets_each_format(typed: Typed, export: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run = typed("batch", export, "--output", out, *formats(*EACH))
    assert run.returncode == 0, run.stderr
    names = sorted(path.stem for path in (out / "reports").iterdir())
    for format_, ending in EACH.items():
        assert sorted(path.name for path in (out / format_).iterdir()) == [
            f"{name}.{ending}" for name in names
        ]
    scores = [json.loads(p.read_bytes())["score"] for p in sorted((out / "gradescope").iterdir())]
    assert scores == [3, 0, 0]


def test_a_batch_that_was_graded_gets_formats_later(
    typed: Typed, export: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    typed("batch", export, "--output", out)
    assert not (out / "junit").exists()
    typed("batch", export, "--output", out, *formats("junit", "canvas"))
    assert json.loads((out / "summary.json").read_bytes())["graded_now"] == 0
    assert len(list((out / "junit").iterdir())) == 3
    assert (out / "canvas.csv").exists()


def test_platforms_find_their_students_again(typed: Typed, export: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    typed("batch", export, "--output", out, *formats("canvas", "moodle"))
    with (out / "moodle.csv").open(newline="") as file:
        grades = {row["Identifier"]: row["Grade"] for row in csv.DictReader(file)}
    assert grades == {
        "Participant 1234567": "3",
        "Participant 1234568": "0",
        "Participant 1234569": "0",
    }
    with (out / "canvas.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["Student"], row["ID"], row["course"]) for row in rows] == [
        ("Points Possible", "", "3"),
        ("Ada Lovelace", "1234567", "3"),
        ("Bob =1+1", "1234568", "0"),
        ("Cleo", "1234569", "0"),
    ]


def test_what_the_grader_failed_for_is_not_imported_as_a_zero(
    typed: Typed, tiny: Path, class_of: Callable[..., Path], tmp_path: Path
) -> None:
    checks = tiny / "assignments/warmup/checks/double.py"
    checks.write_text(checks.read_text().replace("check_values(student", "1 / 0, (student", 1))
    out = tmp_path / "out"
    run = typed("batch", class_of(anna=RIGHT), "--output", out, *formats("canvas"))
    assert run.returncode == 3
    assert "anna" not in (out / "canvas.csv").read_text()


def test_an_unknown_format_is_a_wrong_command(typed: Typed, export: Path, tmp_path: Path) -> None:
    run = typed("batch", export, "--output", tmp_path / "out", *formats("xls"))
    assert (run.returncode, "moodle" in run.stderr) == (2, True)
    assert not (tmp_path / "out").exists()


def test_tables_are_made_for_the_assignment_that_is_there(
    typed: Typed, export: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    options = ["--column", "Week 1 (88)", "--out-of", "10", "--moodle-column", "Grade=Bewertung"]
    run = typed("batch", export, "--output", out, *formats("canvas", "moodle"), *options)
    assert run.returncode == 0, run.stderr
    with (out / "moodle.csv").open(newline="") as file:
        table = list(csv.DictReader(file))
    assert [row["Bewertung"] for row in table] == ["10", "0", "0"]
    assert "double returns twice its argument: `double[1]`" in table[1]["Feedback comments"]
    with (out / "canvas.csv").open(newline="") as file:
        assert [row["Week 1 (88)"] for row in csv.DictReader(file)] == ["3", "3", "0", "0"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--column", "Week 1 (88)"], "--format canvas"),
        (["--out-of", "10", *formats("canvas")], "--format moodle"),
        (["--out-of", "nan", *formats("moodle")], "maximum grade"),
        (["--out-of", "-1", *formats("moodle")], "maximum grade"),
        (["--moodle-column", "Note=Bewertung", *formats("moodle")], "Feedback comments"),
    ],
)
def test_what_no_platform_takes_is_a_wrong_command(
    typed: Typed, export: Path, tmp_path: Path, options: list[str], told: str
) -> None:
    run = typed("batch", export, "--output", tmp_path / "out", *options)
    assert (run.returncode, told in run.stderr) == (2, True), run.stderr
    assert not (tmp_path / "out").exists()
