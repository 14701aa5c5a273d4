"""Step 4 for one task: run its checks on a student's code and say how each of them ended."""

from __future__ import annotations

import time
import traceback
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
import numpy as np

from grader.authoring.curve import Curve, curve_of
from grader.authoring.task import Check, Task
from grader.checking.mismatch import CheckFailed, Kind
from grader.course import faults
from grader.errors import MachineError, SolutionError
from grader.grading.example_cache import ExampleCache
from grader.grading.failures import Calls, Failure, Failures, Made, result
from grader.grading.replay.trials import Trials
from grader.grading.replay.verdicts import CheckReplay
from grader.grading.rerun import KEPT, Reruns
from grader.grading.result import CheckResult, Place
from grader.grading.root_cause import RootCause, RootCauseAnalysis
from grader.grading.shrinking import is_minimal, simplest, smallest
from grader.sandbox.client.errors import Died, NotWritten, StudentError, TimedOut
from grader.sandbox.client.remote import Student, module_of

MAX_SHRINKS = 3

ENOUGH = "Others have failed before, which is enough here."


STATEFUL: frozenset[Kind] = frozenset({"numbers differ", "not finite", "not deterministic"})
"""What earlier calls may be behind: of an exception, a shape or a type hardly ever are they."""


class _Unexplained(NamedTuple):
    """A failure as it was told, of which nothing proves that earlier calls have no part in it."""

    check: Check
    example: Sequence[Any]
    failure: Failure
    calls: Calls


class Runner:
    """Runs checks of one task, one after the other, in one session of the submission.

    Parameters
    ----------
    task
        The task.
    student
        The submission.
    material
        The examples of the checks, what is replayed with them, and the solution.
    on_internal
        Called with the traceback when a check ends through a fault that is not the student's.
    definition
        Called with the name of a function; returns where the student's file defines it.
    shrinks
        How many failures are shrunk: a student waits for each, and mends the first ones.
    explains
        Whether anybody reads why a check failed: its cause is looked for then.
    passed
        By its id, whether a check has passed that another runner ran.
    imported
        Whether the student imports the functions to try them: in a notebook they are there.
    failed
        Called with the id of a check that does not pass, and with what it raised.
    """

    def __init__(
        self,
        task: Task,
        student: Student,
        material: ExampleCache,
        on_internal: Callable[[str], None],
        definition: Callable[[str], Place | None] = lambda _: None,
        shrinks: int = MAX_SHRINKS,
        passed: Mapping[str, bool] | None = None,
        *,
        explains: bool = True,
        imported: bool = True,
        failed: Callable[[str, BaseException], None] = lambda *_: None,
    ) -> None:
        self._failed_with = failed
        self._task = task
        self._shrinks = shrinks
        self._explains = explains
        self._student, self._reference = student, material.reference
        self._module = module_of(student)
        self._material = material
        self._on_internal = on_internal
        self._passed = dict(passed or {})
        self._curve: Curve | None = None
        self._shrunk: dict[str, list[Any]] = {}
        self._history: deque[Made] = deque(maxlen=KEPT)
        self._unexplained: dict[str, _Unexplained] = {}
        parameters = {s.name: s.parameters for s in task.functions.values()}
        self._failures = Failures(parameters, definition, imported=imported)
        self._causes = RootCauseAnalysis(task, material, self._try, self._module.calls, parameters)

    @property
    def not_written(self) -> set[str]:
        """The ids of the checks that failed because there is no code yet."""
        return self._failures.not_written

    def run(
        self, checks: Sequence[Check], progress: Callable[[], None], enough: int = 0
    ) -> dict[str, CheckResult]:
        """Run checks; whatever the student's code and the checks do, each has a result, by its id.

        Those that pass are tried on their fresh examples after all of them: code that keeps
        something from call to call would end otherwise by what was drawn for this submission.

        Parameters
        ----------
        checks
            In the order of the task.
        progress
            Called after each check.
        enough
            After so many failed checks no other is run; 0 where all are.

        Raises
        ------
        MachineError
            When this machine cannot run any code of the student's.
        """
        results: dict[str, CheckResult] = {}
        failed = 0
        for check in checks:
            if enough and failed >= enough:
                results[check.id] = result(check, "skipped", message=ENOUGH)
                self._passed[check.id] = False
            else:
                results[check.id] = self._ended(check, self._judge)
                failed += results[check.id].outcome not in ("passed", "skipped")
            progress()
        if enough and failed:
            return results
        passed = [check for check in checks if results[check.id].outcome == "passed"]
        if not any(check.given and self._material.fresh(check) for check in passed):
            return results
        trials = Trials(self._student, self._reference, passed, self._material.fresh)
        for check in checks:
            # What failed on its own account is looked at again where it would not have run now.
            if check in passed or (results[check.id].outcome == "failed" and self._unmet(check)):
                again = self._ended(check, lambda one: self._judge_fresh(one, trials))
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
            self._failed_with(check.id, error)
            ended = result(check, "internal", message=faults.in_check(check, error))
        self._passed[check.id] = ended.outcome == "passed"
        self._module.forget()
        if self._reference is not None:
            module_of(self._reference).forget()
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
        replay = self._material.replay.begin(
            check, lambda: self._material.examples(check).values, self._student
        )
        if known := replay.passed():
            self._curve = known.value
            return result(check, "passed")
        examples = self._material.examples(check).values
        failures = ((example, self._try(check, example)) for example in examples)
        failing = next(((example, failure) for example, failure in failures if failure), None)
        if failing is None:
            replay.keep_passed(self._curve)
            return result(check, "passed")
        return self._failed(check, *failing, replay)

    def _judge_fresh(self, check: Check, trials: Trials) -> CheckResult:
        """Judge one of the checks that passed by the example that nobody has seen."""
        fresh = self._material.fresh(check) if check.given else None
        if fresh is None or trials.has_passed(check) or not fresh.measure():
            return result(check, "passed")
        failure = self._try(check, fresh.example)
        if failure is None:
            return result(check, "passed")
        return self._failed(check, fresh.example, failure, None)

    def _failed(
        self, check: Check, start: Any, failure: Failure, replay: CheckReplay | None
    ) -> CheckResult:
        """Return the result of a check that failed on an example, told by the one that shows it."""
        if check.hidden or not self._explains or isinstance(failure, TimedOut | Died | NotWritten):
            return self._told(check, self._try(check, start) or failure)
        cause = self._causes.find(check, start, failure)
        if check.handout is None or start is not self._material.examples(check).values[0]:
            start = self._shrink(check, start, cause, replay)
        # Once more, so that the calls that are shown are those of the example that is shown.
        failure = self._try(check, start) or failure
        failure = self._causes.tell(cause, start, failure)
        return self._told(check, failure, [] if check.given is None else [start], cause)

    def _try(self, check: Check, *example: Any) -> Failure | None:
        self._history += self._module.calls
        self._module.calls.clear()
        self._curve = None
        reference = None if self._reference is None else module_of(self._reference)
        if reference is not None:
            reference.calls.clear()
        try:
            # What a student's numbers make of our own arithmetic is theirs to see, not a warning.
            with np.errstate(all="ignore"):
                check.apply(self._student, self._reference, *example, show=self._show)
        except (CheckFailed, StudentError) as failure:
            if isinstance(failure, StudentError) and reference is not None and reference.failed:
                raise SolutionError(f"The solution failed in {check.id}: {failure}") from failure
            self._failed_with(check.id, failure)  # the last one is that of the example shown
            return failure
        return None

    def _shrink(
        self, check: Check, start: Any, cause: RootCause, replay: CheckReplay | None
    ) -> Any:
        """Return a small example that shows the cause; found ones serve later checks as well."""
        assert check.given is not None  # noqa: S101 - only checks with examples come here
        name = check.given.__name__

        def shows(example: Any) -> bool:
            return self._causes.shown_by(cause, example, self._try(check, example))

        start = cause.simplest(start)
        known = [example for example in self._shrunk.get(name, []) if shows(example)]
        shrinks = sum(map(len, self._shrunk.values()))
        if known or shrinks >= self._shrinks or is_minimal(start):
            return simplest([*known, start])
        found = replay.shrunk(cause.name) if replay else None
        if found is not None:
            small = found.value
        else:
            examples = self._material.examples(check)
            small = smallest(check.given, examples.count, examples.seed, start, shows)
            if replay:
                replay.keep_shrunk(cause.name, small)
        self._shrunk.setdefault(name, []).append(small)
        return small

    def _told(
        self,
        check: Check,
        failure: Failure,
        example: Sequence[Any] = (),
        cause: RootCause | None = None,
    ) -> CheckResult:
        told = self._failures.tell(check, failure, self._module.calls)
        kind = failure.mismatch.kind if isinstance(failure, CheckFailed) else ""
        if told.counterexample and kind in STATEFUL and not (cause and cause.explanation):
            calls = list(self._module.calls)
            self._unexplained[check.id] = _Unexplained(check, example, failure, calls)
        return told

    def seen_again(self, results: Sequence[CheckResult]) -> list[CheckResult]:
        """Return results whose programs show what is said of them, in a process of their own.

        What an explanation proves from the arguments needs no such trial, and what is folded is
        not shown. The process of the session is a fresh one after this.
        """
        reruns = Reruns(self._module, self._try, self._history)
        return [self._seen_again(one, reruns) for one in results]

    def _seen_again(self, told: CheckResult, reruns: Reruns) -> CheckResult:
        known = self._unexplained.get(told.id)
        if known is None or told.same_as or not told.counterexample:
            return told
        shown = self._failures.shown(known.failure, known.calls)
        seen = reruns.again(known.check, known.example, known.failure, shown)
        self._module.forget()
        return self._failures.retell(known.check, told, known.failure, seen)
