"""Step 4 for one task: run its checks on a student's code and say how each of them ended."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import msgspec
import numpy as np

from grader.authoring.curve import Curve, curve_of
from grader.authoring.task import Check, Task
from grader.checking.mismatch import CheckFailed
from grader.errors import MachineError
from grader.grading.failures import Failure, Failures, result
from grader.grading.fresh_examples import Fresh
from grader.grading.result import CheckResult, Place
from grader.grading.shrinking import is_minimal, simplest, smallest
from grader.grading.trials import passed_at_once
from grader.sandbox.client.batched import ResponseFingerprint
from grader.sandbox.client.errors import Died, NotWritten, StudentError, TimedOut
from grader.sandbox.client.remote import Student, client_of

MAX_SHRINKS = 3

MAX_KEPT = 10_000
"""Verdicts and small examples of a task that are kept for other submissions."""


class Examples(msgspec.Struct, frozen=True):
    """The examples of a check, the simplest first, and what it takes to draw them again."""

    values: list[Any]
    count: int
    seed: int


class Shrunk(msgspec.Struct, frozen=True):
    """A small example of a failure, the requests that the search for it made, what came of them."""

    example: Any
    requests: list[bytes]
    answers: ResponseFingerprint | None


class ExampleCache(Protocol):
    """What the checks of a task work on; `grader.grading.example_cache` has it."""

    def examples(self, check: Check) -> Examples:
        """Return the examples of a check that has a recipe."""

    def fresh(self, check: Check) -> Fresh | None:
        """Return a further example of it that nobody has seen, where points count."""

    def requests(self, check: Check) -> Sequence[bytes]:
        """Return the requests that a check is known to make, if they are."""

    def learn(self, check: Check, requests: Sequence[bytes]) -> None:
        """Take note of all requests that it made and passed, for the same person's next work."""

    verdicts: dict[tuple[str, ResponseFingerprint], Curve | None]
    """The answers by which a check passed, and what it showed."""

    shrunk: dict[tuple[str, ResponseFingerprint | None, str], Shrunk]
    """What was made of the failure of a check, by the answers and its kind."""


class Runner:
    """Runs checks of one task, one after the other, in one session of the submission.

    Parameters
    ----------
    task
        The task.
    student
        The submission.
    reference
        The solution behind the same interface, or None where there is none.
    material
        The examples of the checks, and the requests that they are known to make.
    on_internal
        Called with the traceback when a check ends through a fault that is not the student's.
    definition
        Called with the name of a function; returns where the student's file defines it.
    shrinks
        How many failures are shrunk: a student waits for each, and mends the first ones.
    passed
        By its id, whether a check has passed that another runner ran.
    imported
        Whether the student imports the functions to try them: in a notebook they are there.
    """

    def __init__(
        self,
        task: Task,
        student: Student,
        reference: Student | None,
        material: ExampleCache,
        on_internal: Callable[[str], None],
        definition: Callable[[str], Place | None] = lambda _: None,
        shrinks: int = MAX_SHRINKS,
        passed: Mapping[str, bool] | None = None,
        *,
        imported: bool = True,
    ) -> None:
        self._task = task
        self._shrinks = shrinks
        self._student, self._reference = student, reference
        self._client = client_of(student)
        self._material = material
        self._on_internal = on_internal
        self._passed = dict(passed or {})
        self._curve: Curve | None = None
        self._clean: set[str] | None = None
        self._shrunk: dict[str, list[Any]] = {}
        parameters = {s.name: s.parameters for s in task.functions.values()}
        self._failures = Failures(parameters, definition, imported=imported)

    @property
    def not_written(self) -> set[str]:
        """The ids of the checks that failed because there is no code yet."""
        return self._failures.not_written

    def run(self, checks: Sequence[Check], progress: Callable[[], None]) -> dict[str, CheckResult]:
        """Run checks; whatever the student's code and the checks do, each has a result, by its id.

        Those that pass are tried on their fresh examples after all of them: code that keeps
        something from call to call would end otherwise by what was drawn for this submission.

        Parameters
        ----------
        checks
            In the order of the task.
        progress
            Called after each check.

        Raises
        ------
        MachineError
            When this machine cannot run any code of the student's.
        """
        results = {}
        for check in checks:
            results[check.id] = self._ended(check, self._judge)
            progress()
        passed = [check for check in checks if results[check.id].outcome == "passed"]
        if not any(check.given and self._material.fresh(check) for check in passed):
            return results
        for check in checks:
            # What failed on its own account is looked at again where it would not have run now.
            if check in passed or (results[check.id].outcome == "failed" and self._unmet(check)):
                again = self._ended(check, lambda one: self._judge_fresh(one, passed))
                if again.outcome != "passed":
                    results[check.id] = again
        return results

    def _ended(self, check: Check, judge: Callable[[Check], CheckResult]) -> CheckResult:
        """Return the result of a check, also if it may not run or ends through a fault of ours."""
        began = time.perf_counter()
        self._curve = None
        try:
            if reason := self._unmet(check):
                ended = result(check, "skipped", message=reason)
            else:
                ended = judge(check)
        except MachineError:  # which is no fault of the check, and nothing can be run
            raise
        except Exception as error:
            self._on_internal(traceback.format_exc())
            ended = result(
                check, "internal", message=f"The grader failed here: {type(error).__name__}."
            )
        self._passed[check.id] = ended.outcome == "passed"
        self._client.forget()
        if self._reference is not None:
            client_of(self._reference).forget()
        curve = None if check.hidden else self._curve
        seconds = round(time.perf_counter() - began, 4)
        return msgspec.structs.replace(ended, curve=curve, seconds=seconds)

    def _show(self, values: object, title: str, axis: str = "step") -> None:
        self._curve = curve_of(values, title, axis)

    def _unmet(self, check: Check) -> str:
        """Return why a check cannot run, if it cannot."""
        for needed in check.needs:
            if not self._passed[needed.id]:
                return f"It needs this to pass first: {needed.title}"
        if check.needs_any and not any(self._passed[needed.id] for needed in check.needs_any):
            titles = "; ".join(needed.title for needed in check.needs_any)
            return f"It needs one of these to pass first: {titles}"
        return ""

    def _judge(self, check: Check) -> CheckResult:
        if check.given is None:
            failure = self._try(check)
            return self._told(check, failure) if failure else result(check, "passed")
        examples = self._material.examples(check)
        requests = self._material.requests(check)
        self._client.prefetch(requests)
        answers = self._client.came_of(requests) if requests else None
        failing = self._first_failing(check, examples.values, answers)
        if failing is None:
            if self._client.recalled:  # not where equal answers have passed before
                self._material.learn(check, self._client.recalled)
            return result(check, "passed")
        return self._failed(check, *failing, answers)

    def _judge_fresh(self, check: Check, passed: Sequence[Check]) -> CheckResult:
        """Judge one of the checks that passed by its fresh example."""
        failing = self._failing_fresh(check, passed) if check.given else None
        if failing is None:
            return result(check, "passed")
        return self._failed(check, *failing, None)

    def _failed(
        self, check: Check, start: Any, failure: Failure, answers: ResponseFingerprint | None
    ) -> CheckResult:
        """Return the result of a check that failed on an example, told by a smaller one."""
        examples = self._material.examples(check)
        if not (check.hidden or isinstance(failure, TimedOut | Died | NotWritten)):
            start = self._shrink(check, examples, start, failure, answers)
        # Once more, so that the calls that are shown are those of the example that is shown.
        return self._told(check, self._try(check, start) or failure)

    def _room(self) -> bool:
        """Whether more may be kept for other submissions."""
        return len(self._material.verdicts) + len(self._material.shrunk) < MAX_KEPT

    def _first_failing(
        self, check: Check, examples: list[Any], answers: ResponseFingerprint | None
    ) -> tuple[Any, Failure] | None:
        """Return the first example that fails, which is the simplest one, and how.

        Where none did for another submission that gave the same `answers`, none does.
        """
        if answers is not None and (check.id, answers) in self._material.verdicts:
            self._curve = self._material.verdicts[check.id, answers]
            return None
        before = self._client.asked
        failures = ((example, self._try(check, example)) for example in examples)
        failing = next(((example, failure) for example, failure in failures if failure), None)
        alone = self._client.asked == before  # nothing else went into the verdict
        passed = failing is None and answers is not None and not answers.errors
        if passed and answers is not None and alone and self._room():
            self._material.verdicts[check.id, answers] = self._curve
        return failing

    def _failing_fresh(self, check: Check, passed: Sequence[Check]) -> tuple[Any, Failure] | None:
        """Return the example that nobody has seen, if the check fails on it, and how.

        Parameters
        ----------
        check
            The check.
        passed
            All that are tried on theirs, at once.
        """
        if self._clean is None:
            pairs = [(c, one) for c in passed if c.given and (one := self._material.fresh(c))]
            self._clean = passed_at_once(self._student, self._reference, pairs)
        fresh = self._material.fresh(check)
        if fresh is None or check.id in self._clean or not fresh.measure():
            return None
        failure = self._try(check, fresh.example)
        return (fresh.example, failure) if failure else None

    def _try(self, check: Check, *example: Any) -> Failure | None:
        self._client.calls.clear()
        self._curve = None
        try:
            # What a student's numbers make of our own arithmetic is theirs to see, not a warning.
            with np.errstate(all="ignore"):
                check.apply(self._student, self._reference, *example, show=self._show)
        except (CheckFailed, StudentError) as failure:
            return failure
        return None

    def _shrink(
        self,
        check: Check,
        examples: Examples,
        start: Any,
        failure: Failure,
        answers: ResponseFingerprint | None,
    ) -> Any:
        """Return a small example of the same failure; found ones serve later checks as well.

        So they do for another submission that gave the same `answers`.
        """
        assert check.given is not None  # noqa: S101 - only checks with examples come here
        name, kind = check.given.__name__, _kind(failure)

        def fails(example: Any) -> bool:
            failure = self._try(check, example)
            return failure is not None and _kind(failure) == kind

        known = [example for example in self._shrunk.get(name, []) if fails(example)]
        shrinks = sum(map(len, self._shrunk.values()))
        if known or shrinks >= self._shrinks or is_minimal(start):
            return simplest([*known, start])
        alike = failure.mismatch.kind if isinstance(failure, CheckFailed) else failure.kind
        kept = self._material.shrunk.get((check.id, answers, alike))
        if kept is None or not self._comes_again(check, kept):
            before, others = len(self._client.recalled), self._client.others
            example = smallest(check.given, examples.count, examples.seed, start, fails)
            made = list(dict.fromkeys(self._client.recalled[before:]))
            kept = Shrunk(example, made, self._came_of(check, made))
            alone = self._client.others == others  # nothing else was asked for
            if answers is not None and alone and self._room():
                self._material.shrunk[check.id, answers, alike] = kept
        self._shrunk.setdefault(name, []).append(kept.example)
        return kept.example

    def _comes_again(self, check: Check, kept: Shrunk) -> bool:
        """Whether a search would go as before; its requests are made, as code may count them."""
        self._client.prefetch(kept.requests, rare=True)
        return kept.answers is not None and self._came_of(check, kept.requests) == kept.answers

    def _told(self, check: Check, failure: Failure) -> CheckResult:
        return self._failures.tell(check, failure, self._client.calls)

    def _came_of(self, check: Check, requests: list[bytes]) -> ResponseFingerprint | None:
        """Return what came of all requests of a check and these ones."""
        return self._client.came_of([*self._material.requests(check), *requests])


def _kind(failure: Failure) -> str:
    """Return what an example must share with another one to show the same failure."""
    return failure.mismatch.kind if isinstance(failure, CheckFailed) else failure.cause
