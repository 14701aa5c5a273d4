"""What a student's code can do instead of returning a value.

StudentError
├── Raised        it raised an exception
│   └── NotWritten    the part that the student writes is still NotImplementedError
├── NotFound      the function, class or attribute is not there
├── TimedOut      no answer within the time limit
│   └── Spent         its process used up the processor time that it may have
└── Died          its process ended, or what it sent breaks the protocol

And what keeps it from being run, which is no fault of the student's:

Unavailable
└── NotConfined
"""

from __future__ import annotations

from typing import Literal

from grader.errors import MachineError

Whole = Literal["task", "submission"]
"""What has a time limit of its own beside that of each call."""


class StudentError(Exception):
    """The submission is at fault; `str()` is one sentence for the student, with file and line.

    Where it happened while a script ran, `step` is the number of the step, if that is known.
    """

    file: str = ""
    """Where it happened, relative to the folder of the file that was loaded; empty if unknown."""
    line: int = 0

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint
        self.step: int | None = None

    @property
    def cause(self) -> str:
        """What two errors have in common when one mistake is behind both."""
        return str(self)

    @property
    def kind(self) -> str:
        """What it has in common with the same mistake in another submission."""
        return type(self).__name__


class Raised(StudentError):
    """The student's code raised; `where` is "task1.py, line 12", or nothing.

    `within` is the function that raised, where the one that was called has called it.
    """

    within = ""

    def __init__(self, message: str, hint: str, type_name: str, where: str) -> None:
        super().__init__(message, hint)
        self.type_name = type_name
        self.where = where

    @property
    def cause(self) -> str:
        """The type of exception and its place: the message may differ from call to call."""
        return f"{self.type_name} at {self.where}" if self.where else str(self)

    @property
    def kind(self) -> str:
        """The type of exception."""
        return self.type_name


class NotWritten(Raised):
    """The student has not started this part."""


class NotFound(StudentError):
    """The submission does not define what the task asks for."""


class TimedOut(StudentError):
    """The time limit of a call, of an import or of a whole task was reached."""


class Spent(TimedOut):
    """The limit of processor time was reached, by one thread or by many together."""


class Died(StudentError):
    """The student's process ended or broke the protocol; a fresh one is started if needed."""


class Unavailable(MachineError):
    """No worker process could be started: no fault of the submission."""


class NotConfined(Unavailable):
    """A submission would not be kept apart as far as it has to be; the text is what is missing."""
