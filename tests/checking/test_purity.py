"""Side effects: a result that changes, an argument that was changed."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checking import CheckFailed, check_same, check_unmodified, check_updated


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


OLD, RATE = np.array([1.0, -2.0, 4.0]), 0.5
SLOPE = np.array([3.0, 1.0, 2.0])
DUE = OLD - RATE * SLOPE


def test_an_array_that_was_updated_in_place_passes() -> None:
    check_updated(OLD, DUE, DUE, "parameters[0]")
    check_updated(OLD, OLD, OLD, "parameters[0]", rebound=True)


@pytest.mark.parametrize(
    ("after", "rebound", "diagnosis"),
    [
        (OLD, False, "as it was before the call: nothing was written into it."),
        (OLD, True, "The list holds another array in its place"),
        (OLD + RATE * SLOPE, False, "Look at the change alone. Every element has the wrong sign."),
        (OLD - SLOPE, False, "Look at the change alone. Every element is exactly twice too large"),
    ],
)
def test_a_step_that_was_not_made_is_told_from_a_wrong_one(
    after: object, rebound: bool, diagnosis: str
) -> None:
    with pytest.raises(CheckFailed) as caught:
        check_updated(OLD, after, DUE, "parameters[0]", rebound=rebound)
    assert caught.value.mismatch.kind == "numbers differ"
    assert caught.value.mismatch.message.startswith("`parameters[0][")
    assert diagnosis in caught.value.mismatch.diagnosis


def test_an_updated_array_of_another_shape_is_told_as_such() -> None:
    with pytest.raises(CheckFailed) as caught:
        check_updated(OLD, DUE[:2], DUE, "parameters[0]")
    assert caught.value.mismatch.kind == "shape"
