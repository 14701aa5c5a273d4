"""The worker's operations in the student's own process."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from grader.live import process
from grader.live.process import LiveProcess
from grader.live.surroundings import OwnCells, Surroundings
from grader.sandbox.client.errors import TimedOut
from grader.sandbox.client.limits import Limits
from grader.sandbox.client.remote import Student
from grader.sandbox.client.session import Session
from grader.sandbox.client.source import Source
from grader.sandbox.client.transport.usage import Clock, Reading

HASTY = Limits(call=0.3)


def student(namespace: dict[str, Any], limits: Limits = HASTY) -> Student:
    own = OwnCells(namespace, None)
    session = Session(limits, start=lambda: LiveProcess(namespace, own, Surroundings(namespace)))
    session.modules.add("here", Source.running("here"))
    return Student(session, "here", {})


def defined(source: str) -> dict[str, Any]:
    namespace: dict[str, Any] = {}
    exec(compile(source, "<stdin>", "exec"), namespace)
    return namespace


@pytest.mark.parametrize(
    "body",
    [
        "while True:\n        pass",
        "while True:\n        try:\n            while True: pass\n"
        "        except KeyboardInterrupt:\n            return 1",
    ],
    ids=["endless", "catches the interrupt"],
)
def test_endless_loop_ends_at_the_time_limit(body: str) -> None:
    namespace = defined(f"def f():\n    {body}\ndef g():\n    return 1\n")
    one = student(namespace)
    with pytest.raises(TimedOut, match=r"longer than 0\.3 seconds"):
        one.f()
    assert one.g() == 1


def test_line_of_an_endless_loop_is_named() -> None:
    with pytest.raises(TimedOut, match=r"the console, line [23]: `f` took"):
        student(defined("def f():\n    while True:\n        x = 1\n")).f()


def test_alarm_of_the_session_is_kept() -> None:
    rung: list[int] = []
    before = signal.signal(signal.SIGALRM, lambda *_: rung.append(1))
    signal.setitimer(signal.ITIMER_REAL, 100)
    try:
        assert student({"f": lambda: 1}).f() == 1
        left, _ = signal.getitimer(signal.ITIMER_REAL)
        handler: Callable[..., Any] = signal.getsignal(signal.SIGALRM)  # type: ignore[assignment]
        handler()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert left > 0
    assert rung == [1]


def test_objects_are_used_by_handle() -> None:
    namespace = defined("class A:\n    def __init__(self):\n        self.w = None\n")
    a = student(namespace).A()
    a.w = np.array([1.0, 2.0])
    assert a.w.tolist() == [1.0, 2.0]


def test_results_are_copies() -> None:
    kept = np.zeros(2)
    result = student({"f": lambda: kept}).f()
    kept[:] = 5
    assert result.tolist() == [0.0, 0.0]


def test_output_is_capped() -> None:
    namespace = defined("def f():\n    print('x' * 3000)\n")
    process = LiveProcess(namespace, OwnCells({}, None), Surroundings({}))
    session = Session(Limits(output=1), process)
    session.modules.add("here", Source.running("here"))
    Student(session, "here", {}).f()
    assert session.take_output() == "x" * 1024 + "\n… and 1,977 more characters"


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("<ipython-input-3-a1b2c3>", "Cell In[3]"),
        ("/tmp/ipykernel_42/1234.py", "a cell"),  # noqa: S108 - as ipykernel calls it
        ("/elsewhere/other.py", ""),
    ],
)
def test_cells_of_an_old_ipython_are_known(file: str, name: str) -> None:
    own = OwnCells({}, SimpleNamespace(compile=object()))
    assert own.has(file) == bool(name)
    assert not name or own.name(file) == name


class Kept(Clock):
    """Tells that this thread waited for a processor for all but a tenth of the time."""

    def read(self) -> Reading:
        told = super().read()
        return told._replace(kept=0.9 * told.passed)


def test_time_that_the_machine_had_no_processor_is_not_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(process, "Clock", Kept)
    slow = defined("import time\ndef f():\n    time.sleep(0.6)\n    return 1")
    assert student(slow).f() == 1
    endless = defined("def f():\n    while True:\n        pass")
    with pytest.raises(TimedOut):
        student(endless, Limits(call=0.05)).f()


def test_no_file_is_left_open() -> None:
    before = len([*Path("/dev/fd").iterdir()])
    LiveProcess({}, OwnCells({}, None), Surroundings({})).close()
    assert len([*Path("/dev/fd").iterdir()]) == before
