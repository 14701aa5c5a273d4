"""The sessions of one submission, one after the other: hidden checks share theirs with no other."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from functools import partial

from grader.sandbox.client.limits import Isolation, Limits
from grader.sandbox.client.session import Session
from grader.sandbox.client.transport.launcher import ForkServer
from grader.sandbox.client.transport.process import WorkerProcess, forked
from grader.sandbox.client.transport.usage import Allowance


class Sessions:
    """Begins the sessions in which one submission is graded.

    Parameters
    ----------
    total
        What the whole submission may take.
    isolation
        How far it has to be kept apart.
    parent
        A warm process to fork from. Without it, each process is started while the one before is at
        work.
    spare
        The first process, where it was started earlier.
    due
        How many sessions there will be at most.
    """

    def __init__(
        self,
        total: Allowance,
        isolation: Isolation,
        parent: ForkServer | None,
        spare: WorkerProcess | None,
        due: int,
    ) -> None:
        self._total = total
        self._isolation = isolation
        self._parent = parent
        self._spare = spare
        self._due = due
        self._open = ExitStack()
        self._begun: list[Session] = []

    def visible(self, limits: Limits) -> Session:
        """Return a session for checks that are not hidden."""
        spare, parent = self._take(), self._parent
        session = Session(limits, spare, self._isolation, parent=parent, total=self._total)
        return self._begin(session)

    def hidden(self, limits: Limits, of: Session) -> Session:
        """Return a session for hidden checks, with the modules of one that is over by then.

        The parent that its process is forked from is not told what it will be asked, as all other
        forks would have that in their memory.
        """
        of.close()
        start = partial(forked, self._parent) if self._parent else WorkerProcess
        session = Session(limits, self._take(), self._isolation, start, total=self._total)
        session.know(of)
        return self._begin(session)

    @property
    def layers(self) -> dict[str, bool]:
        """For each layer whether it held in all processes so far; empty before the first."""
        layers: dict[str, bool] = {}
        for session in self._begun:
            for name, held in session.layers.items():
                layers[name] = held and layers.get(name, True)
        return layers

    def close(self) -> None:
        """End all that is left."""
        self._open.close()

    def _begin(self, session: Session) -> Session:
        self._open.callback(session.close)
        self._begun.append(session)
        return session

    def _take(self) -> WorkerProcess | None:
        """Return the process that was started ahead, and start the next one."""
        taken, self._spare = self._spare, None
        self._due -= 1
        if self._parent is None and self._due > 0:
            with suppress(OSError):  # then it is started when it is needed, or not at all
                self._spare = WorkerProcess()
                self._open.callback(self._spare.close)
        return taken
