"""What a check has to be, so that it can be run: whatever is not is refused where it is written.

Each function raises ValueError with a sentence for the author, which has the cure. Where a check
file is loaded, the file and the line are put before it.
"""

from __future__ import annotations

import difflib
import inspect
import math
import typing
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

ARRAY = "a NumPy array (Floats)"
FIELDS = f"numbers, texts, {ARRAY}, NumericalGradient, lists and dicts of these, another Struct"


class Misused(ValueError):
    """A check does something by which nothing can be judged."""


def refuse_points(name: str, points: object) -> None:
    """Refuse points that are no number above zero."""
    number = isinstance(points, int | float) and not isinstance(points, bool)
    if not number or not math.isfinite(points) or points <= 0:  # type: ignore[operator, arg-type]
        raise ValueError(
            f"the check {name} has points={points!r}: points are a number above 0, or students "
            "would lose or win nothing by it"
        )


def refuse_examples(name: str, examples: object) -> None:
    """Refuse a number of examples with which a check would be tried on none."""
    if not isinstance(examples, int) or examples < 1:
        raise ValueError(
            f"the check {name} has examples={examples!r}: a whole number from 1 on is due"
        )


def refuse_function(
    function: Any, *, given: object, hidden: bool, taken: Sequence[tuple[str, int]]
) -> None:
    """Refuse a check that students could not read, or that could not be called.

    Parameters
    ----------
    function
        The check.
    given, hidden
        As for `Task.check`.
    taken
        The names and lines of the checks above.
    """
    if not inspect.isfunction(function):
        raise ValueError(
            f"`@task.check(…)` stands above a {type(function).__name__}: it belongs above a "
            "function, `def gradient(student): …`"
        )
    name = function.__name__
    for other, line in taken:
        if other == name:
            raise ValueError(
                f"two checks are named {name}, the other one in line {line}: a check "
                "is known by its name, so rename one of them"
            )
    if not (function.__doc__ or "").strip():
        raise ValueError(
            f"the check {name} needs a docstring: students read it, in plain text (no f-string)"
        )
    if inspect.isgeneratorfunction(function) or inspect.iscoroutinefunction(function):
        raise ValueError(f"the check {name} is never run to its end: take out `yield` or `async`")
    _refuse_parameters(function, given=given, hidden=hidden)


def _refuse_parameters(function: Callable[..., Any], *, given: object, hidden: bool) -> None:
    name, parameters = function.__name__, inspect.signature(function).parameters
    offered = ["student"]
    if "reference" in parameters:
        if not hidden:
            raise ValueError(
                f"the check {name} takes `reference`, the solution, which only hidden checks get: "
                "add hidden=True, or compare with what the check computes itself"
            )
        offered.append("reference")
    if hasattr(function, "__wrapped__"):  # the author's own decorator may give it more
        return
    offered += ["example"] if given is not None else []
    named = ["show"] if "show" in parameters else []
    try:
        bound = inspect.signature(function).bind(*offered, **dict.fromkeys(named))
    except TypeError as error:
        example = (
            "the example of given=" if given is not None else "no example, as it has no given="
        )
        raise ValueError(
            f"the check {name} cannot be called as it is written, ({', '.join(parameters)}): "
            f"{error}. It gets `student`, then `reference` if it has a parameter of that name, "
            f"then {example}; and `show` by its name"
        ) from error
    if bound.arguments.get("reference", "reference") != "reference":
        raise ValueError(
            f"the check {name} gets the solution in its second place: write "
            f"def {name}(student, reference, …)"
        )


def refuse_recipe(check: str, word: str, recipe: object) -> None:
    """Refuse what cannot be asked for an example: ``given=``, ``handout=``."""
    if recipe is None:
        return
    if not inspect.isfunction(recipe) or recipe.__name__ == "<lambda>":
        what = "a lambda" if inspect.isfunction(recipe) else f"a {type(recipe).__name__}"
        raise ValueError(
            f"{word}= of the check {check} is {what}: name a recipe there, a function of its own "
            "with one parameter, `def points(draw: Draw) -> Point`, without calling it"
        )
    try:
        inspect.signature(recipe).bind("draw")
    except TypeError as error:
        raise ValueError(
            f"the recipe {recipe.__name__} of the check {check} cannot be called with a `Draw`: "
            f"{error}. It has one parameter: def {recipe.__name__}(draw: Draw) -> …"
        ) from error


def refuse_needs(name: str, needs: object, above: Sequence[Any], hidden: bool) -> None:
    """Refuse needs that are no checks of this task, or that could not have run before."""
    if not isinstance(needs, list | tuple):
        raise ValueError(f"the check {name} needs a list of checks: needs=[gradient]")
    for needed in needs:
        if not any(needed is other for other in above):
            title = getattr(needed, "id", None) or getattr(needed, "__name__", repr(needed))
            known = ", ".join(other.id for other in above) or "none"
            raise ValueError(
                f"the check {name} needs {title}, which is no check of this task that stands above "
                f"it (there are: {known}). Give the check itself, needs=[gradient], not its name; "
                "what is needed stands first, so that no check can wait for itself"
            )
        if needed.hidden and not hidden:
            raise ValueError(
                f"{name} needs {needed.id}, which is hidden, and hidden checks run last: "
                f"hide {name} as well, or let it need another check"
            )


def kind_of(recipe: Callable[..., Any]) -> Any:
    """Return the type of the examples of a recipe, by its annotation.

    Raises
    ------
    ValueError
        When it has none, or one by which examples cannot be kept.
    """
    name = recipe.__name__
    try:
        kind = typing.get_type_hints(recipe).get("return")
    except Exception as error:
        raise ValueError(
            f"the annotations of the recipe {name} cannot be read: {error}. Define or import what "
            "they name, at the top of the file and not only for type checking"
        ) from error
    cure = f"say what it returns, `def {name}(draw: Draw) -> Point:`, a msgspec.Struct or an array"
    if kind is None:
        raise ValueError(f"the recipe {name} needs an annotation of what it returns: {cure}")
    if kind is type(None):
        raise ValueError(f"the recipe {name} is annotated to return None: {cure}")
    if fault := next(_unfit(kind, name), ""):
        raise ValueError(f"{fault}, of which no example can be kept. Examples hold {FIELDS}")
    return kind


def _unfit(kind: Any, name: str) -> Iterator[str]:
    """Yield what of a type is nothing that an example can hold."""
    import msgspec.inspect

    try:
        known = msgspec.inspect.type_info(kind)
    except Exception as error:
        yield f"the recipe {name} is annotated to return {_called(kind)} ({error})"
        return
    place = f"the recipe {name} is annotated to return {_called(kind)}"
    if isinstance(known, msgspec.inspect.StructType | msgspec.inspect.DataclassType):
        hints = typing.get_type_hints(known.cls)
        for field in known.fields:
            for inner in _unfit(hints[field.name], name):
                about = inner.rpartition("annotated to return ")[2]
                yield f"the field `{field.name}` of {known.cls.__name__} is annotated as {about}"
        return
    inside = [one for one in typing.get_args(kind) if one is not Ellipsis]
    if isinstance(known, msgspec.inspect.AnyType):
        yield place
    elif isinstance(known, msgspec.inspect.CustomType):
        if typing.get_origin(kind) is not np.ndarray:
            bare = " without a dtype (write Floats)" if kind is np.ndarray else ""
            yield place + bare
    elif not isinstance(known, msgspec.inspect.LiteralType):
        for one in inside:
            yield from _unfit(one, name)


def _called(kind: Any) -> str:
    return str(getattr(kind, "__name__", kind))


def line_of(function: Callable[..., object]) -> int:
    """Return the line in which a function begins, with the decorators above it."""
    return int(inspect.unwrap(function).__code__.co_firstlineno)


def nearest(wrong: str, known: Sequence[str]) -> str:
    """Return a sentence with the name that was probably meant, or with all that there are."""
    near = difflib.get_close_matches(wrong, known, n=1, cutoff=0.7)
    return f"Did you mean `{near[0]}`?" if near else f"There are {', '.join(known)}."
