"""Side effects: a result that changes, an argument that was changed."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checking import CheckFailed, check_same, check_unmodified


def test_equal_results_pass_with_nan_and_either_zero() -> None:
    check_same([np.nan, 0.0, np.inf], [np.nan, -0.0, np.inf], "x")
    check_unmodified(np.array([np.nan, 1.0]), np.array([np.nan, 1.0]), "x")
    check_same(np.array([True]), np.array([True]), "x")


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ([1.0, 2.0], [1.0, np.nextafter(2.0, 3)], "`x[1]` was 2.0 and then 2.0000000000000004."),
        (1.0, 3.0, "`x` was 1.0 and then 3.0."),
        ([1.0], [np.nan], "`x[0]` was 1.0 and then nan."),
        ([1.0], [1.0, 2.0], "`x` had shape (1,) and then (2,)."),
        ([1.0], [1], "`x` had dtype float64 and then int64."),
    ],
)
def test_not_deterministic(first: object, second: object, text: str) -> None:
    with pytest.raises(CheckFailed) as caught:
        check_same(first, second, "x")
    assert caught.value.mismatch.kind == "not deterministic"
    assert caught.value.mismatch.message.endswith(text)


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ([[1.0, 2.0]], [[1.0, 4.0]], "element [0, 1] was 2.0 and is now 4.0."),
        (1.0, 4.0, "it was 1.0 and is now 4.0."),
        ([1.0], [[1.0]], "it had shape (1,) and now has (1, 1)."),
        ([1], [1.0], "it had dtype int64 and now has float64."),
    ],
)
def test_argument_modified(before: object, after: object, text: str) -> None:
    with pytest.raises(CheckFailed) as caught:
        check_unmodified(before, after, "inputs")
    assert caught.value.mismatch.kind == "argument modified"
    assert caught.value.mismatch.message == f"`inputs` was changed in place: {text}"


def test_the_first_changed_element_has_an_index_and_a_picture() -> None:
    with pytest.raises(CheckFailed) as caught:
        check_same(np.zeros((2, 2)), np.array([[0.0, 0.0], [1.0, 2.0]]), "x")
    assert caught.value.mismatch.index == (1, 0)
    assert caught.value.mismatch.elements == ("..", "xx")
