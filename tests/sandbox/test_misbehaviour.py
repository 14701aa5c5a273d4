"""Whatever the student's code does, a readable sentence says so, and the next call works."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from grader.sandbox.client.errors import Died, NotFound, Raised, StudentError, TimedOut
from grader.sandbox.client.remote import RemoteFunction
from grader.sandbox.protocol.layers import LAYERS
from tests.sandbox.conftest import FILE, HASTY, PATIENT, Handed, Submit, readable, write

X = np.array([1.0, 2.0])

EXCEPTIONS = """\
import sys

class Enough(BaseException): pass

class Unspeakable(Exception):
    def __str__(self): raise RuntimeError("no words")
    __repr__ = __str__

class Wordy(Exception):
    def __str__(self): return Text("x" * 10**6)

class Text(str):
    def __getitem__(self, key): raise SystemExit
    def __len__(self): raise SystemExit

class Meta(type):
    @property
    def __name__(cls): raise SystemExit
    def __instancecheck__(cls, thing): raise SystemExit

class Masked(Exception, metaclass=Meta):
    @property
    def __class__(self): raise SystemExit
    @property
    def __traceback__(self): raise SystemExit
    @property
    def __dict__(self): raise SystemExit

class Syntax(SyntaxError):
    msg = filename = lineno = text = property(lambda self: 1 / 0)

class Interface:
    def __getattr__(self, name): raise RuntimeError(name)
    def __call__(self, x): raise TypeError("odd")

Odd = type("Ev\\x1b[2Jil\\n " + "x" * 10_000, (Exception,), {})

def f(x): return x
def base_exception(x): raise Enough("for today")
def unspeakable(x): raise Unspeakable
def wordy(x): raise Wordy
def masked(x): raise Masked("behind")
def odd(x): raise Odd("line\\nline\\x1b[2J\\u202e")
def system_exit(x): sys.exit(0)
def exit_with_text(x): sys.exit("enough")
def keyboard_interrupt(x): raise KeyboardInterrupt
def generator_exit(x): raise GeneratorExit
def stop_iteration(x): next(iter([]))
def group(x): raise BaseExceptionGroup("several", [ValueError(1), Enough()])
def memory(x): raise MemoryError
def recursion(x): return recursion(x)
def no_traceback(x): raise ValueError("plain").with_traceback(None)
def chained(x):
    try:
        1 / 0
    except ZeroDivisionError:
        raise KeyError("w")
def syntax(x): raise Syntax
def evaluated(x): exec("1 +")
def evaluated_deep(x): exec("def g():\\n    1 / 0\\ng()")
def string(x): raise "text"
def unraisable(x): raise 3 from 4
def wrong_lines(x): raise SyntaxError("odd", (5, "six", 7.5, b"eight"))
def argument(x): raise ValueError(*[x] * 30)
callable_object = Interface()
"""


def result_or_error(function: RemoteFunction, x: np.ndarray) -> StudentError | None:
    """Call a function that should return its argument: it does, or ends in an error."""
    try:
        result = function(x)
    except StudentError as error:
        return error
    assert np.array_equal(result, x)
    return None


@pytest.fixture(scope="module")
def raising(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handed]:
    """Hand in one file for all exceptions: each must leave the process usable for the next."""
    folder = tmp_path_factory.mktemp("raising")
    write(folder, EXCEPTIONS.encode())
    handed = Handed(folder, PATIENT)
    yield handed
    handed.session.close()


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        ("base_exception", "raised Enough: for today (in `def base_exception(x): raise Eno"),
        ("unspeakable", "raised Unspeakable (in `"),
        ("wordy", "raised Wordy: xxxxxxxx"),
        ("masked", "raised Masked: behind"),
        ("odd", "raised Ev?[2Jil xxxx"),
        ("system_exit", "raised SystemExit: 0 (in `"),
        ("exit_with_text", "raised SystemExit: enough (in `"),
        ("keyboard_interrupt", "raised KeyboardInterrupt (in `"),
        ("generator_exit", "raised GeneratorExit (in `"),
        ("stop_iteration", "raised StopIteration (in `"),
        ("group", "raised BaseExceptionGroup: several (2 sub-exceptions) (in `"),
        ("memory", "raised MemoryError (in `"),
        ("recursion", "raised RecursionError: maximum recursion depth exceeded"),
        ("no_traceback", "raised ValueError: plain (in `"),
        ("chained", "raised KeyError: 'w' (in `raise KeyError(\"w\")`)."),
        ("syntax", "raised Syntax"),
        ("evaluated", "raised SyntaxError: invalid syntax"),
        ("evaluated_deep", "raised ZeroDivisionError: division by zero (in `def evaluated_deep"),
        ("string", "raised TypeError: exceptions must derive from BaseException (in `"),
        ("unraisable", "raised TypeError: exception"),
        ("wrong_lines", "raised SyntaxError: odd"),
        ("argument", "raised ValueError: (array([1., 2.]), array(["),
        ("callable_object", "raised TypeError: odd (in `"),
    ],
)
def test_exception_is_told_in_a_sentence(raising: Handed, function: str, sentence: str) -> None:
    error = raising.failure(function, X)
    assert isinstance(error, Raised)
    assert f"`{function}` {sentence}" in str(error)
    if function != "syntax":  # it hides where it is from
        assert str(error).startswith("task1.py, line ")
    assert np.array_equal(raising.student.f.fresh(X).result, X)
    assert raising.session.take_output() == ""


ENDINGS = """\
import ctypes, os, signal, subprocess, sys, threading, time

def f(x): return x
def exits(x): os._exit(3)
def exits_with_0(x): os._exit(0)
def killed(x): os.kill(os.getpid(), signal.SIGKILL)
def segfault(x): os.kill(os.getpid(), signal.SIGSEGV)
def terminated(x): os.kill(os.getpid(), signal.SIGTERM)
def alarmed(x): signal.raise_signal(signal.SIGALRM)
def realtime(x): os.kill(os.getpid(), signal.SIGRTMIN + 5)
def aborts(x): os.abort()
def null(x): ctypes.string_at(0)
def closes(x): os.closerange(3, 4096)
def closes_all(x): os.closerange(0, 4096)
def stopped(x): os.kill(os.getpid(), signal.SIGSTOP)
def endless(x):
    while True: pass
def stubborn(x):
    while True:
        try:
            time.sleep(60)
        except BaseException:
            continue
def deaf(x):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    time.sleep(60)
def waits(x): threading.Event().wait()
def reads_requests(x):
    for fd in opened():
        try: os.read(fd, 1)
        except OSError: pass

def is_open(fd):
    try: os.fstat(fd)
    except OSError: return False
    return True

def opened():
    return [fd for fd in range(3, 1024) if is_open(fd)]

def everywhere(data):
    for fd in opened():
        try: os.write(fd, data)
        except OSError: pass

def garbage(x): everywhere(b"garbage, and more of it\\n")
def long_garbage(x): everywhere(b"\\xff" * 60_000)
def zeros(x): everywhere(bytes(12))
def zeros_and_more(x): everywhere(bytes(1000))
def one_byte(x): everywhere(b"x")
def old_number(x): everywhere(frame(1, b'{"result": 1.0, "after": [0]}'))

def frame(number, header, body=b""):
    import struct
    return struct.pack("<III", number, len(header), len(body)) + header + body

def forged(header, body=b""):
    for number in range(50):
        everywhere(frame(number, header, body))

def forged_answers(x): forged(b'{"result": 1.0, "after": [1.0]}')
def forged_text(x): forged(b'{"result": "right"}')
def forged_object(x): forged(b'{"result": {"array": ["|O", [1], null, true]}}', bytes(8))
def forged_isolation(x): forged(b'{"isolation": "forged"}')

def thread(x):
    started = threading.Thread(target=everywhere, args=(b"garbage from a thread",))
    started.start()
    started.join()
    return x
"""


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        ("exits", "the process ended itself with exit status 3."),
        ("exits_with_0", "the process ended itself with exit status 0."),
        ("killed", "the process was killed, or cut its connection to the grader."),
        ("segfault", "the process was ended by SIGSEGV."),
        ("null", "the process was ended by SIGSEGV."),
        ("aborts", "the process was ended by SIGABRT."),
        ("terminated", "the process was ended by SIGTERM."),
        ("alarmed", "the process was ended by SIGALRM."),
        ("realtime", "the process was ended by signal 39."),
        ("closes", "the process was killed, or cut its connection to the grader."),
        ("closes_all", "the process was killed, or cut its connection to the grader."),
    ],
)
def test_end_of_the_process_is_told_and_a_fresh_one_goes_on(
    submit: Submit, function: str, sentence: str
) -> None:
    handed = submit(ENDINGS)
    assert np.array_equal(handed.student.f(X), X)
    error = handed.failure(function, X)
    assert isinstance(error, Died)
    assert str(error).startswith(f"While running `{function}`, {sentence}")
    assert np.array_equal(handed.student.f.fresh(X).result, X)
    assert handed.session.take_output() == ""


@pytest.mark.parametrize(
    ("function", "source"),
    [
        ("endless", "while True: pass"),
        ("waits", "def waits(x): threading.Event().wait()"),
        ("reads_requests", "try: os.read(fd, 1)"),
        ("stopped", ""),
        ("deaf", ""),
        ("stubborn", ""),
    ],
)
def test_what_does_not_end_is_stopped_where_it_was(
    submit: Submit, function: str, source: str
) -> None:
    handed = submit(ENDINGS, HASTY)
    error = handed.failure(function, X)
    assert isinstance(error, TimedOut)
    sentence = f"`{function}` took longer than 1 second and was stopped"
    if source:
        line = [text.strip() for text in ENDINGS.splitlines()].index(source) + 1
        assert str(error) == f"task1.py, line {line}: {sentence} (in `{source}`)."
    else:  # it does not answer any more
        assert str(error) == f"{sentence}."
    assert np.array_equal(handed.student.f.fresh(X).result, X)


@pytest.mark.parametrize(
    "function",
    [
        *("garbage", "long_garbage", "zeros", "zeros_and_more", "old_number"),
        *("forged_answers", "forged_text", "forged_object", "forged_isolation", "thread"),
    ],
)
def test_whoever_writes_into_the_pipe_is_found_out(submit: Submit, function: str) -> None:
    handed = submit(ENDINGS)
    handed.student.f(X)
    error = handed.failure(function, X)
    assert isinstance(error, Died)
    assert str(error) == (
        f"While running `{function}`, something else was written where the grader reads results."
    )
    assert np.array_equal(handed.student.f.fresh(X).result, X)
    assert set(handed.session.layers) == set(LAYERS)


def test_garbage_that_looks_like_the_start_of_a_frame_costs_one_call(submit: Submit) -> None:
    handed = submit(ENDINGS, HASTY)
    readable(handed.failure("one_byte", X))
    assert np.array_equal(handed.student.f.fresh(X).result, X)


def test_a_thread_that_babbles_for_ever_never_breaks_the_grader(submit: Submit) -> None:
    handed = submit("""
        import os, threading

        def is_open(fd):
            try: os.fstat(fd)
            except OSError: return False
            return True

        opened = [fd for fd in range(3, 1024) if is_open(fd)]

        def babble():
            while True:
                for fd in opened:
                    try: os.write(fd, b"babble")
                    except OSError: pass

        def start(x):
            threading.Thread(target=babble, daemon=True).start()
            return x
        def f(x): return x
    """)
    for number in range(20):
        for function in (handed.student.start, handed.student.f):
            error = result_or_error(function, X + number)
            assert error is None or isinstance(readable(error), Died)


def test_a_copy_of_the_process_cannot_answer_twice(submit: Submit) -> None:
    handed = submit(
        """
        import os
        def forks(x):
            os.fork()
            return x
        def f(x): return x
        """,
        HASTY,
    )
    for number in range(5):
        for function in (handed.student.forks, handed.student.f):
            error = result_or_error(function, X + number)
            assert error is None or readable(error)


def test_deep_recursion_in_compiled_code_is_the_students_end_only(submit: Submit) -> None:
    handed = submit("""
        import sys
        def deep(x):
            sys.setrecursionlimit(10**8)
            nested = []
            for _ in range(10**6):
                nested = [nested]
            return repr(nested)
        def f(x): return x
    """)
    assert isinstance(handed.failure("deep", X), Died | Raised)
    assert np.array_equal(handed.student.f.fresh(X).result, X)


@pytest.mark.parametrize(
    "code",
    [
        "import json; json.dumps = json.loads = None",
        "import os; os.write = os.read = lambda *_: b''",
        "import builtins; builtins.isinstance = builtins.len = builtins.type = None",
        "import sys; sys.modules.clear()",
        "import gc, sys; [o.clear() for o in gc.get_objects() if type(o) is dict and o is not sys]",
        "import sys; sys.settrace(lambda *_: 1 / 0)",
        "import numpy as np; np.asarray = np.ndarray = None",
        "import signal; signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)",
    ],
)
def test_code_that_tears_python_down_around_us_ends_in_a_sentence(
    submit: Submit, code: str
) -> None:
    handed = submit(f"def breaks(x):\n    {code}\n    return x\ndef f(x): return x\n", HASTY)
    for function in [handed.student.breaks] + [handed.student.f] * 2:
        error = result_or_error(function, X)
        assert error is None or readable(error)


@pytest.mark.parametrize("name", ["__init__", "__array__", "__len__"])
def test_results_with_hostile_methods_are_told_like_exceptions(submit: Submit, name: str) -> None:
    handed = submit(f"""
        class Result(list):
            def {name}(self, *_): raise SystemExit("hostile")
            def __iter__(self): raise SystemExit("hostile")

        class Lone:
            __array_interface__ = property(lambda self: 1 / 0)

        def f(x): return Result()
        def g(x): return Lone()
        def h(x): return x
    """)
    told = str(handed.failure("f", X))
    assert "raised SystemExit: hostile" in told
    assert "`f` raised" in told or "which `f` calls, raised" in told
    assert "`g` raised ZeroDivisionError" in str(handed.failure("g", X))
    assert np.array_equal(handed.student.h(X), X)


def test_missing_name_in_a_module_with_a_hostile_lookup(submit: Submit) -> None:
    error = submit("def __getattr__(name): raise RuntimeError(name)").failure("f", X)
    assert isinstance(error, NotFound)
    assert str(error) == f"{FILE} does not define `f`."
