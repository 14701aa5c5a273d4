"""The judge's side of one submission: its files, calls, objects, remembered results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from grader.sandbox.client.batched import MAX_REMEMBERED, BatchedResponse
from grader.sandbox.client.codec import (
    Answer,
    Purpose,
    Steps,
    has_handle,
    parse_answer,
    plain_argument,
    purpose_of,
    request_frame,
    required,
    script_frame,
)
from grader.sandbox.client.errors import Died, NotConfined, StudentError, Unavailable
from grader.sandbox.client.limits import Isolation, Limits
from grader.sandbox.client.loading import Loaded
from grader.sandbox.client.modules import Modules
from grader.sandbox.client.request_batches import batch_of
from grader.sandbox.client.response_cache import ResponseCache
from grader.sandbox.client.source import Source
from grader.sandbox.client.transport.connection import Connection
from grader.sandbox.client.transport.launcher import ForkServer
from grader.sandbox.client.transport.process import Process, WorkerProcess, forked
from grader.sandbox.client.transport.usage import Allowance
from grader.sandbox.protocol.frames import ProtocolError, plain_frame
from grader.sandbox.protocol.layers import level
from grader.sandbox.protocol.values import Handle

__all__ = ["Answer", "Isolation", "Limits", "NotConfined", "Session", "Unavailable"]


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
    parent
        A warm process that its processes are forked from, instead.
    total
        What the whole submission may take, in this session and others; without end if not given.

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
        parent: ForkServer | None = None,
        total: Allowance | None = None,
    ) -> None:
        start = start if parent is None else partial(forked, parent)
        self._parent = parent
        self.remembered = ResponseCache()
        self.recalled: list[bytes] = []
        self._worker = Connection(limits, spare, isolation or Isolation(), start, total)
        self._modules = Modules(self._worker)
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

    def add(self, module: str, source: Source, *readable: Path) -> None:
        """Say what `module` is, and which files or folders it may read when it is loaded."""
        self._modules.add(module, source, readable)

    def know(self, other: Session) -> None:
        """Know the modules that another session knows, and how loading them went there.

        Nothing else of it: its process, what it was asked and what it answered stay its own.
        """
        self._modules.know(other._modules)

    def outcome(self, module: str) -> Loaded:
        """Return what came of loading a module; nothing, where it could not be loaded."""
        return self._modules.outcome(module)

    def references(self, module: str) -> dict[str, list[tuple[str, str]]]:
        """Return which functions of a loaded module lead to which others of the submission.

        By name, pairs of another function's name and the module that it was defined in; nothing
        where the code keeps it from being told.
        """
        return self._modules.references(module)

    @property
    def left(self) -> float:
        """The seconds that are left of the task and of the submission."""
        return self._worker.budget.left

    def begin(self, limits: Limits, left: float | None = None) -> None:
        """Begin a task: everything from now on keeps to `limits`.

        All of it may take `limits.task`, or what another session `left` of that.
        """
        if limits != self.limits:  # what went over the old ones may keep to these
            self.remembered.clear()
        self._worker.begin(limits, limits.task if left is None else left)

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
        self._modules.load(module)

    def call(
        self, on: str | Handle, name: str, arguments: tuple[Any, ...], *, watch: bool = False
    ) -> Answer:
        """Call a function of a module, or a method of an object on the other side.

        On `watch` the answer has the arguments as they look afterwards.
        """
        if isinstance(on, str):
            self._modules.require(on, name)
        frame = self._frame(self._call_header(on, name, watch=watch), "args", list(arguments))
        return self._answer(frame, Purpose(f"`{name}`", name), len(arguments) if watch else 0)

    def recall(
        self, module: str, name: str, arguments: tuple[Any, ...], *, watch: bool = False
    ) -> Answer:
        """Do as `call`, or repeat what came of the very same call before.

        Only values are remembered: a call that takes or returns an object is always made.
        """
        header = self._call_header(module, name, watch=watch)
        frame = self._frame(header, "args", list(arguments))
        watched = len(arguments) if watch else 0
        return self._recall(header, frame, watched, lasting=not has_handle(arguments))

    def run(self, module: str, steps: Steps, want: Sequence[int]) -> list[Any]:
        """Do the steps of a script, or repeat what came of the very same script before.

        Parameters
        ----------
        module
            The module that the script starts from.
        steps
            The steps; see `grader.sandbox.worker.worker`. Their values are plain, but for a
            `Handle` with the number of an earlier step.
        want
            The numbers of the steps whose results are due, in ascending order.
        """
        request = {"op": "run", "on": module, "steps": steps, "want": list(want)}
        frame = script_frame(request)
        told = self._recall(request, frame, 0).result
        if type(told) is not list or len(told) != len(want) or has_handle(told):
            self.remembered.pop(frame, None)
            raise self._worker.disturbed(purpose_of(request).what)
        return told

    def _recall(
        self, request: dict[str, Any], frame: bytes, watched: int, *, lasting: bool = True
    ) -> Answer:
        """Make a request, or repeat what came of it before."""
        self.recalled.append(frame)
        known = self.remembered.get(frame)
        if isinstance(known, StudentError):
            raise known
        if known is not None:
            return self._parse(known, frame, lambda: purpose_of(request), watched)
        doing = purpose_of(request)
        try:
            for name in sorted(required(request)):
                self._modules.require(request["on"], name)
            raw, _, _ = self._worker.ask(frame, self.limits.call, doing)
            answer = self._parse(raw, frame, lambda: doing, watched)
        except StudentError as error:
            if lasting and self._worker.in_time():
                self.remembered.keep((frame,), error)
            raise
        lasting = lasting and not has_handle([answer.result, answer.after])
        if lasting and len(raw) <= MAX_REMEMBERED:
            self.remembered.keep((frame,), raw)
        return answer

    def prefetch(self, module: str, frames: Sequence[bytes], *, rare: bool = False) -> None:
        """Make requests that `recall` and `run` will be asked for, without a round trip for each.

        They are for one `module`, and are what `recalled` held when the same checks ran before.
        Where they are `rare`, they are not told to a fork server.
        """
        new = tuple(frame for frame in dict.fromkeys(frames) if frame not in self.remembered)
        key, names = batch_of(new, None if rare else self._parent)
        try:
            for name in names:
                self._modules.require(module, name)
        except StudentError:
            return
        for requests, came in self._worker.ask_ahead(new, key):
            # An object is made anew for each call; the word may also stand in a text by chance.
            if not isinstance(came, bytes) or (
                len(came) <= MAX_REMEMBERED and b'"handle"' not in came
            ):
                self.remembered.keep(requests, came)

    @property
    def asked(self) -> int:
        """How many requests were made so far."""
        return self._worker.asked

    def _call_header(self, on: str | Handle, name: str, *, watch: bool = False) -> dict[str, Any]:
        header = {"op": "call", "on": self._on(on), "name": name}
        return header | {"watch": True} if watch else header

    def _frame(self, header: dict[str, Any], key: str, value: Any) -> bytes:
        return request_frame(header, key, value, self._plain)

    def get(self, on: Handle, name: str) -> Any:
        """Return the attribute `name`."""
        request = plain_frame({"op": "get", "on": self._on(on), "name": name})
        return self._answer(request, Purpose(f"reading `{name}`", name)).result

    def set(self, on: Handle, name: str, value: Any) -> None:
        """Set the attribute `name`."""
        header = {"op": "set", "on": self._on(on), "name": name}
        frame = self._frame(header, "value", value)
        self._answer(frame, Purpose(f"setting `{name}`", name))

    def forget(self) -> None:
        """Let the other side drop all kept objects, if there are any."""
        if not self._keeps:
            return
        self._keeps = False
        self._forgotten += 1
        # Where this fails, the process and all that it kept are gone.
        with suppress(StudentError):
            self._answer(plain_frame({"op": "forget"}), Purpose("letting go of results"))

    def _on(self, on: str | Handle) -> str | int:
        return on if isinstance(on, str) else self._plain(on).number

    def _plain(self, value: Any) -> Any:
        """Return the argument in a form that can travel; raises TypeError for no such value."""
        if isinstance(value, Handle):
            if value.home != self._home:
                raise Died(f"The {value.type_name} object was lost when its process ended.")
            return value
        return plain_argument(value)

    @property
    def _home(self) -> tuple[object, int]:
        """Where the objects live that handles stand for now."""
        return self._worker.era, self._forgotten

    def _answer(self, frame: bytes, doing: Purpose, arguments: int = 0) -> Answer:
        raw, _, _ = self._worker.ask(frame, self.limits.call, doing)
        return self._parse(raw, frame, lambda: doing, arguments)

    def _parse(
        self,
        answer: bytes | BatchedResponse,
        frame: bytes,
        doing: Callable[[], Purpose],
        arguments: int,
    ) -> Answer:
        """Return what an answer says; raises StudentError when it says nothing sensible."""
        home = self._home

        def handle(number: int, name: str) -> Handle:
            self._keeps = True
            return Handle(number, name, home)

        try:
            raw = answer.answer(frame) if isinstance(answer, BatchedResponse) else answer
            return parse_answer(raw, handle, arguments)
        except ProtocolError as error:
            raise self._worker.disturbed(doing().what) from error
