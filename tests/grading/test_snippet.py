from __future__ import annotations

import contextlib
import io
import sys
import types

import numpy as np
import pytest

from grader.authoring.drawing import LAYOUTS
from grader.grading.literals import MAX_ELEMENTS
from grader.grading.snippet import snippet
from grader.sandbox.client.codec import Answer
from grader.sandbox.client.remote import Call

PARAMETERS = {"f": ("first", "second"), "g": ("x",)}


def run(source: str, monkeypatch: pytest.MonkeyPatch, **functions: object) -> str:
    """Run a snippet beside a module `task1` with these functions; return what it prints."""
    module = types.ModuleType("task1")
    vars(module).update(functions)
    monkeypatch.setitem(sys.modules, "task1", module)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(source, "snippet", "exec"), {})
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


@pytest.mark.parametrize(
    "number", [0.5, 1.0, 1e-17, 2, -0.0, True, np.float64(0.5), np.inf, -np.inf, np.nan]
)
def test_snippet_keeps_the_type_of_a_number(monkeypatch: pytest.MonkeyPatch, number: float) -> None:
    seen = []
    run(snippet([Call("task1", "g", (number,))], PARAMETERS), monkeypatch, g=seen.append)
    assert type(seen[0]) is type(number)
    assert repr(seen[0]) == repr(number)


def test_snippet_writes_what_is_not_finite(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    array = np.array([[np.nan, np.inf, -np.inf, 1.0]] * 9)
    run(snippet([Call("task1", "g", (array,))], PARAMETERS), monkeypatch, g=seen.append)
    assert np.array_equal(seen[0], array, equal_nan=True)


def test_snippet_assigns_only_what_changes_between_calls() -> None:
    one, two, three = (np.array([value]) for value in (1.0, 2.0, 3.0))
    calls = [Call("task1", "f", (one, two)), Call("task1", "f", (one, three))]
    source = snippet(calls, PARAMETERS)
    assert source.count("first = ") == 1
    assert source.count("second = ") == 2


def test_snippet_says_what_was_returned() -> None:
    call = Call("task1", "g", (np.array([1.0]),))
    call.answer = Answer((np.array([1.0, 2.0]), 3.0), [])
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


def test_lists_of_arrays_and_numbers_can_be_pasted(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = np.arange(30.0).reshape(3, 10) / 7
    locked = np.array([1.0])
    locked.flags.writeable = False
    arguments = [np.array([1.0, 2.0]), LAYOUTS["reversed"](wide)], [locked, wide], 0.1
    seen: list[object] = []

    def update(*given: object) -> None:
        seen.extend(given)

    source = snippet([Call("task1", "update", arguments)], UPDATE)
    run(source, monkeypatch, update=update)
    parameters, gradients, rate = seen
    assert rate == 0.1
    for given, due in zip([*parameters, *gradients], [*arguments[0], *arguments[1]], strict=True):
        assert np.array_equal(given, due)
        assert given.strides == due.strides
        assert given.flags.writeable == due.flags.writeable


UPDATE = {"update": ("parameters", "gradients", "rate")}


def updates(*afters: float) -> list[Call]:
    """Return calls in a row that change one parameter, each from where the last one ended."""
    calls, value = [], 1.0
    for after in afters:
        call = Call("task1", "update", ([np.array([value])], [np.array([2.0])], 0.5))
        call.watched = True
        call.answer = Answer(None, [[np.array([after])], [np.array([2.0])], 0.5])
        calls.append(call)
        value = after
    return calls


def test_what_a_call_changed_is_shown_and_the_next_one_goes_on_from_there() -> None:
    source = snippet(updates(0.0, -1.0), UPDATE)
    assert source.count("parameters = ") == 1
    shown = "print(parameters)\n# now: a list of 1:\n"
    assert source.count(f"# returned: None\n{shown}") == 2
    assert source.endswith(f"{shown}# [-1.]")


def test_a_list_that_did_not_change_is_shown_all_the_same() -> None:
    assert snippet(updates(1.0), UPDATE).endswith("print(parameters)\n# now: a list of 1:\n# [1.]")


def test_no_snippet_with_an_object_in_a_list() -> None:
    assert snippet([Call("task1", "g", ([object()],))], PARAMETERS) == ""
