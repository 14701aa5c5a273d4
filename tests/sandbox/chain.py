"""Which modules one call of a student's function passes: `python -m tests.sandbox.chain`.

The call is one that a check makes, and that nothing is known of yet: it is written, sent, answered
and read.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType

import click
import numpy as np

from grader.authoring import Student, Task
from grader.sandbox.client.limits import Limits
from grader.sandbox.client.session import Session

JUDGE, BOTH = "grader.sandbox.client.", "grader.sandbox.protocol."
"""The rooms of the judge's side, and of what both sides know."""

task = Task("Doubles", functions=["double(x)"])


@task.check(points=1)
def doubles(student: Student) -> None:
    """double returns twice its argument"""
    student.double(np.ones(3))


def chain(folder: Path) -> list[str]:
    """Return the modules of `grader` that run during a call, each as often as it is entered."""
    path = folder / "task.py"
    path.write_text("def double(x):\n    return 2 * x\n", "utf-8")
    with closing(Session(Limits())) as session:
        session.add_file("task", path)
        student = Student(session, "task", task.functions)
        student.double(np.zeros(3))  # the process is started, and the file loaded
        with _passed() as modules:
            task.checks[0].apply(student, None, show=lambda *_: None)
    # What comes before the first module of the sandbox is the check's own way to its function.
    first = next(i for i, name in enumerate(modules) if name.startswith(JUDGE))
    last = next(i for i, name in enumerate(reversed(modules)) if name.startswith(JUDGE))
    return modules[first : len(modules) - last]


@contextmanager
def _passed() -> Iterator[list[str]]:
    """Note in which modules of ours the code in here runs, one after the other."""
    modules: list[str] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        if event not in ("call", "return"):  # one of a function in C stays in its module
            return
        # A return leads back into the module of the caller.
        running = frame if event == "call" else frame.f_back
        name = running.f_globals.get("__name__", "") if running else ""
        if name.startswith("grader.") and modules[-1:] != [name]:
            modules.append(name)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield modules
    finally:
        sys.setprofile(before)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        modules = chain(Path(folder))
    seen = list(dict.fromkeys(modules))
    for side, room in (("the judge's side", JUDGE), ("both sides", BOTH)):
        names = [name for name in seen if name.startswith(room)]
        click.echo(f"{len(names)} modules of {side}:")
        click.echo("".join(f"  {name}\n" for name in names), nl=False)
    short = [name.rpartition(".")[2] for name in modules]
    click.echo(f"{len(modules) - 1} changes of module: {' '.join(short)}")


if __name__ == "__main__":
    main()
