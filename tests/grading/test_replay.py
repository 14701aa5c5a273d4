"""Many answers in one frame: as good as one by one, and taken apart as if they were hostile."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.grading.replay.requests import ask_ahead
from grader.grading.replay.responses import BatchedResponse, alike, came_of
from grader.sandbox.client.client import MAX_BYTES, MAX_REMEMBERED, ResponseCache
from grader.sandbox.client.errors import Raised, StudentError
from grader.sandbox.client.limits import Limits
from grader.sandbox.client.remote import RemoteObject, Student, module_of
from grader.sandbox.client.session import Session
from grader.sandbox.client.transport.launcher import ForkServer
from grader.sandbox.protocol.frames import PREFIX, ProtocolError, parse_frame
from tests.sandbox.conftest import write
from tests.sandbox.fuzzing import headers, nodes

CODE = """
import numpy as np
class Thing: pass
def array(x): return 2 * x
def transposed(x): return np.outer(x, [1.0, 2.0, 3.0]).T
def single(x): return np.float32(x[0])
def number(x): return float(x[0])
def flag(x): return bool(x[0] > 0)
def several(x): return x + 1, x.astype(int), 3, "text"
def lists(x): return [x, [x.tolist()]]
def nothing(x): pass
def thing(x): return Thing()
def raises(x): raise ValueError("raised")
def word(x): return "raised"
def long(x): return list(range(int(x[0]), 60_000))
def huge(x): return np.zeros(40_000) + x[0]
def changes(x):
    x *= 2
    return x
"""
NAMES = ["array", "transposed", "single", "number", "flag", "several", "lists", "nothing"]
NAMES += ["thing", "raises", "word", "long", "huge", "changes"]


@pytest.fixture
def parent() -> Iterator[ForkServer]:
    parent = ForkServer()
    yield parent
    parent.close()


def begin(parent: ForkServer | None, folder: Path) -> Student:
    session = Session(Limits(), parent=parent)
    session.add_file("task1", folder / "task1.py")
    return Student(session, "task1", {})


def described(result: object) -> str:
    return result.__described__() if isinstance(result, RemoteObject) else repr(result)


def call_all(student: Student, names: list[str]) -> dict[tuple[str, int], str]:
    """Return what comes of two calls of each function, in a form to compare."""
    came = {}
    for name in names:
        for value in (1, 2):
            try:
                result = getattr(student, name)(np.array([value, -value], float))
                came[name, value] = described(result)
            except StudentError as error:
                came[name, value] = repr(error)
    return came


@pytest.mark.parametrize("names", [NAMES, *([name] for name in NAMES)], ids=lambda n: n[-1])
def test_answers_are_the_same_as_one_by_one(
    names: list[str], parent: ForkServer, tmp_path: Path
) -> None:
    write(tmp_path, CODE)
    alone = begin(None, tmp_path)
    expected = call_all(alone, names)
    requests = list(module_of(alone).session.request_log)
    module_of(alone).session.close()
    ask_ahead(begin(parent, tmp_path), requests)  # learned now: the next fork has it
    student = begin(parent, tmp_path)
    ask_ahead(student, requests)
    session = module_of(student).session
    asked = session.request_count
    assert call_all(student, names) == expected
    again = {"thing": 2, "huge": 2, "long": 2}  # objects are made anew, what is large is not kept
    assert module_of(student).session.request_count - asked == sum(
        again.get(name, 0) for name in names
    )
    module_of(student).session.close()


def frame(header: Any, body: bytes = b"", number: int = 7) -> bytes:
    text = json.dumps(header).encode()
    return PREFIX.pack(number, len(text), len(body)) + text + body


ONE = {"result": {"array": ["<f8", [1], None, True]}}
GOOD = {"kinds": [{"result": None}, ONE], "answers": [0, 1, 1], "sizes": [0, 8, 8]}
BODY = bytes(range(16))
REQUESTS = (b"first", b"second", b"third")


def test_block_gives_each_request_its_own_bytes() -> None:
    block = BatchedResponse(frame(GOOD, BODY), REQUESTS)
    assert block.lasting
    assert parse_frame(block.answer(b"first")) == (0, {"result": None}, b"")
    assert parse_frame(block.answer(b"third")) == (0, ONE, BODY[8:])
    assert parse_frame(block.answer(b"second")) == (0, ONE, BODY[:8])


@pytest.mark.parametrize(
    "change",
    [
        {"answers": [0, 1]},
        {"answers": [0, 1, 2]},
        {"answers": [0, 1, -1]},
        {"answers": [0, 1, True]},
        {"answers": [0, 1, 1.0]},
        {"answers": {"0": 1}},
        {"sizes": [0, 8]},
        {"sizes": [0, 8, 9]},
        {"sizes": [0, 24, -8]},
        {"sizes": [0, 16, False]},
        {"sizes": None},
        {"kinds": []},
        {"kinds": "ab"},
    ],
    ids=str,
)
def test_block_that_makes_no_sense_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ProtocolError):
        BatchedResponse(frame(GOOD | change, BODY), REQUESTS).answer(b"first")


def test_deeply_nested_answer_is_refused() -> None:
    deep = "[" * 100_000 + "]" * 100_000
    text = json.dumps(GOOD).replace("null", deep, 1).encode()
    hostile = PREFIX.pack(7, len(text), len(BODY)) + text + BODY
    with pytest.raises(ProtocolError):
        BatchedResponse(hostile, REQUESTS).answer(b"first")


small = st.integers(-1, 3) | nodes
forged = st.fixed_dictionaries(
    {"kinds": st.lists(headers | nodes, max_size=3) | nodes},
    optional={"answers": st.lists(small) | nodes, "sizes": st.lists(small) | nodes},
)


@given(forged, st.binary(max_size=16), st.integers(1, 3))
def test_whatever_comes_is_answers_or_an_error(header: Any, body: bytes, count: int) -> None:
    requests = REQUESTS[:count]
    sent = frame({"kinds": header.pop("kinds"), **header}, body)
    try:
        for asked, came in came_of(sent, requests):
            for request in asked:
                answer = came.answer(request) if isinstance(came, BatchedResponse) else came
                assert len(answer) <= len(sent) + PREFIX.size
    except ProtocolError:
        pass


def test_one_answer_is_not_taken_for_that_of_many_requests() -> None:
    with pytest.raises(ProtocolError):
        list(came_of(frame({"result": 1}), REQUESTS))


@pytest.mark.parametrize(
    "kind", [{"raised": {}}, {"lacking": {}}, {"result": {"handle": [1, "Thing"]}}], ids=str
)
def test_block_with_more_than_values_is_taken_apart_at_once(kind: dict[str, Any]) -> None:
    header = GOOD | {"kinds": [kind, ONE]}
    came = list(came_of(frame(header, BODY), REQUESTS))
    assert [requests for requests, _ in came] == [(request,) for request in REQUESTS]
    assert all(isinstance(answer, bytes) for _, answer in came)


def test_answer_that_many_share_takes_no_more_memory() -> None:
    text = "x" * (MAX_REMEMBERED // 2)
    header = {"kinds": [{"result": text}], "answers": [0] * 5000, "sizes": [0] * 5000}
    requests = tuple(str(number).encode() for number in range(5000))
    block = BatchedResponse(frame(header), requests)
    tracemalloc.start()
    for request in requests:
        block.answer(request)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8 << 20


def test_keys_tell_answers_requests_and_their_order_apart() -> None:
    block, other = frame(GOOD, BODY), frame(GOOD, BODY[::-1])
    assert alike([BatchedResponse(block, REQUESTS)]) == alike(
        [BatchedResponse(frame(GOOD, BODY, 8), REQUESTS)]
    )
    assert alike([BatchedResponse(block, REQUESTS)]) != alike([BatchedResponse(other, REQUESTS)])
    assert alike([BatchedResponse(block, REQUESTS)]) != alike(
        [BatchedResponse(block, REQUESTS[::-1])]
    )
    first, second = frame({"result": 1}), frame({"result": 2})
    assert alike([first, second]) != alike([second, first])
    assert alike([first, None]) is None


def test_errors_of_one_kind_are_alike_wherever_they_were_raised() -> None:
    value = frame({"result": 1})
    first, second, other = (
        Raised(f"task1.py, line {line}: {name}", "", name, f"task1.py, line {line}")
        for line, name in ((3, "ValueError"), (4, "ValueError"), (3, "TypeError"))
    )
    assert alike([value, first]) == alike([value, second])
    assert alike([value, first]) != alike([value, other])
    assert alike([value, first]) != alike([first, value])
    assert alike([value, first]) != alike([value])
    assert alike([value]) == alike([value])


def test_no_more_is_remembered_than_there_is_room_for() -> None:
    memory = ResponseCache()
    for number in range(100):
        memory.keep((str(number).encode(),), bytes(1 << 20))
    assert len(memory) == MAX_BYTES >> 20
    memory.keep((b"error",), StudentError("takes no room"))
    assert b"error" in memory
    memory.clear()
    memory.keep((b"again",), bytes(1 << 20))
    assert list(memory) == [b"again"]
