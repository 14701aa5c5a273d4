"""Names that students chose, made fit for file names and for tables."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from pathlib import PurePosixPath

from grader.untrusted.text import harmless

LONGEST = 100
"""Bytes of a name: the file systems in use take 255, and an ending follows."""

_LONGEST_PART = 255
"""Bytes of a name in the copy of a submission, in which nothing follows."""

_STEERING = str.maketrans({"\n": "\\n", "\r": "\\r", "\t": "\\t"})
_PLAIN = frozenset(" -_.,+@()'")
_DEVICES = {
    *("con", "prn", "aux", "nul"),
    *(f"{device}{digit}" for device in ("com", "lpt") for digit in range(1, 10)),
}


def safe_names(names: Sequence[str]) -> list[str]:
    """Return a file name for each of `names`, none like another.

    A safe name stays as it is, but for its Unicode form. A name that had to be changed, or that
    differs from an earlier one only in case, gets a digest of the original name at its end.
    """
    taken: set[str] = set()
    safe = []
    for name in names:
        chosen = _safe(name)
        number = 0
        while key(chosen) in taken:
            number += 1
            chosen = _marked(chosen, name, number)
        taken.add(key(chosen))
        safe.append(chosen)
    return safe


def key(name: str) -> str:
    """Return what two names share that some file systems take for the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def shown(part: str) -> str:
    """Return a name of a file in a submission as characters that only ever show themselves.

    It stays as it is where it has no others. One that grew too long ends in a digest.
    """
    if part.isprintable():
        return part
    name = harmless(part.translate(_STEERING))
    if len(name.encode()) <= _LONGEST_PART:
        return name
    ending = PurePosixPath(name).suffix[:10]
    cut = name.encode()[: _LONGEST_PART - 9 - len(ending.encode())].decode("utf-8", "ignore")
    return f"{cut}~{_digest(part, 0)}{ending}"


def _safe(name: str) -> str:
    composed = unicodedata.normalize("NFC", name)
    kept = "".join(c if c.isalnum() or c in _PLAIN else "_" for c in composed)
    kept = kept.lstrip(".- ").rstrip(". ")
    if kept.partition(".")[0].casefold() in _DEVICES or not kept.strip("_"):
        kept = f"_{kept}"
    if kept == composed and len(kept.encode()) <= LONGEST:
        return kept
    return _marked(kept, name, 0)


def _marked(safe: str, name: str, number: int) -> str:
    """Return a safe name, cut, with a digest of the name that it stands for."""
    digest = _digest(name, number)
    cut = safe.encode()[: LONGEST - 9].decode("utf-8", "ignore")
    return f"{cut}~{digest}"


def _digest(name: str, number: int) -> str:
    raw = name.encode("utf-8", "surrogatepass") + bytes(number)
    return hashlib.blake2b(raw, digest_size=4).hexdigest()
