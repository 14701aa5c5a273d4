"""A bundle for Gradescope: the zip that is uploaded under "Configure Autograder".

Gradescope unpacks it to ``/autograder/source`` and runs ``setup.sh`` once. For each submission it
runs ``run_autograder``, and reads ``/autograder/results/results.json``. The scripts are in
``recipes/``; they find another root in the variable ``AUTOGRADER_ROOT``.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from importlib.resources import files as resources
from pathlib import Path

from grader.course.course import Course
from grader.grading.chance import SECRET, new_secret
from grader.release.files import assignments, packed, solutions
from grader.release.wheel import wheel

SCRIPTS = frozenset({"setup.sh", "run_autograder"})


def bundle(course: Course, tasks: Sequence[str], secret: bytes | None = None) -> bytes:
    """Return the zip for the tasks with these ids; for all of the course where none is named.

    The examples are drawn from `secret`, the contents of a file with one, or from a new one.

    Raises
    ------
    UsageError
        When there are no solutions, a stub is out of step, or the grader cannot be packed.
    """
    recipes = resources("grader.release") / "recipes"
    files = {name: (recipes / name).read_bytes() for name in sorted(SCRIPTS)}
    files["tasks.txt"] = "".join(f"{task}\n" for task in tasks).encode()
    for name, data in {**assignments(course), **solutions(course)}.items():
        files[f"course/{name}"] = data
    name, data = wheel()
    files[name] = data
    files[SECRET] = secret or new_secret()
    return packed(files, SCRIPTS, frozenset({SECRET}))


def secret_in(bundle: Path) -> bytes | None:
    """Return the secret of a bundle that was written before, if there is one.

    A new bundle keeps it, so that the same submission still gets the same report.
    """
    try:
        with zipfile.ZipFile(bundle) as archive:
            return archive.read(SECRET)
    except (OSError, KeyError, zipfile.BadZipFile):
        return None
