"""Text that the student's code chose, made fit for one line of a report."""

from __future__ import annotations


def is_reserved(name: str) -> bool:
    """Whether Python and its libraries may try such a name on any object: ``__array__``."""
    return name.startswith("__") and name.endswith("__")


def printable(value: object, longest: int = 400) -> str:
    """Return one line without control characters, cut in the middle; no text gives no text."""
    if not isinstance(value, str):
        return ""
    line = " ".join(value.split())
    if len(line) > longest:
        line = f"{line[: longest // 2]} … {line[-longest // 2 :]}"
    return line if line.isprintable() else "".join(c if c.isprintable() else "?" for c in line)
