"""Workers that are forked off a fork server: as good as fresh ones, and kept apart from it."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from grader.grading.replay.requests import ask_ahead
from grader.grading.replay.responses import fingerprint_of
from grader.sandbox.client.errors import Died, TimedOut
from grader.sandbox.client.limits import Limits
from grader.sandbox.client.remote import Student, module_of
from grader.sandbox.client.session import Session
from grader.sandbox.client.transport.launcher import ForkServer
from grader.sandbox.client.transport.process import forked
from grader.sandbox.protocol.layers import level
from tests.sandbox.conftest import write

X = np.array([1.0, 2.0])
CODE = """
import fcntl, os, time
import numpy as np
def double(x):
    x *= 2
    return x
def exits(x): os._exit(3)
def endless(x):
    while True: pass
def pid(x): return os.getpid()
def parent(x): return os.getppid()
def chance(x): return np.random.rand(3)
def session(x): return os.getsid(0), os.getpgid(0)
def descriptors(x): return len([f for f in range(64) if _is_open(f)])
def _is_open(f):
    try: os.fstat(f)
    except OSError: return False
    return True
def marks(x): return fcntl.fcntl(0, fcntl.F_SETFL, os.O_NONBLOCK | os.O_APPEND)
def marked(x): return fcntl.fcntl(0, fcntl.F_GETFL) & (os.O_NONBLOCK | os.O_APPEND)
def kills(x): os.kill(os.getppid(), 9)
def prints(x):
    print("hello")
    return x
"""


@pytest.fixture
def parent() -> Iterator[ForkServer]:
    parent = ForkServer()
    yield parent
    parent.close()


@pytest.fixture
def student(parent: ForkServer, tmp_path: Path) -> Iterator[Student]:
    made = begin(parent, tmp_path)
    yield made
    module_of(made).session.close()


def begin(parent: ForkServer | None, folder: Path) -> Student:
    write(folder, CODE)
    session = Session(Limits(call=1.0), parent=parent)
    session.add_file("task1", folder / "task1.py")
    return Student(session, "task1", {})


def requests(folder: Path, count: int) -> list[bytes]:
    fresh = begin(None, folder)
    for value in range(count):
        fresh.double(X + value)
    frames = list(module_of(fresh).session.request_log)
    module_of(fresh).session.close()
    return frames


def test_fork_is_confined_and_leads_a_session_of_its_own(student: Student) -> None:
    assert module_of(student).session.layers == {}
    pid = student.pid(X)
    assert level(module_of(student).session.layers) == "confined"
    assert student.session(X) == (pid, pid)
    assert student.parent(X) != os.getpid()
    assert student.descriptors(X) == 5  # the three streams and two pipes


def test_fork_that_ends_or_hangs_is_told_as_any_other_and_replaced(student: Student) -> None:
    with pytest.raises(Died, match="exit status 3"):
        student.exits(X)
    with pytest.raises(TimedOut, match=r"task1.py, line 9: `endless` took longer than 1 second"):
        student.endless(X)
    assert np.array_equal(student.double(X), 2 * X)


def test_two_forks_draw_different_numbers(parent: ForkServer, tmp_path: Path) -> None:
    first, second = (begin(parent, tmp_path) for _ in range(2))
    assert not np.array_equal(first.chance(X), second.chance(X))
    for student in (first, second):
        module_of(student).session.close()


def test_two_forks_have_no_standard_input_in_common(parent: ForkServer, tmp_path: Path) -> None:
    first, second = (begin(parent, tmp_path) for _ in range(2))
    first.marks(X)
    assert first.marked(X) != 0
    assert second.marked(X) == 0
    for student in (first, second):
        module_of(student).session.close()


def test_fork_cannot_reach_its_parent(student: Student, parent: ForkServer) -> None:
    with pytest.raises(Exception, match="PermissionError"):
        student.kills(X)
    assert parent.alive
    assert np.array_equal(student.double(X), 2 * X)


def test_what_is_printed_comes_from_the_fork(student: Student) -> None:
    student.prints(X)
    assert module_of(student).session.take_output() == "hello\n"


def test_list_is_learned_once_and_played_by_each_later_fork(
    parent: ForkServer, tmp_path: Path
) -> None:
    frames = requests(tmp_path, 30)
    answers = []
    for _ in range(3):
        student = begin(parent, tmp_path)
        ask_ahead(student, frames)
        asked = module_of(student).session.request_count
        answers.append([student.double(X + value).tolist() for value in range(30)])
        assert module_of(student).session.request_count == asked
        module_of(student).session.close()
    assert len(parent.request_batches) == 1
    assert answers[0] == answers[1] == answers[2] == [(2 * (X + i)).tolist() for i in range(30)]


def test_arguments_that_code_changed_are_not_played_again(
    parent: ForkServer, tmp_path: Path
) -> None:
    frames = requests(tmp_path, 5)
    ask_ahead(begin(parent, tmp_path), frames)  # learned now: the next fork has it
    student = begin(parent, tmp_path)
    processes = set()
    for _ in range(2):  # `double` works in place
        ask_ahead(student, frames)
        assert student.double(X).tolist() == (2 * X).tolist()
        processes.add(student.pid(X))
        module_of(student).session.responses.clear()
    assert len(processes) == 1
    module_of(student).session.close()


def test_answers_that_are_equal_have_an_equal_key(parent: ForkServer, tmp_path: Path) -> None:
    frames = requests(tmp_path, 5)
    ask_ahead(begin(parent, tmp_path), frames)  # learned now: the next fork has it
    keys = set()
    for _ in range(2):
        student = begin(parent, tmp_path)
        ask_ahead(student, frames)
        keys.add(fingerprint_of(student, frames))
        module_of(student).session.close()
    assert len(keys) == 1
    assert None not in keys
    write(tmp_path, CODE.replace("x *= 2", "x *= 2 + 1e-15"))
    student = Student(Session(Limits(), parent=parent), "task1", {})
    module_of(student).session.add_file("task1", tmp_path / "task1.py")
    ask_ahead(student, frames)
    assert fingerprint_of(student, frames) not in {None, *keys}
    module_of(student).session.close()


def test_forks_end_with_their_parent() -> None:
    parent = ForkServer()
    process = forked(parent)
    pid = process._child.pid
    parent.close()
    process.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_parent_that_was_killed_is_noticed_and_ends_nobody_else(tmp_path: Path) -> None:
    parent = ForkServer()
    student = begin(parent, tmp_path)
    student.pid(X)
    os.kill(parent._process.pid, signal.SIGKILL)
    module_of(student).session.close()
    parent._process.wait()
    assert not parent.alive
    parent.close()


JUDGE = """
import sys
from pathlib import Path
import numpy as np
from grader.sandbox.client.transport.launcher import ForkServer
from grader.sandbox.client.remote import Student
from grader.sandbox.client.limits import Limits
from grader.sandbox.client.session import Session
warm, file = sys.argv[1:]
session = Session(Limits(call=600, task=600), parent=ForkServer() if warm == "warm" else None)
session.add_file("task1", Path(file))
student = Student(session, "task1", {})
print(student.pid(np.zeros(1)), flush=True)
student.endless(np.zeros(1))
"""


@pytest.mark.parametrize("kind", ["warm", "fresh"])
def test_code_in_a_loop_ends_with_a_grader_that_is_killed(kind: str, tmp_path: Path) -> None:
    write(tmp_path, CODE)
    with subprocess.Popen(
        [sys.executable, "-c", JUDGE, kind, str(tmp_path / "task1.py")],
        stdout=subprocess.PIPE,
        text=True,
    ) as judge:
        assert judge.stdout is not None
        descriptor = os.pidfd_open(int(judge.stdout.readline()))
        judge.kill()
        ended, _, _ = select.select([descriptor], [], [], 30)
    os.close(descriptor)
    assert ended
