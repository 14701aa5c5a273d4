"""Side effects: a result that changes, an argument that was changed."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checking import (
    CheckFailed,
    check_same,
    check_unmodified,
    check_updated,
    check_values,
)


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
    assert caught.value.mismatch.message == f"`inputs` was changed: {text}"


def test_the_first_changed_element_has_an_index_and_a_picture() -> None:
    with pytest.raises(CheckFailed) as caught:
        check_same(np.zeros((2, 2)), np.array([[0.0, 0.0], [1.0, 2.0]]), "x")
    assert caught.value.mismatch.index == (1, 0)
    assert caught.value.mismatch.elements == ("..", "xx")


def test_one_result_that_changes_later_is_told_from_two_calls() -> None:
    with pytest.raises(CheckFailed) as caught:
        check_same([1.0, 2.0], [1.0, 3.0], "output", later=True)
    assert caught.value.mismatch.message == (
        "The result of a call changed when there was another call: `output[1]` was 2.0 and then "
        "3.0."
    )


def test_a_clause_behind_a_name_is_no_code() -> None:
    for check in (check_same, check_values):
        with pytest.raises(CheckFailed) as caught:
            check([[1.0, 2.0]], [[1.0, 3.0]], "f(x, y), for a batch,")
        assert "`f(x, y)[0, 1]`, for a batch, " in caught.value.mismatch.message
    with pytest.raises(CheckFailed) as caught:
        check_values([[1.0, 2.0]], [[1.0, 3.0]], "output, for a batch,")
    mismatch = caught.value.mismatch
    assert mismatch.message == "`output[0, 1]`, for a batch, is 2.0, expected 3.0."
    assert mismatch.array == "output"
    with pytest.raises(CheckFailed, match=r"^`output`, for a batch, has shape"):
        check_values([1.0], [[1.0]], "output, for a batch,")


OLD, RATE = np.array([1.0, -2.0, 4.0]), 0.5
SLOPE = np.array([3.0, 1.0, 2.0])
DUE = OLD - RATE * SLOPE


def test_an_array_that_was_updated_in_place_passes() -> None:
    check_updated(OLD, DUE, DUE, "parameters[0]")
    check_updated(OLD, OLD, OLD, "parameters[0]", rebound=True)


def test_a_new_array_that_equals_the_old_one_is_no_step() -> None:
    with pytest.raises(CheckFailed) as caught:
        check_updated(OLD, OLD, DUE, "new b1", fresh=True)
    assert caught.value.mismatch.message == "`new b1[0]` is 1.0, expected -0.5."
    assert caught.value.mismatch.diagnosis == "It is equal to the old one: no step was taken."


def test_a_step_is_judged_by_what_is_known_of_it() -> None:
    off = DUE + np.array([0.0, 0.0, 1e-3])
    check_updated(OLD, off, DUE, "new b1", error=np.array([0.0, 0.0, 2e-3]))
    check_updated(OLD, off, DUE, "new b1", scale=1e3)
    with pytest.raises(CheckFailed):
        check_updated(OLD, off, DUE, "new b1", error=np.array([2e-3, 2e-3, 0.0]), scale=10.0)


@pytest.mark.parametrize(
    ("after", "rebound", "diagnosis"),
    [
        (OLD, False, "as it was before the call: nothing was written into it."),
        (OLD, True, "The list holds another array in its place"),
        (OLD + RATE * SLOPE, False, "Look at the change alone. Every element has the wrong sign."),
        (OLD - SLOPE, False, "Look at the change alone. Every element is twice what is due"),
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
