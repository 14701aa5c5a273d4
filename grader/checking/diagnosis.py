"""Name the mistake behind wrong numbers, where they prove it.

An explanation says how the returned numbers follow from the right ones, and from what else is
known: the arguments of the call, and other right results. It is given only if it holds in all
comparisons that are at hand, to 1e-6 of the scale, so several examples of different sizes leave
little to chance. The families of explanations are tried in turn, those that say most first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from grader.checking.explanations import (
    ENOUGH,
    Array,
    Comparison,
    Comparisons,
    Explanation,
    Mistake,
    predicts,
)
from grader.checking.factors import constant, scaled, scaled_by_axis
from grader.checking.masks import masked, somewhere
from grader.checking.transforms import combined, known, mixed_up, moved, shifted, transformed


def explain(
    comparisons: Comparisons,
    mistakes: Sequence[Mistake] = (),
    further: Comparisons = (),
    *,
    passed: Comparisons = (),
    known_only: bool = False,
) -> Explanation | None:
    """Return the explanation that holds in all comparisons, if there is one.

    Parameters
    ----------
    comparisons
        Of one array in several examples, in all of which it is wrong.
    mistakes
        Wrong results that are looked for before all others. Where two of them hold that nothing
        tells apart, both are told; of more, none is.
    further
        Comparisons of the same array from elsewhere: an explanation has to hold there, too, if it
        says anything of them.
    passed
        Comparisons of right results with themselves, in none of which a mistake may say otherwise.
    known_only
        Whether nothing but the mistakes is tried.
    """
    if not comparisons or not all(_finite(one) for one in comparisons):
        return None
    further = [one for one in further if _finite(one)]
    with np.errstate(all="ignore"):
        known: dict[str, Explanation] = {}
        for one in map(_of_mistake, mistakes):
            if (
                one.name not in known
                and all(map(one.holds, comparisons))
                and _fits(one, [*further, *passed])
            ):
                known[one.name] = one
        left = list(known.values())
        if 0 < len(left) <= 2:
            return left[0] if len(left) == 1 else _either(*left)
        if known_only:
            return None
        many = sum(one.expected.size for one in comparisons) >= 2 * ENOUGH
        different = _numbers(comparisons) >= ENOUGH
        evidence = [*comparisons, *further]
        for family, needs_different in _FAMILIES:
            if different or (many and not needs_different):
                for candidate in family(evidence):
                    if all(map(candidate.holds, evidence)):
                        return candidate
    return None


def _fits(explanation: Explanation, further: Comparisons) -> bool:
    return all(explanation.holds(one) for one in further if explanation.applies(one))


def _either(first: Explanation, second: Explanation) -> Explanation:
    """Return that one of two explanations holds."""
    return Explanation(
        f"{first.name} {second.name}",
        lambda one: first.holds(one) and second.holds(one),
        lambda one: f"Either: {first.tell(one)} Or: {second.tell(one)}",
        cure=True,
    )


def diagnose(returned: Array, expected: Array, *, shape: tuple[int, ...] | None = None) -> str:
    """Name the mistake that the numbers of a single comparison match.

    Parameters
    ----------
    returned, expected
        Two arrays of one shape, finite, and known to differ.
    shape
        The shape of the whole array where these are a sample of it: a factor is related to it.

    Returns
    -------
    str
        A sentence for the student, or ``""`` where no known mistake gives these numbers.
    """
    one = Comparison(returned, expected, expected.shape if shape is None else shape)
    return told(explain([one]), one)


def told(found: Explanation | None, one: Comparison) -> str:
    """Return the sentence of an explanation with the numbers of a comparison, or ``""``."""
    if found is None:
        return ""
    return found.tell(one) if found.cure else f"{one.opening} {found.tell(one)}".strip()


def _finite(one: Comparison) -> bool:
    return bool(np.isfinite(one.returned).all() and np.isfinite(one.expected).all())


def _numbers(comparisons: Comparisons) -> int:
    """Return how many different numbers there are to explain, of few elements none."""
    sizes = [one.expected.size for one in comparisons]
    if max(sizes) < ENOUGH and sum(sizes) < 2 * ENOUGH:
        return 0
    seen: tuple[set[float], set[float]] = set(), set()
    for one in comparisons:
        for found, array in zip(seen, (one.expected, one.returned), strict=True):
            found.update(np.abs(array[array != 0])[: 2 * ENOUGH].tolist())
    return max(map(len, seen))


_INAPPLICABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a mistake raises that says nothing of an example: another recipe's, or of another shape."""


def _of_mistake(mistake: Mistake) -> Explanation:
    code = mistake.wrong.__code__
    parameters = code.co_varnames[: code.co_argcount]

    def wrong(one: Comparison) -> object:
        known = {**one.known, "example": one.example, "place": one.place}
        if not one.whole or not all(name in known for name in parameters):
            return None
        try:
            return mistake.wrong(*(known[name] for name in parameters))
        except _INAPPLICABLE:
            return None

    return predicts(mistake.sentence, mistake.sentence, wrong)._replace(cure=True)


_FAMILIES: tuple[tuple[Callable[[Comparisons], Iterator[Explanation]], bool], ...] = (
    (constant, False),
    (scaled, True),
    (masked, False),
    (known, False),
    (moved, True),
    (transformed, True),
    (combined, True),
    (shifted, True),
    (scaled_by_axis, True),
    (mixed_up, True),
    (somewhere, False),
)
"""Each with whether it needs several different numbers: a factor of 0 and 1 explains anything."""
