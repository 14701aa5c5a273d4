"""The folder that students get: the assignments, the grader, and what to do with them.

It stands on its own: `README.md` begins where nothing is installed, the wheel is the grader, and
``colab.zip`` has both for a notebook that is opened in Colab.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files as resources
from string import Template

from grader.authoring.task import Task
from grader.course.course import Course, TaskFile, load_task, student_file
from grader.errors import UsageError
from grader.grading.task_run import Progress, ignore
from grader.release.files import Files, assignments, packed
from grader.release.gate import leaked, look
from grader.release.wheel import wheel

COLAB = "colab.zip"
MOST = 10
"""So many places are named at once."""


def students_folder(course: Course, progress: Progress = ignore) -> Files:
    """Return what students get, by its path; nothing of it gives a solution away.

    Without solutions there is nothing to give away, and nothing is tried.

    Parameters
    ----------
    course
        The course.
    progress
        Called after each check that is tried on the solutions, then on the stubs.

    Raises
    ------
    UsageError
        When a solution fails a check, a stub or a notebook is out of step or passes a check, a
        line of a solution would get out, a file is a link, or the grader cannot be packed. The
        message has a line for each place, with the cure.
    CourseError
        When a check file cannot be loaded, or the markers of a solution do not match.
    """
    theirs = assignments(course)
    name, data = wheel()
    alone = {path: text for path, text in theirs.items() if not path.endswith(".ipynb")}
    files = {
        "README.md": _readme(course, name).encode(),
        name: data,
        COLAB: packed({name: data, **alone}),
        **theirs,
    }
    if any(course.solutions.glob("*/*.py")):
        searched = {path: files[path] for path in files if path != COLAB}  # it has nothing else
        _refuse(
            [fault for line in look(course, progress) for fault in line.faults],
            "This is not ready for students:",
        )
        _refuse(list(leaked(course, searched)), "A solution would get out:")
    return files


def _refuse(sentences: Sequence[str], head: str) -> None:
    """Raise UsageError with a line for each sentence, if there are any."""
    if sentences:
        more = len(sentences) - MOST
        told = [*sentences[:MOST], *([f"… and {more} more."] if more > 0 else [])]
        raise UsageError("\n".join([head, *told, "Nothing was written."]))


def _readme(course: Course, wheel: str) -> str:
    """Return what a student reads first."""
    tasks = [(file, load_task(file)) for file in course.tasks]
    file, task = tasks[0]
    template = (resources("grader.release") / "recipes" / "students.md").read_text("utf-8")
    return Template(template).substitute(
        wheel=wheel,
        colab=COLAB,
        task=file.id,
        folder=f"assignments/{file.assignment}",
        assignment=file.assignment,
        file=student_file(file, task),
        check=task.checks[0].id if task.checks else "NAME",
        table="\n".join(_rows(course, tasks)),
    )


def _rows(course: Course, tasks: Sequence[tuple[TaskFile, Task]]) -> Iterator[str]:
    """Yield a row of a table for each file that students write."""
    ids: dict[tuple[str, str], list[str]] = {}
    for file, task in tasks:
        ids.setdefault((file.assignment, student_file(file, task)), []).append(file.id)
    for (assignment, name), some in ids.items():
        path = f"assignments/{assignment}"
        about = f"[{path}/README.md]({path}/README.md)"
        there = (course.assignments / assignment / "README.md").is_file()
        yield f"| {', '.join(some)} | `{path}/{name}` | {about if there else ''} |"
