"""Lists of requests that many submissions get: what they are called, and what came of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from grader.student.children import WarmParent
from grader.student.purposes import names_in

_NUMBER = 4
"""So many bytes of an answer are its number, which says nothing of what it answers."""


def playlist_of(frames: Sequence[bytes], parent: WarmParent | None) -> tuple[str, frozenset[str]]:
    """Return what a warm parent calls these requests, and the names that they need.

    A list that is new to it is told to it, for the workers that it will fork.
    """
    if parent is None:
        return "", _names(frames)
    key = hashlib.blake2b(b"".join(frames), digest_size=16).hexdigest()
    if key not in parent.playlists:
        parent.learn(key, frames, _names(frames))
    return key, parent.playlists[key]


def hash_answers(answers: Iterable[object]) -> bytes | None:
    """Return a hash of the frames of answers, or None if one of them is none."""
    digest = hashlib.blake2b(digest_size=16)
    for answer in answers:
        if not isinstance(answer, bytes):
            return None
        digest.update(answer[_NUMBER:])
    return digest.digest()


def _names(frames: Iterable[bytes]) -> frozenset[str]:
    return frozenset(name for frame in frames for name in names_in(frame))
