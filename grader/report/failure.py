"""What a student reads under a check that did not pass, set on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from grader.report.blocks import (
    Block,
    Diagnosis,
    Elements,
    Hint,
    Message,
    Plot,
    Program,
    Values,
    blocks,
)
from grader.report.closing import again, again_in_full, hint_of
from grader.report.plot import draw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.grading.result import CheckResult, TaskResult
    from grader.report.page import Page

LONGEST = 16
"""A program of more lines pushes what it shows off the screen."""

LAST = (Program, Message, Elements, Diagnosis, Plot, Hint)
"""What a failure is told by that a report ends with: what to look at stands last."""


def explain(check: CheckResult, task: TaskResult, page: Page, margin: int) -> Iterator[Text]:
    """Yield the lines that say what went wrong and how to see it."""
    for block in blocks(check, task, cells=page.cells):
        if isinstance(block, Program):
            yield Text()
        yield from _lines(block, page, margin)


def explain_last(
    check: CheckResult, task: TaskResult, page: Page, margin: int, longest: int
) -> Iterator[Text]:
    """Yield the same for the failure that a report ends with.

    A program of more than `longest` lines is left out, and so is a hint on wrong numbers: it is
    for those who ask for it.
    """
    told = [block for block in blocks(check, task, cells=page.cells) if isinstance(block, LAST)]
    for block in sorted(told, key=lambda block: LAST.index(type(block))):
        if isinstance(block, Program) and (lines := block.code.count("\n") + 1) > longest:
            command = again(task) if lines <= LONGEST else again_in_full(task)
            text = f"See it happen: {command} shows a program of {lines} lines."
            yield from page.indent(margin, page.line(text, "dim"))
        elif isinstance(block, Message) and block.place:
            yield from page.indent(margin, page.text(f"{block.text} ({block.place})"))
        elif isinstance(block, Hint) and check.outcome == "failed":
            stuck = f"Stuck? {hint_of(task)} shows a hint."
            yield from page.indent(margin, page.line(stuck, "cyan"))
        else:
            yield from _lines(block, page, margin)


def _lines(block: Block, page: Page, margin: int) -> Iterator[Text]:
    """Yield the lines of a block; that the grader failed is said at the end of the report."""
    match block:
        case Message(text):
            yield from page.indent(margin, page.text(text))
        case Diagnosis(text):
            yield from page.indent(margin, page.text(text, "bold yellow"))
        case Elements(rows) if rows:
            yield from _map(rows, page, margin + 2)
        case Values():
            yield from _values(block, page, margin + 2)
        case Plot(curve):
            yield from draw(curve, page, margin)
        case Hint(word, text):
            hint = Text.assemble((f"{word}: ", "cyan"), page.text(text))
            yield from page.indent(margin, hint)
        case Program():
            yield from _program(block, page, margin)


def _map(rows: tuple[str, ...], page: Page, margin: int) -> Iterator[Text]:
    """Yield the picture of a whole array."""
    spaced = tuple(" ".join(row) for row in rows)
    fits = max(map(len, spaced)) <= page.width - margin
    for number, row in enumerate(spaced if fits else rows):
        line = page.cut(margin, row)
        line.highlight_regex("x", "bold red")
        legend = Text("   x is off", style="dim")
        if number == 0 and line.cell_len + legend.cell_len <= page.width:
            line.append_text(legend)
        yield line


def _values(values: Values, page: Page, margin: int) -> Iterator[Text]:
    """Yield returned above expected, so that the eye compares them digit by digit."""
    texts = [page.line(value.text) for value in values]
    wide = max(text.cell_len for text in texts) + 2
    for value, text, style in zip(values, texts, ("red", "green"), strict=True):
        text.stylize(style)
        text.pad_right(wide - text.cell_len)
        text.append_text(page.line(value.note))
        head = Text(f"{'':{margin}}{value.word:<10}", style="dim")
        yield from page.hang(head, text)


def _program(program: Program, page: Page, margin: int) -> Iterator[Text]:
    """Yield a program to paste.

    Its lines are neither indented nor wrapped: Python takes an indented first line, or a second
    line that is indented while the mouse began at the first word, for a mistake.
    """
    yield from page.indent(margin, Text(program.invitation, style="dim"))
    yield Text()
    for line in page.text(program.code).split("\n", allow_blank=True):
        yield Text(line.plain.rstrip(), style="dim" if line.plain.startswith("#") else "cyan")
    yield Text()
