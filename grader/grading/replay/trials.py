"""How the checks of a task end on fresh examples: all of them are tried at once.

A round trip for each call would take longer than all other examples together. So each check runs on
the solution first, which shows the calls that it makes; they are made of the submission in one go.
Where all answers are the very same, the check has passed already. Where they are not, it runs on
the submission.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from grader.authoring.task import Check
from grader.checking.values import as_float64
from grader.grading.fresh_examples import Fresh
from grader.grading.replay.requests import Record, ask_ahead, tried
from grader.grading.shrinking import arrays_in
from grader.sandbox.client.codec import values_in
from grader.sandbox.client.remote import Student, module_of
from grader.sandbox.protocol import tree
from grader.sandbox.protocol.frames import ProtocolError

CLOSE = 1e-6
"""How far numbers may be off, relative to the largest, to be those of the solution: half of what
is allowed to a gradient that finite differences judge."""


class Trials:
    """Tries checks on their fresh examples, all at once, when it is first asked for one.

    Parameters
    ----------
    student, solution
        The submission; the solution, or None, where all checks need a closer look.
    checks
        The checks.
    fresh
        Returns the example of a check that was drawn for the submission, if there is one.
    """

    def __init__(
        self,
        student: Student,
        solution: Student | None,
        checks: Sequence[Check],
        fresh: Callable[[Check], Fresh | None],
    ) -> None:
        self._student = student
        self._solution = solution
        self._checks = checks
        self._fresh = fresh
        self._passed: set[str] | None = None

    def has_passed(self, check: Check) -> bool:
        """Whether a check passes on its example, as far as is seen.

        All others need a closer look: they fail, or make calls of another kind, or have gradients
        that have to be measured.
        """
        if self._passed is None:
            self._passed = set() if self._solution is None else self._try_all(self._solution)
        return check.id in self._passed

    def _try_all(self, solution: Student) -> set[str]:
        """Return the ids of the checks that pass."""
        pairs = [(c, fresh) for c in self._checks if c.given and (fresh := self._fresh(c))]
        mine, due = module_of(self._student), module_of(solution)
        with due.session.responses.keeping_in_passing():
            shown = solved(solution, pairs)
            requests = [request for _, one in shown.values() for request in one.requests]
            ask_ahead(self._student, requests, rare=True)
            passed = {
                check.id
                for check, fresh in pairs
                if shown[check.id][0]
                and (
                    _equal(self._student, solution, shown[check.id][1])
                    or _passes(check, fresh, self._student, solution)
                )
            }
        mine.calls.clear()
        due.calls.clear()
        return passed


def solved(
    solution: Student, pairs: Sequence[tuple[Check, Fresh]]
) -> dict[str, tuple[bool, Record]]:
    """Return, by its id, whether a check passes the solution on its example, and what it asks for.

    Another example is taken, if there is one, in place of one that cannot judge: on which the
    solution fails itself, or returns nothing but zeros, as a constant does.
    """
    sharing: dict[Fresh, list[Check]] = {}
    for check, fresh in pairs:
        sharing.setdefault(fresh, []).append(check)
    shown: dict[str, tuple[bool, Record]] = {}
    for fresh, checks in sharing.items():
        while True:
            came = {c.id: tried(c, solution, solution, [fresh.example]) for c in checks}
            if all(passed and _is_telling(solution, one) for passed, one in came.values()):
                break
            if not fresh.renew():
                break
        shown |= came
    return shown


def _is_telling(solution: Student, one: Record) -> bool:
    """Whether any number that was returned is not zero, if there are numbers."""
    responses = module_of(solution).session.responses
    answers = [answer for each in one.requests if (answer := responses.answer(each))]
    try:
        returned = [array for answer in answers for array in arrays_in(values_in(answer)[0])]
    except ProtocolError:  # an object of the student's, of which nothing is known
        return True
    return not returned or any(array.any() for array in returned)


def _passes(check: Check, fresh: Fresh, student: Student, solution: Student) -> bool:
    """Whether a check passes on a submission, also if its gradients are not measured yet.

    They need not be, where the solution gives the same numbers.
    """
    passed, own = tried(check, student, solution, [fresh.example])
    if not passed or fresh.good:
        return passed
    ask_ahead(solution, own.requests, rare=True)
    return own.complete and all(same(*both) for both in _answers(student, solution, own))


def _equal(student: Student, solution: Student, one: Record) -> bool:
    """Whether both gave the very same answers, and none is missing.

    The first four bytes of a frame are the number of its exchange, which differs in any case.
    """
    both = _answers(student, solution, one)
    return one.complete and all(mine and due and mine[4:] == due[4:] for mine, due in both)


def _answers(
    student: Student, solution: Student, one: Record
) -> Iterator[tuple[bytes | None, bytes | None]]:
    mine, due = module_of(student).session.responses, module_of(solution).session.responses
    return ((mine.answer(request), due.answer(request)) for request in one.requests)


def same(answer: bytes | None, due: bytes | None) -> bool:
    """Whether two answers hold the same values, up to rounding."""
    if answer is None or due is None:
        return False
    try:
        return answer[4:] == due[4:] or tree.match(_close, values_in(answer), values_in(due))
    except ProtocolError:
        return False


def _close(value: Any, due: Any) -> bool:
    """Whether a leaf of an answer is the due one, up to rounding."""
    if not isinstance(value, np.ndarray) or not isinstance(due, np.ndarray):
        return type(value) is type(due) and bool(value == due)
    if value.shape != due.shape or value.dtype != due.dtype:
        return False
    off = np.abs(as_float64(value) - as_float64(due)).max(initial=0.0)
    # A comparison with NaN is false.
    return bool(off <= CLOSE * np.abs(as_float64(due)).max(initial=0.0))
