"""Opening what was handed in, whatever it is."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from grader.batch.archives import MOST_BYTES, MOST_FILES, Unreadable, of_folder
from grader.batch.intake import Source
from grader.batch.staging import ALONE, Staged
from tests.batch.classroom import zip_of

CODE = b"x = 1\n"


def stage(*paths: Path, names: list[str] | None = None) -> Staged:
    named = zip(paths, names or [path.name for path in paths], strict=True)
    return Staged([Source(path, name) for path, name in named], frozenset({"backprop"}))


def files(staged: Staged) -> list[str]:
    root = staged.path
    return sorted(str(p.relative_to(root)) for p in root.rglob("*") if not p.is_dir())


def zipped(tmp_path: Path, contents: dict[str, bytes]) -> Path:
    path = tmp_path / "work.zip"
    path.write_bytes(zip_of(contents))
    return path


def test_folder_is_copied_without_rubbish(tmp_path: Path) -> None:
    for name in (
        *("task1.py", ".git/HEAD", "__MACOSX/._task1.py", "__pycache__/task1.pyc", ".DS_Store"),
        *("env/pyvenv.cfg", "env/lib/numpy.py", "data/points.txt"),
    ):
        (tmp_path / "anna" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "anna" / name).write_bytes(CODE)
    with stage(tmp_path / "anna") as staged:
        assert files(staged) == ["data/points.txt", "task1.py"]
        copy = staged.path
    assert not copy.exists()


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (["task1.py"], ["task1.py"]),
        (["work/task1.py", "__MACOSX/work/._task1.py"], ["task1.py"]),
        (["a/b/c/task1.py", "a/b/c/task2.py"], ["task1.py", "task2.py"]),
        (["backprop/task1.py"], ["backprop/task1.py"]),
        (["hw/backprop/task1.py"], ["backprop/task1.py"]),
        (
            ["course/assignments/backprop/task1.py", "course/README.md"],
            ["README.md", "assignments/backprop/task1.py"],
        ),
        (["work/assignments/backprop/task1.py"], ["assignments/backprop/task1.py"]),
        (["Task1.PY"], ["Task1.PY"]),
        (["task1.py.txt"], ["task1.py.txt"]),
        (["task1.py", "more/task2.py"], ["more/task2.py", "task1.py"]),
        (["work\\task1.py"], ["task1.py"]),
    ],
)
def test_folders_around_the_work_are_looked_through(
    tmp_path: Path, inside: list[str], expected: list[str]
) -> None:
    with stage(zipped(tmp_path, dict.fromkeys(inside, CODE))) as staged:
        assert files(staged) == expected


def test_zip_that_is_all_there_is_is_opened(tmp_path: Path) -> None:
    inner = zip_of({"hw/task1.py": CODE})
    folder = tmp_path / "Ada_1_assignsubmission_file"
    folder.mkdir()
    (folder / "my work.zip").write_bytes(zip_of({"deep/inner.zip": inner}))
    with stage(folder) as staged:
        assert files(staged) == ["task1.py"]


def test_a_zip_for_each_task_is_opened(tmp_path: Path) -> None:
    one, two = (zip_of({f"work/task{n}.py": CODE}) for n in (1, 2))
    path = zipped(tmp_path, {"hw/task1.zip": one, "hw/task2 (1).zip": two, "hw/essay.pdf": b""})
    with stage(path) as staged:
        assert files(staged) == ["task1/work/task1.py", "task2 (1)/work/task2.py"]


def test_files_get_their_own_names_back(tmp_path: Path) -> None:
    paths = [tmp_path / "ada_1_2_task1-1.py", tmp_path / "ada_1_3_helper.py"]
    for path in paths:
        path.write_bytes(CODE)
    with stage(*paths, names=["task1.py", "helper.py"]) as staged:
        assert files(staged) == ["helper.py", "task1.py"]


def test_single_file_stays_a_file(tmp_path: Path) -> None:
    (tmp_path / "anna.py").write_bytes(CODE)
    with stage(tmp_path / "anna.py") as staged:
        assert staged.path.name == "anna.py"
        assert staged.path.read_bytes() == CODE


def test_content_is_the_same_for_the_same_files_only(tmp_path: Path) -> None:
    (tmp_path / "a" / "work").mkdir(parents=True)
    (tmp_path / "a" / "work" / "task1.py").write_bytes(CODE)
    contents = []
    for path in (tmp_path / "a", zipped(tmp_path, {"task1.py": CODE})):
        with stage(path) as staged:
            contents.append(staged.content)
    for changed in ({"task2.py": CODE}, {"task1.py": CODE + b" "}):
        with stage(zipped(tmp_path, changed)) as staged:
            contents.append(staged.content)
    assert contents[0] == contents[1]
    assert len(set(contents)) == 3


def test_file_alone_and_a_folder_with_it_are_two_things(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for path in (folder / "task1.py", tmp_path / "task1.py"):
        path.write_bytes(CODE)
    with stage(folder) as one, stage(tmp_path / "task1.py") as other:
        assert one.content != other.content
        assert one.content == other.content.removesuffix(ALONE)


def link_in_zip() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("task2.py")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
        archive.writestr("task1.py", CODE)
    return buffer.getvalue()


def zip_with(name: str, system: int) -> bytes:
    """Return a zip with a file of this name, byte by byte, without a word on the encoding."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("something.py", CODE)
        info = zipfile.ZipInfo("#" * len(name))
        info.create_system = system
        archive.writestr(info, CODE)
    return buffer.getvalue().replace(b"#" * len(name), name.encode("latin-1"))


@pytest.mark.parametrize(
    ("name", "system", "shown"),
    [
        ("Jörgs.py", 3, "Jörgs.py"),
        ("Jörgs.py".encode().decode("latin-1"), 0, "Jörgs.py"),
        ("J\x94rgs.py", 0, "Jörgs.py"),
        ("task1.py\0.txt", 3, "task1.py\\x00.txt"),
        ("a\nb\x1b.py", 3, "a\\nb\\x1b.py"),
    ],
)
def test_name_in_a_zip_is_what_its_writer_meant(
    tmp_path: Path, name: str, system: int, shown: str
) -> None:
    (tmp_path / "work.zip").write_bytes(zip_with(name, system))
    with stage(tmp_path / "work.zip") as staged:
        assert sorted(files(staged)) == sorted(["something.py", shown])


def test_last_of_two_files_of_one_name_counts_and_is_noted(tmp_path: Path) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in (("a.py", b"old"), ("b.py", b"same"), ("c.py", b"new")):
            archive.writestr(name, data)
    data = buffer.getvalue().replace(b"c.py", b"a.py")
    (tmp_path / "work.zip").write_bytes(data)
    with stage(tmp_path / "work.zip") as staged:
        assert (staged.path / "a.py").read_bytes() == b"new"
        assert staged.notes == ["a.py is in it more than once, and the last one counts"]


def test_folders_that_windows_packs_are_no_files(tmp_path: Path) -> None:
    data = zip_of({"work\\": b"", "work\\task1.py": CODE})
    (tmp_path / "work.zip").write_bytes(data)
    with stage(tmp_path / "work.zip") as staged:
        assert files(staged) == ["task1.py"]


def test_links_are_left_out_and_named(tmp_path: Path) -> None:
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "task1.py").write_bytes(CODE)
    (tmp_path / "linked" / "task2.py").symlink_to("/etc/passwd")
    (tmp_path / "linked" / "up").symlink_to(tmp_path)
    (tmp_path / "work.zip").write_bytes(link_in_zip())
    for path in (tmp_path / "linked", tmp_path / "work.zip"):
        with stage(path) as staged:
            assert files(staged) == ["task1.py"]
            assert "task2.py is a link, which is left out" in staged.notes


def encrypted() -> bytes:
    data = bytearray(zip_of({"task1.py": CODE}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def with_wrong_checksum() -> bytes:
    data = bytearray(zip_of({"task1.py": CODE}))
    start = data.index(b"PK\x01\x02") + 16
    data[start : start + 4] = b"\0\0\0\0"
    return bytes(data)


def with_a_huge_table() -> bytes:
    """An end of a zip that claims a table of contents of 1 GiB in front of it."""
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 1 << 30, 0, 0)
    return bytes(5 << 20) + end[:12] + struct.pack("<2LH", 5 << 20, 0, 0)


def of_an_odd_kind() -> bytes:
    data = bytearray(zip_of({"task1.py": CODE}))
    for place in (8, data.index(b"PK\x01\x02") + 10):
        data[place : place + 2] = b"\x63\0"
    return bytes(data)


REFUSED = {
    "damaged": (zip_of({"task1.py": CODE * 99})[:-30], "damaged"),
    "no zip": (b"Rar!", "damaged"),
    "nothing": (b"", "damaged"),
    "checksum": (with_wrong_checksum(), "damaged"),
    "encrypted": (encrypted(), "password"),
    "odd": (of_an_odd_kind(), "cannot unpack"),
    "parent": (zip_of({"../task1.py": CODE}), "outside"),
    "hidden parent": (zip_of({"a/../../task1.py": CODE}), "outside"),
    "windows parent": (zip_of({"..\\task1.py": CODE}), "outside"),
    "absolute": (zip_of({"/etc/task1.py": CODE}), "outside"),
    "drive": (zip_of({"C:/task1.py": CODE}), "outside"),
    "dense": (zip_of({"task1.py": bytes(20 << 20)}), "too large"),
    "many": (zip_of({f"{n}.py": b"" for n in range(MOST_FILES + 1)}), f"{MOST_FILES + 1} files"),
    "huge table": (with_a_huge_table(), "far more files"),
    "long": (zip_of({f"{'x' * 300}.py": CODE}), "longer"),
    "deep": (zip_of({f"{'x/' * 50}a.py": CODE, "b.py": CODE}), "longer"),
    "both": (zip_of({"a": CODE, "a/b.py": CODE}), "both a file and a folder"),
    "no code": (zip_of({"essay.pdf": CODE, "a.txt": CODE}), "a.txt, essay.pdf"),
    "empty": (zip_of({}), "no file"),
    "nested": (zip_of({"a.zip": zip_of({"b.zip": zip_of({"c.zip": b""})})}), "zip in a zip"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_zip_that_cannot_be_opened_says_why(tmp_path: Path, case: str) -> None:
    data, reason = REFUSED[case]
    (tmp_path / "work.zip").write_bytes(data)
    with pytest.raises(Unreadable, match=reason) as refused:
        stage(tmp_path / "work.zip")
    assert str(tmp_path) not in str(refused.value)


def test_other_archives_are_named(tmp_path: Path) -> None:
    (tmp_path / "anna.tar.gz").touch()
    with pytest.raises(Unreadable, match=r"\.gz file"):
        stage(tmp_path / "anna.tar.gz")


def test_what_vanished_or_may_not_be_read_says_so(tmp_path: Path) -> None:
    for name in ("folder", "file.py"):
        with pytest.raises(Unreadable, match="not"):
            stage(tmp_path / name)


def test_link_pipe_and_endless_nesting_are_no_trap(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/etc")
    with pytest.raises(Unreadable, match="link"):
        stage(tmp_path / "link")
    (tmp_path / "piped").mkdir()
    os.mkfifo(tmp_path / "piped" / "task1.py")
    with pytest.raises(Unreadable, match="no file"):
        stage(tmp_path / "piped")
    (tmp_path / "deep" / "/".join("d" * 60)).mkdir(parents=True)
    with pytest.raises(Unreadable, match="nested"):
        stage(tmp_path / "deep")


def test_large_folder_is_refused_before_it_is_copied(tmp_path: Path) -> None:
    (tmp_path / "big").mkdir()
    with (tmp_path / "big" / "task1.py").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(Unreadable, match="too large"):
        stage(tmp_path / "big")


@pytest.mark.parametrize("become", [os.mkfifo, lambda path: path.symlink_to("/etc/passwd")])
def test_file_that_becomes_a_pipe_or_a_link_is_neither_waited_for_nor_followed(
    tmp_path: Path, become: Callable[[Path], None]
) -> None:
    (tmp_path / "task1.py").write_bytes(CODE)
    (member,) = of_folder(tmp_path).members
    (tmp_path / "task1.py").unlink()
    become(tmp_path / "task1.py")
    with pytest.raises(Unreadable, match=r"task1\.py cannot be read"):
        member.read(100)
