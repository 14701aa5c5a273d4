"""What a call of the student's did to its arguments: left them alone, or changed them as it should.

An argument is an array, a number, or a list of such. Of a list, the arrays that were passed are
looked at, and whether the list still holds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grader.checking import CheckFailed, Mismatch, check_unmodified
from grader.student.session import Answer


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
    message = f"What became of `{name}` in the call cannot be read."
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
        message = f"`{name}` was changed in place: the list holds other objects now."
        raise CheckFailed(Mismatch(kind="argument modified", array=name, message=message))


def locked(argument: Any) -> Any:
    """Return a copy of an argument whose arrays cannot be written to."""
    if isinstance(argument, list | tuple):
        return type(argument)(map(locked, argument))
    if not hasattr(argument, "flags"):
        return argument
    copy = argument.copy()
    copy.flags.writeable = False
    return copy
