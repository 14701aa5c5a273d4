"""From one pipe to another: the loop of a worker process."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from typing import NoReturn

from grader.sandbox.protocol.frames import CUT_OFF, PREFIX, parse_header, parse_prefix, split
from grader.sandbox.worker.batches import Ready, make_ready
from grader.sandbox.worker.worker import Played, Worker

BLOCK = 1 << 17
"""Bytes of answers that go into one frame ..."""

SOON = 0.1
"""... or as many as there are after so many seconds."""


def serve(
    worker: Worker,
    requests: int,
    replies: int,
    request_batches: Mapping[str, Sequence[Ready]] | None = None,
) -> NoReturn:
    """Answer requests until the end of the pipe, then end the process with all its threads.

    Where a pipe is of no more use, only the student's code can have broken it: the process ends
    without a word, for a traceback from here would tell nobody anything.

    Parameters
    ----------
    worker
        What answers.
    requests, replies
        The pipes.
    request_batches
        Requests that can be asked for by the key of their list, once.
    """
    # Whoever started the grader may have ignored it, and the judge asks with it for the line.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    lists = dict(request_batches or {})
    try:
        while prefix := _read(requests, PREFIX.size):
            number, header_size, body_size = parse_prefix(prefix)
            header = parse_header(_read(requests, header_size))
            body = _read(requests, body_size)
            if header["op"] == "play":
                _play(worker, lists.pop(header["key"]), header["first"], replies)
            elif header["op"] == "batch":
                _play(worker, make_ready(split(body, header["sizes"])), header["first"], replies)
            else:
                _write(replies, worker.answer(number, header, body))
    except BaseException:
        if not worker.opened:
            raise
        os._exit(CUT_OFF)
    os._exit(0)


def _play(worker: Worker, requests: Sequence[Ready], first: int, replies: int) -> None:
    """Write the answers of a list of requests, many in one frame, but none of them late."""
    played: list[Played] = []
    weight, written = 0, time.monotonic()
    for number, request in enumerate(requests, first):
        played.append(worker.play(request))
        weight += played[-1].writer.weight
        if weight > BLOCK or time.monotonic() - written > SOON:
            _write(replies, worker.frames(played, number % 2**32))
            played.clear()
            weight, written = 0, time.monotonic()
    if played:
        _write(replies, worker.frames(played, (first + len(requests) - 1) % 2**32))


def _read(pipe: int, size: int) -> bytes:
    parts = []
    while size and (part := os.read(pipe, min(size, 1 << 20))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _write(pipe: int, frames: bytes) -> None:
    """Write answers, after what the student printed before them."""
    _flush()
    view = memoryview(frames)
    while view:
        view = view[os.write(pipe, view) :]


def _flush() -> None:
    """Let what the student printed reach the judge, whatever they made of the streams."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:  # noqa: S112 - their stream may do anything
            continue
