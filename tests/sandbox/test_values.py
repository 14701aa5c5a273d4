"""What travels in a frame arrives as it was; what cannot travel says what it is."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.sandbox.client.codec import parse_answer
from grader.sandbox.protocol.arrays import REAL_DTYPES, layout, rebuild
from grader.sandbox.protocol.frames import ProtocolError, parse_frame
from grader.sandbox.protocol.values import Foreign, Handle, Reader, TooLarge, Writer

A = np.arange(24.0).reshape(4, 6)
LAYOUTS = {
    "C": A,
    "Fortran": np.asfortranarray(A),
    "transposed": A.T,
    "every second": A[::2, ::3],
    "reversed": A[::-1, ::-1],
    "reversed rows": A[::-1],
    "column": A[:, 2],
    "broadcast": np.broadcast_to(np.array([1.0, 2.0]), (3, 2)),
    "one element": A[1:2, 1:2],
    "no element": A[:0],
    "no element, reversed": A[:0, ::-1],
    "no dimension": np.array(2.5),
    "three axes": np.arange(24.0).reshape(2, 3, 4).transpose(2, 0, 1),
}


def unchanged(value: Any) -> Any:
    return value


def sent(value: Any, *, own: bool = False) -> Any:
    """Return what the other side gets: the worker if `own`, else the judge."""
    writer = Writer(unchanged)
    frame = writer.frame({"value": writer.node(value)})
    _, header, body = parse_frame(frame)
    return Reader(body, Handle, own).value(header["value"])


def same(first: Any, second: Any) -> bool:
    """Whether two values are the same, with nan and the sign of a zero."""
    if type(first) is not type(second):
        return False
    if isinstance(first, list | tuple):
        return len(first) == len(second) and all(map(same, first, second))
    if isinstance(first, float):
        return repr(first) == repr(second)
    return bool(first == second)


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize(
    "value",
    [
        *(None, True, False, 0, 1, -1, 2**63, 2**64 - 1, -(2**63)),
        *(0.0, -0.0, 0.1, 5e-324, 1.7976931348623157e308, math.nan, math.inf, -math.inf),
        *("", "text", "Ä \u2028 \x1b[31m \ud800", "line\nline"),
        *([], (), [[], ()], [1, (2.5, None, [True, "x"])], ((1,),)),
    ],
    ids=ascii,
)
def test_plain_values_arrive_as_they_were(value: Any, own: bool) -> None:
    assert same(sent(value, own=own), value)


plain = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers(-(2**63), 2**64 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple),
    max_leaves=20,
)


@given(plain)
@settings(max_examples=300, derandomize=True, database=None, deadline=None)
def test_any_nesting_arrives_as_it_was(value: Any) -> None:
    assert same(sent(value), value)


def test_a_long_text_is_cut() -> None:
    assert len(sent("x" * 10**6)) < 10**4


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("dtype", REAL_DTYPES.values(), ids=str)
def test_arrays_of_every_real_dtype_arrive_bit_for_bit(dtype: np.dtype, own: bool) -> None:
    limits = (
        np.finfo(dtype) if dtype.kind == "f" else np.iinfo(dtype) if dtype.kind != "b" else None
    )
    values = [limits.min, limits.max, 0, 1] if limits else [True, False, True, True]
    array = np.array(values, dtype).reshape(2, 2)
    arrived = sent(array, own=own)
    assert type(arrived) is np.ndarray
    assert arrived.dtype == dtype
    assert arrived.tobytes() == array.tobytes()


def test_special_floats_in_arrays_keep_their_bits() -> None:
    array = np.array([np.nan, -np.nan, np.inf, -np.inf, -0.0, 5e-324])
    assert sent(array).tobytes() == array.tobytes()


@pytest.mark.parametrize("writable", [True, False])
@pytest.mark.parametrize("array", LAYOUTS.values(), ids=LAYOUTS)
def test_worker_gets_the_memory_layout_that_the_judge_had(array: Any, writable: bool) -> None:
    array = array if array.flags.writeable == writable else array.view()
    if not writable:
        array.flags.writeable = False
    arrived = sent(array, own=True)
    assert arrived.shape == array.shape
    assert arrived.tobytes() == array.tobytes()
    assert arrived.flags.writeable == array.flags.writeable
    assert arrived.flags.c_contiguous == array.flags.c_contiguous
    assert arrived.flags.f_contiguous == array.flags.f_contiguous
    if array.size and not array.flags.c_contiguous:
        assert arrived.strides == array.strides


@pytest.mark.parametrize("array", LAYOUTS.values(), ids=LAYOUTS)
def test_judge_gets_arrays_that_nobody_can_change(array: Any) -> None:
    arrived = sent(array)
    assert np.array_equal(arrived, array)
    assert arrived.shape == array.shape
    with pytest.raises(ValueError, match="read-only"):
        arrived[...] = 0
    with pytest.raises(ValueError, match="WRITEABLE"):
        arrived.flags.writeable = True


def test_worker_may_write_to_its_copy_without_end() -> None:
    for array in LAYOUTS.values():
        before = array.tobytes()
        arrived = sent(array, own=True)
        if arrived.flags.writeable:
            arrived += 1
            assert arrived.tobytes() == (array + 1).tobytes()
        assert array.tobytes() == before


def test_two_arrays_in_one_frame_do_not_mix() -> None:
    first, second = sent([A[::2], (np.array([True, False]), A.T)], own=True)
    assert np.array_equal(first, A[::2])
    assert np.array_equal(second[0], [True, False])
    assert np.array_equal(second[1], A.T)


@pytest.mark.parametrize(
    ("strides", "reason"),
    [
        ((8,), "one stride for each axis"),
        ((8, 8), "share memory"),
        ((10**12, 8), "reach too far"),
        ((-(10**12), 8), "reach too far"),
    ],
)
def test_strides_that_make_no_array_are_refused(strides: tuple[int, ...], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        rebuild(np.arange(6.0).reshape(2, 3), strides)


def test_layout_of_a_kept_example_brings_it_back() -> None:
    array = A.T[::-1]
    _, _, strides, writable = layout(array)
    again = rebuild(np.ascontiguousarray(array), strides, writable)
    assert again.strides == array.strides
    assert np.array_equal(again, array)


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (np.zeros(2**24), "134 MB of arrays, where 67 MB may travel"),
        ([np.zeros(2**23), np.zeros(1)], "67 MB of arrays"),
        ([0] * 300_000, "a list of more than 262,144 elements"),
        ([[0] * 200_000, (0,) * 200_000], "a tuple of more than 262,144 elements"),
        ([0.1234567890123456] * 60_000, "a value that takes 1,200,0"),
        (nested(17), "more than 16 others around it"),
    ],
    ids=["array", "arrays", "list", "lists", "characters", "depth"],
)
def test_what_is_too_large_says_how_large_it_is(value: Any, what: str) -> None:
    writer = Writer(tuple)
    with pytest.raises(TooLarge) as caught:
        writer.frame({"value": writer.node(value)})
    assert what in str(caught.value)


def test_what_cannot_travel_reads_well_in_a_sentence() -> None:
    foreign = sent(Foreign("ndarray", "an array of text (dtype <U3)"))
    assert f"`x` is {foreign.description}." == "`x` is an array of text (dtype <U3)."
    assert sent(Foreign("Layer", "")).description == "an object of type Layer"


def test_names_of_types_cannot_steer_a_terminal() -> None:
    handle = sent(Handle(3, "Lay\x1b[2Jer\n" + "x" * 500))
    assert handle.number == 3
    assert handle.type_name.isprintable()
    assert len(handle.type_name) < 120


def test_answer_with_more_in_it_than_is_due_is_refused_before_it_is_read() -> None:
    writer = Writer(unchanged)
    answer = {"result": writer.node(np.ones(3))}
    assert np.array_equal(parse_answer(writer.frame(answer), Handle, 0).result, np.ones(3))
    with pytest.raises(ProtocolError, match="more in it"):
        parse_answer(writer.frame({**answer, "ballast": [[]] * 1000}), Handle, 0)
    writer.node(np.zeros(1000))
    with pytest.raises(ProtocolError, match="more bytes"):
        parse_answer(writer.frame(answer), Handle, 0)
