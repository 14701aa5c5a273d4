"""Files that have the name of a Python file and are something else, as their first bytes tell."""

from __future__ import annotations

import re
from pathlib import Path

from grader.submission.submission import shown

MOST = 400_000
"""Bytes of a file that are looked at."""

_DELETE = "delete the lines that begin with"

_KINDS = (
    (
        rb"\s*<(?:!doctype\s+html|html|\?xml)\b",
        "is a web page, and not the file that it shows: download the file itself, which on GitHub "
        "is “Download raw file”.",
    ),
    (
        rb"\{\\rtf",
        "is a document in rich text: save it as plain text, which in TextEdit is “Format”, “Make "
        "Plain Text”.",
    ),
    (rb"%PDF-", "is a PDF: hand in the Python file that it shows."),
    (
        rb"PK\x03\x04|\x1f\x8b|7z\xbc\xaf|Rar!|\xd0\xcf\x11\xe0",
        "is an archive or an office document: hand in the Python file that is in it.",
    ),
    (rb"\xff\xfe|\xfe\xff", "is saved as UTF-16: save it as UTF-8."),
    (rb"\s*```", f"is Markdown: {_DELETE} ```."),
    (
        rb"\s*(?:>>> |In \[\d+\]: )",
        "was copied from a session, with its prompts: delete these, and what Python answered.",
    ),
)
_KNOWN = tuple((re.compile(begins, re.IGNORECASE), told) for begins, told in _KINDS)
_CONFLICT = tuple(
    re.compile(mark, re.MULTILINE) for mark in (rb"^<{7} ", rb"^={7}\r?$", rb"^>{7} ")
)
_UNSOLVED = (
    "has a conflict in it that Git could not solve: keep one of the two versions, and "
    f"{_DELETE} <<<<<<<, ======= and >>>>>>>."
)


def mistaken(path: Path) -> str:
    """Return what a file is that is no Python, and the cure; nothing where that is not known."""
    with path.open("rb") as file:
        data = file.read(MOST).removeprefix(b"\xef\xbb\xbf")
    told = next((told for begins, told in _KNOWN if begins.match(data)), "")
    if not told and all(mark.search(data) for mark in _CONFLICT):
        told = _UNSOLVED
    return f"{shown(path)} {told}" if told else ""
