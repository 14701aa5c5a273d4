"""Grade submissions one after the other by the command itself, and tell what came of each.

Started with the folder of a course, a cache folder and the number of a user (0 to stay who it is).
For each line of JSON on standard input, with ``submission`` and perhaps ``tasks``, ``without``
(layers of the confinement to leave out) and ``after`` (what a warm process grades before it, as a
batch does), a line of JSON is written to what was standard output at the start.

A process of its own, because some attacks aim at the process that grades. Orphans of a submission
become children of this process, so that none is missed.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from unittest import mock

from grader.batch.marking import Marker, Order
from grader.cli.grade import command
from grader.grading.chance import Chance
from grader.report.json import to_json
from grader.sandbox.client.limits import Isolation

PR_SET_KEEPCAPS, PR_SET_CHILD_SUBREAPER, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 8, 36, 47, 2
READ_ANY = 2  # CAP_DAC_READ_SEARCH
VERSION_3 = 0x20080522


def become(user: int) -> None:
    """Become an ordinary user who may read what root may, for Python may lie in root's folder.

    Nothing is handed on but that: what a submission cannot open is not denied by modes.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
    header = (ctypes.c_uint32 * 2)(VERSION_3, 0)
    rights = (ctypes.c_uint32 * 6)(*([1 << READ_ANY] * 3))
    if libc.capset(header, rights) or libc.prctl(
        PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, READ_ANY, 0, 0
    ):
        raise OSError(ctypes.get_errno(), "the user could not be changed")


def survivors() -> int:
    """Return how many processes are left of a submission, after they were ended.

    All of a submission's own are gone by now, so whatever this process has to bury came from it.
    """
    count = 0
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    while left := children.read_text("ascii").split():
        for pid in map(int, left):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        count += len(left)
    return count


def grade(
    course: str, submission: str, tasks: Sequence[str], isolation: Isolation
) -> dict[str, object]:
    """Run ``grade`` on a submission; return its exit code, its report, what is left."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        file = Path(folder) / "report.json"
        options = ["--course", course, "--format", "json", "--output", str(file)]
        with mock.patch.object(Isolation, "at_least", return_value=isolation):
            try:
                command.main([*tasks, "--submission", submission, *options], obj=None)
            except SystemExit as ending:
                code = ending.code
        report = json.loads(file.read_bytes()) if file.exists() else None
    return {"exit": code, "report": report, "survivors": survivors()}


def grade_after(
    first: str, course: str, submission: str, tasks: Sequence[str], isolation: Isolation
) -> dict[str, object]:
    """Do as `grade` by a process that has graded another submission before, as in a batch."""
    with closing(Marker(Order(course, tuple(tasks), Chance(), isolation))) as marker:
        marker.grade(Path(first))
        report = json.loads(to_json(marker.grade(Path(submission))))
    return {"exit": 0, "report": report, "survivors": survivors()}


def main() -> None:
    course, cache, user = sys.argv[1:]
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    if int(user):
        become(int(user))
    os.environ["XDG_CACHE_HOME"] = cache
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - to the end
    for line in sys.stdin:
        request = json.loads(line)
        isolation = Isolation(without=tuple(request.get("without", ())))
        way = partial(grade_after, request["after"]) if request.get("after") else grade
        tasks = request.get("tasks", ["task1"])
        summary = way(course, request["submission"], tasks, isolation)
        answers.write(json.dumps(summary) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
