"""The screen that `grade --watch` draws on: the report, and below it a line with the keys."""

from __future__ import annotations

from io import StringIO
from typing import NamedTuple

from rich.console import Console
from rich.live import Live
from rich.text import Text

from grader.grading.result import Report
from grader.report.page import WIDEST
from grader.report.terminal import render

KEYS = "n next  h hint  a all  q quit"


class Frame(NamedTuple):
    """What is on the screen.

    Attributes
    ----------
    report
        What is shown of the report; None as long as there is none.
    notice
        A sentence in its place.
    status
        How far it is, for the last line.
    top
        The first line of the report that is shown.
    """

    report: Report | None
    notice: str
    status: str
    top: int = 0


class Screen:
    """A terminal's other screen, which leaves what was there before as it was.

    Parameters
    ----------
    console
        The terminal.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, screen=True, auto_refresh=False)

    def open(self) -> None:
        """Show an empty screen."""
        self._live.start()

    def close(self) -> None:
        """Show what was there before."""
        self._live.stop()

    @property
    def rows(self) -> int:
        """How many lines of a report fit."""
        return max(self._console.height - 1, 1)

    def draw(self, frame: Frame) -> int:
        """Show a frame; return the largest `top` that makes sense for it."""
        lines = self._lines(frame)
        last = max(len(lines) - self.rows, 0)
        top = min(frame.top, last)
        seen = lines[top : top + self.rows]
        seen += [Text()] * (self.rows - len(seen))
        more = f"↑↓ {top + 1}-{top + self.rows} of {len(lines)}  " if last else ""
        bar = Text(f" {frame.status}  {more}", style="reverse", no_wrap=True, overflow="crop")
        room = self._console.width - bar.cell_len - len(KEYS) - 1
        bar.append(" " * max(room, 0) + KEYS + " ")
        text = Text("\n", no_wrap=True, overflow="crop").join([*seen, bar])
        self._live.update(text, refresh=True)
        return last

    def _lines(self, frame: Frame) -> list[Text]:
        """Return the report as lines that are as wide as the screen, or less."""
        if frame.report is None:
            return list(Text(frame.notice).wrap(self._console, self._console.width))
        file = StringIO()
        page = Console(
            file=file,
            width=min(self._console.width, WIDEST),
            force_terminal=True,
            color_system="standard" if self._console.color_system else None,
            highlight=False,
            markup=False,
            emoji=False,
        )
        render(frame.report, page, everything=True)
        return [Text.from_ansi(line) for line in file.getvalue().splitlines()]
