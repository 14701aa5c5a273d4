"""From exceptions to exit codes: 2 the command was wrong, 3 the grader itself failed."""

from __future__ import annotations

import sys
import traceback

import click

from grader.errors import GraderError, MachineError, UsageError
from grader.grading.fault_file import write_fault
from grader.untrusted.text import harmless

FAULT = 3


def guarded(command: click.Command, context: object) -> None:
    """Run a click command; whatever goes wrong ends in one sentence and an exit code."""
    try:
        command.main(obj=context)
    except GraderError as error:
        _say(f"Error: {error}")
        sys.exit(2 if isinstance(error, UsageError) else FAULT)
    except BrokenPipeError:  # whoever read our output has seen enough
        sys.stderr.close()
        sys.exit(FAULT)
    except Exception as error:
        written = write_fault(traceback.format_exc()) or "no file: none could be written"
        if isinstance(error, OSError):
            said = f"{MachineError.of(error, error.filename or '')} What failed is in {written}."
        else:
            said = (
                f"the grader itself failed ({type(error).__name__}: {error}). "
                f"Please report it with {written}."
            )
        _say(f"Error: {said}")
        sys.exit(FAULT)


def _say(text: str) -> None:
    """Print what may hold names of files, on whatever terminal."""
    click.echo(harmless(text, sys.stderr.encoding or "utf-8"), err=True)
