"""From the text of a notebook to Python: which cells hold code, and what it is without magics.

Runs in the process of `grader.submission.notebook.convert`. It works on text and runs none of it.
`nbformat` reads the file, whichever version it is of, and IPython's own transformer makes calls of
``get_ipython()`` out of magics and shell lines; where the cells run, those calls do nothing.
"""

from __future__ import annotations

import ast
import json
from itertools import takewhile
from typing import Any, NamedTuple

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import convert, reader

from grader.untrusted.sizes import MAX_CELLS, MAX_CODE

MAX_FRAME = 900_000
MAX_MAGICS = 8
"""So many cell magics may stand above one another."""

_RUN_HERE = {"capture", "debug", "prun", "time"}
"""The cell magics of IPython that run their body in the notebook's own namespace ..."""

_OTHERS_RUN_HERE = {"ipytest", "lprun", "mprun", "notify", "pyinstrument", "scalene", "snakeviz"}
"""... and those of packages."""

_FILES = {"file", "writefile"}


class NotUsable(Exception):
    """The file is no notebook that could be run; the text goes on after "work.ipynb"."""


class Cell(NamedTuple):
    """A code cell: its number, by which Jupyter numbers it in "Run All", and its Python."""

    number: int
    source: str


def code_cells(data: bytes) -> list[Cell]:
    """Return the code cells that are not empty.

    Parameters
    ----------
    data
        What the file holds.

    Raises
    ------
    NotUsable
        When it is no notebook, or one far larger than a person writes.
    """
    sources = [source for source in _sources(_notebook(data)) if source.strip()]
    if not sources:
        raise NotUsable("has no code cell with anything in it.")
    if len(sources) > MAX_CELLS:
        raise NotUsable(f"has {len(sources):,} code cells, and {MAX_CELLS:,} are the most.")
    length = sum(map(len, sources))
    if length > MAX_CODE:
        raise NotUsable(f"has {length:,} characters of code, and {MAX_CODE:,} are the most.")
    cells = [Cell(number, python(source)) for number, source in enumerate(sources, start=1)]
    if len(json.dumps(cells)) > MAX_FRAME:  # a magic or a rare letter takes many times its length
        raise NotUsable("has too much code for one run.")
    return cells


def _notebook(data: bytes) -> Any:
    """Return the notebook in nbformat's form, as version 4."""
    try:
        notebook = reader.reads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise NotUsable("is no notebook: it is not UTF-8 text.") from None
    except RecursionError:
        raise NotUsable("is no notebook: it is nested too deeply.") from None
    except Exception:  # whatever hostile JSON makes of it
        raise NotUsable("is no notebook: it is not the JSON that Jupyter saves.") from None
    if not isinstance(notebook, dict) or not {"cells", "worksheets"} & set(notebook):
        raise NotUsable("is no notebook: it has no cells.")
    try:
        return notebook if notebook["nbformat"] == 4 else convert(notebook, 4)
    except Exception:
        raise NotUsable("is a notebook of a version that cannot be read.") from None


def _sources(notebook: Any) -> list[str]:
    """Return the source of each code cell."""
    cells = notebook.get("cells")
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise NotUsable("is no notebook: it has no list of cells.")
    sources = [cell.get("source", "") for cell in cells if cell.get("cell_type") == "code"]
    joined = ["".join(s) if _is_text(s) else s for s in sources]
    if not all(isinstance(source, str) for source in joined):
        raise NotUsable("is no notebook: the source of a cell is no text.")
    # Half a character can stand in JSON, and nowhere else.
    return [source.encode("utf-8", "replace").decode() for source in joined]


def _is_text(source: Any) -> bool:
    """Whether it is lines of text; nbformat joins them only where the file is in order."""
    return isinstance(source, list) and all(isinstance(line, str) for line in source)


def python(source: str, depth: int = 0) -> str:
    """Return a cell as Python, with as many lines in front of each statement as it has there.

    What is no Python stays as it is, and is reported when it is run.
    """
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    try:
        code = str(TransformerManager().transform_cell(source))
        magic = _cell_magic(code)
    except Exception:  # the transformer may give up, and what it returns need be no Python
        return source
    above = "\n" * _empty_lines(source)
    if magic is None:
        return above + code
    name, line, body = magic
    if name in _FILES:
        return above + code
    if name not in _RUN_HERE | _OTHERS_RUN_HERE or depth == MAX_MAGICS:
        return ""
    first = f"get_ipython().run_cell_magic({name!r}, {line!r}, '')" if name == "capture" else ""
    return f"{above}{first}\n{python(body, depth + 1)}"


def _cell_magic(code: str) -> tuple[str, str, str] | None:
    """Return name, line and body of the cell magic that a cell is, or None for another cell."""
    if "run_cell_magic" not in code:
        return None
    match ast.parse(code).body:
        case [
            ast.Expr(
                ast.Call(
                    ast.Attribute(ast.Call(ast.Name("get_ipython"), [], []), "run_cell_magic"),
                    [ast.Constant(str(name)), ast.Constant(str(line)), ast.Constant(str(body))],
                    [],
                )
            )
        ]:
            return name, line, body
    return None


def _empty_lines(source: str) -> int:
    """Return how many lines the transformer takes off the top."""
    return len(list(takewhile(lambda line: not line.strip(), source.splitlines())))
