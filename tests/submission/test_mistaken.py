"""Files with the name of a Python file that are something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.submission.mistaken import mistaken
from tests.conftest import ROOT, GradeOne

CODE = (ROOT / "solutions" / "backprop" / "task1.py").read_bytes()
CONFLICT = CODE + b"\n<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> 1a2b3c (mine)\n"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\n\n<!DOCTYPE html>\n<html lang='en'><body>it's here", "is a web page"),
        (b"<HTML><pre>" + CODE, "is a web page"),
        (b"{\\rtf1\\ansi\\deff0 " + CODE, "is a document in rich text"),
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF"),
        (b"PK\x03\x04\x14\0", "is an archive or an office document"),
        (CODE.decode().encode("utf-16"), "is saved as UTF-16: save it as UTF-8."),
        (b"\xef\xbb\xbf```python\n" + CODE + b"```\n", "is Markdown"),
        (b">>> import numpy as np\n>>> np.ones(1)\narray([1.])\n", "was copied from a session"),
        (b"In [1]: import numpy as np\n", "was copied from a session"),
        (CONFLICT, "has a conflict in it that Git could not solve"),
        (CONFLICT.replace(b"\n", b"\r\n"), "has a conflict in it that Git could not solve"),
    ],
)
def test_file_that_is_something_else_is_called_that(
    tmp_path: Path, grade: GradeOne, data: bytes, told: str
) -> None:
    (tmp_path / "task1.py").write_bytes(data)
    (task,) = grade(tmp_path, "task1").tasks
    assert (task.status, task.score) == ("unreadable", 0)
    assert f"task1.py {told}" in task.message


@pytest.mark.parametrize(
    "data",
    [
        b'"""\n>>> f(1)\n<<<<<<< a\n=======\n>>>>>>> b\n"""\ndef f(x): return x\n',
        b"'''\n```python\n'''\n",
    ],
)
def test_python_with_such_marks_in_a_text_is_run(
    tmp_path: Path, grade: GradeOne, data: bytes
) -> None:
    (tmp_path / "task1.py").write_bytes(CODE + data)
    assert grade(tmp_path, "task1").all_passed


def test_ordinary_mistake_is_no_other_kind_of_file(tmp_path: Path) -> None:
    path = tmp_path / "task1.py"
    path.write_bytes(CODE + b"def f(:\n")
    assert mistaken(path) == ""
