"""A new course, assignment or task: files from templates, which pass the course's own gate.

Nothing that is there is overwritten; a handout gets a section more at its end.
"""

from __future__ import annotations

import keyword
import sys
from collections.abc import Mapping
from importlib.resources import files as resources
from pathlib import Path
from string import Template

from grader.course.course import Course, open_course
from grader.course.stubs import stubs, text_of
from grader.course.worksheet import worksheets
from grader.errors import UsageError
from grader.untrusted.filenames import shown

TASK_FILES = {
    "solution.py.txt": "solutions/{assignment}/{task}.py",
    "checks.py.txt": "assignments/{assignment}/checks/{task}.py",
    "right.py.txt": "assignments/{assignment}/samples/right/{task}/another_style.py",
    "wrong.py.txt": "assignments/{assignment}/samples/wrong/{task}/one_slip.py",
}
"""The files of a task: their templates, and where they go."""


def new_course(folder: Path, assignment: str, task: str) -> list[Path]:
    """Write a course with one assignment and one task, and return the files.

    Raises
    ------
    UsageError
        When a name cannot be one, or a file is there already.
    """
    root = folder.resolve()
    for part in ("assignments", "solutions"):
        if (root / part).exists():
            raise UsageError(
                f"{shown(root / part)} is there already: `grader new assignment NAME` and `grader "
                "new task NAME` add to a course."
            )
    return _write(root, assignment, task)


def new_assignment(course: Course, assignment: str, task: str) -> list[Path]:
    """Write an assignment with one task; raises UsageError as `new_course` does."""
    if (course.assignments / assignment).exists():
        raise UsageError(
            f"{shown(course.assignments / assignment)} is there already: `grader new task NAME "
            f"--assignment {assignment}` adds a task to it."
        )
    return _write(course.root, assignment, _free(course, task))


def new_task(course: Course, assignment: str | None, task: str) -> list[Path]:
    """Write a task of an assignment that is there; without a name, of the only one.

    Raises
    ------
    UsageError
        When there is no such assignment, or several to choose from; or as by `new_course`.
    """
    known = list(dict.fromkeys(file.assignment for file in course.tasks))
    if assignment is None and len(known) > 1:
        raise UsageError(f"Of which assignment? --assignment NAME says it: {', '.join(known)}.")
    chosen = assignment or known[0]
    if chosen not in known:
        raise UsageError(
            f"There is no assignment {chosen!r}. There are {', '.join(known)}; `grader new "
            f"assignment {chosen}` makes it."
        )
    return _write(course.root, chosen, _free(course, task))


def _free(course: Course, task: str) -> str:
    if twice := next((file for file in course.tasks if file.id == task), None):
        raise UsageError(f"{shown(twice.path)} has the id {task} already: choose another name.")
    return task


def _write(root: Path, assignment: str, task: str) -> list[Path]:
    _refuse_name(assignment, "an assignment")
    _refuse_name(task, "a task")
    words = {
        "task": task,
        "heading": task[:1].upper() + task[1:],
        "title": assignment.replace("_", " ").capitalize(),
    }
    made = {
        root / place.format(assignment=assignment, task=task): _filled(name, words)
        for name, place in TASK_FILES.items()
    }
    handout = root / "assignments" / assignment / "README.md"
    above = text_of(handout) if handout.is_file() else _filled("handout.md.txt", words)
    stub = root / "assignments" / assignment / f"{task}.py"
    if there := next((path for path in (*made, stub) if path.exists()), None):
        raise UsageError(f"{shown(there)} is there already, and is not overwritten.")
    made[handout] = above.rstrip("\n") + "\n" + _filled("section.md.txt", words)
    _put(made)
    return [*made, *_cut(root, stub)]


def _cut(root: Path, stub: Path) -> list[Path]:
    """Write the stub, and the notebook of its assignment, which is made of its stubs."""
    course = open_course(root)
    cut = stubs(course.solutions, course.assignments)
    notebooks = worksheets(course, cut)
    notebook = stub.parent / f"{stub.parent.name}.ipynb"
    _put({stub: cut[stub], notebook: notebooks[notebook]})
    return [stub, notebook]


def _put(made: Mapping[Path, str]) -> None:
    for path, text in made.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        except OSError as error:
            raise UsageError(f"{shown(path)} cannot be written: {error.strerror}.") from error


def _filled(name: str, words: Mapping[str, str]) -> str:
    template = (resources("grader.course") / "templates" / name).read_text("utf-8")
    return Template(template).substitute(words)


def _refuse_name(name: str, what: str) -> None:
    """Refuse a name by which Python could not import a file, or would import another one."""
    taken = keyword.iskeyword(name) or name in {*sys.stdlib_module_names, "numpy", "grader"}
    if not name.isidentifier() or name.startswith("_") or taken:
        why = "Python has it already" if taken else "letters, digits and _ are, such as layer_norm"
        raise UsageError(f"{name!r} can be no name of {what}: {why}.")
