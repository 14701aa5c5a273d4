"""How a worker process comes into being: started from nothing, or forked from a fork server.

A `Starter` takes the three ends of pipes that are the process's own, and returns the process. To
start Python and import NumPy takes a tenth of a second and more; a fork of a process that has done
both takes a few milliseconds, which is worth it where many submissions follow one another.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from grader.sandbox.client.errors import Unavailable

ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}
FORK, REAP, LEARN = b"F", b"R", b"L"
NUMBER = struct.Struct("<i")


class Child(Protocol):
    """A process that runs a worker; the leader of a group and a session of its own."""

    @property
    def pid(self) -> int:
        """Its number; nobody else has it before `wait` returns."""

    def kill(self) -> None:
        """Send SIGKILL to it, if it still runs."""

    def wait(self) -> int:
        """Wait for its end; return the exit status, or the negative number of a signal."""


Starter = Callable[[int, int, int], Child]
"""Takes where to read requests, to write answers, and to print; closes none of them."""


def fresh(requests: int, replies: int, printed: int) -> Child:
    """Start a process from nothing."""
    return subprocess.Popen(  # noqa: S603 - our own script, no shell
        [*_python("launch.py"), str(requests), str(replies)],
        stdin=subprocess.DEVNULL,
        stdout=printed,
        stderr=printed,
        pass_fds=(requests, replies),
        env=environment(),
        start_new_session=True,
    )


class ForkServer:
    """A process with Python and NumPy loaded, that forks a worker whenever it is asked to.

    It never meets a submission, and knows no more than a worker does. It ends with `close`, or with
    the process that made it, and all of its workers end with it.

    Attributes
    ----------
    request_batches
        What it calls each list of requests that it has learned, and the names that they need.
    """

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own script, no shell
                [*_python("fork_server_script.py"), str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                env=environment(),
                start_new_session=True,
            )
        self._socket = ours
        self.request_batches: dict[tuple[bytes, ...], tuple[str, frozenset[str]]] = {}

    def learn(self, frames: tuple[bytes, ...], names: frozenset[str]) -> None:
        """Tell a list of requests, which all workers that are forked from now on have ready.

        Parameters
        ----------
        frames
            The requests.
        names
            The names of the module that they need.

        Raises
        ------
        Unavailable
            When it has ended.
        """
        key = str(len(self.request_batches))
        head = json.dumps([key, *map(len, frames)]).encode()
        try:
            self._socket.sendall(b"".join([LEARN, NUMBER.pack(len(head)), head, *frames]))
            self._number()
        except OSError as error:
            raise Unavailable.of(error, "the process that forks workers") from error
        self.request_batches[frames] = key, names

    def fork(self, requests: int, replies: int, printed: int) -> Child:
        """Fork a worker; raises OSError where that is not possible."""
        # The ends of its pipes travel over the socket: a fork inherits what the server has open,
        # and that is nothing of ours.
        socket.send_fds(self._socket, [FORK], [requests, replies, printed])
        pid = self._number()
        if pid < 0:
            raise OSError(-pid, os.strerror(-pid))
        return _Forked(pid, self.reap)

    def reap(self, pid: int) -> int:
        """Wait for the end of a worker; return how it ended, as `Child.wait` does."""
        try:
            self._socket.sendall(REAP + NUMBER.pack(pid))
            return self._number()
        except OSError:  # whoever killed this process killed its workers with it
            return -signal.SIGKILL

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def _number(self) -> int:
        data = self._socket.recv(NUMBER.size, socket.MSG_WAITALL)
        if len(data) < NUMBER.size:
            raise OSError("the process that forks workers has ended")
        return int(NUMBER.unpack(data)[0])

    def hang_up(self) -> None:
        """Have it end with all of its workers, from any thread; `close` is due afterwards."""
        with contextlib.suppress(OSError):  # it has ended already
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End it, and all of its workers."""
        self._socket.close()
        self._process.wait()


class _Forked:
    """A worker that another process forked: to be killed from here, and reaped there."""

    def __init__(self, pid: int, reap: Callable[[int], int]) -> None:
        self.pid = pid
        self._reap = reap

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)  # not reaped yet, so the number is its own

    def wait(self) -> int:
        return self._reap(self.pid)


def environment() -> dict[str, str]:
    """Return the environment of a process that is kept apart: no more than what NumPy needs.

    Where the libraries of this machine lie is part of it, if the machine says so.
    """
    said = {key: value for key in ("LD_LIBRARY_PATH",) if (value := os.environ.get(key))}
    return ENVIRONMENT | said


def _python(script: str) -> list[str]:
    """Return the command for a script of ours; the folder that NumPy lies in is its argument."""
    spec = importlib.util.find_spec("numpy")  # finds it without importing it
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("NumPy is not installed beside the grader")
    folder = Path(spec.origin).parent.parent
    options = ["-P", "-s", "-S", "-u", "-X", "utf8"]
    return [
        sys.executable,
        *options,
        str(Path(__file__).parents[2] / "worker" / script),
        str(folder),
    ]
