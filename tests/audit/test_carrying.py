"""Functions of check files, and solutions that make a mistake of a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.audit.carrying import Carrier, NotCarried
from grader.audit.mistakes import mistaken, returns
from grader.authoring.task import Task
from grader.checking.explanations import Mistake

FACTOR = 3.0
LOCK = object()


def helper(x: float) -> float:
    return FACTOR * x


def with_closure(by: float) -> Callable[[float], float]:
    def inner(x: float, more: float = 1.0) -> float:
        return helper(x) + by + more + float(np.sign(x))

    return inner


def ran(source: str, **names: Any) -> dict[str, Any]:
    space: dict[str, Any] = {"np": np, **names}
    exec(source, space)
    return space


def test_a_function_goes_along_with_all_that_it_leans_on() -> None:
    carrier = Carrier()
    name = carrier.carry(with_closure(10.0))
    assert ran(carrier.source)[name](2.0) == 3.0 * 2.0 + 10.0 + 1.0 + 1.0


def test_a_function_may_lean_on_named_tuples_with_functions_in_them() -> None:
    mistake = Mistake("w", "It is wrong.", helper)
    carrier = Carrier()
    name = carrier.carry(lambda x: -mistake.wrong(x))
    assert ran(carrier.source)[name](2.0) == -6.0


def test_what_cannot_go_along_is_told() -> None:
    with pytest.raises(NotCarried, match="it leans on <object"):
        Carrier().carry(lambda: LOCK)


SOLUTION = '''
import numpy as np

def step(w, b, rate):
    """Return new ones.

    Returns
    -------
    loss : float
        How far it is off.
    w, b : ndarray
        The new ones.

    Notes
    -----
    That : is no result.
    """
    return 1.0, w - rate, b - rate
'''

TASK = Task("Steps", functions=["step(w, b, rate)"])


def test_results_have_the_names_of_the_docstring() -> None:
    assert returns(SOLUTION) == {"step": ["loss", "w", "b"]}


@pytest.mark.parametrize(
    ("array", "due"),
    [("loss", (20.0, 1.5, 3.5)), ("b", (1.0, 1.5, 20.0)), ("new w", (1.0, 22.0, 3.5))],
)
def test_a_mistake_takes_the_place_of_one_result(array: str, due: tuple[float, ...]) -> None:
    mistake = Mistake(array, "It is wrong.", lambda w: 10 * w)
    step = ran(mistaken(SOLUTION, TASK, mistake))["step"]
    came = step(np.array([2.0]), np.array([4.0]), 0.5)
    assert [float(np.squeeze(one)) for one in came] == list(due)


def test_a_mistake_that_says_nothing_of_some_arguments_leaves_their_result_right() -> None:
    mistake = Mistake("w", "It is wrong.", lambda w, b: w + {2: 10.0}[b.size])
    step = ran(mistaken(SOLUTION, TASK, mistake))["step"]
    assert step(np.array([2.0]), np.zeros(2), 0.5)[1] == 12.0
    assert step(np.array([2.0]), np.zeros(3), 0.5)[1] == 1.5


@pytest.mark.parametrize(
    ("mistake", "told"),
    [
        (Mistake("d_w", "", lambda w: w), "says under Returns that it returns d_w"),
        (Mistake("w", "", lambda z: z), "step gets no z"),
    ],
)
def test_a_mistake_that_fits_no_function_says_why(mistake: Mistake, told: str) -> None:
    with pytest.raises(NotCarried, match=told):
        mistaken(SOLUTION, TASK, mistake)
