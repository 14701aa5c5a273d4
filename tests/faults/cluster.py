"""A Dask cluster that loses a worker in each round, and gets another one."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.batch.test_cluster import Dask


class Cluster:
    """A scheduler and a worker that is started again whenever it is killed.

    Parameters
    ----------
    folder
        Where its files are; it is made.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._dask = Dask(folder, dict(os.environ))
        self._nanny = self._dask.worker("nursed", "--nanny", "--nthreads", "2")

    def close(self) -> None:
        """End it."""
        self._dask.end()

    @contextmanager
    def losing(self, number: int) -> Iterator[list[str]]:
        """Kill the worker at some moment of the block; give the options to use the cluster."""
        moment = random.Random(number).uniform(0.5, 4.0)  # noqa: S311
        timer = threading.Timer(moment, self._lose)
        timer.start()
        try:
            yield ["--cluster", self._dask.address]
        finally:
            timer.cancel()
            timer.join()

    def _lose(self) -> None:
        for children in Path(f"/proc/{self._nanny.pid}/task").glob("*/children"):
            for pid in map(int, children.read_text().split()):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
