"""What is known of the checks of a task from one submission to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from grader.authoring.curve import Curve
from grader.authoring.task import Check
from grader.grading.replay.own_work import OwnWork, Verdict
from grader.grading.replay.requests import Recorder, ask_ahead, tried
from grader.grading.replay.responses import ResponseFingerprint, fingerprint_of
from grader.grading.store import Store, fingerprint
from grader.sandbox.client.remote import Student, module_of

MAX_KEPT = 10_000
"""Verdicts and small examples of a task that are kept for other submissions."""


class Kept(msgspec.Struct, frozen=True):
    """What came of a check for a submission.

    Attributes
    ----------
    value
        The curve that it showed when it passed, or a small example of how it failed.
    requests, answers
        What the search for the example asked for, and what was answered, with all of the check.
    """

    value: Any
    requests: Sequence[bytes] = ()
    answers: ResponseFingerprint | None = None


Known = dict[tuple[str, ResponseFingerprint, str | None], Kept]
"""What is kept, by the check, the answers that it got, and the kind of its failure.

The kind is None where the check passed. No word could stand for that: a kind may be the name of an
exception, and students choose those.
"""


class Replay:
    """Replays the checks of one task for one submission after the other.

    Parameters
    ----------
    solution
        Is asked once which requests a check makes. None where nothing is to be replayed: each
        request is made in its turn then.
    store
        Where the requests are kept between runs.
    origin
        A hash of all that the examples depend on.
    """

    def __init__(self, solution: Student | None, store: Store, origin: str) -> None:
        self._solution = solution
        self._store = store
        self._origin = origin
        self._requests: dict[str, Sequence[bytes]] = {}
        self._known: Known = {}
        self._own_work: OwnWork | None = None

    def begin(
        self, check: Check, examples: Callable[[], Sequence[Any]], student: Student
    ) -> CheckReplay:
        """Ask a submission for all that a check is known to ask on its examples.

        What the check asks is mostly known, and its verdict may be: the examples are read from
        where they are kept only if they are needed.
        """
        requests = self._requests_of(check, examples)
        ask_ahead(student, requests)
        answers = fingerprint_of(student, requests) if requests else None
        return CheckReplay(check, student, requests, answers, self._known, self._own_work)

    def begin_submission(self, own_work: str) -> None:
        """Begin with a submission, or where it is somebody's own work, with the place of that."""
        if own_work and self._solution is None:
            key = fingerprint(self._origin, "own work")
            self._own_work = OwnWork(self._store, key, own_work)

    def end_submission(self) -> None:
        """Let go of what the solution answered on examples that were drawn for one submission."""
        if self._own_work is not None:
            self._own_work.save()
            self._own_work = None
        if self._solution is not None:
            module_of(self._solution).session.responses.forget_passing()

    def _requests_of(self, check: Check, examples: Callable[[], Sequence[Any]]) -> Sequence[bytes]:
        """Return the requests that a check makes of the solution.

        No other submission is asked: what one makes of a check must not change how another is
        called. Somebody's own work was asked itself, in an earlier run.
        """
        solution = self._solution
        if solution is None:
            return self._own_work.requests(check.id) if self._own_work else ()
        if check.id not in self._requests:
            key = fingerprint(self._origin, "requests", check.id)
            known = self._store.read(key, list[bytes])
            if known is None:
                known = tried(check, solution, solution, examples())[1].requests
                self._store.keep(key, known)
            self._requests[check.id] = known
        return self._requests[check.id]


class CheckReplay:
    """One check on one submission, whose answers on all examples are known beforehand.

    Parameters
    ----------
    check, student
        The check and the submission.
    requests
        What the check asks for.
    answers
        The fingerprint of what was answered; None where an answer is not there. Nothing is used
        again then, and nothing kept.
    known
        What came of the task's checks for other submissions.
    own_work
        What is known of the work from earlier runs, if it is somebody's own.
    """

    def __init__(
        self,
        check: Check,
        student: Student,
        requests: Sequence[bytes],
        answers: ResponseFingerprint | None,
        known: Known,
        own_work: OwnWork | None = None,
    ) -> None:
        self._id = check.id
        self._student = student
        self._requests = requests
        self._answers = answers
        self._known = known
        self._own_work = own_work
        self._recorder = Recorder(student)

    def passed(self) -> Kept | None:
        """Return how the check passed for a submission with the same answers, if it did."""
        if self._own_work and self._answers:
            verdict = self._own_work.passed(self._id, self._answers)
            if verdict is not None:
                return Kept(verdict.curve)
        return self._find(None)

    def keep_passed(self, curve: Curve | None) -> None:
        """Note that it passed on all examples, where the answers alone led to that."""
        made = self._recorder.record()
        if self._own_work and made.requests:
            self._own_work.learn(self._id, made.requests)
        # If the process was asked for anything, the verdict hangs on answers that are not in the
        # fingerprint. It says nothing then of the next submission with the same fingerprint.
        if self._answers and not self._answers.errors and made.silent:
            self._keep(None, Kept(curve))
            if self._own_work:
                self._own_work.keep(self._id, self._answers, Verdict(curve))

    def shrunk(self, kind: str) -> Kept | None:
        """Return the small example that a search would find, if one found it before.

        The requests of that search are made here as well, as code may count its calls; where they
        are answered otherwise than before, the search has to be done.
        """
        found = self._find(kind)
        if found is not None:
            ask_ahead(self._student, found.requests, rare=True)
            if found.answers is None or self._all_answers(found.requests) != found.answers:
                found = None
        self._recorder = Recorder(self._student)
        return found

    def keep_shrunk(self, kind: str, example: Any) -> None:
        """Note what a search found that began when `shrunk` found nothing."""
        made = self._recorder.record()
        if made.complete:
            self._keep(kind, Kept(example, made.requests, self._all_answers(made.requests)))

    def _find(self, kind: str | None) -> Kept | None:
        return self._known.get((self._id, self._answers, kind)) if self._answers else None

    def _keep(self, kind: str | None, kept: Kept) -> None:
        if self._answers and len(self._known) < MAX_KEPT:
            self._known[self._id, self._answers, kind] = kept

    def _all_answers(self, requests: Sequence[bytes]) -> ResponseFingerprint | None:
        """Return the fingerprint of the answers to all requests of the check and these ones."""
        return fingerprint_of(self._student, [*self._requests, *requests])
