"""A file with tracebacks of our own, for whoever reports a fault of the grader."""

from __future__ import annotations

import os
import tempfile


def write_fault(*tracebacks: str) -> str:
    """Write tracebacks of our own to a new file, for a report of the fault.

    Returns
    -------
    str
        Its path; nothing where there is nothing to write, or no place for it.
    """
    if not tracebacks:
        return ""
    try:
        descriptor, path = tempfile.mkstemp(prefix="grade-fault-", suffix=".txt")
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write("\n".join(tracebacks))
    except OSError:  # a full disk is what a fault may come from
        return ""
    return path
