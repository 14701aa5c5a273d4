"""Lists of requests that many submissions get, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable

from grader.sandbox.client.codec import names_in
from grader.sandbox.client.transport.launcher import ForkServer


def batch_of(frames: tuple[bytes, ...], parent: ForkServer | None) -> tuple[str, frozenset[str]]:
    """Return what a fork server calls these requests, and the names that they need.

    A list that is new to it is told to it, for the workers that it will fork.
    """
    if parent is None:
        return "", _names(frames)
    if frames not in parent.request_batches:
        parent.learn(frames, _names(frames))
    return parent.request_batches[frames]


def _names(frames: Iterable[bytes]) -> frozenset[str]:
    return frozenset(name for frame in frames for name in names_in(frame))
