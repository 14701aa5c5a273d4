"""Trees: values in lists, tuples, dicts and records, nested to any depth, in the pytree idiom.

A leaf is whatever is none of these: an array, a number, an object. A record is a dataclass or a
`msgspec.Struct`, known by its fields, so that neither has to be imported here. Both sides of the
sandbox walk trees, so this module knows the standard library and NumPy alone.

Each tree is walked without a limit of depth: one that came from the student's process has been
read by `grader.sandbox.protocol.values.Reader`, which has one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np

T = TypeVar("T")

_SEQUENCES = (list, tuple)
_LEAVES = frozenset({np.ndarray, float, int, bool, str, type(None)})
"""Types of most leaves. Checks walk thousands of small trees, so these are told at a glance."""


def children(tree: Any) -> Sequence[Any] | None:
    """Return what a tree holds directly, in order; None for a leaf."""
    kind: Any = type(tree)
    if kind in _LEAVES:
        return None
    if isinstance(tree, _SEQUENCES):
        return tree
    if isinstance(tree, dict):
        return list(tree.values())
    fields = _fields(kind)
    return None if fields is None else [getattr(tree, field) for field in fields]


def fold(tree: Any, leaf: Callable[[Any], T], node: Callable[[Any, list[T]], T]) -> T:
    """Return what a tree comes to, from its leaves up.

    Parameters
    ----------
    tree
        The tree.
    leaf
        Returns what a leaf comes to.
    node
        Returns what a list, tuple, dict or record comes to; it gets that, and what each of its
        `children` came to.
    """
    inside = children(tree)
    if inside is None:
        return leaf(tree)
    return node(tree, [fold(child, leaf, node) for child in inside])


def map(function: Callable[..., Any], tree: Any, *others: Any) -> Any:  # noqa: A001 - as in JAX
    """Return a tree of the same structure and types, whose leaves are those that a function made.

    The function gets a leaf of `tree`, and what stands at its place in each of the other trees.
    Where one of these has another structure, it gets what is left of all of them.
    """
    inside = children(tree)
    if inside is None or (others and not all(_fit(tree, other) for other in others)):
        return function(tree, *others)
    if not others:
        return _rebuilt(tree, [map(function, child) for child in inside])
    beside = [children(other) or () for other in others]
    return _rebuilt(tree, [map(function, *each) for each in zip(inside, *beside, strict=True)])


def walk(tree: Any, is_leaf: Callable[[Any], bool] | None = None) -> Iterator[Any]:
    """Yield a tree and all that is in it, from the top down; nothing within what `is_leaf`."""
    yield tree
    inside = children(tree)
    if inside and not (is_leaf and is_leaf(tree)):
        for child in inside:
            yield from walk(child, is_leaf)


def leaves(tree: Any) -> Iterator[Any]:
    """Yield the leaves of a tree, in order."""
    return (one for one in walk(tree) if children(one) is None)


def leaves_with_path(tree: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the leaves of a tree, each after the expression for it; `path` is that for the tree."""
    inside = children(tree)
    if inside is None:
        yield path, tree
        return
    named = "{}[{!r}]" if isinstance(tree, (*_SEQUENCES, dict)) else "{}.{}"
    for key, child in zip(_keys(tree), inside, strict=True):
        yield from leaves_with_path(child, named.format(path, key))


def match(
    test: Callable[[Any, Any], bool], first: Any, second: Any, *, types: bool = False
) -> bool:
    """Whether two trees have the same structure, and `test` holds for each two of their leaves.

    A list and a tuple of one length have the same structure, unless `types` have to be the same.
    """
    one, two = children(first), children(second)
    if one is None or two is None:
        return one is two and test(first, second)
    if not _fit(first, second) or (types and type(first) is not type(second)):
        return False
    return all(match(test, *pair, types=types) for pair in zip(one, two, strict=True))


def _fit(first: Any, second: Any) -> bool:
    """Whether two trees hold as many elements, or have the same keys or fields."""
    return children(second) is not None and _keys(first) == _keys(second)


def _keys(node: Any) -> Sequence[Any]:
    if isinstance(node, _SEQUENCES):
        return range(len(node))
    kind: Any = type(node)
    return list(node) if isinstance(node, dict) else _fields(kind) or ()


@lru_cache(256)
def _fields(kind: type) -> tuple[str, ...] | None:
    """Return the fields of a type of records; asked of the type, as any object may claim some."""
    if issubclass(kind, type):
        return None
    known = getattr(kind, "__struct_fields__", None) or getattr(kind, "__dataclass_fields__", None)
    return None if known is None else tuple(known)


def _rebuilt(node: Any, inside: list[Any]) -> Any:
    """Return a node of the same type that holds other elements."""
    kind = type(node)
    if kind in _SEQUENCES:
        return kind(inside)
    if not isinstance(node, _SEQUENCES):
        held = dict(zip(_keys(node), inside, strict=True))
        return held if isinstance(node, dict) else kind(**held)
    return kind(*inside) if hasattr(kind, "_fields") else kind(inside)  # a named tuple, or another
