"""How a finished report is told: on the terminal, as JSON, and in whatever other formats there are.

Every format is a pure function of a `grader.grading.result.Report` and is imported when it is asked
for: who reads the terminal does not wait for the import of the others. A new format is a module
with such a function and a line in `FORMATS`. One that has to say whose submission it is about takes
the environment as well, and stands in `SURROUNDED`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from grader.report.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.grading.result import Report

__all__ = ["FORMATS", "encode", "load", "write_atomically"]

Tell = Callable[..., bytes | str]

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "terminal": "grader.report.terminal:to_text",
        "json": "grader.report.json:to_json",
        "markdown": "grader.report.markdown:to_markdown",
        "html": "grader.report.html:to_html",
        "csv": "grader.report.csv:to_csv",
        "junit": "grader.report.junit:to_junit",
        "gradescope": "grader.report.gradescope:to_gradescope",
        "github": "grader.report.github:to_github",
        "classroom": "grader.report.classroom:to_classroom",
        "classroom50": "grader.report.classroom50:to_classroom50",
    }
)
"""The name of each format and where its function lives: from a report to text or bytes."""

SURROUNDED = frozenset({"classroom50", "github"})
"""The formats whose functions take the environment too."""


def load(name: str) -> Tell:
    """Return the function of the format `name`.

    Raises
    ------
    ValueError
        When there is no such format.
    UsageError
        When it needs a package that is not installed.
    """
    if name not in FORMATS:
        raise ValueError(f"there is no format {name!r}, but: {', '.join(FORMATS)}")
    module, _, function = FORMATS[name].partition(":")
    return cast("Tell", getattr(import_module(module), function))


def encode(report: Report, name: str, environment: Mapping[str, str] | None = None) -> bytes:
    """Return the report in the format `name`, ready for a file.

    Parameters
    ----------
    report
        What is told.
    name
        One of `FORMATS`.
    environment
        The variables that some formats read; those of this process unless given.

    Raises
    ------
    ValueError
        When there is no such format.
    UsageError
        When the format needs a package or a variable that is not there.
    """
    tell = load(name)
    surroundings = os.environ if environment is None else environment
    told = tell(report, surroundings) if name in SURROUNDED else tell(report)
    return told.encode() if isinstance(told, str) else told
