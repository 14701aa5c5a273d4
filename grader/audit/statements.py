"""Wrong versions that take statements and names in hand, not single expressions."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import pairwise

from grader.audit.operators import spliced

SimpleStatement = ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Expr
"""What can be left out."""


def restated(code: str, parameters: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the name of an operator and the code with one statement or name changed.

    Parameters
    ----------
    code
        The body of a function.
    parameters
        Those of the function.
    """
    tree = ast.parse(code)
    yield from _left_out(code, tree)
    yield from _swapped(code, tree)
    yield from _stopped_early(code, tree)
    yield from _returned(code, tree)
    yield from _on_the_class(code, tree)
    yield from _renamed(code, tree, parameters)


def _bodies(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    for node in ast.walk(tree):
        for name in ("body", "orelse"):
            body = getattr(node, name, None)
            if isinstance(body, list) and body:
                yield body


def _left_out(code: str, tree: ast.AST) -> Iterator[tuple[str, str]]:
    for body in _bodies(tree):
        for one in body:
            if isinstance(one, SimpleStatement):
                yield "statement-left-out", spliced(code, one, "pass")
            elif isinstance(one, ast.Return) and one.value is not None:
                yield "nothing-returned", spliced(code, one, "return None")


def _swapped(code: str, tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield the order of two statements turned round: an update too early or too late."""
    for body in _bodies(tree):
        for one, other in pairwise(body):
            if isinstance(one, SimpleStatement) and isinstance(other, SimpleStatement):
                texts = ast.unparse(one), ast.unparse(other)
                later = spliced(code, other, texts[0])  # from the back, so that columns hold
                yield "statements-swapped", spliced(later, one, texts[1])


def _stopped_early(code: str, tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.For | ast.While):
            last = node.body[-1]
            indent = " " * last.col_offset
            for name, line in (("one-round-only", "break"), ("result-after-one-round", "return")):
                if name == "one-round-only" or _returns_nothing(tree):
                    yield name, spliced(code, last, f"{ast.unparse(last)}\n{indent}{line}")


def _returns_nothing(tree: ast.AST) -> bool:
    return not any(isinstance(node, ast.Return) for node in ast.walk(tree))


def _returned(code: str, tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield two returned values in each other's place, one left out, and one for another."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
            values = [ast.unparse(one) for one in node.value.elts]
            for place in range(len(values) - 1):
                new = list(values)
                new[place], new[place + 1] = new[place + 1], new[place]
                yield "results-swapped", spliced(code, node, f"return {', '.join(new)}")
            yield "last-result-missing", spliced(code, node, f"return {', '.join(values[:-1])},")
            yield "results-in-a-list", spliced(code, node, f"return [{', '.join(values)}]")


def _on_the_class(code: str, tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield what an object keeps kept on its class, and so by all objects at once."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
                    kept = f"type({target.value.id}).{target.attr} = {ast.unparse(node.value)}"
                    yield "kept-on-the-class", spliced(code, node, kept)
                    once = (
                        f"type({target.value.id}).{target.attr} = "
                        f"getattr(type({target.value.id}), {target.attr!r}, None) "
                        f"if getattr(type({target.value.id}), {target.attr!r}, None) is not None "
                        f"else {ast.unparse(node.value)}"
                    )
                    yield "kept-on-the-class-once", spliced(code, node, once)
                    first = f"{ast.unparse(target)} += {ast.unparse(node.value)}"
                    yield "added-to-what-was-kept", spliced(code, node, first)


def _renamed(code: str, tree: ast.AST, parameters: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield one name in the place of the one that is meant."""
    made = [
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    names = list(dict.fromkeys([*parameters, *made]))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
            place = names.index(node.id)
            for other in dict.fromkeys((names[place - 1], names[(place + 1) % len(names)])):
                if other != node.id:
                    yield "another-name", spliced(code, node, other)
