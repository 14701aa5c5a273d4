"""Which tasks are graded again after a change, and what becomes of a grading that goes on."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grader.course.course import load_task, open_course
from grader.errors import UsageError
from grader.grading.chance import Chance
from grader.grading.flow import Grading
from grader.grading.result import Report
from grader.grading.store import Store
from grader.sandbox.client.limits import Isolation
from grader.submission.submission import Submission
from grader.watch import regrading
from grader.watch.regrading import Regrading, Work
from tests.conftest import ROOT, SAMPLES
from tests.watch.conftest import STUB, TASKS, right, wrong


@pytest.fixture
def work(home: Path) -> Path:
    return home / "assignments/warmup"


def begun(home: Path, path: Path | None = None, *ids: str) -> Regrading:
    course = open_course(home)
    tasks = [(file, load_task(file)) for file in course.select(ids)]
    return Regrading(Work(course, tasks, path, Chance(), Isolation.at_least("process")))


@pytest.fixture
def again(home: Path) -> Iterator[Regrading]:
    """Return a regrading that has graded the stubs."""
    one = begun(home)
    report, graded = one.update() or pytest.fail("nothing was graded")
    assert graded == set(TASKS)
    assert [task.status for task in report.tasks] == ["not started"] * 2
    yield one
    one.close()


def update(again: Regrading) -> tuple[dict[str, str], frozenset[str]]:
    done = again.update()
    assert done is not None
    report, graded = done
    assert report.score == sum(task.score for task in report.tasks)
    return {task.id: task.status for task in report.tasks}, graded


def test_only_the_task_whose_file_changed_is_graded(again: Regrading, work: Path) -> None:
    (work / "double.py").write_text(right("double"))
    assert update(again) == ({"double": "passed", "triple": "not started"}, {"double"})


def test_a_file_that_is_replaced_by_another_one_counts(again: Regrading, work: Path) -> None:
    other = work / ".double.py.swp"
    other.write_text(right("double"))
    other.rename(work / "double.py")
    assert update(again) == ({"double": "passed", "triple": "not started"}, {"double"})


def test_what_a_task_imports_counts_for_it_alone(again: Regrading, work: Path) -> None:
    (work / "factors.py").write_text("from more import three\n")
    (work / "more.py").write_text("three = 2\n")
    (work / "triple.py").write_text(
        "from factors import three\n\ndef triple(x):\n    return three * x\n"
    )
    assert update(again)[0]["triple"] == "failed"
    (work / "more.py").write_text("three = 3\n")
    assert update(again) == ({"double": "not started", "triple": "passed"}, {"triple"})


def test_what_is_the_same_is_not_graded(again: Regrading, work: Path) -> None:
    (work / "double.py").write_text(STUB.format("double"))
    (work / "notes.txt").write_text("nothing to do with it")
    assert again.update() is None


def test_a_syntax_error_and_a_deletion_are_results_like_others(
    again: Regrading, work: Path
) -> None:
    (work / "double.py").write_text("def double(x:\n")
    assert update(again) == ({"double": "unreadable", "triple": "not started"}, {"double"})
    (work / "double.py").unlink()
    assert update(again) == ({"double": "missing", "triple": "not started"}, {"double"})
    (work / "double.py").write_text(right("double"))
    assert update(again) == ({"double": "passed", "triple": "not started"}, {"double"})


def test_a_file_that_is_not_there_yet_is_graded_when_it_is(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "new.py"
    one = begun(home, path, "double")
    with pytest.raises(UsageError, match="There is no file"):
        one.update()
    for _ in range(2):  # and once more after it was gone
        path.write_text(right("double"))
        assert update(one) == ({"double": "passed"}, {"double"})
        path.unlink()
        with pytest.raises(UsageError):
            one.update()
    one.close()


def test_an_endless_loop_is_cut_off_when_it_is_mended(
    again: Regrading, work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(regrading, "PATIENCE", 0.0)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    endless = "open('begun', 'w').close()\nwhile True: pass\n"
    (work / "double.py").write_text(endless)
    came: list[object] = []
    thread = threading.Thread(target=lambda: came.append(again.update()))
    thread.start()
    while not list(tmp_path.glob("grade-*/begun")):
        assert thread.is_alive()
    (work / "double.py").write_text(wrong("double"))
    again.change()
    thread.join()
    assert came == [None]
    assert update(again) == ({"double": "failed", "triple": "not started"}, {"double"})
    assert not list(tmp_path.glob("grade-*"))


def test_what_is_kept_warm_changes_no_report(tmp_path: Path) -> None:
    """Whatever was there before, a save gets the report that it would get alone."""
    shutil.copytree(ROOT / "assignments", tmp_path / "assignments")
    path = tmp_path / "assignments/backprop/task2.py"
    wrong = [SAMPLES / f"wrong/task2/{name}.py" for name in ("one_at_zero", "relu_is_abs")]
    texts = [ROOT / "solutions/backprop/task2.py", *wrong, wrong[0]]
    one = begun(tmp_path, None, "task2")
    for text in [text.read_text("utf-8") for text in [*texts, *texts]]:
        path.write_text(f"{text}\n# another byte\n" if text == path.read_text() else text)
        warm, _ = one.update() or pytest.fail("nothing was graded")
        course = open_course(tmp_path)
        tasks = [(file, load_task(file)) for file in course.select(("task2",))]
        alone = Grading(course, chance=Chance(), store=Store())
        cold = alone.grade(tasks, Submission(course.assignments))
        assert without_times(warm) == without_times(cold)
    one.close()


def without_times(report: Report) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(report)
    for task in told["tasks"]:
        for check in task["checks"]:
            del check["seconds"]
    return told
