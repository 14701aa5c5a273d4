"""Why numbers are wrong: what failing examples have in common, and which of them shows it best.

One example says little: where it is small, a factor 2 and the number of its elements look the same.
So a check that failed is tried on more of its examples, none of them made small, and an explanation
has to hold in all that fail. Where other checks compare the same array, it has to hold there, too.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

import msgspec
import numpy as np

from grader.authoring.task import Check, Task
from grader.checking.diagnosis import explain, told
from grader.checking.explanations import Array, Comparison, Explanation, place_in
from grader.checking.mismatch import CheckFailed
from grader.grading.example_cache import ExampleCache
from grader.grading.failures import Calls, Failure
from grader.grading.shrinking import complexity
from grader.sandbox.client.codec import labels
from grader.sandbox.client.errors import Died, TimedOut
from grader.sandbox.client.remote import Call
from grader.sandbox.client.scripts import Program
from grader.sandbox.protocol import tree
from grader.sandbox.protocol.values import Handle

MOST = 10
"""So many failing examples are compared: what a student waits for is bounded by number."""

TRIES = 30
"""So many examples are tried to find them."""

FEW = 5
"""So many examples of each other check are tried to tell explanations apart."""

FLOOR = 3
"""An example is not made smaller than to so many wrong numbers, where it has more."""

Parameters = Mapping[str, tuple[str, ...]]


class Evidence(NamedTuple):
    """An example on which a check failed, and all numbers of it, where it is numbers that differ.

    Its `size` is how many numbers there are to look at.
    """

    example: Any
    size: int
    comparison: Comparison | None


class RootCause(NamedTuple):
    """What the failing examples of a check have in common.

    Attributes
    ----------
    kind, array
        How they fail, and by which array.
    alike
        What other submissions that fail like that have in common: an exception has no line there.
    evidence
        The examples, where numbers or shapes differ.
    explanation
        What explains all of them, if anything does.
    """

    kind: str
    array: str = ""
    alike: str = ""
    evidence: tuple[Evidence, ...] = ()
    explanation: Explanation | None = None

    @property
    def name(self) -> str:
        """What tells the cause from others of the same check."""
        explained = self.explanation.name if self.explanation else ""
        return f"{self.alike or self.kind} {self.array} {explained}"

    @property
    def floor(self) -> int:
        """How many numbers an example has to have that stands for all of them."""
        return min(FLOOR, max((e.size for e in self.evidence), default=0))

    def simplest(self, start: Any) -> Any:
        """Return the example with the fewest and plainest numbers that are enough to see it."""
        large = (e.example for e in self.evidence if e.size >= self.floor)
        return min(large, key=complexity, default=start)

    def explains(self, comparison: Comparison) -> bool:
        """Whether the explanation holds in a comparison."""
        with np.errstate(all="ignore"):
            return self.explanation is not None and self.explanation.holds(comparison)


class RootCauseAnalysis:
    """Finds out why the checks of a task failed.

    Parameters
    ----------
    task
        The task.
    material
        Has the examples.
    attempt
        Tries a check on an example, and fills `calls`.
    calls
        Those of the last try.
    parameters
        The names of positional parameters by the names of functions.
    """

    def __init__(
        self,
        task: Task,
        material: ExampleCache,
        attempt: Callable[[Check, Any], Failure | None],
        calls: Calls,
        parameters: Parameters,
    ) -> None:
        self._task = task
        self._material = material
        self._attempt = attempt
        self._calls = calls
        self._parameters = parameters
        self._elsewhere: dict[str, list[Comparison]] | None = None
        self._stuck = False
        self._example: Any = None

    def find(self, check: Check, example: Any, failure: Failure) -> RootCause:
        """Try a check that failed on an example on more of them, and find what they share."""
        if not isinstance(failure, CheckFailed):
            return RootCause(failure.cause, alike=failure.kind)
        kind, array = failure.mismatch.kind, failure.mismatch.array
        if not _size(failure):
            return RootCause(kind, array)
        examples = self._material.examples(check).values
        passed: list[Comparison] = []
        tried = self._noting(
            passed, array, self._tries(check, [example, *_spread(examples, example)])
        )
        alike = (
            Evidence(one, _size(failed), self._compared(failed))
            for one, failed in tried
            if isinstance(failed, CheckFailed)
            and (failed.mismatch.kind, failed.mismatch.array) == (kind, array)
        )
        evidence = tuple(islice(alike, MOST))
        compared = [e.comparison for e in evidence if e.comparison is not None]
        if len(compared) < 2:
            return RootCause(kind, array, evidence=evidence)
        mistakes = [one for one in self._task.mistakes if one.concerns(array)]
        # What a relation asks for may be wrong itself: only what was done is to be seen by it.
        explanation = explain(compared, mistakes, passed=passed, known_only=check.relation)
        if explanation is not None and not check.relation:  # worth the time to tell it from others
            explanation = explain(compared, mistakes, self._wrong(array), passed=passed)
        return RootCause(kind, array, evidence=evidence, explanation=explanation)

    def shown_by(self, cause: RootCause, example: Any, failure: Failure | None) -> bool:
        """Whether the last try, on an example, failed by a cause, and by enough numbers to see."""
        self._example = example
        if not isinstance(failure, CheckFailed):
            return failure is not None and failure.cause == cause.kind
        if (failure.mismatch.kind, failure.mismatch.array) != (cause.kind, cause.array):
            return False
        if _size(failure) < cause.floor:
            return False
        comparison = self._compared(failure)
        return comparison is None or cause.explanation is None or cause.explains(comparison)

    def tell(self, cause: RootCause, example: Any, failure: Failure) -> Failure:
        """Return how the last try, on an example, failed, told by what explains it."""
        self._example = example
        comparison = self._compared(failure) if isinstance(failure, CheckFailed) else None
        if not isinstance(failure, CheckFailed) or comparison is None:
            return failure
        holds = cause.explains(comparison)
        sentence = told(cause.explanation, comparison) if holds else ""
        explained = CheckFailed(msgspec.structs.replace(failure.mismatch, diagnosis=sentence))
        explained.named = holds and cause.explanation is not None and cause.explanation.cure
        return explained

    def _wrong(self, array: str) -> Sequence[Comparison]:
        """Return where an array is wrong by all checks that compare with right values."""
        if self._elsewhere is None:
            self._elsewhere = {}
            for name, comparison in self._all_wrong():
                self._elsewhere.setdefault(name, []).append(comparison)
        return self._elsewhere.get(array, ())

    def _all_wrong(self) -> Iterator[tuple[str, Comparison]]:
        for check in self._task.checks:
            if check.given is None or check.hidden or check.relation:
                continue
            examples = _spread(self._material.examples(check).values, None)
            for _, failure in self._tries(check, examples[:: max(1, len(examples) // FEW)]):
                if isinstance(failure, CheckFailed):
                    for name, comparison in failure.comparisons.items():
                        yield name, self._with_arguments(comparison, name)

    def _tries(self, check: Check, examples: Iterable[Any]) -> Iterator[tuple[Any, Failure | None]]:
        """Yield how a check ends on examples, until the code hangs or crashes on one.

        That takes time which the checks to come need: the task is not explored any more then.
        """
        for example in examples:
            if self._stuck:
                return
            failure = self._attempt(check, example)
            self._example = example
            self._stuck = isinstance(failure, TimedOut | Died)
            yield example, failure

    def _noting(
        self, passed: list[Comparison], array: str, tried: Iterator[tuple[Any, Failure | None]]
    ) -> Iterator[tuple[Any, Failure | None]]:
        """Note what the function that an array is named after returned where it was right."""
        for example, failure in tried:
            if failure is None:
                for call in self._calls:
                    if isinstance(call, Call) and call.name == array and call.answer:
                        for _, right in _numbers("", call.answer.result):
                            same = Comparison(right, right, right.shape)
                            passed.append(self._with_arguments(same, array))
            yield example, failure

    def _compared(self, failure: CheckFailed) -> Comparison | None:
        """Return the numbers of the last try."""
        comparison = failure.comparison
        if comparison is None:
            return None
        return self._with_arguments(comparison, failure.mismatch.array)

    def _with_arguments(self, comparison: Comparison, name: str) -> Comparison:
        """Return a comparison that knows the arguments of the last calls as well."""
        known = dict(_arguments(self._calls, self._parameters))
        known |= comparison.known
        return comparison._replace(known=known, example=self._example, place=place_in(name))


def _size(failure: CheckFailed) -> int:
    """Return how many numbers a failure shows: of shapes, those of the larger array."""
    if failure.comparison is not None:
        return failure.comparison.expected.size
    mismatch = failure.mismatch
    shapes = [one for one in (mismatch.returned, mismatch.expected) if isinstance(one, tuple)]
    return max((math.prod(shape) for shape in shapes), default=0)


def _spread(examples: Sequence[Any], left_out: Any) -> list[Any]:
    """Return some of the examples: of all sizes, the large ones first."""
    step = max(1, len(examples) // TRIES)
    return [one for one in examples[::-step] if one is not left_out]


def _arguments(calls: Calls, parameters: Parameters) -> Iterable[tuple[str, Array]]:
    """Yield the numbers that functions were called with, by the names of their parameters."""
    for call in calls:
        for function, arguments in _called(call):
            for name, argument in zip(parameters.get(function, ()), arguments, strict=False):
                yield from _numbers(name, argument)


def _called(call: Call | Program) -> Iterable[tuple[str, Sequence[Any]]]:
    """Yield the functions that were called, and with what; in a script, with what is known."""
    if isinstance(call, Call):
        yield call.called()
        return
    for step, label in zip(call.steps, labels(call.steps), strict=True):
        if step[0] == "call":
            yield label, [_value(argument, call.steps) for argument in step[3]]


def _value(argument: Any, steps: Sequence[Sequence[Any]]) -> Any:
    """Return what an argument of a step holds, where an earlier step says it."""
    if isinstance(argument, Handle):
        kind, value, *_ = steps[argument.number]
        return value if kind == "value" else None
    return argument


def _numbers(name: str, argument: Any) -> Iterable[tuple[str, Array]]:
    for path, leaf in tree.leaves_with_path(argument, name):
        if isinstance(leaf, np.ndarray | int | float):
            yield path, np.asarray(leaf, dtype=np.float64)
