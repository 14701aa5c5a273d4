"""What goes wrong before, or apart from, a submission's own mistakes.

GraderError
├── UsageError      the command was wrong: no such task, file or course (exit code 2)
├── CourseError     a file of the course cannot be used (exit code 3)
└── IsolationError  this machine does not confine a submission as it has to (exit code 3)
"""

from __future__ import annotations


class GraderError(Exception):
    """One sentence for the person at the keyboard, with the cure where there is one."""

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows in the place of a traceback."""
        return [f"Error: {self}"]


class UsageError(GraderError):
    """What was asked for does not exist."""


class CourseError(GraderError):
    """A file of the course is broken: its author has to mend it."""


class IsolationError(GraderError):
    """A submission would not be kept apart as far as was asked for: nothing of it was run."""
