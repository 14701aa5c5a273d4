"""A report's page, opened in a real browser at the width of a desk and of a phone."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.checking.mismatch import Mismatch, Window
from grader.report.html import to_fragment, to_html
from tests.browser.chromium import Browser
from tests.report.conftest import failing, golden, hostile

__all__ = ["failing", "golden", "hostile"]  # fixtures

OVERLAP = """
[...document.querySelectorAll('.scale')].flatMap(scale => {
    const ends = [...scale.querySelectorAll('span')].map(span => span.getBoundingClientRect());
    return ends.slice(1).map((end, i) => end.left - ends[i].right);
})
"""
INKS = """
[...document.querySelectorAll('.grader-report .message, .note, .hint, .points, .tag, th')]
    .map(element => getComputedStyle(element).color)
"""


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_hostile_text_fits_the_page_and_nothing_on_it_runs(
    hostile, tmp_path: Path, width: int, scheme: str
) -> None:
    page = tmp_path / "report.html"
    page.write_text(to_html(hostile))
    with Browser(tmp_path / "profile") as browser:
        media = [{"name": "prefers-color-scheme", "value": scheme}]
        browser.say("Emulation.setEmulatedMedia", features=media)
        browser.open(page, width)
        browser.ask("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert browser.ask("document.documentElement.scrollWidth") <= width
        assert browser.ask("document.querySelectorAll('script, img, a').length") == 0
        dark = browser.ask("getComputedStyle(document.body).backgroundColor") == "rgb(18, 21, 27)"
        assert dark == (scheme == "dark")
        inks = {sum(map(int, c[4:-1].split(","))) > 382 for c in browser.ask(INKS)}
        assert inks == {scheme == "dark"}  # light on dark, or dark on light


THEMES = {
    "JupyterLab": ("--jp-content-font-color1", "--jp-content-font-color2"),
    "VS Code": ("--vscode-foreground", "--vscode-descriptionForeground"),
}


@pytest.mark.parametrize("names", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("ink", ["rgb(240, 240, 240)", "rgb(20, 20, 20)"])
def test_in_a_notebook_it_takes_the_ink_of_the_theme_not_of_the_system(
    failing, tmp_path: Path, names: tuple[str, str], ink: str
) -> None:
    theme = "".join(f"{name}:{ink};" for name in names)
    page = tmp_path / "cell.html"
    page.write_text(f"<!doctype html><style>:root{{{theme}}}</style>{to_fragment(failing())}")
    with Browser(tmp_path / "profile") as browser:
        for scheme in ("light", "dark"):
            media = [{"name": "prefers-color-scheme", "value": scheme}]
            browser.say("Emulation.setEmulatedMedia", features=media)
            browser.open(page, 700)
            assert set(browser.ask(INKS)) == {ink}


@pytest.mark.parametrize("width", [1280, 375])
def test_the_numbers_of_a_colour_scale_stand_apart(failing, tmp_path: Path, width: int) -> None:
    window = Window(shape=(1,), returned=((-1.23e-101,),), expected=((1.23e-101,),))
    mismatch = Mismatch(kind="numbers differ", array="d_x", message="", index=(0,), window=window)
    page = tmp_path / "report.html"
    page.write_text(to_html(failing(mismatch=mismatch)))
    with Browser(tmp_path / "profile") as browser:
        browser.open(page, width)
        gaps = browser.ask(OVERLAP)
    assert len(gaps) == 6
    assert min(gaps) >= 8
