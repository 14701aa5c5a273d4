"""The judge's conversation with one submission: its files, calls, objects, remembered results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from grader.student.confinement import level
from grader.student.conversation import Conversation, NotConfined, Process, Unavailable
from grader.student.errors import Died, StudentError
from grader.student.frames import ProtocolError, parse_frame, plain_frame
from grader.student.limits import Isolation, Limits
from grader.student.process import WorkerProcess
from grader.student.sentences import cell_notes, missing
from grader.student.source import Source
from grader.student.values import Foreign, Handle, Reader, TooLarge, Writer

MAX_REMEMBERED = 1 << 18
"""Bytes of an answer that is remembered; a larger one is asked for again."""

__all__ = ["Answer", "Isolation", "Limits", "NotConfined", "Session", "Unavailable"]


class Answer(msgspec.Struct, frozen=True):
    """What a call came to.

    Attributes
    ----------
    result
        What was returned.
    after
        The objects that were passed, as they look afterwards: of a list, the elements that it held
        when it was passed.
    kept
        A handle of the result, if it was kept.
    rebound
        For each argument, whether it is a list that holds other objects now.
    """

    result: Any
    after: list[Any]
    kept: Handle | None = None
    rebound: list[bool] = []


class Session:
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

    Attributes
    ----------
    remembered
        What came of the calls that `recall` made, by the frames of their requests.
    recalled
        The frames of all requests that `recall` got, in order.
    """

    def __init__(
        self,
        limits: Limits,
        spare: Process | None = None,
        isolation: Isolation | None = None,
        start: Callable[[], Process] = WorkerProcess,
    ) -> None:
        self.remembered: dict[bytes, bytes | StudentError] = {}
        self.recalled: list[bytes] = []
        self._worker = Conversation(limits, spare, isolation or Isolation(), start)
        self._sources: dict[str, Source] = {}
        self._names: dict[str, list[str] | StudentError] = {}
        self._notes: dict[str, tuple[str, ...]] = {}
        self._loaded: dict[str, object] = {}  # in which era of the worker
        self._forgotten = 0
        self._keeps = False

    @property
    def limits(self) -> Limits:
        """What the student's code may use up."""
        return self._worker.limits

    @property
    def layers(self) -> dict[str, bool]:
        """For each layer whether it held before the student's code was met; empty before that."""
        return self._worker.layers

    @property
    def isolation(self) -> str:
        """How far the student's code was confined; empty before there was a process for it."""
        return level(self.layers) if self.layers else ""

    def add_file(self, module: str, path: Path, *, alone: bool = False) -> None:
        """Say where `module` is; it is imported when it is first needed.

        Parameters
        ----------
        module
            The module's name.
        path
            Its file, in a folder without symbolic links.
        alone
            Whether the rest of its folder is not to be readable.
        """
        self.add(module, Source.file(path), path if alone else path.parent)

    def add(self, module: str, source: Source, readable: Path | None = None) -> None:
        """Say what `module` is, and which file or folder it may read when it is loaded."""
        self._sources[module] = source
        if readable is not None:
            self._worker.readable.add(str(readable))

    def defined(self, module: str) -> list[str]:
        """Return the names that a module defines that was loaded."""
        names = self._names.get(module)
        return names if isinstance(names, list) else []

    def notes(self, module: str) -> tuple[str, ...]:
        """Return a sentence for each cell that raised when a notebook was loaded."""
        return self._notes.get(module, ())

    def references(self, module: str) -> dict[str, list[tuple[str, str]]]:
        """Return which functions of a loaded module lead to which others of the submission.

        By name, pairs of another function's name and the module that it was defined in; nothing
        where the code keeps it from being told.
        """
        try:
            self.load(module)
            request = plain_frame({"op": "references", "on": module})
            what = "looking at its functions"
            _, header, _ = self._worker.ask(request, self.limits.call, what)
            return msgspec.convert(
                header.get("references"), dict[str, list[tuple[str, str]]], strict=True
            )
        except (StudentError, msgspec.ValidationError):
            return {}

    def begin(self, limits: Limits) -> None:
        """Begin a task: everything from now on keeps to `limits`, `limits.task` for all of it."""
        if limits != self.limits:  # what went over the old ones may keep to these
            self.remembered.clear()
        self._worker.begin(limits)

    def take_output(self) -> str:
        """Return what the student's code printed since the last time."""
        return self._worker.take_output()

    def close(self) -> None:
        """End the process; a later call would start a fresh one."""
        self._worker.close()

    def load(self, module: str) -> None:
        """Import `module` unless that was done.

        Raises
        ------
        StudentError
            When the file cannot be imported: now and whenever it is asked for again.
        """
        if isinstance(known := self._names.get(module), StudentError):
            raise known
        self._worker.ensure()
        if self._loaded.get(module) is self._worker.era:
            return
        source = self._sources[module]
        request = plain_frame({"module": module, **source.request})
        try:
            _, header, _ = self._worker.ask(request, self.limits.load, source.loading)
        except StudentError as error:
            if self._worker.in_time():
                self._names[module] = error
            raise
        names = header.get("names")
        names = names if isinstance(names, list) else []
        self._names[module] = [name for name in names if isinstance(name, str)]
        self._notes[module] = cell_notes(header.get("faults"), source.name)
        self._loaded[module] = self._worker.era

    def _require(self, module: str, name: str) -> None:
        """Load `module`; raise StudentError if that fails or it does not define `name`."""
        self.load(module)
        names = self._names[module]
        if isinstance(names, list) and name not in names:
            raise missing(name, self._sources[module].name, names)

    def call(
        self, on: str | Handle, name: str, arguments: tuple[Any, ...], *, keep: bool = False
    ) -> Answer:
        """Call a function of a module, or a method of an object on the other side."""
        if isinstance(on, str):
            self._require(on, name)
        frame = self._call_frame(on, name, arguments, keep=keep)
        return self._answer(frame, f"`{name}`", name, len(arguments) if keep else 0)

    def recall(
        self, module: str, name: str, arguments: tuple[Any, ...], *, watch: bool = False
    ) -> Answer:
        """Call a function, or repeat what came of the very same call before.

        Only values are remembered: a call that takes or returns an object is always made. On
        `watch` the answer has the arguments as they look afterwards.
        """
        frame = self._call_frame(module, name, arguments, watch=watch)
        watched = len(arguments) if watch else 0
        self.recalled.append(frame)
        known = self.remembered.get(frame)
        if isinstance(known, StudentError):
            raise known
        if known is not None:
            _, header, body = parse_frame(known)
            return self._parse(header, body, f"`{name}`", watched)
        lasting = not _has_handle(arguments)
        try:
            self._require(module, name)
            raw, header, body = self._worker.ask(frame, self.limits.call, f"`{name}`", name)
            answer = self._parse(header, body, f"`{name}`", watched)
        except StudentError as error:
            if lasting and self._worker.in_time():
                self.remembered[frame] = error
            raise
        lasting = lasting and not _has_handle([answer.result, answer.after])
        if lasting and len(raw) <= MAX_REMEMBERED:
            self.remembered[frame] = raw
        return answer

    def prefetch(self, module: str, frames: Sequence[bytes]) -> None:
        """Make calls that `recall` will be asked for, without a round trip for each.

        Parameters
        ----------
        module
            The module that is called.
        frames
            What `recalled` held when the same checks ran before.
        """
        new = [frame for frame in dict.fromkeys(frames) if frame not in self.remembered]
        calls = [(frame, str(parse_frame(frame)[1]["name"])) for frame in new]
        try:
            for name in {name for _, name in calls}:
                self._require(module, name)
        except StudentError:
            return
        for frame, answer in zip(new, self._worker.ask_ahead(calls), strict=False):
            # An object is made anew for each call; the word may also stand in a text by chance.
            if isinstance(answer, StudentError) or (
                len(answer) <= MAX_REMEMBERED and b'"handle"' not in answer
            ):
                self.remembered[frame] = answer

    def _call_frame(
        self,
        on: str | Handle,
        name: str,
        arguments: tuple[Any, ...],
        *,
        keep: bool = False,
        watch: bool = False,
    ) -> bytes:
        header = {"op": "call", "on": self._on(on), "name": name, "keep": keep}
        if watch:
            header["watch"] = True
        return self._frame(header, "args", list(arguments))

    def _frame(self, header: dict[str, Any], key: str, value: Any) -> bytes:
        """Return the frame of a request with a value under `key`."""
        writer = Writer(self._plain)
        try:
            header[key] = writer.node(value)
            return writer.frame(header)
        except TooLarge as error:
            name = header["name"]
            raise StudentError(
                f"`{name}` should get an earlier result, but it is {error}."
            ) from None

    def get(self, on: Handle, name: str) -> Any:
        """Return the attribute `name`."""
        request = plain_frame({"op": "get", "on": self._on(on), "name": name})
        return self._answer(request, f"reading `{name}`", name).result

    def set(self, on: Handle, name: str, value: Any) -> None:
        """Set the attribute `name`."""
        header = {"op": "set", "on": self._on(on), "name": name}
        self._answer(self._frame(header, "value", value), f"setting `{name}`", name)

    def value(self, kept: Handle) -> Any:
        """Return a kept object as it looks now."""
        request = plain_frame({"op": "value", "on": self._on(kept)})
        return self._answer(request, "reading the result again").result

    def forget(self) -> None:
        """Let the other side drop all kept objects, if there are any."""
        if not self._keeps:
            return
        self._keeps = False
        self._forgotten += 1
        # Where this fails, the process and all that it kept are gone.
        with suppress(StudentError):
            self._answer(plain_frame({"op": "forget"}), "letting go of results")

    def _on(self, on: str | Handle) -> str | int:
        return on if isinstance(on, str) else self._plain(on).number

    def _plain(self, value: Any) -> Any:
        """Return the argument in a form that can travel; raises TypeError for no such value."""
        if isinstance(value, Handle):
            if value.home != self._home:
                raise Died(f"The {value.type_name} object was lost when its process ended.")
            return value
        if isinstance(value, Foreign):
            problem = f"A result that another call should get is {value.description}."
            raise StudentError(problem)
        if isinstance(value, np.ndarray | np.generic):
            return np.asarray(value)
        raise TypeError(f"a {type(value).__name__} cannot be an argument of the student's code")

    @property
    def _home(self) -> tuple[object, int]:
        """Where the objects live that handles stand for now."""
        return self._worker.era, self._forgotten

    def _answer(self, frame: bytes, what: str, name: str = "", arguments: int = 0) -> Answer:
        _, header, body = self._worker.ask(frame, self.limits.call, what, name)
        return self._parse(header, body, what, arguments)

    def _parse(self, header: dict[str, Any], body: bytes, what: str, arguments: int) -> Answer:
        """Return what an answer says; raises StudentError when it says nothing sensible."""
        home = self._home

        def handle(number: int, name: str) -> Handle:
            self._keeps = True
            return Handle(number, name, home)

        try:
            reader = Reader(body, handle, own=False)
            kept, after = header.get("kept"), header.get("after", [])
            rebound = header.get("rebound", [])
            for told in (after, rebound):
                if type(told) is not list or len(told) != arguments:
                    raise ProtocolError("an answer about other arguments")
            return Answer(
                reader.value(header.get("result")),
                [reader.value(node) for node in after],
                handle(kept, "result") if type(kept) is int else None,
                [value is True for value in rebound],
            )
        except ProtocolError as error:
            raise self._worker.disturbed(what) from error


def _has_handle(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return any(_has_handle(element) for element in value)
    return isinstance(value, Handle)
