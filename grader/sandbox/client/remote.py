"""The student's functions and objects, as the author of a check sees them.

``student.layer_backward(...)`` is a call in the student's process: arrays go there by copy, plain
arrays come back. ``student.Layer(2, 3)`` returns a `RemoteObject` with calls, attribute reads and
attribute writes, each a round trip; ``script(student)`` begins a script of any number of them,
which takes one (see `grader.sandbox.client.scripts`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from grader.sandbox.client.codec import Answer
from grader.sandbox.client.scripts import Program, Script
from grader.sandbox.client.session import Session
from grader.sandbox.client.signature import Signature
from grader.sandbox.protocol import tree
from grader.sandbox.protocol.texts import is_reserved
from grader.sandbox.protocol.values import Handle, described

_METHODS = {"method", "function", "builtin_function_or_method", "partial"}


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

    @property
    def answered(self) -> bool:
        """Whether a result came back."""
        return self.answer is not None

    @property
    def functions(self) -> list[str]:
        """The name of the function."""
        return [self.name]

    def called(self) -> tuple[str, tuple[Any, ...]]:
        """Return the function and its arguments."""
        return self.name, self.arguments


class Module:
    """The framework's own way to one module of a submission.

    It is no part of `Student`, all of whose names are the student's own.

    Attributes
    ----------
    session, name
        The client of the submission's process, and what it calls the module.
    calls
        The calls of functions and the runs of scripts since the list was last cleared.
    """

    def __init__(self, session: Session, name: str, functions: Mapping[str, Signature]) -> None:
        self.session = session
        self.name = name
        self.calls: list[Call | Program] = []
        self._functions = functions

    @property
    def failed(self) -> bool:
        """Whether the last call, or script, ended without a result."""
        return bool(self.calls) and not self.calls[-1].answered

    def parameters(self, name: str) -> tuple[str, ...]:
        """Return the names of a function's parameters, as far as the task tells them."""
        signature = self._functions.get(name)
        return signature.parameters if signature else ()

    def begin(self, name: str, arguments: tuple[Any, ...]) -> Call:
        """Note a call that is about to be made."""
        call = Call(self.name, name, arguments)
        self.calls.append(call)
        return call

    def script(self) -> Script:
        """Begin a script, of which nothing happens before its ``run``."""
        return Script(self.session, self.name, self.calls)

    def forget(self) -> None:
        """Let go of the calls so far, and of what was kept on the other side for them."""
        self.calls.clear()
        self.session.request_log.clear()
        self.session.forget()


class Student:
    """What a check may do with a submission: call the functions of one module.

    Every attribute is a function of the student's, whatever its name, but for names like
    ``__class__``: `grader.sandbox.client.signature` refuses those. What the framework itself does
    with a submission is in `Module`, and `script` begins a script.

    Parameters
    ----------
    session
        The connection to the submission's process.
    module
        The module's name; `Session.add_file` told where it is.
    functions
        The functions that the task asks for, with the names of their parameters.
    """

    __slots__ = ("__submission__",)

    def __init__(self, session: Session, module: str, functions: Mapping[str, Signature]) -> None:
        self.__submission__ = Module(session, module, functions)

    def __getattr__(self, name: str) -> RemoteFunction:
        if is_reserved(name):
            raise AttributeError(name)
        return RemoteFunction(self.__submission__, name)

    def __script__(self) -> Script:
        """Begin a script."""
        return self.__submission__.script()


def module_of(student: Student) -> Module:
    """Return the framework's own way to a submission."""
    return student.__submission__


class Scripted(Protocol):
    """What can begin a script: a student's module, or a function of it."""

    def __script__(self) -> Script:
        """Begin a script."""


def script(student: Scripted) -> Script:
    """Begin a script of many steps, of which nothing happens before its ``run``.

    See `grader.sandbox.client.scripts`.
    """
    return student.__script__()


class RemoteFunction:
    """A function (or class) of the student's, called with positional arguments.

    Results are plain: None, bool, int, float, str, lists and tuples of these, and arrays in C
    order that cannot be written to. An object becomes a `RemoteObject`, and what cannot travel at
    all a `grader.sandbox.protocol.values.Foreign`.
    """

    def __init__(self, module: Module, name: str) -> None:
        self._module = module
        self.name = name
        self.parameters = module.parameters(name)

    def __call__(self, *arguments: Any) -> Any:
        """Call it, or repeat what it returned for equal arguments before.

        Raises
        ------
        StudentError
            When it raised, hung, crashed, or is not there.
        """
        answer = self._call(self._module.session.recall, arguments)
        return _lift(self._module.session, answer.result)

    def in_place(self, *arguments: Any) -> Answer:
        """Call it for what it does to its arguments, or repeat what it did to equal ones before.

        Returns
        -------
        Answer
            The result, the arguments afterwards, and whether a list holds other objects now.
        """
        return self._call(self._module.session.recall, arguments, watch=True)

    def fresh(self, *arguments: Any) -> Answer:
        """Call it as `in_place` does, whether or not it was called with equal ones before."""
        return self._call(self._module.session.call, arguments, watch=True)

    def __script__(self) -> Script:
        """Begin a script that may call it more than once."""
        return self._module.script()

    def _call(
        self, ask: Callable[..., Answer], arguments: tuple[Any, ...], *, watch: bool = False
    ) -> Answer:
        # It is noted before it is asked for, so that a failure shows the call that led to it.
        call = self._module.begin(self.name, arguments)
        call.watched = watch
        call.answer = ask(self._module.name, self.name, _lower(arguments), watch=watch)
        return call.answer


class RemoteObject:
    """An object that lives in the student's process; attributes can be read, called and set.

    All of its attributes are the student's but names like ``__class__``.
    """

    __slots__ = ("__handle__", "__session__")

    def __init__(self, session: Session, handle: Handle) -> None:
        object.__setattr__(self, "__session__", session)
        object.__setattr__(self, "__handle__", handle)

    def __described__(self) -> str:
        """Return what it is, to be read after "it is": ``an object of type Layer``."""
        return described(self.__handle__.type_name)

    def __getattr__(self, name: str) -> Any:
        if is_reserved(name):
            raise AttributeError(name)
        session = self.__session__
        value = session.get(self.__handle__, name)
        if isinstance(value, Handle) and value.type_name in _METHODS:
            return RemoteMethod(self, name)
        return _lift(session, value)

    def __setattr__(self, name: str, value: Any) -> None:
        self.__session__.set(self.__handle__, name, _lower(value))


class RemoteMethod:
    """A method of a `RemoteObject`."""

    def __init__(self, owner: RemoteObject, name: str) -> None:
        self._owner = owner
        self._name = name

    def __call__(self, *arguments: Any) -> Any:
        """Call the method; raises StudentError when it raised, hung or crashed."""
        session, handle = self._owner.__session__, self._owner.__handle__
        return _lift(session, session.call(handle, self._name, _lower(arguments)).result)


def _lower(value: Any) -> Any:
    """Return `value` with objects replaced by their handles, inside lists and tuples too."""
    return tree.map(lambda v: v.__handle__ if isinstance(v, RemoteObject) else v, value)


def _lift(session: Session, value: Any) -> Any:
    """Return `value` with handles replaced by objects, inside lists and tuples too."""
    return tree.map(lambda v: RemoteObject(session, v) if isinstance(v, Handle) else v, value)
