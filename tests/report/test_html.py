"""The page, as a browser reads it."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from lxml import html

from grader.checking.mismatch import Mismatch, Window
from grader.report.heatmap import MINUS, heat_map
from grader.report.html import to_html
from grader.report.json import from_json
from grader.untrusted.text import DASH

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.grading.result import Report

    Failing = Callable[..., Report]
    Golden = Callable[[str], Report]

ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "main", "header", "section", "footer"),
    *("h1", "h2", "p", "div", "span", "small", "strong", "code", "pre", "a", "ul", "li"),
    *("table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "details", "summary"),
}
ATTRIBUTES = {
    *("lang", "charset", "name", "content", "http-equiv", "class", "id", "style", "title"),
    *("href", "scope", "open", "role", "aria-label", "aria-hidden"),
}


def element_names(page: str) -> set[str]:
    return {element.tag for element in html.document_fromstring(page).iter()}


def attributes(page: str) -> list[tuple[str, str]]:
    return [pair for element in html.document_fromstring(page).iter() for pair in element.items()]


def numbers_differ(**fields: object) -> Mismatch:
    window = Window(
        shape=(2, 3),
        returned=((1.0, -2.0, 3.0), (0.0, 4.0, "nan")),
        expected=((1.0, 2.0, 3.0), (0.0, 4.0, 5.0)),
    )
    made = {"kind": "numbers differ", "array": "d_x", "message": "", "index": (0, 1)}
    return Mismatch(**made | {"window": window} | fields)  # type: ignore[arg-type]


def test_real_reports_are_pages(case: Path) -> None:
    report = from_json((case / "report.json").read_bytes())
    page = to_html(report)
    assert page.lstrip().startswith("<!doctype html>")
    assert element_names(page) <= ALLOWED
    text = " ".join(html.document_fromstring(page).text_content().split())
    assert all(task.title in text for task in report.tasks)


def test_nothing_of_a_students_comes_to_life(hostile: Report) -> None:
    page = to_html(hostile)
    page.encode()
    assert element_names(page) <= ALLOWED
    assert {name for name, _ in attributes(page)} <= ATTRIBUTES
    assert "1337" not in page  # 7 * 191: text is no template
    styles = {value for name, value in attributes(page) if name == "style"}
    assert all(re.fullmatch(r"[a-z#0-9:;%]+", style) for style in styles)
    assert len(page) < 3_000_000


def test_it_needs_nothing_else(golden: Golden) -> None:
    page = to_html(golden("half-way"))
    assert not re.search(r"https?:|url\(|@import|src=|<link", page)
    assert all(value.startswith("#task-") for name, value in attributes(page) if name == "href")


def test_hidden_checks_keep_their_secrets(golden: Golden) -> None:
    page = to_html(golden("hidden"))
    assert "SECRET" not in page
    assert "agrees with the reference solution" in page


def test_a_gradient_is_drawn_beside_the_right_one_and_the_difference(failing: Failing) -> None:
    page = html.document_fromstring(to_html(failing(mismatch=numbers_differ())))
    titles = [caption.text for caption in page.findall(".//figcaption")]
    assert titles == ["Returned", "Expected", "Difference"]
    tables = [
        [[cell.text for cell in row.findall("td")] for row in table.findall("tbody/tr")]
        for table in page.findall(".//figure//table")
    ]
    assert tables == [
        [["1", f"{MINUS}2", "3"], ["0", "4", "nan"]],
        [["1", "2", "3"], ["0", "4", "5"]],
        [["0", f"{MINUS}4", "0"], ["0", "0", DASH]],
    ]
    worst = [cell.get("title") for cell in page.findall(".//td[@class='worst']")]
    assert worst == ["-2.0", "2.0", "-4.0"]


def test_many_columns_are_colours_that_tell_their_number(failing: Failing) -> None:
    row = tuple(map(float, range(12)))
    window = Window(shape=(1, 12), returned=(row,), expected=(row[::-1],))
    page = html.document_fromstring(to_html(failing(mismatch=numbers_differ(window=window))))
    cells = page.findall(".//table[@class='compact']/tbody/tr/td")
    assert len(cells) == 36
    assert [cell.get("title") for cell in cells[:12]] == list(map(str, row))
    assert [cell.text_content().strip() for cell in cells[:3]] == ["0", "1", "2"]
    assert all(cell.text is None for cell in cells)


def test_what_helps_is_on_the_page(golden: Golden) -> None:
    report = golden("numbers-differ")
    check = report.tasks[0].checks[1]
    page = html.document_fromstring(to_html(report))
    text = page.text_content()
    for part in (check.message.replace("`", ""), check.hint, check.counterexample.strip()):
        assert " ".join(part.replace("`", "").split()) in " ".join(text.split())


def test_what_was_printed_is_shown_as_it_is(failing: Failing) -> None:
    page = html.document_fromstring(to_html(failing(task={"output": "a  b\n<i>c</i>\n"})))
    assert [pre.text for pre in page.findall(".//pre[@class='output']")] == ["a  b\n<i>c</i>"]


def test_without_jinja_the_command_that_mends_it_is_named() -> None:
    code = (
        "import sys; sys.modules['jinja2'] = None\n"
        "from grader.errors import UsageError\n"
        "from grader.report import load\n"
        "try: load('html')\n"
        "except UsageError as error: print(error)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install jinja2" in run.stdout


def test_colours_share_a_scale_and_the_difference_has_its_own() -> None:
    drawn = heat_map(numbers_differ())
    assert drawn is not None
    assert [grid.limit for grid in drawn.grids] == ["5", "5", "4"]
    returned, expected, difference = drawn.grids
    assert returned.rows[0][1][0].background == expected.rows[0][1][0].background
    assert difference.rows[0][1][0].background == "#f7f7f7"
    assert difference.rows[0][1][1].background == "#2166ac"
    assert difference.rows[0][1][1].ink == "#fff"


def test_below_and_above_zero_are_of_different_colour() -> None:
    window = Window(shape=(2,), returned=((-1.0, 1.0),), expected=((1.0, -1.0),))
    drawn = heat_map(numbers_differ(window=window, index=(0,)))
    assert drawn is not None
    low, high = drawn.grids[0].rows[0][1]
    assert (low.background, high.background) == ("#2166ac", "#c95e08")
    assert drawn.grids[0].rows[0][0] == ""


def test_a_part_of_a_larger_array_says_where_it_is() -> None:
    window = Window(shape=(4, 5, 6), first=(7, 2), returned=((1.0, 2.0),), expected=((1.0, 3.0),))
    drawn = heat_map(numbers_differ(window=window, index=(1, 2, 3)))
    assert drawn is not None
    assert drawn.cut
    assert drawn.columns == (2, 3)
    label, cells = drawn.grids[0].rows[0]
    assert label == "1, 2"
    assert [cell.worst for cell in cells] == [False, True]


@pytest.mark.parametrize(
    "window",
    [
        None,
        Window(shape=(), returned=()),
        Window(shape=(2,), returned=((),)),
        Window(shape=(2, 2), returned=((1.0,), (1.0,)), expected=((1.0,),)),
    ],
)
def test_where_there_is_nothing_to_draw_nothing_is(window: Window | None) -> None:
    assert heat_map(numbers_differ(window=window)) is None


def test_of_what_is_not_finite_only_the_returned_array_is_known() -> None:
    window = Window(shape=(1, 2), returned=(("inf", 0.0),))
    drawn = heat_map(numbers_differ(window=window, index=(0, 0)))
    assert drawn is not None
    assert [grid.title for grid in drawn.grids] == ["Returned"]
    assert drawn.grids[0].rows[0][1][0].text == "inf"
