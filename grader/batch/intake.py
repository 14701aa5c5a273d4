"""Who handed in what: the entries of a folder, by the names that learning platforms give them."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from grader.batch.names import safe_names
from grader.errors import UsageError
from grader.report.text import one_line


class Source(msgspec.Struct, frozen=True):
    """A file or folder, and what the file was called when it was handed in."""

    path: Path
    name: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A submission: a name that no other one has, where it lies, and whose it is, if known."""

    name: str
    sources: tuple[Source, ...]
    student: str = ""
    student_id: str = ""
    late: bool = False


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    """What one name in the folder says; those of the same `group` belong together."""

    group: str
    name: str
    file: str
    student: str = ""
    student_id: str = ""
    late: bool = False


# smithbob_LATE_340934_208490284_task1-1.py: the name in one word, perhaps LATE, the ids of the
# user (anon_x7Kd2 where the course is anonymous) and of the file, and the file's own name.
_CANVAS = re.compile(
    r"(?:(?!anon_|LATE_)(?P<who>[^\W_]\w*?)_)?(?P<late>LATE_)?(?P<id>\d+|anon_[^\W_]+)_"
    r"(?:(?P<attachment>\d+)_(?P<file>.+)|(?P<other>(?:text|link)\.html))",
    re.DOTALL,
)
_CANVAS_AGAIN = re.compile(r"(?P<stem>[^\W\d]\w*)-\d+(?P<ending>\.(?:py|ipynb))")

# Ada Lovelace_1234567_assignsubmission_file_task1.py, or a folder up to `file` or `file_`.
_MOODLE = re.compile(
    r"(?P<who>.+)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)(?:_(?P<file>.*))?", re.DOTALL
)

_METADATA = "submission_metadata.yml"
_NO_SUBMISSION = {".csv", ".md", ".yml", ".yaml", ".json"}


def intake(folder: Path, leave_out: Path | None = None) -> list[Entry]:
    """Return the submissions in `folder`, ordered by name.

    Parameters
    ----------
    folder
        What a learning platform exported, or a folder, zip, notebook or Python file for each
        student.
    leave_out
        A folder that is no submission, should it be in there.

    Raises
    ------
    UsageError
        When there is no such folder, or no submission in it.
    """
    folder = _export(folder)
    paths = [path for path in _listed(folder) if not _same(path, leave_out)]
    people = _gradescope(folder / _METADATA)
    prefix = _classroom_prefix(folder, paths)
    groups: dict[str, list[tuple[Path, _Found]]] = {}
    for path in paths:
        found = _recognise(path, people, prefix)
        groups.setdefault(found.group, []).append((path, found))
    if not groups:
        raise UsageError(f"There is no submission in {folder}.")
    names = safe_names([group[0][1].name for group in groups.values()])
    return [_entry(name, group) for name, group in zip(names, groups.values(), strict=True)]


def _export(folder: Path) -> Path:
    """Return where the submissions lie: an export may be a folder in a folder."""
    if not folder.is_dir():
        raise UsageError(
            f"There is no folder {folder}: name one that holds a folder, a zip, a notebook or a "
            "Python file for each student. Unpack what a learning platform lets you download."
        )
    inside = [path for path in folder.iterdir() if not path.name.startswith((".", "__MACOSX"))]
    if len(inside) == 1 and (inside[0] / _METADATA).is_file():
        return inside[0]
    return folder


def _listed(folder: Path) -> list[Path]:
    try:
        paths = sorted(folder.iterdir(), key=lambda path: os.fsencode(path.name))
    except OSError as error:
        raise UsageError(f"{folder} cannot be read: {error.strerror}.") from error
    return [path for path in paths if _is_submission(path)]


def _is_submission(path: Path) -> bool:
    if path.name.startswith((".", "__MACOSX")) or path.name == "Thumbs.db":
        return False
    return path.is_dir() or path.suffix.lower() not in _NO_SUBMISSION


def _same(path: Path, other: Path | None) -> bool:
    return other is not None and path.resolve() == other.resolve()


def _recognise(path: Path, people: dict[str, tuple[str, str]], prefix: str) -> _Found:
    name = path.name
    if match := _MOODLE.fullmatch(name):
        who, number = match["who"], match["id"]
        file = match["file"] or name
        return _Found(
            group=f"moodle {who}_{number}",
            name=f"{who}_{number}",
            file=file,
            student=who,
            student_id=number,
        )
    if path.is_dir():
        student, number = people.get(name, ("", ""))
        if prefix and name.startswith(prefix):
            student = name.removeprefix(prefix)
        return _Found(group=name, name=name, file=name, student=student, student_id=number)
    if match := _CANVAS.fullmatch(name):
        who, number = match["who"] or "", match["id"]
        file = match["file"] or match["other"]
        again = _CANVAS_AGAIN.fullmatch(file)
        return _Found(
            group=f"canvas {who}_{number}",
            name=f"{who}_{number}".strip("_"),
            file=again["stem"] + again["ending"] if again else file,
            student=who,
            student_id=number,
            late=bool(match["late"]),
        )
    return _Found(group=name, name=path.stem, file=name)


def _entry(name: str, group: Sequence[tuple[Path, _Found]]) -> Entry:
    """Return the submission that files of the same student make up."""
    first = group[0][1]
    return Entry(
        name=name,
        sources=tuple(Source(path, found.file) for path, found in group),
        student=one_line(first.student),
        student_id=one_line(first.student_id),
        late=any(found.late for _, found in group),
    )


def _gradescope(metadata: Path) -> dict[str, tuple[str, str]]:
    """Return the names and ids of the students, by the folder's name, that Gradescope exports."""
    if not metadata.is_file():
        return {}
    import yaml

    try:
        # Only texts, lists and tables are made of it, whatever a tag asks for: ids keep their 0.
        loaded = yaml.load(metadata.read_bytes(), getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506
    except (OSError, yaml.YAMLError, RecursionError) as error:
        raise UsageError(f"{metadata} cannot be read: {one_line(str(error))}.") from error
    people = {}
    for folder, submission in loaded.items() if isinstance(loaded, dict) else ():
        submitters = submission.get(":submitters") if isinstance(submission, dict) else None
        known = [s for s in submitters or () if isinstance(s, dict)]
        people[folder] = (_joined(known, ":name"), _joined(known, ":sid"))
    return people


def _joined(people: Iterable[dict[str, object]], key: str) -> str:
    values = [value for person in people if isinstance(value := person.get(key), str)]
    return "; ".join(value for value in values if value)


def _classroom_prefix(folder: Path, paths: Sequence[Path]) -> str:
    """Return what the names of GitHub Classroom's repositories begin with, or nothing.

    They are called after the assignment and the user, in a folder `<assignment>-submissions`.
    """
    names = [path.name for path in paths if path.is_dir()]
    prefix = folder.name.removesuffix("-submissions") + "-"
    if folder.name.endswith("-submissions") and all(name.startswith(prefix) for name in names):
        return prefix
    clones = [path.name for path in paths if (path / ".git").exists()]
    if len(clones) < 2 or len(clones) < len(names):
        return ""
    pairs = zip(min(clones), max(clones), strict=False)
    common = "".join(a for a, _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
    return common[: common.rfind("-") + 1]
