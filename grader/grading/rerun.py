"""Failures seen again in a process that knows of no earlier calls, as in a program of a report.

A student who pastes a program beside the file begins with nothing but what the program does. Where
the failure needs earlier calls, because something is kept from call to call, they are looked for:
the last ones before it, and as few of them as it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from grader.authoring.task import Check
from grader.checking.mismatch import CheckFailed
from grader.grading.failures import Failure, Made, Seen
from grader.grading.literals import equal
from grader.sandbox.client.errors import Died, StudentError, TimedOut
from grader.sandbox.client.remote import Call, Module
from grader.sandbox.client.scripts import Program

KEPT = 1000
"""So many calls of a task are remembered."""

MOST = 64
"""So many calls before a failure are tried."""

PROCESSES = 10
"""So many processes a task may take for it, where the first shows something else than was said."""


class Reruns:
    """Tries failures again in fresh processes.

    Parameters
    ----------
    module
        The submission. Its process is given up for a fresh one.
    attempt
        Tries a check on an example.
    history
        What was called before, in order.
    """

    def __init__(
        self, module: Module, attempt: Callable[..., Failure | None], history: Sequence[Made]
    ) -> None:
        self._module = module
        self._attempt = attempt
        self._history = list(history)
        self._left = PROCESSES
        self._spoilt = True
        self._right = False

    def again(
        self, check: Check, example: Sequence[Any], failure: Failure, calls: Sequence[Made]
    ) -> Seen | None:
        """Return how a check fails again; None if its failure is not to be seen by itself.

        Parameters
        ----------
        check, example
            The check, and the example on which it failed.
        failure
            How.
        calls
            Those that a program shows.
        """
        if isinstance(failure, TimedOut | Died):
            return Seen(failure, calls)
        if self._spoilt:
            self._begin()
        if isinstance(failure, StudentError):
            return self._raised(failure, calls)
        alone = self._failed(check, example, failure)
        if alone is None:
            return self._after_others(check, example, failure, self._before(calls))
        if str(alone.failure) == str(failure) or failure.mismatch.kind == "not deterministic":
            return alone
        once_more = self._failed(check, example, failure)
        lasts = once_more is not None and str(once_more.failure) == str(alone.failure)
        return alone if lasts else None  # random numbers are not to be seen again

    def _begin(self) -> None:
        self._left -= 1
        self._module.session.renew()
        self._spoilt = False

    def _failed(
        self, check: Check, example: Sequence[Any], failure: CheckFailed, *earlier: Made
    ) -> Seen | None:
        """Return how a check fails now, if that is how it failed before."""
        self._module.session.responses.clear()
        again = self._attempt(check, *example)
        if isinstance(again, CheckFailed) and _kind(again) == _kind(failure):
            calls = [*earlier, *self._module.calls]
            return Seen(again, calls, after_others=bool(earlier) and self._right)
        self._spoilt = True
        self._right = again is None
        return None

    def _after_others(
        self, check: Check, example: Sequence[Any], failure: CheckFailed, before: list[Made]
    ) -> Seen | None:
        """Look for the fewest of the calls before a failure that bring it about."""

        def after(part: list[Made]) -> Seen | None:
            if not part or self._left <= 0:
                return None
            self._begin()
            done = [made for call in part if (made := self._repeated(call)) is not None]
            right = self._right  # by itself
            seen = self._failed(check, example, failure, *done)
            self._spoilt, self._right = True, right
            return seen

        count, found = 1, after(before[-1:])
        while found is None and count < len(before) and self._left > 0:
            count *= 4
            found = after(before[-count:])
        part = before[-count:]
        while found is not None and len(part) > 1:
            halves = part[: len(part) // 2], part[len(part) // 2 :]
            fewer = next(((half, seen) for half in halves if (seen := after(half))), None)
            if fewer is None:
                break
            part, found = fewer
        return found

    def _raised(self, failure: StudentError, calls: Sequence[Made]) -> Seen | None:
        """Return an exception, if the calls that a program shows still raise it."""
        try:
            for call in calls:
                self._make(call)
        except StudentError as error:
            if error.cause == failure.cause:
                return Seen(failure, calls)
        self._spoilt = True
        return None

    def _repeated(self, call: Made) -> Made | None:
        """Make an earlier call; return it as it ended now, or None where it raised."""
        try:
            self._make(call)
        except StudentError:
            return None
        return self._module.calls[-1]

    def _make(self, call: Made) -> None:
        session = self._module.session
        session.responses.clear()
        self._module.calls.clear()
        if isinstance(call, Call):
            once = self._module.begin(call.name, call.arguments)
            once.watched = call.watched
            once.answer = session.call(call.module, call.name, call.arguments, watch=call.watched)
            return
        program = Program(call.module, call.steps, call.names)
        self._module.calls.append(program)
        want = sorted(call.results)
        program.results = dict(zip(want, session.run(call.module, call.steps, want), strict=True))
        program.answered = True

    def _before(self, calls: Sequence[Made]) -> list[Made]:
        """Return the last calls before the first of these was made for the first time."""
        same = (place for place, one in enumerate(self._history) if _same(one, calls[0]))
        end = next(same, len(self._history))
        return self._history[max(0, end - MOST) : end]


def _kind(failure: CheckFailed) -> tuple[str, str]:
    return failure.mismatch.kind, failure.mismatch.array


def _same(one: Made, other: Made) -> bool:
    """Whether two calls ask for the same."""
    if isinstance(one, Call) and isinstance(other, Call):
        return one.name == other.name and equal(one.arguments, other.arguments)
    if isinstance(one, Program) and isinstance(other, Program):
        return len(one.steps) == len(other.steps) and equal(one.steps, other.steps)
    return False
