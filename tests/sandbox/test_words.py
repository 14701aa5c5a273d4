"""What a student reads of an exception: the part of the line, its shapes, and what was meant."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from grader.sandbox.client.errors import Raised
from tests.sandbox.conftest import PATIENT, Handed, Submit, write

CODE = """\
import math
import sys
import numpy as np

relu = lambda x: np.maximum(x, 0)

def gradient(x):
    x * 2

def same(x):
    return x

class Layer:
    def __init__(self):
        self.weights = np.ones((2, 3))
        self.cache = {"x": 1, "z": 2}
        self.layers = []
        self.uncounted = True

    @property
    def counted(self):
        raise SystemExit

    def forward(self, x):
        return self.weights @ x

    def forgetful(x):
        return x

def product(x, y):
    return 1 + x @ y
def product_of_expressions(x, y):
    return (x * 2) @ (np.outer(y, x).T + 1).T
def product_of_attributes(x, y):
    return Layer().forward(x)
def forwarded(x, y):
    return product_of_attributes(x, y)
def product_of_own_attribute(x, y):
    layer = Layer()
    return layer.weights @ x
def product_of_calls(x, y):
    return same(x) @ same(y)
def product_with_a_number(x, y):
    return x @ 2.0
def product_with_a_named_number(x, y):
    mean = x.mean()
    return mean @ y
def product_with_none(x, y):
    return x @ gradient(y)
def dot(x, y):
    return np.dot(x, y)
def dot_method(x, y):
    return x.dot(y)
def difference(x, y):
    return x - y
def difference_of_calls(x, y):
    return same(x) - same(y)
def power(x, y):
    return x ** y[:, None][:2] + np.ones((3, 4))
def called(x, y):
    return np.where(x > 0, y, 0)
def in_place(x, y):
    total = x + 0
    total += y
def grows(x, y):
    total = x + 0
    total += np.outer(y, x)
def integers(x, y):
    total = np.zeros(2, dtype=int)
    total += x
def stored(x, y):
    rows = np.zeros((2, 2))
    rows[:, 0] = y
def stored_in_one(x, y):
    rows = np.zeros(2)
    rows[0] = y
def ragged(x, y):
    return np.array([[1.0, 2.0], [3.0]])
def reshaped(x, y):
    return y.reshape(2, 2)
def reshaped_by_rest(x, y):
    return y.reshape(-1, 2)
def joined(x, y):
    return np.vstack([x, y])
def joined_dimensions(x, y):
    return np.concatenate([x, np.ones((2, 2))])
def stacked(x, y):
    return np.stack([x, y])

def index(x, y):
    i = 2
    return x[i]
def index_of_a_row(x, y):
    return np.ones((2, 3))[0][3]
def index_stored(x, y):
    rows = np.zeros((2, 2))
    rows[2] = 1
def list_index(x, y):
    rows = [x, y]
    return rows[2]
def empty_list(x, y):
    return Layer().layers[-1]
def shape_index(x, y):
    return x / x.shape[1]
def too_many(x, y):
    return x[0, 1]
def float_index(x, y):
    return x[y.size / 3]
def mask(x, y):
    return x[y > 0]
def axis(x, y):
    return x.sum(axis=1)
def key(x, y):
    cache = Layer().cache
    return cache["h"]
def unpacked(x, y):
    a, b = y
def unpacked_none(x, y):
    a, b = gradient(x)

def largest(x, y):
    return max(0, x)
def largest_axis(x, y):
    return np.max(0.0, x)
def condition(x, y):
    if x > 0:
        return x
def conditions(x, y):
    return x * (x > 0 and x < 5)
def float_mask(x, y):
    return y[x]
def method_of_the_class(x, y):
    return Layer.forward(x)
def condition_not(x, y):
    if not y:
        return x
def caret(x, y):
    return (x - 1) ^ 2
def scalar_function(x, y):
    return math.exp(x)
def scalar_type(x, y):
    return float(x > 0)
def forgotten_star(x, y):
    return 2(x)
def called_array(x, y):
    return x(0)
def called_module(x, y):
    return np(x)
def no_shape(x, y):
    return np.zeros(2, 3)
def no_list(x, y):
    return np.array([1, 2], [3, 4])
def sizes(x, y):
    return np.random.randn((2, 3))
def list_times(x, y):
    rows = [1.0, 2.0]
    return rows * 0.5
def lists_minus(x, y):
    rows, others = [x, y], [y, x]
    return rows - others
def dict_times(x, y):
    cache = {}
    return cache * x
def not_called(x, y):
    return 2.0 * x.sum
def called_attribute(x, y):
    return x.T()
def none_of_its_own(x, y):
    layer = Layer()
    layer.input = None
    return layer.input.T
def none_among_others(x, y):
    rows = [None, 1.0]
    return sorted(rows)
def goes_over_one(x, y):
    return [number for number in np.array(2.0)]
def length(x, y):
    return len(x.size)
def counts(x, y):
    for i in len(x):
        pass
def none(x, y):
    d = gradient(x)
    return d * x
def none_in_a_loop(x, y):
    for row in gradient(x):
        pass
def none_in_a_list(x, y):
    return [row for row in gradient(x)]
def none_of_append(x, y):
    layer = Layer()
    layer.layers = layer.layers.append(x)
    return len(layer.layers)
def none_attribute(x, y):
    return gradient(x).T

def numpy_missing(x, y):
    return nump.zeros(3)
def numpy_name(x, y):
    return exp(x)
def numpy_typo(x, y):
    return np.maximun(x, 0)
def bare_numpy_typo(x, y):
    return maximun(x, 0)
def module_missing(x, y):
    return random.random()
def local_typo(x, y):
    weights = x
    return weigths
def array_typo(x, y):
    return x.transpos()
def import_typo(x, y):
    from numpy import meen
def other_language(x, y):
    return true
def nothing_near(x, y):
    return quite_another_name
def unbound(x, y):
    total = total + 1
def own_method(x, y):
    layer = Layer()
    return layer.forward(x, y)
def own_method_without_self(x, y):
    layer = Layer()
    return layer.forgetful(x)
def own_property(x, y):
    layer = Layer()
    return layer.countd

def leaves(x, y):
    exit()
def quits(x, y):
    quit()
def leaves_by_sys(x, y):
    sys.exit(1)
def raises_exit(x, y):
    raise SystemExit
"""

X, Y = np.array([1.0, 2.0]), np.array([1.0, 2.0, 3.0])
MATMUL = "`@` adds up over the last axis of the left array and the first axis of the right."
DOT = "A product adds up over the last axis of the first array and the first of the second."
AXES = "Shapes are compared from the last axis on; a size of 1 fits every size."
TRUTH = (
    "`if` needs one True or False. For each element use `np.where(…)`, or multiply by the "
    "comparison; for the whole array use `.any()` or `.all()`."
)
RETURN = "Is a `return` missing in `gradient`?"
STAR = "Is a `*` missing before the bracket? An index is in square brackets."
LARGER = "`np.maximum` takes the larger of each two elements."
LIST = "Go through its elements with `for`, or make one array of it: `np.array(…)`."
ONLY_JOINED = "Only along the axis that they are joined on may sizes differ."

WORDS = {
    "product": ("`x @ y` is (2,) @ (3,): 2 and 3 should be equal", MATMUL),
    "product_of_expressions": (
        "`(x * 2) @ (np.outer(y, x).T + 1).T` is (2,) @ (3, 2): 2 and 3 should be equal",
        MATMUL,
    ),
    "product_of_attributes": ("`self.weights @ x` is (2, 3) @ (2,): 3 and 2 should", MATMUL),
    "forwarded": ("`Layer.forward`, which `forwarded` calls, raised ValueError: `self", MATMUL),
    "product_of_own_attribute": ("`layer.weights @ x` is (2, 3) @ (2,): 3 and 2 should", MATMUL),
    "product_of_calls": ("`same(x) @ same(y)` is (…, 2) @ (3, …): 2 and 3 should be", MATMUL),
    "product_with_a_number": (
        "`x @ 2.0` is (2,) @ a number: a matrix product needs two arrays",
        "`*` multiplies by a number.",
    ),
    "product_with_a_named_number": (
        "`mean @ y` is a number @ (3,): a matrix product needs two arrays",
        "Is `mean` to be a number? `*` multiplies by a number.",
    ),
    "product_with_none": (
        "in `x @ gradient(y)`, `gradient(y)` is no array",
        "Does `gradient` return a number, or nothing?",
    ),
    "dot": ("`np.dot(x, y)` is given (2,) and (3,): 2 and 3 should be equal", DOT),
    "dot_method": ("`x.dot(y)` is given (2,) and (3,): 2 and 3 should be equal", DOT),
    "difference": ("`x - y` is (2,) - (3,): 2 and 3 should be equal", ""),
    "difference_of_calls": ("`same(x) - same(y)` is (2,) - (3,): 2 and 3 should be equal", ""),
    "power": ("(2, 2) + (3, 4): 2 and 4 should be equal", AXES),
    "called": ("`np.where(x > 0, y, 0)` is given (2,), (3,) and a number: 2 and 3", ""),
    "in_place": ("`total += y` is (2,) += (3,): 2 and 3 should be equal.", ""),
    "grows": (
        "`total += np.outer(y, x)` is (2,) += (3, 2): the result has shape (3, 2), and `total` "
        "keeps its own",
        "",
    ),
    "integers": (
        "`total += x` writes fractions into `total`, which holds integers (int64)",
        "`total = total + …` makes a new array.",
    ),
    "stored": (
        "an array of shape (3,) does not fit into `rows[:, 0]`, which has shape (2,)",
        "",
    ),
    "stored_in_one": ("`rows[0]` is one number, and `y` has shape (3,)", ""),
    "ragged": ("the rows in `np.array([[1.0, 2.0], [3.0]])` are not of the same length", ""),
    "reshaped": (
        "the array in `y.reshape(2, 2)` has 3 elements, and shape (2, 2) needs 4",
        "",
    ),
    "reshaped_by_rest": (
        "the array in `y.reshape(-1, 2)` has 3 elements, which is not divisible by 2",
        "",
    ),
    "joined": (
        "`np.vstack([x, y])` is given (2,) and (3,): along axis 1, 2 and 3 should be equal",
        ONLY_JOINED,
    ),
    "joined_dimensions": (
        "`np.concatenate([x, np.ones((2, 2))])` is given arrays of 1 and of 2 axes: the arrays "
        "should have equally many axes",
        "",
    ),
    "stacked": ("`np.stack([x, y])` is given (2,) and (3,): all should have the same shape", ""),
    "index": (
        "`x[i]`: there is no index 2 in axis 0 of `x`, which has size 2",
        "Indices begin at 0, so the last one is 1.",
    ),
    "index_of_a_row": (
        "there is no index 3 in axis 0 of `np.ones((2, 3))[0]`, which has size 3",
        "Indices begin at 0, so the last one is 2.",
    ),
    "index_stored": (
        "`rows[2]`: there is no index 2 in axis 0 of `rows`, which has size 2",
        "Indices begin at 0, so the last one is 1.",
    ),
    "list_index": (
        "`rows[2]`: `rows` is a list of 2 elements",
        "Indices begin at 0, so the last one is 1.",
    ),
    "empty_list": ("IndexError", ""),
    "shape_index": (
        "`x.shape[1]`: `x` has 1 axis, as its shape is (2,), so there is no axis 1",
        "",
    ),
    "too_many": ("`x[0, 1]` has 2 indices, and `x` has 1 axis, as its shape is (2,)", ""),
    "float_index": (
        "`x[y.size / 3]`: an index is a whole number, a slice, or an array of these",
        "`//` divides to a whole number, and `int(…)` makes one.",
    ),
    "mask": ("`x[y > 0]`: the mask has 3 elements, and what it is taken of 2", ""),
    "axis": (
        "`x.sum(axis=1)`: `x` has 1 axis, as its shape is (2,), so there is no axis 1",
        "Axes are counted from 0.",
    ),
    "key": ("`cache[\"h\"]`: the keys of `cache` are 'x', 'z'", ""),
    "unpacked": ("`a, b = y` needs 2 values, and gets an array of shape (3,)", ""),
    "unpacked_none": ("`gradient(x)` is None", RETURN),
    "largest": ("`max(0, x)` compares a whole array with a number", LARGER),
    "largest_axis": ("in `np.max(0.0, x)` the second argument is taken for an axis", LARGER),
    "condition": ("`x > 0` is a whole array, and neither True nor False", TRUTH),
    "conditions": (
        "`x > 0 and x < 5`: `and` takes no whole arrays",
        "For each element it is `&`, with brackets: `(…) & (…)`.",
    ),
    "float_mask": (
        "`y[x]`: an index is a whole number, a slice, or an array of these",
        "`//` divides to a whole number, and `int(…)` makes one.",
    ),
    "method_of_the_class": (
        "Layer.forward() missing 1 required positional argument: 'x'",
        "`Layer` is the class: call `forward` of an object that was made of it.",
    ),
    "condition_not": ("`y` is a whole array, and neither True nor False", TRUTH),
    "caret": ("`(x - 1) ^ 2`: `^` is not a power in Python", "A power is `**`: `x**2`."),
    "scalar_function": (
        "`math.exp` takes one number, and it is given an array in `math.exp(x)`",
        "`np.exp` takes arrays.",
    ),
    "scalar_type": (
        "`float` takes one number, and it is given an array in `float(x > 0)`",
        "`.astype(float)` changes each element of an array.",
    ),
    "forgotten_star": ("`2` is a number and no function, in `2(x)`", STAR),
    "called_array": ("`x` is an array and no function, in `x(0)`", STAR),
    "called_module": ("`np` is a module and no function, in `np(x)`", ""),
    "no_shape": (
        "in `np.zeros(2, 3)` the second argument is not a dtype",
        "A shape is one argument, a tuple: `np.zeros((2, 3))`.",
    ),
    "no_list": (
        "in `np.array([1, 2], [3, 4])` the second argument is not a dtype",
        "All rows are one argument, a list: `np.array([[1, 2], [3, 4]])`.",
    ),
    "sizes": (
        "`np.random.randn((2, 3))` is given a tuple",
        "`np.random.randn` takes the sizes one by one.",
    ),
    "list_times": (
        "`rows * 0.5`: `rows` is a list and no array",
        LIST,
    ),
    "counts": ("`len(x)` is a number, and `for` needs many", "`range(len(x))` counts."),
    "lists_minus": ("`rows - others`: `rows` is a list and no array", LIST),
    "dict_times": ("`cache * x`: ", ""),
    "not_called": (
        "`2.0 * x.sum`: `x.sum` is a function, and was not called",
        "`x.sum()` calls it.",
    ),
    "called_attribute": (
        "`x.T` is an array and no function, in `x.T()`",
        "Leave out the `()`.",
    ),
    "none_of_its_own": ("`layer.input` is None (in", ""),
    "none_among_others": ("'<' not supported between instances of", ""),
    "goes_over_one": (
        "`np.array(2.0)` is an array of no axes, a single number, and `for` needs many",
        "What works on whole arrays takes an array of any shape.",
    ),
    "length": ("`x.size` is a number, and has no length", ""),
    "none": ("`d` is None", RETURN),
    "none_in_a_loop": ("`gradient(x)` is None", RETURN),
    "none_in_a_list": ("`gradient(x)` is None", RETURN),
    "none_of_append": (
        "`layer.layers` is None",
        "`append` changes what it is called on and returns None: do not assign that.",
    ),
    "none_attribute": ("`gradient(x)` is None", RETURN),
    "numpy_name": ("name 'exp' is not defined", "Did you mean `np.exp`?"),
    "numpy_typo": ("module 'numpy' has no attribute 'maximun'", "Did you mean `np.maximum`?"),
    "bare_numpy_typo": ("name 'maximun' is not defined", "Did you mean `np.maximum`?"),
    "module_missing": (
        "name 'random' is not defined",
        "Write `import random` at the top of the file.",
    ),
    "local_typo": ("name 'weigths' is not defined", "Did you mean `weights`?"),
    "array_typo": ("has no attribute 'transpos'", "Did you mean `x.transpose`?"),
    "import_typo": ("cannot import name 'meen' from 'numpy' (in", "Did you mean `mean`?"),
    "other_language": ("name 'true' is not defined", "Did you mean `True`?"),
    "nothing_near": ("name 'quite_another_name' is not defined", ""),
    "unbound": (
        "raised UnboundLocalError",
        "The function assigns to this name somewhere, so it is a variable of its own: give it a "
        "value above this line.",
    ),
    "own_method": (
        "Layer.forward() takes 2 positional arguments but 3 were given",
        "`self` counts as one of these arguments.",
    ),
    "own_method_without_self": (
        "Layer.forgetful() takes 1 positional argument but 2 were given",
        "The first parameter of a method is `self`: `def forgetful(self, …):`.",
    ),
    "own_property": ("has no attribute 'countd'", "Did you mean `layer.counted`?"),
    "leaves": ("raised SystemExit", "Do not call `exit()`: return the result."),
    "quits": ("raised SystemExit", "Do not call `quit()`: return the result."),
    "leaves_by_sys": ("raised SystemExit: 1", "Do not call `sys.exit()`: return the result."),
    "raises_exit": ("raised SystemExit", "Do not raise `SystemExit`: return the result."),
}


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handed]:
    """Hand in one file with all mistakes."""
    folder = tmp_path_factory.mktemp("words")
    write(folder, CODE.encode())
    one = Handed(folder, PATIENT)
    yield one
    one.session.close()


@pytest.mark.parametrize("function", WORDS)
def test_an_exception_is_told_in_the_words_of_the_line(handed: Handed, function: str) -> None:
    sentence, hint = WORDS[function]
    error = handed.failure(function, X, Y)
    assert isinstance(error, Raised)
    assert sentence in str(error)
    assert error.hint == hint


def test_a_line_is_not_said_twice(handed: Handed) -> None:
    error = handed.failure("in_place", X, Y)
    assert str(error).endswith(
        "raised ValueError: `total += y` is (2,) += (3,): 2 and 3 should be equal."
    )
    error = handed.failure("product", X, Y)
    assert str(error).endswith("2 and 3 should be equal (in `return 1 + x @ y`).")


def test_looking_at_a_line_runs_none_of_the_students_code(submit: Submit) -> None:
    handed = submit("""
        import numpy as np
        calls = []
        class Layer:
            @property
            def weights(self):
                calls.append(1)
                return np.ones(3)
        def loud(x):
            calls.append(1)
            return x
        def f(x):
            return Layer().weights @ loud(x)
        def g(x):
            return np.zeros(len(calls))
    """)
    error = handed.failure("f", X)
    assert "`Layer().weights @ loud(x)` is (…, 3) @ (2, …): 3 and 2 should be equal" in str(error)
    assert handed.student.g(X).size == 2


def test_numpy_that_is_not_imported_is_named(submit: Submit) -> None:
    handed = submit("def f(x): return np.exp(x)\ndef g(x): return plt.plot(x)\n")
    assert handed.failure("f", X).hint == "Write `import numpy as np` at the top of the file."
    hint = "Write `import matplotlib.pyplot as plt` at the top of the file."
    assert handed.failure("g", X).hint == hint


DOUBLE = "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
SINGLE = "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
FOOT = 'put it below `if __name__ == "__main__":`.'


@pytest.mark.parametrize(
    ("text", "sentence", "hint"),
    [
        (
            "def f(x):\n    return x - missing\n\nprint(f(2))\n",
            "task1.py, line 2: importing task1.py raised NameError: name 'missing' is not defined "
            "(in `return x - missing`).",
            f"It was called in line 4, which is outside of any function, so it runs whenever the "
            f"file is loaded: {FOOT}",
        ),
        (
            "def f(x):\n    return x\n\nf(1, 2)\n",
            "task1.py, line 4: importing task1.py raised TypeError: f() takes 1 positional "
            "argument but 2 were given (in `f(1, 2)`).",
            f"This line is outside of any function, so it runs whenever the file is loaded: {FOOT}",
        ),
        (
            "def g(x):\n    return x\nprint(f(2))\n\ndef f(x):\n    return x\n",
            "task1.py, line 3: importing task1.py raised NameError: name 'f' is not defined "
            "(in `print(f(2))`).",
            "It is defined further down, in line 5: put this line at the end of the file, below "
            '`if __name__ == "__main__":`.',
        ),
        (
            "def f(x):\n    return x\nimport unittest\nunittest.main(argv=['x'])\n",
            "task1.py, line 4: importing task1.py raised SystemExit: ",
            "`unittest.main()` ends the program: put it at the end of the file, below "
            '`if __name__ == "__main__":`.',
        ),
        (
            "def f(x):\n    return x\nquit()\n",
            "task1.py, line 3: importing task1.py raised SystemExit (in `quit()`).",
            "Delete `quit()`: what stands below it is not run.",
        ),
    ],
)
def test_what_runs_while_a_file_is_loaded_is_told(
    submit: Submit, text: str, sentence: str, hint: str
) -> None:
    handed = submit(text)
    handed.session.modules.load("task1")
    (note,) = handed.session.modules.outcome("task1").notes
    assert note.startswith(sentence)
    assert note.endswith(f" {hint} What it had defined by then counts.")


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        (
            "print(\N{LEFT DOUBLE QUOTATION MARK}x\N{RIGHT DOUBLE QUOTATION MARK})",
            "Type it as a straight quote",
        ),
        (
            "print(\N{LEFT SINGLE QUOTATION MARK}x\N{RIGHT SINGLE QUOTATION MARK})",
            "Type it as a straight quote",
        ),
        ("y = 2 \N{MINUS SIGN} 1", "Type it as a minus: `-`."),
        ("y = 2 \N{EN DASH} 1", "Type it as a minus: `-`."),
        ("y = 2 \N{MULTIPLICATION SIGN} 3", "Type it as a star: `*`."),
        ("y = 2\N{SUPERSCRIPT TWO}", "A power is `**`: `x**2`."),
        ("y = 2 \N{GREATER-THAN OR EQUAL TO} 1", "Type it as two characters"),
        ("y = f\N{FULLWIDTH LEFT PARENTHESIS}1)", "the keyboard set to English"),
        ("y = 2 +\N{NO-BREAK SPACE}1", "There is an invisible character in the line"),
        ("y = 2 +\N{ZERO WIDTH SPACE}1", "There is an invisible character in the line"),
        ("y = (1 + 2", "Count the brackets of this line: one more opens than closes."),
        ("y = 1 + 2)", "Count the brackets of this line: one more closes than opens."),
        ("y = [1 + 2)", "Each bracket closes with one of its own kind."),
        ("y = 'text", "The text that begins here has no end."),
        ("y = 2x", "Is a `*` missing between a number and a name?"),
        ("print 'x'", "That is Python 2: write `print(…)`."),
        ("%matplotlib inline", "Lines that begin with % or ! are a notebook's"),
        ("!pip install numpy", "Lines that begin with % or ! are a notebook's"),
        ("In [3]: import math", "This was copied from a session"),
        (">>> y = 2", "This was copied from a session"),
        ("  y = 2", "This line is further to the right than the one above."),
        ("return 2", "Is this line too far to the left?"),
    ],
)
def test_a_mistake_in_the_language_has_its_cure(submit: Submit, line: str, hint: str) -> None:
    error = submit(f"x = 1\n{line}\n").failure("f", X)
    assert str(error).startswith("task1.py, line 2 is not valid Python: ")
    assert hint in error.hint


def test_an_else_if_is_named(submit: Submit) -> None:
    text = "def f(x):\n    if x:\n        pass\n    else if x:\n        pass\n"
    error = submit(text).failure("f", X)
    assert error.hint == "In Python that is `elif`."
