"""A batch that is killed goes on where it was, and ends as if nothing had been."""

from __future__ import annotations

import contextlib
import os
import random
import re
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from tests.batch.classroom import make_class
from tests.batch.conftest import command
from tests.conftest import ROOT

COUNT = 40


@pytest.fixture
def batch(cache: Path, tmp_path: Path):
    """Return a function that starts a batch of the same made-up class."""
    make_class(tmp_path / "class", COUNT)

    def start(output: Path) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command("batch", tmp_path / "class", "--output", output, "--task", "task1"),
            cwd=ROOT,
            env=os.environ | {"XDG_CACHE_HOME": str(cache)},
            stdout=subprocess.DEVNULL,
        )

    return start


def settled(output: Path) -> int:
    """Return how many results are in the gradebook."""
    try:
        book = sqlite3.connect(f"file:{output / 'gradebook.sqlite'}?mode=ro", uri=True)
        with contextlib.closing(book):
            return int(book.execute("SELECT count(*) FROM results").fetchone()[0])
    except sqlite3.OperationalError:  # it is not there yet
        return 0


def written(output: Path) -> dict[str, str]:
    """Return the table and all reports and feedback, without times."""
    files = [output / "grades.csv", *output.glob("reports/*"), *output.glob("feedback/*")]
    return {
        str(file.relative_to(output)): re.sub(r'"seconds": [\d.e-]+', "", file.read_text())
        for file in files
    }


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
    with sqlite3.connect(disturbed / "gradebook.sqlite") as book:
        twice = book.execute(
            "SELECT content FROM gradings GROUP BY content HAVING count(*) > 1"
        ).fetchall()
        checks = book.execute("SELECT count(*) FROM submission_checks").fetchone()[0]
    assert twice == []
    assert checks == 10 * COUNT
