"""Hostile contents of submissions: each has a row, and all others are graded as if it were not."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import socket
import stat
import struct
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.batch.classroom import zip_of
from tests.batch.conftest import RIGHT, WRONG, Typed
from tests.batch.test_batch import table
from tests.conftest import ROOT, SAMPLES

Make = Callable[[Path], None]

FORMATS = ("terminal", "html", "junit", "gradescope", "github", "classroom", "canvas", "moodle")


def file(text: str | bytes, name: str = "double.py") -> Make:
    """Return what writes a folder with one file."""

    def make(path: Path) -> None:
        path.mkdir()
        (path / name).write_bytes(text.encode() if isinstance(text, str) else text)

    return make


def packed(data: bytes) -> Make:
    """Return what writes a zip."""
    return lambda path: void(path.with_suffix(".zip").write_bytes(data))


def void(_: object) -> None:
    """Return nothing, whatever there is."""


def beside(make: Make) -> Make:
    """Return what writes a folder with right work and something beside it."""

    def both(path: Path) -> None:
        file(RIGHT)(path)
        make(path / "other.py")

    return both


def unix_socket(path: Path) -> None:
    here = os.open(path.parent, os.O_RDONLY)
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as bound:
        bound.bind(f"/proc/self/fd/{here}/{path.name}")  # a path in full may be too long for one
    os.close(here)


def device(path: Path) -> None:
    """Make a device that never ends, where one may; else a pipe that never begins."""
    try:
        os.mknod(path, 0o600 | stat.S_IFCHR, os.makedev(1, 5))
    except PermissionError:
        os.mkfifo(path)


def closed(path: Path) -> None:
    """Make a file in a folder, both closed to their owner; root is not kept out."""
    path.mkdir()
    (path / "a.py").write_text("x = 1\n")
    (path / "a.py").chmod(0)
    path.chmod(0)


def deep(path: Path) -> None:
    file(RIGHT)(path)
    path.joinpath(*["d"] * 300).mkdir(parents=True)


def many(count: int) -> Make:
    def make(path: Path) -> None:
        file(RIGHT)(path)
        for number in range(count):
            (path / f"{number}.txt").touch()

    return make


def loop(path: Path) -> None:
    file(RIGHT)(path)
    (path / "again").symlink_to(path)


def nested(levels: int) -> bytes:
    """Return a zip in a zip in a zip."""
    data = zip_of({"double.py": RIGHT.encode()})
    for _ in range(levels):
        data = zip_of({"inner.zip": data})
    return data


def lying_size() -> bytes:
    """Return a zip whose lists say that a file of many bytes has one."""
    data = bytearray(zip_of({"double.py": b"#" * (1 << 20)}))
    struct.pack_into("<I", data, 22, 1)
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 1)
    return bytes(data)


def overlapping() -> bytes:
    """Return a zip whose list names the same bytes a thousand times."""
    one = zip_of({"a0000.py": b"#" * (4 << 20)})
    begin, end = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
    entry, tail = one[begin:end], bytearray(one[end:])
    entries = [entry.replace(b"a0000", b"a%04d" % number) for number in range(1000)]
    listed = b"".join(entries)
    struct.pack_into("<HHII", tail, 8, 1000, 1000, len(listed), begin)
    return one[:begin] + listed + bytes(tail)


def twice() -> bytes:
    """Return a zip with a file twice, of which the second one is wrong."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("double.py", RIGHT)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("double.py", WRONG)
    return buffer.getvalue()


def years() -> bytes:
    """Return a zip with a date that is none."""
    data = bytearray(zip_of({"double.py": RIGHT.encode()}))
    data[10:14] = data[data.index(b"PK\x01\x02") + 12 :][:4] = b"\xff" * 4
    return bytes(data)


HANDED_IN: dict[str, tuple[Make, str]] = {
    "fifo": (lambda path: os.mkfifo(path.with_suffix(".py")), "unreadable"),
    "fifo_in_a_folder": (beside(os.mkfifo), "3"),
    "only_a_fifo": (lambda path: (path.mkdir(), os.mkfifo(path / "double.py"))[0], "unreadable"),
    "socket": (beside(unix_socket), "3"),
    "device": (beside(device), "3"),
    "closed": (beside(closed), "any"),
    "deep": (deep, "unreadable"),
    "many": (many(1500), "3"),
    "too_many": (many(2500), "unreadable"),
    "loop": (loop, "3"),
    "bomb": (packed(zip_of({"double.py": bytes(80 << 20)})), "unreadable"),
    "matryoshka": (packed(nested(9)), "unreadable"),
    "size_lies": (packed(lying_size()), "unreadable"),
    "overlaps": (packed(overlapping()), "unreadable"),
    "twice": (packed(twice()), "0"),
    "date_lies": (packed(years()), "3"),
    "zip_as_code": (file(zip_of({"a": b"b"})), "any"),
    "nothing_but_nul": (file(bytes(1 << 20)), "any"),
    "code_of_60_MB": (file(RIGHT + "#" * (60 << 20)), "any"),
    "nested_code": (file(f"{RIGHT}x = {'-' * 100_000}1\n"), "any"),
    "long_sum": (file(f"{RIGHT}x = 1{' + 1' * 100_000}\n"), "any"),
    "long_chain": (file(f"{RIGHT}x = a{'.b' * 100_000}\n"), "any"),
    "deep_blocks": (file(RIGHT + "".join(f"{' ' * n}if 1:\n" for n in range(200))), "any"),
    "deep_notebook": (file('{"cells": ' + "[" * 100_000, "double.ipynb"), "any"),
    "odd_notebook": (file('{"cells": [{"source": 7}, null], "nbformat": "x"}', "a.ipynb"), "any"),
    "numbers_in_notebook": (file('{"cells": 1e999999}', "double.ipynb"), "any"),
    "metadata": (file("x: &x [*x, *x]\n? [[]]\n: 1\n", "submission_metadata.yml"), "unreadable"),
}
"""What is handed in, and how its row ends: with these points, or with that status."""


def test_each_has_a_row_and_leaves_the_others_graded(typed: Typed, tmp_path: Path) -> None:
    folder, out = tmp_path / "class", tmp_path / "out"
    folder.mkdir()
    for name, (make, _) in HANDED_IN.items():
        make(folder / name)
    for name in ("anna", "lea", "zoe"):
        file(f"# {name}\n{RIGHT}")(folder / name)
    run = typed("batch", folder, "--output", out, "--jobs", "2")
    assert (run.returncode, "Traceback" in run.stderr) == (0, False), run.stderr
    rows = table(out)
    assert rows.keys() == HANDED_IN.keys() | {"anna", "lea", "zoe"}
    assert {rows[name]["total"] for name in ("anna", "lea", "zoe")} == {"3"}
    for name, (_, ending) in HANDED_IN.items():
        row = rows[name]
        assert row["reason"], name
        assert ending in ("any", row["total"], row["status"]), (name, row)
        assert row["status"] in ("graded", "unreadable", "to look at"), (name, row)


SAYS = "\n".join(
    [
        "=1+1",
        "::error file=a::b",
        "| a | b |",
        "```",
        "</pre><script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "]]>",
        "\x1b[31mred\u202e",
        "# Total 3/3",
    ]
)

OUTPUTS = {
    "raises": f"def double(x):\n    raise ValueError({SAYS!r})\n",
    "prints": f"print({SAYS!r})\n{WRONG}",
    "floods": f"for _ in range(2000):\n    print({SAYS!r} * 100)\n{WRONG}",
    "raises_much": "def double(x):\n    raise ValueError('=' * 10_000_000)\n",
    "returns_text": f"def double(x):\n    return {SAYS!r}\n",
    "is_called_so": "\n".join(
        ["class Odd(Exception): pass", f"Odd.__name__ = {SAYS!r}", "def double(x): raise Odd"]
    ),
    "warns": f"import warnings\nwarnings.warn({SAYS!r})\n{WRONG}",
}


def test_what_is_said_steers_no_reader(typed: Typed, tmp_path: Path) -> None:
    folder, out = tmp_path / "class", tmp_path / "out"
    folder.mkdir()
    for name, text in OUTPUTS.items():
        file(text)(folder / name)
    file(RIGHT)(folder / "anna")
    run = typed("batch", folder, "--output", out, *(f"--format={name}" for name in FORMATS))
    assert (run.returncode, "Traceback" in run.stderr) == (0, False), run.stderr
    rows = table(out)
    assert {name: row["total"] for name, row in rows.items()} == dict.fromkeys(OUTPUTS, "0") | {
        "anna": "3"
    }
    cells = [cell for row in rows.values() for cell in row.values()]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    for path in out.rglob("*.*"):
        if path.suffix in (".sqlite", ".sqlite-wal", ".sqlite-shm"):
            continue
        text = path.read_text("utf-8")
        assert len(text) < 1 << 20, path
        if path.parent.name != "reports":  # which have what was printed as it is, for programs
            assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text), path
        if path.suffix == ".html":  # Markdown has it in a block of code
            assert "<script>alert" not in text, path
        if path.parent.name == "github":
            assert not re.search(r"^::error file=a::b", text, re.MULTILINE), path


@contextlib.contextmanager
def restless(change: Callable[[int], None]) -> Iterator[None]:
    """Let a thread change something over and over again."""
    over = threading.Event()

    def run() -> None:
        number = 0
        while not over.is_set():
            number += 1
            with contextlib.suppress(OSError):
                change(number)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_files_that_change_while_they_are_read_are_graded_as_one_or_the_other(
    typed: Typed, tmp_path: Path
) -> None:
    folder, out = tmp_path / "class", tmp_path / "out"
    folder.mkdir()
    for name in ("anna", "swaps", "grows", "links", "comes_and_goes", "zoe"):
        file(f"# {name}\n{RIGHT}")(folder / name)
    answer = tmp_path / "answer.py"
    answer.write_text(f"# not handed in\n{RIGHT}")

    def change(number: int) -> None:
        draft = folder / "swaps" / ".draft"
        draft.write_text((RIGHT, WRONG)[number % 2])
        draft.replace(folder / "swaps" / "double.py")
        with (folder / "grows" / "double.py").open("a") as growing:
            growing.write("# more\n")
        link = tmp_path / "link"
        link.symlink_to(answer)
        link.replace(folder / "links" / "double.py")
        if number % 2:
            shutil.rmtree(folder / "comes_and_goes")
        else:
            file(RIGHT)(folder / "comes_and_goes")

    with restless(change):
        run = typed("batch", folder, "--output", out)
    assert (run.returncode, "Traceback" in run.stderr) == (0, False), run.stderr
    rows = table(out)
    assert {rows[name]["total"] for name in ("anna", "zoe")} == {"3"}
    assert rows["links"]["status"] == "unreadable"
    assert {row["status"] for row in rows.values()} <= {"graded", "unreadable"}


ATTACKS = (
    "kills_its_parent",
    "kills_its_group",
    "stops_its_parent",
    "interrupts_its_parent",
    "terminates_its_parent",
    "closes_all_descriptors",
    "uses_up_descriptors",
    "writes_good_frames",
    "floods_the_output",
    "fills_the_disk",
    "fills_the_folder",
    "survives_as_an_orphan",
)
"""Attacks on the process that grades, and on what it has in common with others."""


def test_code_that_attacks_the_batch_leaves_the_others_graded(typed: Typed, tmp_path: Path) -> None:
    course, folder, out = tmp_path / "course", tmp_path / "class", tmp_path / "out"
    shutil.rmtree(course)
    for name in ("assignments", "solutions"):
        shutil.copytree(ROOT / name, course / name)
    (course / "assignments" / "course.toml").write_text("[limits]\ncall = 2\nload = 4\nfile = 8\n")
    solution = (ROOT / "solutions" / "backprop" / "task1.py").read_text()
    for number, attack in enumerate(ATTACKS):
        (folder / attack).mkdir(parents=True)
        shutil.copy(SAMPLES / "hostile" / f"{attack}.py", folder / attack / "task1.py")
        (folder / f"{attack}_and_next").mkdir()
        (folder / f"{attack}_and_next" / "task1.py").write_text(f"# {number}\n{solution}")
    run = typed("batch", folder, "--output", out, "--task", "task1", "--jobs", "1")
    assert (run.returncode, "Traceback" in run.stderr) == (0, False), run.stderr
    rows = table(out)
    assert {row["total"] for name, row in rows.items() if name.endswith("_and_next")} == {"20"}
    assert {row["status"] for row in rows.values()} == {"graded"}
    assert list((tmp_path / "temporary").iterdir()) == []
