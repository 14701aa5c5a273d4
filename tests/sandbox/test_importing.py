"""Files of any form are imported as Python would, and what is wrong with one is said."""

from __future__ import annotations

import codecs

import numpy as np
import pytest

from grader.sandbox.client.errors import NotFound, Raised, TimedOut
from grader.sandbox.client.limits import Limits
from grader.sandbox.client.loading import KEPT
from tests.sandbox.conftest import Submit, write

X = np.array([1.0, 2.0])
PLAIN = 'NAME = "Fehlergröße"\n\ndef f(x):\n    return [x, NAME]\n'


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        codecs.BOM_UTF8 + PLAIN.encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.rstrip("\n").encode(),
        b"# -*- coding: latin-1 -*-\n" + PLAIN.encode("latin-1"),
        b"#!/usr/bin/env python\n# coding: cp1252\n" + PLAIN.encode("cp1252"),
        PLAIN.replace("    ", "\t").encode(),
        PLAIN.encode() + b"\x0c\n",
    ],
    ids=["utf-8", "bom", "crlf", "cr", "no end", "latin-1", "cp1252", "tabs", "form feed"],
)
def test_file_is_read_as_it_says(submit: Submit, data: bytes) -> None:
    array, name = submit(data).student.f(X)
    assert np.array_equal(array, X)
    assert name == "Fehlergröße"


@pytest.mark.parametrize(
    ("text", "sentence", "hint"),
    [
        (
            "import numpy as np\ndef f(x):\n    return 2 * (x\n",
            "task1.py, line 3 is not valid Python: '(' was never closed (at `return 2 * (x`).",
            "Count the brackets of this line: one more opens than closes.",
        ),
        (
            "def f(x):\n    if x:\n        y = 1\n\treturn y\n",
            "task1.py, line 4 is not valid Python: inconsistent use of tabs and spaces in "
            "indentation (at `return y`).",
            "Use four spaces for each level, and no tabs.",
        ),
        (
            "def f(x):\nreturn x\n",
            "task1.py, line 2 is not valid Python: expected an indented block after function "
            "definition on line 1 (at `return x`).",
            "Use four spaces for each level, and no tabs.",
        ),
        (
            "\nx = 1 / 0\n",
            "task1.py, line 2: importing task1.py raised ZeroDivisionError: division by zero "
            "(in `x = 1 / 0`).",
            "",
        ),
        (
            "import sys\nsys.exit()\n",
            "task1.py, line 2: importing task1.py raised SystemExit (in `sys.exit()`).",
            "Delete `sys.exit()`: what stands below it is not run.",
        ),
        (
            "raise NotImplementedError",
            "task1.py, line 1: importing task1.py raised NotImplementedError "
            "(in `raise NotImplementedError`).",
            "",
        ),
        (
            '{"cells": [], "execution_count": null}',
            "task1.py, line 1: importing task1.py raised NameError: name 'null' is not defined "
            '(in `{"cells": [], "execution_count": null}`).',
            "Is this a notebook? Export its code as a Python file.",
        ),
        (
            "open('data.csv')",
            "task1.py, line 1: importing task1.py raised FileNotFoundError: [Errno 2] "
            "No such file or directory: 'data.csv' (in `open('data.csv')`).",
            'The code runs in an empty folder: read files only below `if __name__ == "__main__":`.',
        ),
        (
            "from .helper import f",
            "task1.py, line 1: importing task1.py raised ImportError: attempted relative import "
            "with no known parent package (in `from .helper import f`).",
            "Leave out the dot: `from helpers import …`.",
        ),
        (
            "n = input('n? ')",
            "task1.py, line 1: importing task1.py raised EOFError: EOF when reading a line "
            "(in `n = input('n? ')`).",
            "Nobody is there to type: take values from the arguments, not from `input()`. "
            "This line is outside of any function, so it runs whenever the file is loaded: put it "
            'below `if __name__ == "__main__":`.',
        ),
    ],
)
def test_file_that_cannot_be_imported_says_where(
    submit: Submit, text: str, sentence: str, hint: str
) -> None:
    error = submit(text).failure("f", X)
    assert isinstance(error, Raised)
    assert (str(error), error.hint) == (sentence, hint)


@pytest.mark.parametrize(
    ("data", "part", "hint"),
    [
        (b"x = 'Fehlergr\xf6\xdfe'\n", "codec can't decode byte 0xf6", "Save the file as UTF-8."),
        (b"x = 1\0\0\0\n", "null bytes", "The file is damaged: save it again from your editor."),
        (b"# coding: klingon\n", "unknown encoding: klingon", ""),
        (b"x = 1\xff\xfe\n", "codec can't decode byte 0xff", "Save the file as UTF-8."),
        ("x = 1\n".encode("utf-16"), "null bytes", "The file is damaged"),
        (b"x = " + b"(" * 300 + b")" * 300, "too many nested parentheses", ""),
        (b"x = " + b"-" * 100_000 + b"1", "", ""),
        (b"x = [" + b"1 if " * 5000 + b"]", "", ""),
    ],
    ids=["latin-1", "null", "unknown", "binary", "utf-16", "nested", "minus", "if"],
)
def test_file_that_is_no_python_says_so(submit: Submit, data: bytes, part: str, hint: str) -> None:
    error = submit(data).failure("f", X)
    assert part in str(error)
    assert hint in error.hint
    if part:
        assert str(error).startswith("task1.py")
        assert " is not valid Python: " in str(error)


def test_mistake_in_a_sibling_is_found_there(submit: Submit) -> None:
    error = submit("\nimport helper\n", helper="x = 1\ny = (\n").failure("f", X)
    assert str(error) == "helper.py, line 2 is not valid Python: '(' was never closed (at `y = (`)."
    error = submit("\nimport helper\n", helper="x = 1\ny = x.shape\n").failure("f", X)
    assert str(error).startswith("helper.py, line 2: importing task1.py raised AttributeError: ")


def test_mistake_deep_in_numpy_is_found_in_the_students_line(submit: Submit) -> None:
    handed = submit("""
        import numpy as np
        from package.module import g

        def f(x):
            return np.linalg.inv(x)
    """)
    write(
        handed.folder, "import json\ndef g(x):\n    return json.loads('?')\n", "package/module.py"
    )
    error = handed.failure("f", np.zeros((2, 2)))
    assert str(error) == (
        "task1.py, line 6: `f` raised LinAlgError: Singular matrix (in `return np.linalg.inv(x)`)."
    )
    error = handed.failure("g", X)
    assert str(error).startswith("package/module.py, line 3: `g` raised JSONDecodeError: Expecting")


def test_siblings_packages_and_earlier_tasks_are_imported(submit: Submit) -> None:
    handed = submit(
        """
        from helper import double
        from task0 import relu
        from package.module import three

        def f(x):
            import late
            return relu(double(x)) + three + late.one
        """,
        helper="def double(x): return 2 * x\n",
        task0="import numpy as np\ndef relu(x): return np.maximum(x, 0)\n",
        late="one = 1\n",
    )
    write(handed.folder, "three = 3\n", "package/module.py")
    assert np.array_equal(handed.student.f(X), 2 * X + 4)


@pytest.mark.parametrize("name", ["string", "queue", "test", "helpers"])
def test_helper_named_like_a_module_that_nobody_needs_works(submit: Submit, name: str) -> None:
    helper = {name: "def twice(x): return 2 * x\n"}
    handed = submit(f"import {name}\ndef f(x): return {name}.twice(x)\n", **helper)
    assert np.array_equal(handed.student.f(X), 2 * X)


@pytest.mark.parametrize("name", ["json", "types", "numpy", "math", "typing"])
def test_helper_named_like_a_module_in_use_says_what_it_lacks(submit: Submit, name: str) -> None:
    helper = {name: "def twice(x): return 2 * x\n"}
    handed = submit(f"import {name}\ndef f(x): return {name}.twice(x)\n", **helper)
    sentence = f"task1.py, line 2: `f` raised AttributeError: module '{name}' has no attribute"
    assert str(handed.failure("f", X)).startswith(sentence)


def test_helper_that_hides_a_module_from_numpy_is_named(submit: Submit) -> None:
    handed = submit(
        "import numpy as np\ndef f(x): return np.random.default_rng(0).normal(size=2)\n",
        random="mine = 1\n",
    )
    error = handed.failure("f", X)
    assert "cannot import name" in str(error)
    assert "from 'random'" in str(error)


ENDLESS = "from itertools import repeat\nall(repeat(True))\n"


def test_an_import_that_never_ends_is_waited_for_once_and_keeps_what_stands_above(
    submit: Submit,
) -> None:
    handed = submit(
        """
        print("started")
        def f(x): return x
        while True:
            pass
        def g(x): return x
        """,
        Limits(load=1.0),
    )
    for value in range(4):
        error = handed.failure("g", X + value)
        assert isinstance(error, TimedOut)
        assert "importing task1.py took longer than 1 second and was stopped" in str(error)
        assert str(error).startswith("task1.py, line ")
        assert np.array_equal(handed.student.f(X + value), X + value)
    assert handed.session.take_output() == "started\n"


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (ENDLESS, "Importing task1.py took longer than 1 second and was stopped."),
        ("import os\nos._exit(0)\n", "While importing task1.py, the process ended itself "),
        ("import ctypes\nctypes.string_at(0)\n", "While importing task1.py, the process was "),
    ],
    ids=["never returns", "leaves", "crashes"],
)
def test_what_stands_above_a_statement_that_costs_the_process_counts(
    submit: Submit, end: str, said: str
) -> None:
    text = f"""from __future__ import annotations
import absent
def f(x): return x
unknown = absent.thing(1)
def h(x: Unknown): return 2 * x
{end}def g(x): return x
"""
    handed = submit(text, Limits(load=1.0))
    for value in range(2):
        assert np.array_equal(handed.student.f(X + value), X + value)
        assert str(handed.failure("g", X)).startswith(said)
        handed.session._worker._lose()  # noqa: SLF001 - as a crash would
    assert np.array_equal(handed.student.h(X), 2 * X)
    notes = handed.session.modules.outcome("task1").notes
    assert [note for note in notes if note.startswith(said)] == [notes[-1]]
    assert notes[-1].endswith(f"That was in line 7. {KEPT}")


def test_an_import_that_cannot_be_stopped_is_given_up(submit: Submit) -> None:
    handed = submit(f"{ENDLESS}def f(x): return x\n", Limits(load=1.0))
    for value in range(3):
        assert isinstance(handed.failure("f", X + value), TimedOut)


@pytest.mark.parametrize("last", ["1 / 0", "exit()", "quit()", "import sys; sys.exit('done')"])
def test_what_stands_above_the_line_that_raises_counts(submit: Submit, last: str) -> None:
    handed = submit(f"def f(x): return x\n{last}\ndef g(x): return x\n")
    assert np.array_equal(handed.student.f(X), X)
    assert str(handed.failure("g", X)).startswith("task1.py, line 2: importing task1.py raised")
    (note,) = handed.session.modules.outcome("task1").notes
    assert note.startswith("task1.py, line 2: importing task1.py raised")
    assert note.endswith("What it had defined by then counts.")


def test_what_an_imported_file_defined_before_it_raised_counts(submit: Submit) -> None:
    handed = submit(
        """
        from task0 import g
        def f(x): return g(x)
        def late(x):
            from task0 import never
            return never(x)
        """,
        task0="def g(x): return 2 * x\nassert g(1) == 3\ndef never(x): return x\n",
    )
    assert np.array_equal(handed.student.f(X), 2 * X)
    (note,) = handed.session.modules.outcome("task1").notes
    assert note.startswith("task0.py, line 2: importing task1.py raised AssertionError")
    assert "`late` raised AssertionError" in str(handed.failure("late", X))


def test_an_imported_file_that_takes_too_long_is_stopped_where_it_is(submit: Submit) -> None:
    handed = submit(
        "from task0 import g\ndef f(x): return g(x)\n",
        Limits(load=1.0),
        task0="def g(x): return 2 * x\nwhile True: pass\n",
    )
    assert np.array_equal(handed.student.f(X), 2 * X)
    (note,) = handed.session.modules.outcome("task1").notes
    assert note.startswith("task0.py, line 2: importing task1.py took longer than 1 second")


def test_a_failed_import_does_not_hide_its_cause_from_the_next_file(submit: Submit) -> None:
    handed = submit("import task0\n", task0="value = 1 / 0\n")
    handed.session.add_file("task0", handed.folder / "task0.py")
    with pytest.raises(Raised):
        handed.session.modules.load("task0")
    error = handed.failure("f", X)
    assert str(error).startswith("task0.py, line 1: importing task1.py raised ZeroDivisionError")


def test_an_import_that_failed_for_want_of_time_is_tried_again(submit: Submit) -> None:
    handed = submit("import os\ndef ends(x): os._exit(1)\ndef f(x): return x\n")
    handed.failure("ends", X)
    handed.begin_task(1e-9)
    assert isinstance(handed.failure("f", X), TimedOut)
    handed.begin_task(60)
    assert np.array_equal(handed.student.f(X), X)


def test_a_process_that_ends_at_import_is_told(submit: Submit) -> None:
    error = submit("import os\nos._exit(0)\n").failure("f", X)
    assert str(error) == ("While importing task1.py, the process ended itself with exit status 0.")


def test_an_empty_file_defines_nothing(submit: Submit) -> None:
    error = submit(b"").failure("f", X)
    assert isinstance(error, NotFound)


def test_names_that_make_no_sense_do_no_harm(submit: Submit) -> None:
    student = submit("""
        globals()[1] = 2
        globals()["\\ud800\\x1b"] = 3
        __name__ = __file__ = __spec__ = None
        def f(x): return x
    """).student
    assert np.array_equal(student.f(X), X)


def test_a_file_that_vanished_is_told(submit: Submit) -> None:
    handed = submit("def f(x): return x")
    (handed.folder / "task1.py").unlink()
    error = handed.failure("f", X)
    assert "FileNotFoundError" in str(error)
