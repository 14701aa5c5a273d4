"""The overview as a page: what is on it, and what never comes to life."""

from __future__ import annotations

import re
import subprocess
import sys

from lxml import html

from grader.overview.figures import survey
from grader.overview.html import to_html
from grader.overview.reading import read
from tests.overview.conftest import MESSAGE, RIGHT, WRONG, Write, check, report
from tests.report.conftest import HOSTILE


def test_the_page_has_the_figures_and_the_plots(written: Write) -> None:
    page = html.document_fromstring(
        to_html(survey(read(written({"anna": RIGHT, "ben": WRONG, "cleo": WRONG}))))
    )
    text = " ".join(page.text_content().split())
    for told in ("6.67/10", "5/10", "33 % 1/3", MESSAGE, "the very same files as ben"):
        assert told in text
    plots = page.findall(".//svg")
    assert len(plots) == 2
    assert "cube" in plots[1].text_content()


def test_hostile_names_and_messages_stay_text(written: Write) -> None:
    clean = HOSTILE.encode("utf-8", "backslashreplace").decode()
    bad = report(check("slope", "crashed", clean), message=clean)
    overview = survey(read(written({"<img src=x onerror=alert(1)>": bad, "anna": RIGHT})))
    page = to_html(overview)
    document = html.document_fromstring(page)
    tags = {element.tag for element in document.iter() if isinstance(element.tag, str)}
    assert not tags & {"script", "img", "b onload", "iframe", "a", "object", "form", "link"}
    attributes = {name for element in document.iter() for name in element.attrib}
    assert not [name for name in attributes if name.startswith("on")]
    assert "1337" not in page  # text is no template
    assert "\x1b" not in page
    assert "<img src=x onerror=alert(1)>" in document.text_content()


def test_hostile_ids_of_tasks_stay_text_in_the_plots(written: Write) -> None:
    overview = survey(read(written({"anna": RIGHT})))
    for one in overview.checks:
        one.task = "<b>$x^2$\x1b</b>"
    plot = html.document_fromstring(to_html(overview)).findall(".//svg")[1]
    assert "<b>$x^2$" in plot.text_content()
    assert not plot.findall(".//b")


def test_the_same_class_gives_the_same_page_that_needs_nothing_else(written: Write) -> None:
    overview = survey(read(written({"anna": RIGHT, "ben": WRONG})))
    page = to_html(overview)
    assert page == to_html(overview)
    assert not re.search(r"url\((?!#)|@import|src=|<link|<script", page)
    assert not re.search(r"\d{4}-\d\d-\d\dT", page)


def test_a_class_of_which_nothing_was_graded_has_a_page(written: Write) -> None:
    assert "<svg" not in to_html(survey(read(written({}, pending=["anna"]))))


def test_what_is_missing_is_named_with_its_cure() -> None:
    for package in ("jinja2", "matplotlib"):
        code = (
            f"import sys; sys.modules[{package!r}] = None\n"
            "from grader.errors import UsageError\n"
            "try: import grader.overview.html\n"
            "except UsageError as error: print(error)"
        )
        run = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert "pip install jinja2 matplotlib" in run.stdout
        assert package in run.stdout


def test_the_terminal_does_not_wait_for_plots() -> None:
    code = (
        "import sys, grader.cli.overview, grader.overview.terminal\n"
        "print(*{'matplotlib', 'jinja2', 'numpy'} & sys.modules.keys())"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "matplotlib" not in run.stdout
    assert "jinja2" not in run.stdout
