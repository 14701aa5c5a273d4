"""Progress of work in stages, each of which has as many steps as it turns out to have."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress


class Stages:
    """A bar on standard error, if that is a terminal; it goes away when the work is done."""

    def __init__(self) -> None:
        self._progress: Progress | None = None

    def __enter__(self) -> Stages:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import Progress, TimeElapsedColumn

            columns = (*Progress.get_default_columns(), TimeElapsedColumn())
            self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
            self._progress.add_task("looking at the course", total=None)
            self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._progress is not None:
            self._progress.stop()

    def show(self, what: str, done: int, total: int) -> None:
        """Say what is being done, and how much of it is."""
        if self._progress is not None:
            task = self._progress.task_ids[0]
            self._progress.update(task, description=what, completed=done, total=total)
