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
KEYS += ["found", "owner", "names"]
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
reports = hostile | st.dictionaries(st.sampled_from(KEYS), hostile)
what = st.sampled_from(["`f`", "importing task1.py", "reading `x`"])
fuzz = settings(max_examples=300, derandomize=True, database=None, deadline=None)


@given(reports, what, st.sampled_from([None, "task", "submission"]))
@fuzz
def test_any_report_makes_sentences(report: Any, doing: str, whole: Any) -> None:
    readable(raised(report, doing))
    readable(lacking(report, "f"))
    readable(too_slow(doing, 5.0, report, whole))


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
