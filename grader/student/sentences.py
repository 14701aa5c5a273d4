"""From what a worker says went wrong to one sentence for the student.

Everything in a worker's answer is the student's to forge, so each field is checked for its type,
cut, and rid of control characters.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from grader.student.errors import NotFound, NotWritten, Raised

_HINTS = {
    "EOFError": "Nobody is there to type: take values from the arguments, not from `input()`.",
    "SystemExit": "Do not call `exit()`: return the result instead.",
    "KeyboardInterrupt": "Do not raise `KeyboardInterrupt`: return the result instead.",
    "RecursionError": "The function calls itself without an end.",
    "ModuleNotFoundError": "Only Python, NumPy and the files that were handed in are there.",
    "IndentationError": "Use four spaces for each level, and no tabs.",
    "TabError": "Use four spaces for each level, and no tabs.",
}


def raised(report: Any, called: str) -> Raised:
    """Return the error for a worker's ``raised`` answer; `called` is what the judge asked for."""
    fields = report if isinstance(report, dict) else {}
    kind = _text(fields.get("type")) or "an exception"
    message = _text(fields.get("message"))
    where = _where(fields)
    source = _text(fields.get("source"))
    if fields.get("not_written") is True:
        return NotWritten(f"{called} is not written yet.", "", kind, where)
    what = f"{kind}: {message}" if message else kind
    place = f"{where}: " if where else ""
    if fields.get("unfit") is True:
        return Raised(f"{place}{called} does not take these arguments: {message}.", "", kind, where)
    sentence = f"{place}{called} raised {what}"
    sentence += f" (in `{source}`)" if source else ""
    hint = _HINTS.get(kind, "")
    if "read-only" in message:
        hint = "Do not change an argument in place: work on a copy, or compute a new array."
    return Raised(f"{sentence}.", hint, kind, where)


def missing(name: str, file: str, names: Iterable[str]) -> NotFound:
    """Return the error for a `file` without `name`, with the nearest of the `names` it has."""
    import difflib  # rarely needed, and a student waits for every import

    near = difflib.get_close_matches(name, names, n=2, cutoff=0.6)
    hint = f"It has {' and '.join(f'`{other}`' for other in near)}: rename it?" if near else ""
    return NotFound(f"{file} does not define `{name}`.", hint)


def _where(fields: dict[str, Any]) -> str:
    file, line = _text(fields.get("file")), fields.get("line")
    return f"{file}, line {line}" if file and isinstance(line, int) and line > 0 else file


def _text(value: Any, longest: int = 400) -> str:
    """Return printable text: one line, no control characters, cut in the middle if it is long."""
    if not isinstance(value, str):
        return ""
    line = " ".join(value.split())
    line = "".join(c if c.isprintable() else "?" for c in line)
    return line if len(line) <= longest else f"{line[: longest // 2]} … {line[-longest // 2 :]}"
