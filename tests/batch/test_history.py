"""The command that `grader history` shows."""

from __future__ import annotations

import shlex
from pathlib import Path

from tests.batch.conftest import RIGHT, WRONG, Typed
from tests.batch.test_batch import ClassOf, without_times


def test_command_that_history_shows_gives_the_very_same_report(
    typed: Typed, class_of: ClassOf, tmp_path: Path
) -> None:
    folder = class_of(anna=RIGHT, ben=WRONG)
    output = tmp_path / "first folder"
    typed("batch", folder, "--output", output, "--task", "double")
    shown = typed("history", "ben", "--output", output).stdout.splitlines()[-1]
    typed(*shlex.split(shown)[1:-1], tmp_path / "again")
    first, again = (
        (path / "reports" / "ben.json").read_text() for path in (output, tmp_path / "again")
    )
    assert without_times(first) == without_times(again)
    assert not (tmp_path / "again" / "reports" / "anna.json").exists()


def test_batch_refuses_a_seed_and_names_that_are_not_there(
    typed: Typed, class_of: ClassOf, tmp_path: Path
) -> None:
    folder = class_of(anna=RIGHT)
    for option, said in ((("--seed", "7"), "practice"), (("--only", "ben"), "no submission 'ben'")):
        run = typed("batch", folder, "--output", tmp_path / "out", *option)
        assert (run.returncode, said in run.stderr) == (2, True)
