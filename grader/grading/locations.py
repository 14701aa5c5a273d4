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
    """Return where a Python file defines a function or class, as far as its text tells.

    The file is looked at, not run: a line that begins with ``def name`` counts, and so does
    ``name =``. The last one holds, as it does for Python.
    """
    if path is None:
        return None
    begins = re.compile(rf"(?:(?:async\s+)?def\s+|class\s+)?{re.escape(name)}\s*[(:=]")
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            lines = file.read(MAX_SIZE).splitlines()
    except OSError as error:
        if not is_of_file(error):
            raise
        return None
    found = [number for number, line in enumerate(lines, 1) if begins.match(line)]
    return Place(file=path.name, line=found[-1]) if found else None
