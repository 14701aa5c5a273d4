"""What others may rely on: the public names, and how they are called."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from types import ModuleType

import pytest

import grader.authoring
import grader.checking
from tests.conftest import ROOT

FACES = {module.__name__: module for module in (grader, grader.authoring, grader.checking)}
PINNED = Path(__file__).with_name("face.txt")
"""Written anew by ``python -m tests.test_face``; a line that changes here changes for others."""


def face(module: ModuleType) -> list[str]:
    """Return a line for each public name of a module, with its parameters."""
    return [
        f"{module.__name__}.{name}{_called(getattr(module, name))}"
        for name in getattr(module, "__all__", ("check", "load_ipython_extension", "__version__"))
    ]


def _called(public: object) -> str:
    """Return how a function or a class is called: nothing for what is not."""
    if not inspect.isfunction(public) and not inspect.isclass(public):
        return ""
    if getattr(public, "_is_protocol", False):  # nobody makes one
        return ""
    parameters = inspect.signature(public).parameters.values()
    plain = [p.replace(annotation=inspect.Parameter.empty) for p in parameters]
    return str(inspect.Signature(plain))


def lines() -> list[str]:
    return [line for module in FACES.values() for line in face(module)]


def test_public_names_and_their_parameters_are_the_pinned_ones() -> None:
    assert lines() == PINNED.read_text("utf-8").splitlines()


@pytest.mark.parametrize("name", ["grader.authoring", "grader.checking"])
def test_public_names_are_sorted(name: str) -> None:
    assert FACES[name].__all__ == sorted(FACES[name].__all__)


def test_check_files_import_from_one_place() -> None:
    files = sorted(ROOT.glob("assignments/*/checks/*.py"))
    imported = {
        node.module
        for file in files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module
    }
    assert {name for name in imported if name.startswith("grader")} == {"grader.authoring"}


if __name__ == "__main__":
    PINNED.write_text("\n".join(lines()) + "\n", "utf-8")
