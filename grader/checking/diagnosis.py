"""Name the mistake behind wrong numbers, where they prove it.

An explanation says how the returned numbers follow from the right ones, and from what else is
known: the arguments of the call, and other right results. It is given only if it holds in all
comparisons that are at hand, to 1e-6 of the scale, so several examples of different sizes leave
little to chance. The families of explanations are tried in turn, those that say most first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from typing import TypeAlias

Array = NDArray[np.float64]
_CLOSE = 1e-6

ENOUGH = 3
"""So many different numbers an explanation has to account for: two are a coincidence too often."""


class Comparison(NamedTuple):
    """Wrong numbers, the right ones, and what is known beside them.

    Attributes
    ----------
    returned, expected
        Two arrays of one shape.
    shape
        The shape of the whole array, where these are a sample of it; otherwise theirs.
    known
        Arguments and other right results, by the names that the student has for them.
    opening
        A sentence that says what is compared, where that is not the array itself.
    """

    returned: Array
    expected: Array
    shape: tuple[int, ...]
    known: Mapping[str, Array] = {}
    opening: str = ""

    @property
    def whole(self) -> bool:
        """Whether these are all elements, each in its place."""
        return self.shape == self.expected.shape


class Explanation(NamedTuple):
    """How wrong numbers come about.

    Attributes
    ----------
    name
        What tells it from others.
    holds
        Whether it explains a comparison.
    tell
        The sentence for the student, with the numbers of a comparison that it explains.
    """

    name: str
    holds: Callable[[Comparison], bool]
    tell: Callable[[Comparison], str]


class Mistake(NamedTuple):
    """A wrong result that students are known to return.

    Attributes
    ----------
    array
        The name of the array that is wrong, as the checks have it.
    sentence
        What a student reads where the numbers are these: what was done, and what is due.
    wrong
        Computes the wrong result from arguments of the student's function, and from other right
        results: its parameters have their names. All are float64 arrays.
    """

    array: str
    sentence: str
    wrong: Callable[..., object]


Comparisons: TypeAlias = Sequence[Comparison]


def explain(
    comparisons: Comparisons, mistakes: Sequence[Mistake] = (), further: Comparisons = ()
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
        Comparisons of the same array from elsewhere, by which explanations are told apart.
    """
    if not comparisons or not all(_finite(one) for one in comparisons):
        return None
    further = [one for one in further if _finite(one)]
    with np.errstate(all="ignore"):
        known: dict[str, Explanation] = {}
        for one in map(_of_mistake, mistakes):
            if one.name not in known and all(map(one.holds, comparisons)):
                known[one.name] = one
        left = _narrowed(known.values(), further)
        if 0 < len(left) <= 2:
            return left[0] if len(left) == 1 else _either(*left)
        many = sum(one.expected.size for one in comparisons) >= 2 * ENOUGH
        different = _numbers(comparisons) >= ENOUGH
        for evidence in ([*comparisons, *further], comparisons) if further else (comparisons,):
            for family, needs_different in _FAMILIES:
                if different or (many and not needs_different):
                    for candidate in family(evidence):
                        if all(map(candidate.holds, evidence)):
                            return candidate
    return None


def _narrowed(found: Iterable[Explanation], further: Comparisons) -> list[Explanation]:
    """Return those explanations that hold elsewhere, too; all, where none does."""
    all_of_them = list(found)
    return [one for one in all_of_them if all(map(one.holds, further))] or all_of_them


def _either(first: Explanation, second: Explanation) -> Explanation:
    """Return that one of two explanations holds."""
    return Explanation(
        f"{first.name} {second.name}",
        lambda one: first.holds(one) and second.holds(one),
        lambda one: f"Either: {first.tell(one)} Or: {second.tell(one)}",
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
    return f"{one.opening} {found.tell(one)}".strip() if found else ""


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


def _equal(first: object, second: Array) -> bool:
    """Whether two arrays are equal to 1e-6 of their scale."""
    array = np.asarray(first, dtype=np.float64)
    if array.shape != second.shape:
        return False
    scale = np.abs(second).max(initial=0.0)
    return bool(np.abs(array - second).max(initial=0.0) <= _CLOSE * scale)


def _predicts(
    name: str, sentence: str | Callable[[Comparison], str], wrong: Callable[[Comparison], object]
) -> Explanation:
    """Return the explanation that the numbers are these wrong ones."""

    def holds(one: Comparison) -> bool:
        predicted = wrong(one)
        return predicted is not None and _equal(predicted, one.returned)

    return Explanation(name, holds, sentence if callable(sentence) else lambda _: sentence)


def _of_mistake(mistake: Mistake) -> Explanation:
    code = mistake.wrong.__code__
    parameters = code.co_varnames[: code.co_argcount]

    def wrong(one: Comparison) -> object:
        if not one.whole or not all(name in one.known for name in parameters):
            return None
        try:
            return mistake.wrong(*(one.known[name] for name in parameters))
        except (ValueError, TypeError, IndexError):  # the mistake raises for such an example
            return None

    return _predicts(mistake.sentence, mistake.sentence, wrong)


# One value, whatever the example.


def _constant(comparisons: Comparisons) -> Iterator[Explanation]:
    """Test for one number in all places."""
    if not comparisons[0].returned.size:
        return
    value = float(comparisons[0].returned.flat[0]) + 0.0  # never -0
    varied = len({float(e) for one in comparisons for e in one.expected.ravel()[:9]}) > 1
    if varied and (value == 0 or len(comparisons) > 1):
        what = "It is" if all(one.expected.size == 1 for one in comparisons) else "Every element is"
        always = ", in every example" if value else ""
        yield _predicts(
            "constant", f"{what} {value:g}{always}.", lambda one: np.full_like(one.returned, value)
        )


# One factor for all elements.


def _factor_of(one: Comparison) -> float:
    """Return the factor between all elements, or 0 where there is none."""
    largest = np.abs(one.expected).max(initial=0.0)
    if not largest:
        return 0.0
    # Divided by the largest first: the squares of tiny or huge numbers leave the float range.
    unit = one.expected / largest
    factor = float(np.vdot(unit, one.returned / largest) / np.vdot(unit, unit))
    return factor if factor and _equal(factor * one.expected, one.returned) else 0.0


def _scaled(comparisons: Comparisons) -> Iterator[Explanation]:
    """Test for one factor: a number, or one that is a size or a number of the example."""
    factors = [_factor_of(one) for one in comparisons]
    if not all(factors) or len({factor > 0 for factor in factors}) > 1:
        return
    what = "Every element"
    if all(one.expected.size == 1 for one in comparisons):
        what = "It"
    if all(abs(factor + 1) <= _CLOSE for factor in factors):
        yield _predicts("sign", f"{what} has the wrong sign.", lambda one: -one.expected)
        return
    sign = " The sign is wrong, too." if factors[0] < 0 else ""
    sizes = [abs(factor) for factor in factors]
    same = all(abs(size - sizes[0]) <= _CLOSE * size for size in sizes)
    measures = [_sizes(one) for one in comparisons]
    meanings = [
        meaning
        for meaning in _meanings(measures[0], sizes[0])
        if all(
            abs(_value(meaning, those) - size) <= _CLOSE * size
            for those, size in zip(measures, sizes, strict=True)
        )
    ]

    def holds(one: Comparison) -> bool:
        factor = _factor_of(one)
        if not factor or (factor > 0) != (factors[0] > 0):
            return False
        if meanings and not same:
            return abs(_value(meanings[0], _sizes(one)) - abs(factor)) <= _CLOSE * abs(factor)
        return not same or abs(abs(factor) - sizes[0]) <= _CLOSE * sizes[0]

    def tell(one: Comparison) -> str:
        factor = abs(_factor_of(one))
        if same and meanings and abs(max(factor, 1 / factor) - 2) <= 2 * _CLOSE:
            return f"{what} is exactly twice too {'large' if factor > 1 else 'small'}.{sign}"
        if meanings and (not same or len(comparisons) == 1):
            return _tell_meaning(what, factor, meanings[0], one) + sign
        if same and not meanings:
            return _tell_number(what, factor, always=len(comparisons) > 1) + sign
        word = "large" if factor > 1 else "small"
        return f"{what} is too {word} by the same factor, here {max(factor, 1 / factor):.6g}.{sign}"

    several = [one for one in comparisons if np.unique(one.expected).size >= ENOUGH]
    if (same or meanings or len(several) > 1) and (several or len(comparisons) >= ENOUGH):
        yield Explanation("factor", holds, tell)


def _tell_number(what: str, factor: float, *, always: bool) -> str:
    """Say that a factor is the same number in all examples."""
    times, word = (1 / factor, "small") if factor < 1 else (factor, "large")
    if abs(times - 2) <= 2 * _CLOSE:
        end = "a factor 2 is missing" if factor < 1 else "a factor 2 is too much"
        return f"{what} is exactly twice too {word}: {end}."
    where = ", in every example" if always else ""
    return f"{what} is {times:.6g} times too {word}{where}: a constant factor is wrong."


class _Meaning(NamedTuple):
    """What a factor may be: a power of 2 times a size, to a power of 1 or -1, or nearly so."""

    size: str
    power: int
    twos: int
    more: int
    """What is added to the size: n - 1, n and n + 1."""


def _sizes(one: Comparison) -> dict[str, float]:
    """Return the sizes that a sum may have been divided by, and numbers, the whole array first."""
    sizes: dict[str, float] = {}

    def add(shape: tuple[int, ...], of: str) -> None:
        if shape:
            sizes[f"the number of elements{of}"] = float(np.prod(shape))
        if len(shape) > 1:
            sizes[f"{_FIRST}{of}"] = float(shape[0])
            sizes[f"{_LAST}{of}"] = float(shape[-1])
            sizes[f"{_REST}{of}"] = float(np.prod(shape[1:]))

    add(one.shape, "")
    for name, array in one.known.items():
        if array.ndim:
            add(array.shape, f" of `{name}`")
        elif array:
            sizes[f"`{name}`"] = abs(float(array))
    return sizes


_FIRST, _LAST, _REST = (
    "the number of rows",
    "the number of columns",
    "the number of elements in a row",
)
"""The lengths of the first and the last axis, and of all but the first together."""


_FORMS = [
    (power, twos, more)
    for twos, more in ((0, 0), (1, 0), (-1, 0), (0, -1), (0, 1))
    for power in (1, -1)
]


def _meanings(sizes: Mapping[str, float], factor: float) -> list[_Meaning]:
    """Return what a factor may be, by the sizes of the comparison that has it."""
    found = []
    for power, twos, more in _FORMS:
        for size in sizes:
            meaning = _Meaning(size, power, twos, more)
            if abs(_value(meaning, sizes) - factor) <= _CLOSE * factor:
                found.append(meaning)
    return found


def _value(meaning: _Meaning, sizes: Mapping[str, float]) -> float:
    """Return what a factor is by its meaning and the sizes, or 0 where it has none."""
    size = sizes.get(meaning.size, 0.0)
    if not size or not size + meaning.more:
        return 0.0
    value = size / (size + meaning.more) if meaning.more else size
    return float(value**meaning.power * 2.0**meaning.twos)


def _square(one: Comparison) -> bool:
    """Whether arrays of different shapes have axes of one length, so that none can be told."""
    arrays = [array.shape for array in one.known.values() if array.ndim]
    lengths = {length for shape in (one.shape, *arrays) for length in shape}
    return len({one.shape, *arrays}) > 1 and len(lengths) == 1


def _tell_meaning(what: str, factor: float, meaning: _Meaning, one: Comparison) -> str:
    """Say what a factor is."""
    size = _sizes(one)[meaning.size]
    small = factor < 1
    times = 1 / factor if small else factor
    opening = f"{what} is {times:.6g} times too {'small' if small else 'large'}"
    if meaning.more:
        there = f"{meaning.size} {'plus' if meaning.more > 0 else 'minus'} 1"
        pair = (there, meaning.size) if meaning.power > 0 else (meaning.size, there)
        return f"{opening}: it is as if divided by {pair[0]}, in place of {pair[1]}, {size:g}."
    if _square(one):
        twice = " and a factor 2" if meaning.twos else ""
        return f"{opening}: is it a matter of {size:g}, a size of this example,{twice}?".replace(
            ",?", "?"
        )
    if meaning.twos:
        return f"{opening}: is it a matter of {size:g}, {meaning.size}, and a factor 2?"
    if meaning.size.startswith("`"):
        end = "once too often" if meaning.power > 0 else "missing"
        return f"{opening}, and {meaning.size} is {size:g}: the factor {meaning.size} is {end}."
    end = "was the division by it forgotten" if not small else "was it divided by it once too often"
    return f"{opening}, and {times:.6g} is {meaning.size}: {end}?"


# The right numbers, or others that are known, in the place of these.


def _known(comparisons: Comparisons) -> Iterator[Explanation]:
    """Test for the values of an argument or of another result, and what is easily made of them."""
    for name, array in comparisons[0].known.items():
        if not array.ndim and comparisons[0].expected.ndim:
            continue
        for text, make in _SIMPLE:
            yield _predicts(
                text % name,
                f"These are the values of `{text % name}`.",
                lambda one, name=name, make=make: _made(one, name, make),  # type: ignore[misc]
            )


_SIMPLE: list[tuple[str, Callable[[Array], object]]] = [
    ("%s", lambda a: a),
    ("-%s", lambda a: -a),
    ("2 * %s", lambda a: 2 * a),
    ("%s ** 2", lambda a: a**2),
    ("%s > 0", lambda a: a > 0),
    ("np.maximum(%s, 0)", lambda a: np.maximum(a, 0)),
    ("np.abs(%s)", np.abs),
    ("np.sign(%s)", np.sign),
    ("%s.T", lambda a: a.T),
]


def _made(one: Comparison, name: str, make: Callable[[Array], object]) -> object:
    return make(one.known[name]) if name in one.known and one.whole else None


def _combined(comparisons: Comparisons) -> Iterator[Explanation]:
    """Test for a known array that is multiplied, divided by, added or taken away."""
    for name in comparisons[0].known:
        for text, combine in _COMBINED:
            yield _predicts(
                text % name,
                text % name,
                lambda one, name=name, combine=combine: _with(one, name, combine),  # type: ignore[misc]
            )


_COMBINED: list[tuple[str, Callable[[Array, Array], object]]] = [
    ("`%s` is in each element as a factor once too often.", lambda e, k: e * k),
    ("In each element a factor `%s` is missing.", lambda e, k: e / k),
    ("`%s` is added, and should not be in it.", lambda e, k: e + k),
    ("`%s` is subtracted, and should not be in it.", lambda e, k: e - k),
    ("This is `%s` minus what is due.", lambda e, k: k - e),
    ("The step goes the wrong way: `%s` moves up the hill.", lambda e, k: 2 * k - e),
]


def _with(one: Comparison, name: str, combine: Callable[[Array, Array], object]) -> object:
    array = one.known.get(name)
    if array is None or not one.whole or array.shape != one.expected.shape or not array.ndim:
        return None
    return combine(one.expected, array)


def _moved(comparisons: Comparisons) -> Iterator[Explanation]:
    """Test for the right numbers in another order, one that has a name."""
    if not all(one.whole and one.expected.ndim for one in comparisons):
        return
    if all(one.expected.ndim == 2 for one in comparisons):
        yield _predicts("transposed", "The array is transposed.", lambda one: one.expected.T)
    for axis in range(min(one.expected.ndim for one in comparisons)):
        yield _predicts(
            f"reversed {axis}",
            lambda one, axis=axis: (  # type: ignore[misc]
                "The elements stand in reversed order."
                if one.expected.ndim == 1
                else f"{_AXES.get(axis, 'An axis stands')} in reversed order."
            ),
            lambda one, axis=axis: np.flip(one.expected, axis),  # type: ignore[misc]
        )
    if all(one.expected.ndim == 2 for one in comparisons):
        sentence = "The right numbers are in the wrong places, as after a reshape in place of .T."
        for name, order in (
            ("reshaped", lambda e: e.ravel().reshape(e.shape, order="F")),
            ("reshaped back", lambda e: e.T.reshape(e.shape)),
        ):
            yield _predicts(
                name,
                sentence,
                lambda one, order=order: order(one.expected),  # type: ignore[misc]
            )


_AXES = {0: "The rows stand", 1: "The columns stand"}


def _mixed_up(comparisons: Comparisons) -> Iterator[Explanation]:
    """Test for the right numbers in other places, in no particular order."""
    if all(one.whole for one in comparisons) and any(
        np.unique(one.expected).size >= ENOUGH for one in comparisons
    ):
        sentence = "The numbers are right, but they stand in the wrong places."
        yield Explanation(
            "mixed up",
            lambda one: _equal(np.sort(one.returned, axis=None), np.sort(one.expected, axis=None)),
            lambda _: sentence,
        )


# Some elements are right, and others are wrong in one way.


def _wrong(one: Comparison) -> NDArray[np.bool_]:
    """Return which elements are wrong."""
    return np.asarray(np.abs(one.returned - one.expected) > _CLOSE * np.abs(one.expected).max())


def _masked(comparisons: Comparisons) -> Iterator[Explanation]:
    """Test for elements that are zero, or should be, while the rest is right."""
    places = [_wrong(one) for one in comparisons]
    # Of the right elements, some are no zeros: else this says no more than a factor would.
    if not any(
        (~wrong & (one.expected != 0)).any() for one, wrong in zip(comparisons, places, strict=True)
    ):
        return
    where = _where(comparisons)
    if all(_only_diagonal(one) for one in comparisons):
        yield _always("diagonal", "Only the diagonal is right, the rest is 0.", _only_diagonal)
    yield _always("zeros", f"The wrong elements are 0{where}, where they should not be.", _zeros)
    mask = f"The wrong elements are those{where}: 0 is due there." if where else ""
    yield _always("no mask", mask or "The wrong elements are not 0, where 0 is due.", _due)
    yield _always(
        "signs",
        f"The wrong elements have the wrong sign, their size is right{where}.",
        lambda one: _equal(np.abs(one.returned), np.abs(one.expected)),
    )


def _somewhere(comparisons: Comparisons) -> Iterator[Explanation]:
    """Test for wrong elements that lie where a known array has one sign."""
    if where := _where(comparisons):
        yield _always("where", f"The wrong elements are all{where}.", lambda _: True)


def _always(name: str, sentence: str, holds: Callable[[Comparison], bool]) -> Explanation:
    return Explanation(
        name,
        lambda one: one.expected.size > 0 and bool(_wrong(one).any()) and holds(one),
        lambda _: sentence,
    )


def _zeros(one: Comparison) -> bool:
    wrong = _wrong(one)
    return not one.returned[wrong].any() and _sizable(one.expected[wrong], one.expected)


def _due(one: Comparison) -> bool:
    wrong, tiny = _wrong(one), _CLOSE * np.abs(one.expected).max()
    zero = bool((np.abs(one.expected[wrong]) <= tiny).all())
    return zero and _sizable(one.returned[wrong], one.expected)


def _sizable(wrong: Array, expected: Array) -> bool:
    """Whether wrong elements are of such a size that they are no matter of accuracy."""
    return bool(np.abs(wrong).max() > 1e-3 * np.abs(expected).max())


def _only_diagonal(one: Comparison) -> bool:
    wrong = _wrong(one)
    if wrong.ndim != 2 or wrong.shape[0] != wrong.shape[1] or len(wrong) < 2 or not one.whole:
        return False
    return bool((wrong | np.eye(len(wrong), dtype=bool)).all()) and not one.returned[wrong].any()


_CONDITIONS: list[tuple[str, Callable[[Array], NDArray[np.bool_]]]] = [
    ("is 0", lambda a: a == 0),
    ("is negative", lambda a: a < 0),
    ("is positive", lambda a: a > 0),
]


def _where(comparisons: Comparisons) -> str:
    """Say where the wrong elements are by the sign of a known array, if that tells them all."""
    if len(comparisons) < ENOUGH or not all(one.whole for one in comparisons):
        return ""
    for name in comparisons[0].known:
        if any(_shape_of(one, name) != one.expected.shape for one in comparisons):
            continue
        for text, condition in _CONDITIONS:
            pairs = [(condition(one.known[name]), _wrong(one)) for one in comparisons]
            exact = all(np.array_equal(there, wrong) for there, wrong in pairs)
            rest = any(
                (one.expected[~there] != 0).any()
                for one, (there, _) in zip(comparisons, pairs, strict=True)
            )
            if exact and rest:  # what is 0 in any case tells nothing of where it is right
                return f" where `{name}` {text}"
    return ""


def _shape_of(one: Comparison, name: str) -> tuple[int, ...] | None:
    return one.known[name].shape if name in one.known else None


# A known function of the right numbers.

_TRANSFORMS: list[tuple[str, Callable[[Array], object]]] = [
    ("Every element has lost its sign: it is the absolute value of what is due.", np.abs),
    ("Negative elements are cut off at 0.", lambda e: np.maximum(e, 0)),
    ("Positive elements are cut off at 0.", lambda e: np.minimum(e, 0)),
    ("Elements above 1 are cut off at 1.", lambda e: np.minimum(e, 1)),
    ("Every element is clipped to the range from -1 to 1.", lambda e: np.clip(e, -1, 1)),
    ("Every element is clipped to the range from 0 to 1.", lambda e: np.clip(e, 0, 1)),
    ("Every element is cut to an integer.", np.trunc),
    ("Every element is rounded down to an integer.", np.floor),
    ("Every element is rounded to an integer.", np.round),
    ("Every element is rounded to 2 decimals.", lambda e: np.round(e, 2)),
    ("Every element is rounded to 3 decimals.", lambda e: np.round(e, 3)),
    ("Every element is rounded to 4 decimals.", lambda e: np.round(e, 4)),
    ("Every element is rounded to 6 decimals.", lambda e: np.round(e, 6)),
    ("Every element is rounded to 8 decimals.", lambda e: np.round(e, 8)),
    ("Every element has the accuracy of half precision, float16.", lambda e: e.astype(np.float16)),
    ("Every element is squared.", np.square),
    ("Every element is the square root of what is due.", lambda e: np.sqrt(np.abs(e))),
    ("Every element is the sign of what is due.", np.sign),
    ("The array is divided by its norm.", lambda e: e / np.sqrt((e * e).sum())),
    ("The array is divided by its sum.", lambda e: e / e.sum()),
    ("The array is divided by its largest element.", lambda e: e / np.abs(e).max()),
    ("Every element is the mean of all that are due.", lambda e: np.full_like(e, e.mean())),
    ("Every element is the sum of all that are due.", lambda e: np.full_like(e, e.sum())),
    ("The elements are added up one after the other.", lambda e: np.cumsum(e).reshape(e.shape)),
]  # fmt: skip


def _transformed(comparisons: Comparisons) -> Iterator[Explanation]:
    """Test for a function of all right numbers."""
    if not all(one.whole for one in comparisons):
        return
    alone = all(one.expected.size == 1 for one in comparisons)
    for sentence, transform in _TRANSFORMS:
        if alone and sentence.startswith("The "):
            continue
        said = sentence.replace("Every element", "It") if alone else sentence
        yield _predicts(sentence, said, lambda one, t=transform: t(one.expected))  # type: ignore[misc]


def _shifted(comparisons: Comparisons) -> Iterator[Explanation]:
    """Test for the same number added to each element."""
    if max(one.expected.size for one in comparisons) < ENOUGH:
        return

    def shift(one: Comparison) -> float:
        return float((one.returned - one.expected).flat[0])

    def tell(one: Comparison) -> str:
        word = "large" if shift(one) > 0 else "small"
        return f"Every element is too {word} by the same amount, {abs(shift(one)):.6g}."

    def holds(one: Comparison) -> bool:
        offset = one.returned - one.expected
        return _equal(np.full_like(offset, shift(one)), offset)

    yield Explanation("shifted", holds, tell)


def _scaled_by_axis(comparisons: Comparisons) -> Iterator[Explanation]:
    """Test for a factor for each row, or each column."""
    if any(one.expected.ndim != 2 or not one.whole for one in comparisons):
        return
    for axis, what in ((1, "row"), (0, "column")):

        def holds(one: Comparison, axis: int = axis) -> bool:
            squares = (one.expected * one.expected).sum(axis=axis, keepdims=True)
            products = (one.returned * one.expected).sum(axis=axis, keepdims=True)
            factors = products / np.where(squares, squares, 1)
            return _equal(factors * one.expected, one.returned)

        def shows(one: Comparison, axis: int = axis) -> bool:
            # Each of at least two lines has to show its factor on two elements of its own.
            lines = np.count_nonzero(one.expected, axis=axis) > 1
            return int(np.count_nonzero(lines)) > 1 and bool(one.returned[one.expected != 0].all())

        if any(map(shows, comparisons)):
            sentence = f"Each {what} is off by a factor of its own: within a {what} all is right."
            yield Explanation(f"each {what}", holds, lambda _, s=sentence: s)  # type: ignore[misc]


_FAMILIES: tuple[tuple[Callable[[Comparisons], Iterator[Explanation]], bool], ...] = (
    (_constant, False),
    (_scaled, True),
    (_masked, False),
    (_known, False),
    (_moved, True),
    (_transformed, True),
    (_combined, True),
    (_shifted, True),
    (_scaled_by_axis, True),
    (_mixed_up, True),
    (_somewhere, False),
)
"""Each with whether it needs several different numbers: a factor of 0 and 1 explains anything."""
