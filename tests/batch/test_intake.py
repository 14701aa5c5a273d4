"""Exports of learning platforms, laid out as they lay them out."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.batch.intake import Entry, intake
from grader.errors import UsageError


def lay_out(folder: Path, *files: str) -> Path:
    for name in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n")
    return folder


def by_name(entries: list[Entry]) -> dict[str, Entry]:
    return {entry.name: entry for entry in entries}


def test_canvas_files_of_a_student_belong_together(tmp_path: Path) -> None:
    """Canvas: sortable name in one word, LATE, id of the user, id of the file, name of the file."""
    lay_out(
        tmp_path,
        "lovelaceada_340934_208490284_task1.py",
        "lovelaceada_340934_208490285_helper_1_2.py",
        "hopper_o'neil_77_1_task1.py",
        "turingalan_LATE_334244_394803489_task1-1.py",
        "turingalan_LATE_334244_394803490_My Work-2.zip",
        "noetheremmy_12_text.html",
        "anon_x7Kd2_5551_task1.py",
        "LATE_anon_q1Zz9_5552_task1-3.ipynb",
    )
    entries = by_name(intake(tmp_path))
    ada = entries["lovelaceada_340934"]
    assert (ada.student, ada.student_id, ada.late) == ("lovelaceada", "340934", False)
    assert [source.name for source in ada.sources] == ["task1.py", "helper_1_2.py"]
    alan = entries["turingalan_334244"]
    assert alan.late
    assert [source.name for source in alan.sources] == ["task1.py", "My Work-2.zip"]
    assert entries["noetheremmy_12"].sources[0].name == "text.html"
    assert entries["anon_x7Kd2"].student == ""
    assert entries["anon_q1Zz9"].late
    assert entries["anon_q1Zz9"].sources[0].name == "task1.ipynb"
    assert len(entries) == 6


def test_moodle_folders_and_flat_files_name_the_participant(tmp_path: Path) -> None:
    lay_out(
        tmp_path,
        "Ada Lovelace_1234567_assignsubmission_file_/task1.py",
        "Ada Lovelace_1234567_assignsubmission_onlinetext/onlinetext.html",
        "Alan M. Turing_1234568_assignsubmission_file/work.zip",
        "Emmy Noether_1234569_assignsubmission_file_task1.py",
        "Emmy Noether_1234569_assignsubmission_file_task2.py",
    )
    entries = by_name(intake(tmp_path))
    assert list(entries) == [
        "Ada Lovelace_1234567",
        "Alan M. Turing_1234568",
        "Emmy Noether_1234569",
    ]
    ada, emmy = entries["Ada Lovelace_1234567"], entries["Emmy Noether_1234569"]
    assert (ada.student, ada.student_id, len(ada.sources)) == ("Ada Lovelace", "1234567", 2)
    assert [source.name for source in emmy.sources] == ["task1.py", "task2.py"]


METADATA = """---
submission_123456789:
  :submitters:
  - :name: Ada Lovelace
    :sid: '00112233'
    :email: ada@example.edu
  :created_at: 2024-02-03 10:11:12.345678000 Z
  :score: 0.0
  :status: processed
  :results: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
    output: "x"
  :history: []
submission_123456790:
  :submitters:
  - :name: Alan Turing
    :sid:
    :email: alan@example.edu
  - :name: "Emmy Noether"
    :sid: 7
    :email: emmy@example.edu
"""


@pytest.mark.parametrize("inside", ["", "assignment_4242_export/"])
def test_gradescope_metadata_names_the_submitters(tmp_path: Path, inside: str) -> None:
    folder = lay_out(
        tmp_path / "export",
        f"{inside}submission_123456789/task1.py",
        f"{inside}submission_123456790/task1.py",
        f"{inside}submission_123456791/task1.py",
    )
    (folder / inside / "submission_metadata.yml").write_text(METADATA)
    first, pair, unknown = intake(folder)
    assert first.name == "submission_123456789"
    assert (first.student, first.student_id) == ("Ada Lovelace", "00112233")
    assert (pair.student, pair.student_id) == ("Alan Turing; Emmy Noether", "7")
    assert unknown.student == ""


def test_damaged_metadata_is_named(tmp_path: Path) -> None:
    lay_out(tmp_path, "submission_1/task1.py")
    (tmp_path / "submission_metadata.yml").write_text("a: [")
    with pytest.raises(UsageError, match=r"submission_metadata\.yml"):
        intake(tmp_path)


@pytest.mark.parametrize("cloned", [True, False])
def test_classroom_repositories_name_the_user(tmp_path: Path, cloned: bool) -> None:
    root = tmp_path / ("repositories" if cloned else "week-3-backprop-submissions")
    for user in ("octo-cat", "ada"):
        lay_out(root, f"week-3-backprop-{user}/task1.py", f"week-3-backprop-{user}/.git/HEAD")
    ada, cat = intake(root)
    assert (ada.name, ada.student) == ("week-3-backprop-ada", "ada")
    assert (cat.name, cat.student) == ("week-3-backprop-octo-cat", "octo-cat")


def test_plain_folders_zips_notebooks_and_files_are_submissions(tmp_path: Path) -> None:
    lay_out(
        tmp_path,
        "anna/task1.py",
        "ben.zip",
        "cleo.ipynb",
        "dora.py",
        "emil.pdf",
        "roster.csv",
        "README.md",
        ".DS_Store",
        "__MACOSX/anna",
        "out/grades.csv",
    )
    entries = intake(tmp_path, tmp_path / "out")
    assert [entry.name for entry in entries] == ["anna", "ben", "cleo", "dora", "emil"]


def test_two_hand_ins_under_one_name_are_two_rows(tmp_path: Path) -> None:
    lay_out(tmp_path, "anna/task1.py", "anna.py", "Anna.zip")
    names = [entry.name for entry in intake(tmp_path)]
    assert len({name.casefold() for name in names}) == 3


@pytest.mark.parametrize("name", ["nowhere", "empty", "file.zip"])
def test_what_holds_no_submissions_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.zip").touch()
    with pytest.raises(UsageError, match=name):
        intake(tmp_path / name)
