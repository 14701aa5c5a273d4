"""What a cell awaits outside of functions; a part of the worker, imported when one does.

Jupyter runs an event loop beside the cells. Python's own wants sockets, which this process may not
have, so this one knows of time and of nothing else.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from typing import Any


class _Loop(asyncio.BaseEventLoop):
    """A loop without files and sockets: it is its own selector, and waits by sleeping."""

    def __init__(self) -> None:
        super().__init__()
        self._selector = self

    def select(self, seconds: float | None) -> list[Any]:
        """Wait so long; nothing can happen in between, and so nothing is waited for without end."""
        if seconds is None:
            for task in asyncio.all_tasks(self):
                task.cancel("nobody here will ever do what it awaits")
        time.sleep(seconds or 0.0)
        return []

    def _process_events(self, events: list[Any]) -> None:
        """Do nothing, as there are none."""

    def _write_to_self(self) -> None:
        """Wake nobody: no other thread waits."""


def outcome(awaited: Coroutine[Any, Any, Any]) -> Any:
    """Return what a coroutine comes to."""
    loop = _Loop()
    try:
        return loop.run_until_complete(awaited)
    finally:
        loop.close()
