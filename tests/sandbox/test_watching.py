"""What a process has of threads and files is counted from outside, while the judge waits for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from grader.sandbox.client.errors import Died
from grader.sandbox.client.limits import Limits
from grader.sandbox.client.transport.usage import MOST_ENTRIES, Guard
from grader.sandbox.protocol.layers import LIMITS
from tests.sandbox.conftest import Submit, readable

ROOM = 1 << 20
X = np.ones(2)

BUSY = """
import sys, threading
threading.stack_size(1 << 16)
stop = threading.Event()
for _ in range(int(sys.argv[1])):
    threading.Thread(target=stop.wait, daemon=True).start()
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize(("threads", "many"), [(40, False), (LIMITS["threads"] + 10, True)])
def test_threads_are_counted(tmp_path: Path, threads: int, many: bool) -> None:
    command = [sys.executable, "-c", BUSY, str(threads)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        guard = Guard(process.pid, str(tmp_path))
        if many:
            with pytest.raises(Died, match="ran more than 256 threads at once"):
                guard.look(ROOM)
        else:
            guard.look(ROOM)
        process.communicate()


def looked_at(folder: Path) -> str:
    try:
        Guard(os.getpid(), str(folder)).look(ROOM)
    except Died as death:
        return str(death)
    return ""


def test_all_files_together_may_take_up_so_much(tmp_path: Path) -> None:
    (tmp_path / "deep" / "deeper").mkdir(parents=True)
    for number in range(3):
        (tmp_path / "deep" / "deeper" / str(number)).write_bytes(bytes(ROOM // 4))
    assert looked_at(tmp_path) == ""
    (tmp_path / "one more").write_bytes(bytes(ROOM // 2))
    assert "took up more than 1 MiB" in looked_at(tmp_path)


def test_file_with_holes_counts_by_what_it_takes_up(tmp_path: Path) -> None:
    with (tmp_path / "holes").open("wb") as file:
        file.truncate(100 * ROOM)
    assert looked_at(tmp_path) == ""


def test_so_many_files_may_be_there(tmp_path: Path) -> None:
    for number in range(MOST_ENTRIES):
        (tmp_path / str(number)).touch()
    assert looked_at(tmp_path) == ""
    (tmp_path / "one more").touch()
    assert "more than 2,000" in looked_at(tmp_path)


def test_folders_that_are_too_deep_to_look_into_count_as_too_much(tmp_path: Path) -> None:
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(20):
        os.mkdir("d" * 250, dir_fd=here)
        deeper = os.open("d" * 250, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(here)
    assert looked_at(tmp_path) != ""


def test_folder_that_is_closed_to_its_owner_is_removed_at_the_end(submit: Submit) -> None:
    handed = submit("""
        import os
        def closes(x):
            os.makedirs("a/b")
            open("a/b/c", "w").close()
            os.mkdir("closed", 0o300)
            open("closed/file", "w").close()
            return x
        def where(x): return os.getcwd()
        """)
    assert np.array_equal(handed.student.closes(X), X)
    scratch = Path(handed.student.where(X))
    assert scratch.is_dir()
    handed.session.close()
    assert not scratch.exists()


def test_submission_that_fills_the_disk_by_parts_is_ended_and_told(submit: Submit) -> None:
    handed = submit(
        """
        import time
        def fills(x):
            for n in range(100):
                with open(f"part{n}", "wb") as file:
                    file.write(bytes(900_000))
            time.sleep(5)
        def fine(x): return x
        """,
        Limits(call=20.0, load=20.0, file=1),
    )
    error = handed.failure("fills", X)
    assert isinstance(error, Died)
    assert "its files took up more than 4 MiB" in str(error)
    assert np.array_equal(handed.student.fine(X), X)
    readable(error)
