"""The console of a stream: how wide it is, and whether it has colour."""

from __future__ import annotations

import os
from io import StringIO

import pytest

from grader.report.page import Page, make_console


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def fileno(self) -> int:
        return 1

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.mark.parametrize(("columns", "width"), [(40, 40), (72, 72), (240, 100), (0, 80)])
def test_a_terminal_is_as_wide_as_it_says(
    monkeypatch: pytest.MonkeyPatch, columns: int, width: int
) -> None:
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((columns, 24)))
    assert make_console(Terminal()).width == width


@pytest.mark.parametrize(("said", "width"), [("", 80), ("120", 120), ("0", 80), ("wide", 80)])
def test_a_pipe_is_80_columns_wide_unless_told(
    monkeypatch: pytest.MonkeyPatch, said: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", said)
    assert make_console(StringIO()).width == width


def test_colour_is_for_terminals_that_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert make_console(Terminal()).color_system == "256"
    assert make_console(StringIO()).color_system is None
    monkeypatch.setenv("NO_COLOR", "1")
    assert make_console(Terminal()).no_color
    monkeypatch.setenv("TERM", "dumb")
    assert make_console(Terminal()).color_system is None


def test_a_megabyte_on_one_line_is_cut_before_it_is_looked_at() -> None:
    page = Page(make_console(StringIO()))
    assert page.cut(4, "\x1b" * 1_000_000).plain == "    " + r"\x1b" * 18 + "\\x1…"
