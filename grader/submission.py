"""Step 2, open: what was handed in, a folder or a file."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from grader.errors import UsageError


class Submission(msgspec.Struct, frozen=True):
    """A folder with the tasks' files, or a single file with one of them."""

    path: Path

    def find(self, assignment: str, name: str, alone: bool) -> Path | None:
        """Return the file `name` of an assignment, or None where it was not handed in.

        Parameters
        ----------
        assignment
            The assignment's folder, looked at first.
        name
            The file's name.
        alone
            Whether only this one file is asked for: a submission that is a single file is then
            taken for it, whatever it is called.
        """
        if not self.path.is_dir():
            return self.path if alone or self.path.name == name else None
        for candidate in (self.path / assignment / name, self.path / name):
            if candidate.exists() or candidate.is_symlink():
                return candidate
        return None

    def expected(self, assignment: str, name: str) -> Path:
        """Return where a file that is missing would be looked for."""
        folder = self.path if self.path.is_dir() else self.path.parent
        return folder / assignment / name if (folder / assignment).is_dir() else folder / name


def open_submission(path: Path) -> Submission:
    """Return the submission at `path`.

    Raises
    ------
    UsageError
        When there is nothing, or nothing that a submission can be.
    """
    if not path.exists():
        raise UsageError(f"There is no file or folder {path}, which --submission names.")
    if not path.is_dir() and path.suffix != ".py":
        raise UsageError(f"{path} is neither a folder nor a Python file.")
    return Submission(path.resolve())


def unreadable(path: Path) -> str:
    """Return why `path` cannot be read as a file, or nothing when it can."""
    if not path.is_file():
        return f"{shown(path)} is not a regular file."
    if not os.access(path, os.R_OK):
        return f"{shown(path)} cannot be read: its permissions do not allow it."
    return ""


def shown(path: Path) -> str:
    """Return `path` as the user would type it: relative to the current folder if it is below."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
