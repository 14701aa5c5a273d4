"""What a student reads under a check that did not pass, the most useful thing first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from grader.report.closing import again, hint_of
from grader.report.plain import hint_word
from grader.report.plot import draw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.checking.mismatch import Mismatch
    from grader.grading.result import CheckResult, TaskResult
    from grader.report.page import Page

LONGEST = 16
"""A program of more lines pushes what it shows off the screen."""

Value = float | str | tuple[int, ...]


def explain(check: CheckResult, page: Page, margin: int, beside: str) -> Iterator[Text]:
    """Yield the lines that say what went wrong and how to see it, `beside` the student's code.

    Of a hidden check, that is its message: the rest would give away what it hides.
    """
    yield from _paragraph(check.message, page, margin)
    if check.hidden:
        return
    if check.mismatch is not None:
        yield from _mismatch(check.mismatch, check.message, page, margin)
    if check.curve is not None:
        yield from draw(check.curve, page, margin)
    if check.hint:
        yield from page.indent(margin, _hint(check, page))
    if check.counterexample:
        yield from _snippet(check.counterexample, page, margin, beside)


def explain_last(
    check: CheckResult, page: Page, margin: int, task: TaskResult, beside: str, longest: int
) -> Iterator[Text]:
    """Yield the same for the failure that a report ends with: what to look at stands last.

    A program of more than `longest` lines is left out.
    """
    lines = check.counterexample.count("\n") + 1
    if lines > longest and not check.hidden:
        command = again(task) if lines <= LONGEST else f"{again(task)} --all"
        told = f"See it happen: {command} shows a program of {lines} lines."
        yield from page.indent(margin, page.line(told, "dim"))
    elif check.counterexample and not check.hidden:
        yield from page.indent(margin, Text(f"See it happen: run this {beside}.", style="dim"))
        yield Text()
        yield from _code(check.counterexample, page)
        yield Text()
    yield from _paragraph(check.message.strip() + _where(check, task), page, margin)
    if check.hidden:
        return
    mismatch = check.mismatch
    if mismatch is not None:
        yield from _map(mismatch.elements, page, margin + 2)
        if mismatch.diagnosis not in check.message:
            yield from _paragraph(mismatch.diagnosis, page, margin, "bold yellow")
    if check.curve is not None:
        yield from draw(check.curve, page, margin)
    if check.hint and check.outcome == "failed":
        yield from page.indent(margin, page.line(f"Stuck? {hint_of(task)} shows a hint.", "cyan"))
    elif check.hint:
        yield from page.indent(margin, _hint(check, page))


def _where(check: CheckResult, task: TaskResult) -> str:
    """Say where the function begins that is wrong, where the message does not say a line itself."""
    if check.place is None or not task.file or check.hidden:
        return ""
    line = f"{check.place.file}, line {check.place.line}"
    return "" if line in check.message else f" (defined in {line})"


def _hint(check: CheckResult, page: Page) -> Text:
    """Return what helps; of wrong numbers, it is what is due, right or wrong as they may be."""
    return Text.assemble((f"{hint_word(check)}: ", "cyan"), page.text(check.hint))


def _paragraph(text: str, page: Page, margin: int, style: str = "") -> Iterator[Text]:
    if text.strip():
        yield from page.indent(margin, page.text(text.strip(), style))


def _mismatch(mismatch: Mismatch, message: str, page: Page, margin: int) -> Iterator[Text]:
    """Yield the known mistake, the map of the array and the two values."""
    if mismatch.diagnosis not in message:
        yield from _paragraph(mismatch.diagnosis, page, margin, "bold yellow")
    yield from _map(mismatch.elements, page, margin + 2)
    yield from _values(mismatch, message, page, margin + 2)


def _map(rows: tuple[str, ...], page: Page, margin: int) -> Iterator[Text]:
    """Yield the picture of a whole array; of a single element there is nothing to see."""
    if sum(map(len, rows)) < 2:
        return
    spaced = tuple(" ".join(row) for row in rows)
    fits = max(map(len, spaced)) <= page.width - margin
    for number, row in enumerate(spaced if fits else rows):
        line = page.cut(margin, row)
        line.highlight_regex("x", "bold red")
        legend = Text("   x is off", style="dim")
        if number == 0 and line.cell_len + legend.cell_len <= page.width:
            line.append_text(legend)
        yield line


def _values(mismatch: Mismatch, message: str, page: Page, margin: int) -> Iterator[Text]:
    """Yield returned above expected, so that the eye compares them digit by digit."""
    if mismatch.returned is None or mismatch.expected is None:
        return
    returned, expected = _pair(mismatch.returned, mismatch.expected)
    if mismatch.index is None and returned in message and expected in message:
        return
    place = f"at {_place(mismatch)}" if mismatch.index is not None else ""
    left, right = page.line(returned, "red"), page.line(expected, "green")
    wide = max(left.cell_len, right.cell_len) + 2
    words = ("it is     ", "would be  ") if mismatch.relation else ("returned  ", "expected  ")
    for word, value, note in (
        (words[0], left, place),
        (words[1], right, _accuracy(mismatch)),
    ):
        value.pad_right(wide - value.cell_len)
        value.append_text(page.line(note))
        yield from page.hang(Text(" " * margin + word, style="dim"), value)


def _place(mismatch: Mismatch) -> str:
    """Return the element as the student would write it: ``gradient[0, 1]``."""
    index = ", ".join(map(str, mismatch.index or ()))
    return f"{mismatch.array}[{index}]" if index else mismatch.array


def _accuracy(mismatch: Mismatch) -> str:
    """Return how well the expected value is known, where that is worse than rounding."""
    accuracy, expected = mismatch.accuracy, mismatch.expected
    if not accuracy or not isinstance(expected, float | int):
        return ""
    return f"± {accuracy:.0e}" if accuracy > 1e-12 * abs(expected) else ""


def _pair(returned: Value, expected: Value) -> tuple[str, str]:
    """Return both values as text, with as many digits as it takes to tell them apart."""
    short = _short(returned), _short(expected)
    return short if short[0] != short[1] else (str(returned), str(expected))


def _short(value: Value) -> str:
    return str(float(f"{value:.8g}")) if isinstance(value, float | int) else str(value)


def _snippet(code: str, page: Page, margin: int, beside: str) -> Iterator[Text]:
    """Yield a program to paste.

    Its lines are neither indented nor wrapped: Python takes an indented first line, or a second
    line that is indented while the mouse began at the first word, for a mistake.
    """
    yield Text()
    yield from page.indent(margin, Text(f"See it happen: run this {beside}.", style="dim"))
    yield Text()
    yield from _code(code, page)
    yield Text()


def _code(code: str, page: Page) -> Iterator[Text]:
    for line in page.text(code.strip("\n")).split("\n", allow_blank=True):
        yield Text(line.plain.rstrip(), style="dim" if line.plain.startswith("#") else "cyan")
