"""A worker process from outside: what it prints, what it leaves behind, when it ends."""

from __future__ import annotations

import os
import select
from pathlib import Path

import numpy as np
import pytest

from grader.sandbox.client.errors import Died, TimedOut
from grader.sandbox.client.transport.process import WorkerProcess
from grader.sandbox.protocol.frames import ProtocolError, plain_frame
from tests.sandbox.conftest import HASTY, Submit

X = np.array([1.0, 2.0])
KEPT = HASTY.output << 10

PRINTING = """\
import os, sys, warnings

def f(x): return x

def prints(x):
    print("to stdout")
    print("to stderr", file=sys.stderr)
    os.write(1, b"to descriptor 1\\n")
    os.write(2, b"to descriptor 2\\n")
    sys.stdout.write("without an end")
    return x

def warns(x):
    warnings.warn("careful")
    return x / 0

def odd(x):
    os.write(1, b"\\xff\\xfe \\x1b[31m ")
    print("Gr\\u00f6\\u00dfe \\u2028 \\U0001f600", "\\ud800".encode("utf-8", "surrogatepass"))
    return x

def hangs(x):
    print("before the loop", end="")
    while True: pass

def dies(x):
    print("last words", end="")
    os._exit(1)

def floods(x):
    for _ in range(100):
        os.write(1, b"x" * 10_000)
    return x

def floods_for_ever(x):
    while True:
        os.write(1, b"x" * 10_000)

def closes(x):
    os.close(1)
    os.close(2)
    return x

def closes_and_prints(x):
    os.close(1)
    print(x)

def replaces(x):
    sys.stdout = sys.stderr = sys.__stdout__ = None
    print("to nobody")
    return x

class Stream:
    def write(self, text): raise SystemExit
    def flush(self): raise SystemExit

def breaks(x):
    sys.stdout = sys.stderr = Stream()
    return x

def redirects(x):
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    print("to nowhere")
    return x

def reads(x):
    return [sys.stdin.read(), os.read(0, 10).decode()]
"""


def test_all_that_is_printed_is_kept_in_order(submit: Submit) -> None:
    handed = submit(PRINTING)
    assert np.array_equal(handed.student.prints(X), X)
    assert handed.session.take_output() == (
        "to stdout\nto stderr\nto descriptor 1\nto descriptor 2\nwithout an end"
    )
    assert handed.session.take_output() == ""


def test_warnings_are_shown_with_the_students_line(submit: Submit) -> None:
    handed = submit(PRINTING)
    assert np.isinf(handed.student.warns(X)).all()
    output = handed.session.take_output()
    line = PRINTING.splitlines().index('    warnings.warn("careful")') + 1
    assert f"task1.py:{line}: UserWarning: careful" in output
    assert f"task1.py:{line + 1}: RuntimeWarning: divide by zero" in output
    assert "worker.py" not in output


def test_bytes_that_are_no_text_do_no_harm(submit: Submit) -> None:
    handed = submit(PRINTING)
    handed.student.odd(X)
    assert handed.session.take_output().startswith("\ufffd\ufffd \x1b[31m Größe \u2028 \U0001f600")


@pytest.mark.parametrize(
    ("function", "output"), [("hangs", "before the loop"), ("dies", "last words")]
)
def test_what_was_printed_before_the_end_is_kept(
    submit: Submit, function: str, output: str
) -> None:
    handed = submit(PRINTING, HASTY)
    handed.failure(function, X)
    assert handed.session.take_output() == output


def test_output_of_a_closed_session_is_kept(submit: Submit) -> None:
    handed = submit(PRINTING)
    handed.student.prints(X)
    handed.session.close()
    assert handed.session.take_output().startswith("to stdout")


def test_a_flood_is_cut_and_its_size_told(submit: Submit) -> None:
    handed = submit(PRINTING)
    handed.student.floods(X)
    output = handed.session.take_output()
    assert output == "x" * KEPT + f"\n… and {10**6 - KEPT:,} more bytes"
    handed.student.floods(X + 1)
    assert handed.session.take_output() == output


def test_a_flood_without_an_end_is_stopped_in_time(submit: Submit) -> None:
    handed = submit(PRINTING, HASTY)
    assert isinstance(handed.failure("floods_for_ever", X), TimedOut)
    assert len(handed.session.take_output()) < KEPT + 100


@pytest.mark.parametrize("function", ["closes", "replaces", "breaks", "redirects"])
def test_results_do_not_depend_on_the_streams(submit: Submit, function: str) -> None:
    handed = submit(PRINTING)
    assert np.array_equal(getattr(handed.student, function)(X), X)
    assert np.array_equal(handed.student.f(X), X)
    assert handed.session.take_output() == ""


def test_printing_to_a_closed_stream_is_the_students_error(submit: Submit) -> None:
    error = submit(PRINTING).failure("closes_and_prints", X)
    assert "raised OSError: [Errno 9] Bad file descriptor (in `print(x)`)" in str(error)


def test_standard_input_is_empty(submit: Submit) -> None:
    assert submit(PRINTING).student.reads(X) == ["", ""]


def has_ended(pid: int) -> bool:
    """Wait for a process that may be nobody's child any more to end."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], 20)[0])
    finally:
        os.close(descriptor)


CHILDREN = """
    import os, subprocess, sys, threading, time

    def me(x): return os.getpid()

    def child(x):
        try:
            return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]).pid
        except OSError:  # it may not start any
            return os.getpid()

    def fork(x):
        try:
            pid = os.fork()
        except OSError:
            return os.getpid()
        if not pid:
            time.sleep(600)
        return pid

    def thread(x):
        threading.Thread(target=time.sleep, args=(600,)).start()
        return os.getpid()

    def hangs(x):
        while True: pass
"""


@pytest.mark.parametrize("function", ["me", "child", "fork", "thread"])
def test_no_process_outlives_its_session(submit: Submit, function: str) -> None:
    handed = submit(CHILDREN)
    pid = getattr(handed.student, function)(X)
    handed.session.close()
    assert has_ended(pid)


@pytest.mark.parametrize("function", ["me", "child", "fork"])
def test_no_process_outlives_a_hang(submit: Submit, function: str) -> None:
    handed = submit(CHILDREN, HASTY)
    pid = getattr(handed.student, function)(X)
    handed.failure("hangs", X)
    assert has_ended(pid)


def test_a_process_whose_judge_is_gone_ends_with_its_threads(submit: Submit) -> None:
    handed = submit(CHILDREN)
    pid = handed.student.thread(X)
    process = handed.session._worker._process  # noqa: SLF001
    assert process is not None
    os.close(process._requests)  # noqa: SLF001
    process._requests = os.open(os.devnull, os.O_WRONLY)  # noqa: SLF001
    assert has_ended(pid)


def test_scratch_folder_is_removed_with_all_that_is_in_it(submit: Submit) -> None:
    handed = submit("""
        import os, tempfile
        def fills(x):
            os.makedirs("deep/er")
            open("deep/er/file", "w").write("text")
            tempfile.mkstemp()
            open(os.path.expanduser("~/in_home"), "w").close()
            try:
                os.chmod("deep", 0)
            except OSError:
                pass
            return os.getcwd()
    """)
    scratch = Path(handed.student.fills(X))
    assert scratch.is_dir()
    handed.session.close()
    assert not scratch.exists()


def answer(process: WorkerProcess, header: dict[str, object]) -> bytes:
    return process.exchange(plain_frame(header), 20.0)


def test_a_process_is_asked_and_closed_and_closed_again() -> None:
    process = WorkerProcess()
    assert b"layers" in answer(process, {"op": "open", "plan": {"scratch": process.scratch}})
    process.close()
    process.close()
    assert process.take_output() == ""


def test_an_unknown_request_is_answered_and_not_obeyed() -> None:
    process = WorkerProcess()
    try:
        answer(process, {"op": "open", "plan": {"scratch": process.scratch}})
        assert b"raised" in answer(process, {"op": "_load", "module": "os"})
        assert b"raised" in answer(process, {"op": "call", "on": "os", "name": "getpid"})
        assert b"result" in answer(process, {"op": "forget"})
    finally:
        process.close()


def test_a_request_larger_than_the_cap_ends_the_process() -> None:
    process = WorkerProcess()
    try:
        answer(process, {"op": "open", "plan": {"scratch": process.scratch}})
        with pytest.raises((Died, ProtocolError)):
            process.exchange(b"\xff" * 12, 20.0)
    finally:
        process.close()


def test_large_arrays_travel_while_the_other_side_prints(submit: Submit) -> None:
    student = submit("""
        def chatter(x):
            print("x" * 200_000)
            return -x
    """).student
    large = np.arange(4_000_000.0)
    assert np.array_equal(student.chatter(large), -large)
