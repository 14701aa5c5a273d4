"""The documents that users read, and what of them is code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.conftest import ROOT

DOCUMENTS = (
    ROOT / "README.md",
    *sorted(path for path in (ROOT / "docs").glob("*.md")),
)
_FENCED = re.compile(
    r"^```(?P<language>\w*)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<body>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)


class Block(NamedTuple):
    """What stands between two fences.

    Attributes
    ----------
    language
        The word behind the fence: ``sh`` for lines that are typed, ``console`` for lines behind a
        ``$`` with what they print, ``python``, ``json`` and so on; nothing for what is printed.
    title
        The name of the file that it is, where it is one.
    body
        The text, with its last line end.
    span
        From where to where `body` reaches in the document.
    """

    language: str
    title: str
    body: str
    span: tuple[int, int]


def blocks(text: str) -> list[Block]:
    """Return the fenced blocks of a document, in their order."""
    return [
        Block(found["language"], found["title"] or "", found["body"], found.span("body"))
        for found in _FENCED.finditer(text)
    ]


def typed_lines(text: str, *languages: str) -> Iterator[str]:
    """Yield the lines to be typed of the blocks in `languages`, without what is said of them."""
    for block in blocks(text):
        if block.language in languages:
            for line in block.body.splitlines():
                if block.language != "console" or line.startswith("$ "):
                    yield re.split(r"\s+# ", line.removeprefix("$ "))[0].strip()


def quoted(text: str) -> list[str]:
    """Return what stands between backticks in the running text."""
    running = _FENCED.sub("", text)
    return [" ".join(code.split()) for code in re.findall(r"(?<!`)`([^`]+)`(?!`)", running)]


def without_code(text: str) -> str:
    """Return a document without its blocks and without what stands between backticks."""
    return re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", _FENCED.sub("", text), flags=re.DOTALL)


def within(path: Path) -> str:
    """Return the name of a document, as the repository has it."""
    return path.relative_to(ROOT).as_posix()
