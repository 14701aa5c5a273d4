"""Which file of a submission is a task's: the one that is asked for, or the only one it can be.

A file that is called as it should be, and lies where it should, is taken, unless nothing of the
task is written in it. Then, or where there is none, all files are looked at: for a name that a
browser, an editor or a person made of the right one, and for the functions that the task asks for.
If that leaves one file, it is taken, and the report says so. If it leaves several, none is.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from grader.authoring.task import Task
from grader.course.course import TaskFile, load_task, student_file
from grader.course.handout import Handout
from grader.errors import is_of_file
from grader.submission.contents import Contents, different
from grader.submission.mentions import NAMED, lack, mention, mentions
from grader.submission.submission import ARCHIVES, Submission, is_notebook, shown
from grader.untrusted.definitions import meant
from grader.untrusted.filenames import (
    CHANGED,
    INSIDE,
    MARKED,
    SAME,
    UNLIKE,
    is_code,
    kind,
    likeness,
)

IN_ITS_FOLDER, BY_NAME, BY_FUNCTIONS, BY_IMPORTS, IN_PART, WITHOUT_WORK = range(6)
"""Why a file can be the one of a task, the best reason first.

It has the right name and lies in a folder of the assignment's name, somewhere; it is called alike,
and something of the task is written in it; it has all functions of the task, under whatever name;
it imports all of them from files beside it; it has some of them; it is called alike, and nothing
more.
"""


class Found(msgspec.Struct, frozen=True):
    """A task's file; `note` says why it is not `instead_of`, or what else could be meant."""

    path: Path
    instead_of: str = ""
    note: str = ""
    parts: tuple[tuple[Path, tuple[str, ...]], ...] = ()
    """The files that define the task together, where no single one does, each with its names."""


class NotFound(msgspec.Struct, frozen=True):
    """Where a task's file should be, and in a few sentences what is there instead."""

    where: Path
    problem: str


class _Wanted(msgspec.Struct, frozen=True):
    """What is looked for: the file of an assignment that defines some functions and classes."""

    assignment: str
    name: str
    functions: frozenset[str]


class Finder:
    """Finds the tasks' files in one submission.

    Parameters
    ----------
    submission
        What was handed in.
    handout
        What the course hands out.
    alone
        Whether the file of a single task is asked for: a submission that is a single file is then
        taken for it, whatever it is called.

    Attributes
    ----------
    contents
        The files, and what is in them.
    """

    def __init__(self, submission: Submission, handout: Handout, *, alone: bool = False) -> None:
        self.submission = submission
        self.handout = handout
        self._alone = alone
        self.contents = Contents(submission, handout.course)
        self._found: dict[str, Found | NotFound] = {}

    def find(self, file: TaskFile, task: Task) -> Found | NotFound:
        """Return the file of a task, or why there is none."""
        if file.id not in self._found:
            self._found[file.id] = self._find(_wanted(file, task))
        return self._found[file.id]

    def _find(self, wanted: _Wanted) -> Found | NotFound:
        path = self.submission.path
        if not path.is_dir():
            if self._alone or is_notebook(path) or path.name == wanted.name:
                return Found(path)
            return self._searched(wanted, None, None)
        own = self._own(wanted)
        if own is not None and not self._empty(own, wanted):
            return Found(own, note=self._beside(own, wanted))
        notebook = self._notebook(wanted)
        if notebook is not None and self._stands(notebook, wanted):
            return self._instead([notebook], own, wanted) if own else Found(notebook)
        return self._searched(wanted, own, notebook)

    def _searched(
        self, wanted: _Wanted, own: Path | None, notebook: Path | None
    ) -> Found | NotFound:
        """Return what a look at all files finds, or what is in the place of the task's file."""
        reason, choice = self._choice(wanted, own, notebook)
        if reason == IN_PART and (parts := self._parts(wanted)):
            return self._instead(tuple(parts), own, wanted, tuple(parts.items()))
        if len(choice) == 1:
            return self._instead(choice, own, wanted)
        where = own or self.submission.expected(wanted.assignment, wanted.name)
        if choice:
            name = f"{wanted.assignment}.ipynb" if is_notebook(choice[0]) else wanted.name
            return NotFound(
                where,
                f"{lack(where, own)}. Each of {mentions(choice)} could be meant for it, and one "
                f"can be graded: hand in the right one as {name}.",
            )
        instead = own or notebook
        return Found(instead) if instead else NotFound(where, self._absent(wanted, where))

    def _own(self, wanted: _Wanted) -> Path | None:
        """Return the file that is where it should be; of several, one with something in it."""
        places = self.submission.places(wanted.assignment, wanted.name)
        there = [path for path in places if path.exists() or path.is_symlink()]
        if len(there) < 2:
            return next(iter(there), None)
        return next((path for path in there if not self._empty(path, wanted)), there[0])

    def _beside(self, own: Path, wanted: _Wanted) -> str:
        """Return a sentence on files beside it that could be newer ones, if there are any."""
        try:
            there = sorted(own.parent.iterdir())
        except OSError as error:
            if not is_of_file(error):
                raise
            return ""
        alike = [
            path
            for path in there
            if is_code(path.name) and path.stem != own.stem
            if likeness(path.name, wanted.name) <= MARKED
            if self.submission.holds(path) and path.is_file() and self._written(path, wanted)
        ]
        others = [path for path in different([own, *alike]) if path != own]
        if not others:
            return ""
        return (
            f"{mentions(others)} beside it could be meant for {wanted.name}, too, and "
            f"{'was' if len(others) == 1 else 'were'} not graded: the exact name counts."
        )

    def _notebook(self, wanted: _Wanted) -> Path | None:
        """Return the notebook that stands for files that are missing, if it is clear which."""
        notebooks = self.submission.notebooks(wanted.assignment)
        stems = (wanted.name.removesuffix(".py"), wanted.assignment)
        named = [notebook for notebook in notebooks if notebook.stem in stems]
        if len(notebooks) == 1 or named:
            return min(named or notebooks, key=lambda path: path.stem == wanted.assignment)
        return None

    def _parts(self, wanted: _Wanted) -> dict[Path, tuple[str, ...]]:
        """Return the files that define a task together, if each function is in one of them."""
        parts: dict[Path, tuple[str, ...]] = {}
        for name in sorted(wanted.functions):
            having = [
                path
                for path in self.contents.code
                if kind(path.name) == "python"
                and name in self._written(path, wanted)
                and self._reason(path, wanted) == IN_PART
            ]
            if len(only := different(having)) != 1:
                return {}
            parts[only[0]] = (*parts.get(only[0], ()), name)
        return parts if len(parts) > 1 else {}

    def _choice(
        self, wanted: _Wanted, own: Path | None, notebook: Path | None
    ) -> tuple[int, list[Path]]:
        """Return the best reason that there is for any file, and the files it holds for."""
        reasons: dict[int, list[Path]] = {}
        for path in self.contents.code:
            if path not in (own, notebook) and (reason := self._reason(path, wanted)) is not None:
                reasons.setdefault(reason, []).append(path)
        if own or notebook:
            reasons.pop(WITHOUT_WORK, None)
        if not reasons:
            return WITHOUT_WORK, []
        best = reasons[min(reasons)]
        return min(reasons), different([path for path in best if not is_notebook(path)] or best)

    def _reason(self, path: Path, wanted: _Wanted) -> int | None:
        """Return why a file can be the one of a task, or None where it cannot."""
        like, others = _like(path, wanted), self._like_others(path, wanted)
        written = self._written(path, wanted)
        if written and like < UNLIKE and like <= others:
            at_home = like == SAME and path.parent.name == wanted.assignment
            return IN_ITS_FOLDER if at_home else BY_NAME
        if written and written == wanted.functions:
            return BY_FUNCTIONS
        if others == UNLIKE and written | self.contents.bound(path) >= wanted.functions:
            return BY_IMPORTS
        if written and others == UNLIKE and not self._is_of_another_assignment(path, wanted):
            return IN_PART
        named = like <= MARKED and like < others and kind(path.name) != "text"
        return WITHOUT_WORK if named else None

    def _like_others(self, path: Path, wanted: _Wanted) -> int:
        """Return how much a file's name is like that of another file of the course."""
        names = self.handout.stubs - {wanted.name}
        return min((likeness(path.name, name) for name in names), default=UNLIKE)

    def _written(self, path: Path, wanted: _Wanted) -> frozenset[str]:
        """Return the functions of a task that are written in a file, and were not given in it."""
        found = self.contents.of(path).written & wanted.functions
        if found and path.name in self.handout.stubs - {wanted.name} and self.handout.certain:
            return found - self.handout.given(self.handout.files[path.name])
        return found

    def _is_of_another_assignment(self, path: Path, wanted: _Wanted) -> bool:
        """Whether a file has all of a task, and every such task is of another assignment."""
        tasks = [_wanted(file, load_task(file)) for file in self.handout.course.tasks]
        served = [task for task in tasks if self._written(path, task) == task.functions]
        return bool(served) and all(task.assignment != wanted.assignment for task in served)

    def _stands(self, notebook: Path, wanted: _Wanted) -> bool:
        """Whether a notebook has something of a task, or nobody knows."""
        return not self.contents.of(notebook).certain or bool(self._written(notebook, wanted))

    def _empty(self, path: Path, wanted: _Wanted) -> bool:
        """Whether nothing of a task is written in a file: an untouched stub, or less than that."""
        if not self.submission.holds(path) or not path.is_file():
            return False
        if not self.contents.of(path).certain:
            return False
        if self.contents.bound(path) & wanted.functions:
            return False
        if not self._written(path, wanted):
            return True
        stub = self.handout.course.assignments / wanted.assignment / wanted.name
        return self.handout.is_stub(path, stub, wanted.functions)

    def unclaimed(self, tasks: Sequence[tuple[TaskFile, Task]]) -> list[Path]:
        """Return the files with code, or packed, that are not found for any of `tasks`.

        A file that the course hands out counts where more was written in it, and that of another
        task where none of these was begun.
        """
        founds = [self.find(file, task) for file, task in tasks]
        known = {found.path for found in founds if isinstance(found, Found)}
        known |= {path for path in self.contents.code if path.name in self.handout.files}
        begun = any(isinstance(found, Found) for found in founds) and (
            self.submission.path.is_dir() or not all(self.lacks_all(*one) for one in tasks)
        )
        names = self.handout.stubs - {student_file(file, task) for file, task in tasks}
        others = names if begun else frozenset()  # whoever has begun these has done those before
        return [
            path
            for path in self.contents.first
            if (is_code(path.name) or path.suffix.lower() in ARCHIVES)
            and all(likeness(path.name, name) == UNLIKE for name in others)
            and (self._has_more(path) if path in known else path.stat().st_size)
        ]

    def lacks_all(self, file: TaskFile, task: Task) -> bool:
        """Whether a task has a file in which nothing of it is written."""
        found = self.find(file, task)
        return isinstance(found, Found) and self._empty(found.path, _wanted(file, task))

    def _has_more(self, path: Path) -> bool:
        """Whether functions are written in a file that are not in the course's file of its name.

        If the course has no file of that name, they must not be in any.
        """
        own = self.handout.files.get(path.name)
        if own == path:
            return False
        files = [self.handout.files[name] for name in self.handout.stubs] if own is None else [own]
        given = frozenset[str]().union(*map(self.handout.given, files))
        return not self.contents.of(path).written <= given

    def _instead(
        self,
        paths: Sequence[Path],
        own: Path | None,
        wanted: _Wanted,
        parts: tuple[tuple[Path, tuple[str, ...]], ...] = (),
    ) -> Found:
        where = own or self.submission.expected(wanted.assignment, wanted.name)
        graded = "is graded" if len(paths) == 1 else "are graded together"
        note = f"{lack(where, own)}: {mentions(paths)} {graded} in its place."
        return Found(paths[0], shown(where), note, parts)

    def _absent(self, wanted: _Wanted, where: Path) -> str:
        """Return what there is, where nothing of it can be the task's file."""
        told = f"{lack(where, None)}."
        several = self.submission.notebooks(wanted.assignment)
        if len(several) > 1:
            names = ", ".join(notebook.name for notebook in several[:NAMED])
            return (
                f"{told} Of several notebooks ({names}), {wanted.assignment}.ipynb would be graded."
            )
        strangers = [
            path
            for path in self.contents.first
            if path.name not in self.handout.files and self._like_others(path, wanted) == UNLIKE
        ]
        if not strangers:
            return told
        packed = [path for path in strangers if path.suffix.lower() in ARCHIVES]
        if packed:
            return f"{told} Unpack {mentions(packed)}, and hand in the files."
        for path in self.contents.code:
            for name in self.contents.of(path).names if path in strangers else ():
                if right := meant(name, wanted.functions):
                    return f"{told} {mention(path)} defines `{name}`, which has to be `{right}`."
        functions = " and ".join(f"`{name}`" for name in sorted(wanted.functions))
        return (
            f"{told} Nothing in {mentions(strangers)} defines {functions}: hand in your work as "
            f"{wanted.name}."
        )


def _wanted(file: TaskFile, task: Task) -> _Wanted:
    functions = frozenset(name.partition(".")[0] for name in task.functions)
    return _Wanted(file.assignment, student_file(file, task), functions)


def _like(path: Path, wanted: _Wanted) -> int:
    """Return how much a file's name is like the right one, or like that of the assignment."""
    whole = likeness(path.name, wanted.assignment)
    like = likeness(path.name, wanted.name)
    return min(like, max(whole, CHANGED)) if whole < INSIDE else like
