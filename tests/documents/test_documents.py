"""What the documents name is there: files, headings, extras; and the README stays short."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.documents.documents import DOCUMENTS, blocks, quoted, typed_lines, within, without_code

OTHERS = [ROOT / name for name in ("CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")]
ALL = [*DOCUMENTS, *sorted((ROOT / "docs/api").glob("*.md")), *OTHERS]
NOT_HERE = {
    "assignments/course.toml": "a course may have it",
    "assignments/task1.py": "where a file is looked for",
    "assignments/warmup/README.md": "of the course that the page makes",
    "assignments/warmup/samples/right/cube/": "of the course that the page makes",
    "grader/report/v1": "a name of a schema",
}
"""Paths that the documents name and that need not be there."""

PATH = re.compile(r"(?:grader|tests|docs|assignments|solutions|\.ci|\.github)/[\w./-]*")


def anchors(path: Path) -> set[str]:
    """Return what the headings of a document can be linked by."""
    headings = re.findall(
        r"^#+ (.*)$", re.sub(r"```.*?```", "", path.read_text("utf-8"), flags=re.S), re.M
    )
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", ALL, ids=within)
def test_links_lead_somewhere(document: Path) -> None:
    text = without_code(document.read_text("utf-8"))
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if not target.startswith("https://"):
            name, _, anchor = target.partition("#")
            linked = (document.parent / name) if name else document
            assert linked.exists(), target
            assert not anchor or anchor in anchors(linked), target


@pytest.mark.parametrize("document", ALL, ids=within)
def test_paths_that_are_named_are_there(document: Path) -> None:
    text = document.read_text("utf-8")
    made = {block.title for block in blocks(text)} | NOT_HERE.keys()
    named = {code for code in quoted(text) if PATH.fullmatch(code)} - made
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_sites_that_are_linked_are_known() -> None:
    text = "".join(document.read_text("utf-8") for document in ALL)
    sites = set(re.findall(r"https?://([\w.-]+)", text))
    assert sites <= {"distributed.dask.org", "semver.org"}


def test_the_readme_is_read_in_two_minutes() -> None:
    assert len(DOCUMENTS[0].read_text("utf-8").splitlines()) <= 200


def test_every_page_is_named_by_the_page_that_it_begins_with() -> None:
    pages = {path.name for path in DOCUMENTS[1:]} - {"index.md"}
    first = (ROOT / "docs/index.md").read_text("utf-8")
    assert {page for page in pages if f"]({page})" not in first} == set()


def test_the_readme_links_every_page_for_readers() -> None:
    readme = DOCUMENTS[0].read_text("utf-8")
    for page in ("student", "instructor", "class", "author", "judge", "threat-model", "formats"):
        assert f"](docs/{page}.md" in readme


def test_extras_that_are_named_can_be_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = [
        extra
        for document in ALL
        for line in (
            *typed_lines(document.read_text("utf-8"), "sh"),
            *quoted(document.read_text("utf-8")),
        )
        for extras in re.findall(r"pip install .*\[([\w,]+)\]", line)
        for extra in extras.split(",")
    ]
    assert {"dev", "notebook", "overview", "cluster"} <= set(named)
    assert set(named) <= project["optional-dependencies"].keys()


def test_a_reader_sets_up_with_two_commands() -> None:
    """One for who uses it, one more for who works on it."""
    lines = [
        line for line in typed_lines(DOCUMENTS[0].read_text("utf-8"), "sh") if "install" in line
    ]
    assert lines == [
        "python3 -m venv .venv && . .venv/bin/activate && pip install -e .",
        "pip install -e '.[dev]'",
    ]
