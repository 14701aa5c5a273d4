"""Stubs, cut out of the solutions.

Everything between a line ``# BEGIN SOLUTION`` and the line ``# END SOLUTION`` of the same
indentation is the student's part; in the stub a single `raise NotImplementedError` stands there.
"""

from __future__ import annotations

import ast
import re
import tokenize
from io import StringIO
from pathlib import Path

from grader.course.faults import at
from grader.errors import CourseError
from grader.untrusted.filenames import shown

BEGIN = "# BEGIN SOLUTION"
END = "# END SOLUTION"
PLACEHOLDER = "raise NotImplementedError  # your code here"


def cut(source: str, file: str) -> str:
    """Return the stub of a solution.

    Parameters
    ----------
    source
        The solution's source.
    file
        Its name, for messages.

    Raises
    ------
    CourseError
        When a marker has no partner of its indentation, or there is none at all.
    """
    stub: list[str] = []
    begin: str | None = None
    began = 1
    for number, line in enumerate(source.splitlines(), start=1):
        marker = line.strip()
        indent = line.removesuffix(line.lstrip())
        if marker == BEGIN and begin is None:
            begin = indent
            stub.append(f"{indent}{PLACEHOLDER}")
        elif marker == END and begin == indent:
            begin = None
        elif marker in (BEGIN, END):
            other = END if marker == BEGIN else BEGIN
            raise CourseError(
                f"{file}:{number}: {marker!r} has no partner: a line {other!r} with the same "
                "indentation."
            )
        elif begin is None:
            _refuse_misspelt(marker, f"{file}:{number}")
            stub.append(line)
        if marker == BEGIN:
            began = number
    if begin is not None:
        raise CourseError(
            f"{file}:{began}: {BEGIN!r} is never followed by {END!r} with the same indentation."
        )
    if not any(PLACEHOLDER in line for line in stub):
        raise CourseError(
            f"{file}:1: it has no line {BEGIN!r}, so the stub would be the solution. Put the "
            f"student's part between {BEGIN!r} and {END!r}."
        )
    return "\n".join(stub) + "\n"


def _refuse_misspelt(line: str, place: str) -> None:
    """Refuse a comment that is meant for a marker and is none: the stub would have the solution."""
    words = re.sub(r"[^A-Z ]", "", line.upper()).strip() if line.startswith("#") else ""
    for marker in (BEGIN, END):
        if words == marker[2:]:
            raise CourseError(f"{place}: {line!r} is no marker: write {marker!r}, alone in a line.")


def text_of(path: Path) -> str:
    """Return the text of a file of the course.

    Raises
    ------
    CourseError
        When it is not UTF-8, or cannot be read.
    """
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise CourseError(
            f"{at(path, line)}: this is not UTF-8. Save the file as UTF-8."
        ) from error
    except OSError as error:
        raise CourseError(f"{shown(path)} cannot be read: {error.strerror}.") from error


def _stub(path: Path) -> str:
    """Return the stub of a solution; raises CourseError where it is no Python."""
    source = text_of(path)
    stub = cut(source, shown(path))
    if _broken(stub) is None:
        return stub
    if (broken := _broken(source)) is not None:
        raise CourseError(f"{at(path, broken.lineno or 1)}: this is no Python: {broken.msg}.")
    raise CourseError(
        f"{at(path, 1)}: without what stands between its markers it is no Python. Let the markers "
        "enclose whole statements, and leave the heads of functions outside."
    )


def _broken(source: str) -> SyntaxError | None:
    try:
        ast.parse(source)
    except SyntaxError as error:
        return error
    except ValueError as error:  # such as a null byte
        return SyntaxError(str(error))
    return None


def shared_out(source: str, file: str) -> tuple[list[tuple[int, str]], str]:
    """Return the lines of a solution that the student has to find, and what is given beside them.

    Parameters
    ----------
    source
        The solution's source, with markers that match.
    file
        Its name, for messages.

    Returns
    -------
    lines
        The number and the code of each line between the markers, without comments.
    given
        All that stands outside of them.

    Raises
    ------
    CourseError
        When it is no Python.
    """
    try:
        tokens = list(tokenize.generate_tokens(StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError) as error:
        raise CourseError(f"{file} is no Python: {error}.") from error
    comments = {token.start: token.string for token in tokens if token.type == tokenize.COMMENT}
    begins = {row: column for (row, column), text in comments.items() if text not in (BEGIN, END)}
    theirs: list[tuple[int, str]] = []
    given: list[str] = []
    inside = False
    for number, line in enumerate(source.splitlines(), start=1):
        if line.strip() in (BEGIN, END):
            inside = line.strip() == BEGIN
        elif inside:
            theirs.append((number, line[: begins.get(number)].strip()))
        else:
            given.append(line)
    return [(number, code) for number, code in theirs if code], "\n".join(given)


def stubs(solutions: Path, assignments: Path) -> dict[Path, str]:
    """Return the stub of every solution: where it belongs, and what it should say.

    Raises
    ------
    CourseError
        When there are no solutions, or the markers of one do not match.
    """
    paths = sorted(solutions.glob("*/*.py"))
    if not paths:
        raise CourseError(
            f"There are no solutions in {shown(solutions)}: they are in "
            "solutions/<assignment>/<task>.py."
        )
    return {assignments / path.relative_to(solutions): _stub(path) for path in paths}
