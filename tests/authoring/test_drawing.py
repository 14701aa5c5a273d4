from __future__ import annotations

import subprocess
import sys

import msgspec
import numpy as np
import pytest
from hypothesis import strategies

from grader.authoring.drawing import LAYOUTS, Draw, Floats, steady
from grader.grading.examples import draw_examples, shrink
from grader.grading.shrinking import complexity, smallest


class Point(msgspec.Struct, frozen=True):
    x: Floats


def points(draw: Draw) -> Point:
    return Point(draw.array(draw.shape([1, 2]), zeros=True))


def test_same_seed_draws_the_same_examples() -> None:
    first, second, other = (draw_examples(points, 30, seed) for seed in (1, 1, 2))
    assert [p.x.tobytes() for p in first] == [p.x.tobytes() for p in second]
    assert [p.x.tobytes() for p in first] != [p.x.tobytes() for p in other]


def test_examples_do_not_depend_on_what_else_is_imported(tmp_path) -> None:
    # Hypothesis would draw constants from the source of every local module it finds loaded.
    (tmp_path / "constants.py").write_text("\n".join(f"c{i} = {i * 7919}" for i in range(200)))
    code = (
        "import sys; sys.path.insert(0, {folder!r}); {statement}\n"
        "from grader.grading.examples import *\n"
        "f = lambda draw: draw.integer(0, 2**40)\n"
        "print(draw_examples(f, 100, 5))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code.format(folder=str(tmp_path), statement=statement)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for statement in ("pass", "import constants")
    }
    assert len(printed) == 1


def test_a_hundred_examples_are_drawn() -> None:
    assert len(draw_examples(points, 100, 0)) == 100


def test_a_rare_choice_is_among_a_hundred_examples_whatever_the_seed() -> None:
    def kinds(draw: Draw) -> tuple[int, int]:
        return draw.choice(range(10)), draw.integer(0, 10**6)

    for seed in range(50):
        assert {kind for kind, _ in draw_examples(kinds, 100, seed)} == set(range(10))


def test_examples_differ_and_end_where_there_are_no_more() -> None:
    assert sorted(draw_examples(lambda draw: draw.integer(1, 5), 100, 0)) == [1, 2, 3, 4, 5]
    assert draw_examples(lambda _: 7, 100, 0) == [7]


def test_a_recipe_may_draw_from_strategies_of_hypothesis() -> None:
    words = draw_examples(lambda draw: draw(strategies.text("ab", min_size=2)), 20, 0)
    assert len(words) == 20
    assert all(set(word) <= set("ab") for word in words)


def test_arrays_keep_to_the_magnitudes_that_are_promised() -> None:
    drawn = np.concatenate([p.x.ravel() for p in draw_examples(points, 200, 0)])
    sizes = np.abs(drawn[drawn != 0])
    assert sizes.min() >= 1e-6
    assert sizes.max() <= 1e6
    assert (drawn == 0).any()
    assert sizes.max() / sizes.min() > 1e9


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("shape", [(), (1,), (5,), (2, 3), (2, 3, 4)])
def test_layouts_keep_the_numbers(name: str, shape: tuple[int, ...]) -> None:
    array = np.arange(np.prod(shape), dtype=np.float64).reshape(shape)
    assert np.array_equal(LAYOUTS[name](array), array)


def test_layouts_are_what_they_are_called() -> None:
    array = np.arange(6.0).reshape(2, 3)
    assert LAYOUTS["Fortran order"](array).flags.f_contiguous
    assert LAYOUTS["reversed"](array).strides == (-24, -8)
    assert LAYOUTS["every second element"](array).strides == (48, 16)


def test_smallest_example_that_fails_is_found() -> None:
    def fails(point: Point) -> bool:
        return point.x.size > 2 and bool((point.x < 0).any())

    start = next(p for p in draw_examples(points, 100, 0) if fails(p))
    found = smallest(points, 100, 0, start, fails)
    assert fails(found)
    assert found.x.size == 3
    assert complexity(found) < complexity(start)


def test_shrinking_gives_up_after_a_number_of_tries() -> None:
    tried = []

    def fails(point: Point) -> bool:
        tried.append(point)
        return point.x.size > 1

    shrink(points, 100, 0, fails, effort=20)
    first = next(i for i, point in enumerate(tried) if point.x.size > 1)
    assert len(tried) - first <= 20


def test_shrinking_survives_a_check_that_changes_its_mind() -> None:
    answers = iter([True, False] * 500)
    shrink(points, 50, 0, lambda _: next(answers), effort=50)
    assert next(answers) in (True, False)


def test_a_sum_is_steady_unless_three_quarters_of_its_terms_cancel() -> None:
    magnitudes = np.array([8.0, 1.0])
    assert steady(np.array([-2.0, 0.0]), magnitudes)
    assert not steady(np.array([1.9, 1.0]), magnitudes)


def test_the_largest_sum_has_to_be_steady_and_a_smaller_one_need_not() -> None:
    assert steady(np.array([-3.0, 0.001]), np.array([4.0, 5.0]))
    assert not steady(np.array([0.001, 0.002]), np.array([4.0, 5.0]))
    assert steady(np.zeros(0), np.zeros(0))


def test_single_precision_gets_steady_sums_right_to_a_millionth() -> None:
    random = np.random.default_rng(0)
    seen = 0
    for _ in range(2000):
        first, second = random.normal(size=(2, 6))
        total, magnitude = np.array([first @ second]), np.abs(first) @ np.abs(second)
        if not steady(total, np.array([magnitude])):
            continue
        seen += 1
        single = first.astype(np.float32) @ second.astype(np.float32)
        assert abs(float(single) - total[0]) < 1e-6 * abs(total[0])
    assert seen > 500
