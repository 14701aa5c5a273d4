"""The rules of the house: what may know what."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

GRADER = ROOT / "grader"
MODULES = sorted(GRADER.rglob("*.py"))
COURSE_WORDS = re.compile(r"\bmse|relu|softmax|\bbackprop\b|NeuralNetwork", re.IGNORECASE)
WORKER_SIDE = [
    *(
        "arrays",
        "cells",
        "confinement",
        "faults",
        "frames",
        "importing",
        "kernel",
        "launch",
        "plain",
        "playlists",
        "references",
        "standins",
        "statements",
    ),
    *("texts", "values", "worker"),
]
STEPS = ["student", "checking", "running", "grading", "report", "cli"]


def imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def code_without_docstrings(path: Path) -> str:
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            node.value.value = ""
    return ast.unparse(tree)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(GRADER)))
def test_framework_names_no_course_content(path: Path) -> None:
    assert not COURSE_WORDS.search(code_without_docstrings(path))


@pytest.mark.parametrize("name", WORKER_SIDE)
def test_worker_imports_the_standard_library_numpy_and_its_own_package(name: str) -> None:
    allowed = {*sys.stdlib_module_names, "numpy"}
    for module in imports(GRADER / "student" / f"{name}.py"):
        assert module.split(".")[0] in allowed or module.startswith("grader.student")


def test_worker_loads_nothing_of_the_trusted_side() -> None:
    code = (
        "import sys, types; package = types.ModuleType('grader');"
        f"package.__path__ = [{str(GRADER)!r}]; sys.modules['grader'] = package;"
        "import grader.student.worker;"
        "print(*sorted(m for m in sys.modules if m.startswith('grader.')))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    expected = {"grader.student", *(f"grader.student.{n}" for n in WORKER_SIDE if n != "launch")}
    assert set(run.stdout.split()) == expected


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(GRADER)))
def test_data_flows_one_way(path: Path) -> None:
    place = path.relative_to(GRADER).parts[0].removesuffix(".py")
    if place not in STEPS:
        return
    later = STEPS[STEPS.index(place) + 1 :]
    reached = {name.split(".")[1] for name in imports(path) if name.startswith("grader.")}
    assert not reached & set(later)


def test_commands_start_without_anything_heavy() -> None:
    code = (
        "import sys, grader.cli.start;"
        "print(*[m for m in ('numpy', 'rich', 'click', 'msgspec') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


BLOCK = """
import sys
class NotInstalled:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {blocked!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, NotInstalled())
from grader.cli import start
getattr(start, {command!r})()
"""


def packages_of_extras() -> set[str]:
    """Return the names of the packages that a plain `pip install` does not bring."""
    required = importlib.metadata.requires("gradient-grader") or []
    names = {re.split(r"[^\w-]", one)[0].lower() for one in required if "extra ==" in one}
    found = importlib.metadata.packages_distributions()
    return {name for name, of in found.items() if {one.lower() for one in of} & names}


@pytest.mark.parametrize(
    "words",
    [
        ["grade", "task1", "--submission", str(ROOT / "solutions")],
        ["grade", "--help"],
        ["grader", "batch", "--help"],
        ["grader", "release", "--help"],
        ["grader", "doctor"],
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_a_plain_install_is_enough(words: list[str]) -> None:
    blocked = packages_of_extras() - {"grader"}
    assert {"IPython", "nbformat", "jinja2"} <= blocked
    code = BLOCK.format(blocked=blocked, command=words[0])
    run = subprocess.run(
        [sys.executable, "-c", code, *words[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")


def test_grading_a_file_loads_nothing_that_only_others_need() -> None:
    code = (
        "import sys; import grader.cli.errors; print(*sorted(("
        "{name.partition('.')[0] for name in sys.modules} | {*sys.modules}) & {*sys.argv[1:]}))"
    )
    heavy = {"hypothesis", "numpy.random", "sqlite3", "yaml", "asyncio", *packages_of_extras()} - {
        "grader"
    }
    run = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True)
    assert (run.stdout, run.stderr) == ("\n", "")


def test_modules_can_be_read_at_a_sitting() -> None:
    long = {p.name: n for p in MODULES if (n := len(p.read_text("utf-8").splitlines())) > 350}
    assert long == {}
