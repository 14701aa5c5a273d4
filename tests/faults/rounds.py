"""One round: a batch has a bad day, and then the same command on a good one."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.batch.classroom import written, zip_of
from tests.batch.conftest import RIGHT, STUB, WRONG, command, write_course
from tests.conftest import ROOT
from tests.faults.cluster import Cluster
from tests.faults.plan import Fault, drawn

HANGS = 240
"""Seconds after which a batch is taken to hang; it takes two or three."""

RAISES = "def double(x):\n    raise ValueError(x)\n"
DIES = "import os\ndef double(x):\n    os._exit(1)\n"


def make_class(folder: Path) -> None:
    """Write a small class: right, wrong and no work, in all forms; two are the same."""
    for name, text in (
        *(("anna", RIGHT), ("ben", WRONG), ("cleo", RAISES), ("dora", STUB)),
        *(("fay", RIGHT), ("gus", DIES)),
    ):
        (folder / name).mkdir(parents=True)
        (folder / name / "double.py").write_text(text)
    (folder / "emil.py").write_text(f"# emil\n{RIGHT}")
    (folder / "hal.zip").write_bytes(zip_of({"work/double.py": f"# hal\n{RIGHT}".encode()}))
    (folder / "ida.zip").write_bytes(b"PK nonsense")


class House:
    """What all rounds have in common: a course with its examples, a class, and its table.

    Parameters
    ----------
    folder
        Where all of it is made; each round has a folder in there.

    Attributes
    ----------
    met
        By the number of each round, the faults that it came to.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.met: dict[int, list[Fault]] = {}
        quiet = folder / "quiet"
        write_course(quiet / "course")
        make_class(quiet / "class")
        said = _run(_prepared(quiet), 2)
        self.expected = written(quiet / "out")
        self.rows = _rows(quiet / "out")
        assert said.returncode == 0, said.stderr

    def play(self, number: int, cluster: Cluster | None = None) -> list[str]:
        """Play a round; return what was not as it has to be, in sentences.

        The folder of a round in which all was well is removed.

        Parameters
        ----------
        number
            Of the round.
        cluster
            Where its submissions are graded on the bad day; one of its Dask workers is lost then.
        """
        folder = self._folder / f"round{number}"
        for name in ("course", "class", "cache"):
            shutil.copytree(self._folder / "quiet" / name, folder / name, symlinks=True)
        (folder / "fired").mkdir()
        faults = drawn(number)
        plan = folder / "plan.json"
        plan.write_text(json.dumps(faults))
        jobs = 1 + number % 2
        bad_day = {"BAD_DAY": str(plan), "PYTHONPATH": _PATH}
        try:
            with cluster.losing(number) if cluster else contextlib.nullcontext([]) as more:
                said = _run(_prepared(folder), jobs, bad_day, more)
        except subprocess.TimeoutExpired as error:
            return [f"it hangs: {error}"]
        wrong = [*self._ended(said, faults, folder / "out"), *self._told(folder, said.returncode)]
        fired = {int(path.name.partition("-")[0]) for path in (folder / "fired").iterdir()}
        self.met[number] = [faults[place] for place in sorted(fired)]
        (folder / "bad.txt").write_text(f"{said.returncode}\n{said.stdout}\n{said.stderr}")
        if (folder / "gone").exists():
            for path in (folder / "gone").iterdir():
                path.rename(folder / "class" / path.name)
        shutil.rmtree(folder / "temporary")
        said = _run(_prepared(folder), jobs)
        (folder / "good.txt").write_text(f"{said.returncode}\n{said.stdout}\n{said.stderr}")
        wrong += self._mended(folder, said)
        if not wrong:
            shutil.rmtree(folder)
        return wrong

    def _ended(
        self, said: subprocess.CompletedProcess[str], faults: list[Fault], output: Path
    ) -> list[str]:
        """Return what is wrong with how a batch ended on a bad day."""
        events = {fault.what for fault in faults if fault.side == "batch"}
        allowed = {0, 2, 3}
        allowed |= {-signal.SIGKILL} if "kill" in events else set()
        if "stop" in events:
            allowed |= {128 + signal.SIGTERM, *([] if output.exists() else [-signal.SIGTERM])}
        wrong = []
        if said.returncode not in allowed:
            wrong.append(f"it ended with {said.returncode}")
        if "Traceback" in said.stdout + said.stderr:
            wrong.append("somebody saw a traceback")
        if (
            said.returncode in (2, 3)
            and "internal" not in said.stdout
            and "Error: " not in said.stderr
        ):
            wrong.append(f"it ended with {said.returncode} and did not say why")
        if "the grader itself failed" in said.stderr:
            wrong.append("it took a fault of the machine for its own")
        return wrong

    def _told(self, folder: Path, code: int) -> list[str]:
        """Return what is wrong with the table and the gradebook of a bad day."""
        wrong = list(_doubled(folder / "out"))
        if not (folder / "out" / "grades.csv").exists():
            return [*wrong, *(["there is no table"] if code == 0 else [])]
        rows = _rows(folder / "out")
        gone = {path.stem for path in (folder / "gone").glob("*")}  # maybe before the batch began
        if self.rows.keys() - rows.keys() - gone or rows.keys() - self.rows.keys():
            wrong.append(f"the rows are {sorted(rows)}")
        for name, row in rows.items():
            known = self.rows.get(name, row)
            if row["status"] == "graded" and row["total"] != known["total"]:
                wrong.append(f"{name} has {row['total']} points")
            if row["status"] not in ("graded", "pending") and not row["reason"]:
                wrong.append(f"{name} is {row['status']} without a reason")
            if code == 0 and row["status"] in ("pending", "internal"):
                wrong.append(f"{name} is {row['status']}, and all is said to be well")
        return wrong

    def _mended(self, folder: Path, said: subprocess.CompletedProcess[str]) -> list[str]:
        """Return what is wrong after the same command was given on a good day."""
        if said.returncode != 0:
            return [f"it ended with {said.returncode} on a good day: {said.stderr}"]
        found = written(folder / "out")
        wrong = [
            f"{name} is another one than on a quiet day"
            for name in sorted(self.expected.keys() | found.keys())
            if self.expected.get(name) != found.get(name) and not name.startswith("faults/")
        ]
        if left := [path.name for path in (folder / "temporary").iterdir()]:
            wrong.append(f"left behind: {left}")
        return [*wrong, *_doubled(folder / "out")]


_PATH = os.pathsep.join([str(Path(__file__).parent / "hook"), str(ROOT)])


def _prepared(folder: Path) -> Path:
    (folder / "temporary").mkdir()
    return folder


def _run(
    folder: Path, jobs: int, more: dict[str, str] | None = None, options: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """Grade the class in a folder, and wait until all processes of it are gone."""
    places = {"XDG_CACHE_HOME": str(folder / "cache"), "TMPDIR": str(folder / "temporary")}
    said = subprocess.run(
        command(
            "batch", folder / "class", "--output", folder / "out", "--jobs", str(jobs), *options
        ),
        cwd=folder / "course",
        env=os.environ | {"COLUMNS": "80"} | places | (more or {}),
        capture_output=True,
        text=True,
        check=False,
        timeout=HANGS,
    )
    _wait_for_orphans(str(folder))
    return said


def _wait_for_orphans(folder: str) -> None:
    """Wait until no process is left that has the folder in its environment."""
    deadline = time.monotonic() + 30
    while left := [path.name for path in Path("/proc").glob("[0-9]*") if _is_of(path, folder)]:
        assert time.monotonic() < deadline, left
        time.sleep(0.02)


def _is_of(process: Path, folder: str) -> bool:
    with contextlib.suppress(OSError):
        return f"={folder}/".encode() in (process / "environ").read_bytes()
    return False


def _rows(output: Path) -> dict[str, dict[str, str]]:
    with (output / "grades.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    found = {row["submission"]: row for row in rows}
    assert len(found) == len(rows)
    return found


def _doubled(output: Path) -> list[str]:
    """Return what is in a gradebook twice or in part."""
    if not (output / "gradebook.sqlite").exists():
        return []
    with contextlib.closing(sqlite3.connect(output / "gradebook.sqlite")) as book:
        if not book.execute("PRAGMA user_version").fetchone()[0]:
            return []
        graded = book.execute("SELECT content FROM gradings WHERE internal = 0").fetchall()
        partly = book.execute(
            "SELECT content FROM gradings WHERE id NOT IN (SELECT grading FROM checks)"
        ).fetchall()
        (bad,) = book.execute("PRAGMA integrity_check").fetchone()
    wrong = [f"{content} is graded twice" for (content,), n in Counter(graded).items() if n > 1]
    wrong += [f"{content} has no checks" for (content,) in partly]
    return wrong + ([] if bad == "ok" else [f"the gradebook is damaged: {bad}"])
