"""Lines of solutions in what students get: each of its files is searched before it is written.

A line is found whatever the spaces in it and whatever stands around it, in text and code, in the
cells and outputs of notebooks, and in files within zips and wheels. A line that says little, such
as ``return x``, is nobody's secret. Nor is what any solution gives outside of its markers: in a
docstring, or because a later task has the functions of an earlier one.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from grader.course.course import Course
from grader.course.stubs import shared_out
from grader.sandbox.protocol import tree
from grader.submission.submission import shown

TELLING = 4
"""So many names, numbers and operators make a line of code one that gives something away."""

TELLING_BY_CHANCE = 8
"""So many of them it takes where equal lines come about by chance: the head of a loop or an `if`,
and the code of the grader itself."""

_TOKEN = re.compile(r"\d+\.\d*|\w+|[-+*/@%<>=!&|^~]+|[^\w\s]")
_BRACKETS = frozenset("()[]{},.:;\"'`")
_HEAD = re.compile(r"(if|elif|else|for|while|with|try|except|def|class|import|from)\b")
_TEMPLATES = "grader/course/templates/"
"""What `grader new` begins with, in the wheel: anybody can read that."""

_PACKED = (".zip", ".whl")


class Leak(NamedTuple):
    """A line of a solution, and where it stands in what would be written."""

    place: str
    solution: str
    line: int
    code: str

    def __str__(self) -> str:
        return f"{self.place} has line {self.line} of {self.solution}: `{self.code}`"


class _Secret(NamedTuple):
    words: str
    telling: int
    leak: Leak


def leaks(course: Course, files: Mapping[str, bytes]) -> list[Leak]:
    """Return where files would give away lines of the course's solutions.

    Parameters
    ----------
    course
        The course.
    files
        What is to be written, by paths with ``/``.
    """
    secrets = list(_secrets(course))
    found = []
    for name, data in files.items():
        for place, line, own in _lines(name, data):
            words = _words(line)
            found += [
                secret.leak._replace(place=place)
                for secret in secrets
                if secret.words in words and (not own or secret.telling >= TELLING_BY_CHANCE)
            ]
    return found


def _secrets(course: Course) -> Iterator[_Secret]:
    """Yield the lines that nobody must see."""
    paths = sorted(course.solutions.glob("*/*.py"))
    shared = {path: shared_out(path.read_text("utf-8"), shown(path)) for path in paths}
    known = _words("\n".join(given for _, given in shared.values()))
    for path, (lines, _) in shared.items():
        for number, code in lines:
            words = _words(code)
            telling = sum(word not in _BRACKETS for word in words.split())
            enough = TELLING_BY_CHANCE if _HEAD.match(code) else TELLING
            if telling >= enough and words not in known:
                yield _Secret(words, telling, Leak("", shown(path), number, code))


def _words(text: str) -> str:
    """Return a text as words with one space around each, so that spaces make no difference."""
    return f" {' '.join(_TOKEN.findall(text))} "


def _lines(name: str, data: bytes, packed: str = "") -> Iterator[tuple[str, str, bool]]:
    """Yield all lines of a file with their places, and whether it is the grader's own code."""
    path = f"{packed}{name}"
    if name.endswith(_PACKED):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                if member.startswith(_TEMPLATES):
                    continue
                yield from _lines(member, archive.read(member), f"{path}/")
        return
    text = data.decode("utf-8", "replace")
    own = ".whl/" in packed
    if name.endswith(".ipynb") and (lines := _of_notebook(path, text)) is not None:
        yield from lines
        return
    for number, line in enumerate(text.splitlines(), start=1):
        yield f"{path}:{number}", line, own


def _of_notebook(path: str, text: str) -> list[tuple[str, str, bool]] | None:
    """Return the lines of a notebook's cells, with what was saved of their output; None if none."""
    try:
        cells = json.loads(text)["cells"]
        return [
            (f"{path}: cell {number}, {place}", line, False)
            for number, cell in enumerate(cells, start=1)
            for place, line in _of_cell(cell)
        ]
    except (ValueError, KeyError, TypeError):
        return None


def _of_cell(cell: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the lines of a cell, then all else that is text in it, such as its output."""
    for number, line in enumerate("".join(cell.get("source", "")).splitlines(), start=1):
        yield f"line {number}", line
    beside = {key: value for key, value in cell.items() if key != "source"}
    for text in filter(lambda leaf: isinstance(leaf, str), tree.leaves(beside)):
        for line in text.splitlines():
            yield "below its code", line
