"""The modules of one submission: what they are made of, and what came of loading them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec.structs import replace

from grader.sandbox.client.codec import Purpose
from grader.sandbox.client.errors import StudentError
from grader.sandbox.client.loading import AGAIN, Loaded, load
from grader.sandbox.client.messages import missing
from grader.sandbox.client.source import Source
from grader.sandbox.client.transport.connection import Connection
from grader.sandbox.protocol.frames import plain_frame


class Modules:
    """Loads the modules of a submission, each when it is first needed in a process.

    Parameters
    ----------
    worker
        Where they are loaded.
    """

    def __init__(self, worker: Connection) -> None:
        self._worker = worker
        self._sources: dict[str, Source] = {}
        self._known: dict[str, Loaded | StudentError] = {}

    def add(self, module: str, source: Source, *readable: Path) -> None:
        """Say what `module` is, and which files or folders it may read when it is loaded."""
        self._sources[module] = source
        self._worker.readable.update(map(str, readable))

    def know(self, other: Modules) -> None:
        """Know what others know of the same modules; none of them is loaded here by that."""
        self._sources |= other._sources
        self._known |= other._known
        self._worker.readable |= other._worker.readable

    def outcome(self, module: str) -> Loaded:
        """Return what came of loading a module; nothing, where it could not be loaded."""
        known = self._known.get(module)
        return known if isinstance(known, Loaded) else Loaded([])

    def load(self, module: str) -> None:
        """Import `module` unless that was done.

        Raises
        ------
        StudentError
            When the file cannot be imported: now and whenever it is asked for again.
        """
        known = self._known.get(module)
        if isinstance(known, StudentError):
            raise known
        source = self._sources[module]
        if source.request["op"] == "same":
            self._name(module, source)
            return
        for other in source.first:
            with suppress(StudentError):  # which is told where it is graded itself
                self.load(other)
        self._worker.ensure()
        if module in self._worker.defined:
            return
        limits = self._worker.limits
        slow = known is not None and known.slow
        seconds = min(limits.load, AGAIN) if slow else limits.load
        try:
            until = None if known is None else known.until
            loaded = load(self._worker, module, source, seconds, until)
            if until is not None and known is not None:
                loaded = replace(loaded, stopped=known.stopped, until=until)
            if loaded.stopped is not None and not loaded.names:
                raise loaded.stopped
        except StudentError as error:
            if self._worker.in_time():
                self._known[module] = error
            raise
        if known is not None:  # what it took too long for is said already
            loaded = replace(loaded, notes=known.notes, slow=slow or loaded.slow)
        self._known[module] = loaded
        self._worker.defined[module] = frozenset(loaded.names)

    def _name(self, module: str, source: Source) -> None:
        """Load the module that `module` is another name for, and let the process know of it."""
        other = source.request["of"]
        self.load(other)
        if module not in self._worker.defined:
            request = plain_frame({"module": module, **source.request})
            self._worker.load(request, self._worker.limits.load, Purpose(source.loading))
        self._known[module] = self.outcome(other)
        self._worker.defined[module] = frozenset(self.outcome(other).names)

    def require(self, module: str, name: str) -> None:
        """Load `module`; raise StudentError if that fails or it does not define `name`."""
        self.load(module)
        loaded = self.outcome(module)
        if name not in loaded.names:
            raise loaded.stopped or missing(name, self._sources[module].name, loaded.names)

    def references(self, module: str) -> dict[str, list[tuple[str, str]]]:
        """Return which functions of a module lead to which others of the submission.

        By name, pairs of another function's name and the module that it was defined in; nothing
        where the code keeps it from being told.
        """
        try:
            self.load(module)
            request = plain_frame({"op": "references", "on": module})
            what = Purpose("looking at its functions")
            _, header = self._worker.ask(request, self._worker.limits.call, what)
            return msgspec.convert(
                header.get("references"), dict[str, list[tuple[str, str]]], strict=True
            )
        except (StudentError, msgspec.ValidationError):
            return {}
