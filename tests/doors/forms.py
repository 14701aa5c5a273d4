"""Samples, and the forms in which they can be handed in."""

from __future__ import annotations

import ast
import itertools
import json
import shutil
import zipfile
from collections.abc import Callable, Sequence
from importlib.util import decode_source
from pathlib import Path
from typing import NamedTuple

from grader.course.course import Course, load_task, student_file
from tests.conftest import SAMPLES
from tests.submission.writing import notebook_of


class Sample(NamedTuple):
    """A sample submission: its task, the name of its file, its text and what lies beside it."""

    name: str
    task: str
    file: str
    source: Path
    beside: Path | None

    @property
    def text(self) -> str:
        """Return the text of its file, in whatever encoding it says that it is."""
        return decode_source(self.source.read_bytes())


def samples(course: Course, ids: Sequence[str] = ()) -> list[Sample]:
    """Return all right and wrong samples, or those of some tasks; the tasks take turns."""
    found = [_of_task(course, file.id) for file in course.select(tuple(ids))]
    return [s for some in itertools.zip_longest(*found) for s in some if s is not None]


def _of_task(course: Course, task: str) -> list[Sample]:
    (file,) = course.select((task,))
    name = student_file(file, load_task(file))
    paths = [[*sorted((SAMPLES / kind / task).iterdir())] for kind in ("right", "wrong")]
    mixed = [p for pair in itertools.zip_longest(*paths) for p in pair if p is not None]
    return [_sample(path, task, name) for path in mixed if path.name != "__pycache__"]


def _sample(path: Path, task: str, file: str) -> Sample:
    name = f"{path.parent.parent.name}-{task}-{path.stem}"
    if not path.is_dir():
        return Sample(name, task, file, path, None)
    source = next(p for p in (path / file, path / f"{task}.py") if p.is_file())
    return Sample(name, task, file, source, path)


def as_file(sample: Sample, folder: Path) -> Path:
    """Write the file, with what lies beside it; return its path."""
    _beside(sample, folder)
    shutil.copy(sample.source, folder / sample.file)
    return folder / sample.file


def as_zip(sample: Sample, folder: Path) -> Path:
    """Write a zip in the place of the folder; return its path."""
    as_file(sample, folder)
    path = folder.with_name(f"{folder.name}.zip")
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(p for p in folder.rglob("*") if p.is_file()):
            archive.write(file, file.relative_to(folder))
    shutil.rmtree(folder)
    return path


def as_notebook(sample: Sample, folder: Path) -> Path:
    """Write a notebook with a cell for each function; return its path."""
    return _notebook(sample, folder, cells_of(sample.text))


def as_cell(sample: Sample, folder: Path) -> Path:
    """Write a notebook of one cell; return its path."""
    return _notebook(sample, folder, [sample.text])


def _notebook(sample: Sample, folder: Path, cells: Sequence[str]) -> Path:
    _beside(sample, folder)
    path = folder / "work.ipynb"
    path.write_text(notebook_of(*cells), "utf-8")
    return path


def cells_of(text: str) -> list[str]:
    """Return the text cut before each function and class, and after it."""
    lines = text.splitlines(keepends=True)
    cells: list[str] = []
    last, was_code = 0, False
    for node in ast.parse(text).body:
        is_code = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        decorators = node.decorator_list if is_code else []
        first = min([node.lineno, *(d.lineno for d in decorators)]) - 1
        if (is_code or was_code) and first > last:
            cells.append("".join(lines[last:first]))
            last = first
        was_code = is_code
    return [*cells, "".join(lines[last:])]


def _beside(sample: Sample, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if sample.beside is not None:
        skip = shutil.ignore_patterns("__pycache__", sample.source.name)
        shutil.copytree(sample.beside, folder, ignore=skip, dirs_exist_ok=True)


class Form(NamedTuple):
    """A form that a submission of a class can have.

    Attributes
    ----------
    short
        What the name of such a submission ends with.
    write
        Writes a sample in this form, to a folder of the submission's name or beside it.
    """

    short: str
    write: Callable[[Sample, Path], Path]


FORMS = {
    "folder": Form("folder", as_file),
    "notebook, a cell a function": Form("cells", as_notebook),
    "notebook, one cell": Form("cell", as_cell),
    "zip in a batch": Form("zip", as_zip),
}


def to_json(found: Sequence[Sample]) -> str:
    """Return samples for another process."""
    return json.dumps([[str(field) if field else "" for field in sample] for sample in found])


def from_json(text: str) -> list[Sample]:
    """Return samples that another process was told of."""
    return [
        Sample(name, task, file, Path(source), Path(beside) if beside else None)
        for name, task, file, source, beside in json.loads(text)
    ]
