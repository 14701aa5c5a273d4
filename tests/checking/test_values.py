"""Known values: what is an array, and when it is the right one."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checking import (
    CheckFailed,
    Mismatch,
    as_array,
    check_float64,
    check_shape,
    check_values,
)

SCALES = [1e-6, 1.0, 1e6]


def failure(returned: object, expected: object, **options: float) -> Mismatch:
    with pytest.raises(CheckFailed) as caught:
        check_values(returned, expected, "d_x", **options)
    return caught.value.mismatch


@pytest.mark.parametrize(
    "value",
    [
        True,
        3,
        2.5,
        np.float32(1.5),
        [1, 2.5],
        ([1, 2], (3, 4)),
        [np.ones(2), np.zeros(2)],
        np.ones(3, dtype=">f8"),
        np.ones(2, dtype=np.uint8),
        np.ones(2, dtype=np.longdouble),
        2**63,
    ],
)
def test_real_numbers_make_an_array(value: object) -> None:
    array = as_array(value, "x")
    assert type(array) is np.ndarray
    assert np.array_equal(array, np.asarray(value))


class Subclass(np.ndarray):
    """An array that may lie."""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "`x` is None: nothing was returned, or set."),
        ("1.0", "`x` is text"),
        (b"1", "type bytes"),
        ([[1.0], [1.0, 2.0]], "`x` is a list of 2, and one array was expected: its elements"),
        ((np.ones(2), np.ones(3)), "`x` is a tuple of 2, and one array was expected"),
        ([1.0, None], "`x` is a list with None in it"),
        ([1.0, "a"], "`x` is a list of 2"),
        (1j, "complex"),
        (np.array([1j]), "`x` holds values of dtype complex128"),
        (np.array([None]), "`x` holds values of dtype object"),
        (2**70, "integer that is too large"),
        ([2**70], "a list of 1"),
        (object(), "`x` is an object of type object"),
        (np.ones(2).view(Subclass), "type Subclass"),
        ({"a": 1}, "type dict"),
    ],
)
def test_anything_else_is_no_array(value: object, text: str) -> None:
    with pytest.raises(CheckFailed) as caught:
        as_array(value, "x")
    assert caught.value.mismatch.kind == "not an array"
    assert text in caught.value.mismatch.message


def test_an_endless_list_is_no_array() -> None:
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(CheckFailed):
        as_array(endless, "x")


@pytest.mark.parametrize(
    ("found", "expected", "hint"),
    [
        ((2, 3), (3, 2), "`x` has shape (2, 3), expected (3, 2): it is transposed."),
        ((3,), (3, 1), "an axis of size 1 is missing"),
        ((1, 3, 1), (3,), "2 axes of size 1 are too many"),
        ((1, 3, 2), (3, 1, 2), "the axis of size 1 is in the wrong place"),
        ((), (2,), "`x` has shape (), expected (2,)."),
    ],
)
def test_shape(found: tuple[int, ...], expected: tuple[int, ...], hint: str) -> None:
    check_shape(np.ones(expected), expected, "x")
    with pytest.raises(CheckFailed) as caught:
        check_shape(np.ones(found), expected, "x")
    mismatch = caught.value.mismatch
    assert (mismatch.kind, mismatch.returned, mismatch.expected) == ("shape", found, expected)
    assert hint in mismatch.message


def test_a_tuple_of_arrays_is_not_one_array() -> None:
    with pytest.raises(CheckFailed, match="is a tuple of 2, and one array was expected") as caught:
        check_shape((np.ones(3), np.ones(3)), (3,), "x")
    assert caught.value.mismatch.kind == "not an array"


def test_a_shape_that_would_broadcast_is_wrong() -> None:
    assert failure(np.ones((1, 3)), np.ones((2, 3))).kind == "shape"
    assert failure(1.0, np.ones(3)).kind == "shape"


@pytest.mark.parametrize("dtype", ["float32", "int64", "bool"])
def test_dtype(dtype: str) -> None:
    check_float64(np.ones(2, dtype=">f8"), "x")
    with pytest.raises(CheckFailed, match=f"`x` has dtype {dtype}, expected float64") as caught:
        check_float64(np.ones(2, dtype=dtype), "x")
    assert caught.value.mismatch.kind == "dtype"
    assert caught.value.mismatch.returned == dtype


@pytest.mark.parametrize("size", SCALES)
@pytest.mark.parametrize("sign", [-1, 1])
def test_an_error_of_1e_7_passes_and_one_of_1e_6_does_not(size: float, sign: int) -> None:
    expected = np.array([[1.0, -0.5, 1e-9], [0.0, 0.25, -1.0]]) * size
    for index in np.ndindex(expected.shape):
        close, far = expected.copy(), expected.copy()
        close[index] += sign * 1e-6 * size
        far[index] += sign * 3e-6 * size
        check_values(close, expected, "x")
        mismatch = failure(far, expected)
        assert (mismatch.kind, mismatch.index) == ("numbers differ", index)


def test_the_estimated_error_widens_the_tolerance() -> None:
    expected = np.array([1.0, 2.0])
    check_values(expected + 1e-3, expected, "x", error=1e-3)
    check_values(np.array([1.0, 2.001]), expected, "x", error=np.array([0, 1.1e-3]))
    assert failure(expected + 1e-3, expected, error=9e-4).accuracy == 9e-4
    with pytest.raises(CheckFailed):
        check_values(np.array([1.001, 2.0]), expected, "x", error=np.array([0, 1.1e-3]))


def test_an_author_may_raise_the_scale_but_not_lower_it() -> None:
    check_values([1e-5], [0.0], "x", scale=100.0)
    check_values([1 + 1e-7], [1.0], "x", scale=1e-3)
    failure([1.001], [1.0], scale=100.0)


def test_zeros_are_exact() -> None:
    check_values([0.0, -0.0], [-0.0, 0.0], "x")
    failure([0.0, 5e-324], [0.0, 0.0])


def test_single_precision_is_compared_at_its_own() -> None:
    expected = np.array([1.0, 0.3])
    near = expected * (1 + 3e-6)
    check_values(near.astype(np.float32), expected, "x")
    check_values(near.astype(np.dtype(np.float32).newbyteorder()), expected, "x")
    failure((expected * (1 + 1e-5)).astype(np.float32), expected)


def test_half_precision_gets_no_more_than_single() -> None:
    check_values(np.array([1.0, 0.5], dtype=np.float16), [1.0, 0.5], "x")
    failure(np.array([1.0, 0.505], dtype=np.float16), [1.0, 0.5])


def test_numbers_beyond_all_bounds_are_never_equal() -> None:
    failure([1e308], [-1e308])
    with np.errstate(over="ignore"), pytest.raises(CheckFailed):
        check_values([1.0], 9 * np.array([1e308]), "x")


def test_integers_and_bools_that_are_right() -> None:
    check_values(np.array([1, 0]), np.array([1.0, 0.0]), "x")
    check_values(np.array([True, False]), np.array([1.0, 0.0]), "x")
    check_values(3, 3.0, "x")


@pytest.mark.parametrize(("value", "text"), [(np.nan, "nan"), (np.inf, "inf"), (-np.inf, "-inf")])
@pytest.mark.parametrize("dtype", ["float64", "float32", "longdouble"])
def test_not_finite(value: float, text: str, dtype: str) -> None:
    mismatch = failure(np.array([[1.0, 2.0], [value, 0.0]], dtype=dtype), np.ones((2, 2)))
    assert (mismatch.kind, mismatch.index) == ("not finite", (1, 0))
    assert mismatch.message == f"`d_x[1, 0]` is {text}, not a finite number."
    assert mismatch.returned == text
    assert mismatch.elements == ("..", "x.")


def test_a_number_beyond_float64_is_not_finite() -> None:
    if np.finfo(np.longdouble).max > np.finfo(np.float64).max:
        assert failure(np.full(1, np.longdouble("1e4000")), [1.0]).kind == "not finite"


def test_huge_numbers_of_both_signs_do_not_overflow_into_a_warning() -> None:
    assert failure([-1.7e308], [1.7e308]).index == (0,)


def test_the_worst_element_is_named_and_all_are_pictured() -> None:
    expected = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    returned = expected + np.array([[0, 0, 0.5], [0, -0.75, 0]])
    mismatch = failure(returned, expected)
    assert mismatch.message == "`d_x[1, 1]` is 4.25, expected 5.0."
    assert (mismatch.index, mismatch.returned, mismatch.expected) == ((1, 1), 4.25, 5.0)
    assert mismatch.elements == ("..x", ".x.")


@pytest.mark.parametrize(
    ("shape", "rows", "last"),
    [((), 0, ""), ((3,), 1, "xxx"), ((2, 2, 2), 4, "xx"), ((13, 1), 12, "…"), ((12, 1), 12, "x")],
)
def test_the_picture_fits_a_terminal(shape: tuple[int, ...], rows: int, last: str) -> None:
    elements = failure(np.ones(shape), np.zeros(shape)).elements
    assert len(elements) == rows
    assert not rows or elements[-1] == last


def test_a_wide_picture_says_that_it_is_cut() -> None:
    assert failure(np.ones(41), np.zeros(41)).elements == ("x" * 39 + "…",)
    assert failure(np.ones(40), np.zeros(40)).elements == ("x" * 40,)


@pytest.mark.parametrize(
    ("returned", "expected", "text"),
    [
        (2.0, 1.0, "`d_x` is 2.0, expected 1.0."),
        (1.000004, 1.0, "`d_x` is 1.000004, expected 1.0."),
        (123456.7, 123456.2, "`d_x` is 123456.7, expected 123456.2."),
        (1e22, 0.0, "`d_x` is 1e+22, expected 0.0."),
    ],
)
def test_the_two_printed_numbers_differ(returned: float, expected: float, text: str) -> None:
    assert failure(returned, expected).message == text


def test_a_result_that_is_not_finite_is_told_first_where_what_is_due_is_not_either() -> None:
    with pytest.raises(CheckFailed) as caught:
        check_values(np.array([1.0, np.nan]), np.array([1.0, np.nan]), "loss")
    assert caught.value.mismatch.message == "`loss[1]` is nan, not a finite number."
