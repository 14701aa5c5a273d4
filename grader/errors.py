"""What goes wrong before, or apart from, a submission's own mistakes.

GraderError
├── UsageError      the command was wrong: no such task, file or course (exit code 2)
├── CourseError     a file of the course cannot be used (exit code 3)
├── SolutionError   a solution fails where a check asks for it: that check is unclear (exit code 3)
├── IsolationError  this machine does not confine a submission as it has to (exit code 3)
└── MachineError    this machine has too little left of something for now (exit code 3)
"""

from __future__ import annotations

import errno
import sys
from pathlib import Path

_SHORTAGES = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk's quota is used up",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
    errno.ENOMEM: "there is too little memory",
    errno.ENOBUFS: "there is too little memory",
    errno.EAGAIN: "no more processes can be started",
    errno.EINTR: "it was interrupted",
}
"""What passes by itself, or once somebody makes room."""


_OF_FILES = {
    *(errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP, errno.ENAMETOOLONG),
    *(errno.EACCES, errno.EPERM, errno.EINVAL, errno.ENXIO),
}


class GraderError(Exception):
    """One sentence for the person at the keyboard, with the cure where there is one."""

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows in the place of a traceback."""
        return [f"Error: {self}"]


class UsageError(GraderError):
    """What was asked for does not exist."""


class CourseError(GraderError):
    """A file of the course is broken: its author has to mend it."""


class SolutionError(GraderError):
    """The solution raised, or lacks a function: which is no fault of the student's."""


class IsolationError(GraderError):
    """A submission would not be kept apart as far as was asked for: nothing of it was run."""


class MachineError(GraderError):
    """The machine lacks something; neither the grader nor a submission is at fault."""

    @classmethod
    def of(cls, error: OSError, what: str = "") -> MachineError:
        """Return the sentence on what the system said while `what` was done."""
        said = _SHORTAGES.get(error.errno or 0, error.strerror or str(error))
        return cls(f"This machine cannot go on{what and f' with {what}'}: {said}.")


def is_of_file(error: OSError) -> bool:
    """Whether something is the matter with a file itself: it is not there, closed, or none."""
    return error.errno in _OF_FILES


def is_shortage(error: BaseException) -> bool:
    """Whether the machine has too little of something, which may be over in a while."""
    cause = error.__cause__ if isinstance(error, MachineError) else error
    return isinstance(cause, OSError) and cause.errno in _SHORTAGES


def install_line(*packages: str) -> str:
    """Return what to type to have packages beside the grader, in whatever way it was installed."""
    names = " ".join(packages)
    home = Path(sys.prefix).parts
    if "pipx" in home:
        return f"pipx inject gradient-grader {names}"
    if "uv" in home:
        return f"uv pip install --python {sys.executable} {names}"
    return f"pip install {names}"
