"""Requests of checks: which ones a check makes, and how to make many of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from grader.authoring.task import Check
from grader.checking.mismatch import CheckFailed
from grader.grading.replay.responses import read_answers
from grader.sandbox.client.codec import names_in
from grader.sandbox.client.errors import StudentError
from grader.sandbox.client.remote import Student, module_of
from grader.sandbox.client.transport.launcher import ForkServer


class Record(NamedTuple):
    """What was asked for while something ran.

    Attributes
    ----------
    requests
        The plain calls and scripts, each once, in the order of the first time.
    silent
        Whether every answer was there already: the process was asked for nothing.
    complete
        Whether all answers are remembered. Those of an object's methods never are, nor large ones:
        what depends on them cannot be told from the others.
    """

    requests: list[bytes]
    silent: bool
    complete: bool


class Recorder:
    """Notes what a submission is asked for from now on, until `record` says so."""

    def __init__(self, student: Student) -> None:
        self._session = module_of(student).session
        self._logged, self._asked, self._remembered = self._counts()

    def record(self) -> Record:
        """Return what was asked for."""
        _, asked, remembered = self._counts()
        return Record(
            list(dict.fromkeys(self._session.request_log[self._logged :])),
            asked == self._asked,
            asked - self._asked == remembered - self._remembered,
        )

    def _counts(self) -> tuple[int, int, int]:
        session = self._session
        return len(session.request_log), session.request_count, len(session.responses)


def tried(
    check: Check, student: Student, reference: Student | None, examples: Iterable[object]
) -> tuple[bool, Record]:
    """Run a check up to the first example that fails: whether none did, and what it asked for."""
    recorder = Recorder(student)
    passed = True
    try:
        with np.errstate(all="ignore"):
            for example in examples:
                check.apply(student, reference, example)
    except (CheckFailed, StudentError):
        passed = False
    return passed, recorder.record()


def ask_ahead(student: Student, requests: Sequence[bytes], *, rare: bool = False) -> None:
    """Make requests that checks are going to make, in one go; they find what came of them.

    What a submission does not define, or answers late, is left to the checks themselves. Where few
    other submissions get the same requests, they are `rare`: a fork server is not told them.
    """
    module = module_of(student)
    session = module.session
    new = tuple(frame for frame in dict.fromkeys(requests) if frame not in session.responses)
    if new:
        key, names = _batch_of(new, None if rare else session.fork_server)
        session.ask_ahead(module.name, names, new, key, read_answers)


def _batch_of(frames: tuple[bytes, ...], server: ForkServer | None) -> tuple[str, frozenset[str]]:
    """Return what a fork server calls these requests, and the names that they need.

    A batch that is new to it is told to it, for the workers that it will fork: those that run
    already were forked before, and know nothing of it.
    """
    if server is not None and frames in server.request_batches:
        return server.request_batches[frames]
    names = frozenset(name for frame in frames for name in names_in(frame))
    if server is None:
        return "", names
    server.learn(frames, names)
    return server.request_batches[frames]
