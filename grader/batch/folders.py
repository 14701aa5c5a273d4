"""What lies in a class folder, before anything of it is opened: names, and no contents."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from grader.errors import is_shortage
from grader.untrusted.filenames import MARKED, RUBBISH, is_code, likeness
from grader.untrusted.text import file_name, one_line

_NOBODYS = {"index.html", "report.txt", "errors.txt", "thumbs.db", "desktop.ini"}
_NO_SUBMISSION = {".csv", ".json", ".md", ".xls", ".xlsx", ".yaml", ".yml"}


class Item:
    """A file or folder.

    Attributes
    ----------
    path
        Where it lies; its name is bytes, as Python keeps them.
    name
        Its name as text.
    folder
        Whether it is a folder; a link to one is none.
    """

    def __init__(self, path: Path, name: str = "") -> None:
        self.path = path
        self.name = file_name(name or path.name)
        self.folder = _is_folder(path)

    @cached_property
    def children(self) -> list[Item]:
        """What lies in it, in the order of its bytes, without what systems hide there."""
        try:
            paths = sorted(self.path.iterdir(), key=lambda path: os.fsencode(path.name))
        except OSError as error:  # what cannot be read is told when it is opened
            if is_shortage(error):
                raise
            return []
        return [Item(path) for path in paths if not _hidden(path.name)]

    @property
    def shown(self) -> str:
        """Its name in a sentence: what steers a terminal, or begins a line, shows itself."""
        return one_line(self.name)

    @property
    def nobodys(self) -> bool:
        """Whether it is a list or a receipt, which no student handed in."""
        name = self.name.lower()
        listed = name in _NOBODYS or Path(name).suffix in _NO_SUBMISSION
        return listed and not self.folder and not is_code(name)

    @property
    def stem(self) -> str:
        """The name, that of a file without its ending."""
        return self.name if self.folder else Path(self.name).stem

    @property
    def code(self) -> bool:
        """Whether it is a Python file or a notebook, by its name."""
        return not self.folder and is_code(self.name)

    @property
    def zip(self) -> bool:
        """Whether it is a zip, by its name."""
        return not self.folder and self.name.lower().endswith(".zip")

    def holds_code(self, deep: int = 3) -> bool:
        """Whether there is something to grade in it, in folders down to so many below."""
        if not self.folder:
            return self.code or self.zip
        return deep > 0 and any(child.holds_code(deep - 1) for child in self.children)


def looks_like_a_class(items: Iterable[Item], known: frozenset[str]) -> bool:
    """Whether these are submissions of several students, and not parts of one.

    Parameters
    ----------
    items
        What lies in a folder.
    known
        What the course calls its assignments and files, without endings: who has those is a
        student.
    """
    items = [item for item in items if not item.nobodys]
    if any(is_known(item.name, known) for item in items):
        return False
    if any(item.code for item in items):
        return len(items) > 1 and all(item.code or item.zip for item in items)
    return sum(item.holds_code() for item in items) > 1


def is_known(name: str, known: frozenset[str], within: int = MARKED) -> bool:
    """Whether a file or folder of this name is a student's work: the course has a similar name."""
    return any(likeness(name, one) <= within for one in known)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir() and not path.is_symlink()
    except OSError as error:
        if is_shortage(error):
            raise
        return False


def _hidden(name: str) -> bool:
    return name.startswith(".") or name in RUBBISH
