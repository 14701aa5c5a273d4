"""What went wrong in the student's code, as plain data for the judge.

Runs in the student's process. An exception may be of any class and its methods may raise again, so
nothing of it is trusted to work.
"""

from __future__ import annotations

import linecache
import os
from types import CodeType, FrameType, TracebackType
from typing import Any

MAX_MESSAGE = 1000


def describe(error: BaseException, folder: str, called: object) -> dict[str, Any]:
    """Return type, message and place of `error`; the place is the last line of a file in `folder`.

    The keys: ``type``, ``message``, ``file`` (relative to `folder`), ``line``, ``source``,
    ``not_written`` (a `NotImplementedError`), ``unfit`` (no line of the student's ran, because
    `called` does not take such arguments; the place is then its definition).
    """
    frames = _frames_below(error.__traceback__, folder)
    file, line, source = "", 0, ""
    if isinstance(error, SyntaxError) and isinstance(error.filename, str):
        file, line, source = error.filename, error.lineno or 0, error.text or ""
    elif frames:
        frame, line = frames[-1]
        file = frame.f_code.co_filename
        source = linecache.getline(file, line, frame.f_globals)
    code = getattr(called, "__code__", None)
    unfit = isinstance(error, TypeError) and not frames and isinstance(code, CodeType)
    if unfit and isinstance(code, CodeType):
        file, line = code.co_filename, code.co_firstlineno
    return {
        "type": type(error).__name__[:100],
        "message": _message(error)[:MAX_MESSAGE],
        "file": str(file).removeprefix(folder).lstrip("/\\")[:200],
        "line": int(line),
        "source": str(source).strip()[:200],
        "not_written": isinstance(error, NotImplementedError),
        "unfit": unfit,
    }


def _frames_below(trace: TracebackType | None, folder: str) -> list[tuple[FrameType, int]]:
    frames = []
    below = folder + os.sep
    while trace is not None:
        if folder and trace.tb_frame.f_code.co_filename.startswith(below):
            frames.append((trace.tb_frame, trace.tb_lineno))
        trace = trace.tb_next
    return frames


def _message(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return str(error.msg)
    try:
        return str(error)
    except BaseException:  # the student's own __str__ may raise anything
        return "(its own __str__ raised an exception)"
