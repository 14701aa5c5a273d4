"""Why numbers are wrong: told where all failing examples prove it, shown by the best of them."""

from __future__ import annotations

import numpy as np
import pytest

from grader.authoring import Task
from grader.checking import Mistake
from grader.checking.diagnosis import explain, told
from grader.checking.explanations import Comparison
from tests.conftest import SAMPLES, GradeOne, check_of

RANDOM = np.random.default_rng(0)


def compared(shape: tuple[int, ...], factor: float, **known: object) -> Comparison:
    expected = RANDOM.uniform(1, 9, shape)
    arrays = {name: np.asarray(value, dtype=np.float64) for name, value in known.items()}
    return Comparison(factor * expected, expected, shape, arrays)


def said(*comparisons: Comparison, further: tuple[Comparison, ...] = ()) -> str:
    return told(explain(comparisons, further=further), comparisons[0])


def test_a_size_is_told_from_a_number_by_examples_of_different_sizes() -> None:
    assert "4 is the number of elements" in said(compared((4,), 4), compared((6,), 6))
    assert said(compared((4,), 4), compared((6,), 4)) == (
        "Every element is 4 times what is due, in every example."
    )
    assert said(compared((4,), 4), compared((4,), 4)) == (
        "Every element is 4 times what is due in this example, all by one factor."
    )


def test_where_all_sizes_are_equal_none_is_named() -> None:
    square = compared((3, 3), 3, x=np.ones(3)), compared((4, 4), 4, x=np.ones(4))
    assert "a size of this example" in said(*square)


def test_a_number_that_is_left_out_shows_on_both_sides_of_one() -> None:
    few = [compared((4,), 1 / rate, rate=rate) for rate in (0.5, 0.25)]
    assert "`rate`" not in said(*few)
    both = [*few, compared((4,), 1 / 8, rate=8)]
    assert "the factor `rate` is missing" in said(*both)


def test_what_another_check_refutes_is_not_told() -> None:
    two = compared((4,), 2), compared((6,), 2)
    assert "a factor 2 is too much" in said(*two)
    assert said(*two, further=(compared((5,), 3.5),)) != said(*two)


def test_of_two_mistakes_that_fit_both_are_told_and_of_three_none() -> None:
    x = np.array([1.0, 2.0, 4.0])
    one = Comparison(3 * x, 2 * x, (3,), {"x": x})
    mistakes = [Mistake("d", f"Mistake {i}.", lambda x: 3 * x) for i in range(3)]
    assert told(explain([one], mistakes[:2]), one) == "Either: Mistake 0. Or: Mistake 1."
    assert "Mistake" not in told(explain([one], mistakes), one)


def test_a_mistake_that_raises_for_an_example_is_not_the_one() -> None:
    one = compared((3,), 2, x=np.ones(3))
    mistake = Mistake("d", "No.", lambda x: x @ np.ones((2, 2)))
    assert "No." not in told(explain([one], [mistake]), one)


def test_a_mistake_may_be_about_each_of_a_list_and_what_the_check_was_given() -> None:
    rows = np.arange(6.0).reshape(2, 3) + 1
    mistake = Mistake("d[]", "Twice the row.", lambda example, place: 2 * example[place])
    assert mistake.concerns("d[1]")
    assert mistake.concerns("d[-1]")
    assert not mistake.concerns("e[1]")
    ones = [
        Comparison(2 * rows[i], rows[i] + 5, (3,), example=rows.tolist(), place=i) for i in (0, 1)
    ]
    lists = Mistake("d[]", "Twice the row.", lambda example, place: np.multiply(2, example[place]))
    assert told(explain(ones, [lists], known_only=True), ones[0]) == "Twice the row."


def test_an_example_that_a_mistake_says_nothing_of_does_not_refute_it() -> None:
    x = np.array([1.0, 2.0, 4.0])
    one = Comparison(3 * x, 2 * x, (3,), {"x": x})
    other = Comparison(7 * x, 2 * x, (3,), {"y": x})
    mistake = Mistake("d", "Thrice.", lambda x: 3 * x)
    assert told(explain([one], [mistake], [other]), one) == "Thrice."
    refuted = Comparison(7 * x, 2 * x, (3,), {"x": x})
    assert told(explain([one], [mistake], [refuted]), one) != "Thrice."


def test_a_mistake_that_says_otherwise_of_a_right_result_is_not_the_one() -> None:
    x = np.array([1.0, 2.0, 4.0])
    wrong = Comparison(3 * x, 2 * x, (3,), {"x": x})
    right = Comparison(2 * x, 2 * x, (3,), {"x": x})
    mistake = Mistake("d", "Thrice.", lambda x: 3 * x)
    assert told(explain([wrong], [mistake]), wrong) == "Thrice."
    assert told(explain([wrong], [mistake], passed=[right]), wrong) != "Thrice."


def test_a_mistake_without_names_of_arguments_is_refused() -> None:
    with pytest.raises(ValueError, match=r"lambda x: np\.tanh"):
        Task("Double", functions=["double(x)"], mistakes=[Mistake("double", "No.", np.tanh)])


def test_the_handouts_example_is_shown_as_it_is(grade: GradeOne) -> None:
    report = grade(SAMPLES / "wrong/task1/divides_by_len.py", "task1")
    check = check_of(report, "task1", "gradient_of_matrices")
    assert "[[3.0, 1.0, 0.0, 2.0], [5.0, 4.0, 1.0, 2.0]]" in check.counterexample
    assert check.mismatch is not None
    assert check.mismatch.diagnosis == (
        "It is divided by the number of rows: divide by the number of all elements."
    )
    assert check.hint == ""


def test_results_that_do_not_fit_each_other_are_not_called_wrong(grade: GradeOne) -> None:
    report = grade(SAMPLES / "wrong/task3/mask_forgotten_on_biases.py", "task3")
    check = check_of(report, "task3", "inputs_follow")
    assert check.mismatch is not None
    assert check.mismatch.relation
    assert check.message.startswith("Your other results and this rule give ")
    assert "expected" not in check.message


def test_what_fails_beside_a_plain_failure_is_folded(grade: GradeOne) -> None:
    report = grade(SAMPLES / "wrong/task1/sign_flipped.py", "task1")
    ids = {check.id: check.same_as for check in report.tasks[0].checks}
    assert ids["gradient_of_matrices"] == "gradient_of_vectors"
    assert ids["gradient_properties"] == "gradient_of_vectors"


def test_a_program_that_would_not_show_it_is_not_printed(grade: GradeOne) -> None:
    report = grade(SAMPLES / "wrong/task3/accumulates.py", "task3")
    check = check_of(report, "task3", "weights")
    assert check.outcome == "failed"
    assert check.counterexample == ""
    assert check.same_as == "side_effects"


@pytest.mark.parametrize(
    "name", ["gradient_is_one_mean", "loss_over_first_axis", "gradient_flattened"]
)
def test_a_wrong_shape_is_shown_by_more_than_one_number(grade: GradeOne, name: str) -> None:
    report = grade(SAMPLES / f"wrong/task1/{name}.py", "task1")
    shapes = [c.mismatch for c in report.tasks[0].checks if c.mismatch and not c.hidden]
    plain = next(one for one in shapes if one.kind == "shape")
    assert max(np.prod(plain.returned or ()), np.prod(plain.expected or ())) >= 3
