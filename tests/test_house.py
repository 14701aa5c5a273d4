"""The rules of the house: what may know what."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import grimp
import pytest
from grimp import ImportGraph

from tests.conftest import ROOT

GRADER = ROOT / "grader"
MODULES = sorted(GRADER.rglob("*.py"))
COURSE_WORDS = re.compile(r"\bmse|relu|softmax|\bbackprop\b|NeuralNetwork", re.IGNORECASE)
ROOMS = (
    *(
        "__main__",
        "cli",
        "watch",
        "overview",
        "audit",
        "batch",
        "release",
        "live",
        "report",
        "grading",
    ),
    *("submission", "course", "authoring", "untrusted", "sandbox", "checking", "version", "errors"),
)
"""What lies in `grader`; each may import what stands after it, and nothing before it."""

SCRIPTS = {"grader.sandbox.worker.launch", "grader.sandbox.worker.fork_server_script"}
"""Where a worker process begins."""

IN_A_WORKER = {
    "grader.live": "the student's own session does what a worker does",
    "grader.submission.notebook.convert": "it is a script in a process of its own",
}
"""Who else may import the worker's side, and why."""

TRUSTED = "grader.sandbox.client"
CLIENT_LAYERS = (
    ("remote", "session", "client", "scripts", "modules", "loading"),
    ("transport",),
    ("codec",),
    ("messages", "enhanced_messages", "misuse", "operands", "shapes", "indexing", "syntax"),
    ("errors", "limits", "source", "signature"),
)
"""The layers of the judge's side of the sandbox; each may import what stands after it."""

WORKER, PROTOCOL = "grader.sandbox.worker", "grader.sandbox.protocol"


@pytest.fixture(scope="session")
def graph() -> ImportGraph:
    """Return who imports whom; what is imported for type checking alone counts, too."""
    return grimp.build_graph("grader", include_external_packages=True, cache_dir=None)


def ours(graph: ImportGraph) -> list[str]:
    return sorted(name for name in graph.modules if name.partition(".")[0] == "grader")


def is_in(module: str, *packages: str) -> bool:
    return any(module == one or module.startswith(f"{one}.") for one in packages)


def code_without_docstrings(path: Path) -> str:
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            node.value.value = ""
    return ast.unparse(tree)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(GRADER)))
def test_framework_names_no_course_content(path: Path) -> None:
    assert not COURSE_WORDS.search(code_without_docstrings(path))


def faults(graph: ImportGraph) -> list[str]:
    """Return in what the imports break a rule: nothing, if all is well."""
    return [
        fault
        for module in ours(graph)
        for fault in (
            *wrong_room(module),
            *(
                f"{module} imports {other}"
                for other in sorted(graph.find_modules_directly_imported_by(module))
                if climbs(module, other)
                or crosses_the_line(module, other)
                or (is_in(module, TRUSTED) and layer(other) < layer(module))
            ),
        )
    ]


def wrong_room(module: str) -> Iterator[str]:
    if module != "grader" and module.split(".")[1] not in ROOMS:
        yield f"{module} is in no room"
    if is_in(module, "grader.sandbox") and module.count(".") > 1:
        place = module.split(".")[2]
        if place not in ("client", "worker", "protocol", "doctor"):
            yield f"{module} is on neither side"
    if is_in(module, TRUSTED) and module != TRUSTED and layer(module) == len(CLIENT_LAYERS):
        yield f"{module} is in no layer"


def layer(module: str) -> int:
    """Return which layer of the judge's side a module is in; one below all for any other."""
    names = module.removeprefix(f"{TRUSTED}.").split(".")
    found = [names[0] in layer and is_in(module, TRUSTED) for layer in CLIENT_LAYERS]
    return found.index(True) if any(found) else len(CLIENT_LAYERS)


def test_contributing_names_every_room_from_the_top_down() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = re.findall(r"^\| `([\w/]+)/` \|", text, re.MULTILINE)
    sides = [f"sandbox/{side}" for side in ("client", "worker", "protocol")]
    loose = {"__main__", "version", "errors"}
    expected = [side for room in ROOMS for side in (sides if room == "sandbox" else [room])]
    assert named == [room for room in expected if room not in loose]


def climbs(module: str, other: str) -> bool:
    """Whether an import leads to a room above; what `grader` itself imports late is its face."""
    if module == "grader" or not is_in(other, "grader"):
        return False
    if other == "grader":
        return not is_in(module, "grader.release")  # which packs all of it
    here, there = module.split(".")[1], other.split(".")[1]
    return here in ROOMS and there in ROOMS and ROOMS.index(there) < ROOMS.index(here)


def crosses_the_line(module: str, other: str) -> bool:
    """Whether an import is none that the two sides of the sandbox may have."""
    if is_in(module, WORKER, PROTOCOL):
        allowed = (PROTOCOL,) if is_in(module, PROTOCOL) else (PROTOCOL, WORKER)
        plain = other.partition(".")[0] in {*sys.stdlib_module_names, "numpy"}
        return not plain and not is_in(other, *allowed)
    return is_in(other, WORKER) and not is_in(module, *IN_A_WORKER)


def test_rooms_import_downwards_and_nothing_crosses_the_line(graph: ImportGraph) -> None:
    assert faults(graph) == []


BROKEN = {
    "grader.new": ("numpy", "grader.new is in no room"),
    "grader.sandbox.new": ("numpy", "grader.sandbox.new is on neither side"),
    "grader.checking.new": ("grader.grading.flow", "imports grader.grading.flow"),
    "grader.grading.new": ("grader", "imports grader"),
    "grader.sandbox.worker.new": ("msgspec", "imports msgspec"),
    "grader.sandbox.protocol.new": ("grader.sandbox.worker.plain", "imports grader.sandbox.worker"),
    "grader.sandbox.client.new": ("numpy", "grader.sandbox.client.new is in no layer"),
    "grader.sandbox.client.transport.new": (
        "grader.sandbox.client.client",
        "imports grader.sandbox.client.client",
    ),
    "grader.sandbox.client.transport.other": (
        "grader.sandbox.worker.plain",
        "imports grader.sandbox.worker",
    ),
}


@pytest.mark.parametrize("module", BROKEN)
def test_rules_are_broken_on_purpose(graph: ImportGraph, module: str) -> None:
    other, told = BROKEN[module]
    broken = deepcopy(graph)
    broken.add_module(module)
    broken.add_import(importer=module, imported=other)
    (fault,) = faults(broken)
    assert told in fault


def circles(graph: ImportGraph) -> list[tuple[str, str]]:
    """Return modules that import each other, by whatever way; one pair for each circle's edge."""
    modules = ours(graph)
    return [
        (module, other)
        for module in modules
        for other in sorted(graph.find_modules_directly_imported_by(module))
        if other in modules and graph.chain_exists(importer=other, imported=module)
    ]


def test_no_module_imports_itself_by_way_of_others(graph: ImportGraph) -> None:
    assert circles(graph) == []
    broken = deepcopy(graph)
    broken.add_import(importer="grader.errors", imported="grader.grading.flow")
    assert ("grader.errors", "grader.grading.flow") in circles(broken)


def test_worker_loads_nothing_of_the_trusted_side(graph: ImportGraph) -> None:
    code = (
        "import sys, types; package = types.ModuleType('grader');"
        f"package.__path__ = [{str(GRADER)!r}]; sys.modules['grader'] = package;"
        f"import {WORKER}.worker;"
        "print(*sorted(m for m in sys.modules if m.startswith('grader.')))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert f"{WORKER}.worker" in loaded
    assert {name for name in loaded if not is_in(name, WORKER, PROTOCOL)} == {"grader.sandbox"}
    reached = {name for one in SCRIPTS for name in graph.find_upstream_modules(one)}
    assert not {name for name in reached if is_in(name, TRUSTED)}


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
        ["grade", "task1", "--submission", str(ROOT / "solutions"), "--format", "html"],
        ["grade", "--help"],
        ["grader", "batch", "--help"],
        ["grader", "release", "--help"],
        ["grader", "doctor"],
    ],
    ids=lambda words: " ".join((*words[:2], *words[4:])),
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
        "import sys; before = {*sys.modules}; import grader.cli.errors;"
        "new = {*sys.modules} - before;"
        "print(*sorted(({name.partition('.')[0] for name in new} | new) & {*sys.argv[1:]}))"
    )
    heavy = {"hypothesis", "numpy.random", "sqlite3", "yaml", "asyncio", *packages_of_extras()} - {
        "grader"
    }
    run = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True)
    assert (run.stdout, run.stderr) == ("\n", "")


def test_modules_can_be_read_at_a_sitting() -> None:
    long = {p.name: n for p in MODULES if (n := len(p.read_text("utf-8").splitlines())) > 350}
    assert long == {}
