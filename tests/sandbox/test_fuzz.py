"""The short form of the fuzz: `tests/benchmarks/fuzz.py` goes on for as long as one likes."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings

from grader.sandbox.client.errors import Died, StudentError
from tests.sandbox.fuzzing import VALID, answer_frame, answers, receive


@settings(max_examples=1500, derandomize=True, database=None, deadline=None)
@given(answers)
def test_an_answer_is_read_or_is_the_students_error(answer: bytes) -> None:
    with contextlib.suppress(StudentError):
        receive(answer)


def test_the_fuzz_reaches_the_end_of_the_reader() -> None:
    assert "array([0., 1., 2.])" in receive(VALID)


def test_what_is_no_answer_is_told_as_meddling() -> None:
    with pytest.raises(Died, match="something else was written where the grader reads results"):
        receive(answer_frame({"result": {"array": ["|O", [1], None, True]}, "after": [None]}))
