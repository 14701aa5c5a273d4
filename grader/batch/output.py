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
from grader.batch.patience import patiently
from grader.errors import GraderError, MachineError, UsageError
from grader.grading.chance import SECRET
from grader.report import write_atomically
from grader.report.json import from_json, to_json
from grader.report.markdown import to_markdown
from grader.submission.submission import shown

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

    @property
    def secret(self) -> Path:
        """The file with the secret that draws the examples, unless another one is named."""
        return self.folder / SECRET

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
            except BlockingIOError as error:
                holder = os.read(descriptor, 20).decode("ascii", "replace")
                raise UsageError(
                    f"Another batch is writing to {shown(self.folder)} (process {holder}). "
                    "Wait for it, or choose another folder with --output."
                ) from error
            except OSError as error:  # a file system without locks, for instance
                raise UsageError(
                    f"{shown(self.folder)} cannot be locked: {error.strerror}. Choose a folder on "
                    "another disk with --output."
                ) from error
            with contextlib.suppress(OSError):  # who holds it is for people, and nothing else
                os.ftruncate(descriptor, 0)
                os.write(descriptor, str(os.getpid()).encode())
            self._sweep()
            yield
        finally:
            os.close(descriptor)

    def _sweep(self) -> None:
        """Remove the drafts that `write_atomically` leaves behind when it is killed."""
        with contextlib.suppress(OSError):  # the next batch does it
            for pattern in (_DRAFT, f"*/{_DRAFT}"):
                for draft in self.folder.glob(pattern):
                    draft.unlink()

    def write(self, name: str, data: bytes) -> None:
        """Write a file for the whole batch, unless it is there with the very same contents.

        Raises
        ------
        MachineError
            When the disk is full, and stays so.
        GraderError
            When it cannot be written for another reason; the old one is then still there.
        """
        try:
            self._put(name, data)
        except OSError as error:
            raise GraderError(_unwritable(self.folder / name, error)) from error

    def write_json(self, name: str, value: object) -> None:
        """Write a file as JSON for people and programs."""
        self.write(name, msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")

    def keep_fault(self, name: str, data: bytes) -> bytes:
        """Keep what the grader wrote down of its own fault; return the report that says where."""
        report = from_json(data)
        if not report.internal_error:
            return data
        kept = self.keep(name, noted(report.internal_error))
        return to_json(msgspec.structs.replace(report, internal_error=kept))

    def keep(self, name: str, fault: bytes) -> str:
        """Keep what is known of a fault, if anything is; return the file, if it can be written."""
        if fault:
            with contextlib.suppress(OSError, MachineError):
                self._put(kept := f"faults/{name}.txt", fault)
                return kept
        return ""

    def tell(self, name: str, grading: Grading) -> None:
        """Write the report on a submission, and what the student may see of it.

        Raises
        ------
        MachineError
            When the disk is full, and stays so.
        OSError
            When it cannot be written for another reason, maybe that of its name.
        """
        self._put(f"reports/{name}.json", grading.data)
        report = grading.report
        self._put(f"feedback/{name}.md", to_markdown(report, name=name).encode())
        for path, data in told(report, name, self._formats):
            self._put(path, data)

    def _put(self, name: str, data: bytes) -> None:
        path = self.folder / name
        try:
            patiently(lambda: _write(path, data))
        except MachineError as error:
            raise MachineError(f"{shown(path)} cannot be written. {error}") from error


def noted(fault: str) -> bytes:
    """Return what was written down of a fault in a file, nothing where it is not there any more."""
    with contextlib.suppress(OSError):
        return Path(fault).read_bytes()
    return b""


def _write(path: Path, data: bytes) -> None:
    if path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, data)


def _unwritable(path: Path, error: OSError) -> str:
    return f"{shown(path)} cannot be written: {error.strerror}."
