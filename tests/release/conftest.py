"""A course of two tiny tasks that can be released, and the command as it is typed."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

CHECKS = '''
import numpy as np
from grader.authoring import Task
from grader.checking import check_values

task = Task("{title}", functions=["{name}(x)"])

@task.check(points=2)
def multiplies(student):
    """{name} multiplies its argument"""
    x = np.array([1.0, 2.0])
    check_values(student.{name}(x), {factor} * x, "{name}")

@task.check(points=1, hidden=True)
def agrees(student, reference):
    """agrees with the reference solution"""
    x = np.array([12345.0])
    check_values(student.{name}(x), reference.{name}(x), "{name}")
'''
README = "# Warm-up\n\n## Double: it\n\n`double`\n\n## Triple: it\n\n`triple`\n"
TASKS = {"double": 2, "triple": 3}

Typed = Callable[..., subprocess.CompletedProcess[str]]


def solution(name: str) -> str:
    factor = TASKS[name]
    return f"def {name}(x):\n    # BEGIN SOLUTION\n    return {factor} * x\n    # END SOLUTION\n"


@pytest.fixture
def course_folder(tmp_path: Path) -> Path:
    """Return the folder of the course; its rubbish must not go out."""
    root = tmp_path / "course"
    for folder in ("assignments/warmup/checks/__pycache__", "solutions/warmup"):
        (root / folder).mkdir(parents=True)
    for name, factor in TASKS.items():
        text = CHECKS.format(title=name.title(), name=name, factor=factor)
        (root / f"assignments/warmup/checks/{name}.py").write_text(text)
        (root / f"solutions/warmup/{name}.py").write_text(solution(name))
    (root / "assignments/warmup/README.md").write_text(README)
    (root / "assignments/warmup/.secret").write_text("x")
    (root / "assignments/warmup/checks/__pycache__/double.pyc").write_bytes(b"x")
    subprocess.run(command("stubs", "--course", root), check=True, stdout=subprocess.DEVNULL)
    return root


def command(*arguments: str | Path) -> list[str]:
    code = "from grader.cli.start import grader; grader()"
    return [sys.executable, "-c", code, *map(str, arguments)]


@pytest.fixture
def typed(course_folder: Path, cache: Path) -> Typed:
    """Return a function that runs `grader release` in the course's folder."""

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command("release", *arguments),
            cwd=course_folder,
            env=os.environ | {"XDG_CACHE_HOME": str(cache)},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


OFFLINE = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
"""What has `pip` install a wheel that lies there, and download nothing."""


def lend_packages(environment: Path) -> None:
    """Give a virtual environment all that the tests' own has, but the grader itself."""
    version = f"python{sysconfig.get_python_version()}"
    packages = environment / "lib" / version / "site-packages"
    packages.mkdir(parents=True)
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        ours = "gradient_grader" in path.name  # also where it is installed to be edited
        if not ours and not path.name.startswith(("pip", "setup")):
            (packages / path.name).symlink_to(path)


def names(folder: Path) -> list[str]:
    """Return the paths of all files below a folder."""
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())
