"""Every layout that is recognised: rows, names, ids, the newest attempt, and the documents."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from grader.batch.intake import Entry, intake
from grader.batch.layouts import LAYOUTS, NAMES, Layout
from grader.batch.staging import Staged
from grader.errors import UsageError
from tests.batch.conftest import RIGHT, WRONG, Typed
from tests.conftest import ROOT

BY_NAME = {layout.name: layout for layout in LAYOUTS}
KNOWN = frozenset({"week1", "task1", "task2"})

# What each export holds, and of each row: student, id, what is staged of it, what is noted.
# A file's contents are its own path.
EXPORTS: dict[str, tuple[list[str], dict[str, tuple[str, str, dict[str, str], str]]]] = {
    "canvas": (
        [
            "lovelaceada_LATE_340934_208490284_task1.py",
            "lovelaceada_LATE_340934_208490399_task1-1.py",
            "group3_340935_208490285_task1.py",
            "group3_340935_208490286_task2-4.py",
            "anon_x7Kd2_208490287_task1.py",
            "noetheremmy_12_text.html",
            "o-neil-jo_13_208490288_task1.py",
        ],
        {
            "lovelaceada_340934": (
                "lovelaceada",
                "340934",
                {"task1.py": "lovelaceada_LATE_340934_208490399_task1-1.py"},
                "lovelaceada_LATE_340934_208490284_task1.py",
            ),
            "group3_340935": (
                "group3",
                "340935",
                {
                    "task1.py": "group3_340935_208490285_task1.py",
                    "task2.py": "group3_340935_208490286_task2-4.py",
                },
                "",
            ),
            "anon_x7Kd2": (
                "",
                "anon_x7Kd2",
                {"task1.py": "anon_x7Kd2_208490287_task1.py"},
                "",
            ),
            "noetheremmy_12": ("noetheremmy", "12", {}, ""),
            "o-neil-jo_13": (
                "o-neil-jo",
                "13",
                {"task1.py": "o-neil-jo_13_208490288_task1.py"},
                "",
            ),
        },
    ),
    "moodle": (
        [
            "Ada Lovelace_1234567_assignsubmission_file/task1.py",
            "Ada Lovelace_1234567_assignsubmission_onlinetext/onlinetext.html",
            "Alan Turing_1234568_assignsubmission_file_/task1.py",
            "Emmy Noether_1234569_assignsubmission_file_task1.py",
            "Emmy Noether_1234569_assignsubmission_onlinetext_onlinetext.html",
            "Participant_1234570_assignsubmission_file_task1.py",
            "Team 3_41_assignsubmission_file_task1.py",
            "Default group_assignsubmission_file/task1.py",
        ],
        {
            "Ada Lovelace_1234567": (
                "Ada Lovelace",
                "1234567",
                {
                    "task1.py": "Ada Lovelace_1234567_assignsubmission_file/task1.py",
                    "onlinetext.html": "Ada Lovelace_1234567_assignsubmission_onlinetext/"
                    "onlinetext.html",
                },
                "",
            ),
            "Alan Turing_1234568": (
                "Alan Turing",
                "1234568",
                {"task1.py": "Alan Turing_1234568_assignsubmission_file_/task1.py"},
                "",
            ),
            "Emmy Noether_1234569": (
                "Emmy Noether",
                "1234569",
                {
                    "task1.py": "Emmy Noether_1234569_assignsubmission_file_task1.py",
                    "onlinetext.html": "Emmy Noether_1234569_assignsubmission_onlinetext_"
                    "onlinetext.html",
                },
                "",
            ),
            "Participant_1234570": (
                "",
                "1234570",
                {"task1.py": "Participant_1234570_assignsubmission_file_task1.py"},
                "",
            ),
            "Team 3_41": (
                "Team 3",
                "41",
                {"task1.py": "Team 3_41_assignsubmission_file_task1.py"},
                "",
            ),
            "Default group": (
                "Default group",
                "",
                {"task1.py": "Default group_assignsubmission_file/task1.py"},
                "",
            ),
        },
    ),
    "gradescope": (
        [
            "assignment_4242_export/submission_metadata.yml",
            "assignment_4242_export/submission_123456789/task1.py",
            "assignment_4242_export/submission_123456790/task1.py",
        ],
        {
            "submission_123456789": (
                "Ada Lovelace; Alan Turing",
                "007; 8",
                {"task1.py": "assignment_4242_export/submission_123456789/task1.py"},
                "",
            ),
            "submission_123456790": (
                "",
                "",
                {"task1.py": "assignment_4242_export/submission_123456790/task1.py"},
                "",
            ),
        },
    ),
    "github-classroom": (
        [
            "cs-week1_submissions_2026_05_09_T_14_30_45/cs-week1-octocat/task1.py",
            "cs-week1_submissions_2026_05_09_T_14_30_45/cs-week1-octocat/result.json",
            "cs-week1_submissions_2026_05_09_T_14_30_45/cs-week1-ada-l/task1.py",
            "cs-week1_submissions_2026_05_09_T_14_30_45/scores.csv",
        ],
        {
            "cs-week1-octocat": (
                "octocat",
                "",
                {
                    "task1.py": "cs-week1_submissions_2026_05_09_T_14_30_45/cs-week1-octocat/"
                    "task1.py",
                    "result.json": "cs-week1_submissions_2026_05_09_T_14_30_45/cs-week1-octocat/"
                    "result.json",
                },
                "",
            ),
            "cs-week1-ada-l": (
                "ada-l",
                "",
                {"task1.py": "cs-week1_submissions_2026_05_09_T_14_30_45/cs-week1-ada-l/task1.py"},
                "",
            ),
        },
    ),
    "nbgrader": (
        [
            "submitted/alovelac/week1/task1.py",
            "submitted/alovelac/week1/timestamp.txt",
            "submitted/aturing/week1/task1.py",
            "submitted/enoether/week1/task1.py",
        ],
        {
            "alovelac": (
                "",
                "alovelac",
                {
                    "week1/task1.py": "submitted/alovelac/week1/task1.py",
                    "week1/timestamp.txt": "submitted/alovelac/week1/timestamp.txt",
                },
                "",
            ),
            "aturing": (
                "",
                "aturing",
                {"week1/task1.py": "submitted/aturing/week1/task1.py"},
                "",
            ),
            "enoether": (
                "",
                "enoether",
                {"week1/task1.py": "submitted/enoether/week1/task1.py"},
                "",
            ),
        },
    ),
    "nbgrader-inbound": (
        [
            "alovelac+week1+2026-05-09 14:30:45.123456 UTC+dGhpcyBp/task1.py",
            "alovelac+week1+2026-05-10 09:30:45.123456 UTC+aXMgYSB0/task1.py",
            "aturing+week1+2026-05-09 14:30:46 UTC/task1.py",
        ],
        {
            "alovelac": (
                "",
                "alovelac",
                {"task1.py": "alovelac+week1+2026-05-10 09:30:45.123456 UTC+aXMgYSB0/task1.py"},
                "2026-05-09 14:30:45.123456 UTC",
            ),
            "aturing": (
                "",
                "aturing",
                {"task1.py": "aturing+week1+2026-05-09 14:30:46 UTC/task1.py"},
                "",
            ),
        },
    ),
    "blackboard": (
        [
            "HW_1_alovelac_attempt_2026-01-29-23-59-59_task1.py",
            "HW_1_alovelac_attempt_2026-01-30-14-32-13_task1.py",
            "HW_1_alovelac_attempt_2026-01-30-14-32-13.txt",
            "HW_1_a_turing_attempt_2026-01-30-14-32-13_notes.txt",
            "HW_1_a_turing_attempt_2026-01-30-14-32-13_task1.py",
            "HW_1_a_turing_attempt_2026-01-30-14-32-13.txt",
            "HW_1_enoether_attempt_2026-01-30-14-32-13.txt",
        ],
        {
            "alovelac": (
                "Ada Lovelace",
                "alovelac",
                {"task1.py": "HW_1_alovelac_attempt_2026-01-30-14-32-13_task1.py"},
                "2026-01-29-23-59-59",
            ),
            "a_turing": (
                "Alan Turing",
                "a_turing",
                {
                    "notes.txt": "HW_1_a_turing_attempt_2026-01-30-14-32-13_notes.txt",
                    "task1.py": "HW_1_a_turing_attempt_2026-01-30-14-32-13_task1.py",
                },
                "",
            ),
            "enoether": ("", "enoether", {}, ""),
        },
    ),
    "brightspace": (
        [
            "27236-46025 - Ada Lovelace - Jan 30, 2026 1045 AM/task1.py",
            "27236-46025 - Ada Lovelace - Jan 30, 2026 115 PM/task1.py",
            "27237-46025 - Mary-Ann - Smith - 5 March 2026 612 PM - task1.py",
            "27237-46025 - Mary-Ann - Smith - 30 January 2026 612 PM - task1.py",
            "27238-46025 - Emmy Noether - Sep 29, 2015 4:17 PM - a - b.py",
            "index.html",
        ],
        {
            "Ada Lovelace_27236-46025": (
                "Ada Lovelace",
                "27236-46025",
                {"task1.py": "27236-46025 - Ada Lovelace - Jan 30, 2026 115 PM/task1.py"},
                "Jan 30, 2026 1045 AM",
            ),
            "Mary-Ann - Smith_27237-46025": (
                "Mary-Ann - Smith",
                "27237-46025",
                {"task1.py": "27237-46025 - Mary-Ann - Smith - 5 March 2026 612 PM - task1.py"},
                "30 January 2026 612 PM",
            ),
            "Emmy Noether_27238-46025": (
                "Emmy Noether",
                "27238-46025",
                {"a - b.py": "27238-46025 - Emmy Noether - Sep 29, 2015 4:17 PM - a - b.py"},
                "",
            ),
        },
    ),
    "sakai": (
        [
            "HW1/Lovelace, Ada(alovelac)/Submission attachment(s)/task1.py",
            "HW1/Lovelace, Ada(alovelac)/Feedback Attachment(s)/task2.py",
            "HW1/Lovelace, Ada(alovelac)/timestamp.txt",
            "HW1/Lovelace, Ada(alovelac)/comments.txt",
            "HW1/Turing, Alan(aturing)_Submission attachment(s)_task1.py",
            "HW1/Turing, Alan(aturing)_comments.txt",
            "HW1/Noether, Emmy(enoether)/timestamp.txt",
            "HW1/Noether, Emmy(enoether)/Feedback Attachment(s)/task1.py",
            "HW1/grades.csv",
        ],
        {
            "Lovelace, Ada(alovelac)": (
                "Lovelace, Ada",
                "alovelac",
                {"task1.py": "HW1/Lovelace, Ada(alovelac)/Submission attachment(s)/task1.py"},
                "",
            ),
            "Turing, Alan(aturing)": (
                "Turing, Alan",
                "aturing",
                {"task1.py": "HW1/Turing, Alan(aturing)_Submission attachment(s)_task1.py"},
                "",
            ),
            "Noether, Emmy(enoether)": ("Noether, Emmy", "enoether", {}, ""),
        },
    ),
    "sakai-groups": (
        [
            "HW1/Team 1/Submission attachment(s)/task1.py",
            "HW1/Team 1/members.txt",
            "HW1/Team 2/Submission attachment(s)/task1.py",
        ],
        {
            "Team 1": (
                "Team 1",
                "",
                {"task1.py": "HW1/Team 1/Submission attachment(s)/task1.py"},
                "",
            ),
            "Team 2": (
                "Team 2",
                "",
                {"task1.py": "HW1/Team 2/Submission attachment(s)/task1.py"},
                "",
            ),
        },
    ),
    "vpl": (
        [
            "Lovelace Ada 1234 alovelac/2026-01-30-14-32-13/task1.py",
            "Lovelace Ada 1234 alovelac/2026-01-30-14-32-13.ceg/execution.txt",
            "Lovelace Ada 1234 alovelac/2026-01-29-14-32-13/task1.py",
            "Team A Group 12 /2026-01-30-14-32-13/task1.py",
            "Report.txt",
        ],
        {
            "Lovelace Ada 1234 alovelac": (
                "Lovelace Ada",
                "1234",
                {"task1.py": "Lovelace Ada 1234 alovelac/2026-01-30-14-32-13/task1.py"},
                "2026-01-29-14-32-13",
            ),
            "Team A Group 12": (
                "Team A Group",
                "12",
                {"task1.py": "Team A Group 12 /2026-01-30-14-32-13/task1.py"},
                "",
            ),
        },
    ),
    "ilias": (
        [
            "HW1/Submissions/Lovelace_Ada_alovelac_1234/task1.py",
            "HW1/Submissions/Lovelace_Ada_alovelac_1234/Late Submission - task2.py",
            "HW1/Submissions/Turing_Alan_a_turing_1235/task1.py",
            "HW1/status.xlsx",
        ],
        {
            "Lovelace_Ada_alovelac_1234": (
                "Ada Lovelace",
                "1234",
                {
                    "task1.py": "HW1/Submissions/Lovelace_Ada_alovelac_1234/task1.py",
                    "task2.py": "HW1/Submissions/Lovelace_Ada_alovelac_1234/"
                    "Late Submission - task2.py",
                },
                "",
            ),
            "Turing_Alan_a_turing_1235": (
                "Alan Turing",
                "1235",
                {"task1.py": "HW1/Submissions/Turing_Alan_a_turing_1235/task1.py"},
                "",
            ),
        },
    ),
    "ilias-teams": (
        [
            "HW1/Team 7/Lovelace_Ada_alovelac_1234/task1.py",
            "HW1/Team 7/Turing_Alan_aturing_1235/task2.py",
            "HW1/Team 8/Noether_Emmy_enoether_1236/task1.py",
        ],
        {
            "Team 7": (
                "Ada Lovelace; Alan Turing",
                "1234; 1235",
                {
                    "task1.py": "HW1/Team 7/Lovelace_Ada_alovelac_1234/task1.py",
                    "task2.py": "HW1/Team 7/Turing_Alan_aturing_1235/task2.py",
                },
                "",
            ),
            "Team 8": (
                "Emmy Noether",
                "1236",
                {"task1.py": "HW1/Team 8/Noether_Emmy_enoether_1236/task1.py"},
                "",
            ),
        },
    ),
    "autolab": (
        [
            "ada@example.edu_2_task1.py",
            "ada@example.edu_10_task1.py",
            "a_turing@example.edu_1_task1.py",
        ],
        {
            "ada@example.edu": (
                "",
                "ada@example.edu",
                {"task1.py": "ada@example.edu_10_task1.py"},
                "attempt does not count: 2",
            ),
            "a_turing@example.edu": (
                "",
                "a_turing@example.edu",
                {"task1.py": "a_turing@example.edu_1_task1.py"},
                "",
            ),
        },
    ),
    "openedx": (
        [
            "[1]Week, [1]Homework, [1]Unit/[1] - alovelac - task1.py",
            "[1]Week, [1]Homework, [1]Unit/[1] - alovelac - prompt_0.txt",
            "[1]Week, [1]Homework, [1]Unit/[1] - 703dee642c9872a35d84fa9b2d96950f - a - b.py",
            "submissions.csv",
        ],
        {
            "alovelac": (
                "",
                "alovelac",
                {
                    "task1.py": "[1]Week, [1]Homework, [1]Unit/[1] - alovelac - task1.py",
                    "prompt_0.txt": "[1]Week, [1]Homework, [1]Unit/[1] - alovelac - prompt_0.txt",
                },
                "",
            ),
            "703dee642c9872a35d84fa9b2d96950f": (
                "",
                "703dee642c9872a35d84fa9b2d96950f",
                {
                    "a - b.py": "[1]Week, [1]Homework, [1]Unit/[1] - "
                    "703dee642c9872a35d84fa9b2d96950f - a - b.py"
                },
                "",
            ),
        },
    ),
    "google-drive": (
        [
            "HW1-20260130T143213Z-001/HW1/task1 - Ada Lovelace.py",
            "HW1-20260130T143213Z-002/HW1/my - own - Alan Turing.py",
            "HW1-20260130T143213Z-002/HW1/Kopie von task1 - Jean-Luc Picard-Ito.py",
            "HW1-20260130T143213Z-002/HW1/task1 - Emmy Noether (1).py",
            "HW1-20260130T143213Z-002/HW1/task1 - Emmy Noether.py",
        ],
        {
            "Ada Lovelace": (
                "Ada Lovelace",
                "",
                {"task1.py": "HW1-20260130T143213Z-001/HW1/task1 - Ada Lovelace.py"},
                "",
            ),
            "Alan Turing": (
                "Alan Turing",
                "",
                {"my - own.py": "HW1-20260130T143213Z-002/HW1/my - own - Alan Turing.py"},
                "",
            ),
            "Jean-Luc Picard-Ito": (
                "Jean-Luc Picard-Ito",
                "",
                {
                    "Kopie von task1.py": "HW1-20260130T143213Z-002/HW1/"
                    "Kopie von task1 - Jean-Luc Picard-Ito.py"
                },
                "",
            ),
            "Emmy Noether": (
                "Emmy Noether",
                "",
                {"task1.py": "HW1-20260130T143213Z-002/HW1/task1 - Emmy Noether (1).py"},
                "task1 - Emmy Noether.py",
            ),
        },
    ),
}

CONTENTS = {
    "submission_metadata.yml": "submission_123456789:\n  :submitters:\n"
    "  - :name: Ada Lovelace\n    :sid: '007'\n  - :name: Alan Turing\n    :sid: 8\n",
    "HW_1_alovelac_attempt_2026-01-30-14-32-13.txt": "Name: Ada Lovelace (alovelac)\nComments:\n",
    "HW_1_a_turing_attempt_2026-01-30-14-32-13.txt": "Name: Alan Turing (a_turing)\n",
    "HW_1_enoether_attempt_2026-01-30-14-32-13.txt": "Name: Somebody Else (alovelac)\n",
}


def lay_out(folder: Path, paths: list[str]) -> Path:
    for name in paths:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(CONTENTS.get(path.name, name))
    return folder


def staged(entry: Entry) -> dict[str, str]:
    with Staged(entry.sources, KNOWN) as copy:
        root = copy.path if copy.path.is_dir() else copy.path.parent
        return {
            str(path.relative_to(root)): path.read_text()
            for path in root.rglob("*")
            if path.is_file()
        }


@pytest.mark.parametrize("name", EXPORTS)
def test_export_is_read_as_the_platform_laid_it_out(tmp_path: Path, name: str) -> None:
    paths, expected = EXPORTS[name]
    said: list[str] = []
    entries = intake(lay_out(tmp_path / "export", paths), known=KNOWN, say=said.append)
    assert {entry.name: (entry.student, entry.student_id) for entry in entries} == {
        row: (student, number) for row, (student, number, _, _) in expected.items()
    }
    for entry in entries:
        _, _, files, note = expected[entry.name]
        if files:
            assert staged(entry) == files
        assert bool(entry.notes) == bool(note)
        assert note in "; ".join(entry.notes)
    assert BY_NAME[name].platform in " ".join(said)


@pytest.mark.parametrize("name", EXPORTS)
def test_folder_in_an_export_is_one(tmp_path: Path, name: str) -> None:
    """The folder with the submissions may be named itself, through a link too."""
    paths, expected = EXPORTS[name]
    folder = lay_out(tmp_path / "export", paths)
    while len(inside := [path for path in folder.iterdir() if path.is_dir()]) == 1:
        (folder,) = inside
        link = tmp_path / f"{name}" / folder.name
        link.parent.mkdir(exist_ok=True)
        link.symlink_to(folder)
        for way in (folder, link):
            entries = intake(way, known=KNOWN)
            assert {e.name: (e.student, e.student_id) for e in entries} == {
                row: (student, number) for row, (student, number, _, _) in expected.items()
            }


def test_every_layout_is_tried() -> None:
    assert [*EXPORTS, "plain", "sections"] == list(NAMES)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_every_example_is_one(tmp_path: Path, layout: Layout) -> None:
    for number, example in enumerate(layout.example):
        folder = lay_out(tmp_path / str(number), [example])
        said: list[str] = []
        intake(folder, known=KNOWN, layout=layout.name, say=said.append)
        assert layout.platform in " ".join(said)


def test_documents_show_every_layout() -> None:
    text = (ROOT / "docs" / "exports.md").read_text("utf-8")
    for layout in LAYOUTS:
        examples = "<br>".join(f"`{example}`" for example in layout.example)
        assert f"| {layout.platform} | `{layout.name}` | {examples} | {layout.told} |" in text


def test_numbers_that_a_student_gave_files_stay(tmp_path: Path) -> None:
    """Canvas numbers uploads of one name, and students number parts."""
    names = ["part-1.py", "part-2.py", "task1-1.py", "task1-2.py", "task2.py", "task2-1.py"]
    paths = [f"ada_1_{number}_{name}" for number, name in enumerate(names, 100)]
    (entry,) = intake(lay_out(tmp_path, paths), known=KNOWN)
    assert staged(entry) == {
        "part-1.py": "ada_1_100_part-1.py",
        "part-2.py": "ada_1_101_part-2.py",
        "task1.py": "ada_1_103_task1-2.py",
        "task2.py": "ada_1_105_task2-1.py",
    }
    assert len(entry.notes) == 2


def test_second_upload_that_a_browser_numbered_is_the_newer_one(tmp_path: Path) -> None:
    (entry,) = intake(
        lay_out(tmp_path, ["ada_late_1_100_task1.py", "ada_late_1_101_task1 (1).py"]), known=KNOWN
    )
    assert staged(entry) == {"task1.py": "ada_late_1_101_task1 (1).py"}
    assert (entry.student, entry.late) == ("ada", True)


@pytest.mark.parametrize("ending", ["_.zip", ".zip"])
def test_zip_that_moodle_packed_has_no_name_of_its_own(tmp_path: Path, ending: str) -> None:
    names = [f"{who}_{n}_assignsubmission_file{ending}" for n, who in enumerate(("Ada", "Ben"), 10)]
    entries = intake(lay_out(tmp_path, names), known=KNOWN)
    assert [(entry.student, entry.student_id) for entry in entries] == [
        ("Ada", "10"),
        ("Ben", "11"),
    ]
    assert [source.name for entry in entries for source in entry.sources] == names


def test_names_in_front_of_a_dash_are_not_those_behind_it(tmp_path: Path) -> None:
    """Google Drive puts the student last; elsewhere, what comes last is the same for all."""
    paths = [f"{who} - HW1 Backprop.ipynb" for who in ("Ada Lovelace", "Ben Bit")]
    assert rows(lay_out(tmp_path, paths)) == [
        "Ada Lovelace - HW1 Backprop",
        "Ben Bit - HW1 Backprop",
    ]


def test_list_of_names_that_is_not_believed_is_told(tmp_path: Path) -> None:
    folder = lay_out(tmp_path, [f"Homework 1/submission_{n}/task1.py" for n in (1, 2, 3)])
    (folder / "Homework 1" / "submission_metadata.yml").write_text("{}")
    said: list[str] = []
    assert len(intake(folder, known=KNOWN, say=said.append)) == 3
    assert any("name that folder itself" in sentence for sentence in said)


def test_late_is_noted(tmp_path: Path) -> None:
    for name, late in (("canvas", "lovelaceada_340934"), ("ilias", "Lovelace_Ada_alovelac_1234")):
        entries = intake(lay_out(tmp_path / name, EXPORTS[name][0]), known=KNOWN)
        assert [entry.name for entry in entries if entry.late] == [late]


def rows(folder: Path, layout: str = "") -> list[str]:
    return [entry.name for entry in intake(folder, layout=layout, known=KNOWN)]


def test_sections_are_parts_of_the_class(tmp_path: Path) -> None:
    paths = ["A/anna/task1.py", "A/ben/work/task1.py", "B/cleo/task1.py", "B/dora.zip"]
    folder = lay_out(tmp_path / "plain", paths)
    assert rows(folder) == ["A_anna", "A_ben", "B_cleo", "B_dora"]
    assert rows(folder, "plain") == ["A", "B"]
    files = lay_out(tmp_path / "files", ["A/anna.py", "A/ben.py", "B/cleo.ipynb", "B/dora.ipynb"])
    assert rows(files) == ["A_anna", "A_ben", "B_cleo", "B_dora"]


def test_sections_that_are_exports_have_names(tmp_path: Path) -> None:
    paths = [
        f"{part}/{who}_assignsubmission_file/task1.py"
        for part, who in (("A", "Ada_1"), ("B", "Alan_2"))
    ]
    entries = intake(lay_out(tmp_path, paths), known=KNOWN)
    assert [(entry.name, entry.student_id) for entry in entries] == [
        ("A_Ada_1", "1"),
        ("B_Alan_2", "2"),
    ]


def test_section_with_one_student_is_asked(tmp_path: Path) -> None:
    folder = lay_out(tmp_path, ["Section 1/anna/task1.py", "Section 2/cleo.zip"])
    with pytest.raises(UsageError, match="--layout sections or --layout plain"):
        rows(folder)
    assert rows(folder, "sections") == ["Section 1_anna", "Section 2_cleo"]


def test_what_may_be_a_section_is_asked(tmp_path: Path) -> None:
    folder = lay_out(tmp_path, ["A/anna/task1.py", "A/ben/task1.py", "B/cleo/task1.py"])
    with pytest.raises(UsageError, match="--layout sections or --layout plain"):
        rows(folder)
    assert rows(folder, "sections") == ["A_anna", "A_ben", "B_cleo"]
    assert rows(folder, "plain") == ["A", "B"]


@pytest.mark.parametrize(
    "paths",
    [
        ["anna/task1.py", "anna/data/a.txt", "ben/task1.py"],
        ["anna/task1/a.py", "anna/task2/a.py", "ben/task1/a.py", "ben/task2/b.py"],
        ["anna/part1/a.py", "anna/part2/a.py", "ben/part1/a.py", "ben/part2/b.py"],
        ["anna/work/task1.py", "ben/hw/task1.py"],
        ["anna/work/a.py", "ben/hw/a.py"],
        ["anna/week1/task1.py", "anna/old/task1.py", "ben/task1.py"],
        ["anna/a.py", "anna/b.py", "ben/x.py"],
        ["anna/essay.pdf", "ben/poem.pdf"],
    ],
)
def test_folders_of_students_are_no_sections(tmp_path: Path, paths: list[str]) -> None:
    assert rows(lay_out(tmp_path, paths)) == ["anna", "ben"]


def test_class_in_a_folder_is_found(tmp_path: Path) -> None:
    paths = ["week 1/class/anna/task1.py", "week 1/class/ben.zip", "README.md"]
    said: list[str] = []
    folder = lay_out(tmp_path / "a", paths)
    assert [e.name for e in intake(folder, known=KNOWN, say=said.append)] == ["anna", "ben"]
    assert "week 1" in said[0]
    assert rows(folder, "plain") == ["week 1"]


def test_class_that_was_not_unpacked_is_told(tmp_path: Path) -> None:
    said: list[str] = []
    intake(lay_out(tmp_path, ["week1-submissions.zip"]), known=KNOWN, say=said.append)
    assert said == ["If week1-submissions.zip holds a whole class, unpack it first."]


def test_class_beside_its_handout_is_found(tmp_path: Path) -> None:
    paths = ["class/anna/task1.py", "class/ben/task1.py", "handout.pdf"]
    said: list[str] = []
    entries = intake(lay_out(tmp_path, paths), known=KNOWN, say=said.append)
    assert [entry.name for entry in entries] == ["anna", "ben"]
    assert "handout.pdf" in " ".join(said)


def test_what_is_said_has_no_line_of_a_name(tmp_path: Path) -> None:
    """In a log of GitHub's, a line that begins so would be a command."""
    name = "anna\n::error::b"
    paths = [f"{name}/{who}_assignsubmission_file_task1.py" for who in ("Ada_1", "Bob_2")]
    said: list[str] = []
    intake(lay_out(tmp_path, [*paths, f"{name}/{name}.py"]), known=KNOWN, say=said.append)
    assert len(said) == 3
    assert not any("\n" in sentence or sentence.startswith("::") for sentence in said)


def test_participant_in_any_language_is_no_name(tmp_path: Path) -> None:
    paths = [f"Teilnehmer in_{number}_assignsubmission_file_task1.py" for number in (1, 2)]
    entries = intake(lay_out(tmp_path, paths), known=KNOWN)
    assert [(e.name, e.student, e.student_id) for e in entries] == [
        ("Teilnehmer in_1", "", "1"),
        ("Teilnehmer in_2", "", "2"),
    ]


@pytest.mark.parametrize(
    "paths",
    [
        ["anna/task1.py", "anna/task2.py"],
        ["anna/week1/task1.py"],
        ["anna/hw/a.py"],
        ["anna/week1/a.py", "anna/week1/b.py"],
    ],
)
def test_only_student_is_no_class(tmp_path: Path, paths: list[str]) -> None:
    assert rows(lay_out(tmp_path, paths)) == ["anna"]


def test_own_list_of_names_names_nobody(tmp_path: Path) -> None:
    """A student's folder that is laid out like an export, as the only one and as one of three."""
    own = ["anna/submission_1/task1.py", "anna/submission_2/task1.py"]
    for others in ([], ["ben/task1.py", "cleo/task1.py"]):
        folder = lay_out(tmp_path / str(len(others)), [*own, *others])
        (folder / "anna" / "submission_metadata.yml").write_text(
            "submission_1:\n  :submitters:\n  - :name: Ben\n    :sid: '22'\n"
        )
        assert {entry.student for entry in intake(folder, known=KNOWN)} == {""}


def test_few_that_are_named_as_in_an_export_are_told(tmp_path: Path) -> None:
    folder = lay_out(tmp_path, ["anna/task1.py", "ben_1_assignsubmission_file_task1.py"])
    said: list[str] = []
    entries = intake(folder, known=KNOWN, say=said.append)
    assert {entry.student_id for entry in entries} == {""}
    assert "1 of 2" in said[0]
    assert "--layout moodle" in said[0]


def test_layout_that_is_asked_for_has_to_be_there(tmp_path: Path) -> None:
    folder = lay_out(tmp_path, ["anna/task1.py", "ben_1_assignsubmission_file_task1.py"])
    assert rows(folder, "moodle") == ["anna", "ben_1"]
    with pytest.raises(UsageError, match="named as Sakai names it"):
        rows(folder, "sakai")


def test_two_layouts_that_fit_are_asked(tmp_path: Path) -> None:
    folder = lay_out(
        tmp_path,
        ["a_b_c_1 2 x/2026-01-30-14-32-13/task1.py", "d_e_f 3 y_4/2026-01-30-14-32-13/task1.py"],
    )
    assert rows(folder) == ["a_b_c_1 2 x", "d_e_f 3 y_4"]
    both = lay_out(tmp_path / "both", ["a_b_c 1 d_2/2026-01-30-14-32-13/task1.py"])
    with pytest.raises(UsageError, match="--layout vpl or --layout ilias"):
        rows(both)
    assert rows(both, "vpl") == ["a_b_c 1 d_2"]


def test_batch_says_what_it_took_a_folder_for(typed: Typed, tmp_path: Path) -> None:
    """The newest attempt is graded, the older one told, and the student named."""
    folder, out = tmp_path / "HW1", tmp_path / "out"
    folder.mkdir()
    begin = "HW1_alovelac_attempt_2026-01"
    (folder / f"{begin}-29-23-59-59_double.py").write_text(WRONG)
    (folder / f"{begin}-30-14-32-13_double.py").write_text(RIGHT)
    (folder / f"{begin}-30-14-32-13.txt").write_text("Name: Ada Lovelace (alovelac)\n")
    run = typed("batch", folder, "--output", out)
    assert (run.returncode, run.stderr.splitlines()[0]) == (
        0,
        "Taken for an export of Blackboard: 1 of 1 submissions in HW1 are named so. If it is none, "
        "give --layout plain.",
    )
    with (out / "grades.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["submission"], row["student"], row["total"]) == ("alovelac", "Ada Lovelace", "3")
    assert "an older attempt does not count: 2026-01-29-23-59-59" in row["reason"]


def test_batch_asks_before_it_writes(typed: Typed, tmp_path: Path) -> None:
    folder, out = tmp_path / "class", tmp_path / "out"
    for student in ("A/anna", "A/ben", "B/cleo"):
        (folder / student).mkdir(parents=True)
        (folder / student / "double.py").write_text(RIGHT)
    run = typed("batch", folder, "--output", out)
    assert (run.returncode, out.exists()) == (2, False)
    assert "--layout sections or --layout plain" in run.stderr
    assert typed("batch", folder, "--output", out, "--layout", "sections").returncode == 0
    reports = sorted(path.stem for path in (out / "reports").iterdir())
    assert reports == ["A_anna", "A_ben", "B_cleo"]
