"""The judge's side of reading a notebook: a process of its own takes the file apart.

Nothing of a notebook is run while it is read. Still it is a text that nobody has seen, and a JSON
parser, `nbformat` and IPython's transformer can be made to recurse, to fill the memory or to take
for ever. So they run in a process that has given up its rights, under limits on time and memory.
Where that fails, the student reads one sentence. What the process writes is checked like anything
else that comes from students.
"""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from grader.errors import UsageError, install_line
from grader.sandbox.client.transport.launcher import environment
from grader.submission.submission import shown
from grader.untrusted.sizes import MAX_NOTEBOOK

MAX_SCRIPT = 1 << 20
"""Bytes of a Python file: a larger one is not looked at."""

SECONDS = 10.0
MAX_ANSWER = 8 << 20

_LOOKS_LIKE_ONE = re.compile(
    rb"""\A(?:\xef\xbb\xbf)?\s*\{.*"(?:cells|worksheets)" # the JSON of a notebook
    |^[ \t]*(?:[\w.,\ \t]+=[ \t]*)?[!%][ \t]*[A-Za-z%]    # a magic or a shell line
    |\bget_ipython\(\)
    |Automatically\ generated\ by\ Colab                  # the head that it writes
    |^\#\ Commented\ out\ IPython\ magic                  # as it does it
    """,
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
_RENAMED = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{(?=.*"cells")(?=.*"nbformat")', re.DOTALL)


class Unreadable(Exception):
    """The notebook cannot be graded; the text is a sentence for the student."""


class Cells(msgspec.Struct, frozen=True):
    """The number and the Python of each cell of a notebook, and sentences about its file."""

    cells: Sequence[tuple[int, str]]
    notes: tuple[str, ...] = ()


class _Answer(msgspec.Struct, frozen=True):
    cells: list[tuple[int, str]] = []
    found: Literal["", "renamed", "saved"] = msgspec.field(default="", name="is")
    problem: str = ""


def read_notebook(path: Path) -> Cells:
    """Return the code cells of the notebook at `path`.

    Raises
    ------
    Unreadable
        When it is no notebook, or one that nobody writes by hand.
    grader.errors.UsageError
        When what reads notebooks is not installed.
    """
    require_extra()
    if path.resolve() != path.absolute():
        raise Unreadable(f"{shown(path)} is a symbolic link, and those are not followed.")
    size = path.stat().st_size
    if size > MAX_NOTEBOOK:
        raise Unreadable(
            f"{shown(path)} has {size / 1e6:,.0f} MB, and {MAX_NOTEBOOK / 1e6:,.0f} MB are the "
            "most: clear all outputs and save it again."
        )
    answer = _convert(path, "notebook")
    if answer.problem:
        raise Unreadable(f"{shown(path)} {answer.problem}")
    return Cells(answer.cells)


def read_script(path: Path) -> Cells | None:
    """Return the cells of a notebook that has the name of a Python file, and a sentence about it.

    None for a Python file, and for one with a notebook's lines where what reads notebooks is not
    installed.

    Raises
    ------
    Unreadable
        When it is a notebook that cannot be run.
    """
    with path.open("rb") as file:
        data = file.read(MAX_SCRIPT)
    if _RENAMED.match(data) and _missing():
        raise Unreadable(
            f"{shown(path)} is a notebook with the name of a Python file. Export its code as "
            "Python, and hand that in."
        )
    if len(data) == MAX_SCRIPT or not _LOOKS_LIKE_ONE.search(data) or _missing():
        return None
    answer = _convert(path, "script")
    if answer.problem:
        raise Unreadable(f"{shown(path)} {answer.problem}")
    told = {
        "renamed": f"{path.name} is a notebook with the name of a Python file, and was graded as "
        f"what it is. Call it {path.stem}.ipynb.",
        "saved": f"{path.name} is a notebook that was saved as Python, and was graded as a "
        "notebook. Hand in the notebook itself, or delete the lines that begin with ! and %, and "
        "those that call get_ipython().",
    }
    return Cells(answer.cells, (told[answer.found],)) if answer.found else None


def require_extra() -> None:
    """Raise UsageError, with the cure, when what reads notebooks is not installed."""
    if missing := _missing():
        cure = install_line("nbformat", "ipython")
        raise UsageError(f"Grading a notebook takes {' and '.join(missing)}: {cure}")


def _missing() -> list[str]:
    return [name for name in ("nbformat", "IPython") if importlib.util.find_spec(name) is None]


def _convert(path: Path, kind: Literal["notebook", "script"]) -> _Answer:
    with tempfile.TemporaryDirectory(prefix="grade-") as scratch:
        output = Path(scratch, "answer")
        with path.open("rb") as notebook, output.open("wb") as answer:
            try:
                run = subprocess.run(  # noqa: S603 - our own script, no shell
                    [
                        *(sys.executable, "-I", "-W", "ignore"),
                        str(Path(__file__).with_name("convert.py")),
                        *(json.dumps([entry for entry in sys.path if entry]), scratch, kind),
                    ],
                    stdin=notebook,
                    stdout=answer,
                    stderr=subprocess.PIPE,
                    env=environment() | {"HOME": scratch, "IPYTHONDIR": scratch},
                    timeout=SECONDS,
                    start_new_session=True,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                raise _too_much(path, f"reading it took longer than {SECONDS:g} seconds") from None
        return _parse(path, run, output)


def _parse(path: Path, run: subprocess.CompletedProcess[bytes], output: Path) -> _Answer:
    if run.returncode < 0 or b"MemoryError" in run.stderr:
        raise _too_much(path, "reading it took more memory or time than there is")
    if run.returncode:
        raise RuntimeError(f"notebooks cannot be read here: {run.stderr.decode(errors='replace')}")
    with output.open("rb") as answer:
        try:
            return msgspec.json.decode(answer.read(MAX_ANSWER), type=_Answer)
        except msgspec.DecodeError as error:
            raise _too_much(path, f"reading it broke off ({error})") from error


def _too_much(path: Path, what: str) -> Unreadable:
    return Unreadable(f"{shown(path)} is no notebook that a person writes: {what}.")
