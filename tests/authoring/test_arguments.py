"""What a function promises of its arguments, and what of it is told in which words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
import pytest

from grader.authoring.arguments import (
    afterwards,
    check_dtypes,
    check_kept,
    check_layouts,
    check_pure,
    judge_each,
    locked,
    unable,
)
from grader.authoring.drawing import LAYOUTS
from grader.authoring.task import several
from grader.checking import CheckFailed, check_values
from grader.sandbox.client.codec import Answer
from grader.sandbox.client.errors import Raised
from grader.sandbox.client.limits import Limits
from grader.sandbox.client.remote import RemoteFunction, Student
from grader.sandbox.client.session import Session
from grader.sandbox.client.signature import signatures

FUNCTIONS = """
import numpy as np

def double(x):
    return 2 * x

def pair(x):
    return 2 * x, x.sum()

def writes(x):
    x *= 2
    return x

def writes_into_copy(x):
    x = x.copy()
    x *= 2
    return x

seen = []

def counts(x):
    seen.append(1)
    return 2 * x + len(seen)

buffers = {}

def one_buffer(x):
    buffer = buffers.setdefault(x.shape, np.zeros(x.shape))
    buffer[...] = 2 * x
    return buffer

by_object = {}

def cached_by_object(x):
    if id(x) not in by_object:
        by_object[id(x)] = x, 2 * x
    return by_object[id(x)][1]

def cached_by_value(x):
    return by_object.setdefault((x.shape, x.tobytes()), 2 * x)

def writes_and_puts_back(x):
    x *= 2
    result = x.copy()
    x /= 2
    return result

last = [None]

def remembers(x):
    last[0] = x > 0
    return np.maximum(x, 0)

def goes_by_memory(x):
    return last[0] * 1.0

def goes_by_argument(x):
    return (x > 0) * 1.0

def reads_raw_memory(x):
    flat = np.lib.stride_tricks.as_strided(x, (x.size,), (x.itemsize,))
    return 2 * flat.reshape(x.shape)

def cuts_off(x):
    return (x / 2).astype(x.dtype)

def single(x):
    return np.float32(2) * x.astype(np.float32)

def second_single(x):
    return 2 * x, x.astype(np.float32)

def integer_where_negative(x):
    return 0 if x.sum() < 0 else x.sum()

def vectors_only(x):
    return np.array([2.0 * float(value) for value in x])

def text(x):
    return "2 x"

def nothing(x):
    return None

def in_a_dict(x):
    return {"twice": 2 * x, "total": x.sum()}

def in_a_set(x):
    return {2.0, 3.0}

def one_by_one(x):
    return (2 * row for row in x)

def three(x):
    return x, x, x
"""

X = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.0]])
OTHER = np.array([[-1.0, 2.0, 5.0], [3.0, -4.0, 2.0]])


@pytest.fixture(scope="module")
def student(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Student]:
    file = tmp_path_factory.mktemp("promises") / "task1.py"
    file.write_text(FUNCTIONS)
    names = [line[4:].partition("(")[0] for line in FUNCTIONS.splitlines() if line[:4] == "def "]
    session = Session(Limits(call=20.0, load=20.0))
    session.add_file("task1", file)
    yield Student(session, "task1", signatures([f"{name}(x)" for name in names]))
    session.close()


def function(student: Student, name: str) -> RemoteFunction:
    found: RemoteFunction = getattr(student, name)
    return found


@pytest.mark.parametrize("name", ["double", "pair", "writes_into_copy", "cached_by_value"])
def test_a_function_of_its_argument_alone_is_pure(student: Student, name: str) -> None:
    check_pure(function(student, name), [X], [OTHER])


@pytest.mark.parametrize(
    ("name", "kind", "part"),
    [
        ("writes", "argument modified", "`x` was changed"),
        ("counts", "not deterministic", "`counts"),
        ("one_buffer", "not deterministic", "result of a call changed when there was another"),
        ("cached_by_object", "not deterministic", "arrays came back with other numbers in them"),
    ],
)
def test_a_side_effect_is_told_by_its_kind(
    student: Student, name: str, kind: str, part: str
) -> None:
    with pytest.raises(CheckFailed) as caught:
        check_pure(function(student, name), [X], [OTHER])
    assert caught.value.mismatch.kind == kind
    assert part in caught.value.mismatch.message


def test_arguments_that_are_put_back_may_not_be_written_to_either(student: Student) -> None:
    with pytest.raises(Raised, match="read-only"):
        check_pure(student.writes_and_puts_back, [X], [OTHER])


def test_what_a_neighbour_was_called_with_must_not_matter(student: Student) -> None:
    beside = [(student.remembers, [X], [OTHER])]
    check_pure(student.goes_by_argument, [X], [OTHER], beside=beside)
    with pytest.raises(CheckFailed, match="goes_by_memory"):
        check_pure(student.goes_by_memory, [X], [OTHER], beside=beside)


def test_a_neighbour_that_does_not_work_is_left_out(student: Student) -> None:
    beside = [(function(student, name), [X], [OTHER]) for name in ("text", "vectors_only")]
    check_pure(student.double, [X], [OTHER], beside=beside)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("in_a_dict", "a dict"),
        ("in_a_set", "a set"),
        ("one_by_one", "a generator"),
        ("double", "one array, of shape (2, 3)"),
        ("text", "a single value"),
        ("nothing", "None (is a `return` missing?)"),
        ("three", "3"),
    ],
)
def test_what_came_in_place_of_several_arrays_is_named(
    student: Student, name: str, found: str
) -> None:
    with pytest.raises(CheckFailed) as caught:
        several(function(student, name)(X), ["twice", "total"], name)
    due = f"`{name}` should return 2 arrays, (twice, total)"
    assert str(caught.value) == f"{due}, but it returned {found}."


def test_a_result_of_several_is_named(student: Student) -> None:
    check_pure(student.pair, [X], [OTHER], ["twice", "total"])
    with pytest.raises(CheckFailed) as caught:
        check_dtypes(student.second_single, [X], ["twice", "same"])
    assert caught.value.mismatch.array == "same"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_any_layout_of_integers_or_floats_gives_the_same(student: Student, layout: str) -> None:
    for array in (X, X.astype(np.int64)):
        check_layouts(student.double, [LAYOUTS[layout](array)])
        check_layouts(student.pair, [LAYOUTS[layout](array)], ["twice", "total"])


def test_who_reads_memory_past_the_strides_is_found(student: Student) -> None:
    check_layouts(student.reads_raw_memory, [X])
    with pytest.raises(CheckFailed):
        check_layouts(student.reads_raw_memory, [LAYOUTS["every second element"](X)])


def test_integers_that_cut_off_a_fraction_are_found(student: Student) -> None:
    check_layouts(student.cuts_off, [X])
    with pytest.raises(CheckFailed, match="cuts_off"):
        check_layouts(student.cuts_off, [np.array([1, 2, 3])])


def test_float32_is_a_matter_of_dtype_alone(student: Student) -> None:
    check_layouts(student.single, [X])
    with pytest.raises(CheckFailed) as caught:
        check_dtypes(student.single, [X])
    assert caught.value.mismatch.kind == "dtype"


def test_float64_from_float64_passes_and_an_integer_now_and_then_does_not(
    student: Student,
) -> None:
    check_dtypes(student.double, [X])
    check_dtypes(student.integer_where_negative, [np.abs(X)])
    with pytest.raises(CheckFailed, match="dtype int64"):
        check_dtypes(student.integer_where_negative, [-np.abs(X)])


@pytest.mark.parametrize("name", ["text", "nothing", "vectors_only"])
def test_who_returns_no_numbers_is_unable(student: Student, name: str) -> None:
    assert unable(function(student, name), [X]) is not None
    assert unable(student.double, [X]) is None
    assert unable(student.vectors_only, [X[0]]) is None


def doubles(one: RemoteFunction) -> None:
    check_values(one(X), 2 * X, one.name)


def test_of_several_functions_each_is_judged_where_it_works(student: Student) -> None:
    def judge(*names: str) -> None:
        functions = [function(student, name) for name in names]
        judge_each(*((one, [X], partial(doubles, one)) for one in functions))

    judge("double", "writes_into_copy")
    judge("vectors_only", "double")
    with pytest.raises(CheckFailed, match="goes_by_argument"):
        judge("double", "vectors_only", "goes_by_argument")


def test_where_no_function_works_the_first_one_says_why(student: Student) -> None:
    with pytest.raises(Raised, match="only"):
        judge_each(
            *((one, [X], partial(doubles, one)) for one in (student.vectors_only, student.text))
        )


def answer(after: object, *, rebound: bool = False) -> Answer:
    return Answer(None, [after], [rebound])


ARRAYS = [np.array([1.0, 2.0]), np.array([[3.0]])]


def test_arguments_that_are_as_they_were_pass() -> None:
    check_kept(answer([a.copy() for a in ARRAYS]), 0, ARRAYS, "gradients")
    check_kept(answer(ARRAYS[0].copy()), 0, ARRAYS[0], "x")
    check_kept(answer(0.5), 0, 0.5, "learning_rate")


@pytest.mark.parametrize(
    ("before", "told", "message"),
    [
        (ARRAYS, answer([ARRAYS[0], np.array([[4.0]])]), "`gradients[1]` was changed: "),
        (ARRAYS, answer(ARRAYS, rebound=True), "`gradients` was changed: the list holds"),
        (ARRAYS[0], answer(2 * ARRAYS[0]), "`gradients` was changed: element [0] was 1.0"),
    ],
)
def test_a_change_is_told(before: object, told: Answer, message: str) -> None:
    with pytest.raises(CheckFailed) as caught:
        check_kept(told, 0, before, "gradients")
    assert caught.value.mismatch.kind == "argument modified"
    assert caught.value.mismatch.message.startswith(message)


@pytest.mark.parametrize("after", [None, 1.0, [], [1.0], [1.0, 2.0, 3.0], np.zeros(2), "ab"])
def test_an_answer_about_something_else_is_the_students_fault(after: object) -> None:
    with pytest.raises(CheckFailed):
        afterwards(answer(after), 0, ARRAYS, "parameters")


def test_locked_arguments_are_copies_that_cannot_be_written_to() -> None:
    lists, number = locked((ARRAYS, 0.5))
    assert number == 0.5
    assert not any(array.flags.writeable for array in lists)
    assert all(array.flags.writeable for array in ARRAYS)
    assert all(map(np.array_equal, lists, ARRAYS))
