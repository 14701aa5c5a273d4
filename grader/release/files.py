"""Which files of a course go out, and how they are written where they go.

What goes out is a table from paths, with ``/``, to bytes. Students get ``assignments/`` and nothing
of ``solutions/``; a stub that is not what the solutions cut to may hold the solution itself, and
stops the release.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from grader.course.course import Course
from grader.course.stubs import stubs
from grader.course.worksheet import worksheets
from grader.errors import UsageError
from grader.grading.store import AUDIT
from grader.report.files import write_atomically
from grader.submission.submission import CHECKS, SAMPLES, shown
from grader.untrusted.filenames import RUBBISH

Files = Mapping[str, bytes]

PRIVATE = (SAMPLES, f"{CHECKS}/{AUDIT}")
"""What students do not get of an assignment: wrong and right answers, and what is known of them."""

_EPOCH = (1980, 1, 1, 0, 0, 0)


def assignments(course: Course) -> Files:
    """Return what students get.

    Raises
    ------
    UsageError
        When a stub or a notebook is out of step with the solutions, or a file is a link.
    CourseError
        When the markers of a solution do not match, or a check file cannot be loaded.
    """
    if any(course.solutions.glob("*/*.py")):
        due = stubs(course.solutions, course.assignments)
        for path, text in {**due, **worksheets(course, due)}.items():
            if not path.is_file() or path.read_text("utf-8") != text:
                what = (
                    "notebook of its stubs" if path.suffix == ".ipynb" else "stub of its solution"
                )
                raise UsageError(
                    f"{shown(path)}{_from(path, text)} is not the {what}, and may give it away: "
                    "run `grader stubs` first."
                )
    names = {file.assignment for file in course.tasks}
    private = {f"assignments/{name}/{part}" for name in names for part in PRIVATE}
    return {
        path: data
        for path, data in below(course.assignments, "assignments").items()
        if not any(path == one or path.startswith(f"{one}/") for one in private)
    }


def _from(path: Path, due: str) -> str:
    """Return the first line in which a file is not as it is due, if there is a file."""
    if not path.is_file():
        return ""
    found, wanted = path.read_text("utf-8").splitlines(), due.splitlines()
    pairs = enumerate(zip(found, wanted, strict=False), start=1)
    shorter = min(len(found), len(wanted)) + 1
    return f":{next((number for number, (one, other) in pairs if one != other), shorter)}"


def solutions(course: Course) -> Files:
    """Return the solutions, which go to instructors' machines only.

    Raises
    ------
    UsageError
        When there are none.
    """
    files = below(course.solutions, "solutions")
    if not files:
        raise UsageError(
            f"There are no solutions in {shown(course.solutions)}: without them the hidden checks "
            "would not run."
        )
    return files


def below(folder: Path, name: str) -> Files:
    """Return the files below a folder, which is called `name` where they go; no hidden ones."""
    files = {}
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if any(part.startswith(".") or part in RUBBISH for part in parts):
            continue
        if path.is_symlink():
            raise UsageError(f"{shown(path)} is a link: put the file itself there.")
        if path.is_file() and path.suffix not in (".pyc", ".pyo"):
            files[str(PurePosixPath(name, *parts))] = path.read_bytes()
    return files


def write(files: Files, folder: Path, *, overwrite: bool) -> list[Path]:
    """Write files below a folder and return those that are new or different.

    Raises
    ------
    UsageError
        When one that differs is there and must not be overwritten, or cannot be written. The first
        is found out before anything is written.
    """
    paths = {folder / name: data for name, data in files.items()}
    try:
        stale = [path for path, data in paths.items() if _differs(path, data)]
        if stale and not overwrite:
            more = f" and {len(stale) - 1} more" if len(stale) > 1 else ""
            raise UsageError(
                f"{shown(stale[0])}{more} would be overwritten: give --overwrite if that is right."
            )
        changed = [path for path in paths if path in stale or not path.exists()]
        for path in changed:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, paths[path])
    except OSError as error:
        raise UsageError(f"{folder} cannot be written to: {error.strerror}.") from error
    return changed


def _differs(path: Path, data: bytes) -> bool:
    return path.exists() and (not path.is_file() or path.read_bytes() != data)


def packed(
    files: Files,
    programs: frozenset[str] = frozenset(),
    private: frozenset[str] = frozenset(),
) -> bytes:
    """Return a zip, the same for the same files.

    `programs` can be executed, and what is `private` only its owner can read.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.create_system = 3  # Unix, which has permissions
            mode = 0o755 if name in programs else 0o600 if name in private else 0o644
            member.external_attr = (0o100000 | mode) << 16
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, data)
    return buffer.getvalue()
