"""From an empty folder with what `grader release` wrote to a task that passes.

What is typed is what the README of that folder says. Nothing is downloaded: what the wheel depends
on is that of the tests' own environment.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.release.conftest import OFFLINE, Typed, lend_packages

WRONG = "def double(x):\n    return 3 * x\n"
RIGHT = "def double(x):\n    return 2 * x\n"
COLAB = '''
import sys, types
from pathlib import Path

def upload():
    """Save what the student chose, as Colab does."""
    Path("colab.zip").write_bytes(Path({zip!r}).read_bytes())
    return {{"colab.zip": b""}}

sys.modules["google.colab"] = colab = types.ModuleType("google.colab")
sys.modules["google"] = google = types.ModuleType("google")
google.colab = colab
colab.files = types.SimpleNamespace(upload=upload)
'''


@pytest.fixture
def students(typed: Typed, tmp_path: Path) -> Path:
    """Return a folder with only what was released, and a place for what is installed."""
    run = typed(tmp_path / "students")
    assert (run.returncode, run.stderr) == (0, "")
    shutil.rmtree(tmp_path / "course")
    lend_packages(tmp_path / "students/.venv")
    return tmp_path / "students"


def machine(students: Path) -> dict[str, str]:
    """Return the environment of a machine on which no grader is."""
    home = students.parent / "home"
    home.mkdir(exist_ok=True)
    return {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": str(home),
        "COLUMNS": "80",
        **OFFLINE,
    }


def blocks(students: Path) -> list[str]:
    """Return the shell lines of the README, block by block."""
    text = (students / "README.md").read_text("utf-8")
    return re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def shell(students: Path, script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/bash", "-e", "-c", script],
        cwd=students,
        env=machine(students),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_the_readme_says_leads_from_nothing_to_a_pass(students: Path) -> None:
    install, first, both, last = blocks(students)
    begun = shell(students, install + first)
    assert begun.returncode == 1, begun.stdout + begun.stderr
    assert "not started: open assignments/warmup/double.py" in begun.stdout
    where = shell(students, ". .venv/bin/activate\npython -c 'import grader; print(grader)'")
    assert str(students) in where.stdout

    work = students / "assignments/warmup/double.py"
    work.write_text(WRONG)
    wrong = shell(students, ". .venv/bin/activate\n" + first)
    assert wrong.returncode == 1
    assert "is 6.0, expected 4.0" in wrong.stdout
    assert "Next: open assignments/warmup/double.py" in wrong.stdout
    assert wrong.stderr == ""

    work.write_text(RIGHT)
    right = shell(students, ". .venv/bin/activate\n" + first)
    assert (right.returncode, right.stderr) == (0, "")
    assert "Next: grade triple" in right.stdout

    (students / "assignments/warmup/triple.py").write_text("def triple(x):\n    return 3 * x\n")
    assert shell(students, ". .venv/bin/activate\n" + both + last).returncode == 0


def test_every_file_that_the_readme_names_is_there(students: Path) -> None:
    text = (students / "README.md").read_text("utf-8")
    named = set(re.findall(r"[\w./-]+\.(?:md|py|ipynb|zip|whl)\b", text)) - {".py"}
    assert len(named) > 4
    assert not [name for name in named if not (students / name).is_file()]


def run_notebook(
    path: Path, students: Path, cell: str, *, before: str = "", monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """Run a notebook from top to bottom with `cell` in the place of the first task's.

    Its kernel is that of the students' environment. Return what its checks show.
    """
    notebook = nbformat.reads(path.read_text("utf-8"), as_version=4)
    for one in notebook.cells:
        if one.id == "double-code":
            one.source = cell
    if before:
        notebook.cells.insert(0, nbformat.v4.new_code_cell(before))
    kernel = students.parent / "jupyter/kernels/student/kernel.json"
    kernel.parent.mkdir(parents=True, exist_ok=True)
    python = str(students / ".venv/bin/python")
    command = [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    kernel.write_text(json.dumps({"argv": command, "display_name": "", "language": "python"}))
    monkeypatch.setenv("JUPYTER_PATH", str(students.parent / "jupyter"))
    resources = {"metadata": {"path": str(path.parent)}}
    client = NotebookClient(notebook, kernel_name="student", resources=resources)
    client.execute(env=os.environ | machine(students))
    outputs = [output for one in notebook.cells for output in one.get("outputs", [])]
    return [o.data["text/plain"] for o in outputs if o.output_type == "display_data"]


def fresh(students: Path) -> None:
    """Make an environment for Jupyter, without a grader."""
    run = shell(students, "python3 -m venv .venv")
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize(("cell", "said"), [(WRONG, "is 6.0, expected 4.0"), (RIGHT, "2/2")])
def test_the_notebook_installs_the_grader_and_checks(
    students: Path, monkeypatch: pytest.MonkeyPatch, cell: str, said: str
) -> None:
    fresh(students)
    path = students / "assignments/warmup/warmup.ipynb"
    shown = run_notebook(path, students, cell, monkeypatch=monkeypatch)
    assert len(shown) == 2
    assert said in shown[0]
    again = run_notebook(path, students, RIGHT, monkeypatch=monkeypatch)
    assert "Next:" in again[0]


def test_a_notebook_that_is_alone_in_colab_takes_the_zip(
    students: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh(students)
    content = tmp_path / "content"
    content.mkdir()
    path = shutil.copy(students / "assignments/warmup/warmup.ipynb", content)
    before = COLAB.format(zip=str(students / "colab.zip"))
    shown = run_notebook(Path(path), students, RIGHT, before=before, monkeypatch=monkeypatch)
    assert "2/2" in shown[0]


def test_a_notebook_that_was_taken_out_of_its_folder_says_where_it_belongs(
    students: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh(students)
    elsewhere = tmp_path / "downloads"
    elsewhere.mkdir()
    path = shutil.copy(students / "assignments/warmup/warmup.ipynb", elsewhere)
    with pytest.raises(Exception, match="put this notebook back into the folder"):
        run_notebook(Path(path), students, RIGHT, monkeypatch=monkeypatch)
