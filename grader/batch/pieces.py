"""What the name of a file or folder in an export says, by the pattern of a layout."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from grader.batch.folders import Item, is_known
from grader.batch.layouts import Layout
from grader.untrusted.filenames import CHANGED

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = re.compile(r"(?P<hour>\d{1,2}):?(?P<minute>\d\d)(?: (?P<half>[AP])M)?$")


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A file or folder that somebody handed in; those of one `group` are of one submission."""

    path: Path | None
    """Where it lies, or None where nothing was handed in."""
    name: str
    group: tuple[str, ...]
    row: str
    file: str
    uncut: str = ""
    """The file's name with what the platform may have put into it, if there is that."""
    student: str = ""
    student_id: str = ""
    attempt: str = ""
    version: int = 0
    late: bool = False
    receipt: bool = False


class Pieces(msgspec.Struct, frozen=True):
    """Those of one submission that count, and a sentence for each that does not."""

    counting: tuple[Piece, ...]
    notes: tuple[str, ...]


def pieces(layout: Layout, item: Item, prefix: str = "", *, certain: bool = False) -> list[Piece]:
    """Return what `item` is by `layout`: nothing, unless the platform names things so.

    Parameters
    ----------
    layout
        The layout.
    item
        A file or folder in the export.
    prefix
        What every name in the export begins with, in front of the student's.
    certain
        Whether the folder around it says that it is such an export.
    """
    match = layout.top.fullmatch(item.name)
    if match is None or not _of_its_kind(layout, item, match, certain):
        return []
    said = {name: text for name, text in match.groupdict().items() if text is not None}
    if prefix:
        if not item.name.startswith(prefix) or item.name == prefix:
            return []
        said["who"] = item.name.removeprefix(prefix)
    if layout.inside is None or not item.folder:
        return [_piece(layout, item.path, item.name, said, said)]
    found = []
    for child in item.children:
        if inner := layout.inside.fullmatch(child.name):
            more = {name: text for name, text in inner.groupdict().items() if text is not None}
            found.append(_piece(layout, child.path, child.name, said, said | more))
    return found or [_piece(layout, None, item.name, said, said)]


def newest(found: Sequence[Piece], known: frozenset[str] = frozenset()) -> Pieces:
    """Return what counts of the pieces of a submission: the newest attempt, and its newest files.

    A receipt counts only where there is nothing else.

    Parameters
    ----------
    found
        The pieces, one at least.
    known
        What the course calls its files, without endings: ``task1-2.py`` is a newer ``task1.py``,
        but ``part-2.py`` beside ``part-1.py`` is a file of its own.
    """
    written = [piece for piece in found if not piece.receipt] or list(found)
    last = max((piece.attempt for piece in written), key=moment)
    older = sorted({piece.attempt for piece in written} - {last}, key=moment)
    notes = [f"an older attempt does not count: {attempt}" for attempt in older]
    counting: list[Piece] = []
    files: dict[str, list[Piece]] = {}
    for piece in written:
        if piece.attempt == last:
            files.setdefault(piece.file, []).append(piece)
    for name, same in files.items():
        if len(same) > 1 and all(p.uncut for p in same) and not is_known(name, known, CHANGED):
            counting += [msgspec.structs.replace(piece, file=piece.uncut) for piece in same]
            continue
        version = max(piece.version for piece in same)
        counting += [piece for piece in same if piece.version == version]
        notes += [f"an older file does not count: {p.name}" for p in same if p.version < version]
    return Pieces(tuple(counting), tuple(notes))


def moment(text: str) -> tuple[int, ...]:
    """Return what to order attempts by: the numbers of a version, a time or a date in English."""
    words = text.replace(",", " ").replace(".", " ").split()
    named = [word for word in words if word[:3].lower() in _MONTHS]
    clock = _CLOCK.search(text)
    if not named or clock is None:
        return tuple(map(int, re.findall(r"\d+", text)))
    year = next(int(word) for word in words if len(word) == 4 and word.isdecimal())
    day = next(int(word) for word in words if len(word) < 3 and word.isdecimal())
    hour = int(clock["hour"])
    if clock["half"]:
        hour = hour % 12 + 12 * (clock["half"] == "P")
    return (year, _MONTHS.index(named[0][:3].lower()) + 1, day, hour, int(clock["minute"]))


def joined(values: Iterable[str]) -> str:
    """Return the different ones of `values`, as a cell of a table names a team."""
    return "; ".join(dict.fromkeys(value for value in values if value))


def _of_its_kind(layout: Layout, item: Item, match: re.Match[str], certain: bool) -> bool:
    if layout.kind != "any" and (layout.kind == "folder") != item.folder:
        return False
    if not item.folder:  # where there are folders too, a file has its own name behind theirs
        said = match.groupdict()
        if layout.kind == "file" or said["file"] is not None:
            return True
        return bool(said.get("receipt") or said.get("packed"))
    return (
        certain
        or layout.evidence is None
        or any(layout.evidence.fullmatch(path) for path in _paths(item, layout.evidence))
    )


def _paths(item: Item, evidence: re.Pattern[str]) -> Iterable[str]:
    """Yield the names in a folder, and those one folder further down where they are asked for."""
    for child in item.children:
        yield child.name
        if "/" in evidence.pattern:
            yield from (f"{child.name}/{inner.name}" for inner in child.children)


def _piece(
    layout: Layout, path: Path | None, name: str, top: dict[str, str], said: dict[str, str]
) -> Piece:
    """Return a piece; `top` is what the name in the export says, `said` all that is known."""
    row = layout.row.format_map({"who": "", "id": "", "row": ""} | top).strip("_ ")
    full = " ".join(said[part] for part in ("first", "last") if part in said)
    own = said["stem"] + said["ending"] if "stem" in said else said.get("file", "")
    return Piece(
        path=path,
        name=name,
        group=tuple(top.get(part, "") for part in ("row", "who", "id", "key")),
        row=row,
        file=own or said.get("other", name),
        uncut=said["stem"] + said["again"] + said["ending"] if "again" in said else "",
        student=said.get("who", full),
        student_id=said.get("id", ""),
        attempt=said.get("attempt", ""),
        version=int(said.get("version", 0)),
        late="late" in said,
        receipt="receipt" in said,
    )
