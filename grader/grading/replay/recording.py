"""Which requests a check makes, and whether they alone decide how it ends."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from grader.authoring.task import Check
from grader.checking.mismatch import CheckFailed
from grader.sandbox.client.errors import StudentError
from grader.sandbox.client.remote import Student, module_of


class Recording:
    """Notes what a submission is asked for from now on.

    Parameters
    ----------
    student
        The submission.
    """

    def __init__(self, student: Student) -> None:
        self._session = module_of(student).session
        self._logged = len(self._session.request_log)
        self._count = self._session.request_count
        self._remembered = len(self._session.responses)

    @property
    def requests(self) -> list[bytes]:
        """The plain calls and scripts since then, each once, in the order of the first time."""
        return list(dict.fromkeys(self._session.request_log[self._logged :]))

    @property
    def silent(self) -> bool:
        """Whether every answer was there already: the process was asked for nothing."""
        return self._session.request_count == self._count

    @property
    def complete(self) -> bool:
        """Whether every answer since then is remembered.

        Calls of an object's methods never are, nor are large answers: what depends on them cannot
        be told from the others.
        """
        asked = self._session.request_count - self._count
        return asked == len(self._session.responses) - self._remembered


class Record(NamedTuple):
    """What came of a check on some examples.

    Attributes
    ----------
    passed
        Whether it passed on all of them.
    requests
        The plain calls and scripts that it made, each once.
    complete
        Whether it asked for nothing else, and all answers are remembered: they alone decide then
        how the check ends.
    """

    passed: bool
    requests: list[bytes]
    complete: bool


def record(
    check: Check, student: Student, reference: Student | None, examples: Iterable[object]
) -> Record:
    """Run a check on some examples, up to the first that fails."""
    recording = Recording(student)
    passed = True
    try:
        with np.errstate(all="ignore"):
            for example in examples:
                check.apply(student, reference, example)
    except (CheckFailed, StudentError):
        passed = False
    return Record(passed, recording.requests, recording.complete)
