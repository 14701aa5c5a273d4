"""From a notebook's text to Python."""

from __future__ import annotations

import json

import pytest

from grader.submission.notebook.cells import Cell, NotUsable, code_cells, python
from tests.submission.writing import notebook_of

BODY = "def f():\n    return 1\n"


def cells(*sources, **fields) -> list[Cell]:
    return code_cells(notebook_of(*sources, **fields).encode())


def test_cells_bear_the_numbers_of_run_all() -> None:
    found = cells("x = 1", "  \n", ["y = 2\n", "z = 3"])
    assert found == [Cell(1, "x = 1\n"), Cell(2, "y = 2\nz = 3\n")]


def test_text_between_the_cells_is_no_code() -> None:
    markdown = {"cell_type": "markdown", "id": "m", "metadata": {}, "source": "raise"}
    code = {"cell_type": "code", "source": "x = 1", "metadata": {}, "outputs": []}
    assert [cell.source for cell in cells(cells=[markdown, code])] == ["x = 1\n"]


@pytest.mark.parametrize("magic", ["%%time", "%%capture out", "%%time\n%%prun"])
def test_body_of_a_cell_magic_that_runs_python_keeps_its_lines(magic: str) -> None:
    source = f"{magic}\n{BODY}"
    lines = python(source).splitlines()
    assert lines.index("def f():") == source.splitlines().index("def f():")


@pytest.mark.parametrize("magic", ["%%bash", "%%timeit", "%%html", "%%no_such_magic"])
def test_body_of_another_cell_magic_is_dropped(magic: str) -> None:
    assert python(f"{magic}\n{BODY}") == ""


def test_body_of_a_cell_magic_may_have_magics_in_it() -> None:
    assert "get_ipython().run_line_magic('matplotlib'" in python(
        f"%%time\n%matplotlib inline\n{BODY}"
    )


def test_file_that_a_cell_writes_is_kept() -> None:
    assert "run_cell_magic('writefile', 'f.py', 'def f" in python(f"%%writefile f.py\n{BODY}")


def test_lines_may_end_as_on_windows() -> None:
    source = "%matplotlib inline\r\nx = [1,\r\n2]\r\n"
    assert python(source).splitlines()[1:] == ["x = [1,", "2]"]


def test_empty_lines_at_the_top_count() -> None:
    assert python("\n\nx = 1\n").splitlines() == ["", "", "x = 1"]


def test_text_that_looks_like_a_magic_is_text() -> None:
    source = 's = """\n%matplotlib inline\n!ls\n"""\n'
    assert python(source) == source


def test_what_is_no_python_stays_as_it_is() -> None:
    assert python("this is a note\n") == "this is a note\n"


def test_old_version_is_upgraded() -> None:
    old = {
        "metadata": {"name": ""},
        "nbformat": 3,
        "nbformat_minor": 0,
        "worksheets": [
            {
                "metadata": {},
                "cells": [
                    {
                        "cell_type": "code",
                        "collapsed": False,
                        "input": ["def f():\n", "    return 1"],
                        "language": "python",
                        "metadata": {},
                        "outputs": [],
                    }
                ],
            }
        ],
    }
    assert code_cells(json.dumps(old).encode()) == [Cell(1, BODY)]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "not the JSON"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"[1, 2]", "is no notebook"),
        (b'{"a": 1}', "is no notebook"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"cells": [], "nbformat": ' + b"9" * 6000 + b"}", "is no notebook"),
        (notebook_of(cells=[]).encode(), "no code cell"),
        (notebook_of(" ", "\n").encode(), "no code cell"),
        (notebook_of(cells={"a": 1}).encode(), "is no notebook"),
        (notebook_of(cells=[1, 2]).encode(), "is no notebook"),
        (notebook_of(3, {"a": 1}, None).encode(), "no text"),
        (notebook_of(["x", 3]).encode(), "is no notebook"),
        (notebook_of("x = 1", nbformat=9).encode(), "is no"),
        (notebook_of("x = 1", nbformat="4").encode(), "is no"),
        (notebook_of(*["x = 1"] * 3000).encode(), "3,000 code cells"),
        (notebook_of("x = 1\n" * 100_000).encode(), "600,000 characters of code"),
        (notebook_of("# " + "\N{SNOWMAN}" * 300_000).encode(), "too much code"),
    ],
)
def test_what_is_no_notebook_is_refused_in_a_sentence(data: bytes, problem: str) -> None:
    with pytest.raises(NotUsable, match=problem):
        code_cells(data)


def test_half_a_character_is_no_reason_to_fail() -> None:
    assert cells("x = '\ud800'") == [Cell(1, "x = '?'\n")]
