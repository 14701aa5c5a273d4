"""A process that grades attacks, with an honest submission after each, and what came of them."""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from grader.grading.result import Report
from grader.report.json import from_json
from grader.report.public import public
from tests.hostile.corpus import MARKER, ROOT, Attack, markers

LIMITS = "[limits]\ncall = 1\nload = 2\ntask = 10\n"
HONEST = ROOT / "tests" / "samples" / "wrong" / "task1" / "gradient_float32.py"
"""What is graded after each attack: it loses a point, so its report has something to say."""

PATIENCE = 120.0


class Grader:
    """The process of `tests.hostile.runner`, started again when an attack ended it.

    Parameters
    ----------
    folder
        Where the course's copy, the cache and the home folder are to be.
    user
        The number of the user to run as; 0 to stay who one is.
    """

    def __init__(self, folder: Path, user: int) -> None:
        self.course = folder / "course"
        self.user = user
        self._complaints = folder / "complaints"
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None
        for name in ("assignments", "solutions"):
            shutil.copytree(ROOT / name, self.course / name)
        (self.course / "assignments" / "course.toml").write_text(LIMITS)
        self.home = self._own("home")
        self._cache = self._own("cache")
        self.honest = self.grade(HONEST)
        self._honest_report = _timeless(self.honest)

    def _own(self, name: str) -> Path:
        path = self._folder / name
        path.mkdir()
        if self.user:
            os.chown(path, self.user, self.user)
        return path

    def grade(self, submission: Path, **options: object) -> dict[str, Any]:
        """Grade a submission; the exit code is missing where the grader itself did not survive."""
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"submission": str(submission), **options}) + "\n")
        process.stdin.flush()
        ready, _, _ = select.select([process.stdout], [], [], PATIENCE)
        line = process.stdout.readline() if ready else ""
        if line:
            summary: dict[str, Any] = json.loads(line)
        else:
            self.close()
            summary = {"exit": None, "report": None, "survivors": 0}
        complaint = self._complaints.read_text("utf-8").strip().rpartition("\n")[2]
        return summary | {"complaint": complaint}

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            command = [sys.executable, "-m", "tests.hostile.runner"]
            with self._complaints.open("w", encoding="utf-8") as complaints:
                self._process = subprocess.Popen(
                    [*command, str(self.course), str(self._cache), str(self.user)],
                    cwd=ROOT,
                    env=os.environ | {"HOME": str(self.home)},
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=complaints,
                    text=True,
                    start_new_session=True,  # some attacks aim at the whole group
                )
        return self._process

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def attack(self, attack: Attack, without: tuple[str, ...] = ()) -> list[str]:
        """Grade an attack, then an honest submission; return how the attack got through."""
        with tempfile.TemporaryDirectory(prefix="attack-") as name:
            work = Path(name)
            attack.hand_in(work, self.course)
            if self.user:
                for path in (work, *(work / name for name in attack.files)):
                    os.chown(path, self.user, self.user)
            handed_in = _contents(work)
            before = markers()
            after = str(HONEST) if attack.in_batch else ""
            summary = self.grade(work, without=without, tasks=attack.tasks, after=after)
            through = _through(attack, summary)
            if _contents(work) != handed_in:
                through.append("changed what was handed in")
        left = markers() - before
        through += [f"left {path}" for path in sorted(left)]
        for path in left:
            Path(path).unlink(missing_ok=True)
        if any(self.home.iterdir()):
            through.append("left files in the home folder")
        if _timeless(self.grade(HONEST)) != self._honest_report:
            through.append("changed how the next submission is graded")
        return through


def _contents(folder: Path) -> dict[str, bytes | str]:
    """Return what is in a folder: files by their bytes, links by where they point."""
    return {
        str(path): str(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    }


def _through(attack: Attack, summary: dict[str, Any]) -> list[str]:
    report = summary["report"]
    if report is None:
        return [f"made the grader end with {summary['exit']}: {summary['complaint']}"]
    through = []
    if summary["exit"] not in (0, 1):
        through.append(f"made the grader end with {summary['exit']}")
    if report["score"] > attack.honest_score:
        through.append(f"scored {report['score']} instead of {attack.honest_score}")
    if summary["survivors"]:
        through.append("left a process behind")
    return through + [line[:100] for line in _told(from_json(json.dumps(report).encode()))[:1]]


def _told(report: Report) -> list[str]:
    """Return the lines that the student sees and that begin as only an attack's own do."""
    texts = [
        text
        for task in public(report).tasks
        for text in (task.output, task.message, *task.notes, *(c.message for c in task.checks))
    ]
    lines = [line for text in texts for line in text.splitlines()]
    return [line for line in lines if re.search(rf"(?:^|: ){MARKER}", line)]


def _timeless(summary: dict[str, Any]) -> Any:
    """Return a summary without what the time of day and the machine's load change."""
    report = summary["report"]
    for check in report["tasks"][0]["checks"] if report else ():
        del check["seconds"]
    return summary
