"""Foreign text made harmless: for a terminal, a log, a page, and a cell of a table.

What a student had a hand in (messages, output, names of files) may hold escape sequences, half a
character or a formula. Whatever shows such text, in whatever format, takes it from here.
"""

from __future__ import annotations

import re
import unicodedata

DASH = "\N{EN DASH}"

PLAIN = str.maketrans(
    {
        DASH: "-",
        "\N{EM DASH}": "-",
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{HORIZONTAL ELLIPSIS}": "...",
        "\N{PLUS-MINUS SIGN}": "+-",
        "\N{MULTIPLICATION SIGN}": "x",
        "\N{MINUS SIGN}": "-",
    }
)
"""What typography becomes where the terminal has none."""

_BEGINS = "=+\\-@\N{MINUS SIGN}\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}" + (
    "\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}\N{SMALL EQUALS SIGN}"
    "\N{SMALL PLUS SIGN}\N{SMALL HYPHEN-MINUS}\N{SMALL COMMERCIAL AT}"
)
_FORMULA = re.compile(rf"'*[\s\"]*[{_BEGINS}]")
_FORMULA_BEHIND = re.compile(rf";(?=[\s\"']*[{_BEGINS}])")


def harmless(text: str, encoding: str = "utf-8") -> str:
    r"""Return `text` as characters that only ever show themselves, in that encoding.

    Line ends are ``\n``, tabs are spaces, and what steers a terminal or cannot be encoded stands
    there as an escape: ``\x1b[2J``.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
    shown = lines if lines.isascii() and lines.isprintable() else "".join(map(_visible, lines))
    try:
        shown.encode(encoding)
    except UnicodeEncodeError:
        return shown.translate(PLAIN).encode(encoding, "backslashreplace").decode(encoding)
    return shown


def one_line(text: str, encoding: str = "utf-8") -> str:
    """Return `text`, harmless, with every run of white space as one space."""
    return harmless(" ".join(text.split()), encoding)


def encodable(text: str) -> str:
    """Return `text` such that UTF-8 has bytes for it: half a character becomes an escape."""
    return text.encode("utf-8", "backslashreplace").decode()


def cell(text: str) -> str:
    """Return `text` as a cell that no spreadsheet computes, whatever it takes for a separator.

    An apostrophe stands before what would begin a formula: at the beginning, in wide and small
    forms too, and behind a semicolon, which splits cells where a comma is a decimal point.
    """
    line = _FORMULA_BEHIND.sub(";'", one_line(text))
    return f"'{line}" if _FORMULA.match(line) else line


def from_cell(text: str) -> str:
    """Return what `cell` made a cell of, as long as it had no semicolon."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def file_name(name: str) -> str:
    """Return a file's name as text: bytes that are no UTF-8 are read as Latin-1.

    Python keeps such bytes as half characters, which no encoder takes.
    """
    try:
        return name.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeDecodeError:
        return name.encode("utf-8", "surrogateescape").decode("latin-1")
    except UnicodeEncodeError:  # half a character that stands for no byte
        return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _visible(char: str) -> str:
    """Return a character that shows itself: invisible ones and half ones become an escape."""
    if char.isprintable() or char == "\n":
        return char
    if unicodedata.category(char) == "Zs":
        return " "
    return char.encode("unicode_escape").decode("ascii")
