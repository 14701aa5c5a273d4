"""Scripts: many steps in one request, which is self-contained."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.grading.replay.requests import ask_ahead
from grader.sandbox.client.errors import Died, NotFound, NotWritten, Raised, StudentError, TimedOut
from grader.sandbox.client.remote import module_of, script
from grader.sandbox.protocol.values import Foreign
from tests.sandbox.conftest import HASTY, Handed, Submit, readable

X = np.arange(6.0).reshape(2, 3)

NETWORK = """
    import os
    import numpy as np

    class Layer:
        made = 0

        def __init__(self, n_in, n_out):
            Layer.made += 1
            self.weights = np.zeros((n_out, n_in))

        def forward(self, x):
            self.x = x
            return self.weights @ x

        def backward(self, d_output):
            raise NotImplementedError

        def careless(self):
            self.weights += 1

        def exit(self):
            os._exit(1)

        def hang(self):
            while True: pass

        def text(self):
            return '{"handle": [1, "Layer"]}'

        def itself(self):
            return self

    class Network:
        def __init__(self):
            self.layers = []

        def add_layer(self, layer):
            self.layers.append(layer)

    def doubled(x):
        x *= 2

    def both(pair):
        return [one.weights.shape for one in pair]

    def count():
        return Layer.made

    def needs_forward(layer, x):
        return layer.forward(x)

    def large():
        return [np.zeros(2**22)] * 3

    RATE = 0.5
"""


def failure(steps: Any, *wanted: Any) -> StudentError:
    with pytest.raises(StudentError) as caught:
        steps.run(*wanted)
    return readable(caught.value)


def test_later_steps_use_the_results_of_earlier_ones(submit: Submit) -> None:
    steps = script(submit(NETWORK).student)
    layer = steps.student.Layer(3, 2)
    layer.weights = X
    output = layer.forward(np.ones((3, 1)))
    again = layer.forward(np.ones((3, 1)))
    network = steps.student.Network()
    network.add_layer(layer)
    network.add_layer(steps.student.Layer(2, 1))
    told = steps.run(
        network.layers[0].weights, steps.student.both([layer, network.layers[1]]), output
    )
    assert np.array_equal(told[0], X)
    assert told[1] == [(2, 3), (1, 2)]
    assert np.array_equal(told[2], [[3.0], [12.0]])
    assert np.array_equal(steps.run(again)[0], told[2])


def test_a_value_is_told_as_it_was_right_after_its_step(submit: Submit) -> None:
    steps = script(submit(NETWORK).student)
    layer = steps.student.Layer(3, 2)
    before = layer.weights
    layer.careless()
    after, looked_again = layer.weights, steps.again(before)
    told = steps.run(looked_again, before, after)
    assert [value.max() for value in told] == [1.0, 0.0, 1.0]


def test_an_argument_can_be_looked_at_after_the_call(submit: Submit) -> None:
    steps = script(submit(NETWORK).student)
    x = steps.value("x", X.T)
    steps.student.doubled(x)
    (after,) = steps.run(steps.again(x))
    assert np.array_equal(after, 2 * X.T)


def test_a_name_of_the_module_can_be_read(submit: Submit) -> None:
    steps = script(submit(NETWORK).student)
    assert steps.run(steps.student.RATE) == (0.5,)


def test_equal_scripts_run_once_and_others_anew(submit: Submit) -> None:
    handed = submit(NETWORK)

    def made(n: int) -> int:
        steps = script(handed.student)
        steps.student.Layer(n, 1)
        (count,) = steps.run(steps.student.count())
        assert isinstance(count, int)
        return count

    assert [made(1), made(1), made(2), made(1)] == [1, 1, 2, 1]


def test_scripts_are_made_ahead_and_failures_with_them(submit: Submit) -> None:
    first, second = submit(NETWORK), submit(NETWORK)

    def work(handed: Handed) -> list[Any]:
        told: list[Any] = []
        for n in (1, 2):
            steps = script(handed.student)
            layer = steps.student.Layer(n, 1)
            told += steps.run(layer.weights, steps.student.count())
            told.append(str(failure(steps, layer.forward(np.ones((5, 1))))))
        return told

    due = work(first)
    ask_ahead(second.student, module_of(first.student).session.request_log)
    second.session.call("task1", "doubled", (X,))
    before = second.session.call("task1", "count", ()).result
    assert str(work(second)) == str(due)
    assert second.session.call("task1", "count", ()).result == before
    assert len(second.session.responses) == 4


def test_a_text_that_looks_like_an_object_is_a_text(submit: Submit) -> None:
    handed = submit(NETWORK)
    for _ in range(2):
        steps = script(handed.student)
        assert steps.run(steps.student.Layer(1, 1).text()) == ('{"handle": [1, "Layer"]}',)
        ask_ahead(handed.student, module_of(handed.student).session.request_log)


def test_nothing_is_left_behind(submit: Submit) -> None:
    student = submit("""
        import gc, weakref
        alive = weakref.WeakSet()

        class Layer:
            def __init__(self): alive.add(self)
            def fail(self): raise ValueError("no")
            def itself(self): return [self]

        def count(): return len(alive)
        def recount(): return len(alive)
    """).student
    steps = script(student)
    assert steps.run(steps.student.Layer().itself(), steps.student.count())[1] == 1
    assert student.count() == 0
    steps = script(student)
    failure(steps, steps.student.Layer().fail())
    assert student.recount() == 0


def test_an_object_is_described_where_a_value_was_due(submit: Submit) -> None:
    steps = script(submit(NETWORK).student)
    layer = steps.student.Layer(1, 1)
    told, listed = steps.run(layer.itself(), steps.student.Network().layers)
    assert isinstance(told, Foreign)
    assert told.description == "an object of type Layer"
    assert listed == []


def test_what_raised_is_named_with_its_line_and_its_step(submit: Submit) -> None:
    steps = script(submit(NETWORK).student)
    layer = steps.student.Layer(3, 2)
    layer.forward(np.ones((3, 1)))
    error = failure(steps, layer.forward(X))
    assert isinstance(error, Raised)
    assert str(error).startswith("task1.py, line 14: `Layer.forward` raised ValueError: `self.w")
    assert error.step is not None


def test_wrong_signatures_are_explained(submit: Submit) -> None:
    student = submit(NETWORK).student
    steps = script(student)
    error = failure(steps, steps.student.Layer(3))
    assert str(error).startswith("task1.py, line 8: `Layer` is missing 1 required positional")
    steps = script(student)
    error = failure(steps, steps.student.Layer(3, 2).forward(X, X))
    assert str(error).startswith("task1.py, line 12: `Layer.forward` takes 1 argument besides")


def test_what_is_not_there_is_named_with_the_nearest_names(submit: Submit) -> None:
    student = submit(NETWORK).student
    steps = script(student)
    error = failure(steps, steps.student.Layer(1, 1).weight)
    assert isinstance(error, NotFound)
    assert str(error) == "The `Layer` object has no attribute `weight`."
    assert error.hint.startswith("There is `weights`")
    steps = script(student)
    error = failure(steps, steps.student.Layers(1, 1))
    assert str(error) == "task1.py does not define `Layers`."
    assert error.hint == "There is `Layer`: rename it?"
    steps = script(student)
    error = failure(steps, steps.student.Layer(1, 1).weights(1))
    assert str(error) == "`weights` is an array, and no function."


def test_an_element_that_is_not_there_is_no_fault_of_ours(submit: Submit) -> None:
    steps = script(submit(NETWORK).student)
    error = failure(steps, steps.student.Network().layers[0].weights)
    assert str(error) == "Reading `Network.layers[0]` raised IndexError: list index out of range."


def test_a_method_that_is_not_written_is_no_mistake(submit: Submit) -> None:
    student = submit(NETWORK + "\n    def backward(layer): return layer.backward(1)\n").student
    steps = script(student)
    error = failure(steps, steps.student.Layer(1, 1).backward(X))
    assert isinstance(error, NotWritten)
    assert str(error) == "`Layer.backward` is not written yet."


def test_a_crash_in_the_midst_costs_the_script_only(submit: Submit) -> None:
    handed = submit(NETWORK)
    steps = script(handed.student)
    layer = steps.student.Layer(1, 1)
    error = failure(steps, layer.weights, layer.exit())
    assert isinstance(error, Died)
    assert str(error).startswith("While running `Layer` and `Layer.exit`, ")
    assert str(failure(steps, layer.weights)) == str(error)
    steps = script(handed.student)
    assert steps.run(steps.student.Layer(1, 1).weights)[0].shape == (1, 1)


def test_a_hang_is_named_with_its_line_and_tried_twice(submit: Submit) -> None:
    student = submit(NETWORK, HASTY).student
    messages = []
    for n in range(1, 4):
        steps = script(student)
        messages.append(failure(steps, steps.student.Layer(n, 1).hang()))
    assert {type(error) for error in messages} == {TimedOut}
    assert str(messages[0]) == (
        "task1.py, line 26: `Layer.hang` took longer than 1 second and was stopped "
        "(in `while True: pass`)."
    )
    assert messages[0].step == 1
    assert messages[2] is messages[1]
    steps = script(student)
    assert steps.run(steps.student.Layer(1, 1).weights)[0].shape == (1, 1)


def test_what_is_too_large_to_travel_is_described(submit: Submit) -> None:
    steps = script(submit(NETWORK).student)
    told = steps.run(steps.student.RATE, steps.student.large())
    assert [one.description for one in told] == ["101 MB of arrays, where 67 MB may travel"] * 2


HOSTILE = """
    import grader.sandbox.protocol.values as values

    forged = []
    frame = values.Writer.frame

    def lie(self, header, number=0):
        return frame(self, forged.pop() if forged else header, number)

    values.Writer.frame = lie

    class Layer: pass

    def forge():
        forged.append({answer})
"""


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"result": None},
        {"result": {"tuple": []}},
        {"result": []},
        {"result": [1, 2]},
        {"result": [{"handle": [1, "Layer"]}]},
        {"result": [[{"handle": [1, "Layer"]}]]},
        {"result": [{"array": ["<f8", [10**9], None, True]}]},
        {"result": [1], "after": [1]},
    ],
    ids=str,
)
def test_a_forged_answer_costs_the_script(submit: Submit, answer: dict[str, Any]) -> None:
    handed = submit(HOSTILE.format(answer=answer))
    for _ in range(2):
        steps = script(handed.student)
        steps.student.Layer()
        error = failure(steps, steps.student.forge())
        assert isinstance(error, Died)
        assert "something else was written where the grader reads results" in str(error)
        ask_ahead(handed.student, module_of(handed.student).session.request_log)


@pytest.mark.parametrize("step", [-1, 2, True, "0", None, 1.0, [], 10**30])
def test_a_forged_step_is_not_believed(submit: Submit, step: object) -> None:
    answer = {"raised": {"type": "ValueError", "message": "forged"}, "step": step}
    handed = submit(HOSTILE.format(answer=answer))
    steps = script(handed.student)
    steps.student.Layer()
    error = failure(steps, steps.student.forge())
    assert str(error) == "`Layer` and `forge` raised ValueError: forged."
    assert error.step is None


def test_mistakes_of_the_checks_author_are_not_the_students(submit: Submit) -> None:
    student = submit(NETWORK).student
    steps, other = script(student), script(student)
    layer = steps.student.Layer(1, 1)
    with pytest.raises(TypeError, match="can be called"):
        layer(1)
    with pytest.raises(TypeError, match="not iterable"):
        list(layer)
    with pytest.raises(TypeError, match="is no result of a step"):
        steps.run(X)
    with pytest.raises(TypeError, match="of this script"):
        other.run(layer)
    with pytest.raises(TypeError, match="of this script"):
        other.student.both([layer])
    layer.weights = {"a": 1}
    with pytest.raises(TypeError, match="a dict cannot be an argument"):
        steps.run(layer)


def test_a_result_that_cannot_travel_cannot_be_passed_to_a_script(submit: Submit) -> None:
    student = submit(NETWORK).student
    steps = script(student)
    (foreign,) = steps.run(steps.student.Layer(1, 1))
    steps = script(student)
    steps.student.doubled(foreign)
    assert "an object of type Layer" in str(failure(steps))
    steps = script(student)
    steps.student.Layer(1, 1).weights = np.zeros(2**24)
    assert str(failure(steps)).startswith("`weights` should get an earlier result, but it is 134")
