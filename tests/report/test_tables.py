"""CSV: of this project, for Canvas and for Moodle, as `csv` reads it back."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import msgspec
import pytest

from grader.report.csv import submission, table, to_csv
from grader.report.gradebooks import Person, canvas, moodle

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.grading.result import Report

    Failing = Callable[..., Report]
    Golden = Callable[[str], Report]


def rows(text: str) -> list[list[str]]:
    found = list(csv.reader(io.StringIO(text, newline="")))
    assert {len(row) for row in found} == {len(found[0])}
    return found


def test_a_submission_is_a_row_and_a_task_a_column(golden: Golden) -> None:
    half, one = golden("half-way"), golden("numbers-differ")
    text = table([("ada", half), ("grace", one)])
    head, first, second = rows(text)
    ids = [task.id for task in half.tasks]
    assert head == ["submission", *ids, "total", "maximum", "status"]
    assert first == [
        "ada",
        *(f"{task.score:g}" for task in half.tasks),
        f"{half.score:g}",
        f"{half.max_score:g}",
        "failed",
    ]
    assert second[0] == "grace"
    assert second.count("") == len(ids) - 1  # the tasks it was not graded for


def test_one_report_is_a_table_with_one_row(golden: Golden) -> None:
    report = golden("numbers-differ")
    head, row = rows(to_csv(report))
    assert row[0] == report.tasks[0].file
    assert dict(zip(head, row, strict=True))["total"] == f"{report.score:g}"


@pytest.mark.parametrize(
    ("files", "name"),
    [
        (["work/a/task1.py", "work/b/task2.py"], "work"),
        (["task1.py"], "task1.py"),
        (["/home/x/task1.py", "task2.py"], ""),
        ([], ""),
    ],
)
def test_the_name_is_what_the_files_have_in_common(
    failing: Failing, files: list[str], name: str
) -> None:
    report = failing()
    tasks = tuple(msgspec.structs.replace(report.tasks[0], file=file) for file in files)
    assert submission(msgspec.structs.replace(report, tasks=tasks)) == name


@pytest.mark.parametrize(
    ("name", "standing"),
    [
        ("all-tasks-passed", "passed"),
        ("half-way", "failed"),
        ("internal", "internal"),
        ("missing-file", "missing"),
        ("one-task-not-started", "not started"),
        ("no-tasks", "failed"),
    ],
)
def test_the_status_says_how_it_stands(golden: Golden, name: str, standing: str) -> None:
    assert rows(to_csv(golden(name)))[1][-1] == standing


def test_hostile_text_and_numbers_stay_in_their_cells(hostile: Report) -> None:
    name = hostile.tasks[0].title
    person = Person(name=f"={name}", id=name, login=name, email=name, section=name, sis_id=name)
    texts = [table([(f"={name}", hostile)]), to_csv(hostile)]
    texts += [canvas([(person, hostile)], f"={name}"), moodle([(person, hostile)])]
    for text in texts:
        text.encode()
        assert not any(
            cell.startswith(tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20"))
            for row in rows(text)
            for cell in row
        )


def test_canvas_takes_it_as_it_exports(golden: Golden) -> None:
    report = golden("numbers-differ")
    person = Person(name="Lovelace, Ada", id="77", login="ada", section="A")
    head, possible, row = rows(canvas([(person, report)], "Backprop (123)"))
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Backprop (123)"]
    assert possible == ["Points Possible", "", "", "", "", f"{report.max_score:g}"]
    assert row == ["Lovelace, Ada", "77", "", "ada", "A", f"{report.score:g}"]


def test_moodle_takes_it_as_its_worksheet(golden: Golden) -> None:
    report = golden("numbers-differ")
    head, row = rows(moodle([(Person(name="Ada Lovelace", id="4711"), report)]))
    found = dict(zip(head, row, strict=True))
    assert found["Identifier"] == "Participant 4711"
    assert found["Grade"] == f"{report.score:g}"
    assert found["Maximum Grade"] == f"{report.max_score:g}"
    assert report.tasks[0].title in found["Feedback comments"]
    assert "Last modified (grade)" in found


def test_moodle_reads_comments_as_html(failing: Failing) -> None:
    report = failing(task={"title": "<b>a & b</b>"})
    assert "&lt;b&gt;a &amp; b&lt;/b&gt;" in moodle([(Person(id="1"), report)])


def imported(text: str, maximum: float, words: dict[str, str] | None = None) -> list[list[str]]:
    """Return identifier, grade and comments of the rows that Moodle takes.

    After importgradeslib.php and process_import_grades in locallib.php of its
    mod/assign/feedback/offline, with the box for newer records ticked.
    """
    said = {"Participant": "Participant"} | (words or {})
    head, *body = rows(text)
    grade, id_, _, comments = (
        head.index(said.get(name, name))
        for name in ("Grade", "Identifier", "Last modified (grade)", "Feedback comments")
    )
    skip = len(f"{said['Participant']} ".encode())
    return [
        [row[id_].encode()[skip:].decode(), row[grade], row[comments]]
        for row in body
        if row[grade] and 0 <= float(row[grade]) <= maximum
    ]


@pytest.mark.parametrize("maximum", [100, 7.5, 3])
def test_moodle_takes_points_at_its_own_scale(golden: Golden, maximum: float) -> None:
    for name in ("numbers-differ", "all-tasks-passed"):
        report = golden(name)
        ((_, grade, _),) = imported(moodle([(Person(id="1"), report)], maximum), maximum)
        assert float(grade) == pytest.approx(report.score / report.max_score * maximum, abs=1e-4)


def test_moodle_finds_its_columns_in_the_language_of_its_user(golden: Golden) -> None:
    words = {"Identifier": "ID", "Grade": "Bewertung", "Participant": "Teilnehmer/in"}
    words |= {"Last modified (grade)": "Zuletzt geändert", "Feedback comments": "Kommentar"}
    text = moodle([(Person(id="4711"), golden("numbers-differ"))], words=words)
    assert [row[0] for row in imported(text, 1000, words)] == ["4711"]


def test_moodle_tells_the_student_why(failing: Failing) -> None:
    report = failing(title="halves", message="Got <1>.\nExpected 2.")
    ((_, _, comments),) = imported(moodle([(Person(id="1"), report)]), 1000)
    assert "<br>- halves: Got &lt;1&gt;." in comments


def test_moodle_tells_no_secret(golden: Golden) -> None:
    text = moodle([(Person(id="1"), golden("hidden"))])
    assert "SECRET" not in text
    assert "A hidden check did not pass." in text
