"""What a submission may use up: each way to use too much has one clear outcome."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import numpy as np
import pytest

from grader.sandbox.client.errors import NotConfined, Raised, Spent, StudentError, TimedOut
from grader.sandbox.client.limits import Isolation, Limits
from grader.sandbox.client.session import Session
from grader.sandbox.protocol.layers import LAYERS, level
from tests.sandbox.conftest import PATIENT, Submit, readable

X = np.array([1.0])

GREEDY = """
import threading
import time
import numpy as np

def allocates(x): return np.ones(60_000_000)
def hoards(x):
    kept = []
    while True:
        kept.append(bytearray(1 << 20))
def writes(x):
    with open("large", "wb") as file:
        for _ in range(4):
            file.write(bytes(1 << 20))
def burns(x):
    while True: pass
def burns_in_threads(x):
    def burn():
        while True: np.ones((300, 300)) @ np.ones((300, 300))
    threads = [threading.Thread(target=burn, daemon=True) for _ in range(4)]
    for thread in threads: thread.start()
    time.sleep(60)
def sleeps(x): time.sleep(60)
def storms(x):
    gate = threading.Event()
    while True: threading.Thread(target=gate.wait, daemon=True).start()
def floods(x):
    print("x" * 5000)
    return x
def returns_much(x): return np.broadcast_to(x, (10_000_000,))
def fine(x): return x + 1
"""

TIGHT = msgspec.structs.replace(PATIENT, memory=256, file=2, output=1)


@pytest.mark.parametrize(
    ("function", "message"),
    [
        ("allocates", "raised MemoryError"),
        ("hoards", "raised MemoryError"),
        ("writes", "raised OSError: [Errno 27] File too large"),
        ("storms", "raised RuntimeError: can't start new thread"),
    ],
)
def test_using_too_much_raises_where_it_happens(
    submit: Submit, function: str, message: str
) -> None:
    handed = submit(GREEDY, TIGHT)
    error = handed.failure(function, X)
    assert isinstance(error, Raised)
    assert message in str(error)
    assert np.array_equal(handed.student.fine(X), X + 1)


@pytest.mark.parametrize("function", ["burns", "burns_in_threads"])
def test_using_up_the_processor_time_is_told_and_tried_twice_at_most(
    submit: Submit, function: str
) -> None:
    handed = submit(GREEDY, msgspec.structs.replace(PATIENT, cpu=1))
    for value in range(4):
        error = handed.failure(function, X + value)
        assert isinstance(error, Spent)
        assert f"running `{function}`, the code used more than 1 second of processor" in str(error)


def test_sleeping_is_stopped_by_the_clock(submit: Submit) -> None:
    error = submit(GREEDY, msgspec.structs.replace(PATIENT, call=0.3)).failure("sleeps", X)
    assert type(error) is TimedOut
    assert "took longer than 0.3 seconds" in str(error)


def test_printing_too_much_is_cut(submit: Submit) -> None:
    handed = submit(GREEDY, TIGHT)
    assert np.array_equal(handed.student.floods(X), X)
    assert handed.session.take_output() == "x" * 1024 + "\n… and 3,977 more bytes"


def test_a_result_too_large_to_travel_is_described(submit: Submit) -> None:
    result = submit(GREEDY).student.returns_much(X)
    assert result.description == "80 MB of arrays, where 67 MB may travel"


def test_a_task_with_limits_of_its_own_has_a_process_with_these(submit: Submit) -> None:
    handed = submit(GREEDY, TIGHT)
    assert isinstance(handed.failure("allocates", X), StudentError)
    handed.session.begin(PATIENT)
    assert handed.student.allocates(X).description.startswith("480 MB of arrays")
    handed.session.begin(TIGHT)
    assert isinstance(handed.failure("allocates", X + 1), Raised)


def test_the_process_is_kept_where_the_limits_of_the_next_task_are_the_same(
    submit: Submit,
) -> None:
    handed = submit("import os\ndef f(x): return os.getpid()\n")
    before = handed.student.f(X)
    handed.session.begin(msgspec.structs.replace(PATIENT, call=1.0, task=5.0))
    assert handed.student.f(X + 1) == before


def session(folder: Path, isolation: Isolation) -> Session:
    (folder / "task1.py").write_text("print('I ran')\ndef f(x): return x\n")
    session = Session(Limits(), isolation=isolation)
    session.add_file("task1", folder / "task1.py")
    return session


@pytest.mark.parametrize("layer", LAYERS)
def test_nothing_is_run_where_a_layer_is_missing_that_is_required(
    tmp_path: Path, layer: str
) -> None:
    handed = session(tmp_path, Isolation(least="confined", without=(layer,)))
    with pytest.raises(NotConfined) as missing:
        handed.modules.load("task1")
    assert layer in str(missing.value)
    assert handed.take_output() == ""
    handed.close()


@pytest.mark.parametrize(
    ("without", "expected"),
    [(("calls",), "partial"), (("files", "calls"), "process"), (LAYERS, "process")],
)
def test_what_held_is_told_where_less_is_enough(
    tmp_path: Path, without: tuple[str, ...], expected: str
) -> None:
    handed = session(tmp_path, Isolation(without=without))
    handed.modules.load("task1")
    assert level(handed.layers) == expected
    assert not any(handed.layers[name] for name in without)
    assert handed.take_output() == "I ran\n"
    handed.close()


def test_a_layer_counts_as_held_only_if_it_held_in_every_process(tmp_path: Path) -> None:
    handed = session(tmp_path, Isolation(least="partial"))
    handed.modules.load("task1")
    assert handed.layers == dict.fromkeys(LAYERS, True)
    handed.begin(msgspec.structs.replace(Limits(), memory=1024))
    handed._worker._isolation = Isolation(without=("privacy",))  # noqa: SLF001 - a second machine
    handed.modules.load("task1")
    assert handed.layers["privacy"] is False
    assert level(handed.layers) == "partial"
    handed.close()


def test_the_environment_of_the_submission_has_nothing_of_the_callers(
    submit: Submit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    handed = submit("import os\ndef f(x): return sorted(os.environ)\n")
    assert "SECRET_TOKEN" in os.environ
    assert set(handed.student.f(X)) <= {
        *("HOME", "LANG", "LC_CTYPE", "LD_LIBRARY_PATH", "PYTHONHASHSEED", "TMPDIR"),
        *("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"),
        "VECLIB_MAXIMUM_THREADS",
    }


def test_sentences_about_limits_are_readable(submit: Submit) -> None:
    readable(submit(GREEDY, TIGHT).failure("hoards", X))
