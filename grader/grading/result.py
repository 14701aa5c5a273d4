"""What a result is: one typed report, of which every output format is a pure function."""

from __future__ import annotations

from typing import Literal

import msgspec

from grader.authoring.curve import Curve
from grader.checking.mismatch import Mismatch

Outcome = Literal["passed", "failed", "error", "timeout", "crashed", "skipped", "internal"]
"""How a check ended.

`failed`: the numbers are wrong. `error`: the student's code raised, or returned no array.
`timeout`, `crashed`: it took too long, or its process died or broke the protocol. `skipped`: a
check that this one needs did not pass, or it is hidden and no solution is at hand. `internal`: the
grader's own fault.
"""

Status = Literal["passed", "failed", "not started", "missing", "unreadable"]
"""Where a task stands as a whole.

`not started`: nothing but `NotImplementedError` came from it. `missing`: there is no such file,
or the notebook that was handed in defines nothing of the task.
`unreadable`: the file could not be loaded, so no check could run.
"""

SCHEMA = "grader/report/v1"


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the submission."""

    file: str
    """Relative to the folder of the task's file."""
    line: int


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """How one check ended; `score` and `max_score` are points.

    A hidden check that could not run has `max_score` 0, so a task's `max_score` is the sum of its
    checks'.
    """

    id: str
    title: str
    outcome: Outcome
    score: float
    max_score: float
    hidden: bool = False
    message: str = ""
    hint: str = ""
    counterexample: str = ""
    """A snippet of Python that a student can paste beside their file to see the failure."""
    seconds: float = 0.0
    mismatch: Mismatch | None = None
    curve: Curve | None = None
    """How numbers went that the check looked at, where it has some to show; see `Curve`."""
    same_as: str = ""
    """The id of a check that failed for the same reason, and is told in full."""
    place: Place | None = None
    """Where the code failed or, where the numbers are wrong, where the function begins."""


class Cause(msgspec.Struct, frozen=True, kw_only=True):
    """Another task whose work a failed one uses, and that has lost points itself."""

    task: str
    file: str
    functions: tuple[str, ...]
    """The functions of that task which are used; none where the task builds on all of it."""
    score: float
    max_score: float


class TaskResult(msgspec.Struct, frozen=True, kw_only=True):
    """How one task ended: the sum of its checks, and why where there is no sum to show."""

    id: str
    title: str
    assignment: str
    status: Status
    score: float
    max_score: float
    checks: tuple[CheckResult, ...]
    file: str = ""
    """The student's file, as it was handed to `grade`, for messages."""
    instead_of: str = ""
    """The file that was asked for, where `file` is another one that was found in its place; the
    first of `notes` says why."""
    message: str = ""
    """Why the task as a whole is missing or unreadable: one sentence with file and line."""
    notes: tuple[str, ...] = ()
    """What else there is to know about the file: why it was taken for another one, and a sentence
    for each cell of a notebook that raised an exception."""
    causes: tuple[Cause, ...] = ()
    """Where the mistake may really be: tasks to mend before this one."""
    output: str = ""
    """What the student's code printed while this task was graded, capped."""
    hidden_output: str = ""
    """What it printed while hidden checks ran, which may be what they called it with; capped."""
    place: Place | None = None
    """Where the file could not be loaded."""


class NextTask(msgspec.Struct, frozen=True, kw_only=True):
    """What to do after a pass: the task that follows in the course."""

    id: str
    title: str
    file: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that one run of `grade` has to say."""

    score: float
    max_score: float
    seed: int | None
    """What draws the examples; None where that is a secret."""
    grader_version: str
    isolation: str
    """How far the student's code was confined: ``confined`` by all layers, ``partial``, or kept
    apart as a ``process`` only. Empty where none of it was run."""
    tasks: tuple[TaskResult, ...]
    unclaimed: tuple[str, ...] = ()
    """The files with code that no task was found in, where no task was found at all: a person
    should look at them."""
    layers: dict[str, bool] = {}
    """For each layer of the confinement whether it held, whenever code of the student's ran."""
    self_check: bool = False
    """Whether the check files lie in the same folder as the work, as in a student's own repository:
    the score then says something to its author only."""
    solved: bool = False
    """Whether the solutions are at hand, as they are for whoever can mend the course."""
    next: NextTask | None = None
    internal_error: str = ""
    """The path of the file with our own traceback, when a check ended as `internal`."""
    schema: str = SCHEMA

    @property
    def internal(self) -> bool:
        """Whether any check ended through a fault of the grader."""
        return any(check.outcome == "internal" for task in self.tasks for check in task.checks)

    @property
    def all_passed(self) -> bool:
        """Whether every check that ran passed, and at least one task was there to run."""
        return bool(self.tasks) and all(task.status == "passed" for task in self.tasks)
