"""The judge's side of reading a notebook: a process of its own takes the file apart.

Nothing of a notebook is run while it is read. Still it is a text that nobody has seen, and a JSON
parser, `nbformat` and IPython's transformer can be made to recurse, to fill the memory or to take
for ever. In a process with limits on time and memory, which has given up its rights, that is one
sentence for the student, and what it writes is checked like anything else that comes from them.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from grader.errors import UsageError
from grader.student.children import environment
from grader.submission import shown

MAX_FILE = 20 << 20
SECONDS = 10.0
MAX_ANSWER = 8 << 20

INSTALL = "pip install nbformat ipython"


class Unreadable(Exception):
    """The notebook cannot be graded; the text is a sentence for the student."""


class _Answer(msgspec.Struct, frozen=True):
    cells: list[tuple[int, str]] = []
    problem: str = ""


def read_notebook(path: Path) -> list[tuple[int, str]]:
    """Return number and Python of each code cell of the notebook at `path`.

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
    if size > MAX_FILE:
        raise Unreadable(
            f"{shown(path)} has {size / 1e6:,.0f} MB, and {MAX_FILE / 1e6:,.0f} MB are the most: "
            "clear all outputs and save it again."
        )
    answer = _convert(path)
    if answer.problem:
        raise Unreadable(f"{shown(path)} {answer.problem}")
    return answer.cells


def require_extra() -> None:
    """Raise UsageError, with the cure, when what reads notebooks is not installed."""
    missing = [name for name in ("nbformat", "IPython") if importlib.util.find_spec(name) is None]
    if missing:
        raise UsageError(f"Grading a notebook takes {' and '.join(missing)}: {INSTALL}")


def _convert(path: Path) -> _Answer:
    with tempfile.TemporaryDirectory(prefix="grade-") as scratch:
        output = Path(scratch, "answer")
        with path.open("rb") as notebook, output.open("wb") as answer:
            try:
                run = subprocess.run(  # noqa: S603 - our own script, no shell
                    [
                        *(sys.executable, "-I", "-W", "ignore"),
                        str(Path(__file__).with_name("convert.py")),
                        *(json.dumps([entry for entry in sys.path if entry]), scratch),
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
