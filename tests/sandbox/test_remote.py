"""Objects of a student's classes, which stay on the other side."""

from __future__ import annotations

import numpy as np
import pytest

from grader.sandbox.client.errors import Died, NotFound, NotWritten, Raised, StudentError
from grader.sandbox.client.remote import RemoteObject
from grader.sandbox.client.signature import Signature
from tests.sandbox.conftest import HASTY, Submit, readable

X = np.arange(6.0).reshape(2, 3)

NETWORK = """
    import os
    import numpy as np

    class Layer:
        made = 0

        def __init__(self, n_in, n_out):
            Layer.made += 1
            self.weights = np.zeros((n_out, n_in))
            self.biases = np.zeros((n_out, 1))
            self.name = "layer"

        def forward(self, x):
            self.x = x
            return self.weights @ x + self.biases

        @property
        def size(self):
            return self.weights.size

        @property
        def broken(self):
            return self.nothing

        def backward(self, d_output):
            raise NotImplementedError

        def die(self):
            os._exit(1)

        def itself(self):
            return self

    class Network:
        def __init__(self):
            self.layers = []

        def add_layer(self, layer):
            self.layers.append(layer)

        def forward(self, x):
            for layer in self.layers:
                x = layer.forward(x)
            return x

    def first(layers):
        return layers[0]

    def count():
        return Layer.made

    def weights_of(layer):
        return layer.weights
"""


def failure(action: object) -> StudentError:
    with pytest.raises(StudentError) as caught:
        action()  # type: ignore[operator]
    return readable(caught.value)


def test_attributes_are_read_and_written_and_methods_called(submit: Submit) -> None:
    layer = submit(NETWORK).student.Layer(3, 2)
    assert layer.weights.shape == (2, 3)
    assert layer.size == 6
    assert layer.name == "layer"
    layer.weights = X
    layer.biases = np.ones((2, 1))
    x = np.array([[1.0], [2.0], [3.0]])
    assert np.array_equal(layer.forward(x), X @ x + 1)
    assert np.array_equal(layer.x, x)


def test_weights_changed_on_the_other_side_do_not_change_what_was_read(submit: Submit) -> None:
    layer = submit(NETWORK).student.Layer(3, 2)
    before = layer.weights
    layer.weights = X
    assert not before.any()
    assert np.array_equal(layer.weights, X)


def test_objects_are_passed_back_alone_and_in_lists(submit: Submit) -> None:
    student = submit(NETWORK).student
    layer, other = student.Layer(3, 2), student.Layer(2, 1)
    layer.weights = X
    assert np.array_equal(student.weights_of(layer), X)
    assert np.array_equal(student.first([layer, other]).weights, X)
    assert np.array_equal(layer.itself().weights, X)
    network = student.Network()
    network.add_layer(layer)
    network.add_layer(other)
    assert [type(one) for one in network.layers] == [RemoteObject, RemoteObject]
    assert np.array_equal(network.layers[0].weights, X)
    assert network.forward(np.ones((3, 1))).shape == (1, 1)


def test_each_constructor_call_makes_a_new_object(submit: Submit) -> None:
    student = submit(NETWORK).student
    first, second = student.Layer(1, 1), student.Layer(1, 1)
    first.weights = np.array([[5.0]])
    assert second.weights.item() == 0.0
    assert student.count() == 2


def test_calls_that_take_objects_are_never_answered_from_memory(submit: Submit) -> None:
    student = submit(NETWORK).student
    layer = student.Layer(3, 2)
    assert not student.weights_of(layer).any()
    layer.weights = X
    assert np.array_equal(student.weights_of(layer), X)


def test_a_missing_attribute_is_named_with_the_nearest_ones(submit: Submit) -> None:
    layer = submit(NETWORK).student.Layer(3, 2)
    error = failure(lambda: layer.weight)
    assert isinstance(error, NotFound)
    assert str(error) == "The `Layer` object has no attribute `weight`."
    assert error.hint == "There is `weights`: rename it?"


def test_a_gradient_that_is_missing_is_no_parameter_by_another_name(submit: Submit) -> None:
    layer = submit(NETWORK).student.Layer(3, 2)
    assert failure(lambda: layer.d_weights).hint == ""


def test_a_missing_attribute_inside_of_a_property_has_its_line(submit: Submit) -> None:
    layer = submit(NETWORK).student.Layer(3, 2)
    error = failure(lambda: layer.broken)
    assert isinstance(error, Raised)
    assert str(error).startswith("task1.py, line 24: reading `broken` raised AttributeError: ")


def test_wrong_arguments_of_methods_and_constructors_are_explained(submit: Submit) -> None:
    student = submit(NETWORK).student
    error = failure(lambda: student.Layer(3))
    assert str(error) == (
        "task1.py, line 8: `Layer` is missing 1 required positional argument: 'n_out'."
    )
    error = failure(lambda: student.Layer(3, 2).forward(X, X))
    assert str(error) == (
        "task1.py, line 14: `forward` takes 1 argument besides `self`, and 2 are given."
    )
    assert error.hint == ""


def test_self_is_blamed_where_it_is_missing(submit: Submit) -> None:
    student = submit("""
        class Layer:
            def forward(x): return x
            def backward(): return 0
            def update(self, rate): return self.forward(rate)
    """).student
    errors = [failure(lambda: student.Layer().forward(X))]
    errors += [failure(lambda: student.Layer().backward(X))]
    assert [str(error) for error in errors] == [
        "task1.py, line 3: `forward` takes 1 positional argument but 2 were given.",
        "task1.py, line 4: `backward` takes 0 positional arguments but 2 were given.",
    ]
    assert [error.hint for error in errors] == [
        f"The first parameter of a method is `self`: `def {name}(self, …):`."
        for name in ("forward", "backward")
    ]
    error = failure(lambda: student.Layer().update(X))
    assert str(error).startswith(
        "task1.py, line 5: `update` raised TypeError: Layer.forward() takes"
    )
    assert error.hint == "The first parameter of a method is `self`: `def forward(self, …):`."


def test_a_method_that_is_not_written_is_no_mistake(submit: Submit) -> None:
    layer = submit(NETWORK).student.Layer(3, 2)
    error = failure(lambda: layer.backward(X))
    assert isinstance(error, NotWritten)
    assert str(error) == "`backward` is not written yet."


def test_a_class_without_a_constructor_says_that_it_takes_no_arguments(submit: Submit) -> None:
    error = submit("class Layer: pass").failure("Layer", 1, 2)
    assert (str(error), error.hint) == ("`Layer` takes no arguments.", "")
    text = "class Layer:\n    def _init_(self, n_in, n_out): pass\n"
    error = submit(text).failure("Layer", 1, 2)
    hint = "`_init_` has to be called `__init__`, with two underscores on each side."
    assert (str(error), error.hint) == ("`Layer` takes no arguments.", hint)


def test_objects_are_lost_with_their_process_and_never_mistaken(submit: Submit) -> None:
    student = submit(NETWORK).student
    layer = student.Layer(3, 2)
    assert isinstance(failure(layer.die), Died)
    actions = [
        lambda: layer.weights,
        lambda: layer.forward(X),
        lambda: setattr(layer, "weights", X),
        lambda: student.weights_of(layer),
        lambda: student.first([layer]),
    ]
    for _ in range(2):
        for action in actions:
            error = failure(action)
            assert isinstance(error, Died)
            assert str(error) == "The Layer object was lost when its process ended."
        other = student.Layer(1, 1)  # has the number that the lost one had
    assert other.size == 1


def test_objects_are_lost_after_a_hang(submit: Submit) -> None:
    student = submit(
        """
        class Layer:
            def hang(self):
                while True: pass
            def fine(self): return 1
        """,
        HASTY,
    ).student
    layer = student.Layer()
    assert "`hang` took longer than 1 second" in str(failure(layer.hang))
    assert isinstance(failure(lambda: layer.fine), Died)
    assert student.Layer().fine() == 1


def test_forgotten_objects_are_not_mistaken_for_later_ones(submit: Submit) -> None:
    handed = submit(NETWORK)
    layer = handed.student.Layer(3, 2)
    handed.session.forget()
    handed.student.Layer(1, 1)
    assert isinstance(failure(lambda: layer.weights), Died)
    assert handed.student.count() == 2


def test_description_of_an_object_costs_no_call(submit: Submit) -> None:
    student = submit(NETWORK).student
    layer = student.Layer(3, 2)
    failure(layer.die)
    assert layer.__described__() == "an object of type Layer"
    assert not hasattr(layer, "__array__")


def test_the_name_of_a_hostile_class_is_shown_without_harm(submit: Submit) -> None:
    student = submit("""
        class Meta(type):
            @property
            def __name__(cls): raise SystemExit

        Hostile = Meta("Ev\\x1b[2Jil\\n" + "x" * 10_000, (), {})
        Hostile2 = type("Sp y", (), {"__getattr__": lambda self, name: 1 / 0})
    """).student
    thing = student.Hostile()
    assert thing.__described__().startswith("an object of type Ev?[2Jil xxx")
    assert len(thing.__described__()) < 150
    assert "ZeroDivisionError" in str(failure(lambda: student.Hostile2().weights))


@pytest.mark.parametrize("text", ["f", "f(", "(a)", "f(a) -> b", "2f(a)", ""])
def test_a_signature_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="should look like"):
        Signature.parse(text)


def test_a_signature_names_the_parameters() -> None:
    assert Signature.parse("f( a ,b)") == Signature("f", ("a", "b"))
    assert Signature.parse("f()") == Signature("f", ())


def test_a_result_that_cannot_travel_cannot_be_set_either(submit: Submit) -> None:
    student = submit("""
        class Layer: pass
        def objects(x): return x.astype(object)
    """).student
    layer = student.Layer()
    objects = student.objects(X)
    error = failure(lambda: setattr(layer, "weights", objects))
    assert "is an array of objects (dtype object)." in str(error)
    error = failure(lambda: setattr(layer, "weights", np.zeros(2**24)))
    assert str(error).startswith("`weights` should get an earlier result, but it is 134 MB")
