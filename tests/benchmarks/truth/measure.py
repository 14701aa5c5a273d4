"""One problem given to `numerical_gradient`, and what came of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from grader.checking import directional_derivative, numerical_gradient
from tests.benchmarks.truth.case import Problem

OURS = "grader"
SHARP = 1e-7
GROSS = 1e-6


class Answer(NamedTuple):
    """What a library says of a gradient."""

    value: np.ndarray
    error: np.ndarray
    lower: np.ndarray
    upper: np.ndarray


class Outcome(NamedTuple):
    """How an answer compares with the truth; `worst` tells the element that is off most."""

    case: int
    draw: int
    tool: str
    form: str
    smooth: bool
    elementwise: bool
    refused: str = ""
    """The sentence with which the function was refused, if it was."""
    confident: bool = False
    """The value is off by more than the error."""
    bounds: bool = False
    """The value is not, but a one-sided slope is."""
    infinite: bool = False
    """An infinite error was admitted, or one that is not a number."""
    off: float = 0.0
    """By how much the value is off, relative to the largest slope."""
    claimed: float = 0.0
    """The largest error that was claimed, likewise; without the infinite ones."""
    evaluations: float = 0.0
    """For each element."""
    worst: tuple[float, ...] = (0.0,) * 5
    """Its point, the value, the nearest true slope, the error, by how much it is off."""

    @property
    def sharp(self) -> bool:
        """The value is as good as it has to be where the function is smooth."""
        return not self.refused and not self.infinite and self.off < SHARP


Tool = Callable[[Callable[[Any], Any], Problem], Answer]


def ours(f: Callable[[Any], Any], problem: Problem) -> Answer:
    """Ask `numerical_gradient`."""
    found = numerical_gradient(f, problem.x)
    return Answer(found.value, found.error, found.lower, found.upper)


def ours_along(f: Callable[[Any], Any], problem: Problem) -> Answer:
    """Ask `directional_derivative` about a line."""
    found = directional_derivative(f, problem.x, problem.direction)
    return Answer(*(np.array([n]) for n in (found.value, found.error, found.lower, found.upper)))


OWN: dict[str, Tool] = {"scalar": ours, "terms": ours, "line": ours_along}


def in_form(problem: Problem, form: str, draw: int) -> Problem:
    """Return the problem, or for a line one that goes this way or that in each element."""
    if form != "line":
        return problem
    return problem.along(np.random.default_rng(draw).choice((-1.0, 1.0), problem.x.shape))


def answer(problem: Problem, form: str, case: int = 0, draw: int = 0) -> Outcome:
    """Ask the grader in one of the forms."""
    return measure(OWN[form], OURS, in_form(problem, form, draw), form, case, draw)


def measure(
    tool: Tool, name: str, problem: Problem, form: str, case: int = 0, draw: int = 0
) -> Outcome:
    """Put a problem to a tool and compare what it says with the truth."""
    calls = 0
    function = problem.function(form)

    def f(x: Any) -> Any:
        nonlocal calls
        calls += np.size(x) // max(1, problem.x.size)
        return function(x)

    smooth = problem.smooth(form)
    blank = Outcome(case, draw, name, form, smooth, problem.elementwise)
    try:
        with np.errstate(all="ignore"):
            answer = tool(f, problem)
    except (ValueError, ArithmeticError) as refusal:
        return blank._replace(refused=str(refusal) or type(refusal).__name__)
    with np.errstate(all="ignore"):
        return _compare(answer, problem, blank, calls / max(1, problem.x.size))


def _compare(answer: Answer, problem: Problem, blank: Outcome, evaluations: float) -> Outcome:
    lower, upper, doubt = problem.lower, problem.upper, problem.doubt
    nearest = np.clip(answer.value, lower, upper)
    off = np.abs(answer.value - nearest)
    sides = np.maximum(np.abs(answer.lower - lower), np.abs(answer.upper - upper))
    unknown = ~np.isfinite(answer.error)
    confident = ~unknown & ~(off <= answer.error + doubt)
    bounds = ~unknown & ~(sides <= answer.error + doubt)
    known = np.where(unknown, 0.0, answer.error)
    excess = np.where(unknown, 0.0, off / (known + doubt))
    i = int(np.argmax(np.where(np.isnan(excess), np.inf, excess)))
    numbers = problem.x, answer.value, nearest, answer.error, off
    return blank._replace(
        confident=bool(confident.any()),
        bounds=bool(bounds.any() and not confident.any()),
        infinite=bool(unknown.any()),
        off=_relative(off[~unknown], problem.scale),
        claimed=_relative(known, problem.scale),
        evaluations=evaluations,
        worst=tuple(float(array.reshape(-1)[i]) for array in numbers),
    )


def _relative(values: np.ndarray, scale: float) -> float:
    largest = float(values.max(initial=0.0))
    if largest == 0:
        return 0.0
    return largest / scale if scale else math.inf
