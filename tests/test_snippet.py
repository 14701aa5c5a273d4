from __future__ import annotations

import contextlib
import io
import sys
import types

import numpy as np
import pytest

from grader.drawing import LAYOUTS
from grader.snippet import MAX_ELEMENTS, snippet
from grader.student.remote import Call
from grader.student.session import Answer

PARAMETERS = {"f": ("first", "second"), "g": ("x",)}


def run(source: str, monkeypatch: pytest.MonkeyPatch, **functions: object) -> str:
    """Run a snippet beside a module `task1` with these functions; return what it prints."""
    module = types.ModuleType("task1")
    vars(module).update(functions)
    monkeypatch.setitem(sys.modules, "task1", module)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(source, "snippet", "exec"), {})  # noqa: S102 - what a student would do
    return printed.getvalue()


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("shape", [(), (1,), (4,), (2, 3), (3, 1), (2, 2, 2), (6, 7)])
@pytest.mark.parametrize("writable", [True, False])
def test_snippet_repeats_the_call_with_the_same_arrays(
    monkeypatch: pytest.MonkeyPatch, layout: str, shape: tuple[int, ...], writable: bool
) -> None:
    array = LAYOUTS[layout](np.array(np.arange(np.prod(shape)).reshape(shape) / 3))
    array.flags.writeable = writable
    seen = []
    run(snippet([Call("task1", "g", (array,))], PARAMETERS), monkeypatch, g=seen.append)
    (repeated,) = seen
    assert repeated.shape == array.shape
    assert repeated.tobytes() == array.tobytes()
    assert repeated.flags.writeable == writable
    if array.size > 1 and not array.flags.c_contiguous:
        assert repeated.strides == array.strides


@pytest.mark.parametrize("dtype", ["int64", "float32", "bool", "uint8"])
def test_snippet_keeps_the_dtype(monkeypatch: pytest.MonkeyPatch, dtype: str) -> None:
    seen = []
    call = Call("task1", "g", (np.array([1, 0, 1], dtype=dtype),))
    run(snippet([call], PARAMETERS), monkeypatch, g=seen.append)
    assert seen[0].dtype == np.dtype(dtype)


def test_snippet_assigns_only_what_changes_between_calls() -> None:
    one, two, three = (np.array([value]) for value in (1.0, 2.0, 3.0))
    calls = [Call("task1", "f", (one, two)), Call("task1", "f", (one, three))]
    source = snippet(calls, PARAMETERS)
    assert source.count("first = ") == 1
    assert source.count("second = ") == 2


def test_snippet_says_what_was_returned() -> None:
    call = Call("task1", "g", (np.array([1.0]),))
    call.answer = Answer((np.array([1.0, 2.0]), 3.0), [], None)
    source = snippet([call], PARAMETERS)
    assert source.endswith("# returned: a tuple of 2:\n# [1., 2.]\n# 3.0")


def test_snippet_imports_from_every_module() -> None:
    x = np.array([1.0])
    calls = [Call("task1", "g", (x,)), Call("task2", "g", (x,)), Call("task1", "f", (x, x))]
    source = snippet(calls, PARAMETERS)
    assert "from task1 import g, f\nfrom task2 import g\n" in source


def test_no_snippet_of_what_nobody_could_read() -> None:
    assert snippet([], PARAMETERS) == ""
    assert snippet([Call("task1", "g", (np.zeros(MAX_ELEMENTS + 1),))], PARAMETERS) == ""
