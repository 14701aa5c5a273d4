"""A batch that is killed goes on where it was, and ends as if nothing had been."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from tests.batch.classroom import make_class, settled, written
from tests.batch.conftest import command
from tests.conftest import ROOT

COUNT = 30


@pytest.fixture
def batch(cache: Path, tmp_path: Path):
    """Return a function that starts a batch of the same made-up class."""
    make_class(tmp_path / "class", COUNT)
    for name in ("assignments", "solutions"):
        shutil.copytree(ROOT / name, tmp_path / "course" / name)
    settings = tmp_path / "course" / "assignments" / "course.toml"
    settings.write_text("[limits]\ncall = 2\nload = 4\n")

    secret = ("--secret", tmp_path / "secret.key")  # for all runs

    def start(output: Path) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command("batch", tmp_path / "class", "--output", output, "--task", "task1", *secret),
            cwd=tmp_path / "course",
            env=os.environ | {"XDG_CACHE_HOME": str(cache)},
            stdout=subprocess.DEVNULL,
        )

    return start


def test_killed_three_times_ends_like_an_undisturbed_run(batch, tmp_path: Path) -> None:
    quiet, disturbed = tmp_path / "quiet", tmp_path / "disturbed"
    moments = sorted(random.sample(range(1, COUNT - 1), 3))
    for moment in moments:
        with batch(disturbed) as process:
            while settled(disturbed) < moment:
                assert process.poll() is None
                time.sleep(0.01)
            process.kill()
        table = (disturbed / "grades.csv").read_text().splitlines()
        assert len(table) == COUNT + 1
        assert all(line.split(",")[2] == "0" for line in table if ",pending," in line)
    with batch(disturbed) as process:
        assert process.wait() == 0
    with batch(quiet) as process:
        assert process.wait() == 0
    assert written(disturbed) == written(quiet), f"killed after {moments}"
    assert len(written(quiet)) == 2 * COUNT + 1
    with contextlib.closing(sqlite3.connect(disturbed / "gradebook.sqlite")) as book:
        twice = book.execute(
            "SELECT content FROM gradings GROUP BY content HAVING count(*) > 1"
        ).fetchall()
        checks = book.execute("SELECT count(*) FROM submission_checks").fetchone()[0]
    assert twice == []
    assert checks == 12 * COUNT
