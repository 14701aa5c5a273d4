"""What a submission does not get to see, and what it cannot leave behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import grader
from tests.sandbox.conftest import Submit, write

X = np.array([1.0, 2.0])

CURIOUS = """
    import importlib, os, sys

    def importable(name):
        try:
            importlib.import_module(name)
        except ImportError:
            return False
        return True

    def environment():
        return sorted(os.environ)

    def path():
        return list(sys.path)

    def arguments():
        return list(sys.argv)

    def folder():
        return [os.getcwd(), os.path.expanduser("~")]

    def modules():
        return [name for name in sys.modules if name.startswith("grader.")]
"""


def test_the_solutions_are_not_on_the_import_path(
    submit: Submit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "answer = 42\n", "solutions/__init__.py")
    write(tmp_path, "answer = 42\n", "solution.py")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(tmp_path)
    handed = submit(CURIOUS)
    for name in ("solutions", "solution", "assignments", "tests"):
        assert not handed.student.importable(name)
    root = Path(grader.__file__).parent.parent
    visible = {Path(entry).resolve() for entry in handed.student.path()}
    assert not visible & {root, tmp_path, Path.cwd(), Path()}
    assert "" not in handed.student.path()


def test_worker_has_loaded_nothing_of_the_judge(submit: Submit) -> None:
    modules = submit(CURIOUS).student.modules()
    assert not [name for name in modules if not name.startswith("grader.sandbox")]
    assert not {"grader.sandbox.client.client", "grader.sandbox.client.messages"} & set(modules)


def test_the_callers_environment_stays_outside(
    submit: Submit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    monkeypatch.setenv("HOME", "/home/instructor")
    student = submit(CURIOUS).student
    names = set(student.environment())
    assert "GITHUB_TOKEN" not in names
    assert names <= {
        *("HOME", "TMPDIR", "LANG", "LC_CTYPE", "PYTHONHASHSEED", "LD_LIBRARY_PATH"),
        *("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"),
    }
    assert student.arguments() == [""]


def test_home_and_current_folder_are_the_scratch_folder(submit: Submit) -> None:
    handed = submit(CURIOUS)
    folders = handed.student.folder()
    assert len(set(folders)) == 1
    assert Path(folders[0]).name.startswith("grade-")
    assert Path(folders[0]) != handed.folder


def test_open_files_of_the_judge_are_not_inherited(submit: Submit, tmp_path: Path) -> None:
    write(tmp_path, "secret", "secret")
    descriptor = os.open(tmp_path / "secret", os.O_RDONLY)
    os.set_inheritable(descriptor, True)
    try:
        secret = os.fstat(descriptor)
        visible = submit("""
            import os

            def visible():
                found = []
                for descriptor in range(1024):
                    try:
                        status = os.fstat(descriptor)
                    except OSError:
                        continue
                    found.append((status.st_dev, status.st_ino))
                return found
        """).student.visible()
    finally:
        os.close(descriptor)
    assert len(visible) >= 3
    assert (secret.st_dev, secret.st_ino) not in visible


def test_hashes_do_not_change_from_run_to_run(submit: Submit) -> None:
    text = "def f(): return [hash('name'), list({'b', 'a', 'c', 'd'})]\n"
    assert submit(text).student.f() == submit(text).student.f()


def test_the_students_folder_is_left_as_it_was(submit: Submit) -> None:
    handed = submit("import helper\ndef f(x): return helper.x", helper="x = 1\n")
    before = sorted(handed.folder.rglob("*"))
    handed.student.f(X)
    handed.session.close()
    assert sorted(handed.folder.rglob("*")) == before


def test_stale_compiled_files_are_not_trusted(submit: Submit) -> None:
    handed = submit("import helper\ndef f(x): return helper.value\n", helper="value = 'old'\n")
    helper = handed.folder / "helper.py"
    subprocess.run([sys.executable, "-m", "compileall", "-q", handed.folder], check=True)
    assert list(handed.folder.rglob("*.pyc"))
    before = helper.stat()
    helper.write_text("value = 'new'\n")
    os.utime(helper, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert helper.stat().st_size == before.st_size
    assert handed.student.f(X) == "new"


def test_each_submission_has_a_process_of_its_own(submit: Submit) -> None:
    text = """
        import sys
        def leave(x): sys.leftover = 1
        def find(x): return hasattr(sys, "leftover")
    """
    first, second = submit(text).student, submit(text).student
    first.leave(X)
    assert first.find(X) is True
    assert second.find(X) is False


def test_isolation_is_what_the_worker_says_before_it_meets_the_code(submit: Submit) -> None:
    handed = submit("def f(x): return x")
    assert handed.session.layers == {}
    handed.student.f(X)
    assert handed.session.layers
