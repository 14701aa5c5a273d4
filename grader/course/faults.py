"""What is wrong in a course's own file, as a sentence for its author: the place, what, the cure."""

from __future__ import annotations

import inspect
import re
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from grader import authoring
from grader.authoring.rules import Misused, nearest
from grader.authoring.task import Check
from grader.errors import SolutionError
from grader.untrusted.filenames import shown

_OURS = Path(__file__).parents[1]
_MOST = 400
_PACKAGE = "grader_checks_"
"""How the name of a folder of check files begins, as a package."""


def at(path: Path, line: int) -> str:
    """Return a place as editors and terminals take it: the file, a colon, the line."""
    return f"{shown(path)}:{line}"


def written(function: Callable[..., object]) -> str:
    """Return where a function is written, whatever decorators stand above it."""
    code = inspect.unwrap(function).__code__
    return at(Path(code.co_filename), code.co_firstlineno)


def where(error: BaseException, folder: Path) -> tuple[Path, int] | None:
    """Return the file in a folder of check files, and the line, that an exception came by last."""
    if isinstance(error, SyntaxError) and error.filename and Path(error.filename).parent == folder:
        return Path(error.filename), error.lineno or 1
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame for frame in frames if Path(frame.filename).parent == folder]
    return (Path(lines[-1].filename), lines[-1].lineno or 1) if lines else None


def in_check(check: Check, error: BaseException) -> str:
    """Return what failed while a check was run or its examples drawn, and where.

    The place is the file as the course has it, and the line: students may read it. Where the
    fault is in none of the check files, it is the grader's own, and no more is said.
    """
    function, recipe = (f and inspect.unwrap(f).__code__ for f in (check.function, check.given))
    assert function is not None  # noqa: S101 - a check is a function
    file = Path(function.co_filename)
    place = where(error, file.parent)
    if place is None and recipe is not None and refuses(error):
        place = Path(recipe.co_filename), recipe.co_firstlineno
    if place is None and isinstance(error, SolutionError | Misused):
        place = file, function.co_firstlineno
    if place is None:
        return f"The grader failed here: {type(error).__name__}."
    root = file.parents[min(3, len(file.parents) - 1)]
    path = place[0].relative_to(root) if place[0].is_relative_to(root) else place[0]
    return f"{path}:{place[1]}: {told(error, file)}"


def refuses(error: BaseException) -> bool:
    """Whether an exception is a sentence of ours for the author."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = bool(frames) and Path(frames[-1].filename).is_relative_to(_OURS)
    return ours and type(error) is ValueError


def told(error: BaseException, file: Path) -> str:
    """Return an exception of a check file's as a sentence, with the cure where one is known.

    Parameters
    ----------
    error
        The exception, with its traceback.
    file
        The check file.
    """
    said = " ".join((error.msg if isinstance(error, SyntaxError) else str(error)).split())[:_MOST]
    if refuses(error) or isinstance(error, SolutionError | Misused):
        return f"{said.rstrip('.')}."
    if cure := _of_the_language(said) if isinstance(error, TypeError) else "":
        return cure
    head = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return f"{head.rstrip('.')}.{_cure(error, file)}"


def _of_the_language(said: str) -> str:
    """Return what is wrong with a call of `Task` or `Task.check`, or nothing."""
    called = re.match(r"Task\.(check|__init__)\(\) (.*)", said)
    if not called:
        return ""
    name = "@task.check" if called[1] == "check" else "Task"
    like = "@task.check(points=1)" if called[1] == "check" else 'Task("Title", functions=["f(x)"])'
    if unknown := re.search(r"unexpected keyword argument '(\w+)'", said):
        function = authoring.Task.check if called[1] == "check" else authoring.Task.__init__
        code = function.__code__
        known = code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]
        return f"`{name}` has no `{unknown[1]}=`. {nearest(unknown[1], known)}"
    if "positional argument" in said and "takes" in said:
        return f"`{name}` takes its settings in brackets and by name: `{like}`."
    missing = " and ".join(f"`{one}`" for one in re.findall(r"'(\w+)'", said))
    return f"`{name}` needs {missing}: `{like}`." if missing else ""


def _cure(error: BaseException, file: Path) -> str:
    """Return a sentence on what to do, where the exception tells it."""
    name = getattr(error, "name", None) or ""
    if isinstance(error, NameError):
        return _of_a_name(error, name, file)
    if isinstance(error, ModuleNotFoundError):
        if name.startswith(_PACKAGE):
            helper = f"{name.rpartition('.')[2]}.py"
            return f" There is no {helper} in {shown(file.parent)}: check files share such files."
        return f" Install {name.partition('.')[0]} where courses are graded, or do without it."
    if isinstance(error, ImportError) and name == authoring.__name__:
        wanted = re.search(r"cannot import name '(\w+)'", str(error))
        return f" {nearest(wanted[1], authoring.__all__)}" if wanted else ""
    if isinstance(error, AssertionError):
        return " A check fails by a comparison, such as check_values(…), or raises CheckFailed."
    if isinstance(error, SystemExit):
        return " A check file must not end the program."
    return ""


def _of_a_name(error: NameError, name: str, file: Path) -> str:
    if name in authoring.__all__:
        return f" Import it: `from grader.authoring import {name}`."
    place = where(error, file.parent)
    lines = file.read_text("utf-8", "replace").splitlines()
    below = lines[place[1] if place else 0 :]
    if any(re.match(rf"(def|class) {re.escape(name)}\b|{re.escape(name)}\s*=", x) for x in below):
        return f" `{name}` stands below: what is named has to stand above, also in needs=[…]."
    defined = re.findall(r"^(?:def|class) (\w+)", "\n".join(lines), re.MULTILINE)
    near = nearest(name, [*defined, *authoring.__all__])
    return f" {near}" if near.startswith("Did") else ""


def line_of(lines: Sequence[str], pattern: str) -> int:
    """Return the number of the first line in which a pattern is found; 1 if there is none."""
    found = (number for number, line in enumerate(lines, 1) if re.search(pattern, line))
    return next(found, 1)
