"""Nested values are walked in one way, whatever holds them."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec
import pytest

from grader.sandbox.protocol import tree


class Struct(msgspec.Struct):
    x: Any
    y: Any


@dataclass
class Record:
    x: Any
    y: Any


class Named(NamedTuple):
    x: Any
    y: Any


NODES = [[1, 2], (1, 2), {"x": 1, "y": 2}, Struct(1, 2), Record(1, 2), Named(1, 2)]
by_type = pytest.mark.parametrize("node", NODES, ids=lambda node: type(node).__name__)


@by_type
def test_what_is_made_of_leaves_is_held_as_they_were(node: Any) -> None:
    made = tree.map(lambda leaf: 10 * leaf, [node, 3])
    assert type(made[0]) is type(node)
    assert list(tree.leaves(made)) == [10, 20, 30]


@by_type
def test_each_leaf_is_found_by_the_expression_for_it(node: Any) -> None:
    assert {
        eval(path, {"example": [0, node]}): leaf  # noqa: S307 - of our own making
        for path, leaf in tree.leaves_with_path([0, node], "example")
    } == {0: 0, 1: 1, 2: 2}


@by_type
def test_trees_match_where_structure_and_leaves_do(node: Any) -> None:
    same = tree.map(lambda leaf: leaf, node)
    assert tree.match(operator.eq, node, same, types=True)
    assert not tree.match(operator.eq, node, tree.map(operator.neg, node))
    assert not tree.match(operator.eq, [node], [1])
    assert not tree.match(operator.eq, [1], [node])
    assert not tree.match(operator.eq, [node], [node, node])


def test_a_list_matches_a_tuple_unless_types_are_asked_for() -> None:
    assert tree.match(operator.eq, [1, (2,)], (1, [2]))
    assert not tree.match(operator.eq, [1, (2,)], [1, [2]], types=True)
    assert not tree.match(operator.eq, {"x": 1}, {"y": 1})


def test_several_trees_are_mapped_as_far_as_their_structures_agree() -> None:
    pairs = tree.map(lambda *pair: pair, [1, [2, 3]], [4, [5]])
    assert pairs == [(1, 4), ([2, 3], [5])]


def test_a_walk_goes_from_the_top_down_and_not_into_what_is_called_a_leaf() -> None:
    closed = [3]
    seen = list(tree.walk([1, (2,), closed], is_leaf=lambda one: one is closed))
    assert seen == [[1, (2,), closed], 1, (2,), 2, closed]


def test_a_fold_makes_one_thing_of_a_tree() -> None:
    assert (
        tree.fold([1, (2, 3), []], str, lambda _, parts: f"<{' '.join(parts)}>") == "<1 <2 3> <>>"
    )


@pytest.mark.parametrize("leaf", [None, "text", 1.5, Struct, Record, Named, dict])
def test_a_class_is_a_leaf_even_where_its_objects_are_none(leaf: Any) -> None:
    assert list(tree.leaves((leaf,))) == [leaf]
