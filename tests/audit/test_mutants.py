"""Wrong versions of a solution: which there are, and by what names they are known."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from grader.audit.library import library_operators
from grader.audit.marks import Marks, all_operators, read_marks
from grader.audit.mutants import Kind, Mutant, mutants
from grader.audit.operators import own_operators
from grader.errors import CourseError

SOURCE = '''
import numpy as np


def layer(x, weights):
    """Return a layer."""
    # BEGIN SOLUTION
    z = x @ weights
    # The mask comes last.
    return z * (z > 0)
    # END SOLUTION


class Counter:
    def __init__(self, start):
        # BEGIN SOLUTION
        self.count = start
        # END SOLUTION

    def add(self, x):
        # BEGIN SOLUTION
        self.count = self.count + x
        return self.count
        # END SOLUTION
'''

BOTH = Kind(takes=True, returns=True)
KINDS = {"layer": BOTH, "Counter.add": BOTH}


def made(source: str = SOURCE, kinds: dict[str, Kind] = KINDS) -> list[Mutant]:
    return mutants(source, "layer.py", kinds, own_operators(), library_operators())


def test_each_is_python_and_no_two_are_alike() -> None:
    found = made()
    assert len(found) > 150
    assert len({ast.dump(ast.parse(one.text)) for one in found}) == len(found)
    assert {one.function for one in found} == set(KINDS)


@pytest.mark.parametrize(
    "changed",
    [
        "z = (x @ weights.T)",
        "return (z * (z >= 0))",
        "return (z)",
        "return (np.multiply(z, z > 0, out=z))",
        "type(self).count = self.count + x",
        "self.count = self.count - x",
        "return None",
    ],
)
def test_slips_of_the_field_are_among_them(changed: str) -> None:
    lines = {line.strip() for one in made() for line in one.text.splitlines()}
    assert changed in lines


def test_names_outlive_changes_elsewhere() -> None:
    before = {one.id for one in made()}
    other = SOURCE.replace("# The mask comes last.", "# Another comment.").replace(
        "self.count = start", "self.count = int(start)"
    )
    assert {one.id for one in made(f"# A head.\n{other}")} == before


def test_names_change_with_the_statement_that_is_made_wrong() -> None:
    before = {one.id for one in made() if one.operator == "mask"}
    other = SOURCE.replace("z * (z > 0)", "2 * z * (z > 0)")
    assert not before & {one.id for one in made(other) if one.operator == "mask"}


def test_results_that_nobody_looks_at_are_left_alone() -> None:
    used = {one.operator for one in made(kinds={"layer": BOTH})}
    unused = {one.operator for one in made(kinds={"layer": Kind(takes=True, returns=False)})}
    assert {"zeros-as-result", "one-buffer-for-all"} <= used - unused
    assert "doubles-its-first-argument" in unused


def test_a_course_adds_operators(tmp_path: Path) -> None:
    file = tmp_path / "audit.toml"
    file.write_text(
        '[[source]]\nname = "halved"\nfind = "X @ Y"\nput = ["X @ Y / 2"]\n'
        '[[wrapper]]\nname = "late"\nwhen = "count > 3"\n'
    )
    operators = all_operators(read_marks(file), file)
    found = mutants(SOURCE, "layer.py", {"layer": BOTH}, operators, {})
    assert any("x @ weights / 2" in one.text for one in found if one.operator == "halved")
    assert "layer/late" in {one.id for one in found}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("equivalent = 3", "Expected `array`"),
        ('[[equivalent]]\nmutant = "f/*"\nreason = " "', "marked without a reason"),
        ('[[equivalent]]\nmutant = "f/*"', "missing required field `reason`"),
        ('[[equivalent]]\nmutant = "f/*"\nreason = "x"\nwhy = 1', "unknown field `why`"),
        ('[[source]]\nname = "a"\nfind = "X @"\nput = ["X"]', "the operator a holds what is no P"),
        ('[[wrapper]]\nname = "a"\nwhen = "for"', "the operator a holds what is no Python"),
        ('[[wrapper]]\nname = "first-call"', "two operators are named first-call"),
    ],
)
def test_what_an_author_got_wrong_is_told_with_the_file(
    tmp_path: Path, text: str, told: str
) -> None:
    file = tmp_path / "audit.toml"
    file.write_text(text)
    with pytest.raises(CourseError, match=told) as refused:
        all_operators(read_marks(file), file)
    assert str(file) in str(refused.value)


def test_a_mark_is_for_one_or_for_a_pattern(tmp_path: Path) -> None:
    file = tmp_path / "audit.toml"
    file.write_text(
        '[[equivalent]]\nmutant = "*/float32-inside"\nreason = "It is near enough."\n'
        '[[equivalent]]\nmutant = "layer/mask/abc"\nreason = "It is the same."\n'
    )
    pattern, single = read_marks(file).equivalent
    assert pattern.covers("layer/float32-inside")
    assert not pattern.covers("layer/float32-result")
    assert single.covers("layer/mask/abc")
    assert not single.covers("layer/mask/abcd")
    assert read_marks(tmp_path / "none.toml") == Marks()
