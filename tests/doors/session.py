"""A session of IPython, as a kernel runs it: defines what samples say, and checks it.

    python -m tests.doors.session COURSE <samples.json

Writes one JSON object: the outcomes of each sample, by its name.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

from IPython.core.interactiveshell import InteractiveShell

from grader.live.check import check_in
from tests.doors.forms import Sample, as_file, cells_of, from_json
from tests.doors.outcomes import Outcomes, of_report


def check(sample: Sample, shell: InteractiveShell, course: str) -> Outcomes:
    """Run the sample's cells, and check its task."""
    shell.reset()
    known = set(sys.modules)
    with tempfile.TemporaryDirectory(prefix="doors-") as name:
        as_file(sample, Path(name)).unlink()  # its text is in the cells
        os.chdir(name)
        sys.path.insert(0, name)
        for cell in cells_of(sample.text):
            shell.run_cell(cell)
        checked = check_in(shell.user_ns, (sample.task,), course)
        sys.path.remove(name)
        os.chdir("/")
    for module in set(sys.modules) - known:
        if str(getattr(sys.modules[module], "__file__", "") or "").startswith(name):
            del sys.modules[module]
    return of_report(checked.report)


def main() -> None:
    """Check all samples that come on standard input."""
    shell = InteractiveShell.instance()
    outcomes = {}
    for sample in from_json(sys.stdin.read()):
        with (
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
            patch("grader.grading.task_run.MAX_SHRINKS", 0),
        ):
            outcomes[sample.name] = dict(check(sample, shell, sys.argv[1]))
    json.dump(outcomes, sys.stdout)


if __name__ == "__main__":
    main()
