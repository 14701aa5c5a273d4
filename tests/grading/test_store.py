from __future__ import annotations

import ast
from pathlib import Path

import msgspec
import numpy as np
import pytest

import grader
from grader.authoring.drawing import LAYOUTS, Draw, Numbers
from grader.checking import NumericalGradient, numerical_gradient
from grader.grading.store import Store, fingerprint, judging

GRADER = Path(grader.__file__).parent


class Example(msgspec.Struct, frozen=True):
    x: Numbers
    gradient: NumericalGradient
    count: int


def recipe(_: Draw) -> Example:
    raise AssertionError("the tests draw by hand")


def make(layout: str = "C order") -> Example:
    x = LAYOUTS[layout](np.arange(6.0).reshape(2, 3))
    return Example(x, numerical_gradient(lambda v: v * v, x), 3)


def never() -> list[Example]:
    raise AssertionError("should have been kept")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_kept_examples_come_back_with_their_layout(tmp_path: Path, layout: str) -> None:
    example = make(layout)
    Store(tmp_path).examples(recipe, "key", lambda: [example])
    (kept,) = Store(tmp_path).examples(recipe, "key", never)
    assert kept.x.strides == example.x.strides
    assert np.array_equal(kept.x, example.x)
    assert np.array_equal(kept.gradient.value, example.gradient.value)
    assert kept.count == 3


class Lists(msgspec.Struct, frozen=True):
    arrays: list[Numbers]
    rate: float


def lists(_: Draw) -> Lists:
    raise AssertionError("the tests draw by hand")


def test_lists_of_arrays_and_numbers_come_back_too(tmp_path: Path) -> None:
    arrays = [LAYOUTS["reversed"](np.arange(3.0)), np.arange(6).reshape(2, 3).T]
    Store(tmp_path).examples(lists, "key", lambda: [Lists(arrays, 0.1)])
    (kept,) = Store(tmp_path).examples(lists, "key", never)
    assert kept.rate == 0.1
    assert [a.strides for a in kept.arrays] == [a.strides for a in arrays]
    assert all(map(np.array_equal, kept.arrays, arrays))


def test_a_first_run_has_the_examples_of_every_later_run(tmp_path: Path) -> None:
    """The stride of a single element is seen by nobody but a report, which tells of layouts."""
    strange = Lists([np.arange(4.0)[1:2:2]], 0.1)
    (first,) = Store(tmp_path).examples(lists, "key", lambda: [strange])
    (later,) = Store(tmp_path).examples(lists, "key", never)
    assert first.arrays[0].strides == later.arrays[0].strides


@pytest.mark.parametrize("damage", [b"", b"x", None])
def test_damaged_file_is_drawn_anew(tmp_path: Path, damage: bytes | None) -> None:
    store = Store(tmp_path)
    store.examples(recipe, "key", lambda: [make()])
    file = tmp_path / "key"
    file.write_bytes(file.read_bytes()[:-1] if damage is None else damage)
    drawn = store.examples(recipe, "key", lambda: [make(), make()])
    assert len(drawn) == 2
    assert len(store.examples(recipe, "key", never)) == 2


def test_examples_of_another_type_are_drawn_anew(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.keep("key", {b"a": b"b"})
    assert len(store.examples(recipe, "key", lambda: [make()])) == 1


def test_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = Store(tmp_path / "file" / "cache")
    assert len(store.examples(recipe, "key", lambda: [make()])) == 1
    assert len(store.examples(recipe, "key", lambda: [make()])) == 1


def test_answers_are_kept(tmp_path: Path) -> None:
    assert Store(tmp_path).read("key", dict[bytes, bytes]) is None
    Store(tmp_path).keep("key", {b"request": b"reply"})
    assert Store(tmp_path).read("key", dict[bytes, bytes]) == {b"request": b"reply"}


def test_nothing_else_is_left_in_the_folder(tmp_path: Path) -> None:
    Store(tmp_path).examples(recipe, "key", lambda: [make()])
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_fingerprint_tells_all_its_parts_apart(tmp_path: Path) -> None:
    file = tmp_path / "checks.py"
    file.write_text("one")
    prints = {fingerprint("a", "bc"), fingerprint("ab", "c"), fingerprint("a", "bc", 1)}
    prints.add(fingerprint("a", "bc", file))
    file.write_text("two")
    prints.add(fingerprint("a", "bc", file))
    assert len(prints) == 5


def test_what_runs_and_judges_a_submission_is_part_of_the_key() -> None:
    """A file is, unless it has no say in a verdict: what imports say, and what they cannot."""
    hashed = {path.relative_to(GRADER).as_posix() for path in judging()}
    worker = "sandbox/worker"
    scripts = (f"{worker}/launch.py", f"{worker}/fork_server_script.py")
    convert = "submission/notebook/convert.py"
    reached = imported_from("grading/flow.py", "authoring/__init__.py", *scripts, convert)
    telling = {name for name in reached - hashed if not name.startswith(("report/", "live/"))}
    assert telling == {
        "authoring/curve.py",
        *(
            f"grading/{one}.py"
            for one in ("causes", "hints", "literals", "locations", "program", "snippet")
        ),
    }
    assert not {name for name in hashed - reached if not name.endswith("__init__.py")}
    assert {f"{worker}/confine/seccomp.py", f"{worker}/worker.py", "grading/runner.py"} <= hashed
    assert "sandbox/doctor.py" not in hashed


def imported_from(*names: str) -> set[str]:
    """Return the files of the grader that some import, and those that these import, and so on."""
    reached: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        reached.add(name)
        for node in ast.walk(ast.parse((GRADER / name).read_text("utf-8"))):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            if module and module.startswith("grader."):
                inside = module.removeprefix("grader.").replace(".", "/")
                members = {f"{inside}/{one.name}.py" for one in node.names}
                found = {f"{inside}.py", f"{inside}/__init__.py", *members}
                waiting |= {one for one in found if (GRADER / one).is_file()} - reached
    return reached
