"""Who handed in what: the entries of a folder, by the names that learning platforms give them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path

import msgspec

from grader.batch.folders import Item, looks_like_a_class
from grader.batch.layouts import DRIVE_PART, LAYOUTS, PLAIN, SECTIONS, Layout
from grader.batch.names import key, safe_names
from grader.batch.people import with_names
from grader.batch.pieces import Piece, joined, newest, pieces
from grader.errors import UsageError
from grader.report.text import one_line

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


class _Class(msgspec.Struct, frozen=True, dict=True):
    """The folder in which the submissions of a class lie, as far as it is known."""

    folder: Item
    items: list[Item]
    named: bool = False
    """Whether it is the folder that was named, and not one in there."""

    @cached_property
    def common(self) -> str:
        """What the names of clones have in common, up to the user's name."""
        clones = [item.name for item in self.items if (item.path / ".git").exists()]
        folders = [item for item in self.items if item.folder]
        if len(clones) < 2 or len(clones) < len(folders):
            return ""
        pairs = itertools.takewhile(
            lambda pair: pair[0] == pair[1], zip(min(clones), max(clones), strict=False)
        )
        same = "".join(char for char, _ in pairs)
        return same[: same.rfind("-") + 1]


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
    """
    if not folder.is_dir():
        raise UsageError(
            f"There is no folder {folder}: name one that holds a folder, a zip, a notebook or a "
            "Python file for each student. Unpack what a learning platform lets you download."
        )
    try:
        next(folder.iterdir(), None)
    except OSError as error:
        raise UsageError(f"{folder} cannot be read: {error.strerror}.") from error
    top = Item(folder, folder.resolve().name)
    top.folder = True  # a link to it will do
    items = [item for item in top.children if not _same(item.path, leave_out)]
    reader = _Reader(layout, known | {"assignments", "solutions"}, say)
    entries = reader.read(_Class(top, items, named=True))
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
        self._layout = layout
        self._known = known
        self._say = say

    def read(self, found: _Class) -> list[Entry]:
        """Return the submissions of a class, with the names that the folder gives them."""
        if self._layout == PLAIN:
            return _plain(found.items)
        if self._layout == SECTIONS:
            return self._sections(found)
        for _ in range(_DEEPEST):
            if layout := self._recognise(found):
                return self._export(layout, found)
            if (inner := self._inside(found)) is None:
                break
            found = inner
        if layout := self._recognise(found, loosely=True):
            return self._export(layout, found)
        if self._may_be_sections(found):
            return self._sections(found)
        if self._layout:
            (asked,) = [layout for layout in LAYOUTS if layout.name == self._layout]
            raise UsageError(
                f"Nothing in {found.folder.path} is named as {asked.platform} names it, such as "
                f"{asked.example[0]}. Leave --layout out, or give --layout {PLAIN}."
            )
        return _plain(found.items)

    def _recognise(self, found: _Class, *, loosely: bool = False) -> Layout | None:
        """Return the layout that most of the entries are named by, if there is one."""
        items = [item for item in found.items if not item.nobodys]
        counted = [
            (sum(bool(_pieces(layout, item, found)) for item in items), layout)
            for layout in LAYOUTS
            if layout.loose is loosely or (layout.loose and _is_around(layout, found.folder))
            if self._layout in ("", layout.name)
        ]
        most = max((count for count, _ in counted), default=0)
        if not most or (2 * most <= len(items) and not self._layout):
            return None
        best = [layout for count, layout in counted if count == most]
        if len(best) > 1:
            raise UsageError(
                f"{found.folder.path} may be an export of "
                f"{' or of '.join(layout.platform for layout in best)}: "
                f"give {' or '.join(f'--layout {layout.name}' for layout in best)}."
            )
        return best[0]

    def _export(self, layout: Layout, found: _Class) -> list[Entry]:
        """Return the submissions of an export; what is not named as it names them is plain."""
        groups: dict[tuple[str, ...], list[Piece]] = {}
        others = []
        for item in found.items:
            if not (of_item := _pieces(layout, item, found)):
                others.append(item)
            for piece in of_item:
                groups.setdefault(piece.group, []).append(piece)
        strangers = _plain(others)
        total = len(groups) + len(strangers)
        self._say(
            f"{found.folder.name} is taken for an export of {layout.platform}: {len(groups)} of "
            f"{total} submissions are named so. If it is none, give --layout {PLAIN}."
        )
        if strangers:
            names = ", ".join(entry.name for entry in strangers[:_SHOWN])
            more = f" and {len(strangers) - _SHOWN} more" if len(strangers) > _SHOWN else ""
            self._say(f"Not named so, and of nobody in particular: {names}{more}.")
        entries = [_entry(group) for group in with_names(layout, found.folder, groups)]
        return sorted([*entries, *strangers], key=lambda entry: entry.name)

    def _inside(self, found: _Class) -> _Class | None:
        """Return the class in the only folder, or in the parts in which Google Drive packs one."""
        items = [item for item in found.items if not item.nobodys]
        if not items or not all(item.folder for item in items):
            return None
        parts = all(DRIVE_PART.fullmatch(item.name) for item in items)
        if not parts and len({item.name for item in items}) > 1:
            return None
        inner = _Class(items[0], [child for item in items for child in item.children])
        if not parts and not self._is_class(inner):
            return None
        self._say(f"The class is looked for in {', '.join(item.name for item in items)}.")
        return inner

    def _is_class(self, found: _Class) -> bool:
        """Whether a folder holds a class, and not the work of one student."""
        if self._recognise(found) or (self._layout and self._recognise(found, loosely=True)):
            return True
        items = [item for item in found.items if not item.nobodys]
        if len(items) == 1 and items[0].folder:  # a class may lie deeper
            return self._is_class(_Class(items[0], items[0].children))
        return looks_like_a_class(items, self._known)

    def _may_be_sections(self, found: _Class) -> bool:
        """Whether all entries are parts of the class; asks where that is not clear."""
        items = [item for item in found.items if not item.nobodys]
        if len(items) < 2 or not all(item.folder for item in items):
            return False
        inside = [_Class(item, item.children) for item in items]
        if all(self._recognise(part) for part in inside):
            return True
        if self._layout:
            return False
        classes = [part for part in inside if self._is_class(part)]
        names = [key(child.name) for part in classes for child in part.items if not child.nobodys]
        if not classes or len(set(names)) < len(names):
            return False
        rest = [part for part in inside if part not in classes and part.folder.holds_code()]
        if not rest:
            return True
        if any(len(p.items) > 1 or p.items[0].code for p in rest):
            return False  # there are students among them
        raise UsageError(
            f"{', '.join(part.folder.name for part in classes[:_SHOWN])}: is that a part of the "
            f"class, or a student? Give --layout {SECTIONS} or --layout {PLAIN}."
        )

    def _sections(self, found: _Class) -> list[Entry]:
        """Return the submissions of each part of the class, named after it."""
        parts = [item for item in found.items if item.folder]
        self._say(
            f"Taken for parts of the class: {', '.join(part.name for part in parts)}. "
            f"If they are students, give --layout {PLAIN}."
        )
        inner = _Reader("" if self._layout == SECTIONS else self._layout, self._known, self._say)
        return [
            msgspec.structs.replace(entry, name=f"{part.name}_{entry.name}")
            for part in parts
            for entry in inner.part(part)
        ] + _plain([item for item in found.items if not item.folder])

    def part(self, folder: Item) -> list[Entry]:
        """Return the submissions of one part of the class."""
        found = _Class(folder, folder.children)
        layout = self._recognise(found)
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


def _entry(found: Sequence[Piece]) -> Entry:
    """Return the submission that pieces of the same student make up."""
    chosen = newest(found)
    counting = chosen.counting
    return Entry(
        name=counting[0].row,
        sources=tuple(Source(p.path, p.file) for p in counting if p.path is not None),
        student=one_line(joined(piece.student for piece in counting)),
        student_id=one_line(joined(piece.student_id for piece in counting)),
        late=any(piece.late for piece in counting),
        notes=chosen.notes,
    )


def _pieces(layout: Layout, item: Item, found: _Class) -> list[Piece]:
    """Return what an entry of a class is by a layout, in view of what the folder is called."""
    match = _is_around(layout, found.folder)
    if layout.name == "gradescope" and not (match or found.named):
        return []  # a student's own folder, with a list of names in it, would name students
    if any(_is_around(other, item) for other in LAYOUTS):
        return []
    prefix = ""
    if layout.around and "prefix" in layout.around.groupindex:
        prefix = f"{match['prefix']}-" if match else found.common
        if not prefix:
            return []
    return pieces(layout, item, prefix, certain=bool(match))


def _is_around(layout: Layout, folder: Item) -> re.Match[str] | None:
    """Whether a folder is called as the one around an export is."""
    return layout.around.fullmatch(folder.name) if layout.around and folder.folder else None


def _tell_apart(entries: Sequence[Entry]) -> None:
    """Raise UsageError when two submissions claim to be of the same student."""
    claimed: dict[str, Entry] = {}
    for entry in entries:
        for number in filter(None, entry.student_id.split("; ")):
            other = claimed.setdefault(key(number), entry)
            if other is not entry:
                raise UsageError(
                    f"Two submissions claim to be of {number}: {_told(other)} and {_told(entry)}. "
                    "Nothing was graded. Remove one, or move what belongs to another assignment "
                    f"to a folder of its own; --layout {PLAIN} takes no names from files."
                )


def _told(entry: Entry) -> str:
    files = ", ".join(one_line(source.path.name) for source in entry.sources[:_SHOWN])
    return f"{one_line(entry.name)} ({files})"
