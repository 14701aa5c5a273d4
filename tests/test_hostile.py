"""Hostile submissions: none gains a point, gets out, leaves anything behind, or ends the grader."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLES

ATTACKS = sorted(SAMPLES.glob("hostile/*.py"))
MARKER = "HOSTILE_MARKER"
SHARED = [Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")]  # noqa: S108 - where attacks would write


def honest_score(path: Path) -> float:
    """Read what the same code scores without its attack."""
    text = ast.get_docstring(ast.parse(path.read_bytes())) or ""
    match = re.search(r"^Scores without: ([\d.]+)\.$", text, re.MULTILINE)
    assert match, f"{path} needs a line 'Scores without: 0.' in its docstring"
    return float(match.group(1))


def markers(*folders: Path) -> set[str]:
    return {str(p) for folder in folders for p in folder.glob("*") if MARKER in p.name}


@pytest.mark.parametrize("path", ATTACKS, ids=lambda p: p.stem)
def test_attack_is_worth_nothing(path: Path, cache: Path, tmp_path: Path) -> None:
    home, work = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    work.mkdir()
    shutil.copy(path, work / "task1.py")
    before = markers(*SHARED)
    run = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "hostile_run.py"), str(ROOT), str(cache), str(work)],
        env=os.environ | {"HOME": str(home), "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    summary = json.loads(run.stdout)
    assert not summary["internal"]
    assert summary["score"] <= honest_score(path)
    assert summary["survivors"] == 0
    assert [p.name for p in work.rglob("*")] == ["task1.py"]
    assert (work / "task1.py").read_bytes() == path.read_bytes()
    assert list(home.rglob("*")) == []
    assert markers(*SHARED) <= before
    if summary["isolation"] == "confined":
        assert MARKER not in summary["output"]


def test_worker_is_confined_where_the_system_can(cache: Path) -> None:
    run = subprocess.run(
        [
            *(sys.executable, str(ROOT / "tests" / "hostile_run.py"), str(ROOT), str(cache)),
            str(ROOT / "solutions"),
        ],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    summary = json.loads(run.stdout)
    assert summary["score"] == 20
    assert summary["isolation"] == ("confined" if sys.platform == "linux" else "process")
