"""Response fingerprints: equal where two submissions gave equal answers to equal requests."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Sequence
from typing import NamedTuple

from grader.grading.replay.batches import BatchedResponse
from grader.sandbox.client.errors import StudentError
from grader.sandbox.client.remote import Student, module_of


class ResponseFingerprint(NamedTuple):
    """What is equal for equal answers to the same requests.

    Attributes
    ----------
    values
        Stands for all that was answered.
    errors
        For each request that came to an error: its place, the kind of error, and the number of its
        cause, in the order in which they first came.
    """

    values: Hashable
    errors: tuple[tuple[int, str, int], ...]


def fingerprint_of(student: Student, requests: Sequence[bytes]) -> ResponseFingerprint | None:
    """Return the fingerprint of a submission's answers to these requests, if all are remembered."""
    responses = module_of(student).session.responses
    return alike([responses.get(request) for request in requests])


def alike(answers: Sequence[object]) -> ResponseFingerprint | None:
    """Return what is equal for equal answers, or None where one of them is not there.

    The number of an answer says nothing of what it answers. That each frame tells its length keeps
    apart where one answer ends and the next begins.
    """
    errors = []
    causes: dict[str, int] = {}
    digest = hashlib.blake2b(digest_size=16)
    alone = [
        (place, came) for place, came in enumerate(answers) if type(came) is not BatchedResponse
    ]
    for place, came in alone:
        if isinstance(came, StudentError):
            errors.append((place, came.kind, causes.setdefault(came.cause, len(causes))))
        elif isinstance(came, bytes):
            digest.update(came[4:])  # without the number of the exchange
        else:
            return None
    batched = dict.fromkeys(came for came in answers if isinstance(came, BatchedResponse))
    keys = (response.key() for response in batched)
    return ResponseFingerprint((digest.digest(), *keys), tuple(errors))
