"""File names as people and programs change them: what a file is, and which name it stands for."""

from __future__ import annotations

import errno
import fnmatch
import os
import re
import stat
import unicodedata
from pathlib import Path
from typing import Literal

Kind = Literal["python", "notebook", "text", ""]

RUBBISH = frozenset({"__MACOSX", "__pycache__", "node_modules", "Thumbs.db", "desktop.ini"})
"""Files and folders that programs make and nobody hands in, beside the hidden ones."""

SAME, CHANGED, MARKED, INSIDE, UNLIKE = range(5)
"""How much a name is like another one, the nearest first.

The same; the same but for case, spaces, dashes, leading zeros and a doubled ending; marked by a
program or a person as a copy or a version; with the other name inside; not at all.
"""

_ENDINGS = re.compile(r"(?:\.(?:pyw?|ipynb|txt|json|download|\d{1,3}))+$", re.IGNORECASE)
_KINDS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    # A browser or an editor adds .txt, .json or .download, wget a number: task1.py.txt.
    (re.compile(r"\.pyw?(?:\.(?:py|txt|download|\d{1,3}))*$", re.IGNORECASE), "python"),
    (re.compile(r"\.ipynb(?:\.(?:ipynb|txt|json|download|\d{1,3}))*$", re.IGNORECASE), "notebook"),
    (re.compile(r"^[^.]+$|\.txt$", re.IGNORECASE), "text"),
)
_MARKS = {
    *("copy", "of", "duplicate", "kopie", "von", "van", "copie", "copia", "cópia", "de", "di"),
    *("v", "ver", "version", "rev", "draft", "final", "finished", "done", "complete", "completed"),
    *("fixed", "new", "latest", "last", "updated", "submission", "submitted", "solution", "solved"),
}


def open_plain(path: str, flags: int) -> int:
    """Open a regular file, for `open(…, opener=…)`; nobody waits for a pipe, or follows a link.

    Raises
    ------
    OSError
        When it is none.
    """
    descriptor = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "no regular file", path)
    return descriptor


def walked(folder: Path) -> list[Path]:
    """Return all files below a folder, if it is there; links to folders are not followed.

    Raises
    ------
    OSError
        When it cannot look into a folder: what `Path.rglob` leaves out without a word.
    """

    def fail(error: OSError) -> None:
        raise error

    if not folder.is_dir():
        return []
    paths = (Path(top, name) for top, _, names in os.walk(folder, onerror=fail) for name in names)
    return sorted(path for path in paths if path.is_file())


def matched(folder: Path, *patterns: str) -> list[Path]:
    """Return what is in a folder by a pattern for each level; raises OSError as `walked`."""
    found = [folder]
    for pattern in patterns:
        inside = (child for path in found if path.is_dir() for child in path.iterdir())
        found = [child for child in inside if fnmatch.fnmatchcase(child.name, pattern)]
    return sorted(found)


def shown(path: Path) -> str:
    """Return `path` as the user would type it: relative to the current folder if it is below."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def kind(name: str) -> Kind:
    """Return what a file is by its name; of a text nobody knows yet whether it is code."""
    return next((kind for pattern, kind in _KINDS if pattern.search(name.rstrip())), "")


def is_code(name: str) -> bool:
    """Whether a file is Python or a notebook, by its name."""
    return kind(name) in ("python", "notebook")


def likeness(name: str, wanted: str) -> int:
    """Return how much a file's name is like another one: `SAME` to `UNLIKE`."""
    if name == wanted:
        return SAME
    words, those = _words(name), _words(wanted)
    if not those or not words:
        return UNLIKE
    if _joined(words) == _joined(those):
        return CHANGED
    for start in range(len(words) - len(those) + 1):
        if words[start : start + len(those)] == those:
            others = words[:start] + words[start + len(those) :]
            return MARKED if all(w.isdigit() or w in _MARKS for w in others) else INSIDE
    return UNLIKE


def _words(name: str) -> list[str]:
    """Return the words and numbers of a name without its endings: task, 1 for `Task_01.py.txt`."""
    stem = _ENDINGS.sub("", unicodedata.normalize("NFKC", name).rstrip()).casefold()
    return [w.lstrip("0") or "0" if w.isdigit() else w for w in re.findall(r"[^\W\d_]+|\d+", stem)]


def _joined(words: list[str]) -> list[str]:
    """Return words with those joined that no number divides: `neural_net` is `neuralnet`."""
    return re.sub(r"(?<=[^\d\0])\0(?=[^\d\0])", "", "\0".join(words)).split("\0")
