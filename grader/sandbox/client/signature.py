"""The functions that a task asks for: their names, and those of their parameters."""

from __future__ import annotations

import keyword
import unicodedata
from collections.abc import Iterable

import msgspec

from grader.sandbox.protocol.texts import is_reserved

_IN_EXAMPLES = ("np", "print")


class Signature(msgspec.Struct, frozen=True):
    """The name of a student's function and the names of its positional parameters.

    A method has the name ``Layer.forward``, and its parameters are those without ``self``.
    """

    name: str
    parameters: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Signature:
        """Read ``layer_backward(d_output, inputs, weights, z)``.

        Names are as Python takes them: letters that look different may be the same to it.

        Raises
        ------
        ValueError
            When it does not look like that, or has a name that nothing of a student's can have.
        """
        name, _, rest = unicodedata.normalize("NFKC", text).partition("(")
        parameters = tuple(p for p in (p.strip() for p in rest[:-1].split(",")) if p)
        parts = name.split(".")
        if not all(part.isidentifier() for part in (*parts, *parameters)) or rest[-1:] != ")":
            raise ValueError(f"{text!r} should look like 'name(first, second)'")
        for part in (*parts, *parameters):
            _refuse_reserved(part, text)
        if twice := _twice(parameters):
            raise ValueError(f"{text!r} has two parameters that are named {twice}")
        return cls(name, parameters)


def signatures(texts: Iterable[str]) -> dict[str, Signature]:
    """Read several, by their names; raises ValueError as `Signature.parse`, and for a name twice.

    A student's function may have any name but those that Python keeps for itself, which a check
    cannot call, and two that stand for something else in the examples that students read.
    """
    found = [Signature.parse(text) for text in texts]
    if twice := _twice([signature.name for signature in found]):
        raise ValueError(f"two functions are named {twice}")
    return {signature.name: signature for signature in found}


def _refuse_reserved(name: str, text: str) -> None:
    if keyword.iskeyword(name):
        raise ValueError(f"{text!r}: {name} is a word of Python's own and can be no name")
    if is_reserved(name):
        raise ValueError(
            f"{text!r}: Python keeps names like {name} for itself, and a check cannot call it; "
            "ask for a function with a name of its own"
        )
    if name in _IN_EXAMPLES:
        raise ValueError(
            f"{text!r}: {name} stands for something else in the examples that students read; "
            "choose another name"
        )


def _twice(names: Iterable[str]) -> str:
    seen: set[str] = set()
    return next((name for name in names if name in seen or seen.add(name)), "")  # type: ignore[func-returns-value]
