"""Scripts: a fixed list of steps that goes to the student's process in one piece.

A script is written as if its objects were here::

    steps = script(student)
    layer = steps.student.Layer(2, 3)
    layer.weights = weights
    layer.forward(x)
    d_input = layer.backward(d_output)
    returned, d_weights = steps.run(d_input, layer.d_weights)

Nothing happens before `Script.run`. Then all steps are done in the order in which they were
written, and the values of some come back. As a script starts from the module's own names and
leaves nothing behind, what came of it is remembered, and it can be run ahead, like a plain call.
"""

from __future__ import annotations

from typing import Any, Protocol

from grader.sandbox.client.codec import labels
from grader.sandbox.client.errors import StudentError
from grader.sandbox.protocol import tree
from grader.sandbox.protocol.texts import is_reserved
from grader.sandbox.protocol.values import Handle


class Program:
    """One run of a script, for the example that a failure shows.

    Attributes
    ----------
    module
        The module that the script starts from.
    steps
        The steps, as `grader.sandbox.worker.worker` describes them.
    names
        What to call the values of ``value`` steps, by their numbers.
    results
        What came back, by the numbers of the steps.
    failed
        The number of the step that failed, if that is known.
    answered
        Whether results came back.
    """

    def __init__(self, module: str, steps: list[list[Any]], names: dict[int, str]) -> None:
        self.module = module
        self.steps = steps
        self.names = names
        self.results: dict[int, Any] = {}
        self.failed: int | None = None
        self.answered = False

    @property
    def name(self) -> str:
        """What the script comes from: the first function or class that is called in it."""
        named = labels(self.steps)
        return next((named[i] for i, step in enumerate(self.steps) if step[0] == "call"), "")

    @property
    def functions(self) -> list[str]:
        """The functions and methods that are called, in order."""
        named = labels(self.steps)
        return [named[i] for i, step in enumerate(self.steps) if step[0] == "call"]

    def called(self) -> tuple[str, tuple[Any, ...]]:
        """Return the function that failed and its arguments, or nothing."""
        if self.failed is None or self.steps[self.failed][0] != "call":
            return "", ()
        return labels(self.steps)[self.failed], tuple(self.steps[self.failed][3])


class Runs(Protocol):
    """What runs scripts; `grader.sandbox.client.client.Client` does."""

    def run(self, module: str, steps: list[list[Any]], want: list[int]) -> list[Any]:
        """Do the steps and return the results of those that are wanted."""


class Script:
    """A list of steps that is being written.

    Parameters
    ----------
    session
        What runs it.
    module
        The module that it starts from.
    calls
        Where to note each run.

    Attributes
    ----------
    student
        The student's module, of which every attribute is a name.
    """

    def __init__(self, session: Runs, module: str, calls: list[Any]) -> None:
        self._session = session
        self._module = module
        self._calls = calls
        self._steps: list[list[Any]] = []
        self._names: dict[int, str] = {}
        self.student = Names(self)

    def value(self, name: str, value: Any) -> Any:
        """Make a value a result: one object for all steps that use it.

        Parameters
        ----------
        name
            What to call it where the script is shown.
        value
            An array, number, text, or a list or tuple of these.
        """
        self._names[len(self._steps)] = name
        return self._add("value", self._lowered(value))

    def again(self, result: Result) -> Any:
        """Return the same object as it looks at this point of the script."""
        return self._add("again", self._number(result))

    def run(self, *wanted: Any) -> tuple[Any, ...]:
        """Do all steps written so far and return the values of the `wanted` results.

        Each is what it was right after its own step. Values are plain, as those of
        `grader.sandbox.client.remote.RemoteFunction`; an object is a
        `grader.sandbox.protocol.values.Foreign`.

        Raises
        ------
        StudentError
            When a step raised, hung, crashed, or its name is not there.
        """
        due = [self._number(result) for result in wanted]
        want = sorted(set(due))
        program = Program(self._module, list(self._steps), self._names)
        self._calls.append(program)
        try:
            told = self._session.run(self._module, program.steps, want)
        except StudentError as error:
            program.failed = error.step
            raise
        program.results = dict(zip(want, told, strict=True))
        program.answered = True
        return tuple(program.results[number] for number in due)

    def _add(self, *step: Any) -> Result:
        self._steps.append(list(step))
        return Result(self, len(self._steps) - 1)

    def _call(self, number: int, arguments: tuple[Any, ...]) -> Result:
        """Make a call of what step `number` reads, in place of it if nothing came between."""
        kind, on, *rest = self._steps[number]
        if kind != "get":
            raise TypeError("only an attribute of an object or a name of the module can be called")
        lowered = [self._lowered(argument) for argument in arguments]
        if number == len(self._steps) - 1:
            self._steps.pop()
        return self._add("call", on, rest[0], lowered)

    def _lowered(self, value: Any) -> Any:
        """Return `value` with results replaced by handles with the numbers of their steps."""

        def lowered(leaf: Any) -> Any:
            return Handle(self._number(leaf), "") if isinstance(leaf, Result) else leaf

        return tree.map(lowered, value)

    def _number(self, result: Any) -> int:
        if not isinstance(result, Result) or result.__steps__ is not self:
            raise TypeError(f"{result!r} is no result of a step of this script")
        number: int = result.__number__
        return number


class Names:
    """The student's module in a script: what is read of it is a step."""

    __slots__ = ("__steps__",)

    def __init__(self, steps: Script) -> None:
        self.__steps__ = steps

    def __getattr__(self, name: str) -> Any:
        if is_reserved(name):
            raise AttributeError(name)
        return self.__steps__._add("get", None, name)


class Result:
    """What a step will come to; its attributes can be read, called and set, its elements read."""

    __slots__ = ("__number__", "__steps__")
    __iter__ = None
    """How many elements there are is not known on this side."""

    def __init__(self, steps: Script, number: int) -> None:
        object.__setattr__(self, "__steps__", steps)
        object.__setattr__(self, "__number__", number)

    def __getattr__(self, name: str) -> Any:
        if is_reserved(name):
            raise AttributeError(name)
        return self.__steps__._add("get", self.__number__, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self.__steps__._add("set", self.__number__, name, self.__steps__._lowered(value))

    def __getitem__(self, index: int | str) -> Any:
        return self.__steps__._add("item", self.__number__, index)

    def __call__(self, *arguments: Any) -> Any:
        """Call what was read."""
        return self.__steps__._call(self.__number__, arguments)
