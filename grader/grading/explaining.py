"""Why numbers are wrong: what failing examples have in common, and which of them shows it best.

One example says little: where it is small, a factor 2 and the number of its elements look the same.
So a check that failed is tried on more of its examples, none of them made small, and an explanation
has to hold in all that fail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

import msgspec
import numpy as np

from grader.authoring.task import Check
from grader.checking.diagnosis import explain, told
from grader.checking.explanations import Array, Comparison, Explanation, Mistake
from grader.checking.mismatch import CheckFailed
from grader.grading.failures import Calls, Failure
from grader.grading.shrinking import complexity
from grader.sandbox.client.client import Call
from grader.sandbox.client.errors import Died, TimedOut
from grader.sandbox.client.labels import labels
from grader.sandbox.client.scripts import Program
from grader.sandbox.protocol.values import Handle

MOST = 10
"""So many failing examples are compared: what a student waits for is bounded by number."""

TRIES = 30
"""So many examples are tried to find them."""

FEW = 5
"""So many examples of each other check are tried to tell explanations apart."""

FLOOR = 3
"""An example is not made smaller than to so many wrong numbers, where it has more."""

Try = Callable[[Any], Failure | None]


class Evidence(NamedTuple):
    """An example on which a check failed, and all numbers of it."""

    example: Any
    comparison: Comparison


class Finding(NamedTuple):
    """What failing examples have in common.

    Attributes
    ----------
    kind, array
        How they fail, and by which array.
    evidence
        The examples, where numbers differ.
    explanation
        What explains all of them, if anything does.
    """

    kind: str
    array: str
    evidence: tuple[Evidence, ...] = ()
    explanation: Explanation | None = None

    @property
    def name(self) -> str:
        """What tells the finding from others of the same check."""
        return f"{self.kind} {self.array} {self.explanation.name if self.explanation else ''}"

    @property
    def floor(self) -> int:
        """How many numbers an example has to have that stands for all of them."""
        return min(FLOOR, max((e.comparison.expected.size for e in self.evidence), default=0))

    def shown_by(self, failure: Failure | None, calls: Calls, parameters: Parameters) -> bool:
        """Whether an example fails in the way that was found, by enough numbers to see it."""
        if not isinstance(failure, CheckFailed):
            return failure is not None and failure.cause == self.kind
        mismatch = failure.mismatch
        if (mismatch.kind, mismatch.array) != (self.kind, self.array):
            return False
        if failure.comparison is None or not self.evidence:
            return True
        comparison = with_arguments(failure.comparison, calls, parameters)
        if comparison.expected.size < self.floor:
            return False
        with np.errstate(all="ignore"):
            return self.explanation is None or self.explanation.holds(comparison)

    def tell(self, failure: Failure, calls: Calls, parameters: Parameters) -> Failure:
        """Return the failure of an example with the explanation in place of its own."""
        if not isinstance(failure, CheckFailed) or failure.comparison is None:
            return failure
        comparison = with_arguments(failure.comparison, calls, parameters)
        with np.errstate(all="ignore"):
            holds = self.explanation is not None and self.explanation.holds(comparison)
            sentence = told(self.explanation, comparison) if holds else ""
        explained = CheckFailed(msgspec.structs.replace(failure.mismatch, diagnosis=sentence))
        explained.named = bool(sentence) and self.explanation is not None and self.explanation.cure
        return explained


Parameters = Mapping[str, tuple[str, ...]]


def find(
    check: Check,
    start: tuple[Any, Failure],
    examples: Sequence[Any],
    attempt: Try,
    calls: Calls,
    parameters: Parameters,
    mistakes: Sequence[Mistake] = (),
    further: Callable[[], Mapping[str, Sequence[Comparison]]] = dict,
) -> Finding:
    """Try a check that failed on more examples and find out what they have in common.

    Parameters
    ----------
    check
        The check.
    start
        The example that failed first, and how.
    examples
        All that there are, the simplest first.
    attempt
        Tries the check on one, and fills `calls`.
    calls
        Those of the last try.
    parameters
        The names of positional parameters by the names of functions.
    mistakes
        Wrong results that the task's author knows.
    further
        Returns what other checks saw of wrong arrays, by their names.
    """
    example, failure = start
    if not isinstance(failure, CheckFailed):
        return Finding(failure.cause, "")
    kind, array = failure.mismatch.kind, failure.mismatch.array
    if failure.comparison is None:
        return Finding(kind, array)
    tried = ((one, attempt(one)) for one in (example, *_spread(examples, example)))
    alike = (
        Evidence(one, with_arguments(failed.comparison, calls, parameters))
        for one, failed in tried
        if isinstance(failed, CheckFailed)
        and failed.comparison is not None
        and (failed.mismatch.kind, failed.mismatch.array) == (kind, array)
    )
    evidence = tuple(islice(alike, MOST))
    if len(evidence) < 2 or check.relation:
        return Finding(kind, array, evidence)
    fitting = [one for one in mistakes if one.array == array]
    explanation = explain([e.comparison for e in evidence], fitting)
    if explanation is not None:  # then it is worth the time to tell it from others
        elsewhere = further().get(array, ())
        explanation = explain([e.comparison for e in evidence], fitting, elsewhere)
    return Finding(kind, array, evidence, explanation)


def wrong_arrays(
    attempts: Iterable[tuple[Callable[[Any], Failure | None], Sequence[Any]]],
    calls: Calls,
    parameters: Parameters,
) -> dict[str, list[Comparison]]:
    """Try several checks on a few examples each and return what is wrong, by the names of arrays.

    Parameters
    ----------
    attempts
        What tries each check, and its examples, the simplest first.
    calls, parameters
        As for `find`.
    """
    found: dict[str, list[Comparison]] = {}
    for attempt, examples in attempts:
        for example in _spread(examples, None)[:: max(1, min(TRIES, len(examples)) // FEW)]:
            failure = attempt(example)
            if isinstance(failure, TimedOut | Died):
                return found  # which takes too long to be tried again
            if isinstance(failure, CheckFailed):
                for array, comparison in failure.comparisons.items():
                    known = with_arguments(comparison, calls, parameters)
                    found.setdefault(array, []).append(known)
    return found


def simplest_of(finding: Finding, start: Any) -> Any:
    """Return the failing example with the fewest and plainest numbers that are enough to see it."""
    large = (e.example for e in finding.evidence if e.comparison.expected.size >= finding.floor)
    return min(large, key=complexity, default=start)


def _spread(examples: Sequence[Any], left_out: Any) -> list[Any]:
    """Return some of the examples: of all sizes, the large ones first."""
    step = max(1, len(examples) // TRIES)
    return [one for one in examples[::-step] if one is not left_out]


def with_arguments(comparison: Comparison, calls: Calls, parameters: Parameters) -> Comparison:
    """Return a comparison that knows the arguments of the calls as well."""
    known = dict(_arguments(calls, parameters))
    return comparison._replace(known={**known, **comparison.known})


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
    if isinstance(argument, np.ndarray | int | float):
        yield name, np.asarray(argument, dtype=np.float64)
    elif isinstance(argument, list | tuple):
        for place, one in enumerate(argument):
            yield from _numbers(f"{name}[{place}]", one)
