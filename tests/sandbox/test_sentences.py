"""Reports are the student's to forge: whatever stands in one, a sentence can be shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import grader
from grader.sandbox.client.errors import Raised
from grader.sandbox.client.messages import lacking, missing, raised, too_slow
from grader.sandbox.protocol.frames import ProtocolError, parse_prefix
from grader.sandbox.worker.exceptions import Own, describe
from tests.sandbox.conftest import readable

KEYS = ["type", "message", "file", "line", "source", "function", "syntax", "not_written", "unfit"]
KEYS += ["found", "owner", "names", "top", "defined", "suggestion", "first"]
PARTS = ["expression", "operation", "callee", "operands"]
hostile = st.one_of(
    st.text(),
    st.text(alphabet="\x1b[2J\n\r\t\u202e\ud800 x", min_size=1),
    st.sampled_from(["x" * 100_000, "f() takes 3", "<string>", "`", "...", ":"]),
    st.integers(),
    st.booleans(),
    st.none(),
    st.floats(),
    st.lists(st.text() | st.integers(), max_size=3),
    st.dictionaries(st.text(), st.integers(), max_size=2),
)
reports = hostile | st.dictionaries(st.sampled_from(KEYS + PARTS), hostile)
MESSAGES = [
    "matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature "
    "(n?,k),(k,m?)->(n?,m?) (size 3 is different from 2)",
    "matmul: Input operand 1 does not have enough dimensions (has 0, gufunc core with",
    "shapes (2,) and (3,) not aligned: 2 (dim 0) != 3 (dim 0)",
    "operands could not be broadcast together with shapes (2,) (3,)",
    "non-broadcastable output operand with shape (2,) doesn't match the broadcast shape (3,2)",
    "could not broadcast input array from shape (3,) into shape (2,)",
    "setting an array element with a sequence",
    "cannot reshape array of size 6 into shape (4,)",
    "all the input array dimensions except for the concatenation axis must match exactly, but "
    "along dimension 0, the array at index 0 has size 2 and the array at index 1 has size 3",
    "all the input arrays must have same number of dimensions, but the array at index 0 has 1 "
    "dimension(s) and the array at index 1 has 2 dimension(s)",
    "all input arrays must have the same shape",
    "index 3 is out of bounds for axis 0 with size 2",
    "list index out of range",
    "too many indices for array: array is 1-dimensional, but 2 were indexed",
    "boolean index did not match indexed array along axis 0; size of axis is 2 but size of "
    "corresponding boolean axis is 3",
    "axis 2 is out of bounds for array of dimension 2",
    "unsupported operand type(s) for ^: 'float' and 'int'",
    "unsupported operand type(s) for *: 'NoneType' and 'float'",
    "unsupported operand type(s) for *: 'float' and 'NoneType'",
    "'<' not supported between instances of 'float' and 'NoneType'",
    "unsupported operand type(s) for *: 'list' and 'method'",
    "'NoneType' object has no attribute 'shape'",
    "Cannot cast ufunc 'add' output from dtype('float64') to dtype('int64') with casting rule",
    "The truth value of an array with more than one element is ambiguous",
    "only 0-dimensional arrays can be converted to Python scalars",
    "'ndarray' object is not callable",
    "Cannot interpret '3' as a data type",
    "Field elements must be 2- or 3-tuples, got '3'",
    "not enough values to unpack (expected 2, got 1)",
    "only integers, slices (`:`), ellipsis (`...`)",
    "only integer scalar arrays can be converted to a scalar index",
    "'tuple' object cannot be interpreted as an integer",
    "can't multiply sequence by non-int of type 'float'",
    "'int' object is not iterable",
    "iteration over a 0-d array",
    "object of type 'int' has no len()",
    "'key'",
]
OPERATIONS = ["@", "-", "+=", "*", "call", "[]", "[]=", ".", "for", "unpack", "not"]
known = hostile | st.fixed_dictionaries(
    {},
    optional={
        "shape": hostile | st.lists(st.integers(-1, 3), max_size=3),
        "items": hostile | st.lists(st.integers(-1, 3), max_size=3),
        "type": hostile | st.sampled_from(["NoneType", "list", "dict", "tuple", "number"]),
        "length": hostile | st.integers(-1, 3),
        "keys": hostile,
        "from": hostile,
    },
)
operand = hostile | st.tuples(st.text(max_size=9) | st.just("f(x)"), known).map(list)
failed = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["ValueError", "TypeError", "IndexError", "KeyError"]),
        "message": st.sampled_from(MESSAGES),
    },
    optional={
        "expression": st.sampled_from(["x.shape[0]", "f(x)", "max()"]) | hostile,
        "operation": st.sampled_from(OPERATIONS) | hostile,
        "callee": st.sampled_from(["np.sum", "max", "np.random.randn", "len", "float"]) | hostile,
        "operands": st.lists(operand, max_size=3) | hostile,
    },
)
what = st.sampled_from(["`f`", "importing task1.py", "reading `x`"])
fuzz = settings(max_examples=300, derandomize=True, database=None, deadline=None)


@given(reports, what, st.sampled_from([None, "task", "submission"]))
@fuzz
def test_any_report_makes_sentences(report: Any, doing: str, whole: Any) -> None:
    readable(raised(report, doing))
    readable(lacking(report, "f"))
    readable(too_slow(doing, 5.0, report, whole))


@given(failed, what)
@settings(fuzz, max_examples=1500)
def test_any_part_of_a_line_makes_a_sentence(report: Any, doing: str) -> None:
    readable(raised(report, doing))


@given(st.lists(st.text()))
@fuzz
def test_any_names_make_a_hint(names: list[str]) -> None:
    readable(missing("mse_loss", "task1.py", names))


@pytest.mark.parametrize("end", ["", ".", "...", ":"])
def test_a_sentence_ends_once(end: str) -> None:
    report = {"type": "ValueError", "message": f"no good{end}", "file": "task1.py", "line": 3}
    assert str(raised(report, "`f`")) == "task1.py, line 3: `f` raised ValueError: no good."


def test_a_long_message_keeps_its_beginning_and_its_end() -> None:
    error = raised({"type": "ValueError", "message": "first " + "x " * 1000 + "last"}, "`f`")
    assert isinstance(error, Raised)
    assert "ValueError: first x x" in str(error)
    assert str(error).endswith("x x last.")
    assert " … " in str(error)


def test_a_call_without_a_place_begins_with_a_capital() -> None:
    error = raised({"type": "MemoryError"}, "importing task1.py")
    assert str(error) == "Importing task1.py raised MemoryError."


def test_the_place_of_an_error_is_in_the_students_files_wherever_the_grader_lies() -> None:
    root = str(Path(grader.__file__).parent.parent)
    for function in (lambda: parse_prefix(b""), lambda: np.linalg.inv(np.zeros((2, 2)))):
        with pytest.raises((ProtocolError, np.linalg.LinAlgError)) as caught:
            function()
        report = describe(caught.value, Own(root), "", None)
        assert report["file"] == "tests/sandbox/test_sentences.py"
        assert report["function"] == "<lambda>"
