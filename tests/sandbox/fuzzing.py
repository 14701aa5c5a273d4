"""Answers as a hostile process might write them, and all that the judge does with one."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from hypothesis import strategies as st

from grader.sandbox.client.errors import StudentError
from grader.sandbox.client.limits import Limits
from grader.sandbox.client.loading import Loaded
from grader.sandbox.client.session import Session
from grader.sandbox.client.source import Source
from grader.sandbox.client.transport.process import WorkerProcess
from grader.sandbox.client.transport.usage import Clock
from grader.sandbox.protocol.frames import PREFIX, numbered
from grader.sandbox.protocol.values import Foreign, Handle, Writer


class Forged(WorkerProcess):
    """A process that was never started; what it answers comes byte by byte from outside."""

    def __init__(self, answer: bytes) -> None:
        self._answer = bytearray(answer)
        self.clock = Clock()

    def exchange(self, frame: bytes, seconds: float) -> bytes:  # noqa: ARG002 - it has no clock
        answer = self._take()
        if answer is None:
            raise StudentError("the answer breaks off")
        return answer

    def take_output(self) -> str:
        return ""

    def close(self) -> None:
        """Leave nothing."""


def receive(answer: bytes) -> Any:
    """Return what the judge makes of an answer to a call that asks for the arguments, too.

    Raises
    ------
    grader.sandbox.client.errors.StudentError
        When it makes no sense: the only exception that may come out of here.
    """
    session = Session(Limits())
    worker = session._worker  # noqa: SLF001 - in place of a real process
    worker._process = Forged(answer)  # noqa: SLF001
    session.modules.add("m", Source.running("m"))
    session.modules._known["m"] = Loaded(["f"])  # noqa: SLF001
    worker.defined["m"] = frozenset(["f"])
    came = session.recall("m", "f", (np.zeros(2),), watch=True)
    return repr((came.result, came.after))


def answer_frame(header: Any, body: bytes = b"", number: int = 1) -> bytes:
    """Return a frame; `header` may be bytes that are no JSON."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return PREFIX.pack(number, len(text), len(body)) + text + body


def valid_answer() -> bytes:
    """Return an answer that has a value of each kind in it."""
    writer = Writer(lambda value: value)
    values = [np.arange(3.0), (1, -2.5, None), "text", np.array([[True], [False]])]
    values += [Handle(1, "A"), Foreign("B", "a thing"), np.array(1, np.float32)]
    result, after = writer.node(values), [writer.node(np.eye(2).T)]
    header = {"result": result, "after": after, "rebound": [False]}
    return numbered(writer.frame(header), 1)


VALID = valid_answer()

numbers = st.integers() | st.floats() | st.sampled_from([0, 1, -1, 2**31, 2**63, 2**64, 10**30])
names = st.sampled_from(["array", "tuple", "handle", "foreign", "<f8", "|b1", "<i8", "<c16", "A"])
leaves = st.none() | st.booleans() | numbers | names | st.text(max_size=8)
arrays = st.tuples(
    st.sampled_from(["<f8", "<f4", "|b1", "<i8", "<f16", "|O", ""]),
    st.lists(st.integers(-1, 4) | numbers, max_size=4),
    st.none() | st.lists(numbers, max_size=3),
    st.booleans(),
)
nodes = st.recursive(
    leaves | st.builds(lambda array: {"array": list(array)}, arrays),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=2),
    max_leaves=20,
)
faults = st.dictionaries(
    st.sampled_from(
        [
            *("type", "message", "file", "line", "source", "function"),
            *("syntax", "not_written", "unfit", "found", "owner", "names", "name"),
        ]
    ),
    nodes,
    max_size=9,
)
headers = (
    st.fixed_dictionaries(
        {"result": nodes},
        optional={
            "after": nodes | st.lists(nodes, max_size=2),
            "rebound": nodes | st.lists(st.booleans(), max_size=2),
        },
    )
    | st.fixed_dictionaries({"raised": faults | nodes})
    | st.fixed_dictionaries({"lacking": faults | nodes})
    | st.dictionaries(names, nodes, max_size=3)
)


@st.composite
def _changed(draw: st.DrawFn) -> bytes:
    """Return the valid answer with pieces of it replaced."""
    frame = VALID
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(frame)))
        length = draw(st.integers(0, 16))
        frame = frame[:start] + draw(st.binary(max_size=16)) + frame[start + length :]
    return frame


answers = (
    st.binary(max_size=200)
    | st.builds(answer_frame, st.binary(max_size=100), st.binary(max_size=64))
    | st.builds(answer_frame, headers, st.binary(max_size=256), st.sampled_from([1, 1, 1, 0, 2]))
    | _changed()
)
"""Noise, noise in a frame, all kinds of headers, and a good answer that was tampered with."""
