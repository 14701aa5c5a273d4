"""Step 4 for one task: run its checks on a student's code and say how each of them ended."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import msgspec
import numpy as np

from grader.authoring import Check, Task
from grader.checking.mismatch import CheckFailed
from grader.curve import Curve, curve_of
from grader.errors import MachineError
from grader.failures import Failure, Failures, result
from grader.fresh import Fresh
from grader.result import CheckResult, Place
from grader.shrinking import is_minimal, simplest, smallest
from grader.student.blocks import Alike
from grader.student.errors import Died, NotWritten, StudentError, TimedOut
from grader.student.remote import Student, client_of
from grader.trials import passed_at_once

MAX_SHRINKS = 3

MAX_KEPT = 10_000
"""Verdicts and small examples of a task that are kept for other submissions."""


class Skip(Exception):
    """A check cannot run; the text says why."""


class Examples(msgspec.Struct, frozen=True):
    """The examples of a check, the simplest first, and what it takes to draw them again."""

    values: list[Any]
    count: int
    seed: int


class Shrunk(msgspec.Struct, frozen=True):
    """A small example of a failure, the requests that the search for it made, what came of them."""

    example: Any
    requests: list[bytes]
    answers: Alike | None


class Material(Protocol):
    """What the checks of a task work on; `grader.material` has it."""

    def examples(self, check: Check) -> Examples:
        """Return the examples of a check that has a recipe."""

    def fresh(self, check: Check) -> Fresh | None:
        """Return a further example of it that nobody has seen, where points count."""

    def requests(self, check: Check) -> Sequence[bytes]:
        """Return the requests that a check is known to make, if they are."""

    verdicts: dict[tuple[str, Alike], Curve | None]
    """The answers by which a check passed, and what it showed."""

    shrunk: dict[tuple[str, Alike | None, str], Shrunk]
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
        material: Material,
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
        self._clean: dict[bool, set[str]] = {}
        self._shrunk: dict[str, list[Any]] = {}
        parameters = {s.name: s.parameters for s in task.functions.values()}
        self._failures = Failures(parameters, definition, imported=imported)

    @property
    def not_written(self) -> set[str]:
        """The ids of the checks that failed because there is no code yet."""
        return self._failures.not_written

    def run(self, check: Check) -> CheckResult:
        """Run a check; whatever the student's code and the check do, there is a result.

        Raises
        ------
        MachineError
            When this machine cannot run any code of the student's.
        """
        began = time.perf_counter()
        self._curve = None
        try:
            self._may_run(check)
            ended = self._judge(check)
        except Skip as reason:
            ended = result(check, "skipped", message=str(reason))
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

    def _may_run(self, check: Check) -> None:
        for needed in check.needs:
            if not self._passed[needed.id]:
                raise Skip(f"It needs this to pass first: {needed.title}")
        if check.needs_any and not any(self._passed[needed.id] for needed in check.needs_any):
            titles = "; ".join(needed.title for needed in check.needs_any)
            raise Skip(f"It needs one of these to pass first: {titles}")

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
            failing, answers = self._failing_fresh(check), None
        if failing is None:
            return result(check, "passed")
        start, failure = failing
        if not (check.hidden or isinstance(failure, TimedOut | Died | NotWritten)):
            start = self._shrink(check, examples, start, failure, answers)
        # Once more, so that the calls that are shown are those of the example that is shown.
        return self._told(check, self._try(check, start) or failure)

    def _room(self) -> bool:
        """Whether more may be kept for other submissions."""
        return len(self._material.verdicts) + len(self._material.shrunk) < MAX_KEPT

    def _first_failing(
        self, check: Check, examples: list[Any], answers: Alike | None
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

    def _failing_fresh(self, check: Check) -> tuple[Any, Failure] | None:
        """Return the example that nobody has seen, if the check fails on it, and how."""
        if self._material.fresh(check) is None:
            return None
        if check.hidden not in self._clean:
            self._clean[check.hidden] = self._trials(check.hidden)
        if check.id in self._clean[check.hidden]:
            return None
        fresh, curve = self._material.fresh(check), self._curve
        if fresh is not None and fresh.measure() and (failure := self._try(check, fresh.example)):
            return fresh.example, failure
        self._curve = curve
        return None

    def _trials(self, hidden: bool) -> set[str]:
        """Return the ids of the checks that pass on their fresh examples, as far as is seen."""
        pairs = [
            (check, fresh)
            for check in self._task.checks
            if check.given and check.hidden == hidden and (fresh := self._material.fresh(check))
        ]
        return passed_at_once(self._student, self._reference, pairs)

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
        answers: Alike | None,
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

    def _came_of(self, check: Check, requests: list[bytes]) -> Alike | None:
        """Return what came of all requests of a check and these ones."""
        return self._client.came_of([*self._material.requests(check), *requests])


def _kind(failure: Failure) -> str:
    """Return what an example must share with another one to show the same failure."""
    return failure.mismatch.kind if isinstance(failure, CheckFailed) else failure.cause
