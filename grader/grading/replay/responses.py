"""Responses to many requests: answers that share a frame, and fingerprints to compare them.

A frame with many answers is taken apart when one of them is read. Where a class hands in the same
right values, none of them ever is: that two frames are equal is seen from their hashes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable, Iterator, Sequence
from typing import Any, NamedTuple

from grader.sandbox.client.client import MAX_REMEMBERED, Response
from grader.sandbox.client.codec import result_of
from grader.sandbox.client.errors import StudentError
from grader.sandbox.client.remote import Student, module_of
from grader.sandbox.protocol.frames import PREFIX, ProtocolError, parse_frame, parse_prefix

_MANY = b'{"kinds"'
_SPECIAL = (b'"raised"', b'"lacking"', b'"handle"')


class BatchedResponse:
    """What came of some requests.

    Parameters
    ----------
    frame
        The frame with all of their answers, as hostile as it may be.
    requests
        The frames of the requests.
    """

    def __init__(self, frame: bytes, requests: tuple[bytes, ...]) -> None:
        self._frame = frame
        self._requests = requests
        self._parts: dict[bytes, tuple[bytes, int, int]] = {}

    def __len__(self) -> int:
        """Return how many bytes it has."""
        return len(self._frame)

    @property
    def lasting(self) -> bool:
        """Whether it has values only, as far as can be told at a glance, and is not large."""
        _, size, _ = parse_prefix(self._frame[: PREFIX.size])
        text = self._frame[PREFIX.size : PREFIX.size + size]
        return len(self._frame) <= MAX_REMEMBERED and not any(word in text for word in _SPECIAL)

    def key(self) -> Hashable:
        """Return what is equal for equal answers to the same requests."""
        # The first four bytes are the number of the exchange, which says nothing of the answers.
        return hashlib.blake2b(self._frame[4:], digest_size=16).digest(), self._requests

    def answer(self, request: bytes) -> bytes:
        """Return the frame of the answer to a request; raises ProtocolError where none is."""
        if not self._parts:
            self._parts = dict(zip(self._requests, self._split(), strict=True))
        text, start, end = self._parts[request]
        return PREFIX.pack(0, len(text), end - start) + text + self._frame[start:end]

    def _split(self) -> Iterator[tuple[bytes, int, int]]:
        """Yield the header of each answer, and where its arrays begin and end."""
        _, header, body = parse_frame(self._frame)
        kinds, places, sizes = (_list(header, key) for key in ("kinds", "answers", "sizes"))
        if not len(places) == len(sizes) == len(self._requests):
            raise ProtocolError("answers to other requests")
        if not all(_is_below(place, len(kinds)) for place in places):
            raise ProtocolError("answers of kinds that there are not")
        if not all(_is_below(size, len(body) + 1) for size in sizes) or sum(sizes) != len(body):
            raise ProtocolError("answers of other sizes than they say")
        try:
            texts = [json.dumps(kind).encode() for kind in kinds]
        except RecursionError as error:
            raise ProtocolError("an answer that is nested too deeply") from error
        end = len(self._frame) - len(body)
        for place, size in zip(places, sizes, strict=True):
            start, end = end, end + size
            yield texts[place], start, end


def _list(header: dict[str, Any], key: str) -> list[Any]:
    told = header.get(key)
    if type(told) is not list:
        raise ProtocolError(f"no list of {key}")
    return told


def _is_below(number: object, limit: int) -> bool:
    return type(number) is int and 0 <= number < limit


Told = tuple[tuple[bytes, ...], bytes | BatchedResponse]
"""Requests and what came of them: of one the frame of its answer, of many a batched response."""


def read_answers(
    frame: bytes, requests: tuple[bytes, ...]
) -> Iterator[tuple[tuple[bytes, ...], Response]]:
    """Yield what a process sent for requests, as far as it can be remembered.

    Raises
    ------
    ProtocolError
        When the frame makes no sense.
    """
    for some, came in came_of(frame, requests):
        if isinstance(came, BatchedResponse):
            yield some, came
            continue
        response = result_of(came, some[0])
        # An object is made anew for each call; the word may also stand in a text by chance.
        if not isinstance(response, bytes) or (
            len(response) <= MAX_REMEMBERED and b'"handle"' not in response
        ):
            yield some, response


def came_of(frame: bytes, requests: tuple[bytes, ...]) -> Iterator[Told]:
    """Yield what a process sent for requests: an answer for one, or a response for all of them.

    Raises
    ------
    ProtocolError
        When the frame makes no sense.
    """
    if not frame.startswith(_MANY, PREFIX.size):
        if len(requests) != 1:
            raise ProtocolError("an answer that was not asked for")
        yield requests, frame
        return
    batched = BatchedResponse(frame, requests)
    if batched.lasting:
        yield requests, batched
    else:
        yield from (((request,), batched.answer(request)) for request in requests)


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

    values: tuple[Hashable, ...]
    errors: tuple[tuple[int, str, int], ...]

    def digest(self) -> bytes:
        """Return a hash of it, which is the same in another run."""
        return hashlib.blake2b(repr(tuple(self)).encode(), digest_size=16).digest()


def fingerprint_of(student: Student, requests: Sequence[bytes]) -> ResponseFingerprint | None:
    """Return the fingerprint of a submission's answers to these requests, if all are remembered."""
    responses = module_of(student).session.responses
    return alike([responses.get(request) for request in requests])


def alike(answers: Sequence[object]) -> ResponseFingerprint | None:
    """Return what is equal for equal answers, or None where one of them is not there."""
    errors = []
    causes: dict[str, int] = {}
    digest = hashlib.blake2b(digest_size=16)
    alone = [
        (place, came) for place, came in enumerate(answers) if type(came) is not BatchedResponse
    ]
    for place, came in alone:
        if isinstance(came, StudentError):
            # A cause may quote a line of the submission, so it stands here as a number: two
            # submissions are alike if the same requests of theirs fail together.
            errors.append((place, came.kind, causes.setdefault(came.cause, len(causes))))
        elif isinstance(came, bytes):
            # The number of the exchange is left out: it differs from process to process. The
            # lengths that follow it stay: they tell where one answer ends and the next begins.
            digest.update(came[4:])
        else:
            return None
    batched = dict.fromkeys(came for came in answers if isinstance(came, BatchedResponse))
    keys = (response.key() for response in batched)
    return ResponseFingerprint((digest.digest(), *keys), tuple(errors))
