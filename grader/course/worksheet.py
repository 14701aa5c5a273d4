"""Notebooks for students, made of what there is already: the stubs and the handout.

Each assignment gets one, ``<assignment>.ipynb``, with a cell that installs the grader, and three
cells for each task: the section of the handout, the stub, and the check. A section belongs to the
task whose id its heading begins with: ``## Task 1: ...`` to ``task1``.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from grader.authoring.task import Task
from grader.course.course import Course, TaskFile, load_task, student_file
from grader.course.faults import at
from grader.course.stubs import text_of
from grader.untrusted.filenames import shown

Cell = dict[str, Any]

SETUP = """\
# {title}

This notebook holds the tasks of the assignment: for each, what it is about, a cell to write in, and
a cell that checks it.

1. Write your code where `raise NotImplementedError` stands.
2. Run that cell, so that the notebook knows your function as it is now.
3. Run the cell below it: `check("{task}")`. `check()` checks every task that is complete.
4. Stuck? `check("{task}", hint=True)` shows a hint, and then the next one.

**In Jupyter.** Leave this notebook in the folder that you were given: the next cell finds the
grader there and installs it, and `check` finds the tasks.

**In Colab.** A notebook is alone there. The next cell asks you for a file: choose `colab.zip` from
the folder that you were given. It is the grader, with all that the checks need.

If a check does not end, interrupt it with ■. Before you hand in this file, choose "Restart and run
all" and save it: what counts is what the cells do from top to bottom. `grade --submission
{name}` shows what it is worth.
"""


INSTALL = """\
# Installs the grader where it is missing. Run this cell first.
try:
    import grader
except ImportError:
    import importlib
    import subprocess
    import sys
    import zipfile
    from pathlib import Path

    here = Path.cwd()
    if "google.colab" in sys.modules and not any(here.glob("gradient_grader-*.whl")):
        from google.colab import files

        print("Choose colab.zip, from the folder that you were given.")
        for name in files.upload():
            zipfile.ZipFile(name).extractall(here)
    wheels = [w for folder in (here, *here.parents) for w in folder.glob("gradient_grader-*.whl")]
    if not wheels:
        raise FileNotFoundError(
            f"No grader (gradient_grader-….whl) in {here} or above it: put this notebook back into "
            "the folder that you were given."
        ) from None
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", wheels[0]], check=True)
    importlib.invalidate_caches()
"""
"""A cell that installs what `grader release` put beside the notebook, or into ``colab.zip``."""

IMPORT = "import"
"""Stands for the name of an import: no function can be called so."""


class Piece(msgspec.Struct, frozen=True):
    """A statement of a stub with the comments above it, and the function or class it defines."""

    name: str
    text: str


def worksheets(course: Course, stubs: dict[Path, str]) -> dict[Path, str]:
    """Return the notebook of every assignment: where it belongs, and what it should say.

    Parameters
    ----------
    course
        The course.
    stubs
        The stubs, by their paths.

    Raises
    ------
    CourseError
        When a check file cannot be loaded.
    """
    made = {}
    for assignment in dict.fromkeys(file.assignment for file in course.tasks):
        tasks = [(f, load_task(f)) for f in course.tasks if f.assignment == assignment]
        folder = course.assignments / assignment
        own = sorted({student_file(file, task) for file, task in tasks})
        pieces = {n: _pieces(stubs[folder / n], own) for n in own if folder / n in stubs}
        path = folder / f"{assignment}.ipynb"
        made[path] = _notebook(list(_cells(tasks, pieces, _handout(folder), path.name)))
    return made


def _cells(
    tasks: Sequence[tuple[TaskFile, Task]],
    stubs: dict[str, list[Piece]],
    handout: list[str],
    name: str,
) -> Iterator[Cell]:
    sections = {key: section for section in handout[1:] if (key := _key(section))}
    ids = [file.id for file, _ in tasks]
    title = handout[0].splitlines()[0].lstrip("# ") if handout[0] else tasks[0][0].assignment
    yield _markdown("setup", SETUP.format(title=title, task=ids[0], name=name))
    yield _code("install", INSTALL)
    imports = [p.text for pieces in stubs.values() for p in pieces if p.name == IMPORT]
    yield _code("import", "\n".join([*dict.fromkeys(imports), "", "from grader import check"]))
    first = next((i for i, s in enumerate(handout[1:], 1) if _key(s) in ids), 1)
    for number, section in enumerate(handout[1:first], start=1):
        yield _markdown(f"handout-{number}", section)
    code_of = {key: [p for p in some if p.name != IMPORT] for key, some in stubs.items()}
    for (file, task), code in zip(tasks, _code_of(tasks, code_of), strict=True):
        section = sections.get(file.id, f"## {file.id}: {task.title}")
        yield _markdown(f"{file.id}-handout", section if code else section + _above(task))
        if code:
            yield _code(f"{file.id}-code", code)
        yield _code(f"{file.id}-check", f'check("{file.id}")')


def _above(task: Task) -> str:
    """Return where to write a task that has no cell of its own."""
    names = " and ".join(f"`{name}`" for name in task.functions)
    begin = "begins" if len(task.functions) == 1 else "begin"
    return f"\n\nWrite it above, where {names} {begin}, and run that cell again before you check."


def _code_of(
    tasks: Sequence[tuple[TaskFile, Task]], stubs: dict[str, list[Piece]]
) -> Iterator[str]:
    """Yield for each task the part of its stub that no cell above has.

    What is given in a stub, and was written or given in a task above, must not take its place.
    """
    above: set[str] = set()
    for file, task in tasks:
        name = student_file(file, task)
        later = {
            function
            for other, one in tasks
            if student_file(other, one) == name
            for function in one.functions
        } - set(task.functions)
        pieces = [piece for piece in stubs.get(name, []) if piece.name not in later]
        stubs[name] = [piece for piece in stubs.get(name, []) if piece.name in later]
        known = [p for p in pieces if p.name in above and p.name not in task.functions]
        new = [piece.text for piece in pieces if piece not in known]
        above |= {piece.name for piece in pieces if piece.name}
        note = [f"# Defined above: {', '.join(p.name for p in known)}."] if known and new else []
        yield "\n".join([*note, *new]).strip("\n")


def _pieces(stub: str, files: Sequence[str]) -> list[Piece]:
    """Return the statements of a stub, without its docstring and imports from `files`."""
    lines = stub.splitlines()
    start = 0
    pieces = []
    for node in ast.parse(stub).body:
        assert node.end_lineno is not None  # noqa: S101 - parsed from text, it has its lines
        text = "\n".join(lines[start : node.end_lineno])
        start = node.end_lineno
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            pieces.append(Piece(node.name, text))
        elif isinstance(node, ast.ImportFrom) and f"{node.module}.py" in files:
            pass  # it is in this very notebook
        elif isinstance(node, ast.Import | ast.ImportFrom):
            pieces.append(Piece(IMPORT, text.strip("\n")))
        elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            pieces.append(Piece("", text))
    return pieces


def _handout(folder: Path) -> list[str]:
    """Return what stands above the first section of the handout, and its sections."""
    path = folder / "README.md"
    sections = [""]
    fenced = False
    for line in text_of(path).splitlines() if path.is_file() else ():
        fenced ^= line.startswith("```")
        if line.startswith("## ") and not fenced:
            sections.append("")
        sections[-1] += f"{line}\n"
    return [section.strip() for section in sections]


def demands(handout: Path, file: TaskFile, task: Task) -> Iterator[str]:
    """Yield what of a task its handout does not name: its section, and each of its functions."""
    if not handout.is_file():
        yield (
            f"{shown(handout)}: there is no handout for {file.id}. Write it, with a section "
            f'"## {file.id}: {task.title}" that says all that the checks ask for.'
        )
        return
    text = text_of(handout)
    if file.id not in map(_key, _handout(handout.parent)[1:]):
        yield (
            f"{at(handout, 1)}: no section for {file.id}. Write one with the heading "
            f'"## {file.id}: {task.title}", which says all that the checks ask for.'
        )
    for name in task.functions:
        last = name.rpartition(".")[2]
        if not re.search(rf"\b{re.escape(last)}\b", text):
            yield (
                f"{at(handout, 1)}: `{name}` of {file.id} is asked for and not named: say what "
                "it takes and what it returns."
            )


def _key(section: str) -> str:
    """Return the id that the heading of a section begins with: task1 for "## Task 1: ..."."""
    heading = section.splitlines()[0].partition(":")[0]
    return re.sub(r"\W", "", heading).lower()


def _markdown(id_: str, source: str) -> Cell:
    return {"cell_type": "markdown", "id": id_, "metadata": {}, "source": _lines(source)}


def _code(id_: str, source: str) -> Cell:
    cell = {"cell_type": "code", "id": id_, "metadata": {}, "source": _lines(source)}
    return cell | {"execution_count": None, "outputs": []}


def _lines(source: str) -> list[str]:
    return source.strip("\n").splitlines(keepends=True)


def _notebook(cells: list[Cell]) -> str:
    """Return the text of a notebook, as Jupyter writes it."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    whole = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
