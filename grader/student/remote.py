"""The student's functions and objects, as the author of a check sees them.

``student.layer_backward(...)`` is a call in the student's process: arrays go there by copy, plain
arrays come back. ``student.Layer(2, 3)`` returns a `RemoteObject` with calls, attribute reads and
attribute writes, each a round trip; ``student.steps()`` begins a script of any number of them,
which takes one (see `grader.student.scripts`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from grader.student.blocks import Alike, alike
from grader.student.scripts import Program, Script
from grader.student.session import Answer, Session
from grader.student.values import Handle, described

_METHODS = {"method", "function", "builtin_function_or_method", "partial"}


class Signature(msgspec.Struct, frozen=True):
    """The name of a student's function and the names of its positional parameters.

    A method has the name ``Layer.forward``, and its parameters are those without ``self``.
    """

    name: str
    parameters: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Signature:
        """Read ``layer_backward(d_output, inputs, weights, z)``."""
        name, _, rest = text.partition("(")
        if not all(part.isidentifier() for part in name.split(".")) or not rest.endswith(")"):
            raise ValueError(f"{text!r} should look like 'name(first, second)'")
        parameters = [p.strip() for p in rest[:-1].split(",")]
        return cls(name, tuple(p for p in parameters if p))


class Call:
    """One call that a check made, for the example that a failure shows.

    `watched` says that the answer tells what the arguments look like afterwards.
    """

    def __init__(self, module: str, name: str, arguments: tuple[Any, ...]) -> None:
        self.watched = False
        self.module = module
        self.name = name
        self.arguments = arguments
        self.answer: Answer | None = None

    def called(self) -> tuple[str, tuple[Any, ...]]:
        """Return the function and its arguments."""
        return self.name, self.arguments


class Student:
    """What a check may do with a submission: call the functions of one module.

    Parameters
    ----------
    session
        The conversation with the submission's process.
    module
        The module's name; `Session.add_file` told where it is.
    functions
        The functions that the task asks for, with the names of their parameters.

    Attributes
    ----------
    calls
        The calls of functions and the runs of scripts since the list was last cleared.
    """

    def __init__(self, session: Session, module: str, functions: Mapping[str, Signature]) -> None:
        self._session = session
        self._module = module
        self._functions = functions
        self.calls: list[Call | Program] = []

    @property
    def recalled(self) -> list[bytes]:
        """The requests behind all plain calls and scripts so far: what `prefetch` takes."""
        return self._session.recalled

    def steps(self) -> Script:
        """Begin a script, of which nothing happens before its ``run``."""
        return Script(self._session, self._module, self.calls)

    def forget(self) -> None:
        """Let go of the calls so far, and of what was kept on the other side for them."""
        self.calls.clear()
        self._session.recalled.clear()
        self._session.forget()

    @property
    def asked(self) -> int:
        """How many requests went to the other side so far."""
        return self._session.asked

    @property
    def others(self) -> int:
        """How many requests there were beside those that are remembered."""
        return self._session.asked - len(self._session.remembered)

    def came_of(self, requests: Sequence[bytes]) -> Alike | None:
        """Return what is equal for equal answers to these requests, if all are remembered."""
        return alike([self._session.remembered.get(request) for request in requests])

    def prefetch(self, requests: Sequence[bytes], *, rare: bool = False) -> None:
        """Make calls that will be asked for in one go; later calls find what came of them.

        Where they are `rare`, they are not told to a warm parent.
        """
        self._session.prefetch(self._module, requests, rare=rare)

    def __getattr__(self, name: str) -> RemoteFunction:
        if name.startswith("_"):
            raise AttributeError(name)
        signature = self._functions.get(name)
        parameters = signature.parameters if signature else ()
        return RemoteFunction(self, self._session, self._module, name, parameters)


class RemoteFunction:
    """A function (or class) of the student's, called with positional arguments.

    Results are plain: None, bool, int, float, str, lists and tuples of these, and arrays in C
    order that cannot be written to. An object becomes a `RemoteObject`, and what cannot travel at
    all a `grader.student.values.Foreign`.
    """

    def __init__(
        self,
        student: Student,
        session: Session,
        module: str,
        name: str,
        parameters: tuple[str, ...],
    ) -> None:
        self._student = student
        self._session = session
        self._module = module
        self.name = name
        self.parameters = parameters

    def __call__(self, *arguments: Any) -> Any:
        """Call it, or repeat what it returned for equal arguments before.

        Raises
        ------
        StudentError
            When it raised, hung, crashed, or is not there.
        """
        call = self._begin(arguments)
        call.answer = self._session.recall(self._module, self.name, _lower(arguments))
        return _lift(self._session, call.answer.result)

    def in_place(self, *arguments: Any) -> Answer:
        """Call it for what it does to its arguments, or repeat what it did to equal ones before.

        Returns
        -------
        Answer
            The result, the arguments afterwards, and whether a list holds other objects now.
        """
        call = self._begin(arguments)
        call.watched = True
        call.answer = self._session.recall(self._module, self.name, _lower(arguments), watch=True)
        return call.answer

    def fresh(self, *arguments: Any) -> Answer:
        """Call it as `in_place` does, whether or not it was called with equal ones before."""
        call = self._begin(arguments)
        call.watched = True
        call.answer = self._session.call(self._module, self.name, _lower(arguments), watch=True)
        return call.answer

    def steps(self) -> Script:
        """Begin a script that may call it more than once."""
        return self._student.steps()

    def _begin(self, arguments: tuple[Any, ...]) -> Call:
        call = Call(self._module, self.name, arguments)
        self._student.calls.append(call)
        return call


class RemoteObject:
    """An object that lives in the student's process; attributes can be read, called and set.

    Only `type_name` and `description` are known on this side and cost no call.
    """

    def __init__(self, session: Session, handle: Handle) -> None:
        object.__setattr__(self, "_session", session)
        object.__setattr__(self, "_handle", handle)

    @property
    def type_name(self) -> str:
        """The name of its class."""
        return str(self._handle.type_name)

    @property
    def description(self) -> str:
        """What it is, to be read after "it is": ``an object of type Layer``."""
        return described(self.type_name)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # Python and NumPy try such names on any object
            raise AttributeError(name)
        value = self._session.get(self._handle, name)
        if isinstance(value, Handle) and value.type_name in _METHODS:
            return RemoteMethod(self, name)
        return _lift(self._session, value)

    def __setattr__(self, name: str, value: Any) -> None:
        self._session.set(self._handle, name, _lower(value))


class RemoteMethod:
    """A method of a `RemoteObject`."""

    def __init__(self, owner: RemoteObject, name: str) -> None:
        self._owner = owner
        self._name = name

    def __call__(self, *arguments: Any) -> Any:
        """Call the method; raises StudentError when it raised, hung or crashed."""
        session, handle = self._owner._session, self._owner._handle
        return _lift(session, session.call(handle, self._name, _lower(arguments)).result)


def _lower(value: Any) -> Any:
    """Return `value` with objects replaced by their handles, inside lists and tuples too."""
    if isinstance(value, list | tuple):
        return type(value)(_lower(element) for element in value)
    return value._handle if isinstance(value, RemoteObject) else value


def _lift(session: Session, value: Any) -> Any:
    """Return `value` with handles replaced by objects, inside lists and tuples too."""
    if isinstance(value, list | tuple):
        return type(value)(_lift(session, element) for element in value)
    return RemoteObject(session, value) if isinstance(value, Handle) else value
