"""A progress bar for work that takes long enough to be noticed."""

from __future__ import annotations

import sys
import threading
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 0.7
"""Seconds that pass before anything is shown."""


class Bar:
    """A bar on standard error, if that is a terminal; it goes away when the work is done.

    Parameters
    ----------
    total
        How many steps there are.
    """

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._text = "grading"
        self._progress: Progress | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(PATIENCE, self._show)
        self._timer.daemon = True

    def __enter__(self) -> Bar:
        if sys.stderr.isatty():
            with suppress(RuntimeError):  # there is no thread left: then nothing is shown
                self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            if self._progress is not None:
                self._progress.stop()

    def step(self, text: str) -> None:
        """Say that one more step is done, as part of `text`."""
        with self._lock:
            self._done += 1
            self._text = text
            if self._progress is not None:
                task = self._progress.task_ids[0]
                self._progress.update(task, completed=self._done, description=text)

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import Progress

        with self._lock:
            self._progress = Progress(console=Console(stderr=True), transient=True)
            self._progress.add_task(self._text, total=self._total, completed=self._done)
            self._progress.start()
