"""How a finished report is told: on the terminal, as JSON, and in whatever other formats there are.

Every format is a pure function of a `grader.result.Report` and is imported when it is asked for:
who reads the terminal does not wait for the import of the others. A new format is a module with
such a function and a line in `FORMATS`.
"""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from grader.report.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.result import Report

__all__ = ["FORMATS", "encode", "write_atomically"]

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "terminal": "grader.report.terminal:to_text",
        "json": "grader.report.json:to_json",
    }
)
"""The name of each format and where its function lives: from a report to text or bytes."""


def encode(report: Report, name: str) -> bytes:
    """Return the report in the format `name`, ready for a file.

    Parameters
    ----------
    report
        What is told.
    name
        One of `FORMATS`.

    Raises
    ------
    ValueError
        When there is no such format.
    """
    if name not in FORMATS:
        raise ValueError(f"there is no format {name!r}, but: {', '.join(FORMATS)}")
    module, _, function = FORMATS[name].partition(":")
    tell = cast("Callable[[Report], bytes | str]", getattr(import_module(module), function))
    told = tell(report)
    return told.encode() if isinstance(told, str) else told
