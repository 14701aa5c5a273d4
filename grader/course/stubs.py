"""Stubs, cut out of the solutions.

Everything between a line ``# BEGIN SOLUTION`` and the line ``# END SOLUTION`` of the same
indentation is the student's part; in the stub a single `raise NotImplementedError` stands there.
"""

from __future__ import annotations

import tokenize
from io import StringIO
from pathlib import Path

from grader.errors import CourseError

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
    for number, line in enumerate(source.splitlines(), start=1):
        marker = line.strip()
        indent = line.removesuffix(line.lstrip())
        if marker == BEGIN and begin is None:
            begin = indent
            stub.append(f"{indent}{PLACEHOLDER}")
        elif marker == END and begin == indent:
            begin = None
        elif marker in (BEGIN, END):
            raise CourseError(f"{file}, line {number}: {marker!r} has no partner.")
        elif begin is None:
            stub.append(line)
    if begin is not None:
        raise CourseError(f"{file}: {BEGIN!r} is never followed by {begin}{END!r}.")
    if not any(PLACEHOLDER in line for line in stub):
        raise CourseError(f"{file} has no {BEGIN!r}: the stub would be the solution.")
    return "\n".join(stub) + "\n"


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
        raise CourseError(f"There are no solutions in {solutions}.")
    return {
        assignments / path.relative_to(solutions): cut(path.read_text("utf-8"), str(path))
        for path in paths
    }
