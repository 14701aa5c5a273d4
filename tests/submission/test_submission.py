from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.submission.submission import Submission, open_submission, shown, unreadable


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


@pytest.mark.parametrize("target", ["solutions", "solutions/task1.py", "nowhere", "link"])
def test_a_link_is_no_submission(tmp_path: Path, target: str) -> None:
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "task1.py").touch()
    (tmp_path / "link").symlink_to(tmp_path / target)
    for name in ("link", "link/", "link/."):
        with pytest.raises(UsageError, match="is a link, and links are not followed"):
            open_submission(Path(f"{tmp_path}/{name}"))


def test_files_behind_links_are_held_where_these_stay_inside(tmp_path: Path) -> None:
    inside, outside = tmp_path / "work", tmp_path / "outside"
    for folder in (inside, outside):
        (folder / "src").mkdir(parents=True)
        (folder / "src" / "task1.py").touch()
    (inside / "task1.py").symlink_to("src/task1.py")
    (inside / "task2.py").symlink_to("../outside/src/task1.py")
    (inside / "task3.py").symlink_to("task3.py")
    (inside / "more").symlink_to(outside / "src")
    held = {path.name: Submission(inside).holds(path) for path in inside.iterdir()}
    assert {name for name, inner in held.items() if not inner} == {"task2.py", "more"}
    assert "leads out of what was handed in" in Submission(inside).unreadable(inside / "task2.py")
    assert not Submission(inside).holds(inside / "more" / "task1.py")


def test_paths_are_shown_from_where_the_user_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown(tmp_path / "a" / "task1.py") == "a/task1.py"
    assert shown(Path("/elsewhere/task1.py")) == "/elsewhere/task1.py"
