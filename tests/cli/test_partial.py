"""A run of `grade --output` that is killed leaves the score of what was done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


def test_a_killed_run_has_the_score_of_what_was_done(cache: Path, tmp_path: Path) -> None:
    work, results = tmp_path / "work", tmp_path / "results.json"
    work.mkdir()
    (work / "task1.py").write_bytes((ROOT / "solutions/backprop/task1.py").read_bytes())
    (work / "task2.py").write_text("import time\ntime.sleep(3600)\n")
    code = "from grader.cli.start import grade; grade()"
    arguments = ["task1", "task2", "--submission", work, "--output", results]
    arguments += ["--format", "gradescope"]
    with subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"XDG_CACHE_HOME": str(cache), "TMPDIR": str(tmp_path)},
        stdout=subprocess.DEVNULL,
    ) as process:
        seen = []
        while not seen or seen[-1] == 0:
            assert process.poll() is None
            if results.exists():  # by renaming: whenever it is there, it is whole
                seen.append(json.loads(results.read_bytes())["score"])
        process.kill()
    left = json.loads(results.read_bytes())
    assert left["score"] == 19  # hidden checks come after all others
    assert left["extra_data"]["max_score"] > 20
    assert "Not finished" in left["output"]
    of_task2 = [test for test in left["tests"] if test["name"].startswith("task2")]
    assert {test["status"] for test in of_task2} == {"failed"}
    assert sum(test["score"] for test in of_task2) == 0


def test_a_finished_run_says_nothing_of_it(cache: Path, tmp_path: Path) -> None:
    results = tmp_path / "results.json"
    code = "from grader.cli.start import grade; grade()"
    arguments = ["task1", "--submission", ROOT / "solutions", "--output", results]
    subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments), "--format", "json"],
        cwd=ROOT,
        env=os.environ | {"XDG_CACHE_HOME": str(cache)},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    assert "Not finished" not in results.read_text()
    assert json.loads(results.read_bytes())["score"] == 20
