"""Who handed in what: the entries of a folder, by the names that learning platforms give them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from grader.batch.classes import ClassFolder
from grader.batch.folders import Item, is_known, looks_like_a_class
from grader.batch.layouts import DRIVE_PART, LAYOUTS, PLAIN, SECTION, SECTIONS, Layout
from grader.batch.names import key, safe_names
from grader.batch.people import with_names
from grader.batch.pieces import Piece, joined, newest
from grader.errors import MachineError, UsageError, is_shortage
from grader.untrusted.text import file_name, one_line

_COURSES = {"assignments", "solutions"}

_DEEPEST = 4
"""So many folders may lie around the class."""

_SHOWN = 3


class Source(msgspec.Struct, frozen=True):
    """A file or folder, and what the file was called when it was handed in."""

    path: Path
    name: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A submission: a name that no other one has, where it lies, and whose it is, if known."""

    name: str
    sources: tuple[Source, ...]
    student: str = ""
    student_id: str = ""
    late: bool = False
    notes: tuple[str, ...] = ()
    """What its reader should know of it, such as older attempts."""


def intake(
    folder: Path,
    leave_out: Path | None = None,
    *,
    layout: str = "",
    known: frozenset[str] = frozenset(),
    say: Callable[[str], None] = lambda _: None,
) -> list[Entry]:
    """Return the submissions in `folder`, ordered by name.

    Parameters
    ----------
    folder
        What a learning platform exported, or a folder, zip, notebook or Python file for each
        student.
    leave_out
        A folder that is no submission, should it be in there.
    layout
        How it is laid out, one of `grader.batch.layouts.NAMES`; found out unless it is given.
    known
        What the course calls its assignments and the files of its tasks, without endings.
    say
        Is told what was assumed, in sentences.

    Raises
    ------
    UsageError
        When there is no such folder, or no submission in it; when it may be laid out in more than
        one way; when two submissions claim to be of the same student.
    MachineError
        When this machine has too little of something to read it.
    """
    try:
        return _intake(folder, leave_out, _Reader(layout, known | _COURSES, say))
    except OSError as error:
        if is_shortage(error):
            raise MachineError.of(error, f"reading {folder}") from error
        raise UsageError(f"{folder} cannot be read: {error.strerror}.") from error


def _intake(folder: Path, leave_out: Path | None, reader: _Reader) -> list[Entry]:
    if not folder.is_dir():
        raise UsageError(
            f"There is no folder {folder}: name one that holds a folder, a zip, a notebook or a "
            "Python file for each student. Unpack what a learning platform lets you download."
        )
    next(folder.iterdir(), None)  # raises what `Item` leaves for later
    top = Item(folder, folder.resolve().name)
    top.folder = True  # a link to it will do
    items = [item for item in top.children if not _same(item.path, leave_out)]
    entries = reader.read(ClassFolder(top, items, named=True))
    if not entries:
        raise UsageError(f"There is no submission in {folder}.")
    _tell_apart(entries)
    names = safe_names([entry.name for entry in entries])
    return [msgspec.structs.replace(e, name=n) for e, n in zip(entries, names, strict=True)]


def _same(path: Path, other: Path | None) -> bool:
    return other is not None and path.resolve() == other.resolve()


class _Reader:
    """Finds out how a class is laid out, and reads it so."""

    def __init__(self, layout: str, known: frozenset[str], say: Callable[[str], None]) -> None:
        self._asked = layout
        self._known = known
        self._say = say

    def read(self, found: ClassFolder) -> list[Entry]:
        """Return the submissions of a class, with the names that the folder gives them."""
        if self._asked == PLAIN:
            return _plain(found.items)
        if self._asked == SECTIONS:
            return self._sections(found)
        for _ in range(_DEEPEST):
            if layout := found.layout(self._asked):
                return self._export(layout, found)
            if (inner := self._inside(found)) is None:
                break
            found = inner
        if layout := found.layout(self._asked, loosely=True):
            return self._export(layout, found)
        if self._are_sections(found):
            return self._sections(found)
        if self._asked:
            (asked,) = [layout for layout in LAYOUTS if layout.name == self._asked]
            raise UsageError(
                f"Nothing in {found.folder.shown} is named as {asked.platform} names it, such as "
                f"{asked.example[0]}. Leave --layout out, or give --layout {PLAIN}."
            )
        if hint := found.hint():
            self._say(hint)
        if len(found.handed_in) == 1 and found.handed_in[0].zip:
            self._say(f"If {found.handed_in[0].shown} holds a whole class, unpack it first.")
        return _plain(found.items)

    def _export(self, layout: Layout, found: ClassFolder) -> list[Entry]:
        """Return the submissions of an export; what is not named as it names them is plain."""
        groups: dict[tuple[str, ...], list[Piece]] = {}
        others = []
        for item in found.items:
            if not (of_item := found.pieces(layout, item)):
                others.append(item)
            for piece in of_item:
                groups.setdefault(piece.group, []).append(piece)
        strangers = _plain(others)
        self._say(
            f"Taken for an export of {layout.platform}: {len(groups)} of "
            f"{len(groups) + len(strangers)} submissions in {found.folder.shown} are named so. "
            f"If it is none, give --layout {PLAIN}."
        )
        if strangers:
            self._say(f"Not named so, and of nobody in particular: {_list(strangers)}.")
        entries = [_entry(group, self._known) for group in with_names(layout, found.folder, groups)]
        return sorted([*entries, *strangers], key=lambda entry: entry.name)

    def _inside(self, found: ClassFolder) -> ClassFolder | None:
        """Return the class in the only folder, or in the parts in which Google Drive packs one."""
        folders = found.folders
        parts = bool(folders) and all(DRIVE_PART.fullmatch(item.name) for item in folders)
        if not folders or (not parts and len({item.name for item in folders}) > 1):
            return None
        inner = ClassFolder(folders[0], [child for item in folders for child in item.children])
        if not parts and not self._is_class(inner):
            return None
        self._say(
            f"Looked for the class in {', '.join(dict.fromkeys(item.shown for item in folders))}. "
            f"If that is a student, give --layout {PLAIN}."
        )
        if others := [item for item in found.handed_in if not item.folder]:
            self._say(f"Left out beside it: {', '.join(item.shown for item in others)}.")
        return inner

    def _is_class(self, found: ClassFolder) -> bool:
        """Whether a folder holds a class, and not the work of one student."""
        if found.layout(self._asked) or (self._asked and found.layout(self._asked, loosely=True)):
            return True
        if is_known(found.folder.name, self._known) and any(item.code for item in found.items):
            return False  # a student's folder for an assignment; a class may be called so, too
        if len(found.handed_in) == 1 and found.folders:  # a class may lie deeper
            return self._is_class(ClassFolder.of(found.folders[0]))
        return looks_like_a_class(found.handed_in, self._known)

    def _are_sections(self, found: ClassFolder) -> bool:
        """Whether all folders are parts of the class; asks where that is not clear."""
        inside = [ClassFolder.of(item) for item in found.folders]
        if len(inside) < 2:
            return False
        if self._asked or all(part.layout() for part in inside):
            return all(part.layout(self._asked) for part in inside)
        classes, others = [], []
        for part in inside:
            if self._is_class(part):
                classes.append(part)
            elif part.folder.holds_code():
                if len(part.handed_in) > 1 or part.handed_in[0].code:
                    return False  # here is a student
                others.append(part)
        names = [key(child.name) for part in classes + others for child in part.handed_in]
        if len(set(names)) < len(names):
            return False
        called_so = bool(others) and all(SECTION.fullmatch(part.folder.name) for part in others)
        if not classes and not called_so:
            return False
        if others or len(classes) < 2:
            names = [part.folder.shown for part in classes or others]
            raise UsageError(
                f"{', '.join(names[:_SHOWN])}: is that a part of the class, or a student? "
                f"Give --layout {SECTIONS} or --layout {PLAIN}."
            )
        return True

    def _sections(self, found: ClassFolder) -> list[Entry]:
        """Return the submissions of each part of the class, named after it."""
        parts = [item for item in found.items if item.folder]
        self._say(
            f"Taken for parts of the class: {', '.join(part.shown for part in parts)}. "
            f"If they are students, give --layout {PLAIN}."
        )
        asked = "" if self._asked == SECTIONS else self._asked
        entries = [
            msgspec.structs.replace(entry, name=f"{part.name}_{entry.name}")
            for part in parts
            for entry in self._part(ClassFolder.of(part), asked)
        ]
        return entries + _plain(item for item in found.items if not item.folder)

    def _part(self, found: ClassFolder, asked: str) -> list[Entry]:
        """Return the submissions of one part of the class."""
        layout = found.layout(asked) or found.layout(asked, loosely=True)
        return self._export(layout, found) if layout else _plain(found.items)


def _plain(items: Iterable[Item]) -> list[Entry]:
    """Return a submission for each item that is one, of nobody in particular."""
    return [
        Entry(
            name=item.stem,
            sources=(Source(item.path, item.name),),
        )
        for item in items
        if not item.nobodys
    ]


def _entry(found: Sequence[Piece], known: frozenset[str]) -> Entry:
    """Return the submission that pieces of the same student make up."""
    chosen = newest(found, known)
    counting = chosen.counting
    return Entry(
        name=counting[0].row,
        sources=tuple(Source(p.path, p.file) for p in counting if p.path is not None),
        student=one_line(joined(piece.student for piece in counting)),
        student_id=one_line(joined(piece.student_id for piece in counting)),
        late=any(piece.late for piece in counting),
        notes=chosen.notes,
    )


def _tell_apart(entries: Sequence[Entry]) -> None:
    """Raise UsageError when two submissions claim to be of the same student."""
    claimed: dict[str, Entry] = {}
    for entry in entries:
        for number in filter(None, entry.student_id.split("; ")):
            other = claimed.setdefault(_same_number(number), entry)
            if other is not entry:
                raise UsageError(
                    f"Two submissions claim to be of {number}: {_told(other)} and {_told(entry)}. "
                    "Nothing was graded. Remove one, or move what belongs to another assignment "
                    f"to a folder of its own; --layout {PLAIN} takes no names from files."
                )


def _same_number(number: str) -> str:
    """Return what is the same for all ways to write an id that a platform may take for one."""
    plain = key(unicodedata.normalize("NFKC", number))
    return plain.lstrip("0") if plain.isdecimal() else plain


def _told(entry: Entry) -> str:
    files = ", ".join(one_line(file_name(source.path.name)) for source in entry.sources[:_SHOWN])
    return f"{one_line(entry.name)} ({files})"


def _list(entries: Sequence[Entry]) -> str:
    names = ", ".join(one_line(entry.name) for entry in entries[:_SHOWN])
    return f"{names} and {len(entries) - _SHOWN} more" if len(entries) > _SHOWN else names
