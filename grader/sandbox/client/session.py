"""The session of one submission: its process, its files, its limits, and what they allow to ask."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from grader.sandbox.client.client import Client
from grader.sandbox.client.limits import Isolation, Limits
from grader.sandbox.client.source import Source
from grader.sandbox.client.transport.connection import Connection
from grader.sandbox.client.transport.launcher import ForkServer
from grader.sandbox.client.transport.process import Process, WorkerProcess, forked
from grader.sandbox.client.transport.usage import Allowance


class Session(Client):
    """A worker process for one submission, replaced by a fresh one after a hang or a crash.

    Parameters
    ----------
    limits
        What the student's code may use up, until `begin` says otherwise.
    spare
        A process that was started earlier, for the first worker.
    isolation
        How far its process has to be confined.
    start
        Starts a process.
    parent
        A warm process that its processes are forked from, instead.
    total
        What the whole submission may take, in this session and others; without end if not given.

    Attributes
    ----------
    fork_server
        The same as `parent`.
    """

    def __init__(
        self,
        limits: Limits,
        spare: Process | None = None,
        isolation: Isolation | None = None,
        start: Callable[[], Process] = WorkerProcess,
        parent: ForkServer | None = None,
        total: Allowance | None = None,
    ) -> None:
        start = start if parent is None else partial(forked, parent)
        super().__init__(Connection(limits, spare, isolation or Isolation(), start, total))
        self.fork_server = parent

    @property
    def layers(self) -> dict[str, bool]:
        """For each layer whether it held before the student's code was met; empty before that."""
        return self._worker.layers

    def add_file(self, module: str, path: Path, *, alone: bool = False) -> None:
        """Say in which file `module` is, in a folder without symbolic links.

        It is imported when it is first needed. The rest of the folder is readable, unless the file
        is `alone`.
        """
        self.modules.add(module, Source.file(path), path if alone else path.parent)

    def know(self, other: Session) -> None:
        """Know the modules that another session knows, and how loading them went there.

        Nothing else of it: its process, what it was asked and what it answered stay its own.
        """
        self.modules.know(other.modules)

    @property
    def left(self) -> float:
        """The seconds that are left of the task and of the submission."""
        return self._worker.budget.left

    def begin(self, limits: Limits, left: float | None = None) -> None:
        """Begin a task: everything from now on keeps to `limits`.

        All of it may take `limits.task`, or what another session `left` of that.
        """
        if limits != self._worker.limits:  # what went over the old ones may keep to these
            self.responses.clear()
        self._worker.begin(limits, limits.task if left is None else left)

    def take_output(self) -> str:
        """Return what the student's code printed since the last time."""
        return self._worker.take_output()

    def renew(self) -> None:
        """Go on in a fresh process, which knows nothing of what was asked before."""
        self._worker.close()
        self.responses.clear()

    def close(self) -> None:
        """End the process; a later call would start a fresh one."""
        self._worker.close()
