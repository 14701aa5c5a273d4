"""Where the report of `grade` goes: to a file, to the terminal, to a step's summary."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from grader.cli.summary import write_step_summary
from grader.errors import UsageError
from grader.grading.result import Report
from grader.report import FORMATS, encode, load, write_atomically

File = tuple[str, Path]
"""A format, and the file that gets it."""


def destinations(formats: Sequence[str], output: Path | None) -> tuple[str, list[File]]:
    """Return the format that stands without a file of its own, and those that have one.

    Parameters
    ----------
    formats
        What was typed: NAME or NAME=FILE.
    output
        What `--output` names, the file of the one format that stands alone.

    Raises
    ------
    UsageError
        When there is no such format or file, or two reports have one place.
    """
    parts = [text.partition("=") for text in formats]
    for name, _, _ in parts:
        if name not in FORMATS:
            raise UsageError(f"There is no --format {name!r}, but: {', '.join(FORMATS)}.")
    plain = [name for name, sign, _ in parts if not sign]
    if len(plain) > 1:
        raise UsageError(
            f"--format {' and '.join(plain)} go to the same place: "
            f"give files to all but one, such as --format {plain[-1]}=FILE."
        )
    files = [_file(name, file) for name, sign, file in parts if sign]
    places = [os.path.realpath(path) for path in (*(path for _, path in files), output) if path]
    if len(set(places)) < len(places):
        raise UsageError("Two reports go to the same file: name another one.")
    return (plain or ["terminal"])[0], files


def _file(name: str, file: str) -> File:
    if not file or Path(file).is_dir():
        raise UsageError(f"--format {name}={file} names no file: it is NAME=FILE.")
    load(name)  # what is not installed is said before anybody waits
    return name, Path(file)


def keeper(
    format_: str, output: Path | None, files: Sequence[File] = ()
) -> Callable[[Report], None] | None:
    """Return what writes a report on what was done so far, if there is a file for it.

    A run that is killed then has that score and no more.
    """
    every = [*files, *([(format_, output)] if output else [])]
    kept = [(n, path) for n, path in every if path.is_file() or not path.exists()]
    if not kept:  # a stream gets one report
        return None
    return lambda report: _write_all(report, kept)


def _write_all(report: Report, files: Sequence[File]) -> None:
    for name, path in files:
        _write(report, name, path)


def _write(report: Report, format_: str, output: Path) -> None:
    try:
        write_atomically(output, encode(report, format_))
    except OSError as error:
        raise UsageError(f"{output} cannot be written: {error.strerror}.") from error


def publish(
    report: Report,
    format_: str,
    output: Path | None,
    files: Sequence[File] = (),
    *,
    everything: bool,
) -> None:
    """Write the report where it was asked for; a person sees it in any case."""
    if "github" in {format_, *(name for name, _ in files)}:
        write_step_summary(report, os.environ)
    _write_all(report, files)
    if output is not None:
        _write(report, format_, output)
    if output is None and format_ != "terminal":
        sys.stdout.buffer.write(encode(report, format_))
        return
    from grader.report.terminal import make_console, render

    render(report, make_console(sys.stdout), everything=everything)
