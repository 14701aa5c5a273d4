"""What a result is: one typed report, of which every output format is a pure function."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

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

NotNegative = Annotated[float, Meta(extra_json_schema={"minimum": 0})]
"""Points or seconds. It is a promise of the schema, and none that a report is refused for."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the submission."""

    file: Annotated[
        str, Meta(description="The student's file, relative to the folder of the task's file.")
    ]
    line: Annotated[int, Meta(description="The line, counted from 1.")]


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """How one check ended; `score` and `max_score` are points.

    A hidden check that could not run has `max_score` 0, so a task's `max_score` is the sum of its
    checks'.
    """

    id: Annotated[str, Meta(description="Unique in the task.")]
    title: Annotated[str, Meta(description="What the check asks for, as the student reads it.")]
    outcome: Annotated[
        Outcome,
        Meta(
            description="How the check ended. `failed`: wrong numbers. `error`: the code raised, "
            "or returned no array. `timeout`, `crashed`: it took too long, or its "
            "process died. `skipped`: it could not run. `internal`: the grader's own "
            "fault."
        ),
    ]
    score: Annotated[NotNegative, Meta(description="The points earned.")]
    max_score: Annotated[
        NotNegative,
        Meta(
            description="The points that could be earned; 0 for a hidden check that could not run."
        ),
    ]
    hidden: Annotated[bool, Meta(description="Whether the check is kept from students.")] = False
    message: Annotated[str, Meta(description="What went wrong, in a sentence or two.")] = ""
    hint: Annotated[str, Meta(description="What to do about it.")] = ""
    counterexample: Annotated[
        str,
        Meta(description="A snippet of Python that shows the failure beside the student's file."),
    ] = ""
    seconds: Annotated[NotNegative, Meta(description="How long the check took.")] = 0.0
    mismatch: Annotated[
        Mismatch | None,
        Meta(description="What differs, for programs; null where nothing was compared."),
    ] = None
    curve: Annotated[
        Curve | None,
        Meta(
            description="How numbers went that the student's code returned; null where the check "
            "shows none."
        ),
    ] = None
    same_as: Annotated[
        str,
        Meta(
            description="The id of a check that failed for the same reason and is told in full; "
            "empty where there is none."
        ),
    ] = ""
    place: Annotated[
        Place | None,
        Meta(
            description="Where the code failed or, where the numbers are wrong, where the function "
            "begins; null if it passed, or nobody knows."
        ),
    ] = None


class Dependency(msgspec.Struct, frozen=True, kw_only=True):
    """Another task whose work a failed one uses, and that has lost points itself."""

    task: Annotated[str, Meta(description="The id of the task to mend first.")]
    file: Annotated[str, Meta(description="Its file.")]
    functions: Annotated[
        tuple[str, ...],
        Meta(description="The functions of that task that are used; none where all of it is."),
    ]
    score: Annotated[NotNegative, Meta(description="The points that it has.")]
    max_score: Annotated[NotNegative, Meta(description="The points that it could have.")]


class TaskResult(msgspec.Struct, frozen=True, kw_only=True):
    """How one task ended: the sum of its checks, and why where there is no sum to show."""

    id: Annotated[str, Meta(description="Unique in the course: what `grade` takes as an argument.")]
    title: Annotated[str, Meta(description="One line for people.")]
    assignment: Annotated[str, Meta(description="The assignment that the task belongs to.")]
    status: Annotated[
        Status,
        Meta(
            description="Where the task stands. `not started`: nothing is written yet. `missing`: "
            "there is no file, or nothing of the task in a notebook. `unreadable`: the "
            "file could not be loaded."
        ),
    ]
    score: Annotated[NotNegative, Meta(description="The sum of the checks' points.")]
    max_score: Annotated[
        NotNegative, Meta(description="The sum of the points of the checks that could run.")
    ]
    checks: Annotated[
        tuple[CheckResult, ...],
        Meta(description="The checks, in the order in which a student reads them."),
    ]
    file: Annotated[str, Meta(description="The student's file, as it was handed in.")] = ""
    instead_of: Annotated[
        str,
        Meta(
            description="The file that was asked for, where `file` was found and graded in its "
            "place; empty where it is that file, or a notebook that stands for it."
        ),
    ] = ""
    message: Annotated[
        str, Meta(description="Why the task as a whole is missing or unreadable.")
    ] = ""
    notes: Annotated[
        tuple[str, ...],
        Meta(
            description="Further sentences about the file: why it was graded instead of another "
            "one, and one for each cell that raised."
        ),
    ] = ()
    causes: Annotated[
        tuple[Dependency, ...],
        Meta(
            description="Tasks whose work this one uses and that have lost points: the mistake may "
            "be there."
        ),
    ] = ()
    output: Annotated[
        str,
        Meta(
            description="What the student's code printed, capped. Unfiltered: escape it before "
            "display."
        ),
    ] = ""
    hidden_output: Annotated[
        str,
        Meta(
            description="What it printed while hidden checks ran, capped: not for students, as it "
            "may be what they called it with."
        ),
    ] = ""
    place: Annotated[
        Place | None,
        Meta(description="Where the file could not be loaded; null if it could, or nobody knows."),
    ] = None


class NextTask(msgspec.Struct, frozen=True, kw_only=True):
    """What to do after a pass: the task that follows in the course."""

    id: Annotated[str, Meta(description="What `grade` takes as an argument.")]
    title: Annotated[str, Meta(description="One line for people.")]
    file: Annotated[str, Meta(description="The file to open.")]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that one run of `grade` has to say."""

    score: Annotated[NotNegative, Meta(description="The sum of the tasks' points.")]
    max_score: Annotated[
        NotNegative,
        Meta(
            description="The sum of the points that could be earned, without hidden checks that "
            "could not run."
        ),
    ]
    seed: Annotated[
        int | None,
        Meta(
            description="What the examples were drawn from: the same seed gives the same score. "
            "Null where they were drawn from a secret."
        ),
    ]
    grader_version: Annotated[str, Meta(description="The version of the grader.")]
    isolation: Annotated[
        str,
        Meta(
            description="How far the student's code was confined: `confined` by all layers, "
            "`partial`, or kept apart as a `process` only. Empty where none of it was "
            "run."
        ),
    ]
    tasks: Annotated[
        tuple[TaskResult, ...],
        Meta(description="The tasks that were graded, in the order of the course."),
    ]
    unclaimed: Annotated[
        tuple[str, ...],
        Meta(
            description="Where none of the tasks was found in what was handed in: the files with "
            "code that are there, for a person to look at. Empty otherwise."
        ),
    ] = ()
    layers: Annotated[
        dict[str, bool],
        Meta(
            description="For each layer of the confinement whether it held, whenever the code ran."
        ),
    ] = {}
    self_check: Annotated[
        bool,
        Meta(
            description="Whether the check files lie in the same folder as the work, as in a "
            "student's own repository: the score is then for its author alone."
        ),
    ] = False
    solved: Annotated[
        bool,
        Meta(description="Whether the solutions were at hand, as for whoever can mend the course."),
    ] = False
    next: Annotated[
        NextTask | None,
        Meta(description="The task to do next, once everything that was graded passed."),
    ] = None
    internal_error: Annotated[
        str,
        Meta(
            description="The file with the grader's own traceback, when a check ended as "
            "`internal`."
        ),
    ] = ""
    schema: Annotated[
        str,
        Meta(
            description="The version of this format. Fields may be added under the same version; "
            "none is removed or changes its meaning.",
            extra_json_schema={"const": SCHEMA},
        ),
    ] = SCHEMA

    @property
    def internal(self) -> bool:
        """Whether any check ended through a fault of the grader."""
        return any(check.outcome == "internal" for task in self.tasks for check in task.checks)

    @property
    def all_passed(self) -> bool:
        """Whether every check that ran passed, and at least one task was there to run."""
        return bool(self.tasks) and all(task.status == "passed" for task in self.tasks)
