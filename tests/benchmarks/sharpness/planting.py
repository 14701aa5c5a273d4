"""Planted errors: what the checks see of one wrong element.

An error is planted in one element after the other of every array that a check gets. A check that
looks at the element at all (it notices when it is off by the array's largest) should notice an
error of 3e-6 of the largest, too; the same with 1e-6 should pass.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from grader.authoring import Check, Task
from grader.grading.examples import draw_examples
from grader.grading.store import fingerprint
from tests.benchmarks.sharpness.jobs import Job, correct, opened, relations
from tests.benchmarks.sharpness.standin import Correct, Place, StandIn, passes

CAUGHT, PASSED = 3e-6, 1e-6


class Planted(NamedTuple):
    """What became of the errors planted in one array, as far as the checks of a job see it."""

    task: str
    array: str
    planted: int
    caught: int
    passed: int
    """How many errors of `PASSED` no check complained about."""
    related: int
    """How many more errors were planted where only checks of relations look."""
    told: int
    """How many of those were caught."""
    missed_by: Counter[str]
    """The checks that looked at an array and missed an error that no other check caught."""
    alarmed: Counter[str]
    """The checks that complained about an error of `PASSED`."""


def plant_errors(job: Job) -> list[Planted]:
    """Plant errors in all elements that a recipe's examples lead to, one at a time."""
    file, task, checks = opened(job)
    right, relative = correct(file.assignment), relations(file.assignment, file.id)
    recipe, count = checks[0].given, max(check.examples for check in checks)
    assert recipe is not None
    examples = draw_examples(recipe, count, int(fingerprint(job.seed, file.id, job.recipe), 16))
    tally = defaultdict[str, Counter[str]](Counter)
    missed = defaultdict[str, Counter[str]](Counter)
    alarmed = defaultdict[str, Counter[str]](Counter)
    for example in examples:
        reference = StandIn(task, right)
        for place, size, name, callers in _arrays(task, right, checks, reference, example):
            student = StandIn(task, right)
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
                if all(c.id in relative for c in looking):
                    tally[name].update(related=1, told=caught)
                else:
                    tally[name].update(planted=1, caught=caught, passed=not loud)
                    missed[name].update(() if caught else unseen)
                alarmed[name].update(loud)
    return [
        Planted(
            job.task,
            name,
            *(n[key] for key in ("planted", "caught", "passed", "related", "told")),
            missed[name],
            alarmed[name],
        )
        for name, n in tally.items()
    ]


class Size(NamedTuple):
    """The number of elements of an array and the largest magnitude."""

    size: int
    largest: float


def _arrays(
    task: Task, right: Correct, checks: list[Check], reference: StandIn, example: Any
) -> Iterator[tuple[Place, Size, str, list[Check]]]:
    """Yield each array that the checks get for an example, with the checks that get it."""
    calls: dict[tuple[str, tuple[Any, ...]], list[Check]] = {}
    for check in checks:
        student = StandIn(task, right)
        if not passes(check, student, reference, example):
            raise AssertionError(f"{check.id} fails on right results for {example}")
        reference.results.update(student.results)
        reference.names.update(student.names)
        for call in student.results:
            calls.setdefault(call, []).append(check)
    for (function, arguments), callers in calls.items():
        outcome = reference.results[function, arguments]
        for k, array in enumerate(outcome.arrays):
            if not isinstance(array, np.ndarray):
                continue  # a list of objects
            largest = float(np.abs(array).max(initial=0.0))
            if not largest:
                continue  # nothing to measure an error against
            name = f"{function}[{k}]" if type(outcome.result) is tuple else function
            if (function, arguments) in reference.names:
                name = reference.names[function, arguments][k]
            place = Place(function, arguments, k, 0)
            yield place, Size(array.size, largest), name, callers
