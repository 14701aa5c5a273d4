"""False alarms: right results for random cases within the contract, which should all pass.

The cases have magnitudes of 0 or 1e-6 to 1e6, and they are solved correctly in several ways that
are rounded differently.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any, NamedTuple
from unittest import mock

import numpy as np

from grader.authoring.drawing import LAYOUTS, Draw
from grader.checking import NumericalGradient
from grader.grading.store import fingerprint
from tests.benchmarks.sharpness.jobs import Job, correct, opened
from tests.benchmarks.sharpness.standin import VERSIONS, Array, Function, StandIn, passes

UNSHARP = 5e-7
"""A numerical gradient with a larger relative error cannot tell every error of 3e-6."""

SHARES = {
    "vectors": 4,
    "matrices": 4,
    "inputs_off_zero": 4,
    "active_layers": 4,
}
"""Recipes that get more of the random cases than others: those with a loss that is differenced.

Networks get no more: to difference one takes ten times as long.
"""


class Rejected(Exception):
    """A recipe gave up an example."""


class RandomDraw(Draw):
    """Draws for a recipe with NumPy: all digits, all scales of the contract, nothing shrinks.

    A numerical gradient of any accuracy is taken, where `grade` asks for a sharp one: `watch`
    tells of it, and the question that follows counts as answered.
    """

    def __init__(self, random: np.random.Generator) -> None:
        super().__init__(self._refuse)
        self._random = random
        self.gradients: list[NumericalGradient] = []
        self._asked = 0

    @staticmethod
    def _refuse(strategy: object) -> Any:
        raise TypeError(f"a recipe draws from {strategy}, which this script knows nothing of")

    def watch(self, function: Function) -> Function:
        """Return `numerical_gradient` so that its results are remembered here."""

        def watched(*arguments: Any, **options: Any) -> NumericalGradient:
            gradient: NumericalGradient = function(*arguments, **options)
            self.gradients.append(gradient)
            return gradient

        return watched

    def integer(self, low: int, high: int) -> int:
        """Draw an integer from `low` to `high`, both included."""
        return int(self._random.integers(low, high, endpoint=True))

    def choice(self, options: Sequence[Any]) -> Any:
        """Draw one of `options`."""
        return options[self.integer(0, len(options) - 1)]

    def array(
        self, shape: tuple[int, ...], *, zeros: bool = False, mixed: bool = True
    ) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Draw a float64 array with magnitudes from 1e-6 to 1e6, of one scale or of many."""
        if mixed and self.integer(0, 3) == 0:
            exponents = self._random.uniform(-6, 6, shape)
        else:
            exponents = self._random.uniform(-4, 6) + self._random.uniform(-2, 0, shape)
        values = self._random.choice([-1.0, 1.0], shape) * 10.0**exponents
        if zeros:
            values = np.where(self._random.random(shape) < 0.1, 0.0, values)
        return np.asarray(values, dtype=np.float64)

    def small(
        self, shape: tuple[int, ...], *, zeros: bool = False
    ) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Draw a float64 array of whole numbers from -9 to 9."""
        values = self._random.choice([-1.0, 1.0], shape) * self._random.integers(1, 10, shape)
        return np.asarray(values * (self._random.random(shape) > 0.2 if zeros else 1.0))

    def integers(
        self, shape: tuple[int, ...], most: int = 9
    ) -> np.ndarray[Any, np.dtype[np.int64]]:
        """Draw an int64 array with elements from -`most` to `most`."""
        return np.asarray(self._random.integers(-most, most, shape, endpoint=True))

    def layouts(self, *arrays: Array) -> list[Array]:
        """Return equal arrays, each in a memory layout of its own."""
        return [LAYOUTS[self.choice(tuple(LAYOUTS))](array) for array in arrays]

    def assume(self, condition: object) -> None:
        """Give up this example unless `condition` holds; it does where it is about accuracy."""
        if len(self.gradients) > self._asked:
            self._asked = len(self.gradients)
        elif not condition:
            raise Rejected


class Alarms(NamedTuple):
    """What became of one recipe's random cases."""

    task: str
    recipe: str
    cases: int
    comparisons: int
    alarms: int
    """Comparisons that turned a right result down, where the numerical gradients were sharp."""
    unsharp: int
    """Cases of which a numerical gradient was too uncertain to tell every error of 3e-6."""
    unsharp_alarms: int
    """Comparisons that turned a right result down in those: the error was underestimated."""
    given_up: int
    """Cases that the recipe itself turned down."""
    first: str
    """The first false alarm, to look into."""


def measuring(recipe: Function) -> list[ModuleType]:
    """Return the check file of a recipe and its helpers, as far as they take differences."""
    package = recipe.__module__.rpartition(".")[0]
    modules = [m for name, m in sys.modules.items() if name.rpartition(".")[0] == package]
    return [module for module in modules if hasattr(module, "numerical_gradient")]


@contextmanager
def watched(modules: Sequence[ModuleType], draw: RandomDraw) -> Iterator[None]:
    """Let `draw` know of the numerical gradients that are taken meanwhile."""
    with ExitStack() as stack:
        for module in modules:
            own = draw.watch(module.numerical_gradient)
            stack.enter_context(mock.patch.object(module, "numerical_gradient", own))
        yield


def seek_alarms(job: Job) -> Alarms:
    """Run a recipe's checks on correct results for random cases."""
    file, task, checks = opened(job)
    right = correct(file.assignment)
    recipe = checks[0].given
    assert recipe is not None
    modules = measuring(recipe)
    words = int(fingerprint(job.seed, job.task, job.recipe, job.cases), 16)
    random = np.random.default_rng(words)
    done = comparisons = unsharp = given_up = 0
    alarms = {False: 0, True: 0}
    first = ""
    while done < job.cases:
        draw = RandomDraw(random)
        try:
            with watched(modules, draw), np.errstate(all="ignore"):
                example = recipe(draw)
        except Rejected:
            given_up += 1
            continue
        vague = any(g.relative_error > UNSHARP for g in draw.gradients)
        unsharp += vague
        for version in range(VERSIONS):
            student = StandIn(task, right, version)
            reference = StandIn(task, right, (version + 1) % VERSIONS)
            for check in checks:
                comparisons += 1
                if not passes(check, student, reference, example):
                    alarms[vague] += 1
                    first = first or f"{check.id}, implementation {version}: {example}"
        done += 1
    counts = done, comparisons, alarms[False], unsharp, alarms[True], given_up
    return Alarms(job.task, job.recipe, *counts, first)


def shares(all_jobs: list[Job], cases: int) -> list[Job]:
    """Divide the cases among the recipes, in portions that keep all processes busy."""
    weights = [SHARES.get(job.recipe, 1) for job in all_jobs]
    portions = []
    for job, weight in zip(all_jobs, weights, strict=True):
        wanted = math.ceil(cases * weight / sum(weights))
        pieces = max(1, wanted // 1000)
        for piece in range(pieces):
            size = wanted * (piece + 1) // pieces - wanted * piece // pieces
            portions.append(job._replace(cases=size, seed=job.seed * 1_000_003 + piece))
    return portions
