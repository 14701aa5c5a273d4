"""The output folder: one batch at a time writes to it, whole files by rename."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from grader.batch.formats import told
from grader.batch.gradebook import Grading
from grader.errors import GraderError, UsageError
from grader.report import write_atomically
from grader.report.json import from_json, to_json
from grader.report.markdown import to_markdown
from grader.submission import shown

GRADEBOOK = "gradebook.sqlite"
_LOCK = ".lock"
_DRAFT = f".{'[0-9a-f]' * 16}.tmp"


class Output:
    """The files of a batch.

    Parameters
    ----------
    folder
        Where they are; it is made if it is not there.
    formats
        Which further formats each submission gets, see `grader.batch.formats`.

    Raises
    ------
    UsageError
        When it cannot be made.
    """

    def __init__(self, folder: Path, formats: Sequence[str] = ()) -> None:
        self.folder = folder
        self._formats = formats
        try:
            for name in ("reports", "feedback"):
                (folder / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(_unwritable(folder, error)) from error

    @property
    def gradebook(self) -> Path:
        """The gradebook's file."""
        return self.folder / GRADEBOOK

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other batch out, until the block or the process ends.

        Raises
        ------
        UsageError
            When another batch is at work here, or the folder cannot be written to.
        """
        try:
            descriptor = os.open(self.folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise UsageError(_unwritable(self.folder, error)) from error
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                holder = os.read(descriptor, 20).decode("ascii", "replace")
                raise UsageError(
                    f"Another batch is writing to {shown(self.folder)} (process {holder}). "
                    "Wait for it, or choose another folder with --output."
                ) from error
            os.ftruncate(descriptor, 0)
            os.write(descriptor, str(os.getpid()).encode())
            self._sweep()
            yield
        finally:
            os.close(descriptor)

    def _sweep(self) -> None:
        """Remove the drafts that `write_atomically` leaves behind when it is killed."""
        for pattern in (_DRAFT, f"*/{_DRAFT}"):
            for draft in self.folder.glob(pattern):
                with contextlib.suppress(OSError):
                    draft.unlink()

    def write(self, name: str, data: bytes) -> None:
        """Write a file, unless it is there with the very same contents.

        Raises
        ------
        GraderError
            When it cannot be written; the old one is then still there.
        """
        path = self.folder / name
        try:
            if path.is_file() and path.read_bytes() == data:
                return
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, data)
        except OSError as error:
            raise GraderError(_unwritable(path, error)) from error

    def write_json(self, name: str, value: object) -> None:
        """Write a file as JSON for people and programs."""
        self.write(name, msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")

    def keep_fault(self, name: str, data: bytes) -> bytes:
        """Keep what the grader wrote down of its own fault; return the report that says where."""
        report = from_json(data)
        if not report.internal_error:
            return data
        kept = f"faults/{name}.txt"
        try:
            self.write(kept, Path(report.internal_error).read_bytes())
        except FileNotFoundError:
            kept = ""
        return to_json(msgspec.structs.replace(report, internal_error=kept))

    def tell(self, name: str, grading: Grading) -> None:
        """Write the report on a submission, and what the student may see of it."""
        self.write(f"reports/{name}.json", grading.data)
        report = grading.report
        self.write(f"feedback/{name}.md", to_markdown(report, name=name).encode())
        for path, data in told(report, name, self._formats):
            self.write(path, data)


def _unwritable(path: Path, error: OSError) -> str:
    return f"{shown(path)} cannot be written: {error.strerror}."
