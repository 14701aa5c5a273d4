"""Who handed in what, where the platform says it in a file beside the submissions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from grader.batch.folders import Item
from grader.batch.layouts import Layout
from grader.batch.pieces import Piece, joined
from grader.errors import UsageError
from grader.untrusted.text import one_line

METADATA = "submission_metadata.yml"
_RECEIPT = re.compile(r"\ufeff?Name:\s*(?P<who>.*?)\s*\((?P<id>[^()]+)\)\s*")
_HEAD = 1000
"""So much of a receipt is read: its first line has the name."""

Groups = Mapping[tuple[str, ...], Sequence[Piece]]


def with_names(layout: Layout, folder: Item, groups: Groups) -> list[list[Piece]]:
    """Return the pieces of each submission, with the names that the export itself tells.

    Parameters
    ----------
    layout
        How the export is laid out.
    folder
        The export.
    groups
        What was handed in, by submission.

    Raises
    ------
    UsageError
        When a file that names students cannot be read.
    """
    if layout.name == "gradescope":
        people = gradescope(folder.path / METADATA)
        return [_named(found, *people.get(found[0].name, ("", ""))) for found in groups.values()]
    if layout.name == "blackboard":
        return [_received(key[-1], found) for key, found in groups.items()]
    same = {piece.student for found in groups.values() for piece in found}
    if layout.name == "moodle" and len(groups) > 1 == len(same):
        return [_named(found, "", found[0].student_id) for found in groups.values()]
    return [list(found) for found in groups.values()]


def gradescope(metadata: Path) -> dict[str, tuple[str, str]]:
    """Return the names and ids of the students, by the folder's name, that Gradescope exports.

    Raises
    ------
    UsageError
        When the file is there, and cannot be read.
    """
    if not metadata.is_file():
        return {}
    import yaml

    try:
        # Only texts, lists and tables are made of it, whatever a tag asks for: ids keep their 0.
        loaded = yaml.load(metadata.read_bytes(), getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506
    except (OSError, yaml.YAMLError, RecursionError) as error:
        raise UsageError(f"{metadata} cannot be read: {one_line(str(error))}.") from error
    people = {}
    for folder, submission in loaded.items() if isinstance(loaded, dict) else ():
        submitters = submission.get(":submitters") if isinstance(submission, dict) else None
        known = [s for s in submitters or () if isinstance(s, dict)]
        people[folder] = (_values(known, ":name"), _values(known, ":sid"))
    return people


def _values(people: Sequence[dict[str, object]], key: str) -> str:
    return joined(value for person in people if isinstance(value := person.get(key), str))


def _received(key: str, found: Sequence[Piece]) -> list[Piece]:
    """Return pieces with the name that Blackboard's receipt tells, if it is this student's.

    The user is what the receipt says, if that is how `key` ends: it may have an underscore in it.
    """
    for piece in found:
        if piece.receipt and piece.path is not None:
            said = _RECEIPT.match(_head(piece.path))
            if said and key.endswith(f"_{said['id']}"):
                return [
                    msgspec.structs.replace(p, row=said["id"])
                    for p in _named(found, said["who"], said["id"])
                ]
    return list(found)


def _head(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD).decode("utf-8", "replace").partition("\n")[0]
    except OSError:
        return ""


def _named(found: Sequence[Piece], who: str, number: str) -> list[Piece]:
    return [msgspec.structs.replace(piece, student=who, student_id=number) for piece in found]
