"""Calls of a student's functions: what goes there, what comes back, what is remembered."""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.grading.replay.requests import ask_ahead
from grader.sandbox.client.errors import (
    Died,
    NotFound,
    NotWritten,
    Raised,
    StudentError,
    TimedOut,
    Unavailable,
)
from grader.sandbox.client.limits import Limits
from grader.sandbox.client.remote import module_of, script
from grader.sandbox.client.session import Session
from grader.sandbox.client.transport import launcher
from grader.sandbox.client.transport.process import WorkerProcess
from grader.sandbox.protocol.values import Foreign
from tests.sandbox.conftest import HASTY, Submit, readable

X = np.array([1.0, -2.0, 3.0])
Y = np.array([0.0, 1.0, 2.0])

COUNTING = """
    calls = 0

    def count(x):
        global calls
        calls += 1
        return calls

    def fails(x):
        raise ValueError(str(count(x)))
"""


def test_results_are_plain_values(submit: Submit) -> None:
    student = submit("""
        import numpy as np
        from collections import namedtuple
        from enum import IntEnum

        Pair = namedtuple("Pair", "first second")
        Size = IntEnum("Size", "SMALL LARGE")

        class Real(float):
            pass

        def difference(x, y): return x - y
        def scalar(x): return x.sum()
        def nothing(x): pass
        def several(x): return Pair(x, [x.tolist(), (True, None, "text", 1.5)])
        def subclasses(x): return [Size.LARGE, Real(0.5), np.matrix([[1.0]]), np.ma.array([1.0])]
        def swapped(x): return x.astype(">f8")
        def single(x): return x.astype(np.float32)
        def huge(x): return 10**30
    """).student
    assert np.array_equal(student.difference(X, Y), X - Y)
    assert student.scalar(X) == 2.0
    assert student.nothing(X) is None
    first, second = student.several(X)
    assert np.array_equal(first, X)
    assert second == [[1.0, -2.0, 3.0], (True, None, "text", 1.5)]
    size, real, matrix, masked = student.subclasses(X)
    assert (size, real) == (2, 0.5)
    assert (type(matrix), type(masked)) == (np.ndarray, np.ndarray)
    assert student.swapped(X).dtype == np.float64
    assert student.single(X).dtype == np.float32
    assert student.huge(X).description == "an integer of 100 bits"


def test_arguments_arrive_in_their_memory_layout(submit: Submit) -> None:
    student = submit("""
        def flags(x):
            f = x.flags
            return [f.c_contiguous, f.f_contiguous, f.writeable, list(x.strides), str(x.dtype)]
    """).student
    a = np.arange(12.0).reshape(3, 4)
    readonly = a[::-1, ::2]
    readonly.flags.writeable = False
    assert student.flags(a) == [True, False, True, [32, 8], "float64"]
    assert student.flags(a.T) == [False, True, True, [8, 32], "float64"]
    assert student.flags(readonly) == [False, False, False, [-32, 16], "float64"]
    assert student.flags(np.array([1, 2])) == [True, True, True, [8], "int64"]


def test_lists_of_arrays_can_be_passed_and_changed_in_place(submit: Submit) -> None:
    student = submit("""
        def update(parameters, gradients, rate):
            for p, g in zip(parameters, gradients):
                p -= rate * g
            parameters.append(None)
    """).student
    answer = student.update.in_place([X.copy(), np.eye(2)], (Y, np.eye(2)), 0.5)
    assert answer.result is None
    assert answer.rebound == [True, False, False]
    parameters, gradients, rate = answer.after
    assert np.array_equal(parameters[0], X - 0.5 * Y)
    assert np.array_equal(parameters[1], 0.5 * np.eye(2))
    assert len(parameters) == 2
    assert np.array_equal(gradients[0], Y)
    assert rate == 0.5


def test_an_argument_changed_in_place_is_seen_afterwards_and_only_there(submit: Submit) -> None:
    student = submit("""
        def careless(x):
            x *= 2
            return x
    """).student
    x = X.copy()
    answer = student.careless.in_place(x)
    assert np.array_equal(answer.result, 2 * X)
    assert np.array_equal(answer.after[0], 2 * X)
    assert np.array_equal(x, X)


def test_writing_to_a_read_only_argument_is_explained(submit: Submit) -> None:
    x = X.copy()
    x.flags.writeable = False
    handed = submit("""
        def careless(x):
            x *= 2
    """)
    error = handed.failure("careless", x)
    assert str(error).startswith("task1.py, line 3: `careless` raised ValueError: ")
    assert error.hint.startswith("Do not change an argument in place")


def test_equal_calls_are_made_once_unless_a_fresh_one_is_asked_for(submit: Submit) -> None:
    student = submit(COUNTING).student
    assert [student.count(X), student.count(X.copy()), student.count(Y)] == [1, 1, 2]
    assert student.count.fresh(X).result == 3
    assert student.count(X) == 1
    assert student.count(X[::-1]) == 4
    assert student.count(np.asfortranarray([[1.0, 2.0], [3.0, 4.0]])) == 5
    assert student.count(np.array([[1.0, 2.0], [3.0, 4.0]])) == 6


def test_a_failure_is_remembered_too(submit: Submit) -> None:
    handed = submit(COUNTING)
    messages = {str(handed.failure("fails", X)) for _ in range(3)}
    assert len(messages) == 1
    assert handed.student.count(Y) == 2


def test_a_later_call_that_overwrites_an_earlier_result_is_seen(submit: Submit) -> None:
    student = submit("""
        import numpy as np
        buffer = np.zeros(3)

        def shared(x):
            buffer[:] = x
            return buffer

        def own(x):
            return x.copy()
    """).student
    for name, kept in (("shared", Y), ("own", X)):
        steps = script(student)
        result = getattr(steps.student, name)(X)
        getattr(steps.student, name)(Y)
        first, later = steps.run(result, steps.again(result))
        assert np.array_equal(first, X)
        assert np.array_equal(later, kept)


def test_missing_function_is_named_with_the_nearest_ones(submit: Submit) -> None:
    handed = submit("def mse_gradeint(p, t): pass\ndef other(): pass\n")
    error = handed.failure("mse_gradient", X, Y)
    assert isinstance(error, NotFound)
    assert str(error) == "task1.py does not define `mse_gradient`."
    assert error.hint == "There is `mse_gradeint`: rename it?"
    assert handed.failure("unlike_anything").hint == ""


def test_what_cannot_be_called_is_named(submit: Submit) -> None:
    error = submit("import numpy as np\nmse_gradient = np.zeros(3)").failure("mse_gradient", X)
    assert isinstance(error, NotFound)
    assert str(error) == "`mse_gradient` is an array, and no function."


@pytest.mark.parametrize(
    ("definition", "sentence"),
    [
        ("def f(x): pass", "`f` takes 1 positional argument but 2 were given."),
        ("def f(): pass", "`f` takes 0 positional arguments but 2 were given."),
        ("f = lambda x: x", "`f` takes 1 positional argument but 2 were given."),
        ("def f(x, y, z, w): pass", "`f` is missing 2 required positional arguments: 'z' and 'w'."),
    ],
)
def test_wrong_signature_is_explained_at_the_definition(
    submit: Submit, definition: str, sentence: str
) -> None:
    error = submit(f"import numpy\n\n{definition}\n").failure("f", X, Y)
    assert str(error) == f"task1.py, line 3: {sentence}"


def test_a_wrong_call_inside_of_the_students_code_is_not_taken_for_ours(submit: Submit) -> None:
    error = submit("""
        def helper(a): pass
        def f(x, y):
            return helper(x, y)
    """).failure("f", X, Y)
    assert str(error) == (
        "task1.py, line 4: `f` raised TypeError: helper() takes 1 positional argument but 2 were "
        "given (in `return helper(x, y)`)."
    )


def test_what_is_not_written_yet_is_no_mistake(submit: Submit) -> None:
    handed = submit(
        """
        from task0 import relu

        def mine(x): raise NotImplementedError
        def needs(x): return mine(x)
        def needs_other(x): return relu(x)
        """,
        task0="def relu(x):\n    raise NotImplementedError\n",
    )
    errors = [handed.failure(name, X) for name in ("mine", "needs", "needs_other")]
    assert [type(error) for error in errors] == [NotWritten] * 3
    assert [str(error) for error in errors] == [
        "`mine` is not written yet.",
        "task1.py, line 4: `mine` is not written yet, and `needs` needs it.",
        "task0.py, line 2: `relu` is not written yet, and `needs_other` needs it.",
    ]


BRANCHES = {
    "in_a_branch": ("if x.ndim == 3: raise NotImplementedError", "raised NotImplementedError"),
    "with_words": ("if x.ndim == 3: raise NotImplementedError('3-D')", "NotImplementedError: 3-D"),
    "nothing_but_words": ("raise NotImplementedError('later')", "NotImplementedError: later"),
    "of_an_own_kind": ("raise Own", "raised Own"),
    "in_a_helper": ("return refuse(x)", "NotImplementedError: 3-D"),
    "in_a_loop": ("for _ in x: raise NotImplementedError", "raised NotImplementedError"),
    "in_python": ("import io; io.RawIOBase().read(1)", "raised NotImplementedError"),
}


@pytest.mark.parametrize("name", BRANCHES)
def test_what_was_begun_fails_with_its_own_words(submit: Submit, name: str) -> None:
    body, words = BRANCHES[name]
    handed = submit(f"""
        class Own(NotImplementedError): pass
        def refuse(x): raise NotImplementedError("3-D")
        def f(x):
            {body}
            return x
    """)
    error = handed.failure("f", np.ones((1, 1, 1)))
    assert not isinstance(error, NotWritten)
    assert words in str(error)


@pytest.mark.parametrize(
    "rest",
    [
        "raise NotImplementedError",
        "raise NotImplementedError()",
        "raise NotImplementedError  # your code here",
        '"""What it does."""; n = x.size; raise NotImplementedError; return n',
        "raise NotImplementedError; yield x",
    ],
)
def test_untouched_stub_is_not_written(submit: Submit, rest: str) -> None:
    handed = submit(f"""
        def f(x): return list(stub(x))
        def stub(x): {rest}
    """)
    error = handed.failure("f", X)
    assert isinstance(error, NotWritten)
    assert str(error) == "task1.py, line 3: `stub` is not written yet, and `f` needs it."


def test_result_too_large_to_travel_is_described_and_costs_nothing_else(submit: Submit) -> None:
    student = submit("""
        import numpy as np
        def gigabyte(x): return np.zeros(2**27)
        def nested(x):
            knot = []
            knot.append(knot)
            return knot
        def tangled(x):
            knot = []
            knot += [knot] * 10
            return knot
        def grows(x, things):
            things.extend([0] * 10**6)
        def f(x): return x
    """).student
    assert student.gigabyte(X).description == "1,074 MB of arrays, where 67 MB may travel"
    assert student.nested(X).description == "a list or tuple with more than 16 others around it"
    assert isinstance(student.tangled(X), Foreign)
    answer = student.grows.in_place(X, [])
    assert np.array_equal(answer.after[0], X)
    assert (answer.after[1], answer.rebound) == ([], [False, True])
    assert np.array_equal(student.f(X), X)


@pytest.mark.parametrize(
    ("expression", "description"),
    [
        ("x.astype(object)", "an array of objects (dtype object)"),
        ("x.astype(complex)", "an array of complex numbers (dtype complex128)"),
        ("1j", "a complex number"),
        ("np.complex128(1)", "an array of complex numbers (dtype complex128)"),
        ("x.astype(str)", "an array of text (dtype <U32)"),
        ("x.astype('M8[s]')", "an array of datetime64[s]"),
        ("np.zeros(2, 'f8,f8')", "an array of [('f0', '<f8'), ('f1', '<f8')]"),
        ("(v for v in x)", "a generator"),
        ("lambda: x", "a function"),
        ("{'a': x}", "a dict"),
        ("{1.0, 2.0}", "a set"),
        ("b'12'", "bytes"),
        ("np", "a module"),
        ("-2**63 - 1", "an integer of 64 bits"),
    ],
)
def test_what_is_no_real_array_is_described(
    submit: Submit, expression: str, description: str
) -> None:
    student = submit(f"import numpy as np\ndef f(x): return {expression}\n").student
    assert student.f(X).__described__() == description


def test_ndarray_subclass_loses_its_methods(submit: Submit) -> None:
    result = submit("""
        import numpy as np

        class Agreeable(np.ndarray):
            def __eq__(self, other): return np.ones(self.shape, bool)
            def __sub__(self, other): return np.zeros(self.shape)
            def tobytes(self, *_): raise SystemExit
            @property
            def dtype(self): raise SystemExit

        def f(x): return x.view(Agreeable)
    """).student.f(X)
    assert type(result) is np.ndarray
    assert np.array_equal(result, X)


def test_the_budget_of_a_task_stops_its_calls_and_the_next_task_has_its_own(
    submit: Submit,
) -> None:
    handed = submit("""
        def endless(x):
            while True: pass
        def f(x): return x
    """)
    session = handed.session
    session.modules.load("task1")
    handed.begin_task(0.3)
    error = handed.failure("endless", X)
    assert isinstance(error, TimedOut)
    assert "`endless` was stopped: the time limit of the whole task was reached" in str(error)
    for _ in range(3):
        error = handed.failure("f", X)
        assert str(error) == "The time limit of the whole task was reached before this call."
    handed.begin_task(60)
    assert np.array_equal(handed.student.f(X), X)
    handed.begin_task(0.3)
    assert "whole task" in str(handed.failure("endless", X))


def test_what_hung_twice_is_not_tried_again_in_the_same_task(submit: Submit) -> None:
    handed = submit(
        """
        def endless(x):
            print("started")
            while True: pass
        """,
        Limits(call=0.3),
    )
    for value in range(5):
        assert isinstance(handed.failure("endless", X + value), TimedOut)
    assert handed.session.take_output() == "started\n" * 2


def test_a_mistake_of_the_checks_author_is_not_the_students(submit: Submit) -> None:
    student = submit("def f(x): return x").student
    with pytest.raises(TypeError, match="a dict cannot be an argument"):
        student.f({"a": 1})
    with pytest.raises(TypeError, match="a set cannot be an argument"):
        student.f([X, {1}])
    assert np.array_equal(student.f(X), X)


def test_a_machine_that_starts_no_worker_is_told_apart(
    monkeypatch: pytest.MonkeyPatch, submit: Submit
) -> None:
    monkeypatch.setattr(
        "grader.sandbox.client.transport.launcher._python",
        lambda script: [
            sys.executable,
            "-S",
            str(Path(launcher.__file__).parents[2] / "worker" / script),
            "/nonexistent",
        ],
    )
    with pytest.raises(Unavailable, match="No module named 'numpy'"):
        submit("def f(x): return x").student.f(X)


def test_pipe_that_fails_is_no_fault_of_the_students_and_ends_the_process(
    submit: Submit, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed = submit("def f(x): return x")
    assert handed.student.f(X).tolist() == X.tolist()

    def broken(*_: int) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr("grader.sandbox.client.transport.process.os.read", broken)
        with pytest.raises(Unavailable, match="Input/output error"):
            handed.student.f(X + 1)
    with pytest.raises(Unavailable):  # and not the answer to the call before
        handed.student.f(X + 2)


def test_two_files_of_one_submission_share_a_process(submit: Submit) -> None:
    handed = submit("from task0 import seen", task0="seen = []\ndef note(x): seen.append(x)\n")
    handed.session.add_file("task0", handed.folder / "task0.py")
    handed.session.modules.load("task0")
    handed.session.modules.load("task1")
    handed.session.call("task0", "note", (X,))
    with pytest.raises(NotFound, match=r"task0\.py does not define `f`\."):
        handed.session.call("task0", "f", (X,))


def test_a_closed_session_kills_a_spare_process() -> None:
    spare = WorkerProcess()
    Session(HASTY, spare).close()
    assert spare.closed


def test_an_error_names_its_cause_so_that_it_is_told_once(submit: Submit) -> None:
    handed = submit("""
        def f(x):
            return x[int(x[0])]
    """)
    first, second = (handed.failure("f", np.full(2, value)) for value in (7.0, 8.0))
    assert isinstance(first, Raised)
    assert str(first) != str(second)
    assert first.cause == second.cause


def test_objects_of_another_session_are_not_mistaken_for_ones_own(submit: Submit) -> None:
    text = """
        class Layer: pass
        def f(x): return 1
    """
    first, second = submit(text).student, submit(text).student
    layer: Any = first.Layer()
    second.Layer()
    with pytest.raises(Died):
        second.f(layer)


def test_a_result_that_cannot_travel_cannot_be_passed_on_either(submit: Submit) -> None:
    student = submit("""
        import numpy as np
        def objects(x): return x.astype(object)
        def large(x): return np.zeros(2**22)
        def f(x, y): return 1
    """).student
    with pytest.raises(StudentError) as caught:
        student.f(student.objects(X), X)
    sentence = "A result that another call should get is an array of objects (dtype object)."
    assert str(readable(caught.value)) == sentence
    large = student.large(X)
    with pytest.raises(StudentError) as caught:
        student.f([large, large], large)
    assert "it is 101 MB of arrays, where 67 MB may travel." in str(readable(caught.value))


IN_PLACE = """
    def update(parameters, gradients, rate):
        for p, g in zip(parameters, gradients):
            p -= rate * g

    def rebind(parameters, gradients, rate):
        for i, g in enumerate(gradients):
            parameters[i] = parameters[i] - rate * g

    def replace(parameters, gradients, rate):
        parameters[0][...] = 0
        parameters[:] = [p * 1 for p in parameters]

    calls = 0

    def counts(x):
        global calls
        calls += 1
        x += calls
"""


def test_what_happens_in_place_is_told_from_what_happens_to_the_list(submit: Submit) -> None:
    student = submit(IN_PLACE).student
    arguments = [X.copy()], [Y], 0.5
    updated, rebound, replaced = (
        function.in_place(*arguments)
        for function in (student.update, student.rebind, student.replace)
    )
    assert updated.rebound == [False, False, False]
    assert np.array_equal(updated.after[0][0], X - 0.5 * Y)
    assert rebound.rebound == replaced.rebound == [True, False, False]
    assert np.array_equal(rebound.after[0][0], X)
    assert np.array_equal(replaced.after[0][0], 0 * X)


def test_an_equal_call_in_place_is_made_once_and_ahead_if_it_is_known(submit: Submit) -> None:
    handed = submit(IN_PLACE)
    first, again = (handed.student.counts.in_place(X) for _ in range(2))
    assert np.array_equal(first.after[0], X + 1)
    assert np.array_equal(again.after[0], X + 1)
    requests = list(dict.fromkeys(module_of(handed.student).session.request_log))
    other = submit(IN_PLACE)
    ask_ahead(other.student, requests)
    assert list(other.session.responses) == requests
    assert np.array_equal(other.student.counts.in_place(X).after[0], X + 1)
    assert np.array_equal(other.student.counts.fresh(X).after[0], X + 2)


def test_a_plain_call_and_one_in_place_are_not_mistaken_for_each_other(submit: Submit) -> None:
    student = submit(IN_PLACE).student
    assert student.counts(X) is None
    assert len(student.counts.in_place(X).after) == 1
