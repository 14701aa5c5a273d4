"""What the course's checks see: no error of 1e-6 gets past them, no right result is turned down.

The checks run as `grade` runs them, but on a stand-in for the student: functions of this process
that are right, or right but for one element of one array.

1. Planted errors. In the examples of every check an error of 1e-6 of an array's largest element is
   planted in one element after the other. A check that looks at the element at all (it notices
   when it is off by the largest) should notice this, too. The same with 1e-7 should pass.
2. False alarms. Random cases within the contract (magnitudes 0 or 1e-6 to 1e6), solved correctly in
   several ways that are rounded differently, should pass every check.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from multiprocessing import Pool
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from grader.authoring import Check, Task
from grader.checking import CheckFailed, NumericalGradient
from grader.course import Course, TaskFile, load_task, open_course
from grader.drawing import LAYOUTS, Draw, draw_examples
from grader.store import fingerprint
from grader.student.session import Answer

ROOT = Path(__file__).resolve().parents[2]
CAUGHT, PASSED = 1e-6, 1e-7
UNSHARP = 6e-7
"""A numerical gradient with a larger relative error cannot tell every error of 1e-6."""

SHARES = {
    "vectors": 4,
    "matrices": 4,
    "inputs_off_zero": 4,
    "layers": 4,
    "active_layers": 4,
    "active_even_layers": 4,
}
"""Recipes that get more of the random cases than others: those with a loss that is differenced.

Task 4's get no more: to difference a network takes ten times as long.
"""

Function = Callable[..., Any]
Array = np.ndarray[Any, np.dtype[Any]]


# --- correct implementations, rounded differently ---------------------------------------------


def loss_mean(p: Array, t: Array) -> Any:
    return np.mean((p - t) ** 2)


def loss_exact_sum(p: Array, t: Array) -> Any:
    return math.fsum(float(a - b) ** 2 for a, b in zip(p.flat, t.flat, strict=True)) / p.size


def loss_loop(p: Array, t: Array) -> Any:
    total = 0.0
    for a, b in zip(p.flat, t.flat, strict=True):
        total += (float(b) - float(a)) ** 2 / p.size
    return total


def loss_backwards(p: Array, t: Array) -> Any:
    d = (p - t).ravel()[::-1].astype(np.float64)
    return d @ d * (1 / d.size)


def mse_gradient_plain(p: Array, t: Array) -> Any:
    return 2 * (p - t) / p.size


def mse_gradient_factor_first(p: Array, t: Array) -> Any:
    return (p - t) * (2 / p.size)


def mse_gradient_loop(p: Array, t: Array) -> Any:
    pairs = zip(p.flat, t.flat, strict=True)
    return np.array([(float(a) - float(b)) / p.size * 2 for a, b in pairs]).reshape(p.shape)


def mse_gradient_minus(p: Array, t: Array) -> Any:
    return -2.0 / p.size * np.subtract(t, p)


def relu_maximum(x: Array) -> Any:
    return np.maximum(x, 0.0)


def relu_half_sum(x: Array) -> Any:
    return (x + np.abs(x)) / 2


def relu_masked(x: Array) -> Any:
    return x * (x > 0).astype(np.float64)


def relu_loop(x: Array) -> Any:
    return np.array([float(a) if a > 0 else 0.0 for a in x.flat]).reshape(x.shape)


def slope_compared(x: Array) -> Any:
    return (x > 0).astype(np.float64)


def slope_heaviside(x: Array) -> Any:
    return np.heaviside(x, 0.0)


def slope_of_sign(x: Array) -> Any:
    return np.maximum(np.sign(x), 0.0)


def slope_loop(x: Array) -> Any:
    return np.array([1.0 if a > 0 else 0.0 for a in x.flat]).reshape(x.shape)


def layer_outer(d_output: Array, inputs: Array, weights: Array, z: Array) -> Any:
    d_z = d_output * (z > 0)
    return np.outer(inputs, d_z), d_z, weights @ d_z


def layer_einsum(d_output: Array, inputs: Array, weights: Array, z: Array) -> Any:
    d_z = np.where(z > 0, d_output, 0)
    d_inputs = np.einsum("ij,j->i", weights, d_z)
    return np.einsum("i,j->ij", inputs, d_z), d_z, d_inputs


def layer_exact_sum(d_output: Array, inputs: Array, weights: Array, z: Array) -> Any:
    d_z = [float(d) if s > 0 else 0.0 for d, s in zip(d_output, z, strict=True)]
    d_inputs = [math.fsum(float(w) * d for w, d in zip(row, d_z, strict=True)) for row in weights]
    d_weights = [[float(a) * d for d in d_z] for a in inputs]
    return np.array(d_weights), np.array(d_z), np.array(d_inputs)


def layer_backwards(d_output: Array, inputs: Array, weights: Array, z: Array) -> Any:
    d_z = (d_output * (z > 0))[::-1]
    d_inputs = (weights[:, ::-1] * d_z).sum(axis=1)
    return (inputs[:, None] * d_z)[:, ::-1], d_z[::-1], d_inputs


def network(backward: Function, d_output: Function) -> Function:
    """Return a backward pass through two layers, made of one through a single layer."""

    def backward_pass(*arguments: Array) -> Any:
        x, y_true, hidden_weights, _, weights, _, h1, output = arguments
        upstream = d_output(output, y_true)
        d_weights, d_biases, d_h1 = backward(upstream, h1, weights, np.ones(output.shape))
        d_hidden_weights, d_hidden_biases, _ = backward(d_h1, x, hidden_weights, h1)
        return d_hidden_weights, d_hidden_biases, d_weights, d_biases

    return backward_pass


LAYERS = (layer_outer, layer_einsum, layer_exact_sum, layer_backwards)
UPSTREAMS = (mse_gradient_plain, mse_gradient_factor_first, mse_gradient_loop, mse_gradient_minus)
CORRECT: Mapping[str, Sequence[Function]] = {
    "mse_loss": (loss_mean, loss_exact_sum, loss_loop, loss_backwards),
    "mse_gradient": UPSTREAMS,
    "relu": (relu_maximum, relu_half_sum, relu_masked, relu_loop),
    "relu_gradient": (slope_compared, slope_heaviside, slope_of_sign, slope_loop),
    "layer_backward": LAYERS,
    "backward_pass": [network(*pair) for pair in zip(LAYERS, UPSTREAMS, strict=True)],
}


# --- the stand-in for the student ---------------------------------------------------------------


class Place(NamedTuple):
    """An element of an array that a call returned."""

    function: str
    arguments: tuple[Any, ...]
    """The call, as something that can be compared."""
    array: int
    element: int


class StandIn:
    """What a check gets in place of a `grader.student.remote.Student`.

    Parameters
    ----------
    task
        The task, for the names of its functions and their parameters.
    version
        Which of the correct implementations answer.

    Attributes
    ----------
    results
        The right results of all calls so far.
    """

    def __init__(self, task: Task, version: int = 0) -> None:
        self._functions = task.functions
        self._version = version
        self._planted: tuple[Place, float] | None = None
        self.results: dict[tuple[str, tuple[Any, ...]], Any] = {}

    def plant(self, place: Place, error: float) -> None:
        """From now on return that element with `error` added."""
        self._planted = place, error

    def __getattr__(self, name: str) -> StandInFunction:
        if name not in self._functions:
            raise AttributeError(name)
        return StandInFunction(self, name, self._functions[name].parameters)

    def answer(self, name: str, arguments: tuple[Array, ...]) -> Any:
        """Return what a call of a student's function comes to."""
        key = (
            name,
            tuple(
                (a.dtype.str, a.shape, a.strides, a.tobytes()) for a in map(np.asarray, arguments)
            ),
        )
        if key not in self.results:
            function = CORRECT[name][self._version]
            self.results[key] = _plain(function(*(np.array(a, order="K") for a in arguments)))
        result = self.results[key]
        if self._planted is None or self._planted[0][:2] != key:
            return result
        place, error = self._planted
        arrays = list(result) if type(result) is tuple else [result]
        wrong = arrays[place.array].astype(np.float64)
        wrong.reshape(-1)[place.element] += error
        arrays[place.array] = wrong
        return tuple(arrays) if type(result) is tuple else wrong


class StandInFunction:
    """What a check gets in place of a `grader.student.remote.RemoteFunction`."""

    def __init__(self, student: StandIn, name: str, parameters: tuple[str, ...]) -> None:
        self._student = student
        self.name = name
        self.parameters = parameters

    def __call__(self, *arguments: Any) -> Any:
        """Return the result."""
        return self._student.answer(self.name, arguments)

    def fresh(self, *arguments: Any) -> Answer:
        """Return the result, with arguments that were not changed."""
        return Answer(self(*arguments), list(arguments), None)

    def again(self, answer: Answer) -> Any:
        """Return the result of an earlier call."""
        return answer.result


def _plain(result: Any) -> Any:
    """Return a result as it comes out of the student's process: arrays in C order."""
    if type(result) is tuple:
        return tuple(map(_plain, result))
    return np.array(result, order="C")


def passes(check: Check, student: StandIn, reference: StandIn, example: Any) -> bool:
    """Run a check on one example, as `grader.running` does."""
    given = (student, reference, example) if check.wants_reference else (student, example)
    try:
        with np.errstate(all="ignore"):
            check.function(*given)
    except CheckFailed:
        return False
    return True


# --- planted errors -----------------------------------------------------------------------------


class Job(NamedTuple):
    """The checks of one recipe of a task, which share their examples."""

    course: Path
    task: str
    recipe: str
    seed: int
    cases: int = 0


class Planted(NamedTuple):
    """What became of the errors planted in one array, as far as the checks of a job see it."""

    task: str
    array: str
    planted: int
    caught: int
    passed: int
    """How many errors of `PASSED` no check complained about."""
    missed_by: Counter[str]
    """The checks that looked at an array and missed an error that no other check caught."""
    alarmed: Counter[str]
    """The checks that complained about an error of `PASSED`."""


def jobs(course: Course, seed: int) -> Iterator[Job]:
    """Yield a job for every recipe of the course."""
    for file in course.tasks:
        if file.id in {"task1", "task2", "task3", "task4"}:
            task = load_task(file)
            for recipe in dict.fromkeys(check.given for check in task.checks if check.given):
                yield Job(course.root, file.id, recipe.__name__, seed)


def opened(job: Job) -> tuple[TaskFile, Task, list[Check]]:
    """Return the task of a job and its checks."""
    (file,) = open_course(job.course).select((job.task,))
    task = load_task(file)
    checks = [c for c in task.checks if c.given is not None and c.given.__name__ == job.recipe]
    return file, task, checks


def plant_errors(job: Job) -> list[Planted]:
    """Plant errors in all elements that a recipe's examples lead to, one at a time."""
    file, task, checks = opened(job)
    recipe, count = checks[0].given, max(check.examples for check in checks)
    assert recipe is not None
    examples = draw_examples(recipe, count, int(fingerprint(job.seed, file.id, job.recipe), 16))
    tally = defaultdict[str, Counter[str]](Counter)
    missed = defaultdict[str, Counter[str]](Counter)
    alarmed = defaultdict[str, Counter[str]](Counter)
    for example in examples:
        reference = StandIn(task)
        for place, size, name, callers in _arrays(task, checks, reference, example):
            student = StandIn(task)
            student.results = reference.results
            for element in range(size.size):
                spot = place._replace(element=element)
                error = size.largest if element % 2 else -size.largest
                student.plant(spot, error)
                looking = [c for c in callers if not passes(c, student, reference, example)]
                if not looking:
                    continue
                student.plant(spot, CAUGHT * error)
                unseen = [c.id for c in looking if passes(c, student, reference, example)]
                caught = len(unseen) < len(looking)
                student.plant(spot, PASSED * error)
                loud = [c.id for c in looking if not passes(c, student, reference, example)]
                tally[name].update(planted=1, caught=caught, passed=not loud)
                missed[name].update(() if caught else unseen)
                alarmed[name].update(loud)
    return [
        Planted(job.task, name, n["planted"], n["caught"], n["passed"], missed[name], alarmed[name])
        for name, n in tally.items()
    ]


class Size(NamedTuple):
    """The number of elements of an array and the largest magnitude."""

    size: int
    largest: float


def _arrays(
    task: Task, checks: list[Check], reference: StandIn, example: Any
) -> Iterator[tuple[Place, Size, str, list[Check]]]:
    """Yield each array that the checks get for an example, with the checks that get it."""
    calls: dict[tuple[str, tuple[Any, ...]], list[Check]] = {}
    for check in checks:
        student = StandIn(task)
        if not passes(check, student, reference, example):
            raise AssertionError(f"{check.id} fails on right results for {example}")
        reference.results.update(student.results)
        for call in student.results:
            calls.setdefault(call, []).append(check)
    for (function, arguments), callers in calls.items():
        result = reference.results[function, arguments]
        for k, array in enumerate(result if type(result) is tuple else (result,)):
            largest = float(np.abs(array).max(initial=0.0))
            if not largest:
                continue  # nothing to measure an error against
            name = f"{function}[{k}]" if type(result) is tuple else function
            place = Place(function, arguments, k, 0)
            yield place, Size(array.size, largest), name, callers


# --- false alarms -------------------------------------------------------------------------------


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
    """Cases of which a numerical gradient was too uncertain to tell every error of 1e-6."""
    unsharp_alarms: int
    """Comparisons that turned a right result down in those: the error was underestimated."""
    given_up: int
    """Cases that the recipe itself turned down."""
    first: str
    """The first false alarm, to look into."""


def seek_alarms(job: Job) -> Alarms:
    """Run a recipe's checks on correct results for random cases."""
    _, task, checks = opened(job)
    recipe = checks[0].given
    assert recipe is not None
    module = sys.modules[recipe.__module__]
    own = getattr(module, "numerical_gradient", None)
    words = int(fingerprint(job.seed, job.task, job.recipe, job.cases), 16)
    random = np.random.default_rng(words)
    done = comparisons = unsharp = given_up = 0
    alarms = {False: 0, True: 0}
    first = ""
    while done < job.cases:
        draw = RandomDraw(random)
        if own is not None:
            vars(module)["numerical_gradient"] = draw.watch(own)
        try:
            with np.errstate(all="ignore"):
                example = recipe(draw)
        except Rejected:
            given_up += 1
            continue
        finally:
            if own is not None:
                vars(module)["numerical_gradient"] = own
        vague = any(g.relative_error > UNSHARP for g in draw.gradients)
        unsharp += vague
        for version in range(4):
            student, reference = StandIn(task, version), StandIn(task, (version + 1) % 4)
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


# --- the report ---------------------------------------------------------------------------------


def show_planted(results: list[Planted], console: Console) -> None:
    """Print what became of planted errors, an array a line, and who missed what."""
    table = Table(box=None, pad_edge=False, title=None)
    for title in ("task", "array"):
        table.add_column(title)
    for title in ("errors of 1e-6", "caught", "missed", "errors of 1e-7", "passed"):
        table.add_column(title, justify="right")
    for task, array in sorted({(r.task, r.array) for r in results}):
        some = [r for r in results if (r.task, r.array) == (task, array)]
        planted, caught = sum(r.planted for r in some), sum(r.caught for r in some)
        passed = sum(r.passed for r in some)
        numbers = planted, caught, planted - caught, planted, passed
        table.add_row(task, array, *(f"{n:,}" for n in numbers))
    console.print(table)
    for title, attribute in (
        ("missed an error of 1e-6 that no other check caught", "missed_by"),
        ("complained about an error of 1e-7", "alarmed"),
    ):
        for r in results:
            for check, times in getattr(r, attribute).items():
                console.print(f"{r.task} {check}: {title}, in {r.array}, {times:,} times")


def show_alarms(results: list[Alarms], console: Console) -> None:
    """Print what became of random cases, a recipe a line."""
    table = Table(box=None, pad_edge=False)
    for title in ("task", "recipe"):
        table.add_column(title)
    for title in ("cases", "check runs", "false alarms", "unsharp", "alarms there", "given up"):
        table.add_column(title, justify="right")
    total = Counter[str]()
    for task, recipe in dict.fromkeys((r.task, r.recipe) for r in results):
        some = [r for r in results if (r.task, r.recipe) == (task, recipe)]
        row = Counter[str]()
        for r in some:
            row.update(
                {
                    "cases": r.cases,
                    "check runs": r.comparisons,
                    "false alarms": r.alarms,
                    "unsharp": r.unsharp,
                    "alarms there": r.unsharp_alarms,
                    "given up": r.given_up,
                }
            )
        total += row
        table.add_row(task, recipe, *(f"{row[str(c.header)]:,}" for c in table.columns[2:]))
    table.add_row("all", "", *(f"{total[str(c.header)]:,}" for c in table.columns[2:]))
    console.print(table)
    for (task, recipe), first in {(r.task, r.recipe): r.first for r in results if r.first}.items():
        console.print(f"\n{task} {recipe}: a false alarm, of the check {first}")


def main() -> None:
    """Plant errors, seek false alarms, print two tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cases", type=int, default=100_000, metavar="N", help="random cases")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="draws the cases")
    parser.add_argument("--processes", type=int, default=os.cpu_count(), metavar="N")
    options = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 140, highlight=False)
    progress = Console(stderr=True)
    course = open_course(ROOT)
    all_jobs = list(jobs(course, options.seed))
    portions = shares(all_jobs, options.cases)
    began = time.perf_counter()
    with Pool(options.processes) as pool:
        found = pool.imap_unordered(plant_errors, all_jobs)
        planted = list(
            track(found, "planting errors", len(all_jobs), console=progress, transient=True)
        )
        ran = pool.imap_unordered(seek_alarms, portions)
        alarms = list(track(ran, "random cases", len(portions), console=progress, transient=True))
    by_name = [one for some in planted for one in some]
    show_planted(sorted(by_name, key=lambda r: (r.task, r.array)), console)
    console.print()
    show_alarms(sorted(alarms, key=lambda r: (r.task, r.recipe)), console)
    console.print(f"\n{time.perf_counter() - began:.0f} s, seed {options.seed}")


if __name__ == "__main__":
    main()
