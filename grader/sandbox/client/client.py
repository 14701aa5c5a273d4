"""The client of a worker process: modules, calls, and answers that are remembered.

A request becomes a frame in the codec, goes through the transport, and its answer is read in the
codec. Which requests may be answered from memory is decided here: those that start from a module's
own names and whose values all travel by copy. What an object answers depends on what was done to
it before, so it is always asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Protocol

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
from grader.sandbox.client.errors import Died, StudentError
from grader.sandbox.client.modules import Modules
from grader.sandbox.client.transport.connection import Connection
from grader.sandbox.protocol.frames import ProtocolError, plain_frame
from grader.sandbox.protocol.values import Handle

MAX_REMEMBERED = 1 << 18
"""Bytes of an answer that is remembered; a larger one is asked for again."""

MAX_BYTES = 64 << 20
"""Bytes of all answers together; what comes after that is asked for again."""


class Batched(Protocol):
    """The answers to many requests; `grader.grading.replay.responses` reads them."""

    def __len__(self) -> int:
        """Return how many bytes they have."""

    def answer(self, request: bytes) -> bytes:
        """Return the frame of the answer to a request; raises ProtocolError where none is."""


Response = bytes | Batched | StudentError
"""What comes of requests: of one an answer with a result or an error, of many all answers."""


class ResponseCache(dict[bytes, Response]):
    """What came of requests, by their frames: no more than the judge has room for."""

    def __init__(self) -> None:
        super().__init__()
        self._bytes = 0
        self._in_passing = False
        self._passing: dict[bytes, int] = {}

    def keep(self, requests: tuple[bytes, ...], came: Response) -> None:
        """Remember what came of requests, while there is room."""
        size = 0 if isinstance(came, StudentError) else len(came)
        if self._bytes + size <= MAX_BYTES:
            self._bytes += size
            self |= dict.fromkeys(requests, came)
            if self._in_passing:
                self._passing |= dict.fromkeys(requests, 0) | {requests[0]: size}

    def answer(self, request: bytes) -> bytes | None:
        """Return the frame of the answer to a request, if one is remembered."""
        came = self.get(request)
        if came is None or isinstance(came, StudentError):
            return None
        return came if isinstance(came, bytes) else came.answer(request)

    @contextmanager
    def keeping_in_passing(self) -> Iterator[None]:
        """Remember what comes of requests in here no longer than until `forget_passing`."""
        self._in_passing = True
        try:
            yield
        finally:
            self._in_passing = False

    def forget_passing(self) -> None:
        """Forget what was kept in passing."""
        for request, size in self._passing.items():
            self.pop(request, None)
            self._bytes -= size
        self._passing.clear()

    def clear(self) -> None:
        """Forget all of it."""
        super().clear()
        self._passing.clear()
        self._bytes = 0


class Client:
    """Asks a worker process, and remembers what came of requests that always come to the same.

    Parameters
    ----------
    worker
        The connection to the process.

    Attributes
    ----------
    modules
        The modules of the submission.
    responses
        What came of the requests of `recall` and `run`, by their frames.
    request_log
        The frames of all of these requests, in order, whether or not they went to the process.
    """

    def __init__(self, worker: Connection) -> None:
        self.responses = ResponseCache()
        self.request_log: list[bytes] = []
        self._worker = worker
        self.modules = Modules(worker)
        self._forgotten = 0
        self._keeps = False

    def call(
        self, on: str | Handle, name: str, arguments: tuple[Any, ...], *, watch: bool = False
    ) -> Answer:
        """Call a function of a module, or a method of an object on the other side.

        On `watch` the answer has the arguments as they look afterwards.
        """
        if isinstance(on, str):
            self._require(on, name)
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
            self.responses.pop(frame, None)
            raise self._worker.disturbed(purpose_of(request).what)
        return told

    def _recall(
        self, request: dict[str, Any], frame: bytes, watched: int, *, lasting: bool = True
    ) -> Answer:
        """Make a request, or repeat what came of it before."""
        self.request_log.append(frame)
        known = self.responses.get(frame)
        if isinstance(known, StudentError):
            raise known
        if known is not None:
            return self._parse(known, frame, lambda: purpose_of(request), watched)
        doing = purpose_of(request)
        try:
            for name in sorted(required(request)):
                self._require(request["on"], name)
            raw, _ = self._worker.ask(frame, self._worker.limits.call, doing)
            answer = self._parse(raw, frame, lambda: doing, watched)
        except StudentError as error:
            if lasting and self._worker.in_time():
                self.responses.keep((frame,), error)
            raise
        lasting = lasting and not has_handle([answer.result, answer.after])
        if lasting and len(raw) <= MAX_REMEMBERED:
            self.responses.keep((frame,), raw)
        return answer

    def ask_ahead(
        self,
        module: str,
        names: Collection[str],
        frames: tuple[bytes, ...],
        key: str,
        read: Callable[[bytes, tuple[bytes, ...]], Iterator[tuple[tuple[bytes, ...], Response]]],
    ) -> None:
        """Make requests that `recall` and `run` will be asked for, without a round trip for each.

        They need these `names` of a `module`; for the others, see `Connection.ask_ahead`.
        """
        try:
            for name in names:
                self._require(module, name)
        except StudentError:
            return
        for requests, came in self._worker.ask_ahead(frames, key, read):
            self.responses.keep(requests, came)

    @property
    def request_count(self) -> int:
        """How many requests were made so far."""
        return self._worker.request_count

    def _require(self, module: str, name: str) -> None:
        """Raise StudentError unless `module`, which is loaded by then, defines `name`."""
        if name not in self._worker.defined.get(module, ()):
            self.modules.require(module, name)

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
        return self._worker.generation, self._forgotten

    def _answer(self, frame: bytes, doing: Purpose, arguments: int = 0) -> Answer:
        raw, _ = self._worker.ask(frame, self._worker.limits.call, doing)
        return self._parse(raw, frame, lambda: doing, arguments)

    def _parse(
        self,
        answer: bytes | Batched,
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
            raw = answer if isinstance(answer, bytes) else answer.answer(frame)
            return parse_answer(raw, handle, arguments)
        except ProtocolError as error:
            raise self._worker.disturbed(doing().what) from error
