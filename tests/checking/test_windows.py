"""The part of an array that a report keeps."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checking import CheckFailed, check_gradient, check_values
from grader.checking.windows import COLUMNS, ROWS, window


def failure(returned: object, expected: object) -> CheckFailed:
    with pytest.raises(CheckFailed) as caught:
        check_values(returned, expected, "d_x")
    return caught.value


def test_a_small_array_is_kept_whole() -> None:
    expected = np.arange(6.0).reshape(2, 3)
    kept = failure(2 * expected, expected).mismatch.window
    assert kept is not None
    assert kept.shape == (2, 3)
    assert kept.first == (0, 0)
    assert np.array_equal(kept.expected, expected)
    assert np.array_equal(kept.returned, 2 * expected)


@pytest.mark.parametrize("index", [(0, 0), (499, 299), (250, 7), (3, 150)])
def test_of_a_large_one_the_part_around_the_worst_element_is_kept(index: tuple[int, int]) -> None:
    expected = np.arange(150_000.0).reshape(500, 300)
    returned = expected.copy()
    returned[index] += 1e6
    kept = failure(returned, expected).mismatch.window
    assert kept is not None
    assert (len(kept.returned), len(kept.returned[0])) == (ROWS, COLUMNS)
    row, column = index[0] - kept.first[0], index[1] - kept.first[1]
    assert kept.returned[row][column] == returned[index]
    assert kept.expected[row][column] == expected[index]


def test_all_axes_but_the_last_are_rows() -> None:
    array = np.arange(24.0).reshape(2, 3, 4)
    kept = window(array, array, (1, 2, 3))
    assert kept is not None
    assert np.array_equal(kept.returned, array.reshape(6, 4))


def test_where_it_is_not_finite_only_what_was_returned_is_known() -> None:
    kept = failure(np.array([1.0, np.nan, -np.inf]), np.ones(3)).mismatch.window
    assert kept is not None
    assert kept.returned == ((1.0, "nan", "-inf"),)
    assert kept.expected == ()


def test_a_single_number_needs_none() -> None:
    assert failure(2.0, 1.0).mismatch.window is None
    assert failure(np.array([[2.0]]), np.array([[1.0]])).mismatch.window is None


def test_a_gradient_keeps_what_finite_differences_saw() -> None:
    at = np.array([1.0, 2.0])
    with pytest.raises(CheckFailed) as caught:
        check_gradient(at, of=lambda x: (x**2).sum(), at=at)
    kept = caught.value.mismatch.window
    assert kept is not None
    assert kept.returned == ((1.0, 2.0),)
    assert np.allclose(kept.expected, [[2.0, 4.0]])
