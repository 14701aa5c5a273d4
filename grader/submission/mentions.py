"""How files are named in a sentence: on one line, and no longer than can be read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.submission.submission import shown
from grader.untrusted.text import one_line

LONGEST = 150
"""Characters of a file's name in a message."""

NAMED = 5
"""So many files are named in a message."""


def mention(path: Path) -> str:
    """Return the name of a file for a sentence: on one line, and its end where it is long."""
    name = one_line(shown(path))
    if path.name != path.name.strip():
        name = f"“{name} ”"
    return name if len(name) <= LONGEST else f"…{name[-LONGEST:]}"


def lack(where: Path, own: Path | None) -> str:
    """Return what is missing at `where`: a file, or something written in the one that is there."""
    return f"Nothing is written in {mention(own)}" if own else f"There is no file {mention(where)}"


def mentions(paths: Sequence[Path]) -> str:
    """Return the names of files in words, the first few of many."""
    names = [mention(path) for path in paths[:NAMED]]
    if len(paths) > NAMED:
        return f"{', '.join(names)} and {len(paths) - NAMED} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
