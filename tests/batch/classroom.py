"""A made-up class: submissions that are right, wrong, hanging, crashing, hostile or unreadable."""

from __future__ import annotations

import contextlib
import io
import itertools
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.conftest import ROOT, SAMPLES

SOLUTIONS = ROOT / "solutions" / "backprop"


def make_class(folder: Path, count: int) -> None:
    """Write `count` submissions to `folder`, the same ones every time.

    One in ten does not even open, and one in fifty hangs or dies: more than any class has.
    """
    folder.mkdir(parents=True, exist_ok=True)
    makers = itertools.cycle(_makers())
    for number in range(count):
        next(makers)(folder / f"student{number:05}", number)


def _makers() -> list[Callable[[Path, int], None]]:
    """Return what makes the next submissions, in turn; the order mixes the kinds."""
    wrong, right = (
        [
            sample
            for task in ("task1", "task2")
            for sample in sorted((SAMPLES / kind / task).glob("*.py"))
            if "random" not in sample.read_text("latin-1")  # else no two reports are the same
        ]
        for kind in ("wrong", "right")
    )
    hostile = [
        SAMPLES / "hostile" / f"{name}.py"
        for name in (
            "exits_with_success",
            "patches_numpy",
            "prints_workflow_commands",
            "writes_outside",
            "returns_nan_everywhere",
        )
    ]
    rare = [SAMPLES / "broken" / f"{name}.py" for name in ("infinite_loop", "os_exits")]
    refused: Iterator[Callable[[Path], None]] = itertools.cycle(
        [_damaged, _encrypted, _outside, _bomb, _empty]
    )
    makers: list[Callable[[Path, int], None]] = []
    for number in range(50):
        if number % 10 == 9:
            makers.append(_refused(next(refused)))
        elif number == 25:
            makers.append(_rare(rare))
        elif number % 10 == 4:
            makers.append(_of(hostile[number // 10], "task1.py"))
        elif number % 3 == 0:
            makers.append(_solution)
        elif number % 3 == 1:
            makers.append(_one_of(right))
        else:
            makers.append(_one_of(wrong))
    return makers


def _refused(make: Callable[[Path], None]) -> Callable[[Path, int], None]:
    return lambda path, _: make(path)


def _solution(path: Path, number: int) -> None:
    shutil.copytree(SOLUTIONS, path, ignore=shutil.ignore_patterns("__pycache__"))
    (path / "notes.txt").write_text(f"number {number}")


def _one_of(samples: list[Path]) -> Callable[[Path, int], None]:
    def make(path: Path, number: int) -> None:
        sample = samples[number % len(samples)]
        work = path / "work"
        shutil.copytree(SOLUTIONS, work, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(sample, work / f"{sample.parent.name}.py")
        (work / "notes.txt").write_text(f"number {number}")
        shutil.make_archive(str(path), "zip", path, "work")
        shutil.rmtree(path)

    return make


def _rare(samples: list[Path]) -> Callable[[Path, int], None]:
    return lambda path, number: _of(samples[number // 50 % len(samples)], "task1.py")(path, number)


def _of(sample: Path, name: str) -> Callable[[Path, int], None]:
    def make(path: Path, number: int) -> None:
        path.mkdir()
        shutil.copy(sample, path / name)
        shutil.copy(SOLUTIONS / "task2.py", path)
        (path / "notes.txt").write_text(f"number {number}")

    return make


def _damaged(path: Path) -> None:
    data = zip_of({"task1.py": b"x = 1\n" * 100})
    path.with_suffix(".zip").write_bytes(data[:60] + b"\xff" * 40 + data[100:])


def _encrypted(path: Path) -> None:
    data = bytearray(zip_of({"task1.py": b"x = 1"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.with_suffix(".zip").write_bytes(data)


def _outside(path: Path) -> None:
    path.with_suffix(".zip").write_bytes(zip_of({"../task1.py": b"x = 1"}))


def _bomb(path: Path) -> None:
    path.with_suffix(".zip").write_bytes(zip_of({"task1.py": bytes(80 << 20)}))


def _empty(path: Path) -> None:
    path.mkdir()


def written(output: Path) -> dict[str, str]:
    """Return all that a batch wrote for people and other programs, without times."""
    # Times, how often it was begun, and what is another one in each folder.
    kept = ("gradebook.sqlite", "summary.json", "secret.key", ".")
    files = [p for p in output.rglob("*") if p.is_file() and not p.name.startswith(kept)]
    return {
        str(file.relative_to(output)): re.sub(
            r'"(seconds|execution_time)": [\d.e-]+', "", file.read_text()
        )
        for file in files
    }


def settled(output: Path) -> int:
    """Return how many results are in the gradebook of a batch that may be under way."""
    try:
        book = sqlite3.connect(f"file:{output / 'gradebook.sqlite'}?mode=ro", uri=True)
        with contextlib.closing(book):
            return int(book.execute("SELECT count(*) FROM results").fetchone()[0])
    except sqlite3.OperationalError:  # it is not there yet
        return 0


def zip_of(files: dict[str, bytes]) -> bytes:
    """Return a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def hand_in(folder: Path, works: dict[str, dict[str, str]]) -> Path:
    """Write the files of some students to a folder, and return it."""
    for name, files in works.items():
        for file, text in files.items():
            path = folder / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return folder
