"""What a function does besides returning: change its arguments, or its mind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from grader.checking.diagnosis import explain, told
from grader.checking.explanations import Comparison
from grader.checking.mismatch import CheckFailed, Kind, Mismatch
from grader.checking.values import as_array, as_float64, check_values
from grader.checking.wording import element, numbers, picture, plain, titled, written

if TYPE_CHECKING:
    from numpy.typing import NDArray


def check_same(first: object, second: object, name: str, *, later: bool = False) -> None:
    """Require that two calls with equal arguments gave the very same array.

    Equal means the same shape, dtype and numbers, with NaN equal to NaN; either sign of zero.

    Parameters
    ----------
    first, second
        What the calls returned; or one result, right after its call and later.
    name
        What the student calls it.
    later
        Whether it is one result.

    Raises
    ------
    CheckFailed
        Kind ``not deterministic``, or ``not an array``.
    """
    one, two = as_array(first, name), as_array(second, name)
    before = f"Two calls with equal arguments gave different results: {titled(name)}"
    if later:
        before = f"The result of a call changed when there was another call: {titled(name)}"
    if one.shape != two.shape:
        message = f"{before} had shape {one.shape} and then {two.shape}."
    elif one.dtype != two.dtype:
        message = f"{before} had dtype {one.dtype} and then {two.dtype}."
    else:
        _report_change("not deterministic", one, two, name, before)
        return
    raise CheckFailed(Mismatch(kind="not deterministic", array=written(name), message=message))


def check_unmodified(before: object, after: object, name: str) -> None:
    """Require that an argument has the contents, shape and dtype that it had before the call.

    Raises
    ------
    CheckFailed
        Kind ``argument modified``, or ``not an array``.
    """
    old, new = as_array(before, name), as_array(after, name)
    changed = f"{titled(name)} was changed:"
    if old.shape != new.shape:
        message = f"{changed} it had shape {old.shape} and now has {new.shape}."
    elif old.dtype != new.dtype:
        message = f"{changed} it had dtype {old.dtype} and now has {new.dtype}."
    else:
        _report_change("argument modified", old, new, name, changed)
        return
    raise CheckFailed(Mismatch(kind="argument modified", array=written(name), message=message))


def check_updated(
    before: object,
    after: object,
    expected: object,
    name: str,
    *,
    rebound: bool = False,
    error: float | NDArray[np.float64] = 0.0,
    scale: float | None = None,
    fresh: bool = False,
) -> None:
    """Require that an argument was changed in place, or a new one computed from it: `expected`.

    Parameters
    ----------
    before, after
        The array as it was before the call, and the same array after it.
    expected
        What it should hold now.
    name
        What the student calls it.
    rebound
        Whether the list that held it holds other objects now.
    error, scale
        See `grader.checking.check_values`.
    fresh
        Whether `after` is an array that was returned, and not the same one.

    Raises
    ------
    CheckFailed
        As `check_values` does. The diagnosis tells an array that nothing was written to, and looks
        at the change alone: there a mistake shows that the rest of the numbers hides.
    """
    try:
        check_values(after, expected, name, error=error, scale=scale)
    except CheckFailed as failure:
        if failure.mismatch.kind != "numbers differ":
            raise
        old, new, due = (as_float64(as_array(one, name)) for one in (before, after, expected))
        comparison = None
        if (old == new).all():
            diagnosis = f"{titled(name)} is as it was before the call: nothing was written into it."
            if fresh:
                diagnosis = "It is equal to the old one: no step was taken."
            if rebound:
                diagnosis += " The list holds another array in its place, and the caller still has "
                diagnosis += "the old one."
        else:
            with np.errstate(all="ignore"):
                change, right = new - old, due - old
            comparison = Comparison(change, right, right.shape, opening="Look at the change alone.")
            diagnosis = told(explain([comparison]), comparison)
        mismatch = msgspec.structs.replace(failure.mismatch, diagnosis=diagnosis)
        raise CheckFailed(mismatch, comparison) from None


def _report_change(
    kind: Kind, old: NDArray[np.generic], new: NDArray[np.generic], name: str, opening: str
) -> None:
    """Raise if a number differs; both arrays have one shape and dtype."""
    changed = np.asarray((old != new) & ~((old != old) & (new != new)))
    if not changed.any():
        return
    index = tuple(int(i) for i in np.unravel_index(int(np.argmax(changed)), changed.shape))
    first, second = float(old[index]), float(new[index])
    texts = numbers(first, second)
    if kind == "argument modified":
        place = f"element {element('', index)}" if index else "it"
        message = f"{opening} {place} was {texts[0]} and is now {texts[1]}."
    else:
        place = "" if not index else element("", index)
        message = f"{opening}{place} was {texts[0]} and then {texts[1]}."
    if kind == "not deterministic" and index:
        message = message.replace(f"{titled(name)}{place}", titled(name, index), 1)
    raise CheckFailed(
        Mismatch(
            kind=kind,
            array=written(name),
            message=message,
            index=index,
            returned=plain(second),
            expected=plain(first),
            elements=picture(changed),
        )
    )
