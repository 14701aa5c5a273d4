"""Reading what was handed in, a folder or a zip, without being harmed by it.

Nothing is written here. What comes out are the members: their paths, taken apart, and their bytes.
"""

from __future__ import annotations

import errno
import io
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from grader.errors import is_shortage
from grader.untrusted.filenames import open_plain
from grader.untrusted.text import file_name

MOST_BYTES = 64 << 20
"""Of all files of a submission together, unpacked."""

MOST_FILES = 2000

TOO_LONG = "It has a file whose path is longer than a disk can take."

_CHUNK = 1 << 20
_RATIO = 200
_SMALL = 4 << 20
"""Below this, nobody minds how well a zip is packed; also the most that its contents may list."""
_DEEPEST = 40
_LONGEST = 255
"""Bytes of a name, as the file systems in use take."""
_LONGEST_PATH = 3000
"""Bytes of a path; Linux takes 4096, and the copy lies somewhere."""
_UTF8 = 0x800
_UNIX = 3

Parts = tuple[str, ...]


class Unreadable(Exception):
    """A submission cannot be opened: one sentence, without a path of this machine."""


class Member(msgspec.Struct, frozen=True):
    """A file of a submission: where it is, and how to read it, which may raise `Unreadable`."""

    parts: Parts
    """Its path, as text that any encoder takes, which may steer a terminal."""
    read: Callable[[int], bytes]
    """Returns the contents, or raises `Unreadable` when there are more bytes than given.

    It raises OSError when this machine has too little of something to read them.
    """


class Contents(msgspec.Struct, frozen=True):
    """The files of a submission, and the paths of the links, which are left out."""

    members: list[Member]
    links: list[Parts]


def of_folder(folder: Path) -> Contents:
    """Return what is in `folder`; links are not followed.

    Raises
    ------
    Unreadable
        When it cannot be read.
    OSError
        When this machine has too little of something to read it, which is no fault of its own.
    """
    contents = Contents([], [])
    try:
        _walk(folder, (), contents)
    except FileNotFoundError as error:
        raise Unreadable("It is not there any more: it was when the batch began.") from error
    except OSError as error:
        if is_shortage(error):
            raise
        if error.errno == errno.ENAMETOOLONG:
            raise Unreadable(TOO_LONG) from error
        raise Unreadable(f"It cannot be read: {error.strerror}.") from error
    return contents


def of_file(path: Path, name: str) -> Member:
    """Return a single file as a member, under another name."""
    name = file_name(name)

    def read(room: int) -> bytes:
        try:
            # It was no link and no pipe when it was listed, which may have changed.
            with open(path, "rb", opener=open_plain) as file:
                data = file.read(room + 1)
        except FileNotFoundError as error:
            raise Unreadable(
                f"{name} is not there any more: it was when the batch began."
            ) from error
        except OSError as error:
            if is_shortage(error):
                raise
            raise Unreadable(f"{name} cannot be read: {error.strerror}.") from error
        return _within(data, room)

    return Member((name,), read)


def of_zip(data: bytes) -> Contents:
    """Return what is in the zip whose bytes are `data`.

    Raises
    ------
    Unreadable
        When it is damaged, encrypted, or dangerous: a path leads out of it, or its table of
        contents is far larger than an exercise needs.
    """
    try:
        archive = zipfile.ZipFile(_Careful(data))
        infos = [info for info in archive.infolist() if not _is_folder(info)]
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # whatever a hostile file makes of the reader, the file is at fault
        raise Unreadable("The zip is damaged, or no zip at all.") from error
    contents = Contents([], [])
    for info in infos:
        parts = _parts(_name(info))
        if stat.S_ISLNK(info.external_attr >> 16):
            contents.links.append(parts)
        else:
            contents.members.append(Member(parts, _reader(archive, info)))
    return contents


class _Careful(io.BytesIO):
    """Bytes of which nobody gets very many at a time: a table of contents is read at once."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > _SMALL:
            raise Unreadable("The zip lists far more files than an exercise has.")
        return super().read(size)


def _reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[int], bytes]:
    def read(room: int) -> bytes:
        if info.flag_bits & 1:
            raise Unreadable("The zip is encrypted: it needs a password.")
        room = min(room, max(_SMALL, _RATIO * info.compress_size))
        try:
            with archive.open(info) as file:
                data = b"".join(_chunks(file.read, room + 1))
        except MemoryError:
            raise
        except NotImplementedError as error:
            raise Unreadable("The zip is packed in a way that Python cannot unpack.") from error
        except Exception as error:  # as above: there are many ways to be damaged
            raise Unreadable("The zip is damaged: a file in it cannot be unpacked.") from error
        return _within(data, room)

    return read


def _chunks(read: Callable[[int], bytes], most: int) -> Iterator[bytes]:
    while most > 0 and (chunk := read(min(most, _CHUNK))):
        most -= len(chunk)
        yield chunk


def _within(data: bytes, room: int) -> bytes:
    if len(data) > room:
        raise Unreadable(
            f"It is too large: more than {MOST_BYTES >> 20} MiB, or packed as nothing honest is."
        )
    return data


def _is_folder(info: zipfile.ZipInfo) -> bool:
    return info.is_dir() or (info.orig_filename.endswith("\\") and not info.file_size)


def _name(info: zipfile.ZipInfo) -> str:
    """Return the name of a zip's member, whole, in the encoding that its writer meant.

    Without the flag for UTF-8, Python reads the letters of old PCs. A program on a Unix has written
    the bytes of its own file system, and others write UTF-8 without saying so.
    """
    name = info.orig_filename  # in `filename`, a NUL ends it
    if info.flag_bits & _UTF8 or name.isascii():
        return name
    raw = name.encode("cp437")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1") if info.create_system == _UNIX else name


def _parts(name: str) -> Parts:
    """Return the path of a zip's member, taken apart; raises Unreadable if it leads elsewhere."""
    name = name if "/" in name else name.replace("\\", "/")  # as some programs for Windows write
    parts = tuple(part for part in name.split("/") if part not in ("", "."))
    if name.startswith("/") or ".." in parts or name[1:2] == ":" or not parts:
        raise Unreadable("The zip has a file that would be unpacked outside of its own folder.")
    sizes = [len(part.encode("utf-8", "replace")) for part in parts]
    if len(parts) > _DEEPEST or max(sizes) > _LONGEST or sum(sizes) > _LONGEST_PATH:
        raise Unreadable(TOO_LONG)
    return parts


def _walk(folder: Path, above: Parts, contents: Contents) -> None:
    if len(above) > _DEEPEST:
        raise Unreadable(f"Its folders are nested more than {_DEEPEST} deep.")
    for entry in sorted(folder.iterdir()):
        parts = (*above, file_name(entry.name))
        if entry.is_symlink():
            contents.links.append(parts)
        elif entry.is_dir():
            _walk(entry, parts, contents)
        elif entry.is_file():  # a pipe or a socket is nothing that was handed in
            contents.members.append(Member(parts, of_file(entry, "/".join(parts)).read))
        if len(contents.members) > 50 * MOST_FILES:
            raise Unreadable("It holds far more files than an exercise has.")
