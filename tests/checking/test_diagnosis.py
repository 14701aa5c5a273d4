"""Known mistakes: named where the numbers match one exactly, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checking import diagnose

E = np.array([[1.0, -2.0, 3.5], [0.5, 4.0, -1.25]])
SQUARE = np.array([[1.0, -2.0, 3.5], [0.5, 4.0, -1.25], [2.25, 0.75, -3.0]])
ROWS = np.array([[2.0], [-3.0]])
COLUMNS = np.array([3.0, 5.0, -2.0])


@pytest.mark.parametrize("size", [1e-150, 1e-6, 1.0, 1e6, 1e150])
@pytest.mark.parametrize(
    ("returned", "expected", "text"),
    [
        (-E, E, "Every element has the wrong sign."),
        (SQUARE / 2, SQUARE, "Every element is half of what is due: a factor 2 is missing."),
        (SQUARE * 2, SQUARE, "Every element is twice what is due: a factor 2 is too much."),
        (SQUARE * -2, SQUARE, "is due: a factor 2 is too much. The sign is wrong, too."),
        (E * 2, E, "Every element is twice what is due."),
        (E * 6, E, "6 times what is due, and 6 is the number of elements: was the division by it"),
        (E / 6, E, "1/6 of what is due, and 6 is the number of elements: was it divided by it onc"),
        (E * 3, E, "3 is the number of columns:"),
        (E.T * 3, E.T, "3 is the number of rows:"),
        (E * 6 / 5, E, "as if divided by the number of elements minus 1, in place of the number"),
        (
            E * 12,
            E,
            "12 times what is due: is it a matter of 6, the number of elements, and a factor 2?",
        ),
        (E * 0.7, E, "Every element is 0.7 times what is due."),
        (E * 0, E, "Every element is 0."),
        (SQUARE.T, SQUARE, "The array is transposed."),
        (E[::-1], E, "The rows stand in reversed order."),
        (E[:, ::-1], E, "The columns stand in reversed order."),
        (E[0, ::-1], E[0], "The elements stand in reversed order."),
        (E.ravel().reshape(2, 3, order="F"), E, "as after a reshape in place of .T."),
        (E.T.reshape(2, 3), E, "as after a reshape in place of .T."),
        (np.where(E > 0, E, 0), E, "The wrong elements are 0, where they should not be."),
        (E, np.where(E > 0, E, 0), "The wrong elements are not 0, where 0 is due."),
        (SQUARE * np.eye(3), SQUARE, "Only the diagonal is right"),
        (np.abs(E), E, "The wrong elements have the wrong sign, their size is right."),
        (E + 3, E, "Every element is what is due + "),
        (E - 3, E, "Every element is what is due - "),
        (E * ROWS, E, "Each row is off by a factor of its own"),
        (E * COLUMNS, E, "Each column is off by a factor of its own"),
        (SQUARE * COLUMNS, SQUARE, "Each column is off by a factor of its own"),
        (E.ravel()[[3, 0, 1, 2, 5, 4]].reshape(2, 3), E, "in the wrong places."),
    ],
)
def test_mistakes(returned: np.ndarray, expected: np.ndarray, text: str, size: float) -> None:
    assert text in diagnose(returned * size, expected * size)


@pytest.mark.parametrize(
    ("returned", "expected", "text"),
    [
        ([-3.0], [3.0], ""),
        ([6.0], [3.0], ""),
        ([3.5], [3.0], ""),
        ([0.0], [3.0], ""),
        ([9.0], [3.0], ""),
        ([3.0], [0.0], ""),
        ([4.0, 6.0], [2.0, 3.0], ""),
        ([4.0, 6.0, 0.5], [2.0, 3.0, 0.25], "a factor 2 is too much."),
        ([3.0, 4.0], [1.0, 2.0], ""),
        ([12.0, 0.0, 0.0, 0.0], [3.0, 0.0, 0.0, 0.0], ""),
        ([6.5, 0.0, 0.0, 0.0], [3.0, 0.0, 0.0, 0.0], ""),
    ],
)
def test_little_evidence_gives_the_simplest_explanation_or_none(
    returned: list[float], expected: list[float], text: str
) -> None:
    said = diagnose(np.array(returned), np.array(expected))
    assert text in said
    assert bool(said) == bool(text)


def test_a_match_must_be_exact() -> None:
    assert "a factor 2" in diagnose(SQUARE * (2 + 1e-9), SQUARE)
    assert "twice" not in diagnose(SQUARE * (2 + 1e-4), SQUARE)
    wrong = E * 2
    wrong[0, 0] += 1e-3
    assert diagnose(wrong, E) == ""


def test_one_element_slightly_off_is_no_missing_mask() -> None:
    expected = E.copy()
    expected[0, 0] = 0
    returned = expected.copy()
    returned[0, 0] = 1e-5
    assert diagnose(returned, expected) == ""


def test_random_numbers_match_nothing() -> None:
    random = np.random.default_rng(0)
    for shape in [(1,), (2,), (5,), (2, 2), (3, 4), (1, 4), (2, 3, 2), ()]:
        for _ in range(200):
            returned, expected = random.normal(size=(2, *shape))
            assert diagnose(returned, expected) == "", (returned, expected)


def test_a_sample_is_related_to_the_shape_of_the_whole() -> None:
    sample = np.array([1.0, 2.0, -3.0])
    assert "512 is the number of rows" in diagnose(sample * 512, sample, shape=(512, 30))
