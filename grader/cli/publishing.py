"""Where the report of `grade` goes: to a file, to the terminal, to a step's summary."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from grader.cli.summary import write_step_summary
from grader.errors import UsageError
from grader.grading.result import Report
from grader.report import encode, write_atomically


def keeper(format_: str, output: Path | None) -> Callable[[Report], None] | None:
    """Return what writes a report on what was done so far, if there is a file for it.

    A run that is killed then has that score and no more.
    """
    if output is None or (output.exists() and not output.is_file()):  # a stream gets one report
        return None
    return lambda report: _write(report, format_, output)


def _write(report: Report, format_: str, output: Path) -> None:
    try:
        write_atomically(output, encode(report, format_))
    except OSError as error:
        raise UsageError(f"{output} cannot be written: {error.strerror}.") from error


def publish(report: Report, format_: str, output: Path | None, *, everything: bool) -> None:
    """Write the report where it was asked for; a person sees it in any case."""
    if format_ == "github":
        write_step_summary(report, os.environ)
    if output is not None:
        _write(report, format_, output)
    if output is None and format_ != "terminal":
        sys.stdout.buffer.write(encode(report, format_))
        return
    from grader.report.terminal import make_console, render

    render(report, make_console(sys.stdout), everything=everything)
