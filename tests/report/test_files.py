"""The formats by name, and writing them to a file."""

from __future__ import annotations

import base64
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.report import FORMATS, encode, write_atomically
from grader.report.json import to_json
from grader.report.terminal import to_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.grading.result import Report

    Failing = Callable[..., Report]

CLASSROOM50 = {
    "CLASSROOM": "ml",
    "ASSIGNMENT": "backprop",
    "USERNAME": "ada",
    "SUBMISSION_TAG": "submit/2026-06-01T14-32-05Z-a1b2c3d",
    "COMMIT_URL": "https://example.org/commit",
    "RELEASE_URL": "https://example.org/release",
    "REVIEW_URL": "https://example.org/review",
}


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_says_that_a_self_check_is_one(
    golden: Callable[[str], Report], name: str
) -> None:
    def told(case: str) -> str:
        text = encode(golden(case), name, CLASSROOM50)
        data = base64.b64decode(text) if name == "classroom" else text
        return data.decode().replace("\\-", "-")

    assert "self-check" in told("self-check").replace("_", "-")
    assert "self-check" not in told("half-way").replace('"self_check": false', "").replace("_", "-")


def test_each_format_is_its_function(failing: Failing) -> None:
    report = failing()
    assert encode(report, "json") == to_json(report)
    assert encode(report, "terminal") == to_text(report).encode()
    assert all(encode(report, name, CLASSROOM50) for name in FORMATS)


@pytest.mark.parametrize("name", ["markdown", "html", "junit", "gradescope", "github"])
def test_what_is_noted_of_a_file_is_told(failing: Failing, name: str) -> None:
    report = failing(task={"notes": ("The third cell raised.",)})
    assert b"The third cell raised" in encode(report, name)


def test_an_unknown_format_names_those_there_are(failing: Failing) -> None:
    with pytest.raises(ValueError, match="no format 'yaml', but: terminal, json"):
        encode(failing(), "yaml")


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("grader.report", ["rich", "msgspec", "grader.report.json", "grader.report.terminal"]),
        ("grader.report.terminal", ["grader.report.json", "rich.markdown", "pygments", "numpy"]),
    ],
)
def test_nobody_waits_for_what_they_do_not_use(module: str, absent: list[str]) -> None:
    code = f"import sys, {module}; print([name for name in {absent} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def test_the_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_bytes(b"old and longer")
    with path.open("rb") as reader:
        write_atomically(path, b"new")
        assert reader.read() == b"old and longer"
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_others_may_read_it_as_any_new_file(tmp_path: Path) -> None:
    write_atomically(tmp_path / "report", b"")
    (tmp_path / "plain").write_bytes(b"")
    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert len(modes) == 1


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_device_is_written_to(tmp_path: Path) -> None:
    before = Path(os.devnull).stat()
    write_atomically(os.devnull, b"gone")
    assert Path(os.devnull).stat().st_ino == before.st_ino
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "missing" / "report", b"")
    with pytest.raises(IsADirectoryError):
        write_atomically(tmp_path, b"")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NotADirectoryError):
        write_atomically(tmp_path / "file" / "report", b"")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_says_which_other_file_was_graded(failing: Failing, name: str) -> None:
    note = "There is no file task1.py: Task1 copy is graded in its place."
    report = failing(task={"file": "Task1 copy", "instead_of": "task1.py", "notes": (note,)})
    told = encode(report, name, CLASSROOM50)
    text = base64.b64decode(told) if name == "classroom" else told
    assert b"Task1 copy" in text
    assert b"task1.py" in b" ".join(text.replace(b"\\", b"").split())
