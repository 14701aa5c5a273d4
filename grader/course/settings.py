"""What an instructor sets for a course: ``assignments/course.toml``, which need not be there.

::

    hints = "off"             # no hints, in no report; "on" unless it is set

    [limits]                  # for every task
    call = 5                  # seconds for one call
    submission = 300          # seconds for all tasks of a submission together

    [tasks.task3.limits]      # for one task, where it differs
    memory = 4096             # MiB

The keys of ``limits`` are the attributes of `grader.sandbox.client.limits.Limits`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

import msgspec

from grader.authoring.rules import nearest
from grader.course import faults
from grader.course.course import Course
from grader.errors import CourseError
from grader.sandbox.client.limits import Limits
from grader.untrusted.filenames import matched, shown

FILE = "course.toml"


class _TaskSettings(msgspec.Struct, forbid_unknown_fields=True):
    limits: dict[str, Any] = {}


class _File(msgspec.Struct, forbid_unknown_fields=True):
    hints: Literal["on", "off"] = "on"
    limits: dict[str, Any] = {}
    tasks: dict[str, _TaskSettings] = {}


def read_limits(course: Course) -> dict[str, Limits]:
    """Return for each task of a course, by its id, what a submission may use up.

    Raises
    ------
    CourseError
        When the file is no TOML, names a task, table or limit that there is not, or gives a value
        that cannot be one.
    """
    _refuse_elsewhere(course)
    path = _path(course)
    settings = _read(path)
    ids = [task.id for task in course.tasks]
    if unknown := sorted(settings.tasks.keys() - ids):
        place = _place(path, unknown[0])
        raise CourseError(f"{place}: there is no task {unknown[0]!r}. There are {', '.join(ids)}.")
    limits = {}
    for id_ in ids:
        own = settings.tasks.get(id_, _TaskSettings()).limits
        if "submission" in own:
            raise CourseError(
                f"{_place(path, 'submission')}: limits of {id_}: `submission` holds for all tasks "
                "together. Set it under [limits]."
            )
        try:
            limits[id_] = msgspec.convert(settings.limits | own, Limits)
        except msgspec.ValidationError as error:
            known = ", ".join(Limits.__struct_fields__)
            place = _place(path, error)
            raise CourseError(f"{place}: limits of {id_}: {error}. Limits are {known}.") from error
    return limits


def gives_hints(course: Course) -> bool:
    """Return whether a course lets its students have hints.

    Raises
    ------
    CourseError
        When the file is no TOML, or has a table or value that cannot be one.
    """
    return _read(_path(course)).hints == "on"


def _path(course: Course) -> Path:
    return course.assignments / FILE


def _read(path: Path) -> _File:
    """Return what the file says; where there is none, what holds without it."""
    if not path.is_file():
        return _File()
    try:
        return msgspec.toml.decode(path.read_bytes(), type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{_place(path, error)}: {error}.{_cure(error)}") from error


def _place(path: Path, about: object) -> str:
    """Return the file, and the line of what `about` names: its last name in backticks, or itself.

    A parser tells the line by itself.
    """
    said = str(about)
    if line := re.search(r"at line (\d+)", said):
        return faults.at(path, int(line[1]))
    named = re.findall(r"`\$?\.?([\w.-]+)`", said) or [said]
    last = named[-1] if "unknown field" not in said else named[0]
    lines = path.read_bytes().decode("utf-8", "replace").splitlines()
    wanted = re.escape(last.rpartition(".")[2])
    return faults.at(path, faults.line_of(lines, rf"^\s*{wanted}\s*=|^\s*\[.*\b{wanted}\b"))


def _cure(error: Exception) -> str:
    if unknown := re.search(r"unknown field `(\w+)` - at `\$\.?(tasks)?", str(error)):
        kind = _TaskSettings if unknown[2] else _File
        return f" {nearest(unknown[1], kind.__struct_fields__)}"
    if unknown := re.search(r"unknown field `(\w+)`", str(error)):
        return f" {nearest(unknown[1], _File.__struct_fields__)}"
    return ""


def _refuse_elsewhere(course: Course) -> None:
    """Refuse settings that nobody would read."""
    for path in (
        course.root / FILE,
        course.solutions / FILE,
        *matched(course.assignments, "*", FILE),
        *matched(course.assignments, "*", "checks", FILE),
    ):
        if path.is_file():
            raise CourseError(
                f"{faults.at(path, 1)}: nothing reads this file here. Move it to "
                f"{shown(course.assignments / FILE)}, where it holds for all tasks; for one of "
                "them, it has [tasks.NAME.limits]."
            )
