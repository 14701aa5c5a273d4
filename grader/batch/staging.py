"""A submission in a folder of its own: what is hashed there is what is graded.

The copy holds the files alone, in the shape that the course expects: no links, no rubbish of an
operating system, no folders around the only folder.
"""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import msgspec

from grader.batch.archives import (
    MOST_BYTES,
    MOST_FILES,
    TOO_LONG,
    Contents,
    Member,
    Parts,
    Unreadable,
    of_file,
    of_folder,
    of_zip,
)
from grader.batch.intake import Source
from grader.batch.names import key, shown
from grader.errors import is_shortage
from grader.untrusted.definitions import holds_code
from grader.untrusted.filenames import RUBBISH, is_code

ALONE = ":alone"
_DEEPEST_ZIP = 3
_OTHER_ARCHIVES = (".7z", ".bz2", ".gz", ".rar", ".tar", ".tgz", ".xz")


class Staged:
    """A copy of a submission, removed by `close`.

    Attributes
    ----------
    path
        What to grade: a folder, or the file when a single file was handed in.
    content
        A hash of the names and bytes of all of its files. It ends with `ALONE` where a file is
        graded that was handed in without a folder: that is graded by another rule.
    notes
        What was left out that somebody may look for.
    """

    def __init__(self, sources: Sequence[Source], assignments: frozenset[str]) -> None:
        """Copy what `sources` hold.

        Parameters
        ----------
        sources
            Where the submission lies.
        assignments
            The names of the course's assignments, whose folders are not looked through.

        Raises
        ------
        Unreadable
            When it cannot be opened.
        OSError
            When the copy cannot be written, or this machine has too little of something to read
            it: no fault of the submission.
        """
        contents = _gather(sources, assignments)
        self.notes = [f"{'/'.join(link)} is a link, which is left out" for link in contents.links]
        files = _read(contents.members, self.notes)
        self._folder = tempfile.TemporaryDirectory(prefix="grade-", ignore_cleanup_errors=True)
        try:
            root = Path(os.path.realpath(self._folder.name))
            self._sizes = {root.joinpath(*parts): len(data) for parts, data in files.items()}
            for parts, data in files.items():
                _write(root.joinpath(*parts), data)
        except BaseException:
            self._folder.cleanup()
            raise
        alone = len(sources) == 1 and len(files) == 1 and not sources[0].path.is_dir()
        name = next(iter(files))
        single = alone and len(name) == 1 and is_code(sources[0].path.name)
        self.path = root / name[0] if single else root
        self.content = _digest(files) + (ALONE if single else "")

    def __enter__(self) -> Staged:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def whole(self) -> bool:
        """Whether all of it is still there: nobody tidied up what is temporary."""
        return all(path.is_file() and path.stat().st_size == n for path, n in self._sizes.items())

    def close(self) -> None:
        """Remove the copy."""
        self._folder.cleanup()


def _gather(sources: Sequence[Source], assignments: frozenset[str]) -> Contents:
    """Return what all sources hold together, in the shape that the course expects."""
    whole = Contents([], [])
    for source in sources:
        part = _open(source)
        whole.members.extend(part.members)
        whole.links.extend(part.links)
    return _shape(whole, assignments)


def _open(source: Source) -> Contents:
    path, name = source.path, source.name
    try:
        if path.is_symlink():
            raise Unreadable("It is a link, and links are not followed.")
        if path.is_dir():
            return of_folder(path)
        if path.exists() and not path.is_file():
            raise Unreadable("It is neither a file nor a folder.")
    except OSError as error:
        if is_shortage(error):
            raise
        raise Unreadable(f"It cannot be read: {error.strerror}.") from error
    if name.lower().endswith(_OTHER_ARCHIVES):
        raise Unreadable(
            f"A {Path(name).suffix} file cannot be opened: it takes a folder, a zip, "
            "a notebook or a Python file."
        )
    return Contents([of_file(path, name)], [])


def _shape(contents: Contents, assignments: frozenset[str]) -> Contents:
    """Drop what is rubbish, open zips that are all there is, look through single folders."""
    for _ in range(_DEEPEST_ZIP):
        contents = _look_through(_clean(contents), assignments)
        zips = [member for member in contents.members if member.parts[-1].lower().endswith(".zip")]
        code = any(is_code(member.parts[-1]) for member in contents.members)
        if not zips or code:
            return contents
        contents = _unpacked(zips)
    raise Unreadable(f"It is a zip in a zip, more than {_DEEPEST_ZIP} deep.")


def _unpacked(zips: Sequence[Member]) -> Contents:
    """Return what is in some zips; of several, each in a folder of its name."""
    whole, room = Contents([], []), MOST_BYTES
    for packed in zips:
        data = packed.read(room)
        room -= len(data)
        name = Path(packed.parts[-1]).stem
        above = (*packed.parts[:-1], name) if len(zips) > 1 else ()
        inner = of_zip(data)
        whole.links.extend((*above, *link) for link in inner.links)
        whole.members.extend(
            msgspec.structs.replace(member, parts=(*above, *member.parts))
            for member in inner.members
        )
    return whole


def _clean(contents: Contents) -> Contents:
    environments = {m.parts[:-1] for m in contents.members if m.parts[-1] == "pyvenv.cfg"}

    def wanted(parts: Parts) -> bool:
        if any(part.startswith(".") or part in RUBBISH for part in parts):
            return False
        return not any(parts[: n + 1] in environments for n in range(len(parts)))

    return Contents(
        [member for member in contents.members if wanted(member.parts)],
        [link for link in contents.links if wanted(link)],
    )


def _look_through(contents: Contents, assignments: frozenset[str]) -> Contents:
    """Leave out the folders around the only folder, up to one that has a meaning of its own."""
    while True:
        tops = {member.parts[0] for member in contents.members}
        if len(tops) != 1 or any(len(member.parts) == 1 for member in contents.members):
            return contents
        if tops <= assignments | {"assignments"}:
            return contents
        contents = Contents(
            [
                msgspec.structs.replace(member, parts=member.parts[1:])
                for member in contents.members
            ],
            [link[1:] for link in contents.links if link[0] in tops and len(link) > 1],
        )


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise Unreadable(TOO_LONG) from error
        raise


def _read(members: Sequence[Member], notes: list[str]) -> dict[Parts, bytes]:
    """Return the bytes of all members, under names that show themselves; tell `notes` of clashes.

    A later one of the same path counts, as it does for whoever unpacks a zip.
    """
    if len(members) > MOST_FILES:
        raise Unreadable(f"It holds {len(members)} files; at most {MOST_FILES} are opened.")
    files: dict[Parts, bytes] = {}
    room = MOST_BYTES
    for member in members:
        parts = tuple(map(shown, member.parts))
        data = member.read(room)
        if files.setdefault(parts, data) != data:
            notes.append(f"{'/'.join(parts)} is in it more than once, and the last one counts")
        files[parts] = data
        room -= len(data)
    if not any(holds_code(parts[-1], data) for parts, data in files.items()):
        raise Unreadable(_no_code(files))
    folders = {parts[:n] for parts in files for n in range(1, len(parts))}
    if clash := folders & files.keys():
        raise Unreadable(f"{'/'.join(min(clash))} is both a file and a folder in it.")
    same: dict[str, str] = {}
    notes += [
        f"{other} and {name} differ in case only"
        for name in map("/".join, files)
        if (other := same.setdefault(key(name), name)) != name
    ]
    return files


def _no_code(files: dict[Parts, bytes]) -> str:
    if not files:
        return "There is no file in it."
    names = ["/".join(parts) for parts in sorted(files)]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"It holds neither a Python file nor a notebook, but {', '.join(names[:3])}{more}."


def _digest(files: dict[Parts, bytes]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for parts, data in sorted(files.items()):
        for piece in (os.fsencode("/".join(parts)), data):
            digest.update(len(piece).to_bytes(8, "little") + piece)
    return digest.hexdigest()
