"""Notebooks that were saved as Python: by Jupyter, by Colab, or by renaming the file.

Runs in the process of `grader.notebook.convert`.
"""

from __future__ import annotations

import ast
import itertools
import re

from grader.notebook.cells import Cell, code_cells, python
from grader.notebook.sizes import MAX_CODE

_MARK = re.compile(r"^#\s?(?:In\s?\[[\d ]*\]:|%%(?=\s|\[|$))", re.MULTILINE)
_COMMENTED = re.compile(r"^# Commented out IPython magic.*\n(# %%.*\n(?:#.*\n?)*)", re.MULTILINE)


def script_cells(data: bytes) -> tuple[str, list[Cell]]:
    """Return what a Python file is, and its cells if it is a notebook.

    Parameters
    ----------
    data
        What the file holds.

    Returns
    -------
    str
        ``renamed`` for a notebook with the name of a Python file, ``saved`` for one that was saved
        as Python, and nothing for a Python file, in order or not.
    list of Cell
        The cells; numbers are 0 where the lines are those of the file.

    Raises
    ------
    NotUsable
        When it is a notebook that cannot be run.
    """
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return "", []
    if text.lstrip().startswith("{") and _is_no_python(text):
        return "renamed", code_cells(data)
    if len(text) > MAX_CODE:
        return "", []
    whole = _COMMENTED.sub(_uncommented, text)
    if whole == text and not _is_no_python(text) and not _calls_the_shell(text):
        return "", []
    cells = _cut(whole)
    if whole == text and not any(_is_changed(cell) for cell in cells):
        return "", []  # Python with a mistake in it
    return "saved", cells


def _is_no_python(text: str) -> bool:
    """Whether it is another language, or a notebook's JSON, of which only some is Python too."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True
    return len(tree.body) == 1 and isinstance(getattr(tree.body[0], "value", None), ast.Dict)


def _calls_the_shell(text: str) -> bool:
    """Whether a line at the top calls IPython, as a saved notebook does."""
    return any(
        isinstance(node, ast.Expr | ast.Assign)
        and ast.unparse(node.value).startswith("get_ipython().")
        for node in ast.parse(text).body
    )


def _uncommented(match: re.Match[str]) -> str:
    """Return a cell that Colab commented out, in as many lines."""
    lines = match[1].splitlines(keepends=True)
    return "# In[ ]:\n" + "".join(re.sub(r"^# ?", "", line) for line in lines)


def _cut(text: str) -> list[Cell]:
    """Return the cells, each with as many lines above as it has in the file."""
    starts = [0, *(match.start() for match in _MARK.finditer(text)), len(text)]
    cells = []
    for start, end in itertools.pairwise(starts):
        body = _MARK.sub("#", text[start:end], count=1)
        mark, _, rest = body.partition("\n")
        above = text.count("\n", 0, start)
        if mark == "#" or mark.startswith("# ["):  # below it, a cell magic is in the first line
            body, above = rest, above + 1
        if body.strip():
            cells.append(Cell(0, "\n" * above + python(body)))
    return cells


def _is_changed(cell: Cell) -> bool:
    return "get_ipython()" in cell.source
