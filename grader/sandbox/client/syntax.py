"""What to do about a file that is not valid Python: hints for a beginner's mistakes."""

from __future__ import annotations

import re

_STRAIGHT = "Type it as a straight quote: word processors and web pages make it a curly one."
_CHARACTERS = {
    "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\xab\xbb\u2032\u2033\xb4": _STRAIGHT,
    "\u2010\u2011\u2012\u2013\u2014\u2212": "Type it as a minus: `-`.",
    "\xd7\xb7\u2217\u22c5": "Type it as a star: `*`.",
    "\xf7\u2215": "Type it as a slash: `/`.",
    "\xb2\xb3": "A power is `**`: `x**2`.",
    "\u2026": "Is a part of the line still to be written?",
    "\u2260\u2264\u2265": "Type it as two characters: `!=`, `<=` or `>=`.",
    "\uff08\uff09\uff0b\uff0c\uff1a\uff1b\uff1d\uff3b\uff3d": "Type it anew, with the keyboard set "
    "to English.",
    "\u2202\u2207\u2211\u220f\u221a": "A name in Python is made of letters, digits and `_`.",
}
"""Quotes, dashes, signs, and what keyboards of other languages have."""

_INVISIBLE = (
    "There is an invisible character in the line, as copying from a web page or a PDF brings it: "
    "delete the line and type it anew."
)
_CHARACTER = re.compile(r"^invalid character '(.)'")

_INDENT = "Use four spaces for each level, and no tabs."
_HINTS = (
    (r"^invalid non-printable character", _INVISIBLE),
    (r"^unexpected character after line continuation", "Delete the backslash, or what follows it."),
    (r"was never closed", "Count the brackets of this line: one more opens than closes."),
    (r"^unmatched '", "Count the brackets of this line: one more closes than opens."),
    (r"does not match opening parenthesis", "Each bracket closes with one of its own kind."),
    (r"^unterminated (?:triple-quoted )?(?:f-)?string", "The text that begins here has no end."),
    (r"^inconsistent use of tabs|^unindent does not match", _INDENT),
    (
        r"^unexpected indent",
        "This line is further to the right than the one above. " + _INDENT,
    ),
    (r"^expected an indented block", _INDENT),
    (r"outside function", "Is this line too far to the left?"),
    (r"^cannot assign to .* here\. Maybe you meant '=='", ""),
    (r"^expected ':'", ""),
    (r"^invalid decimal literal", "Is a `*` missing between a number and a name?"),
    (
        r"^Missing parentheses in call to 'print'",
        "That is Python 2: write `print(…)`.",
    ),
)
_KNOWN = tuple((re.compile(pattern), hint) for pattern, hint in _HINTS)
_MAGIC = re.compile(r"^\s*[%!]\s*\w")
_PROMPT = re.compile(r"^\s*(?:In|Out) ?\[[\d ]*\]:|^\s*>>> ")
_KEYWORD = re.compile(r"^\s*(?:else\s+if)\b")


def syntax_hint(message: str, source: str) -> str:
    """Return what to do about a mistake in the language.

    Parameters
    ----------
    message
        What Python says of it.
    source
        The line, or nothing.
    """
    if _MAGIC.match(source):
        return (
            "Lines that begin with % or ! are a notebook's: delete them, or hand in the notebook."
        )
    if _PROMPT.match(source):
        return "This was copied from a session: delete the prompts, and what Python answered."
    if _KEYWORD.match(source):
        return "In Python that is `elif`."
    if match := _CHARACTER.match(message):
        found = (hint for characters, hint in _CHARACTERS.items() if match[1] in characters)
        return next(found, "Word processors and web pages put such characters into code.")
    return next((hint for pattern, hint in _KNOWN if pattern.search(message)), "")
