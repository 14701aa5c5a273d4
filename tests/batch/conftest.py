"""A course with one tiny task, and the command `grader` as it is typed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.submission.writing import notebook_of

CHECKS = '''
import numpy as np
from grader.authoring import Task
from grader.checking import check_values

task = Task("Twice as much", functions=["double(x)"])

@task.check(points=2)
def doubles(student):
    """double returns twice its argument"""
    check_values(student.double(np.array([1.0, 2.0])), np.array([2.0, 4.0]), "double")

@task.check(points=1, hidden=True)
def agrees(student, reference):
    """agrees with the reference solution"""
    x = np.array([12345.0])
    check_values(student.double(x), reference.double(x), "double")
'''

RIGHT = "def double(x):\n    return 2 * x\n"
WRONG = "def double(x):\n    return 3 * x\n"
SECRETIVE = "def double(x):\n    print(x)\n    return 2 * x if x.size > 1 else x\n"

STUB = "def double(x):\n    raise NotImplementedError\n"

RENAMED = {
    "anna": {"Double.PY": RIGHT},
    "ben": {"work/double (1).py": RIGHT, "notes.txt": "x"},
    "cleo": {"assignments/warmup/double.py": STUB, "mine.ipynb": notebook_of(RIGHT)},
    "dora": {"double_final_v2.py": RIGHT, "__MACOSX/double.py": WRONG},
    "emil": {"hw.py": "import numpy\n" + RIGHT, "README.md": ""},
}
"""Right work by the names of students, under names that it should not have."""

Typed = Callable[..., subprocess.CompletedProcess[str]]


def write_course(root: Path) -> Path:
    """Write the course to a folder, and return that."""
    for name, file, text in (
        ("assignments/warmup/checks", "double.py", CHECKS),
        ("assignments/warmup", "double.py", STUB),
        ("solutions/warmup", "double.py", RIGHT),
    ):
        (root / name).mkdir(parents=True, exist_ok=True)
        (root / name / file).write_text(text)
    return root


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """Return the folder of a course with one task of three points, one of them hidden."""
    return write_course(tmp_path / "course")


@pytest.fixture
def class_of(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a folder with a file `double.py` for each name."""

    def write(**texts: str) -> Path:
        for name, text in texts.items():
            (tmp_path / "class" / name).mkdir(parents=True, exist_ok=True)
            (tmp_path / "class" / name / "double.py").write_text(text)
        return tmp_path / "class"

    return write


@pytest.fixture
def environment(cache: Path, tmp_path: Path) -> dict[str, str]:
    """Return the environment of a command; its temporary files are in the test's folder."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    return os.environ | {"XDG_CACHE_HOME": str(cache), "TMPDIR": str(temporary), "COLUMNS": "80"}


@pytest.fixture
def typed(tiny: Path, environment: dict[str, str]) -> Typed:
    """Return a function that runs `grader` in the tiny course."""

    def run(*arguments: str | Path, prepare: Callable[[], None] | None = None):
        return subprocess.run(
            command(*arguments),
            cwd=tiny,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=prepare,
        )

    return run


def command(*arguments: str | Path) -> list[str]:
    code = "from grader.cli.start import grader; grader()"
    return [sys.executable, "-c", code, *map(str, arguments)]
