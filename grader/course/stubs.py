"""Stubs, cut out of the solutions.

Everything between a line ``# BEGIN SOLUTION`` and the line ``# END SOLUTION`` of the same
indentation is the student's part; in the stub a single `raise NotImplementedError` stands there.
"""

from __future__ import annotations

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
