"""What the files of a submission import from one another, wherever these lie."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader.authoring.task import Task
from grader.course.course import TaskFile, load_task, student_file
from grader.submission.finding import Finder, Found
from grader.submission.submission import is_notebook


class Imports:
    """Finds what is imported: a task's file is the one that is graded for the task.

    Parameters
    ----------
    finder
        Finds the tasks' files.
    """

    def __init__(self, finder: Finder) -> None:
        self._finder = finder

    def elsewhere(self, path: Path) -> dict[str, Path]:
        """Return what a file imports, and Python would not find beside it.

        By the name of the module, a Python file or a notebook; by the name of the package, a
        folder. What these import is among them.
        """
        found: dict[str, Path] = {}
        waiting = [path] if self._finder.submission.path.is_dir() else []
        while waiting:
            one = waiting.pop()
            for name in sorted(self._finder.contents.of(one).modules - found.keys()):
                source = self._module(name, one)
                if source is not None and source != path:
                    found[name] = source
                    waiting.append(source)
        return {name: file for name, file in found.items() if file != path.with_name(f"{name}.py")}

    def _module(self, name: str, beside: Path) -> Path | None:
        """Return the file that a module is, if there is one: a task's is found as that is."""
        near = beside.with_name(f"{name}.py")
        if (
            near.is_file()
            and self._finder.submission.holds(near)
            and all(self._finder.contents.of(near).names.values())
        ):
            return near
        founds = [self._finder.find(file, task) for file, task in self._tasks_in(f"{name}.py")]
        paths = [found.path for found in founds if isinstance(found, Found)]
        files = [path for path in paths if not is_notebook(path)]
        files = files or self._finder.contents.modules(name, beside) or paths
        if not files and not beside.with_name(name).is_dir():
            return self._finder.contents.package(name)
        return files[0] if len(set(files)) == 1 else None

    def stands_for(self, notebook: Path, name: str) -> bool:
        """Whether a notebook has in itself what a file of that name beside it should have."""
        if self._finder.submission.path == notebook or not notebook.with_name(name).exists():
            return True
        founds = [self._finder.find(file, task) for file, task in self._tasks_in(name)]
        return any(isinstance(found, Found) and found.path == notebook for found in founds)

    def _tasks_in(self, name: str) -> Iterator[tuple[TaskFile, Task]]:
        """Yield the tasks that students write in the file of this name."""
        handout = self._finder.handout
        for file in handout.course.tasks if name in handout.stubs else ():
            task = load_task(file)
            if student_file(file, task) == name:
                yield file, task
