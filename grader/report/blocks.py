"""What a report says of a check that did not pass: typed blocks, made here and nowhere else.

A format renders those that it has room for. They come in the order in which they are read, the most
useful one first; what a sentence says, and when it is left out, is decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from grader.report.points import points

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grader.authoring.curve import Curve
    from grader.checking.mismatch import Mismatch
    from grader.grading.result import CheckResult, TaskResult

FAULT = (
    "The grader itself failed here. That is not your fault: please report it to your instructor."
)


class Fault(NamedTuple):
    """The grader failed, and not the student."""

    text: str = FAULT


class Message(NamedTuple):
    """What went wrong; `place` is where the function begins, if the text does not say a line."""

    text: str
    place: str = ""


class Diagnosis(NamedTuple):
    """The known mistake that the numbers match."""

    text: str


class Elements(NamedTuple):
    """A whole array: a picture of it, empty for a single element, and its numbers."""

    rows: tuple[str, ...]
    mismatch: Mismatch


class Value(NamedTuple):
    """One number, shape or type: what it is, and where it stands or how well it is known."""

    word: str
    text: str
    note: str = ""


class Values(NamedTuple):
    """What was returned and what was expected, with the digits that tell them apart."""

    returned: Value
    expected: Value


class Plot(NamedTuple):
    """How numbers went."""

    curve: Curve


class Hint(NamedTuple):
    """What helps; `word` says whether it is a hint or what is due."""

    word: str
    text: str

    def __str__(self) -> str:
        return f"{self.word}: {self.text}"


class Program(NamedTuple):
    """A program that shows the failure, and where it has to run."""

    code: str
    invitation: str


Block = Fault | Message | Diagnosis | Elements | Values | Plot | Hint | Program


def blocks(
    check: CheckResult, task: TaskResult | None = None, *, cells: bool = True
) -> Iterator[Block]:
    """Yield what went wrong in a check and how to see it, in a session with `cells` or without.

    Of a hidden check, that is its message: the rest would give away what it hides.
    """
    if check.outcome == "internal":
        yield Fault()
    if message := check.message.strip():
        yield Message(message, _place(check, task))
    if check.hidden:
        return
    if check.mismatch is not None:
        yield from _mismatch(check.mismatch, check.message)
    if check.curve is not None:
        yield Plot(check.curve)
    if check.hint:
        # Of wrong numbers it says what is due, right or wrong as they may be.
        yield Hint("Remember" if check.outcome == "failed" else "Hint", check.hint)
    if program := check.counterexample.strip():
        yield Program(program, f"See it happen: run this {_beside(task, cells=cells)}.")


def by_cause(checks: Iterable[CheckResult]) -> list[tuple[CheckResult, list[CheckResult]]]:
    """Return an entry for each cause: the check that tells it, and what else failed of it."""
    checks = tuple(checks)
    entries: dict[str, tuple[CheckResult, list[CheckResult]]] = {
        check.id: (check, []) for check in checks if not check.hidden and not check.same_as
    }
    result = []
    for check in checks:
        if check.same_as in entries and check.same_as != check.id:
            entries[check.same_as][1].append(check)
        else:
            result.append(entries.get(check.id, (check, [])))
    return result


def _beside(task: TaskResult | None, *, cells: bool) -> str:
    """Return where a program has to be that calls the student's functions."""
    if task is None or (task.file and not task.file.endswith(".ipynb")):
        return "beside your file"
    return "in a new cell" if task.file or cells else "below your functions"


def blame(task: TaskResult) -> str:
    """Return a sentence that says in which other task the mistake may really be, or nothing."""
    if not task.causes:
        return ""
    used = " and ".join(
        f"{what and what + ' of '}{cause.task} ({points(cause.score, cause.max_score)} points)"
        for cause in task.causes
        for what in (", ".join(f"`{name}`" for name in cause.functions),)
    )
    return f"It uses {used}: mend {task.causes[0].task} first."


def spans(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a sentence, and whether each stands in backticks, which makes it code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:  # a backtick without its partner
        parts = [text]
    for i, part in enumerate(parts):
        yield part, bool(i % 2)


def _place(check: CheckResult, task: TaskResult | None) -> str:
    if check.place is None or task is None or not task.file or check.hidden:
        return ""
    line = f"{check.place.file}, line {check.place.line}"
    return "" if line in check.message else f"defined in {line}"


def _mismatch(mismatch: Mismatch, message: str) -> Iterator[Block]:
    """Yield the known mistake, the array and the two values."""
    if mismatch.diagnosis.strip() and mismatch.diagnosis not in message:
        yield Diagnosis(mismatch.diagnosis.strip())
    rows = mismatch.elements if sum(map(len, mismatch.elements)) > 1 else ()
    if rows or mismatch.window is not None:
        yield Elements(rows, mismatch)
    if mismatch.returned is None or mismatch.expected is None:
        return
    returned, expected = _pair(mismatch.returned, mismatch.expected)
    if mismatch.index is None and returned in message and expected in message:
        return
    words = ("it is", "would be") if mismatch.relation else ("returned", "expected")
    index = ", ".join(map(str, mismatch.index or ()))
    at = "" if mismatch.index is None else f"at {mismatch.array}{index and f'[{index}]'}"
    yield Values(Value(words[0], returned, at), Value(words[1], expected, _accuracy(mismatch)))


def _accuracy(mismatch: Mismatch) -> str:
    """Return how well the expected value is known, where that is worse than rounding."""
    accuracy, expected = mismatch.accuracy, mismatch.expected
    if not accuracy or not isinstance(expected, float | int):
        return ""
    return f"± {accuracy:.0e}" if accuracy > 1e-12 * abs(expected) else ""


def _pair(*values: float | str | tuple[int, ...]) -> tuple[str, str]:
    """Return both values as text, with as many digits as it takes to tell them apart."""
    returned, expected = map(_short, values)
    return (returned, expected) if returned != expected else (str(values[0]), str(values[1]))


def _short(value: float | str | tuple[int, ...]) -> str:
    return str(float(f"{value:.8g}")) if isinstance(value, float | int) else str(value)
