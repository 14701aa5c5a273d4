"""Where the commands begin.

The student's process is started first, and everything else is imported while it comes up.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys

_NO_PROCESS = {"--help", "--list", "--version", "--watch"}
"""Where nothing is run, or by processes that are kept warm."""


def grade() -> None:
    """Run the command `grade`; leaves by SystemExit with one of the documented exit codes."""
    # A run that CI cancels ends as any other does: with it the student's process and its files.
    signal.signal(signal.SIGTERM, _leave)
    worker = None
    completes = "_GRADE_COMPLETE" in os.environ  # a shell asks what could be typed next
    if not completes and not _NO_PROCESS.intersection(sys.argv[1:]):
        from grader.sandbox.client.transport.process import WorkerProcess

        with contextlib.suppress(OSError):  # what keeps it from starting is told when it is needed
            worker = WorkerProcess()
    gc.disable()  # what is imported stays: to look through it for what does not is time lost ...
    try:
        from grader.cli.errors import guarded
        from grader.cli.grade import command

        gc.freeze()
        gc.enable()
        guarded(command, worker)
    finally:
        if worker is not None:
            worker.close()
        gc.freeze()  # ... and so is looking through all of it as the process ends


def _leave(*_: object) -> None:
    """End as at the end of the program."""
    raise SystemExit(128 + signal.SIGTERM)


def grader() -> None:
    """Run the command `grader`; leaves by SystemExit."""
    from grader.cli.errors import guarded
    from grader.cli.instructor import command

    guarded(command, None)
