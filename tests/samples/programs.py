"""What the programs of reports print, each run beside the file in a fresh Python, as students do.

A program says in comments what each of its lines prints. `PRINTER` runs it with a `print` that
writes down the comment which the printed value asks for, so that both can be compared.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from grader.grading.result import CheckResult

PRINTER = """
import sys
sys.path[:0] = [{folder!r}]
sys.path += [{root!r}]
import builtins
import numpy as np
from grader.grading.literals import comment
said = []
def show(*values, **_):
    value = values[0] if values else ""
    said.append(comment("", np.asarray(value) if isinstance(value, np.generic) else value))
program = compile(open({program!r}).read(), {program!r}, "exec")
scope = {{"print": show, "__name__": "__main__"}}
quiet, ended = builtins.print, "done"
try:
    exec(program, scope)
except BaseException as error:
    ended = type(error).__name__
for lines in said:
    quiet("\\x1e" + "\\n".join(lines))
quiet("\\x1e" + ended)
"""

SECONDS = 20
"""A program that takes longer hangs."""

LABEL = re.compile(r"# (?:returned|it is|now): ")


class Run(NamedTuple):
    """What a program printed, a text for each print, and the exception that ended it."""

    printed: list[str]
    ended: str


def run_program(program: str, folder: Path, root: Path) -> Run:
    """Run a program in a folder that has the student's file."""
    path = folder / "_shown.py"
    path.write_text(program, encoding="utf-8")
    code = PRINTER.format(folder=str(folder), root=str(root), program=str(path))
    command = [sys.executable, "-W", "ignore", "-c", code]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return Run([], "endless")
    # What the student's own code prints stands before the first mark.
    *printed, ended = done.stdout.split("\x1e")[1:] or [f"{done.returncode}"]
    return Run([one.strip() for one in printed], ended.strip())


def promised(program: str) -> list[str]:
    """Return what a program says that its prints show, with an empty text where it says nothing."""
    said: list[str] = []
    lines = program.splitlines()
    for number, line in enumerate(lines):
        if not line.startswith("print("):
            continue
        rest = []
        for following in lines[number + 1 :]:
            if not following.startswith("#"):
                break
            rest.append(following)
        said.append("\n".join(rest))
    return said


def plain(text: str) -> str:
    """Return a comment without its label, and without how far it is indented."""
    bare = re.sub(r"np\.\w+\(([^()]*)\)", r"\1", LABEL.sub("", text).replace("#", " "))
    return " ".join(bare.split())


def outline(text: str) -> str:
    """Return the brackets and commas of a comment: what random numbers have in common."""
    return re.sub(r"[^][,]", "", plain(text))


def disagreement(check: CheckResult, folder: Path, root: Path) -> str:
    """Return in which way the program of a check does not show what the report says, if it does."""
    program = check.counterexample
    run = run_program(program, folder, root)
    said = promised(program)
    raises = check.outcome != "failed" and not (check.mismatch and said and said[-1])
    if raises and run.ended == "done":
        return f"it ends without an exception: {check.message}"
    if not raises and run.ended != "done":
        return f"it raises {run.ended}"
    again = run_program(program, folder, root).printed if run.printed else []
    random = [one != other for one, other in zip(run.printed, again, strict=False)]
    for number, (one, shown) in enumerate(zip(said, run.printed, strict=False)):
        compared = outline if any(random) and not _about_numbers(check) else plain
        if one and compared(one) != compared(shown):
            return f"print {number + 1} is said to show {plain(one)}, and shows {plain(shown)}"
    if len(run.printed) < len([one for one in said if one]):
        return f"it prints {len(run.printed)} of {len(said)}"
    return ""


def _about_numbers(check: CheckResult) -> bool:
    return check.mismatch is not None and check.mismatch.kind in ("numbers differ", "not finite")


def beside(sample: Path, task_file: str) -> Path:
    """Return a new folder with a sample in it, under the name that the task asks for."""
    folder = Path(tempfile.mkdtemp())
    if sample.is_dir():
        shutil.copytree(sample, folder, dirs_exist_ok=True)
    else:
        shutil.copy(sample, folder / task_file)
    return folder
