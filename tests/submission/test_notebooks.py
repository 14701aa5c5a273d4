"""A notebook as a submission, graded."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.sandbox.client.codec import Purpose
from grader.sandbox.client.transport.connection import Connection, Reply
from tests.conftest import ROOT, SAMPLES, GradeOne, WriteNotebook, check_of
from tests.submission.writing import notebook_of

SOLUTIONS = ROOT / "solutions" / "backprop"
TASKS = ("task1", "task2", "task3", "task4")


def solutions() -> list[str]:
    return [(SOLUTIONS / f"{task}.py").read_text() for task in TASKS]


def test_solutions_in_a_notebook_get_everything(tmp_path: Path, grade: GradeOne) -> None:
    path = tmp_path / "work.ipynb"
    path.write_text(notebook_of("%matplotlib inline\n!ls", *solutions()))
    report = grade(path, *TASKS)
    assert (report.score, report.max_score) == (100, 100)
    assert {task.file for task in report.tasks} == {str(path)}


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("notebooks/*.ipynb")), ids=lambda p: p.stem)
def test_notebook_as_people_write_it_gets_everything(path: Path, grade: GradeOne) -> None:
    report = grade(path, *TASKS)
    assert (report.score, report.max_score) == (100, 100)
    assert [note.partition(":")[0] for note in report.tasks[0].notes] == [
        f"{path.name}, cell 10, line 1",
        f"{path.name}, cell 16, line 1 is not valid Python",
    ]


def test_calls_of_a_notebook_are_made_ahead_as_those_of_a_file(
    notebook: WriteNotebook, grade: GradeOne, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone: list[bytes] = []
    ask = Connection.ask

    def counted(self: Connection, frame: bytes, seconds: float, purpose: Purpose) -> Reply:
        alone.append(frame)
        return ask(self, frame, seconds, purpose)

    monkeypatch.setattr(Connection, "ask", counted)
    assert grade(SOLUTIONS, "task1", "task2").all_passed  # now it is known what the checks ask
    alone.clear()
    assert grade(SOLUTIONS, "task1", "task2").all_passed
    in_files = len(alone)
    assert grade(notebook(*solutions()), "task1", "task2").all_passed
    assert len(alone) == 2 * in_files


def test_cell_that_raises_is_in_the_report_and_costs_nothing(
    tmp_path: Path, grade: GradeOne
) -> None:
    path = tmp_path / "work.ipynb"
    path.write_text(notebook_of("1 / 0", solutions()[0]))
    (task,) = grade(path, "task1").tasks
    assert task.status == "passed"
    (note,) = task.notes
    assert "cell 1, line 1" in note
    assert "ZeroDivisionError" in note


def test_task_of_which_nothing_is_there_is_missing(tmp_path: Path, grade: GradeOne) -> None:
    path = tmp_path / "work.ipynb"
    path.write_text(notebook_of("this is no Python", solutions()[0]))
    report = grade(path, "task1", "task2")
    assert [task.status for task in report.tasks] == ["passed", "missing"]
    assert "No cell of" in report.tasks[1].message
    assert "`relu` or `relu_gradient`" in report.tasks[1].message
    assert "cell 1, line 1 is not valid Python" in report.tasks[1].notes[0]


def test_failing_example_is_a_cell_to_run(tmp_path: Path, grade: GradeOne) -> None:
    wrong = solutions()[0].replace("predictions.size", "len(predictions)")
    (tmp_path / "work.ipynb").write_text(notebook_of(wrong))
    report = grade(tmp_path / "work.ipynb", "task1")
    source = check_of(report, "task1", "gradient_of_matrices").counterexample
    assert source.startswith("import numpy as np\n\npredictions = ")


@pytest.mark.parametrize("text", ["", "[" * 100_000, notebook_of(3), notebook_of()])
def test_what_is_no_notebook_ends_in_a_sentence(tmp_path: Path, grade: GradeOne, text: str) -> None:
    path = tmp_path / "work.ipynb"
    path.write_text(text)
    report = grade(path, "task1", "task2")
    assert not report.internal
    for task in report.tasks:
        assert (task.status, task.score) == ("unreadable", 0)
        assert task.message.startswith(str(path))
        assert task.message.endswith(".")
        assert "\n" not in task.message


def test_notebook_in_a_folder_stands_for_files_that_are_missing(
    tmp_path: Path, grade: GradeOne
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    shutil.copy(SOLUTIONS / "task1.py", folder)
    (folder / "anything.ipynb").write_text(notebook_of(*solutions()[1:]))
    report = grade(folder, "task1", "task2")
    assert [task.status for task in report.tasks] == ["passed", "passed"]
    assert report.tasks[0].file.endswith("task1.py")
    assert report.tasks[1].file.endswith("anything.ipynb")


def test_file_beside_the_notebook_is_what_it_imports(tmp_path: Path, grade: GradeOne) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    shutil.copy(SOLUTIONS / "task1.py", folder)
    cell = solutions()[1] + "\nfrom task1 import mse_loss\n"
    (folder / "work.ipynb").write_text(notebook_of(cell))
    (task,) = grade(folder, "task2").tasks
    assert (task.status, task.notes) == ("passed", ())


def test_one_of_several_notebooks_is_graded_if_its_name_says_so(
    tmp_path: Path, notebook: WriteNotebook, grade: GradeOne
) -> None:
    notebook("x = 1", name="notes.ipynb")
    notebook("x = 2", name="draft.ipynb")
    (task,) = grade(tmp_path, "task1").tasks
    assert task.status == "missing"
    assert "(draft.ipynb, notes.ipynb), backprop.ipynb would be graded" in task.message
    (tmp_path / "backprop.ipynb").write_text(notebook_of(*solutions()))
    (task,) = grade(tmp_path, "task1").tasks
    assert task.status == "passed"


def test_link_to_the_solution_is_not_followed(tmp_path: Path, grade: GradeOne) -> None:
    secret = tmp_path / "secret.ipynb"
    secret.write_text(notebook_of(*solutions()))
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "backprop.ipynb").symlink_to(secret)
    (task,) = grade(tmp_path / "work", "task1").tasks
    assert (task.status, task.score) == ("unreadable", 0)
