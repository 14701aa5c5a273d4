"""Names that students chose, or somebody in their name: each is graded or has a reason."""

from __future__ import annotations

import csv
import io
import os
import re
import zipfile
from pathlib import Path

import pytest

from tests.batch.conftest import RIGHT, Typed

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
LONG = "x" * 250

FOLDERS = {
    "latin-1": os.fsdecode("Jörg".encode("latin-1")),
    "line end": "new\nline",
    "escape": "red\x1b[31m\x1b]0;title\x07",
    "direction": "\u202eevil",
    "formula": "=1+1",
    "wide formula": "\uff1d1+1",
    "semicolon": ";=1+1",
    "tab": "\t=1+1",
    "at": "@SUM(A1)",
    "plus": "+1",
    "minus": "-rf",
    "apostrophe": "'+1",
    "command": "::error file=a::b",
    "other command": "##[error]b",
    "long": LONG,
    "markup": "<b>&amp;|`",
    "device": "nul",
    "windows": "a\\..\\b",
}
"""Names of a student's folder, which has the right file in it."""

INSIDE = {
    "latin-1": os.fsdecode("Übung.py".encode("latin-1")),
    "line end": "a\nb.py",
    "escape": "\x1b[2J.txt",
    "long": f"{LONG}/{LONG}/a.txt",
    "windows": "a\\b.txt",
    "other case": "DOUBLE.py",
}
"""Paths of a further file in such a folder."""


def zip_of(*names: str, latin: str = "") -> bytes:
    """Return a zip with the right file, beside files of these names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("double.py", RIGHT)
        for name in (*names, *(latin and ["J?rg.py"])):
            info = zipfile.ZipInfo("other")
            info.filename = name  # as it is: what makes a ZipInfo would change it
            archive.writestr(info, "" if name.endswith("\\") else RIGHT)
    data = buffer.getvalue()
    return data.replace(b"J?rg.py", latin.encode("latin-1")) if latin else data


ZIPS = {
    "nul": zip_of("double.py\0.txt"),
    "line end": zip_of("a\nb.py"),
    "escape": zip_of("\x1b[2J.py"),
    "latin-1": zip_of(latin="Jörg.py"),
    "case": zip_of("Double.py"),
    "windows": zip_of("work\\", "work\\notes.py"),
    "surrogate": zip_of("a\u00fc.py"),
}
"""Zips that are graded."""

REFUSED = {
    "parent": (zip_of("../../double.py"), "outside"),
    "absolute": (zip_of("/etc/double.py"), "outside"),
    "deep": (zip_of("/".join([LONG] * 20)), "longer than a disk"),
}


def deep_folder(path: Path) -> None:
    """Make folders whose path no call can take as a whole."""
    path.mkdir()
    (path / "double.py").write_text(RIGHT)
    at = os.open(path, os.O_RDONLY)
    for _ in range(20):
        os.mkdir(LONG, dir_fd=at)
        below = os.open(LONG, os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    os.close(at)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """Return a class of hostile names, and of some that are not."""
    folder = tmp_path / "class"
    for name in ("anna", "zoe", *FOLDERS.values()):
        (folder / name).mkdir(parents=True)
        (folder / name / "double.py").write_text(RIGHT)
    for label, name in INSIDE.items():
        path = folder / f"inside {label}" / name
        path.parent.mkdir(parents=True)
        path.write_text("x = 1\n")
        (folder / f"inside {label}" / "double.py").write_text(RIGHT)
    (folder / os.fsdecode("Müller.py".encode("latin-1"))).write_text(RIGHT)
    for label, data in ZIPS.items():
        (folder / f"zip {label}.zip").write_bytes(data)
    for label, (data, _) in REFUSED.items():
        (folder / f"refused {label}.zip").write_bytes(data)
    (folder / "link").symlink_to("/etc")
    deep_folder(folder / "deep")
    return folder


def table(output: Path) -> list[dict[str, str]]:
    with (output / "grades.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_each_is_graded_or_has_a_reason(typed: Typed, hostile: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    formats = ("terminal", "html", "junit", "gradescope", "github", "classroom", "canvas", "moodle")
    run = typed("batch", hostile, "--output", out, *(f"--format={name}" for name in formats))
    assert (run.returncode, "Traceback" in run.stderr) == (0, False), run.stderr
    rows = table(out)
    refused = {row["submission"]: row["reason"] for row in rows if row["status"] == "unreadable"}
    assert "longer than a disk" in refused["deep"]
    assert set(refused) == {"link", "deep", *(f"refused {label}" for label in REFUSED)}
    for label, (_, reason) in REFUSED.items():
        assert reason in refused[f"refused {label}"]
    graded = [row for row in rows if row["status"] == "graded"]
    assert len(graded) == len(rows) - len(refused) == 3 + len(FOLDERS) + len(INSIDE) + len(ZIPS)
    assert {row["total"] for row in graded} == {"3"}
    assert not any(cell.startswith(FORMULAS) for row in rows for cell in row.values())
    assert not any(re.search(r";\s*[=+@-]", cell) for row in rows for cell in row.values())
    shown = [run.stdout, run.stderr, *(p.name for p in out.rglob("*"))]
    shown += [
        path.read_text("utf-8")
        for path in out.rglob("*")
        if path.is_file() and path.suffix in {".csv", ".md", ".json", ".txt", ".xml", ".html"}
    ]
    for text in shown:
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)


def test_names_that_show_themselves_are_told(typed: Typed, hostile: Path, tmp_path: Path) -> None:
    typed("batch", hostile, "--output", tmp_path / "out")
    reasons = {row["submission"]: row["reason"] for row in table(tmp_path / "out")}
    assert "double.py and Double.py differ in case only" in reasons["zip case"]
    assert any(name.startswith("Jörg") for name in reasons)
    assert "Müller" in reasons


@pytest.mark.parametrize(
    "files",
    [
        ("Bob Smith_222_assignsubmission_file_double.py", "x_222_assignsubmission_file_double.py"),
        ("smithbob_222_1_double.py", "x_222_2_double.py"),
        ("Bob_222_assignsubmission_file_double.py", "x_0222_assignsubmission_file_double.py"),
        ("bob@example.edu_1_double.py", "Bob@example.edu_1_double.py"),
        ("27236-1 - Bob - Jan 3, 2026 926 PM - a.py", "27236-1 - Eve - Jan 3, 2026 927 PM - a.py"),
    ],
)
def test_two_of_one_identifier_are_an_error_before_anything_is_written(
    typed: Typed, tmp_path: Path, files: tuple[str, ...]
) -> None:
    for name in files:
        (tmp_path / "class").mkdir(exist_ok=True)
        (tmp_path / "class" / name).write_text(RIGHT)
    run = typed("batch", tmp_path / "class", "--output", tmp_path / "out")
    assert run.returncode == 2
    assert "claim to be of" in run.stderr
    assert all(name in run.stderr for name in files)
    assert not (tmp_path / "out").exists()


def test_file_name_claims_no_other_student(typed: Typed, tmp_path: Path) -> None:
    """The name behind the student's own part, and the name of a zip in a class without export."""
    flat = tmp_path / "flat"
    flat.mkdir()
    mine = "Eve_111_assignsubmission_file_"
    for name in (f"{mine}double.py", f"{mine}x_222_assignsubmission_file_double.py"):
        (flat / name).write_text(RIGHT)
    typed("batch", flat, "--output", tmp_path / "out")
    assert [row["student_id"] for row in table(tmp_path / "out")] == ["111"]
    plain = tmp_path / "plain"
    plain.mkdir()
    for name in ("anna.py", "ben.py", "x_222_assignsubmission_file_double.py"):
        (plain / name).write_text(RIGHT)
    typed("batch", plain, "--output", tmp_path / "plain out")
    assert {row["student_id"] for row in table(tmp_path / "plain out")} == {""}
