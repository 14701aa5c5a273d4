"""Where in a submission something is, for whoever jumps there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.errors import is_of_file
from grader.grading.result import Place
from grader.untrusted.filenames import kind

if TYPE_CHECKING:
    from pathlib import Path

    from grader.sandbox.client.errors import StudentError

MAX_SIZE = 1 << 20
"""Characters of a file that are looked at."""


def place_of(error: StudentError) -> Place | None:
    """Return where the student's code failed, if it is known and in a Python file."""
    if not error.line or kind(error.file) != "python":
        return None
    return Place(file=error.file, line=error.line)


def definition(path: Path | None, name: str) -> Place | None:
    """Return where a Python file defines a function, class or method, as far as its text tells.

    The file is looked at, not run: a line that begins with ``def name`` counts, and so does
    ``name =``. The last one holds, as it does for Python. Of a method, ``Layer.forward``, it is the
    first one after the line of its class, or that line where there is none.
    """
    if path is None:
        return None
    name, _, method = name.partition(".")
    begins = re.compile(rf"(?:(?:async\s+)?def\s+|class\s+)?{re.escape(name)}\s*[(:=]")
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            lines = file.read(MAX_SIZE).splitlines()
    except OSError as error:
        if not is_of_file(error):
            raise
        return None
    found = [number for number, line in enumerate(lines, 1) if begins.match(line)]
    if not found:
        return None
    inside = re.compile(rf"\s+(?:async\s+)?def\s+{re.escape(method)}\s*\(") if method else None
    for number, line in enumerate(lines[found[-1] :], found[-1] + 1):
        if inside is None or (line[:1].strip() and not line.startswith(("#", ")"))):
            break
        if inside.match(line):
            return Place(file=path.name, line=number)
    return Place(file=path.name, line=found[-1])
