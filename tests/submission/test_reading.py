"""Reading a notebook in a process of its own."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.submission.notebook import reading
from grader.submission.notebook.reading import Unreadable, read_notebook
from grader.untrusted.sizes import MAX_NOTEBOOK
from tests.conftest import WriteNotebook


def test_cells_come_back_with_their_numbers(notebook: WriteNotebook) -> None:
    assert read_notebook(notebook("x = 1", "%%bash\nls", "y = 2")).cells == [
        (1, "x = 1\n"),
        (2, ""),
        (3, "y = 2\n"),
    ]


def test_problem_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "work.ipynb").write_text("[" * 100_000)
    with pytest.raises(Unreadable, match=r"work\.ipynb is no notebook: it is nested too deeply\."):
        read_notebook(tmp_path / "work.ipynb")


def test_cell_that_keeps_the_transformer_busy_is_given_up(
    notebook: WriteNotebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "SECONDS", 2.0)
    with pytest.raises(Unreadable, match="longer than 2 seconds"):
        read_notebook(notebook("%a\n" * 499 + "x = 1\n" * 50_000))


def test_file_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "work.ipynb"
    path.touch()
    os.truncate(path, MAX_NOTEBOOK + 1)
    with pytest.raises(Unreadable, match="clear all outputs"):
        read_notebook(path)


def test_link_to_another_notebook_is_not_followed(notebook: WriteNotebook, tmp_path: Path) -> None:
    (tmp_path / "link.ipynb").symlink_to(notebook("secret = 1"))
    with pytest.raises(Unreadable, match="symbolic link"):
        read_notebook(tmp_path / "link.ipynb")


def test_missing_packages_are_named_with_the_cure(
    notebook: WriteNotebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "nbformat" else found(name)
    )
    with pytest.raises(UsageError, match="takes nbformat: pip install nbformat ipython"):
        read_notebook(notebook("x = 1"))


def test_nothing_is_left_behind(
    notebook: WriteNotebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = notebook("x = 1")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    read_notebook(path)
    assert list(tmp_path.iterdir()) == [path]
