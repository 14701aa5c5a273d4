"""Where the examples of the documents are played: folders as a reader has them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT, SAMPLES

SLIP = "wrong/task1/divides_by_len.py"
"""The submission whose report the documents show."""

CLASS = {
    "Ada Lovelace_1234567": "right/task1/einsum.py",
    "Alan Turing_1234568": SLIP,
    "Grace Hopper_1234570": "right/task1/lambdas.py",
}
"""Whom a class has, and which sample each handed in."""


class Scene:
    """A folder to type commands in, with the commands of this very code.

    Parameters
    ----------
    folder
        The current folder of what is run; it is made if it is not there.
    cache
        The cache folder of what is run.
    """

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder = folder
        self._cache = cache
        self._programs = folder.parent / f"{folder.name}-programs"
        self._programs.mkdir(parents=True, exist_ok=True)
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("grade", "grader"):
            code = f"from grader.cli.start import {name}; {name}()"
            program = self._programs / name
            program.write_text(f"#!/bin/sh\nexec {sys.executable} -c '{code}' \"$@\"\n")
            program.chmod(0o755)

    def run(self, line: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a line in a shell, as a reader or a service does; both streams are in `stdout`."""
        path = f"{self._programs}:{Path(sys.executable).parent}:{os.environ['PATH']}"
        known = {"PATH": path, "XDG_CACHE_HOME": str(self._cache), "COLUMNS": "80"}
        return subprocess.run(
            ["/bin/bash", "-e", "-o", "pipefail", "-c", line],
            cwd=self.folder,
            env=os.environ | known | variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )


def course_scene(folder: Path, cache: Path) -> Scene:
    """Return a clone with a class beside it: the course, its solutions, and the sample."""
    scene = Scene(folder, cache)
    for name in ("assignments", "solutions"):
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*")
        )
    sample = folder / "tests/samples" / SLIP
    sample.parent.mkdir(parents=True)
    shutil.copy(SAMPLES / SLIP, sample)
    for student, handed_in in CLASS.items():
        own = folder / "week1" / f"{student}_assignsubmission_file"
        own.mkdir(parents=True)
        shutil.copy(SAMPLES / handed_in, own / "task1.py")
    damaged = folder / "week1/Emmy Noether_1234569_assignsubmission_file"
    damaged.mkdir()
    (damaged / "task1.zip").write_bytes(b"PK\x03\x04, and nothing else")
    return scene
