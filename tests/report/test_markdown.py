"""Markdown, as a renderer sees it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from grader.report.json import from_json
from grader.report.markdown import LIMIT, to_markdown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.grading.result import Report

    Failing = Callable[..., Report]
    Golden = Callable[[str], Report]

OURS = {"h2", "h3", "h4", "p", "strong", "code", "pre", "details", "summary"}
OURS |= {"table", "thead", "tbody", "tr", "th", "td"}


class Tags(HTMLParser):
    """Collects the elements of a page and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def rendered(markdown: str) -> Tags:
    return Tags(MarkdownIt("commonmark").enable("table").render(markdown))


def test_real_reports_have_only_our_elements(case: Path) -> None:
    report = from_json((case / "report.json").read_bytes())
    page = rendered(to_markdown(report))
    assert page.tags <= OURS
    for task in report.tasks:
        assert task.title in " ".join(page.text.split())


def test_nothing_of_a_students_comes_to_life(hostile: Report) -> None:
    text = to_markdown(hostile)
    page = rendered(text)
    assert page.tags <= OURS
    assert page.attributes <= {"class"}  # the language of a block of code
    outside = re.sub(r"^(`{3,}).*?^\1$", "", text, flags=re.DOTALL | re.MULTILINE)
    assert not re.search(r"(?<!\\)[@$]|www\.|https?:", outside)


@pytest.mark.parametrize("text", ["a | b", "*a* _b_ [c](d) <e> `f g", "1. a", "- b", "# c", "\\"])
def test_text_reads_as_it_was_written(failing: Failing, text: str) -> None:
    page = rendered(to_markdown(failing(title=text, message=text)))
    assert " ".join(page.text.split()).count(text) == 3


def test_the_file_reads_as_text_too(failing: Failing) -> None:
    text = "mse_gradient raised: it is -1.0, expected 2.0."
    assert f"{text}\n" in to_markdown(failing(message=text))


@pytest.mark.parametrize(
    "text", ["__a__", "a __b__ c", ":smile:", "=", "---", "- - -", "+ a", "a_"]
)
def test_what_means_something_is_still_inert(failing: Failing, text: str) -> None:
    page = rendered(to_markdown(failing(title="t", message=text, mismatch=None)))
    plain = rendered(to_markdown(failing(title="t", message="plain", mismatch=None)))
    assert text in page.text
    assert page.tags == plain.tags


def test_code_in_backticks_is_code(failing: Failing) -> None:
    markdown = to_markdown(failing(message="`d_x[0, 1]` is 2.0."))
    assert "<code>d_x\\[0, 1\\]</code> is 2.0." in markdown
    assert "d_x[0, 1] is 2.0." in rendered(markdown).text


def test_a_fence_holds_what_has_fences_in_it(failing: Failing) -> None:
    page = rendered(to_markdown(failing(task={"output": "````\n<b>x</b>\n"})))
    assert "b" not in page.tags
    assert "````\n<b>x</b>" in page.text


@pytest.mark.parametrize("limit", [LIMIT, 20_000, 400, 60, 10, 0, -5])
def test_it_is_never_longer_than_the_place_takes(hostile: Report, limit: int) -> None:
    text = to_markdown(hostile, limit)
    assert len(text.encode()) <= max(limit, 0)
    assert rendered(text).tags <= OURS
    if 60 < limit < LIMIT:
        assert text.endswith("The rest is left out: this place takes no more.\n")


def test_hidden_checks_keep_their_secrets(golden: Golden) -> None:
    text = to_markdown(golden("hidden"))
    assert "SECRET" not in text
    assert "agrees with the reference solution (hidden)" in text


def test_it_says_whose_submission_it_is_on(failing: Failing) -> None:
    text = to_markdown(failing(), name="<img> *anna*")
    assert text.startswith("# \\<img\\> \\*anna\\*\n")
    assert rendered(text).text.startswith("<img> *anna*")


def test_message_of_several_lines_keeps_them(failing: Failing) -> None:
    text = to_markdown(failing(message="SyntaxError: bad\n    x = = 1\n        ^"))
    assert "```text\nSyntaxError: bad\n    x = = 1\n        ^\n```" in text
