"""How a batch gets on: a bar on a terminal, plain lines in a log; both on standard error."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

import click

from grader.batch.table import Row

if TYPE_CHECKING:
    from rich.progress import Progress

PAUSE = 10.0
"""Seconds between two lines of a log."""


class Tally:
    """What both count; by itself it says nothing.

    Attributes
    ----------
    total, done, new
        How many submissions there are, had their turn, and were graded in this run.
    unclear
        How many could not be opened, or were failed by the grader.
    """

    def __init__(self) -> None:
        self.total = self.done = self.new = self.unclear = 0
        self._began = time.monotonic()

    def __enter__(self) -> Tally:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return

    def begin(self, total: int) -> None:
        """Learn how many submissions there are."""
        self.total = total

    def step(self, row: Row, *, new: bool) -> None:
        """Learn of a submission that is done, and whether it was graded just now."""
        self.done += 1
        self.new += new
        self.unclear += row.status != "graded"

    @property
    def rate(self) -> float:
        """Submissions that are graded a second, so far."""
        return self.new / max(time.monotonic() - self._began, 1e-9)

    def __str__(self) -> str:
        return f"{self.rate:.1f}/s, {self.unclear} to look at"


class Log(Tally):
    """Lines, of which a log does not get too many."""

    def __init__(self) -> None:
        super().__init__()
        self._next = time.monotonic() + PAUSE

    def begin(self, total: int) -> None:
        """Say how much there is to do."""
        super().begin(total)
        click.echo(f"{total} submissions", err=True)

    def step(self, row: Row, *, new: bool) -> None:
        """Say how far it is, now and then and at the end."""
        super().step(row, new=new)
        now = time.monotonic()
        if now >= self._next or self.done == self.total:
            self._next = now + PAUSE
            left = (self.total - self.done) / self.rate if self.rate else 0.0
            click.echo(f"{self.done}/{self.total} done, {self}, {left:.0f} s left", err=True)


class Bar(Tally):
    """A progress bar."""

    def __init__(self) -> None:
        super().__init__()
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        self._bar: Progress = Progress(
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.description}", markup=False),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )

    def __enter__(self) -> Bar:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def begin(self, total: int) -> None:
        """Show an empty bar."""
        super().begin(total)
        self._bar.add_task("", total=total)

    def step(self, row: Row, *, new: bool) -> None:
        """Let the bar grow."""
        super().step(row, new=new)
        self._bar.update(self._bar.task_ids[0], completed=self.done, description=str(self))


def watcher() -> Tally:
    """Return what fits standard error."""
    return Bar() if sys.stderr.isatty() else Log()
