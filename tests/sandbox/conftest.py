"""A submission in a temporary folder, with a real worker process for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import msgspec
import pytest

from grader.sandbox.client.errors import StudentError
from grader.sandbox.client.limits import Limits
from grader.sandbox.client.remote import Student
from grader.sandbox.client.session import Session

FILE = "task1.py"
PATIENT = Limits(call=20.0, load=20.0)
HASTY = Limits(call=1.0, load=20.0)


class Handed:
    """What was handed in: its folder, the conversation with it, its functions."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.folder = folder
        self.limits = limits
        self.session = Session(limits)
        self.session.add_file("task1", folder / FILE)
        self.student = Student(self.session, "task1", {})

    def begin_task(self, seconds: float) -> None:
        """Begin a task that may take so many seconds."""
        self.session.begin(msgspec.structs.replace(self.limits, task=seconds))

    def failure(self, function: str, *arguments: object) -> StudentError:
        """Call a function that must fail; return its error, which must be readable."""
        with pytest.raises(StudentError) as caught:
            getattr(self.student, function)(*arguments)
        return readable(caught.value)


Submit = Callable[..., Handed]


def readable(error: StudentError) -> StudentError:
    """Require of a sentence what holds for all of them."""
    text = f"{error} {error.hint}".strip()
    assert text.isprintable()
    assert len(text) < 1200
    assert text[-1] in ".?`"
    assert "Traceback" not in text
    assert "grader/sandbox" not in text
    assert "worker.py" not in text
    return error


def write(folder: Path, text: str | bytes, name: str = FILE) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else dedent(text).encode())


@pytest.fixture
def submit(tmp_path: Path) -> Iterator[Submit]:
    """Return a function that hands in the text of task1.py, and of other files by name."""
    handed: list[Handed] = []

    def hand_in(text: str | bytes, limits: Limits = PATIENT, **others: str | bytes) -> Handed:
        folder = tmp_path / f"handed in {len(handed)}"
        write(folder, text)
        for name, content in others.items():
            write(folder, content, f"{name}.py")
        handed.append(Handed(folder, limits))
        return handed[-1]

    yield hand_in
    for one in handed:
        one.session.close()
