"""The script of the process that reads a notebook; see `grader.submission.notebook.reading`.

It gets the import path of the judge, its scratch folder and ``notebook`` or ``script`` as arguments
and the file on standard input, and writes one JSON object: ``cells``, and for a script what it
``is``, or the ``problem`` that there is with it. By
the time it looks at the notebook it has given up all that a student's process gives up as well.
"""

import json
import sys

LIMITS = {"memory_bytes": 1 << 30, "cpu_seconds": 20, "file_bytes": 8 << 20}


def _main() -> None:
    sys.path[:] = json.loads(sys.argv[1])
    scratch, kind = sys.argv[2:]

    import numpy  # noqa: F401 - what is kept readable is found by it

    from grader.sandbox.worker.confinement import Plan, confine
    from grader.submission.notebook.cells import NotUsable, code_cells
    from grader.submission.notebook.scripts import script_cells

    confine(Plan(scratch, packages=[folder for folder in sys.path if folder], limits=LIMITS))
    try:
        data = sys.stdin.buffer.read()
        found, cells = script_cells(data) if kind == "script" else ("", code_cells(data))
        json.dump({"is": found, "cells": cells}, sys.stdout)
    except NotUsable as problem:
        json.dump({"problem": str(problem)}, sys.stdout)


if __name__ == "__main__":
    _main()
