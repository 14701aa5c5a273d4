"""A student's functions may have any name, also those that the framework's own objects bear."""

from __future__ import annotations

import contextlib
import io
import sys
from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest

from grader.authoring import Check, Task
from grader.authoring.drawing import Draw
from grader.checking import Mismatch, NumericalGradient
from grader.course.course import load_task, open_course
from grader.grading.chance import Chance
from grader.grading.example_cache import ExampleCache
from grader.grading.flow import Grading
from grader.grading.result import Report
from grader.grading.runner import Runner
from grader.grading.store import Store
from grader.sandbox.client.client import Client
from grader.sandbox.client.codec import Answer
from grader.sandbox.client.remote import (
    Call,
    Module,
    RemoteFunction,
    RemoteMethod,
    RemoteObject,
    Student,
)
from grader.sandbox.client.scripts import Names, Program, Result, Script
from grader.sandbox.client.session import Session
from grader.sandbox.client.signature import Signature
from grader.sandbox.protocol.values import Foreign, Handle
from grader.sandbox.worker.worker import Worker
from grader.submission.submission import open_submission

OURS = (
    *(
        Student,
        Module,
        Client,
        Session,
        Call,
        Signature,
        Script,
        Names,
        Result,
        Program,
        Answer,
        Foreign,
    ),
    *(
        Handle,
        RemoteFunction,
        RemoteMethod,
        RemoteObject,
        Worker,
        Runner,
        Check,
        Task,
        ExampleCache,
    ),
    *(Draw, Mismatch, NumericalGradient),
)
WORDS = (
    *("student", "reference", "show", "script", "steps", "task", "x", "first", "self", "module"),
    *("session", "calls", "result", "after", "args", "on", "op", "name", "number", "handle"),
    *("numpy", "_private", "_", "type", "len", "list", "dict", "set", "array", "copy"),
)
PUBLIC = {name for one in OURS for name in dir(one) if not name.startswith("_")}
NAMES = sorted(PUBLIC | {*WORDS})
CHECKS = '''
from __future__ import annotations

import msgspec
import numpy as np

from grader.authoring.arguments import check_pure
from grader.authoring import Task
from grader.checking import check_values
from grader.authoring.drawing import Draw, Floats
from grader.sandbox.client.remote import Student, script

NAMES = {names}
task = Task("Any name", functions=[f"{{name}}(x)" for name in NAMES] + ["Thing()"])


class Point(msgspec.Struct, frozen=True):
    x: Floats


def points(draw: Draw) -> Point:
    return Point(draw.array((2,), mixed=False))


@task.check(points=1, given=points, examples=2)
def plain(student: Student, point: Point) -> None:
    """each function doubles its argument"""
    for name in NAMES:
        check_values(getattr(student, name)(point.x), 2 * point.x, name)


@task.check(points=1, given=points, examples=2, hidden=True)
def solved(student: Student, reference: Student, point: Point) -> None:
    """each function of the solution doubles its argument"""
    for name in NAMES:
        assert np.array_equal(getattr(reference, name)(point.x), 2 * point.x)


@task.check(points=1, given=points, examples=2)
def methods(student: Student, point: Point) -> None:
    """each method doubles its argument"""
    thing = student.Thing()
    for name in NAMES:
        check_values(getattr(thing, name)(point.x), 2 * point.x, name)


@task.check(points=1, given=points, examples=2)
def attributes(student: Student, point: Point) -> None:
    """each attribute can be set and read"""
    thing = student.Thing()
    for name in NAMES:
        setattr(thing, name, point.x)
    for name in NAMES:
        check_values(getattr(thing, name), point.x, name)


@task.check(points=1, given=points, examples=2)
def scripted(student: Student, point: Point) -> None:
    """functions, methods and attributes do so in a script"""
    for name in NAMES:
        steps = script(student)
        thing = steps.student.Thing()
        x = steps.value("x", point.x)
        results = [getattr(steps.student, name)(x), getattr(thing, name)(x)]
        setattr(thing, name, x)
        for returned in steps.run(*results):
            check_values(returned, 2 * point.x, name)
        check_values(steps.run(getattr(thing, name))[0], point.x, name)


@task.check(points=1, given=points, examples=2)
def pure(student: Student, point: Point) -> None:
    """no function has side effects"""
    for name in NAMES:
        check_pure(getattr(student, name), [point.x], [2 * point.x])
'''


def code(body: str) -> str:
    functions = [f"def {name}(x):\n    {body}\n" for name in NAMES]
    methods = [f"    def {name}(self, x):\n        {body}\n" for name in NAMES]
    return "\n".join([*functions, "class Thing:", *methods])


@pytest.fixture
def course(tmp_path: Path) -> Path:
    root = tmp_path / "course"
    checks, solutions = root / "assignments" / "names" / "checks", root / "solutions" / "names"
    for folder in (checks, solutions):
        folder.mkdir(parents=True)
    (checks / "anyname.py").write_text(dedent(CHECKS).format(names=NAMES))
    (solutions / "anyname.py").write_text(code("return 2 * x"))
    return root


def graded(root: Path, folder: Path, text: str) -> Report:
    folder.mkdir()
    (folder / "anyname.py").write_text(text)
    course = open_course(root)
    tasks = [(file, load_task(file)) for file in course.tasks]
    grading = Grading(course, chance=Chance(), store=Store(folder / "cache"))
    return grading.grade(tasks, open_submission(folder / "anyname.py"))


def test_names_of_the_framework_are_the_students_to_use(course: Path, tmp_path: Path) -> None:
    report = graded(course, tmp_path / "right", code("return 2 * x"))
    assert [check.message for check in report.tasks[0].checks] == [""] * 6
    assert report.score == 6


def test_wrong_functions_of_such_names_are_shown_as_any_others(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = graded(course, tmp_path / "wrong", code("return 3 * x"))
    outcomes = {check.id: check.outcome for check in report.tasks[0].checks}
    assert outcomes == {
        **dict.fromkeys(("plain", "methods", "scripted"), "failed"),
        **dict.fromkeys(("attributes", "pure", "solved"), "passed"),
    }
    monkeypatch.syspath_prepend(tmp_path / "wrong")
    for check in report.tasks[0].checks:
        if check.id in ("plain", "scripted"):
            sys.modules.pop("anyname", None)
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                exec(compile(check.counterexample, "example", "exec"), {})
            assert printed.getvalue().strip()
            assert np.all([line.startswith("[") for line in printed.getvalue().splitlines()])


@pytest.mark.parametrize(
    ("functions", "why"),
    [
        (["__call__(x)"], "keeps names like __call__"),
        (["Layer.__init__(n)"], "keeps names like __init__"),
        (["lambda(x)"], "a word of Python's own"),
        (["f(None)"], "a word of Python's own"),
        (["np(x)"], "stands for something else in the examples"),
        (["f(print)"], "stands for something else in the examples"),
        (["f(x, x)"], "two parameters that are named x"),
        (["f(x)", "f(y)"], "two functions are named f"),
        (["f(x=1)"], "should look like"),
        (["f(*x)"], "should look like"),
    ],
)
def test_what_can_be_no_name_is_refused_when_the_task_is_defined(
    functions: list[str], why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        Task("Any", functions=functions)


def test_letters_that_are_the_same_to_python_are_the_same_name() -> None:
    assert [*Task("Any", functions=["\N{LATIN SMALL LIGATURE FI}t(x)"]).functions] == ["fit"]
