"""How a task is judged, as its author writes it down.

A check is a plain function. Its docstring is the line that the student reads, its place in the
file is its place in the report, and everything else is a keyword of one decorator::

    task = Task("Mean squared error", functions=["mse_gradient(predictions, targets)"])


    def pairs(draw: Draw) -> Pair: ...


    @task.check(points=4, given=pairs)
    def gradient(student, pair):
        \"\"\"mse_gradient is the gradient of the loss\"\"\"
        returned = student.mse_gradient(pair.predictions, pair.targets)
        compare_gradient(returned, pair.gradient, name="mse_gradient")

A check passes when it returns. It fails by a comparison of `grader.checking` (which raises
CheckFailed) or by what the student's code does. Any other exception is the author's own mistake.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from grader.authoring import rules
from grader.authoring.curve import Show, show_nothing
from grader.authoring.drawing import Floats
from grader.checking import CheckFailed, Mismatch, as_array, check_shape, check_values
from grader.checking.explanations import ENOUGH, Mistake
from grader.sandbox.client.signature import signatures

EXAMPLES = 100
"""How many examples a property is tried on."""

CheckFunction = Callable[..., None]
Recipe = Callable[..., Any]
"""A function of a `Draw` that makes one example; annotated with what it returns."""


class Check:
    """One check of a task; see `Task.check` for what the attributes mean."""

    def __init__(
        self,
        function: CheckFunction,
        *,
        points: float,
        given: Recipe | None,
        examples: int,
        needs: Sequence[Check],
        needs_any: Sequence[Check],
        hidden: bool,
        hint: str | Sequence[str],
        handout: Recipe | None,
        relation: bool,
    ) -> None:
        self.id = function.__name__
        self.title = " ".join((function.__doc__ or "").split())
        self.function = function
        self.points = points
        self.given = given
        self.examples = examples
        self.needs = tuple(needs)
        self.needs_any = tuple(needs_any)
        self.hidden = hidden
        self.handout = handout
        self.relation = relation
        steps = [hint] if isinstance(hint, str) else hint
        self.hints = tuple(text for step in steps if (text := " ".join(step.split())))
        parameters = inspect.signature(function).parameters
        self.wants_reference = "reference" in parameters
        self.wants_to_show = "show" in parameters

    @property
    def hint(self) -> str:
        """The last step of the hint, which is the one that reports tell; empty without any."""
        return self.hints[-1] if self.hints else ""

    def apply(self, student: Any, reference: Any, *example: Any, show: Show = show_nothing) -> None:
        """Call the function with what it asks for: it returns when the check passes.

        Raises
        ------
        ValueError
            When it returns something, as one does that compares and tells nobody.
        """
        references = (reference,) if self.wants_reference else ()
        keywords = {"show": show} if self.wants_to_show else {}
        returned: object = self.function(student, *references, *example, **keywords)
        if returned is not None:
            raise rules.Misused(
                f"the check {self.id} returned {type(returned).__name__}, and what a check returns "
                "says nothing: call check_values(…) or another comparison, which raises"
            )


class Task:
    """What a student writes in one task, and the checks that judge it, in order.

    Parameters
    ----------
    title
        What the task is about, in a few words.
    functions
        The student's functions with their positional parameters, as text:
        ``"mse_loss(predictions, targets)"``. The names are used in messages and examples.
    file
        The name of the student's file, where it is not the task's id with ``.py``.
    builds_on
        The ids of tasks of the same assignment whose work this one uses in any case. Where a
        student's functions call those of another task, that is found without it.
    mistakes
        Wrong results that students are known to return: where one of them explains every example
        that fails, the report says so.
    """

    def __init__(
        self,
        title: str,
        functions: Sequence[str],
        file: str | None = None,
        builds_on: Sequence[str] = (),
        mistakes: Sequence[Mistake] = (),
    ) -> None:
        if not isinstance(title, str) or not title.strip():
            raise ValueError(f"a task needs a title that students read, and not {title!r}")
        if isinstance(functions, str):
            raise ValueError(f"functions is a list of texts: functions=[{functions!r}]")
        if file is not None and not re.fullmatch(r"[^\W\d]\w*\.py", file):
            raise ValueError(
                f"file={file!r} is no name of a student's file: a name that Python can import, "
                "such as network.py, without a folder"
            )
        self.title = title
        self.builds_on = tuple(builds_on)
        self.functions = signatures(functions)
        self.file = file
        self.checks: list[Check] = []
        for mistake in mistakes:
            if not hasattr(mistake.wrong, "__code__"):
                raise ValueError(
                    f"a mistake in {mistake.array} has to be computed by a function whose "
                    "parameters have the names of arguments: lambda x: np.tanh(x), not np.tanh"
                )
        self.mistakes = tuple(mistakes)

    def check(
        self,
        *,
        points: float,
        given: Recipe | None = None,
        examples: int = EXAMPLES,
        needs: Sequence[Check] = (),
        needs_any: Sequence[Check] = (),
        hidden: bool = False,
        hint: str | Sequence[str] = "",
        handout: Recipe | None = None,
        relation: bool = False,
    ) -> Callable[[CheckFunction], Check]:
        """Make a check of the function below; it is called with ``student`` first.

        Parameters
        ----------
        points
            What the student gets when it passes.
        given
            A recipe for examples: the function is called with ``student`` and each example.
            A function with a parameter named ``reference`` gets the solution as well, behind the
            same interface as the student's code. One with a keyword ``show`` can hand over a
            curve that the report draws, see `Show`; that of the example that failed, or of the
            last one, is drawn.
        examples
            How many examples to try.
        needs, needs_any
            Checks of which all, or at least one, must have passed; otherwise this one is skipped.
            So a mistake is explained once, and code that does nothing earns nothing.
        hidden
            Whether the check runs only where the solutions are: after all others of a submission,
            in another process. A student learns whether it passed, and nothing else. Other checks
            may need it only if they are hidden, too.
        hint
            What to look at when the numbers are wrong, or several steps: a question that leads
            there, then the part of the formula. ``grade --hint`` shows one at a time, and last the
            place in the student's file, which the framework knows. Reports tell the last of these.
            What is due, it says, and never what the mistake is.
        handout
            A recipe for the example that students know from the handout, of the type that `given`
            makes. It is tried first and, where it fails, shown as it is.
        relation
            Whether the check compares a student's results with one another. What is expected then
            is what they should be by the others, right or wrong.
        """

        def decorate(function: CheckFunction) -> Check:
            lines = [(other.id, rules.line_of(other.function)) for other in self.checks]
            rules.refuse_function(function, given=given, hidden=hidden, taken=lines)
            name = function.__name__
            rules.refuse_points(name, points)
            rules.refuse_examples(name, examples)
            rules.refuse_recipe(name, "given", given)
            rules.refuse_recipe(name, "handout", handout)
            if handout is not None and given is None:
                raise ValueError(f"the check {name} has handout=, which goes with given=: add it")
            for needed in (needs, needs_any):
                rules.refuse_needs(name, needed, self.checks, hidden)
            check = Check(
                function,
                points=points,
                given=given,
                examples=examples,
                needs=needs,
                needs_any=needs_any,
                hidden=hidden,
                hint=hint,
                handout=handout,
                relation=relation,
            )
            self.checks.append(check)
            return check

        return decorate

    @property
    def points(self) -> float:
        """What all checks are worth together."""
        return sum(check.points for check in self.checks)


def real(returned: Any, name: str, shape: tuple[int, ...] | None = None) -> Floats:
    """Return what a student's function returned as float64, for a check that calculates with it.

    Parameters
    ----------
    returned
        The value.
    name
        What the student calls it.
    shape
        The shape that it must have, if that matters.

    Raises
    ------
    CheckFailed
        Of kind ``not an array`` or ``shape``.
    """
    array = as_array(returned, name)
    if shape is not None:
        check_shape(array, shape, name)
    return np.array(array, dtype=np.float64)


def several(returned: Any, names: Sequence[str], function: str) -> tuple[Any, ...]:
    """Return the arrays of a result that is due to have one for each of `names`.

    Parameters
    ----------
    returned
        What the student's function returned: a tuple, list or named tuple is right.
    names
        The names of the arrays, in order.
    function
        The function's name, for the message.

    Raises
    ------
    CheckFailed
        Of kind ``not an array``, when it is no sequence of that length.
    """
    if isinstance(returned, tuple | list) and len(returned) == len(names):
        return tuple(returned)
    found = "a single value"
    described = getattr(type(returned), "__described__", None)
    if returned is None:
        found = "None (is a `return` missing?)"
    elif isinstance(returned, tuple | list):
        found = f"{len(returned)}"
    elif callable(described):  # a stand-in for an object that lives elsewhere
        found = described(returned)
    elif isinstance(returned, np.ndarray):
        found = f"one array, of shape {returned.shape}"
    due = f"`{function}` should return {len(names)} arrays, ({', '.join(names)})"
    message = f"{due}, but it returned {found}."
    raise CheckFailed(Mismatch(kind="not an array", array=function, message=message))


def check_each(names: Sequence[str], returned: Sequence[Any], expected: Sequence[Any]) -> None:
    """Compare several arrays, each by `grader.checking.check_values`.

    Parameters
    ----------
    names
        What the student calls the arrays.
    returned
        What a function returned, see `several`.
    expected
        The right values; they may be another result of the student's.

    Raises
    ------
    CheckFailed
        For the first array that differs, or is none.
    """
    rights = [real(due, name) for name, due in zip(names, expected, strict=True)]
    failures = []
    for place, (name, one, due) in enumerate(zip(names, returned, rights, strict=True)):
        try:
            check_values(one, due, name)
        except CheckFailed as failure:
            beside = [
                pair for other, pair in enumerate(zip(names, rights, strict=True)) if other != place
            ]
            failures.append(among(failure, one, dict(beside)))
    if failures:
        wrong = {a: one for failure in failures[::-1] for a, one in failure.comparisons.items()}
        raise CheckFailed(failures[0].mismatch, failures[0].comparison, wrong)


def among(failure: CheckFailed, returned: Any, others: Mapping[str, Floats]) -> CheckFailed:
    """Return a failure that knows what else was due, where the values of another array came.

    Parameters
    ----------
    failure
        How an array is wrong.
    returned
        The array.
    others
        The right values of the others, by their names.
    """
    if failure.comparison is not None:
        comparison = failure.comparison._replace(known=others)
        return CheckFailed(failure.mismatch, comparison)
    for name, due in others.items():
        told = np.unique(due[due != 0]).size >= ENOUGH and np.shape(returned) == due.shape
        if told and np.allclose(returned, due, rtol=1e-6, atol=0.0):
            order = f"These are the numbers that `{name}` should have."
            return CheckFailed(msgspec.structs.replace(failure.mismatch, diagnosis=order))
    return failure
