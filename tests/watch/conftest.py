"""A course of two tiny tasks whose checks have hints, and a student's folder with it."""

from __future__ import annotations

from pathlib import Path

import pytest

CHECKS = '''
import numpy as np
from grader.authoring import Task
from grader.checking import check_values

task = Task("{name} it", functions=["{name}(x)"])

@task.check(points=2, hint="Think of {factor}.")
def multiplies(student):
    """{name} multiplies vectors"""
    x = np.array([1.0, 2.0])
    check_values(student.{name}(x), {factor} * x, "{name}")

@task.check(points=2, hint="Two axes, and still {factor}.")
def of_matrices(student):
    """{name} multiplies matrices"""
    x = np.array([[1.0, 2.0]])
    check_values(student.{name}(x), {factor} * x, "{name}")

@task.check(points=1, needs=[multiplies])
def again(student):
    """{name} does so twice"""
    x = np.array([1.0, 2.0])
    check_values(student.{name}(student.{name}(x)), {factor} ** 2 * x, "{name}")
'''
TASKS = {"double": 2, "triple": 3}
STUB = "def {}(x):\n    raise NotImplementedError\n"


def right(name: str) -> str:
    return f"def {name}(x):\n    return {TASKS[name]} * x\n"


def wrong(name: str) -> str:
    return f"def {name}(x):\n    return 7 * x\n"


def write_home(root: Path) -> Path:
    """Write the folder of a student who has not begun, and return it."""
    folder = root / "assignments" / "warmup"
    (folder / "checks").mkdir(parents=True)
    for name, factor in TASKS.items():
        (folder / f"checks/{name}.py").write_text(CHECKS.format(name=name, factor=factor))
        (folder / f"{name}.py").write_text(STUB.format(name))
    return root


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return the folder of a student who has not begun."""
    return write_home(tmp_path / "home")
