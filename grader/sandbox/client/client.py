"""What the framework asks of a submission, beside the checks that call its functions.

It is no part of `grader.sandbox.client.remote.Student`, all of whose names are the student's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from grader.sandbox.client.batched import ResponseFingerprint, alike
from grader.sandbox.client.codec import Answer
from grader.sandbox.client.scripts import Program, Script
from grader.sandbox.client.session import Session
from grader.sandbox.client.signature import Signature


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


class Client:
    """The judge's way to the functions of one module.

    Its parameters are those of `grader.sandbox.client.remote.Student`.

    Attributes
    ----------
    calls
        The calls of functions and the runs of scripts since the list was last cleared.
    """

    def __init__(self, session: Session, module: str, functions: Mapping[str, Signature]) -> None:
        self.session = session
        self.module = module
        self.calls: list[Call | Program] = []
        self._functions = functions

    def parameters(self, name: str) -> tuple[str, ...]:
        """Return the names of a function's parameters, as far as the task tells them."""
        signature = self._functions.get(name)
        return signature.parameters if signature else ()

    def begin(self, name: str, arguments: tuple[Any, ...]) -> Call:
        """Note a call that is about to be made."""
        call = Call(self.module, name, arguments)
        self.calls.append(call)
        return call

    def script(self) -> Script:
        """Begin a script, of which nothing happens before its ``run``."""
        return Script(self.session, self.module, self.calls)

    @property
    def recalled(self) -> list[bytes]:
        """The requests behind all plain calls and scripts so far: what `prefetch` takes."""
        return self.session.recalled

    def forget(self) -> None:
        """Let go of the calls so far, and of what was kept on the other side for them."""
        self.calls.clear()
        self.session.recalled.clear()
        self.session.forget()

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Remember what comes of requests in here no longer than until `forget_passing`."""
        memory = self.session.remembered
        memory.passing = True
        try:
            yield
        finally:
            memory.passing = False

    def forget_passing(self) -> None:
        """Let go of what was remembered in passing."""
        self.session.remembered.forget_passing()

    @property
    def asked(self) -> int:
        """How many requests went to the other side so far."""
        return self.session.asked

    @property
    def others(self) -> int:
        """How many requests there were beside those that are remembered."""
        return self.session.asked - len(self.session.remembered)

    def came_of(self, requests: Sequence[bytes]) -> ResponseFingerprint | None:
        """Return what is equal for equal answers to these requests, if all are remembered."""
        return alike([self.session.remembered.get(request) for request in requests])

    def prefetch(self, requests: Sequence[bytes], *, rare: bool = False) -> None:
        """Make calls that will be asked for in one go; later calls find what came of them.

        Where they are `rare`, they are not told to a fork server.
        """
        self.session.prefetch(self.module, requests, rare=rare)
