"""The judge's conversation with one submission: time limits, fresh workers, remembered results."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from grader.student.errors import Died, StudentError, TimedOut
from grader.student.frames import PREFIX, ProtocolError, parse_header, parse_prefix
from grader.student.process import WorkerProcess
from grader.student.sentences import missing, raised
from grader.student.values import Handle, Reader, Writer


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds of wall time; a right submission needs a thousandth of each."""

    call: float = 5.0
    load: float = 10.0
    task: float = 60.0
    start: float = 60.0


class Unavailable(Exception):  # noqa: N818 - a state of this machine, not of the submission
    """No worker process could be started: no fault of the submission."""


class Answer(msgspec.Struct, frozen=True):
    """What a call came to: the result, the arguments afterwards, a handle if it was kept."""

    result: Any
    after: list[Any]
    kept: Handle | None


class Session:
    """A worker process for one submission, replaced by a fresh one after a hang or a crash.

    Parameters
    ----------
    limits
        The time limits.
    spare
        A process that was started earlier, for the first worker.
    """

    def __init__(self, limits: Limits, spare: WorkerProcess | None = None) -> None:
        self.limits = limits
        self.isolation = ""
        self._spare = spare
        self._process: WorkerProcess | None = None
        self._processes = 0
        self._exchanges = 0
        self._deadline = float("inf")
        self._files: dict[str, Path] = {}
        self._names: dict[str, list[str] | StudentError] = {}
        self._loaded: set[str] = set()
        self.remembered: dict[bytes, bytes | StudentError] = {}
        self._output: list[str] = []

    def add_file(self, module: str, path: Path) -> None:
        """Say where `module` is; it is imported when it is first needed."""
        self._files[module] = path.resolve()

    def allow(self, seconds: float) -> None:
        """Give everything from now on `seconds` of wall time together."""
        self._deadline = time.monotonic() + seconds

    def take_output(self) -> str:
        """Return what the student's code printed since the last time."""
        if self._process is not None:
            self._output.append(self._process.take_output())
        text = "".join(self._output)
        self._output.clear()
        return text

    def close(self) -> None:
        """End the process; a later call would start a fresh one."""
        for process in (self._process, self._spare):
            if process is not None:
                process.close()
        self._process = self._spare = None

    def load(self, module: str) -> None:
        """Import `module` unless that was done.

        Raises
        ------
        StudentError
            When the file cannot be imported: now and whenever it is asked for again.
        """
        if isinstance(known := self._names.get(module), StudentError):
            raise known
        self._ensure_process()
        if module in self._loaded:
            return
        path = self._files[module]
        request = Writer(_plain).frame({"op": "load", "module": module, "path": str(path)})
        try:
            header, _ = _split(self._ask(request, self.limits.load, f"importing {path.name}"))
        except StudentError as error:
            self._names[module] = error
            raise
        names = header.get("names")
        names = names if isinstance(names, list) else []
        self._names[module] = [name for name in names if isinstance(name, str)]
        self._loaded.add(module)

    def _require(self, module: str, name: str) -> None:
        """Load `module`; raise StudentError if that fails or it does not define `name`."""
        self.load(module)
        names = self._names[module]
        if isinstance(names, list) and name not in names:
            raise missing(name, self._files[module].name, names)

    def call(
        self, on: str | Handle, name: str, arguments: tuple[Any, ...], *, keep: bool = False
    ) -> Answer:
        """Call a function of a module, or a method of an object on the other side."""
        if isinstance(on, str):
            self._require(on, name)
        frame = self._call_frame(on, name, arguments, keep)
        return self._parse(self._ask(frame, self.limits.call, f"`{name}`"), f"`{name}`")

    def recall(self, module: str, name: str, arguments: tuple[Any, ...]) -> Answer:
        """Call a function, or repeat what came of the very same call before.

        Only values are remembered: a call that takes or returns an object is always made.
        """
        frame = self._call_frame(module, name, arguments, keep=False)
        known = self.remembered.get(frame)
        if known is None:
            known = self._try(module, name, frame)
            if not _has_handle(arguments):
                self.remembered[frame] = known
        if isinstance(known, StudentError):
            raise known
        answer = self._parse(known, f"`{name}`")
        if _has_handle(answer.result):
            self.remembered.pop(frame, None)
        return answer

    def _try(self, module: str, name: str, frame: bytes) -> bytes | StudentError:
        try:
            self._require(module, name)
            return self._ask(frame, self.limits.call, f"`{name}`")
        except StudentError as error:
            return error

    def _call_frame(
        self, on: str | Handle, name: str, arguments: tuple[Any, ...], keep: bool
    ) -> bytes:
        writer = Writer(self._plain)
        nodes = [writer.node(argument) for argument in arguments]
        return writer.frame(
            {"op": "call", "on": self._on(on), "name": name, "args": nodes, "keep": keep}
        )

    def get(self, on: str | Handle, name: str) -> Any:
        """Return the attribute `name`."""
        request = {"op": "get", "on": self._on(on), "name": name}
        return self._answer(Writer(_plain).frame(request), f"reading `{name}`").result

    def set(self, on: Handle, name: str, value: Any) -> None:
        """Set the attribute `name`."""
        writer = Writer(self._plain)
        node = writer.node(value)
        request = {"op": "set", "on": self._on(on), "name": name, "value": node}
        self._answer(writer.frame(request), f"setting `{name}`")

    def value(self, kept: Handle) -> Any:
        """Return a kept object as it looks now."""
        request = {"op": "value", "on": self._on(kept)}
        return self._answer(Writer(_plain).frame(request), "the result").result

    def forget(self) -> None:
        """Let the other side drop all kept objects."""
        if self._process is not None:
            self._answer(Writer(_plain).frame({"op": "forget"}), "letting go of results")

    def _on(self, on: str | Handle) -> str | int:
        return on if isinstance(on, str) else self._plain(on).number

    def _plain(self, value: Any) -> Any:
        if isinstance(value, Handle) and value.process != self._processes:
            raise Died(f"the {value.type_name} object was lost when its process ended.")
        return _plain(value)

    def _answer(self, frame: bytes, what: str) -> Answer:
        return self._parse(self._ask(frame, self.limits.call, what), what)

    def _parse(self, raw: bytes, what: str) -> Answer:
        """Return what an answer's frame says; raises StudentError when it says nothing sensible."""
        try:
            header, body = _split(raw)
            reader = Reader(body, lambda n, name: Handle(n, name, self._processes), own=False)
            kept = header.get("kept")
            return Answer(
                reader.value(header.get("result")),
                [reader.value(node) for node in header.get("after") or []],
                Handle(kept, "result", self._processes) if isinstance(kept, int) else None,
            )
        except (ProtocolError, TypeError) as error:
            self._drop_process()
            raise Died(f"{what} ended in an answer that makes no sense: {error}.") from None

    def _ask(self, frame: bytes, seconds: float, what: str) -> bytes:
        """Send a request and return the frame of its answer; raises what the student's code did."""
        self._ensure_process()
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimedOut("The time limit of the whole task was reached before this call.")
        try:
            raw = self._exchange(frame, min(seconds, left))
            header, _ = _split(raw)
        except TimedOut:
            self._drop_process()
            raise TimedOut(_too_slow(what, seconds, left), _ENDLESS) from None
        except (Died, ProtocolError) as error:
            self._drop_process()
            raise Died(f"During {what} {error}.") from None
        if "raised" in header:
            raise raised(header["raised"], what)
        return raw

    def _exchange(self, frame: bytes, seconds: float) -> bytes:
        assert self._process is not None  # noqa: S101 - for the type checker
        self._exchanges = (self._exchanges + 1) % 2**32
        answer = self._process.exchange(_numbered(frame, self._exchanges), seconds)
        number, _, _ = parse_prefix(answer[: PREFIX.size])
        if number != self._exchanges:
            raise ProtocolError("the process sent an answer that was not asked for")
        return answer

    def _ensure_process(self) -> None:
        if self._process is not None:
            return
        self._process, self._spare = self._spare or WorkerProcess(), None
        self._processes += 1
        self._loaded.clear()
        request = {"op": "open", "scratch": self._process.scratch}
        try:
            raw = self._exchange(Writer(_plain).frame(request), self.limits.start)
            header, _ = _split(raw)
        except (StudentError, ProtocolError) as error:
            output = self._process.take_output()
            self._drop_process()
            raise Unavailable(f"no worker process could be started: {error}\n{output}") from error
        self.isolation = str(header.get("isolation", ""))

    def _drop_process(self) -> None:
        if self._process is not None:
            self._process.close()
            self._output.append(self._process.take_output())
            self._process = None


_ENDLESS = "Does a loop never end? Print something inside it to see."


def _too_slow(what: str, seconds: float, left: float) -> str:
    if left < seconds:
        return f"{what} was stopped: the time limit of the whole task was reached."
    return f"{what} took longer than {seconds:g} seconds and was stopped."


def _split(raw: bytes) -> tuple[dict[str, Any], bytes]:
    """Return header and body of a whole frame; raises ProtocolError."""
    _, size, _ = parse_prefix(raw[: PREFIX.size])
    return parse_header(raw[PREFIX.size : PREFIX.size + size]), raw[PREFIX.size + size :]


def _numbered(frame: bytes, number: int) -> bytes:
    _, header, body = PREFIX.unpack(frame[: PREFIX.size])
    return PREFIX.pack(number, header, body) + frame[PREFIX.size :]


def _plain(value: Any) -> Any:
    """Return the argument in a form that can travel; raises TypeError for the author's mistakes."""
    if isinstance(value, Handle):
        return value
    if isinstance(value, np.ndarray | np.generic):
        return np.asarray(value)
    raise TypeError(f"a {type(value).__name__} cannot be an argument of the student's code")


def _has_handle(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return any(_has_handle(element) for element in value)
    return isinstance(value, Handle)
