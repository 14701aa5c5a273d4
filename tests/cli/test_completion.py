"""What a shell is told when somebody presses the tab key."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete

from grader.cli.grade import command as grade
from grader.cli.instructor import command as grader
from tests.conftest import ROOT


def completed(command: click.Command, *typed: str) -> list[str]:
    *before, begun = typed
    shell = ShellComplete(command, {}, str(command.name), "_COMPLETE")
    return [item.value for item in shell.get_completions(before, begun)]


def test_tasks_of_the_course_are_completed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "assignments")
    assert completed(grade, "task1") == ["task1", "task10", "task11"]
    assert completed(grader, "batch", "--task", "task11") == ["task11"]


def test_tasks_are_those_of_the_course_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert completed(grade, "--course", str(ROOT), "task3") == ["task3"]


def test_without_a_course_nothing_is_completed_and_nothing_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert completed(grade, "t") == []


def test_formats_are_completed() -> None:
    assert completed(grade, "--format", "grade") == ["gradescope"]


def test_assignments_of_the_course_are_completed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert completed(grader, "new", "task", "--assignment", "b") == ["backprop"]
    assert {"check-course", "new"} <= {*completed(grader, "")}
