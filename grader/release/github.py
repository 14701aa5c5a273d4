"""Workflows for GitHub Actions, and the grader that they install."""

from __future__ import annotations

from importlib.resources import files as resources
from pathlib import Path
from typing import Literal

from grader.release.files import Files
from grader.release.wheel import wheel

Who = Literal["student", "instructor"]
WORKFLOWS: dict[Who, str] = {"student": "grade.yml", "instructor": "grade-class.yml"}


def workflow(who: Who) -> Files:
    """Return what goes into the root of a repository: a student's, or the course's own.

    Raises
    ------
    UsageError
        When the grader cannot be packed.
    """
    recipe = resources("grader.release") / "recipes" / f"{who}.yml"
    name, data = wheel()
    return {
        f".github/workflows/{WORKFLOWS[who]}": recipe.read_bytes(),
        f".github/grader/{name}": data,
    }


def drop_old(folder: Path, files: Files) -> list[Path]:
    """Remove wheels of other versions beside one that was written; return which those were."""
    written = {folder / name for name in files}
    homes = {path.parent for path in written if path.suffix == ".whl"}
    old = [path for home in homes for path in home.glob("gradient_grader-*.whl")]
    dropped = sorted(path for path in old if path not in written)
    for path in dropped:
        path.unlink()
    return dropped
