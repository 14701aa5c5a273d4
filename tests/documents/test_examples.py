"""Examples in the documents are what the code prints: ``python -m tests.documents`` renews them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.sandbox.client.limits import Limits
from tests.conftest import ROOT
from tests.documents.documents import DOCUMENTS, Block, blocks, typed_lines, within
from tests.documents.examples import PICTURE, picture, renewed, settled, written_in
from tests.documents.scenes import Scene, course_scene

COMMAND = "python -m tests.documents"
NUMBERS = """\
         `d_w[1, 0]` is -2.0, expected 1.0.
           . x   x is off
           expected  -1.0  ± 3e-11
x = np.array([[0.0, 1.0]])
3/4 done, 2.9/s, 1 to look at, 4 s left
4/4 done, 0.6/s, 1 to look at, 0 s left
"""
OTHER_NUMBERS = """\
         `d_w[0]` is 31.25, expected -1.0.
           x .   x is off
           expected  1.0  ± 5e-11
x = np.array([[ 3.25], [-1.]])
4/4 done, 12/s, 1 to look at, 0 s left
"""


def parts(document: Path) -> list[Block]:
    return [
        b for b in blocks(document.read_text("utf-8")) if b.language == "python" and not b.title
    ]


@pytest.mark.parametrize("document", DOCUMENTS, ids=within)
def test_examples_print_what_the_document_says(document: Path, tmp_path: Path, cache: Path) -> None:
    text = document.read_text("utf-8")
    new = renewed(text, document.name, tmp_path / "scene", cache)
    assert new == text, f"To write it anew: {COMMAND}"


def test_picture_of_the_readme_is_the_report(tmp_path: Path, cache: Path) -> None:
    drawn, kept = picture(tmp_path / "scene", cache), PICTURE.read_text("utf-8")
    assert settled(written_in(drawn)) == settled(written_in(kept)), f"To draw it anew: {COMMAND}"
    colours = [set(re.findall(r"fill: (#\w{6})", svg)) for svg in (drawn, kept)]
    assert colours[0] == colours[1]


def test_picture_loads_nothing_from_elsewhere() -> None:
    kept = PICTURE.read_text("utf-8")
    assert re.findall(r"url\((?!#)|href|@import|<script", kept) == []


def test_drawn_numbers_and_times_may_differ_and_nothing_else() -> None:
    assert settled(NUMBERS) == settled(OTHER_NUMBERS)
    for word in ("expected", "x is off", "1 to look at", "4/4", "d_w"):
        assert settled(NUMBERS) != settled(OTHER_NUMBERS.replace(word, "another", 1)), word
    assert settled("✗ task1  17/20") != settled("✗ task1  18/20")


def test_an_example_that_is_no_longer_printed_is_written_anew(tmp_path: Path, cache: Path) -> None:
    text = "# A\n\n```python\nprint(2)\n```\n\nIt prints:\n\n```\n3\n```\n\nAnd so on.\n"
    new = renewed(text, "checking.md", tmp_path / "scene", cache)
    assert new == text.replace("3", "2")


def test_python_of_the_readme_is_run_in_another_document_or_here() -> None:
    told = [block.body for document in DOCUMENTS[1:] for block in parts(document)]
    for block in parts(DOCUMENTS[0]):
        assert "check(" in block.body or any(block.body in other for other in told)


@pytest.mark.parametrize("document", ["README.md", "docs/student.md"])
def test_what_a_notebook_is_told_to_type_checks_its_functions(
    document: str, tmp_path: Path, cache: Path
) -> None:
    scene = course_scene(tmp_path / "scene", cache)
    written = [
        (ROOT / f"solutions/backprop/task{number}.py").read_text("utf-8") for number in (1, 2)
    ]
    (block,) = [block for block in parts(ROOT / document) if "import check" in block.body]
    defined = "\n".join(text.replace("from __future__ import annotations", "") for text in written)
    (scene.folder / "work.py").write_text(f"{defined}\n{block.body}", "utf-8")
    run = scene.run("python work.py")
    assert run.returncode == 0, run.stdout
    assert run.stdout.count("✓ task1") + run.stdout.count("task1  Mean") >= 2, run.stdout
    assert "✗" not in run.stdout


def test_limits_that_the_document_shows_are_the_defaults(tmp_path: Path, cache: Path) -> None:
    scene = course_scene(tmp_path / "scene", cache)
    (block,) = [
        b for b in blocks((ROOT / "docs/author.md").read_text("utf-8")) if b.language == "toml"
    ]
    shown = dict(re.findall(r"^(\w+) = (\d+)", block.body.partition("\n\n")[0], re.MULTILINE))
    assert {name: float(number) for name, number in shown.items()} == {
        name: getattr(Limits(), name) for name in Limits.__struct_fields__ if name != "start"
    }
    (scene.folder / "assignments/course.toml").write_text(block.body)
    run = scene.run("grade task1 --submission solutions")
    assert run.returncode == 0, run.stdout


def test_lines_of_python_run(tmp_path: Path, cache: Path) -> None:
    scene = Scene(tmp_path / "scene", cache)
    text = "".join(document.read_text("utf-8") for document in DOCUMENTS)
    lines = [line for line in typed_lines(text, "sh") if line.startswith("python -c")]
    assert lines
    for line in lines:
        assert scene.run(line).stdout.startswith(str(cache))


def test_lines_in_a_scene_are_run_by_this_very_code(tmp_path: Path, cache: Path) -> None:
    run = Scene(tmp_path / "scene", cache).run(
        "grade --version; python -c 'import grader as g; print(g.__file__)'"
    )
    assert run.stdout.splitlines()[-1] == str(ROOT / "grader/__init__.py")
