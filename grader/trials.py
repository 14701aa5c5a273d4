"""How the checks of a task end on fresh examples: all of them are tried at once.

A round trip for each call would take longer than all other examples together. Here each check runs
up to the first call of which nobody knows yet what comes of it; all of these calls are made in one
go, and so on, until the checks have come to their ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

import numpy as np

from grader.authoring import Check
from grader.checking.mismatch import CheckFailed
from grader.checking.values import as_float64
from grader.fresh import Fresh
from grader.student.answers import values_in
from grader.student.errors import StudentError
from grader.student.frames import ProtocolError
from grader.student.remote import Student, client_of
from grader.student.session import Unknown

ROUNDS = 12
"""How many calls of a check may follow from one another; the others are made one by one."""

CLOSE = 1e-6
"""How far numbers may be off, relative to the largest, to be those of the solution: half of what
is allowed to a gradient that finite differences judge."""


class _Trial:
    """A check on one example: whether it passed, and the requests that it made."""

    def __init__(self, check: Check, fresh: Fresh) -> None:
        self.check = check
        self.fresh = fresh
        self.passed = False
        self.requests: list[bytes] = []


class Trials:
    """Tries checks on the examples that were drawn for a submission.

    Parameters
    ----------
    student, reference
        The submission; the solution, or None where there is none.
    """

    def __init__(self, student: Student, reference: Student | None) -> None:
        self._student, self._reference = student, reference
        self._client = client_of(student)
        self._asked: set[bytes] = set()

    def passed(self, pairs: Sequence[tuple[Check, Fresh]]) -> set[int]:
        """Return the places of those pairs in which the check passes on the example.

        All others need a closer look: they fail, or make calls of another kind, or have gradients
        that have to be measured.
        """
        trials = [_Trial(check, fresh) for check, fresh in pairs]
        reference = client_of(self._reference) if self._reference else None
        with reference.passing() if reference else nullcontext():
            self._ask(trials)
        told = {
            place
            for place, trial in enumerate(trials)
            if trial.passed and (trial.fresh.good or self._solved(trial))
        }
        self._client.calls.clear()
        return told

    def _ask(self, trials: Sequence[_Trial]) -> None:
        """Run the checks until they have ended, or cannot go on from what is known."""
        going = list(trials)
        for _ in range(ROUNDS):
            asking = [(trial, frame) for trial in going if (frame := self._run(trial))]
            going = [trial for trial, frame in asking if frame not in self._asked]
            if not going:
                return
            self._asked.update(frame for _, frame in asking)
            self._client.prefetch([frame for _, frame in asking], rare=True)
            compared = [frame for trial, frame in asking if _is_compared(trial)]
            if self._reference is not None and compared:
                client_of(self._reference).prefetch(compared, rare=True)

    def _run(self, trial: _Trial) -> bytes | None:
        """Run a check as far as it goes; return the request that it stops at, if it can be made."""
        before = len(self._client.recalled)
        try:
            with self._client.known_only(), np.errstate(all="ignore"):
                trial.check.apply(self._student, self._reference, trial.fresh.example)
        except Unknown as unknown:
            return unknown.request
        except (CheckFailed, StudentError):
            return None
        trial.passed = True
        trial.requests = self._client.recalled[before:]
        return None

    def _solved(self, trial: _Trial) -> bool:
        """Whether the solution gives the same, so that its gradients need not be measured."""
        if self._reference is None:
            return False
        mine, due = (client_of(one).session.remembered for one in (self._student, self._reference))
        return all(_same(mine.answer(r), due.answer(r)) for r in trial.requests)


def _is_compared(trial: _Trial) -> bool:
    """Whether the solution is asked as well."""
    return trial.check.wants_reference or trial.fresh.good is None


def _same(answer: bytes | None, due: bytes | None) -> bool:
    """Whether two answers hold the same values, up to rounding; their numbers say nothing."""
    if answer is None or due is None:
        return False
    try:
        return answer[4:] == due[4:] or _close(values_in(answer), values_in(due))
    except ProtocolError:
        return False


def _close(value: Any, due: Any) -> bool:
    """Whether a value is the due one, up to rounding; both are what comes of an answer."""
    if isinstance(value, list | tuple) and isinstance(due, list | tuple):
        return len(value) == len(due) and all(map(_close, value, due))
    if not isinstance(value, np.ndarray) or not isinstance(due, np.ndarray):
        return type(value) is type(due) and bool(value == due)
    if value.shape != due.shape or value.dtype != due.dtype:
        return False
    off = np.abs(as_float64(value) - as_float64(due)).max(initial=0.0)
    # A comparison with NaN is false.
    return bool(off <= CLOSE * np.abs(as_float64(due)).max(initial=0.0))
