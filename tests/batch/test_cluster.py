"""`grader batch --cluster`: a real Dask scheduler and its workers, on this machine."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.batch.classroom import hand_in, settled, written
from tests.batch.conftest import CHECKS, RENAMED, RIGHT, WRONG, command
from tests.conftest import ROOT, SAMPLES

Start = Callable[..., subprocess.Popen[str]]


class Dask:
    """The processes of a cluster; `address` is the scheduler's."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._folder = folder
        self._environment = environment
        self.processes: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start("scheduler", "--port", "0")
        self.address = self._said("scheduler", "Scheduler at:").split()[-1]

    def worker(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a worker with one thread, and wait until the scheduler knows it."""
        local = ["--nthreads", "1", "--local-directory", str(self._folder / name)]
        process = self._start(name, self.address, *local, *arguments, kind="worker")
        self._said(name, "Registered to")
        return process

    def _start(self, name: str, *arguments: str, kind: str = "") -> subprocess.Popen[bytes]:
        module = f"distributed.cli.dask_{kind or name}"
        with (self._folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", module, *arguments, "--host", "127.0.0.1", "--no-dashboard"],
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        self.processes.append(process)
        return process

    def _said(self, name: str, words: str) -> str:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            lines = (self._folder / f"{name}.log").read_text().splitlines()
            if found := [line for line in lines if words in line]:
                return found[0]
            time.sleep(0.05)
        raise AssertionError((self._folder / f"{name}.log").read_text())

    def end(self) -> None:
        """End all; the worker of a nanny ends with it."""
        for process in self.processes:
            process.kill()
            process.wait()


@pytest.fixture
def dask(tmp_path: Path, environment: dict[str, str]) -> Iterator[Dask]:
    """Return a scheduler that has no workers yet."""
    (tmp_path / "dask").mkdir()
    cluster = Dask(tmp_path / "dask", environment)
    try:
        yield cluster
    finally:
        cluster.end()


@pytest.fixture
def start(tmp_path: Path, tiny: Path, environment: dict[str, str]) -> Start:
    """Return a function that starts a batch of the folder `class`, in a course."""

    def run(
        output: Path, *arguments: str, course: Path = tiny, inside: dict[str, str] | None = None
    ) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command("batch", tmp_path / "class", "--output", output, *arguments),
            cwd=course,
            env=inside or environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return run


def until(happened: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait for something that a batch does, for a minute at most."""
    deadline = time.monotonic() + 60
    while not happened():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.01)


def reach(output: Path, count: int, process: subprocess.Popen[str]) -> None:
    """Wait until so many submissions are settled."""
    until(lambda: settled(output) >= count, process)


def begun(grading: Path, process: subprocess.Popen[str]) -> int:
    """Wait until a check wrote which Dask worker it runs on; return that."""
    until(lambda: grading.exists() and grading.read_text() != "", process)
    return int(grading.read_text())


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, said = process.communicate(timeout=120)
    assert "Traceback" not in said
    return process.returncode, said


def course_that(tiny: Path, does: str) -> None:
    """Let the check itself do something at a submission that holds a 3."""
    lines = f"""argument\"""
    import os, pathlib, time
    if "3" in pathlib.Path("double.py").read_text():
        {does}
"""
    checks = tiny / "assignments" / "warmup" / "checks" / "double.py"
    checks.write_text(CHECKS.replace('argument"""\n', lines))


def wait_for(gate: Path) -> str:
    """Return code that waits for a file, and goes on by itself after two minutes."""
    return f"any(pathlib.Path({str(gate)!r}).exists() or time.sleep(0.05) for _ in range(2400))"


def gradings(output: Path) -> list[tuple[str, int]]:
    with contextlib.closing(sqlite3.connect(output / "gradebook.sqlite")) as book:
        query = "SELECT content, count(*) FROM gradings GROUP BY content"
        return book.execute(query).fetchall()


def test_killed_worker_costs_nothing_and_the_table_is_the_local_one(
    dask: Dask, start: Start, tmp_path: Path
) -> None:
    course = tmp_path / "whole"
    for name in ("assignments", "solutions"):
        shutil.copytree(ROOT / name, course / name)
    (course / "assignments" / "course.toml").write_text("[limits]\ncall = 2\nload = 4\n")
    samples = [
        path
        for kind in ("right/task1", "wrong/task1")
        for path in sorted((SAMPLES / kind).glob("*.py"))
        if "random" not in path.read_text("latin-1")
    ][:10]
    samples += [SAMPLES / "broken" / f"{name}.py" for name in ("infinite_loop", "os_exits")]
    for number, sample in enumerate(samples):
        (tmp_path / "class" / f"s{number:02}").mkdir(parents=True)
        shutil.copy(sample, tmp_path / "class" / f"s{number:02}" / "task1.py")
    local, remote = tmp_path / "local", tmp_path / "remote"
    secret = ("--secret", str(tmp_path / "secret.key"))
    assert ended(start(local, "--task", "task1", *secret, course=course))[0] == 0
    lost = dask.worker("lost", "--no-nanny")
    dask.worker("kept", "--nanny")
    options = ("--task", "task1", "--cluster", dask.address, *secret)
    batch = start(remote, *options, course=course)
    reach(remote, 3, batch)
    lost.kill()
    assert ended(batch)[0] == 0
    assert (remote / "grades.csv").read_bytes() == (local / "grades.csv").read_bytes()
    assert written(remote) == written(local)
    assert gradings(remote) == gradings(local)
    assert all(count == 1 for _, count in gradings(remote))
    assert len(gradings(remote)) == len({path.read_bytes() for path in samples})


def test_submission_that_a_lost_worker_was_grading_is_graded_by_another(
    dask: Dask, start: Start, tmp_path: Path, tiny: Path, class_of
) -> None:
    gate, grading = tmp_path / "gate", tmp_path / "grading"
    course_that(
        tiny,
        f"""pathlib.Path({str(grading)!r}).write_text(str(os.getppid()))
        {wait_for(gate)}""",
    )
    class_of(anna=RIGHT, ben=WRONG, cleo=f"{RIGHT}# another\n")
    formats = ["--format", "gradescope", "--format", "canvas"]
    gate.touch()
    local, remote = tmp_path / "local", tmp_path / "remote"
    assert ended(start(local, *formats))[0] == 0
    gate.unlink()
    grading.unlink()
    workers = {worker.pid: worker for worker in (dask.worker(n, "--no-nanny") for n in "ab")}
    batch = start(remote, *formats, "--cluster", dask.address)
    pid = begun(grading, batch)
    workers[pid].kill()
    grading.unlink()
    assert begun(grading, batch) != pid
    gate.touch()
    assert ended(batch)[0] == 0
    assert written(remote) == written(local)
    assert any("gradescope" in name for name in written(remote))
    assert "ben,0,0,3,graded" in (remote / "grades.csv").read_text()
    assert sorted(count for _, count in gradings(remote)) == [1, 1, 1]


def test_lost_scheduler_ends_a_batch_that_goes_on_with_the_next_one(
    dask: Dask, start: Start, tmp_path: Path, tiny: Path, class_of
) -> None:
    gate = tmp_path / "gate"
    course_that(tiny, wait_for(gate))
    class_of(anna=RIGHT, ben=WRONG)
    output = tmp_path / "out"
    dask.worker("one", "--no-nanny", "--nthreads", "2")
    batch = start(output, "--cluster", dask.address)
    reach(output, 1, batch)
    dask.scheduler.kill()
    code, said = ended(batch)
    assert (code, "is lost" in said, "same command goes on" in said) == (3, True, True)
    gate.touch()
    before = gradings(output)
    assert len(before) == 1
    assert ended(start(output))[0] == 0
    assert len(gradings(output)) == 2
    assert all(count == 1 for _, count in gradings(output))


def test_control_c_takes_back_what_was_not_begun(
    dask: Dask, start: Start, tmp_path: Path, tiny: Path, class_of
) -> None:
    gate = tmp_path / "gate"
    course_that(tiny, wait_for(gate))
    class_of(**{f"s{n}": f"{RIGHT}# {n}\n" for n in range(3)}, z=WRONG)
    output = tmp_path / "out"
    dask.worker("one", "--no-nanny", "--nthreads", "2")
    batch = start(output, "--cluster", dask.address)
    reach(output, 3, batch)
    batch.send_signal(signal.SIGINT)
    code, said = ended(batch)
    assert (code, "--cluster" in said) == (130, True)
    gate.touch()
    assert ended(start(output, "--cluster", dask.address))[0] == 0
    assert len(gradings(output)) == 4
    assert all(count == 1 for _, count in gradings(output))


def test_submission_that_loses_worker_after_worker_gets_a_row_that_says_so(
    dask: Dask, start: Start, tmp_path: Path, tiny: Path, class_of
) -> None:
    """The check itself plays the fault: no submission can reach the Dask worker."""
    course_that(tiny, "os.kill(os.getppid(), 9)")
    class_of(anna=RIGHT, ben=WRONG)
    dask.worker("nursed", "--nanny")
    batch = start(tmp_path / "out", "--cluster", dask.address, "--jobs", "1")
    code, _ = ended(batch)
    table = (tmp_path / "out" / "grades.csv").read_text()
    assert code == 3
    assert "anna,3,3,3,graded" in table
    assert "ben,0,0,3,internal" in table
    assert "4 Dask workers were lost" in table


def test_other_versions_on_a_worker_are_named(
    dask: Dask, start: Start, tmp_path: Path, environment: dict[str, str], class_of
) -> None:
    class_of(anna=RIGHT)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(
        "import platform\nplatform.python_version = lambda: '3.11.999'\n"
    )
    other = environment | {"PYTHONPATH": str(tmp_path / "site")}
    dask.worker("one", "--no-nanny")
    code, said = ended(start(tmp_path / "out", "--cluster", dask.address, inside=other))
    said = " ".join(said.split())
    assert code == 3
    assert f"Python {sys.version.split()[0]}" in said
    assert "Python 3.11.999" in said


def test_no_workers_and_no_scheduler_are_said_at_once(
    dask: Dask, start: Start, tmp_path: Path, environment: dict[str, str], class_of
) -> None:
    class_of(anna=RIGHT)
    code, said = ended(start(tmp_path / "out", "--cluster", dask.address))
    assert (code, "dask worker" in said) == (2, True)
    dask.scheduler.kill()
    dask.scheduler.wait()
    code, said = ended(start(tmp_path / "out", "--cluster", dask.address))
    assert (code, "No Dask scheduler answers" in said) == (2, True)
    (tmp_path / "site" / "dask").mkdir(parents=True)
    (tmp_path / "site" / "dask" / "__init__.py").write_text("raise ImportError('none')\n")
    without = environment | {"PYTHONPATH": os.pathsep.join([str(tmp_path / "site")])}
    code, said = ended(start(tmp_path / "out", "--cluster", dask.address, inside=without))
    assert (code, "pip install" in said) == (2, True)


def test_work_is_found_as_on_one_machine(start: Start, dask: Dask, tmp_path: Path) -> None:
    hand_in(tmp_path / "class", RENAMED)
    dask.worker("worker")
    for output, arguments in (("alone", []), ("cluster", ["--cluster", dask.address])):
        assert ended(start(tmp_path / output, *arguments))[0] == 0
    assert written(tmp_path / "cluster") == written(tmp_path / "alone")
    assert (tmp_path / "cluster/grades.csv").read_text().count(",3,3,graded,") == len(RENAMED)
