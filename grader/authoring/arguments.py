"""What every function promises of its arguments, whatever it computes.

It leaves them alone, or changes them as it should; it takes them in any memory layout; what it
returns depends on what they hold, and on nothing that was called before. An argument is an array,
a number, or a list of such. Of a list, the arrays that were passed are looked at, and whether the
list still holds them.

What is returned is held against another result of the same function here: whether it is right is
for other checks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.checking import (
    CheckFailed,
    Mismatch,
    as_array,
    check_float64,
    check_same,
    check_unmodified,
    check_values,
)
from grader.sandbox.client.codec import Answer
from grader.sandbox.client.errors import Raised
from grader.sandbox.client.remote import RemoteFunction, script
from grader.sandbox.client.scripts import Result
from grader.sandbox.protocol import tree


def afterwards(answer: Answer, place: int, before: Sequence[Any], name: str) -> list[Any]:
    """Return the elements of a list that was passed as they look after the call.

    Parameters
    ----------
    answer
        What came of the call, by `RemoteFunction.in_place` or `RemoteFunction.fresh`.
    place
        Which argument the list was, from 0.
    before
        The list.
    name
        What the student calls it.

    Raises
    ------
    CheckFailed
        Of kind ``not an array``, when they cannot be had.
    """
    after = answer.after[place]
    if isinstance(after, list | tuple) and len(after) == len(before):
        return list(after)
    message = f"After the call, `{name}` holds something that is no array."
    raise CheckFailed(Mismatch(kind="not an array", array=name, message=message))


def check_kept(answer: Answer, place: int, before: Any, name: str) -> None:
    """Require that an argument is as it was before the call: arrays, numbers, or lists of them.

    Parameters
    ----------
    answer, place, name
        See `afterwards`.
    before
        The argument.

    Raises
    ------
    CheckFailed
        Of kind ``argument modified`` or ``not an array``.
    """
    if not isinstance(before, list | tuple):
        check_unmodified(before, answer.after[place], name)
        return
    for i, (old, new) in enumerate(
        zip(before, afterwards(answer, place, before, name), strict=True)
    ):
        check_unmodified(old, new, f"{name}[{i}]")
    if answer.rebound[place]:
        message = f"`{name}` was changed: the list holds other objects now."
        raise CheckFailed(Mismatch(kind="argument modified", array=name, message=message))


def locked(argument: Any) -> Any:
    """Return a copy of an argument whose arrays cannot be written to."""

    def copied(leaf: Any) -> Any:
        if not hasattr(leaf, "flags"):
            return leaf
        copy = leaf.copy()
        copy.flags.writeable = False
        return copy

    return tree.map(copied, argument)


def results(returned: Any, names: Sequence[str], function: str) -> dict[str, Any]:
    """Return what a function returned, by name; where it is not what was due, by place."""
    if not isinstance(returned, list | tuple):
        return {names[0] if len(names) == 1 else function: returned}
    if len(returned) != len(names):
        names = [f"{function}[{i}]" for i in range(len(returned))]
    return dict(zip(names, returned, strict=True))


def plain(arguments: Sequence[Any]) -> list[Any]:
    """Return equal arguments whose arrays are float64, in C order."""
    return [
        np.array(one, dtype=np.float64, order="C") if isinstance(one, np.ndarray) else one
        for one in arguments
    ]


def check_layouts(
    function: RemoteFunction, arguments: Sequence[Any], names: Sequence[str] = ()
) -> None:
    """Check that a function takes integers and any memory layout as it takes plain float64 arrays.

    Parameters
    ----------
    function
        A function of the student's, such as ``student.layer_backward``.
    arguments
        Its positional arguments: arrays and numbers.
    names
        The names of the arrays that it returns, where there are several.

    Raises
    ------
    CheckFailed
        As `grader.checking.check_values` does.
    StudentError
        When a call ended without a result.
    """
    both = arguments, plain(arguments)
    returned, due = (results(function(*one), names, function.name) for one in both)
    for name, one in due.items():
        check_values(returned.get(name), np.asarray(as_array(one, name), dtype=np.float64), name)


def check_dtypes(
    function: RemoteFunction, arguments: Sequence[Any], names: Sequence[str] = ()
) -> None:
    """Check that all that a function returns is float64; see `check_layouts` for the parameters.

    Raises
    ------
    CheckFailed
        Of kind ``dtype``, or ``not an array``.
    StudentError
        When the call ended without a result.
    """
    for name, one in results(function(*arguments), names, function.name).items():
        check_float64(one, name)


def check_pure(
    function: RemoteFunction,
    arguments: Sequence[Any],
    others: Sequence[Any],
    names: Sequence[str] = (),
    beside: Sequence[tuple[RemoteFunction, Sequence[Any], Sequence[Any]]] = (),
) -> None:
    """Check that a student's function has no side effects, and that it remembers nothing.

    It is called with `arguments`, with `others`, with `arguments` again, and with the very same
    arrays once more when they hold what `others` hold. The arguments keep their contents, the first
    result is not changed by a later call, and equal arguments give equal results. At last it is
    called with read-only arrays.

    Parameters
    ----------
    function
        A function of the student's, such as ``student.layer_backward``.
    arguments, others
        Two sets of positional arguments: arrays and numbers, of the same shapes and dtypes.
    names
        The names of the arrays that it returns, where there are several.
    beside
        Other functions, each with two sets of arguments: they are called with the second one
        before the first call, and with the first one before the next. One that does not work for
        them is left out.

    Raises
    ------
    CheckFailed
        Of kind ``argument modified`` or ``not deterministic``.
    StudentError
        When a call ended without a result.
    """
    steps = script(function)
    call = getattr(steps.student, function.name)
    given = [
        steps.value(name, argument)
        for name, argument in zip(function.parameters, arguments, strict=True)
    ]

    beside = [one for one in beside if not any(unable(one[0], a) for a in one[1:])]
    for other, _, second in beside:
        getattr(steps.student, other.name)(*second)
    result = call(*given)
    kept = [steps.again(value) for value in given]
    for other, first, _ in beside:
        getattr(steps.student, other.name)(*first)
    elsewhere = call(*others)
    looked_at_again = steps.again(result)
    repeated = call(*given)
    refilled = call(*_refill(given, others))
    came, moved, later, again, moved_again, *after = steps.run(
        result, elsewhere, looked_at_again, repeated, refilled, *kept
    )

    def same(one: Any, two: Any, when: str = "", *, later: bool = False) -> None:
        before, now = (results(r, names, function.name) for r in (one, two))
        for name, value in before.items():
            check_same(value, now.get(name), f"{name}{when}", later=later)

    for name, argument, one in zip(function.parameters, arguments, after, strict=True):
        check_unmodified(argument, one, name)
    same(came, later, later=True)
    same(came, again)
    same(moved, moved_again, ", where arrays came back with other numbers in them,")
    same(came, function(*map(locked, arguments)))


def _refill(given: Sequence[Result], others: Sequence[Any]) -> list[Any]:
    """Let a script write the contents of `others` into the arrays given; return what to pass."""
    for value, other in zip(given, others, strict=True):
        if isinstance(other, np.ndarray):
            value.put(list(range(other.size)), other.ravel())
    return [
        value if isinstance(other, np.ndarray) else other
        for value, other in zip(given, others, strict=True)
    ]


def judge_each(*judged: tuple[RemoteFunction, Sequence[Any], Callable[[], None]]) -> None:
    """Judge several functions, each where it works at all: the rest is for other checks.

    Parameters
    ----------
    judged
        For each a function of the student's, arguments that it should take, and the judgement,
        which raises CheckFailed or StudentError.

    Raises
    ------
    CheckFailed, StudentError
        As the judgements do, or because no function works.
    """
    reason: Exception | None = None
    working = 0
    for function, arguments, judge in judged:
        failure = unable(function, arguments)
        if failure is None:
            judge()
            working += 1
        reason = reason or failure
    if reason is not None and not working:
        raise reason


def unable(function: RemoteFunction, arguments: Sequence[Any]) -> Exception | None:
    """Return why a function does not return numbers for these arguments, or None if it does."""
    try:
        for name, one in results(function(*arguments), (), function.name).items():
            as_array(one, name)
    except (Raised, CheckFailed) as failure:
        return failure
    return None
