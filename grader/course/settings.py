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

from pathlib import Path
from typing import Any, Literal

import msgspec

from grader.course.course import Course
from grader.errors import CourseError
from grader.sandbox.client.limits import Limits


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
    path = _path(course)
    settings = _read(path)
    ids = [task.id for task in course.tasks]
    if unknown := sorted(settings.tasks.keys() - ids):
        raise CourseError(f"{path}: there is no task {unknown[0]!r}. There are {', '.join(ids)}.")
    limits = {}
    for id_ in ids:
        own = settings.tasks.get(id_, _TaskSettings()).limits
        if "submission" in own:
            raise CourseError(
                f"{path}, limits of {id_}: `submission` holds for all tasks together. Set it under "
                "[limits]."
            )
        try:
            limits[id_] = msgspec.convert(settings.limits | own, Limits)
        except msgspec.ValidationError as error:
            known = ", ".join(Limits.__struct_fields__)
            raise CourseError(f"{path}, limits of {id_}: {error}. Limits are {known}.") from error
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
    return course.assignments / "course.toml"


def _read(path: Path) -> _File:
    """Return what the file says; where there is none, what holds without it."""
    if not path.is_file():
        return _File()
    try:
        return msgspec.toml.decode(path.read_bytes(), type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: {error}.") from error
