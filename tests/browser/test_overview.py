"""The overview, opened in a real browser at the width of a desk and of a phone."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.grading.result import Report
from grader.overview.figures import survey
from grader.overview.html import to_html
from grader.overview.reading import read
from tests.browser.chromium import Browser
from tests.overview.conftest import RIGHT, WRONG, check, report, written

__all__ = ["written"]  # a fixture

ATTACK = "<script>document.title = 'pwned'</script><img src=x onerror=\"document.title='pwned'\">"


@pytest.fixture
def page(written, tmp_path: Path) -> Path:
    """Return the page on a class in which a name and a message attack, and neither has a gap."""
    hostile = report(check("value"), check("slope", "crashed", ATTACK + "x" * 400))
    slow = report(check("value", "timeout", "Took more than 5 seconds."), check("slope"))
    reports: dict[str, Report] = {f"student{n:02}": RIGHT for n in range(8)}
    reports |= {ATTACK.replace("/", "_"): hostile, "y" * 100: WRONG, "slow": slow}
    path = tmp_path / "overview.html"
    path.write_text(to_html(survey(read(written(reports)))))
    return path


@pytest.mark.parametrize("width", [1280, 375])
def test_the_page_fits_and_nothing_on_it_runs(page: Path, tmp_path: Path, width: int) -> None:
    with Browser(tmp_path / "profile") as browser:
        browser.open(page, width)
        assert browser.ask("innerWidth") == width
        assert browser.ask("document.documentElement.scrollWidth") <= width
        assert browser.ask("document.title") == "Overview of 11 submissions"
        assert browser.ask("document.querySelectorAll('script, img').length") == 0
        assert ATTACK in browser.ask("document.body.innerText")
        rectangles = browser.ask(
            "[...document.querySelectorAll('svg')].map(svg => svg.getBoundingClientRect())"
            ".map(r => [r.left, r.right, r.width, r.height])"
        )
        assert len(rectangles) == 2
        for left, right, wide, high in rectangles:
            assert 0 <= left < right <= width
            assert wide > 300
            assert high > 80
        above = browser.ask(
            "[...document.querySelectorAll('.plots > section')].map(s => s.offsetTop)"
        )
        assert (above[0] == above[1]) == (width > 1000)  # side by side, or one below the other
        outside = "e => e.getBoundingClientRect().right > innerWidth + 1"
        assert (
            browser.ask(f"[...document.querySelectorAll('main *')].filter({outside}).length") == 0
        )
