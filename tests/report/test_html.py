"""The page, as a browser reads it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
import pytest
from lxml import html

from grader.authoring.curve import Curve
from grader.checking.mismatch import Mismatch, Window
from grader.grading.result import Place
from grader.report.blocks import Diagnosis, Fault, Message, Program, blocks
from grader.report.brief import to_tell
from grader.report.closing import first_to_fix, next_step
from grader.report.failure import LONGEST
from grader.report.heatmap import MINUS, heat_map
from grader.report.html import to_fragment, to_html
from grader.report.json import from_json
from grader.report.public import public
from grader.report.terminal import to_text
from grader.untrusted.text import DASH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from grader.grading.result import Report

    Failing = Callable[..., Report]
    Golden = Callable[[str], Report]

ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "main", "header", "section", "footer"),
    *("h1", "h2", "p", "div", "span", "small", "strong", "code", "pre", "a", "ul", "li"),
    *("svg", "polyline"),
    *("table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "details", "summary"),
}
ATTRIBUTES = {
    *("lang", "charset", "name", "content", "http-equiv", "class", "id", "style", "title"),
    *("scope", "open", "role", "aria-label", "aria-hidden", "aria-level", "viewbox", "points"),
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


def sentences(report: Report) -> Iterator[str]:
    """Yield what the report says of the failure to look at first, and what to do about it."""
    task = first_to_fix(report.tasks)
    check = to_tell(task) if task else None
    yield next_step(report, everything=False)
    for block in blocks(check, task) if check else ():
        match block:
            case Message(text) | Diagnosis(text) | Fault(text):
                yield text
            case Program(code, invitation) if code.count("\n") < LONGEST:
                yield from (code, invitation)


def test_the_page_and_the_terminal_say_the_same_sentences(case: Path) -> None:
    report = public(from_json((case / "report.json").read_bytes()))
    terminal = " ".join(to_text(report, 1000, everything=False).split())
    page = html.document_fromstring(to_html(report))
    page.find(".//style").clear()
    shown = " ".join(page.text_content().split())
    for sentence in sentences(report):
        plain = " ".join(sentence.split())
        assert plain in terminal
        assert plain.replace("`", "") in shown.replace("`", "")


def same_cause(report: Report, **fields: object) -> Report:
    """Return a report in which three more checks failed for the reason that the first one tells."""
    task = report.tasks[0]
    (check,) = task.checks
    more = [
        msgspec.structs.replace(check, id=name, title=f"also {name}", same_as=check.id, **fields)
        for name in ("d_W2", "d_b1", "d_b2")
    ]
    other = msgspec.structs.replace(check, id="other", title="another one")
    task = msgspec.structs.replace(task, checks=(check, *more, other))
    return msgspec.structs.replace(report, tasks=(task,))


def test_one_cause_is_one_entry(failing: Failing) -> None:
    page = html.document_fromstring(to_html(same_cause(failing(), message="`d` is 1.")))
    entries = page.findall(".//ul/li")
    assert [" ".join(e.find(".//*[@class='title']").text_content().split()) for e in entries] == [
        f"{failing().tasks[0].checks[0].title} \N{EN DASH} failed",
        "another one \N{EN DASH} failed",
    ]
    folded = page.find(".//section/div[@class='why']/details[@class='more']")
    told = " ".join(folded.text_content().split())
    assert told.startswith("3 more, perhaps for the same reason: also d_W2; also d_b1; also d_b2")
    assert told.count("d is 1.") == 3


def test_no_program_is_shown_twice(failing: Failing) -> None:
    report = same_cause(failing(counterexample="print(1)\nprint(2)"))
    assert to_html(report).count("print(2)") == 1


def test_the_first_failure_is_whole_and_the_others_are_folded(failing: Failing) -> None:
    page = html.document_fromstring(to_html(same_cause(failing(hint="A hint."))))
    whole = page.find(".//section[1]")
    assert "look" in whole.get("class")
    assert whole.find("div[@class='why']/details[@class='hint']").get("open") is None
    assert whole.find(".//p[@class='next']").text_content().startswith("Next: open ")
    assert {d.get("open") for d in page.findall(".//details")} == {None}


def test_a_fault_of_the_grader_is_not_folded(golden: Golden) -> None:
    page = html.document_fromstring(to_html(golden("internal")))
    (told,) = page.findall(".//details[@open]//p[@class='diagnosis']")
    assert "not your fault" in told.text_content()


def test_it_says_where_a_wrong_function_begins(failing: Failing) -> None:
    page = html.document_fromstring(to_html(failing(place=Place(file="task2.py", line=7))))
    assert "(defined in task2.py, line 7)" in page.find(".//p[@class='message']").text_content()


def test_nothing_is_shown_under_a_hidden_check(failing: Failing) -> None:
    page = html.document_fromstring(to_html(same_cause(failing(hidden=True), hidden=False)))
    assert "also d_W2" in page.find(".//ul").text_content()


def test_a_curve_breaks_off_where_a_number_is_missing(failing: Failing) -> None:
    curve = Curve(title="loss", axis="epoch", count=4, values=(3.0, 2.0, None, 1e308))
    page = html.document_fromstring(to_html(failing(curve=curve)))
    lines = [line.get("points") for line in page.findall(".//polyline")]
    assert [len(set(line.split())) for line in lines] == [2, 1]
    assert "Your loss, epoch 1 to 4" in page.find(".//figure/figcaption").text


def test_a_fragment_is_inert_and_needs_no_page(hostile: Report) -> None:
    (fragment,) = html.fragments_fromstring(to_fragment(hostile, ["`<b>` was left out."]))
    assert {element.tag for element in fragment.iter()} <= ALLOWED
    assert {name for element in fragment.iter() for name, _ in element.items()} <= ATTRIBUTES
    assert fragment.findall(".//p[@class='note']")[-1].text_content() == "<b> was left out."
    assert not re.search(r"url\(|@import", to_fragment(hostile))


def test_colours_share_a_scale_and_the_difference_has_its_own() -> None:
    drawn = heat_map(numbers_differ())
    assert drawn is not None
    assert [grid.scale[-1] for grid in drawn.grids] == ["5", "5", "4"]
    returned, expected, difference = drawn.grids
    assert returned.rows[0][1][0].background == expected.rows[0][1][0].background
    assert difference.rows[0][1][0].background == "#f7f7f7"
    assert difference.rows[0][1][1].background == "#2166ac"
    assert difference.rows[0][1][1].ink == "#fff"


def test_a_difference_of_mere_rounding_is_none() -> None:
    window = Window(shape=(3,), returned=((0.3, 1.0 + 1e-15, 2.0),), expected=((0.1, 1.0, 2.0),))
    drawn = heat_map(numbers_differ(window=window, index=(0,)))
    assert drawn is not None
    assert [cell.text for cell in drawn.grids[2].rows[0][1]] == ["0.2", "0", "0"]


def test_an_estimate_is_no_better_than_its_error() -> None:
    window = Window(shape=(2,), returned=((5.0, 1.001),), expected=((1.0, 1.0),))
    drawn = heat_map(numbers_differ(window=window, index=(0,), accuracy=0.01))
    assert drawn is not None
    assert [cell.text for cell in drawn.grids[2].rows[0][1]] == ["4", "0"]


def test_the_element_furthest_off_is_no_matter_of_rounding() -> None:
    window = Window(shape=(2,), returned=((1.0 + 1e-12, 1.0),), expected=((1.0, 1.0),))
    drawn = heat_map(numbers_differ(window=window, index=(0,)))
    assert drawn is not None
    assert drawn.grids[2].rows[0][1][0].text == f"1e{MINUS}12"


def test_a_rule_about_other_results_calls_no_number_expected() -> None:
    drawn = heat_map(numbers_differ(relation=True))
    assert drawn is not None
    assert [grid.title for grid in drawn.grids] == ["It is", "It would be", "Difference"]


def test_of_zeros_there_is_no_scale() -> None:
    window = Window(shape=(2,), returned=((0.0, 0.0),), expected=((1.0, 1.0),))
    drawn = heat_map(numbers_differ(window=msgspec.structs.replace(window, expected=())))
    assert drawn is not None
    assert drawn.grids[0].scale == ()


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
