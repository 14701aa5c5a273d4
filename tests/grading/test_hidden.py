"""Hidden checks: after all others, in a process of their own, of which only a verdict comes out."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from textwrap import dedent

import pytest

from grader.authoring import Task
from grader.course.course import Course, load_task, open_course
from grader.grading.chance import Chance
from grader.grading.flow import Grading
from grader.grading.result import Report
from grader.grading.store import Store
from grader.report.public import public
from grader.report.terminal import to_text
from grader.sandbox.client.errors import TimedOut
from grader.sandbox.client.limits import Limits
from grader.sandbox.client.session import Session
from grader.sandbox.client.transport.launcher import ForkServer
from grader.submission.submission import open_submission
from tests.conftest import COUNTING

CHECKS = '''
from grader.authoring import Task
from grader.checking import check_values

task = Task("Double", functions=["double(x)"])


@task.check(points=1, hidden=True)
def unseen(student, reference):
    """doubles what nobody sees"""
    check_values(student.double(7.0), reference.double(7.0), "double")


@task.check(points=1)
def seen(student):
    """doubles what anybody may see"""
    check_values(student.double(1.0), 2.0, "double")


@task.check(points=1, hidden=True)
def fault(student, reference):
    """has a fault of its own where the answer is no number"""
    assert float(student.double(8.0)) == reference.double(8.0)
'''
RIGHT = "def double(x):\n    return 2 * x\n"
TELLS = """
    import os
    print("loaded in", os.getpid())
    def double(x):
        print(x, "in", os.getpid())
        return 2 * x
    """

GradeText = Callable[..., Report]


@pytest.fixture
def own_course(tmp_path: Path) -> Course:
    """Return a course of two tasks with hidden checks before and after a visible one."""
    for task in ("first", "second"):
        for folder, text in {"solutions/a": RIGHT, "assignments/a/checks": CHECKS}.items():
            path = tmp_path / folder / f"{task}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return open_course(tmp_path)


@pytest.fixture(params=["alone", "in a batch"])
def grade_text(
    request: pytest.FixtureRequest, own_course: Course, tmp_path: Path
) -> Iterator[GradeText]:
    """Return a function that grades what both files are to hold, alone and as a batch does."""
    with closing(ForkServer()) as parent:
        warm = parent if request.param == "in a batch" else None
        grading = Grading(own_course, chance=Chance(), store=Store(tmp_path / "cache"), parent=warm)

        def run(*texts: str, ids: tuple[str, ...] = ()) -> Report:
            work = tmp_path / "work"
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir()
            for name, text in zip(("first.py", "second.py"), texts, strict=False):
                (work / name).write_text(dedent(text))
            tasks = [(file, load_task(file)) for file in own_course.select(ids)]
            return grading.grade(tasks, open_submission(work))

        with closing(grading):
            yield run


def processes(text: str, *, of: str = "") -> set[str]:
    """Return the numbers of the processes in which lines were printed that begin with `of`."""
    return {line.split()[-1] for line in text.splitlines() if line.startswith(of)}


@pytest.mark.parametrize(
    "broken",
    ["def double(x):\n    raise ValueError\n", "def double(x):\n    return x\ndel double\n"],
)
def test_a_solution_that_fails_is_not_the_students_fault(
    grade_text: GradeText, own_course: Course, broken: str
) -> None:
    (own_course.root / "solutions/a/first.py").write_text(broken)
    report = grade_text(RIGHT, ids=("first",))
    ended = {check.id: check.outcome for check in report.tasks[0].checks}
    assert ended == {"unseen": "internal", "seen": "passed", "fault": "internal"}
    wrong = grade_text("def double(x):\n    raise TypeError\n", ids=("first",))
    assert wrong.tasks[0].checks[0].outcome == "error"


def test_no_process_runs_both_hidden_checks_and_others(grade_text: GradeText) -> None:
    tasks = grade_text(TELLS, TELLS).tasks
    visible = {pid for task in tasks for pid in processes(task.output)}
    hidden = {pid for task in tasks for pid in processes(task.hidden_output)}
    assert len(visible) == len(hidden) == 1
    assert not visible & hidden


def test_what_is_printed_while_hidden_checks_run_is_for_the_instructor(
    grade_text: GradeText,
) -> None:
    report = grade_text(TELLS, TELLS, ids=("first",))
    (task,), (told,) = report.tasks, public(report).tasks
    assert "1.0 in" in told.output == task.output
    assert "7.0 in" not in task.output
    assert "7.0 in" in task.hidden_output
    assert told.hidden_output == ""
    assert "In hidden checks it printed:" in to_text(report)


KEEPS = """
    seen = []
    def double(x):
        seen.append(x)
        return 2 * x
    """
REPEATS = """
    import first
    print(first.seen)
    def double(x):
        raise ValueError(str(first.seen))
    """


def test_a_later_task_knows_nothing_of_what_hidden_checks_asked(grade_text: GradeText) -> None:
    report = grade_text(KEEPS, REPEATS)
    first, _ = report.tasks
    assert first.status == "passed"
    told = str(public(report))
    assert "[1.0]" in told
    assert "7.0" not in told
    assert "8.0" not in told


def test_results_stand_in_the_order_of_the_check_file(grade_text: GradeText) -> None:
    (task,) = grade_text(RIGHT, ids=("first",)).tasks
    assert [check.id for check in task.checks] == ["unseen", "seen", "fault"]
    assert (task.status, task.score) == ("passed", 3)


WAYS = {
    "wrong": "result = 0.0",
    "raises": "raise ValueError(str(x))",
    "not written": "stub()",
    "ends": "import os; os._exit(3)",
    "no number": "result = None",
}
CHOOSES = """
    WAY = {way!r}
    def stub():
        raise NotImplementedError
    def double(x):
        if x > 1:
            names = dict(x=x, stub=stub)
            exec(WAY, names)
            return names["result"]
        {visible}
    """


@pytest.mark.parametrize("visible", ["return 2 * x", "stub()", "raise ValueError"])
def test_how_a_hidden_check_fails_changes_nothing_that_a_student_sees(
    visible: str, grade_text: GradeText
) -> None:
    told = set()
    for way in WAYS.values():
        text = CHOOSES.format(way=way, visible=visible)
        told.add(to_text(public(grade_text(text, ids=("first",)))))
    assert len(told) == 1


def test_the_parent_of_all_processes_is_not_told_what_hidden_checks_ask(
    own_course: Course, tmp_path: Path
) -> None:
    (tmp_path / "assignments" / "a" / "checks" / "first.py").write_text(
        CHECKS.replace("hidden=True)", "hidden=True, given=points)")
        .replace("(points=1)", "(points=1, given=points)")
        .replace("reference):", "reference, point):")
        .replace("(student):", "(student, point):")
        .replace(
            "task = ",
            "def points(draw) -> float:\n    return float(draw.integer(0, 9))\n\n\ntask = ",
        )
    )
    with closing(ForkServer()) as parent:
        store = Store(tmp_path / "cache")
        grading = Grading(own_course, chance=COUNTING, store=store, parent=parent)
        tasks = [(file, load_task(file)) for file in own_course.select(("first",))]
        with closing(grading):
            for _ in range(2):
                assert grading.grade(tasks, open_submission(tmp_path / "solutions")).score == 3
        asked = b"".join(frame for frames in parent.request_batches for frame in frames)
    assert b"1.0" in asked
    assert b"7.0" not in asked


def test_a_visible_check_cannot_need_a_hidden_one() -> None:
    task = Task("Double", functions=["double(x)"])

    @task.check(points=1, hidden=True)
    def unseen(student: object) -> None:
        """is hidden"""

    with pytest.raises(ValueError, match="seen needs unseen, which is hidden"):

        @task.check(points=1, needs=[unseen])
        def seen(student: object) -> None:
            """is not"""


def test_hidden_checks_have_what_the_others_left_of_the_time_of_a_task(tmp_path: Path) -> None:
    (tmp_path / "first.py").write_text(RIGHT)
    with closing(Session(Limits())) as visible, closing(Session(Limits())) as hidden:
        visible.add_file("first", tmp_path / "first.py")
        hidden.know(visible)
        hidden.begin(Limits(), 20.0)
        assert hidden.call("first", "double", (2.0,)).result == 4.0
        assert hidden.left < 20.0
        hidden.begin(Limits(), 0.0)
        with pytest.raises(TimedOut):
            hidden.call("first", "double", (2.0,))
