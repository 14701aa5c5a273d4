"""What a student's own work was asked, and how its checks passed, from one run to the next.

Whoever works on a task has it graded again and again. What a check asked for when it passed is
asked for in one go the next time, and where the answers are the same bytes, it has passed.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from grader.authoring.curve import Curve
from grader.grading.replay.responses import ResponseFingerprint
from grader.grading.store import Store

MAX_BYTES = 4 << 20
"""Bytes of requests of one task that are kept; a task that asks for more is asked one by one."""

MAX_VERDICTS = 20
"""Ways of passing a check that are kept: as many as there are ways to round."""


class Verdict(msgspec.Struct, frozen=True):
    """That a check passed, and the curve that it showed."""

    curve: Curve | None


class _Check(msgspec.Struct):
    """What a check asked for, in order, and how it passed, by a hash of the answers that it got."""

    requests: list[bytes]
    verdicts: dict[bytes, Verdict]


class _Kept(msgspec.Struct):
    """What is written down: of one place only, so that it does not grow with those graded."""

    place: str
    checks: dict[str, _Check]


class OwnWork:
    """What is known of the work in one place on one task.

    Parameters
    ----------
    store
        Where it is kept between runs.
    key
        A hash of all that the examples of the task depend on.
    place
        Where the work lies. What is kept of another place is as good as none: what one person's
        code was asked must not change how another's is called.
    """

    def __init__(self, store: Store, key: str, place: str) -> None:
        self._store = store
        self._key = key
        self._place = place
        self._changed = False
        known = store.read(key, _Kept)
        self._checks = known.checks if known is not None and known.place == place else {}

    def requests(self, check: str) -> Sequence[bytes]:
        """Return what a check asked for when it passed last."""
        return self._checks[check].requests if check in self._checks else ()

    def passed(self, check: str, answers: ResponseFingerprint) -> Verdict | None:
        """Return how a check passed, if it did with these answers."""
        return self._checks[check].verdicts.get(answers.digest()) if check in self._checks else None

    def learn(self, check: str, requests: list[bytes]) -> None:
        """Note what a check asked for as it passed."""
        if requests != self.requests(check):
            self._checks[check] = _Check(requests, {})
            self._changed = True

    def keep(self, check: str, answers: ResponseFingerprint, verdict: Verdict) -> None:
        """Note that a check has passed, with these answers to what it is known to ask for."""
        known = self._checks.get(check)
        if known is not None and len(known.verdicts) < MAX_VERDICTS:
            known.verdicts[answers.digest()] = verdict
            self._changed = True

    def save(self) -> None:
        """Write down what is new."""
        size = sum(len(request) for known in self._checks.values() for request in known.requests)
        if self._changed and size <= MAX_BYTES:
            self._store.keep(self._key, _Kept(self._place, self._checks))
        self._changed = False
