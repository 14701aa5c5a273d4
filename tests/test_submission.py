from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.submission import Submission, open_submission, shown, unreadable


def test_missing_file_is_expected_where_its_neighbours_are(tmp_path: Path) -> None:
    (tmp_path / "backprop").mkdir()
    expected = Submission(tmp_path).expected("backprop", "task1.py")
    assert expected == tmp_path / "backprop" / "task1.py"


@pytest.mark.parametrize("name", ["nothing", "notes.pdf", "work.zip"])
def test_what_cannot_be_a_submission_is_refused(tmp_path: Path, name: str) -> None:
    for there in ("notes.pdf", "work.zip"):
        (tmp_path / there).touch()
    with pytest.raises(UsageError, match=name):
        open_submission(tmp_path / name)


def test_folder_pipe_and_dangling_link_are_no_files(tmp_path: Path) -> None:
    (tmp_path / "folder.py").mkdir()
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "link.py").symlink_to(tmp_path / "nowhere.py")
    for name in ("folder.py", "pipe.py", "link.py"):
        assert "not a regular file" in unreadable(tmp_path / name)


def test_paths_are_shown_from_where_the_user_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown(tmp_path / "a" / "task1.py") == "a/task1.py"
    assert shown(Path("/elsewhere/task1.py")) == "/elsewhere/task1.py"
