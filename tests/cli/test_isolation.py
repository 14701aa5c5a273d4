"""`grade --isolation` on a machine that confines, and on one whose kernel has no Landlock."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the confinement is Linux's")

GRADE = "from grader.cli.start import grade; grade()"
OLD_KERNEL = """
import ctypes, errno, struct
from grader.sandbox.worker.confine.kernel import PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, Kernel

# a filter that answers as a kernel does which has never heard of landlock_create_ruleset (444)
lines = [(0x20, 0, 0, 0), (0x15, 0, 1, 444), (0x06, 0, 0, 0x50000 | errno.ENOSYS)]
lines.append((0x06, 0, 0, 0x7FFF0000))
code = b"".join(struct.pack("=HBBI", *line) for line in lines)
buffer = ctypes.create_string_buffer(code, len(code))
Kernel().prctl(PR_SET_NO_NEW_PRIVS, 1)
Kernel().prctl(PR_SET_SECCOMP, 2, struct.pack("HxxxxxxP", 4, ctypes.addressof(buffer)))
"""


def run(cache: Path, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, "task1", "--submission", "solutions", *arguments],
        cwd=ROOT,
        env=os.environ | {"XDG_CACHE_HOME": str(cache), "COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("level", ["process", "partial", "confined", "required"])
def test_any_level_is_met_where_all_layers_hold(cache: Path, level: str) -> None:
    done = run(cache, GRADE, "--isolation", level, "--format", "json")
    assert done.returncode == 0
    report = json.loads(done.stdout)
    assert report["isolation"] == "confined"
    assert all(report["layers"].values())


@pytest.mark.parametrize("level", ["confined", "required"])
def test_nothing_is_graded_where_a_layer_is_missing(cache: Path, level: str) -> None:
    done = run(cache, OLD_KERNEL + GRADE, "--isolation", level)
    assert done.returncode == 3
    assert done.stdout == ""
    assert "do not hold: files." in done.stderr
    assert "grader doctor" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_layer_is_told_where_it_is_not_required(cache: Path) -> None:
    done = run(cache, OLD_KERNEL + GRADE)
    assert done.returncode == 0
    assert "not fully confined: files did not hold." in done.stdout
    done = run(cache, OLD_KERNEL + GRADE, "--format", "json")
    report = json.loads(done.stdout)
    assert report["isolation"] == "partial"
    assert [name for name, held in report["layers"].items() if not held] == ["files"]


def test_the_doctor_finds_the_missing_layer_and_names_the_cure() -> None:
    code = OLD_KERNEL + "from grader.cli.start import grader; grader()"
    done = subprocess.run(
        [sys.executable, "-c", code, "doctor"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "NOT HELD  files: this kernel has no Landlock" in done.stdout
    assert "read /etc/passwd" in done.stdout.partition("still possible")[2]
    assert "cure: Landlock is in Linux from 5.13 on" in done.stdout
