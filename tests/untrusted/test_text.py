"""Foreign text, made harmless."""

from __future__ import annotations

import os

import pytest

from grader.untrusted.text import cell, file_name, from_cell, harmless, one_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("\x00\x07\x08\x7f", r"\x00\x07\x08\x7f"),
        ("a\x1b[31mb", r"a\x1b[31mb"),
        ("\u202e\u2066\u200b\ufeff", r"\u202e\u2066\u200b\ufeff"),
        ("\udcff\ud83d", r"\udcff\ud83d"),
        ("a\u00a0b\u3000c", "a b c"),
        ("a\tb\r\nc\rd", "a   b\nc\nd"),
        ("naïve 反向 ✓", "naïve 反向 ✓"),
    ],
)
def test_what_steers_is_shown(text: str, shown: str) -> None:
    assert harmless(text) == shown


def test_what_cannot_be_encoded_is_spelt_out() -> None:
    assert harmless("“a” … ± 2 反", "ascii") == r'"a" ... +- 2 \u53cd'
    assert harmless("naïve “a”", "cp1252") == "naïve “a”"


def test_line_steers_no_terminal() -> None:
    assert one_line("a\n b\x1b[2J\u202e") == "a b\\x1b[2J\\u202e"


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\n=1",
    " =1",
    '"=1',
    "\uff1d1",
    "\uff0b1",
    "\uff0d1",
    "\uff20A1",
]


@pytest.mark.parametrize("text", [*FORMULAS, "﹦1", "\u22121", "'=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert cell(text).startswith("'")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_has_a_formula_behind_a_semicolon(text: str) -> None:
    assert cell(f"a;{text}").startswith("a;'")
    assert cell(f"a; {text};b").startswith("a;'")


@pytest.mark.parametrize("text", ["ada", "a=1", "a; b", "1-2", "'a'", "C++"])
def test_other_cells_stay(text: str) -> None:
    assert cell(text) == text


@pytest.mark.parametrize("text", ["ada", "+1", "'+1", "''-1", "'a", "@b"])
def test_cell_is_read_back_as_it_was(text: str) -> None:
    assert from_cell(cell(text)) == text


def test_name_of_a_file_is_text_whatever_its_bytes_are() -> None:
    assert file_name("Jörg.py") == "Jörg.py"
    assert file_name(os.fsdecode("Jörg.py".encode("latin-1"))) == "Jörg.py"
    assert file_name("\ud800").encode() == b"\\ud800"
