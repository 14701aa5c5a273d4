"""What a call of the student's did to its arguments."""

from __future__ import annotations

import numpy as np
import pytest

from grader.arguments import afterwards, check_kept, locked
from grader.checking import CheckFailed
from grader.student.session import Answer


def answer(after: object, *, rebound: bool = False) -> Answer:
    return Answer(None, [after], [rebound])


ARRAYS = [np.array([1.0, 2.0]), np.array([[3.0]])]


def test_arguments_that_are_as_they_were_pass() -> None:
    check_kept(answer([a.copy() for a in ARRAYS]), 0, ARRAYS, "gradients")
    check_kept(answer(ARRAYS[0].copy()), 0, ARRAYS[0], "x")
    check_kept(answer(0.5), 0, 0.5, "learning_rate")


@pytest.mark.parametrize(
    ("before", "told", "message"),
    [
        (ARRAYS, answer([ARRAYS[0], np.array([[4.0]])]), "`gradients[1]` was changed in place: "),
        (ARRAYS, answer(ARRAYS, rebound=True), "`gradients` was changed in place: the list holds"),
        (ARRAYS[0], answer(2 * ARRAYS[0]), "`gradients` was changed in place: element [0] was 1.0"),
    ],
)
def test_a_change_is_told(before: object, told: Answer, message: str) -> None:
    with pytest.raises(CheckFailed) as caught:
        check_kept(told, 0, before, "gradients")
    assert caught.value.mismatch.kind == "argument modified"
    assert caught.value.mismatch.message.startswith(message)


@pytest.mark.parametrize("after", [None, 1.0, [], [1.0], [1.0, 2.0, 3.0], np.zeros(2), "ab"])
def test_an_answer_about_something_else_is_the_students_fault(after: object) -> None:
    with pytest.raises(CheckFailed):
        afterwards(answer(after), 0, ARRAYS, "parameters")


def test_locked_arguments_are_copies_that_cannot_be_written_to() -> None:
    lists, number = locked((ARRAYS, 0.5))
    assert number == 0.5
    assert not any(array.flags.writeable for array in lists)
    assert all(array.flags.writeable for array in ARRAYS)
    assert all(map(np.array_equal, lists, ARRAYS))
