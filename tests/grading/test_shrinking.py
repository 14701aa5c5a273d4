"""Which of several failing examples is shown."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from grader.authoring.drawing import Draw, Floats
from grader.grading.shrinking import is_minimal, simplest, smallest


class Step(msgspec.Struct, frozen=True):
    parameters: list[Floats]
    rate: float


def step(*sizes: int, rate: float = 1.0) -> Step:
    return Step([np.ones(size) for size in sizes], rate)


@pytest.mark.parametrize(
    ("simple", "other"),
    [
        (step(1), step(2)),
        (step(1), step(1, 1)),
        (step(2), step(1, 2)),
        (step(1, rate=0.5), step(1, rate=0.125)),
        (step(1, rate=1.0), step(1, rate=2.0)),
    ],
)
def test_fewer_and_plainer_numbers_are_simpler_in_lists_too(simple: Step, other: Step) -> None:
    assert simplest([other, simple]) is simple
    assert simplest([simple, other]) is simple


def test_a_list_of_one_number_is_as_small_as_can_be() -> None:
    assert is_minimal(step(1))
    assert not is_minimal(step(2))
    assert not is_minimal(step(1, 1))


def test_a_failing_list_is_shrunk() -> None:
    def recipe(draw: Draw) -> Step:
        arrays = [draw.array((draw.integer(1, 4),)) for _ in range(draw.integer(1, 4))]
        return Step(arrays, draw.choice([1.0, 0.5, 0.1]))

    start = step(4, 4, 4, rate=0.1)
    found = smallest(recipe, 100, 0, start, lambda s: len(s.parameters) > 1)
    assert [p.size for p in found.parameters] == [1, 1]
    assert found.rate == 1.0
