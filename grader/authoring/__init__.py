"""What a check file is written with: all that it needs to import stands here.

A task and its checks are written with `Task`; examples are drawn from `Draw`; what a check gets of
the student's is a `Student`. The comparisons are those of `grader.checking`, which raise
`CheckFailed`.
"""

from grader.authoring.arguments import (
    afterwards,
    check_dtypes,
    check_kept,
    check_layouts,
    check_pure,
    judge_each,
    locked,
    plain,
    unable,
)
from grader.authoring.curve import Show
from grader.authoring.drawing import Draw, Floats, Numbers, clear, is_exact, steady
from grader.authoring.task import Check, Task, check_each, real, several
from grader.checking import (
    CheckFailed,
    Mismatch,
    Mistake,
    NumericalGradient,
    Slope,
    Stacked,
    as_array,
    check_backward,
    check_float64,
    check_gradient,
    check_same,
    check_shape,
    check_unmodified,
    check_updated,
    check_values,
    compare_gradient,
    directional_derivative,
    numerical_gradient,
    numerical_gradients,
)
from grader.sandbox.client.codec import Answer
from grader.sandbox.client.errors import NotFound, Raised, StudentError
from grader.sandbox.client.remote import RemoteFunction, RemoteObject, Student, script
from grader.sandbox.client.scripts import Result, Script

__all__ = [
    "Answer",
    "Check",
    "CheckFailed",
    "Draw",
    "Floats",
    "Mismatch",
    "Mistake",
    "NotFound",
    "Numbers",
    "NumericalGradient",
    "Raised",
    "RemoteFunction",
    "RemoteObject",
    "Result",
    "Script",
    "Show",
    "Slope",
    "Stacked",
    "Student",
    "StudentError",
    "Task",
    "afterwards",
    "as_array",
    "check_backward",
    "check_dtypes",
    "check_each",
    "check_float64",
    "check_gradient",
    "check_kept",
    "check_layouts",
    "check_pure",
    "check_same",
    "check_shape",
    "check_unmodified",
    "check_updated",
    "check_values",
    "clear",
    "compare_gradient",
    "directional_derivative",
    "is_exact",
    "judge_each",
    "locked",
    "numerical_gradient",
    "numerical_gradients",
    "plain",
    "real",
    "script",
    "several",
    "steady",
    "unable",
]
