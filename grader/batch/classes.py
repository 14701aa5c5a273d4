"""The folder in which the submissions of a class lie, and the layout that its names fit."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from functools import cached_property

from grader.batch.folders import Item
from grader.batch.layouts import LAYOUTS, Layout
from grader.batch.people import METADATA
from grader.batch.pieces import Piece, pieces
from grader.errors import UsageError


class ClassFolder:
    """The submissions of a class, as they lie in a folder.

    Attributes
    ----------
    folder
        The folder; of several that belong together, the first.
    items
        What lies in it.
    named
        Whether it is the folder that was named, and not one in there.
    """

    def __init__(self, folder: Item, items: Iterable[Item], *, named: bool = False) -> None:
        self.folder = folder
        self.items = list(items)
        self.named = named

    @classmethod
    def of(cls, folder: Item) -> ClassFolder:
        """Return a folder as one that may hold a class."""
        return cls(folder, folder.children)

    @cached_property
    def handed_in(self) -> list[Item]:
        """What somebody handed in, lists and receipts aside."""
        return [item for item in self.items if not item.nobodys]

    @cached_property
    def folders(self) -> list[Item]:
        """The folders in it, if nothing else in it can be graded; else none."""
        return (
            [] if any(i.code or i.zip for i in self.items) else [i for i in self.items if i.folder]
        )

    def pieces(self, layout: Layout, item: Item) -> list[Piece]:
        """Return what an item is by a layout, in view of what the folder is called."""
        match = is_around(layout, self.folder)
        if layout.name == "gradescope" and not (match or self.named):
            return []  # a student's own folder, with a list of names in it, would name students
        prefix = ""
        if layout.around and "prefix" in layout.around.groupindex:
            prefix = f"{match['prefix']}-" if match else self._common
            if not prefix:
                return []
        found = pieces(layout, item, prefix, certain=bool(match))
        return [] if found and any(is_around(other, item) for other in LAYOUTS) else found

    def layout(self, asked: str = "", *, loosely: bool = False) -> Layout | None:
        """Return the layout that most names fit, if there is one.

        Parameters
        ----------
        asked
            The name of the layout that is asked for; a single name has to fit then.
        loosely
            Whether to try those that names without a meaning fit as well.

        Raises
        ------
        UsageError
            When two fit equally well.
        """
        most, best = self._fitting(asked, loosely=loosely)
        if not most or (2 * most <= len(self.handed_in) and not asked):
            return None
        if len(best) > 1:
            platforms = " or of ".join(layout.platform for layout in best)
            options = " or ".join(f"--layout {layout.name}" for layout in best)
            raise UsageError(
                f"{self.folder.shown} may be an export of {platforms}: give {options}."
            )
        return best[0]

    def hint(self) -> str:
        """Return a sentence on the layout that some names fit, though not most, or nothing."""
        most, best = self._fitting("", loosely=False)
        if not most and any(item.name == METADATA for item in self.items):
            return (
                f"{METADATA} in {self.folder.shown} names nobody here, where a student may have "
                "put it. If it is Gradescope's, name that folder itself."
            )
        if not most:
            return ""
        return (
            f"{most} of {len(self.handed_in)} submissions in {self.folder.shown} are named as "
            f"{best[0].platform} names them, and are taken for nobody's in particular. If it is an "
            f"export, give --layout {best[0].name}."
        )

    def _fitting(self, asked: str, *, loosely: bool) -> tuple[int, list[Layout]]:
        """Return how many names the best layouts fit, and those layouts."""
        counted = [
            (sum(bool(self.pieces(layout, item)) for item in self.handed_in), layout)
            for layout in LAYOUTS
            if layout.loose is loosely or (layout.loose and is_around(layout, self.folder))
            if asked in ("", layout.name)
        ]
        counted = [(count, layout) for count, layout in counted if self._tells_apart(layout, count)]
        most = max((count for count, _ in counted), default=0)
        return most, [layout for count, layout in counted if count == most]

    def _tells_apart(self, layout: Layout, count: int) -> bool:
        """Whether several names are not all of one student, in front of whose name files differ."""
        if count < 2 or not layout.loose or layout.kind != "file":
            return True
        found = [piece for item in self.handed_in for piece in self.pieces(layout, item)]
        return len({piece.group for piece in found}) > 1 or len({p.file for p in found}) == 1

    @cached_property
    def _common(self) -> str:
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


def is_around(layout: Layout, folder: Item) -> re.Match[str] | None:
    """Whether a folder is called as the one around an export is."""
    return layout.around.fullmatch(folder.name) if layout.around and folder.folder else None
