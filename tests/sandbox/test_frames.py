"""Hostile frames: whatever the student's process sends, the judge raises ProtocolError or reads on.

Any other exception would be taken for a fault of the grader.
"""

from __future__ import annotations

import contextlib
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.sandbox.protocol.frames import (
    MAX_BODY,
    MAX_HEADER,
    PREFIX,
    ProtocolError,
    numbered,
    parse_frame,
    parse_header,
    parse_prefix,
)
from grader.sandbox.protocol.values import Handle, Reader, Writer

fuzz = settings(max_examples=300, derandomize=True, database=None, deadline=None)


def valid_frame() -> bytes:
    writer = Writer(lambda value: value)
    values = [np.arange(3.0), (1, -2.5, None), "text", np.array([[True], [False]]), Handle(1, "A")]
    return writer.frame({"result": writer.node(values), "after": [writer.node(np.eye(2).T)]}, 7)


VALID = valid_frame()


def read(frame: bytes) -> None:
    """Do with a frame what the judge does, and look at each value once."""
    _, header, body = parse_frame(frame)
    reader = Reader(body, Handle, own=False)
    for node in header.values():
        repr(reader.value(node))


def survives(frame: bytes) -> None:
    with contextlib.suppress(ProtocolError):
        read(frame)


def framed(header: Any, body: bytes = b"") -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return PREFIX.pack(0, len(text), len(body)) + text + body


@given(st.binary(max_size=200))
@fuzz
def test_arbitrary_bytes(data: bytes) -> None:
    survives(data)
    survives(framed(data))
    survives(framed({"result": {"array": ["<f8", [2], None, True]}}, data))


@given(
    st.lists(st.tuples(st.integers(0, len(VALID) - 1), st.integers(0, 255)), min_size=1, max_size=8)
)
@fuzz
def test_a_valid_frame_with_other_bytes_in_it(changes: list[tuple[int, int]]) -> None:
    frame = bytearray(VALID)
    for place, byte in changes:
        frame[place] = byte
    survives(bytes(frame))


@given(st.integers(0, len(VALID)), st.integers(0, len(VALID)), st.binary(max_size=8))
@fuzz
def test_a_valid_frame_with_a_piece_replaced(start: int, end: int, piece: bytes) -> None:
    survives(VALID[:start] + piece + VALID[max(start, end) :])


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["array", "tuple", "handle", "foreign", "other"]), inner, max_size=2
        )
    ),
    max_leaves=15,
)


@given(anything)
@fuzz
@example({"array": ["<f8", [-1], None, True]})
@example({"array": ["<f8", [2, -2], None, True]})
@example({"array": ["<f8", [2**62], None, True]})
@example({"array": ["<f8", [2**63], None, True]})
@example({"array": ["<f8", [10**30], None, True]})
@example({"array": ["<f8", [0, 10**30], None, True]})
@example({"array": ["<f8", [0] * 40, None, True]})
@example({"array": ["<f8", [[1]], None, True]})
@example({"array": [[], [1], None, True]})
@example({"array": {"array": []}})
@example({"tuple": {"tuple": []}})
@example({"handle": [[], "A"]})
def test_headers_of_any_json(node: Any) -> None:
    survives(framed({"result": node}, bytes(64)))
    survives(framed(node, bytes(64)))


@pytest.mark.parametrize(
    "node",
    [
        {"array": ["<f8", [3], None, True]},  # two elements are there
        {"array": ["<f8", [-1], None, True]},
        {"array": ["<f8", [True, 2], None, True]},
        {"array": ["<f8", [2.0], None, True]},
        {"array": ["<f8", [10**30], None, True]},
        {"array": ["<f8", [0, 10**30], None, True]},
        {"array": ["<f8", [1] * 33, None, True]},
        {"array": ["<f8", "2", None, True]},
        {"array": ["<f8", [2], None, 1]},
        {"array": ["<f8", [2], None]},
        {"array": ["|O", [2], None, True]},
        {"array": ["O", [2], None, True]},
        {"array": ["|V8", [2], None, True]},
        {"array": [">f8", [2], None, True]},
        {"array": ["<c16", [1], None, True]},
        {"array": ["<U4", [1], None, True]},
        {"array": ["<M8[s]", [2], None, True]},
        {"array": ["f8,f8", [1], None, True]},
        {"array": [[["a", "<f8"]], [2], None, True]},
        {"array": None},
        {"tuple": 3},
        {"tuple": "ab"},
        {"handle": ["1", "A"]},
        {"handle": [-1, "A"]},
        {"handle": [10**30, "A"]},
        {"handle": [1]},
        {"foreign": [1, 2]},
        {"unknown": 1},
        {"array": ["<f8", [2], None, True], "tuple": []},
        {},
        2**64,
        -(2**63) - 1,
    ],
    ids=str,
)
def test_forged_values_are_refused(node: Any) -> None:
    with pytest.raises(ProtocolError):
        read(framed({"result": node}, bytes(16)))
    with pytest.raises(ProtocolError):
        read(framed({"result": [1, {"tuple": [node]}]}, bytes(16)))


@pytest.mark.parametrize(
    "strides", [[8], [8, 8, 8], [1, 1], [2**62, 8], ["8", 8], 8, "ab", [8.0, 8]]
)
def test_forged_strides_are_refused_where_they_count(strides: Any) -> None:
    node = {"array": ["<f8", [2, 2], strides, True]}
    with pytest.raises(ProtocolError):
        Reader(bytes(range(32)), Handle, own=True).value(node)


def test_two_arrays_cannot_share_the_bytes_of_one() -> None:
    node = {"array": ["<f8", [2], None, True]}
    with pytest.raises(ProtocolError, match="larger than its frame"):
        read(framed({"result": [node, node]}, bytes(16)))


def test_bytes_of_booleans_become_true_or_false() -> None:
    node = {"array": ["|b1", [4], None, True]}
    array = Reader(bytes([0, 1, 2, 255]), Handle, own=False).value(node)
    assert array.tobytes() == bytes([0, 1, 1, 1])


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b'{"a": 1',
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"a": ' + b'{"tuple": ' * 50_000,
        b"\xff\xfe\x00",
        b'{"a": "\xff"}',
        b"{'a': 1}",
        b'{"a": 1} {"b": 2}',
    ],
    ids=lambda header: str(header[:12]),
)
def test_a_header_that_is_no_json_object_is_refused(header: bytes) -> None:
    with pytest.raises(ProtocolError):
        parse_header(header)


def test_nesting_is_cut_where_json_still_reads_it() -> None:
    node: Any = 1
    for _ in range(100):
        node = [node]
    with pytest.raises(ProtocolError, match="nested too deeply"):
        read(framed({"result": node}))


def test_duplicated_keys_and_other_numbers_are_read_as_json_reads_them() -> None:
    _, header, body = parse_frame(framed(b'{"a": 1, "a": [NaN, -Infinity, 1e999, -0.0]}'))
    assert repr(Reader(body, Handle, own=False).value(header["a"])) == "[nan, -inf, inf, -0.0]"


@pytest.mark.parametrize(
    "prefix",
    [
        PREFIX.pack(0, MAX_HEADER + 1, 0),
        PREFIX.pack(0, 0, MAX_BODY + 1),
        PREFIX.pack(0, 2**32 - 1, 2**32 - 1),
        b"",
        b"garbage",
        b"more garbage\n",
    ],
)
def test_a_forged_length_is_refused_before_anything_is_read(prefix: bytes) -> None:
    with pytest.raises(ProtocolError):
        parse_prefix(prefix)


@pytest.mark.parametrize("frame", [VALID[:-1], VALID + b"x", VALID[:20]])
def test_a_frame_has_the_length_that_it_says(frame: bytes) -> None:
    with pytest.raises(ProtocolError):
        parse_frame(frame)


def test_a_frame_under_another_number_says_the_same() -> None:
    again = parse_frame(numbered(VALID, 2**32 - 1))
    assert again == (2**32 - 1, *parse_frame(VALID)[1:])
