"""Forks workers off this process, in which no code of a student's ever runs."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import socket
import struct
from typing import NoReturn

import numpy.random  # NumPy itself waits until it is asked for

from grader.sandbox.worker.batches import Ready, make_ready
from grader.sandbox.worker.confinement import preload
from grader.sandbox.worker.serving import serve
from grader.sandbox.worker.worker import Worker

_NUMBER = struct.Struct("<i")


class Server:
    """Forks workers and reaps them, as it is told to over a socket."""

    def __init__(self, descriptor: int) -> None:
        self._socket = socket.socket(fileno=descriptor)
        self._alive: set[int] = set()
        self._installed: tuple[str, ...] = ()
        self._batches: dict[str, list[Ready]] = {}

    def serve(self) -> None:
        """Do what is asked for until the other end is closed; then kill what is left."""
        self._installed = preload()
        try:  # where the other end was killed, the connection may be reset instead of closed
            while (request := self._receive()) is not None:
                kind, descriptors = request
                self._socket.sendall(_NUMBER.pack(self._do(kind, descriptors)))
        except ConnectionError:
            pass
        finally:
            for pid in self._alive:
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
                    os.waitpid(pid, 0)

    def _receive(self) -> tuple[bytes, list[int]] | None:
        kind, descriptors, _, _ = socket.recv_fds(self._socket, 1, 3)
        return (kind, descriptors) if kind else None

    def _do(self, kind: bytes, descriptors: list[int]) -> int:
        if kind == b"F":
            return self._fork(descriptors)
        return self._reap() if kind == b"R" else self._learn()

    def _learn(self) -> int:
        """Make the requests of a list ready, for all forks from now on."""
        key, *frames = json.loads(self._read(self._size()))
        self._batches[key] = make_ready(self._read(size) for size in frames)
        return len(frames)

    def _size(self) -> int:
        (size,) = _NUMBER.unpack(self._read(_NUMBER.size))
        return int(size)

    def _read(self, size: int) -> bytes:
        data = bytearray()
        while len(data) < size and (part := self._socket.recv(size - len(data))):
            data += part
        return bytes(data)

    def _reap(self) -> int:
        pid = self._size()
        _, status = os.waitpid(pid, 0)
        self._alive.discard(pid)
        return os.waitstatus_to_exitcode(status)

    def _fork(self, descriptors: list[int]) -> int:
        # A collector writes to every object that it looks at, and a page that is written to is
        # copied. Frozen objects it leaves alone, in the fork as well.
        gc.freeze()
        try:
            pid = os.fork()
        except OSError as error:
            pid = -(error.errno or 1)  # the judge tells it by its sign, and raises it there
        if pid == 0:
            self._become_a_worker(*descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        if pid > 0:
            self._alive.add(pid)
        return pid

    def _become_a_worker(self, requests: int, replies: int, printed: int) -> NoReturn:
        try:
            # A group of its own: the judge kills all of it, with whatever the code starts, and
            # none of the other forks.
            os.setsid()
            self._socket.close()
            # One that is inherited is the same for all forks, with flags that each can set.
            nothing = os.open(os.devnull, os.O_RDONLY)
            os.dup2(nothing, 0)
            os.close(nothing)
            os.dup2(printed, 1)
            os.dup2(printed, 2)
            os.close(printed)
            numpy.random.seed()  # noqa: NPY002 - the forks would all draw the same numbers
            serve(Worker(installed=self._installed), requests, replies, self._batches)
        finally:
            os._exit(1)
