"""Step 2, open: what was handed in, a folder, a file or a notebook."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path

from grader.errors import UsageError, is_of_file
from grader.untrusted.filenames import RUBBISH, kind
from grader.untrusted.filenames import shown as shown  # beside `open_submission`, for messages

MOST_ENTRIES = 20_000
"""So many files and folders of a submission are looked at, those nearest to its top first."""

CHECKS = "checks"
"""The folder of an assignment in which the course's own check files are."""

SAMPLES = "samples"
"""The folder of an assignment in which right and wrong samples are, for an audit."""

ARCHIVES = {".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz"}

_DEEPEST = 12
_LEFT_OUT = {*RUBBISH, "site-packages", "dist-packages"}
_ENVIRONMENT = {"pyvenv.cfg", "conda-meta"}
"""What only a virtual environment has at its top."""


class Submission:
    """A folder with the tasks' files, a file with one of them, or a notebook with any of them.

    Parameters
    ----------
    path
        Where it lies.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def tops(self) -> tuple[Path, ...]:
        """The folders that the tasks' files may lie in, or their assignments' folders.

        Folders around the only folder are looked through, and `assignments` is looked into: so a
        repository with the course's own layout will do.
        """
        top = self.path
        while (only := _only_folder(top)) is not None:
            top = only
        within = top / "assignments"
        return (top, within) if within.is_dir() else (top,)

    def files(self, leave_out: Callable[[Path], bool]) -> Iterator[Path]:
        """Yield all files, those nearest to the top first, then by name.

        Links, hidden files, virtual environments and what programs make are not among them, nor
        the folders that are to be left out. Of a tree that is far larger than any submission, the
        rest is not looked at.
        """
        if not self.path.is_dir():
            yield self.path
            return
        folders, room = [self.path], MOST_ENTRIES
        for _ in range(_DEEPEST):
            deeper: list[Path] = []
            for folder in folders:
                entries = _listed(folder)[:room]
                room -= len(entries)
                if any(entry.name in _ENVIRONMENT for entry in entries):
                    continue
                for entry in entries:
                    path = Path(entry.path)
                    if entry.is_file(follow_symlinks=False):
                        yield path
                    elif entry.is_dir(follow_symlinks=False) and not leave_out(path):
                        deeper.append(path)
            folders = deeper

    def notebooks(self, assignment: str) -> list[Path]:
        """Return the notebooks in an assignment's folder or, if there are none, beside it."""
        for top in self.tops:
            for folder in (top / assignment, top):
                if found := [e for e in _listed(folder) if kind(e.name) == "notebook"]:
                    return [Path(entry.path) for entry in found]
        return []

    def places(self, assignment: str, name: str) -> list[Path]:
        """Return where a file should lie: in its assignment's folder, or beside it."""
        return [top / assignment / name for top in self.tops] + [top / name for top in self.tops]

    def holds(self, path: Path) -> bool:
        """Whether a path, with all links in it followed, is one of what was handed in."""
        return Path(os.path.realpath(path)).is_relative_to(self._real)

    def unreadable(self, path: Path) -> str:
        """Return why a file cannot be read as one of what was handed in, or nothing when it can."""
        if self.holds(path):
            return unreadable(path)
        return (
            f"{shown(path)} is a link that leads out of what was handed in, or lies behind one, "
            "and is not followed. Hand in the file itself."
        )

    @cached_property
    def _real(self) -> Path:
        return Path(os.path.realpath(self.path))

    def expected(self, assignment: str, name: str) -> Path:
        """Return where a file that is missing would be looked for."""
        if not self.path.is_dir():
            return self.path if is_notebook(self.path) else self.path.with_name(name)
        folders = [top for top in self.tops if (top / assignment).is_dir()]
        return folders[0] / assignment / name if folders else self.tops[0] / name


def _only_folder(folder: Path) -> Path | None:
    """Return the folder that is all there is in another one."""
    entries = _listed(folder)
    if len(entries) != 1 or not entries[0].is_dir(follow_symlinks=False):
        return None
    return None if entries[0].name == CHECKS else Path(entries[0].path)


def _listed(folder: Path) -> list[os.DirEntry[str]]:
    """Return what is in a folder, ordered by name, without what nobody hands in."""
    try:
        with os.scandir(folder) as found:
            entries = list(found)
    except OSError as error:
        if not is_of_file(error):
            raise
        return []
    kept = [e for e in entries if not e.name.startswith(".") and e.name not in _LEFT_OUT]
    return sorted(kept, key=lambda entry: os.fsencode(entry.name))


def open_submission(path: Path) -> Submission:
    """Return the submission at `path`.

    Raises
    ------
    UsageError
        When there is nothing, or nothing that a submission can be.
    """
    if path.is_symlink():
        raise UsageError(
            f"{path} is a link, and links are not followed: name what is to be graded itself."
        )
    if not path.exists():
        raise UsageError(f"There is no file or folder {path}, which --submission names.")
    if not path.is_dir() and not kind(path.name):
        packed = path.suffix.lower() in ARCHIVES
        cure = " Unpack it, and name the folder." if packed else ""
        raise UsageError(f"{path} is neither a folder nor a Python file nor a notebook.{cure}")
    return Submission(path.resolve())


def is_notebook(path: Path) -> bool:
    """Whether a path is a notebook's, by its name."""
    return kind(path.name) == "notebook" and not path.is_dir()


def unreadable(path: Path) -> str:
    """Return why `path` cannot be read as a file, or nothing when it can."""
    if not path.is_file():
        return f"{shown(path)} is not a regular file."
    if not os.access(path, os.R_OK):
        return f"{shown(path)} cannot be read: its permissions do not allow it."
    return ""
