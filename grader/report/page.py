"""The page that a report is written on: how wide it is, what it can show, how text is set on it.

All text of a report passes through here, and is made harmless by `grader.untrusted.text`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.text import Text

from grader.untrusted.text import DASH, harmless, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 80
"""The width where nothing says another: in a pipe and in a file."""

WIDEST = 100
"""Lines longer than this are tiring to read, however wide the terminal is."""

NARROWEST = 10
"""A column of text is never narrower, even if the page then overflows."""


def make_console(stream: TextIO) -> Console:
    """Return a console for `stream`: as wide as it is, coloured where that is seen.

    Whether there is colour is rich's decision: on a terminal, unless ``NO_COLOR`` is set or
    ``TERM`` is ``dumb``; never in a pipe, unless ``FORCE_COLOR`` asks for it. ``COLUMNS`` says how
    wide the page is; without it, that is the width of the terminal up to 100, and 80 in a pipe.
    """
    return Console(
        file=stream,
        width=_width(stream),
        highlight=False,
        markup=False,
        emoji=False,
        force_jupyter=False,
    )


def plain_console(file: TextIO, width: int) -> Console:
    """Return a console for text without colour, `width` columns wide, whatever the environment."""
    return Console(
        file=file,
        width=width,
        color_system=None,
        force_terminal=False,
        force_jupyter=False,
        legacy_windows=False,
    )


@dataclass(frozen=True, slots=True)
class Page:
    """What lines are set on: a console, seen as a width and an encoding."""

    console: Console
    cells: bool = True
    """Whether a session that it belongs to has cells: a notebook has, a prompt and a script not."""

    @property
    def width(self) -> int:
        """How many columns there are."""
        return self.console.width

    @property
    def narrow(self) -> bool:
        """Whether indentation has to be saved."""
        return self.width < 60

    def shows(self, characters: str) -> bool:
        """Whether the page has these characters."""
        return _encodes(characters, self.console.encoding)

    def mark(self, name: str) -> str:
        """Return the sign for ``passed``, ``failed``, ``open`` or ``unclear``."""
        signs = {"passed": "✓", "failed": "✗", "open": DASH, "unclear": "!"}
        words = {"passed": "ok", "failed": "x ", "open": "- ", "unclear": "! "}
        return (signs if self.shows("".join(signs.values())) else words)[name]

    def text(self, text: str, style: str = "") -> Text:
        """Return foreign text, harmless, which may have several lines."""
        return Text(harmless(text, self.console.encoding), style=style)

    def line(self, text: str, style: str = "") -> Text:
        """Return foreign text, harmless, on one line."""
        return Text(one_line(text, self.console.encoding), style=style)

    def hang(self, head: Text, body: Text, width: int = 0) -> Iterator[Text]:
        """Yield `body`, wrapped to `width` (or the page), beside `head` on its first line."""
        room = max((width or self.width) - head.cell_len, NARROWEST)
        margin = Text(" " * head.cell_len)
        for number, line in enumerate(body.wrap(self.console, room, overflow="fold")):
            whole = (margin if number else head) + line
            whole.rstrip()
            yield whole

    def indent(self, columns: int, body: Text) -> Iterator[Text]:
        """Yield `body`, wrapped, with a margin on its left."""
        return self.hang(Text(" " * columns), body)

    def cut(self, columns: int, text: str, style: str = "") -> Text:
        """Return one line with a margin on its left, cut where the page ends."""
        room = max(self.width - columns, NARROWEST)
        line = self.text(text[: room + 1], style)  # nobody waits for a megabyte on one line
        if line.cell_len > room:
            ellipsis = self.text("…", "dim")
            line.truncate(room - ellipsis.cell_len, overflow="crop")
            line.append_text(ellipsis)
        line.rstrip()
        return Text(" " * columns) + line if line else line


def _encodes(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _width(stream: TextIO) -> int:
    """Return how many columns `stream` has."""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said) > 0:
        return int(said)
    try:
        columns = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError, AttributeError):
        columns = 0
    return min(columns, WIDEST) if columns > 0 else WIDTH
