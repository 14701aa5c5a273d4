"""Inputs on which a wrong version differs from the solution, found by trying thousands of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import msgspec

from grader.audit.asking import Asked, asked, asked_otherwise
from grader.audit.domain import Place, below_zero, inputs, is_meant, magnitude
from grader.audit.mutants import Mutant
from grader.audit.telling import is_finite, is_resolved, told
from grader.audit.widening import wide_examples
from grader.authoring.task import Task
from grader.course.course import Course, TaskFile, load_task, open_course, student_file
from grader.course.settings import read_limits
from grader.grading.replay.requests import ask_ahead
from grader.grading.replay.trials import same
from grader.grading.store import fingerprint
from grader.sandbox.client.errors import StudentError
from grader.sandbox.client.limits import Limits
from grader.sandbox.client.remote import Student, module_of
from grader.sandbox.client.session import Session
from grader.sandbox.client.transport.launcher import ForkServer

PORTION = 12
"""Examples of a recipe that are tried at once."""

ROUNDS = 100
"""So often all recipes are asked, where few of their calls can be compared."""

HOUR = 3600.0
HISTORY = (1, 2, 8)
"""How many calls are made before, where one alone shows nothing."""


class Difference(msgspec.Struct, frozen=True):
    """What tells a wrong version from the solution, or how many inputs do not.

    Attributes
    ----------
    program
        What to run to see it; empty where nothing was found.
    tries
        How many inputs were compared.
    """

    program: str = ""
    tries: int = 0


class Search(msgspec.Struct, frozen=True):
    """What to search for: wrong versions of one file that no check of its tasks caught."""

    root: str
    tasks: tuple[str, ...]
    mutants: tuple[Mutant, ...]
    folders: tuple[str, ...]
    tries: int
    seed: int = 0


def search(due: Search) -> dict[str, Difference]:
    """Return what tells each of the wrong versions from the solution, by their ids."""
    course = open_course(Path(due.root))
    files = course.select(due.tasks)
    tasks = [(file, load_task(file)) for file in files]
    with ExitStack() as stack:
        parent = stack.enter_context(closing(ForkServer()))
        limits = patient(read_limits(course)[files[0].id])
        functions = {name: one for _, task in tasks for name, one in task.functions.items()}

        def opened(path: Path) -> Student:
            session = stack.enter_context(closing(Session(limits, parent=parent)))
            session.add_file(path.stem, path)
            return Student(session, path.stem, functions)

        path = solution_path(course, *tasks[0])
        solution, twin = opened(path), opened(path)
        wrong = {
            one.id: opened(Path(folder) / one.file)
            for one, folder in zip(due.mutants, due.folders, strict=True)
        }
        return _Searching(due, tasks, (solution, twin), wrong, opened).run()


def patient(limits: Limits) -> Limits:
    """Return limits for thousands of calls."""
    return msgspec.structs.replace(limits, task=HOUR, submission=HOUR, cpu=int(HOUR))


def solution_path(course: Course, file: TaskFile, task: Task) -> Path:
    """Return where the solution to a task is."""
    return course.solutions / file.assignment / student_file(file, task)


class _Searching:
    """One search: all wrong versions are asked the same, until each has shown a difference."""

    def __init__(
        self,
        due: Search,
        tasks: Sequence[tuple[TaskFile, Task]],
        solutions: tuple[Student, Student],
        wrong: dict[str, Student],
        opened: Any,
    ) -> None:
        self._due = due
        self._tasks = tasks
        self._solution, self._twin = solutions
        self._negative: set[Place] = set()
        self._wrong = wrong
        self._opened = opened
        self._found: dict[str, Difference] = {}
        self._paths = {
            one.id: Path(folder) / one.file
            for one, folder in zip(due.mutants, due.folders, strict=True)
        }

    def run(self) -> dict[str, Difference]:
        """Return what was found for each."""
        tries = 0
        for calls in self._portions():
            known = self._settled(calls)
            tries += sum(map(inputs, known))
            for id_, student in list(self._wrong.items()):
                if difference := self._differs(id_, student, known):
                    self._found[id_] = Difference(difference, tries)
                    module_of(student).session.close()
                    del self._wrong[id_]
            self._forget(self._solution, self._twin)
            if not self._wrong or tries >= self._due.tries:
                break
        return {**dict.fromkeys(self._wrong, Difference(tries=tries)), **self._found}

    def _portions(self) -> Iterator[list[Asked]]:
        """Yield what is asked next: for a portion of the examples of each recipe."""
        checks = [(file.id, check) for file, task in self._tasks for check in task.checks]
        for number in range(ROUNDS):
            for id_, check in checks:
                if check.given is None:
                    if number == 0:
                        yield asked(check, self._solution, [])
                    continue
                seed = int(fingerprint(self._due.seed, id_, check.id, number), 16)
                examples = wide_examples(check.given, PORTION, seed, wide=number > 0)
                calls = asked(check, self._solution, examples)
                if number == 0:  # as the author meant them
                    self._negative |= below_zero(calls)
                yield [*calls, *asked_otherwise(calls, self._solution)]

    def _settled(self, calls: Sequence[Asked]) -> list[Asked]:
        """Return the calls within the domain that the solution always answers with one number."""
        meant = [one for one in calls if is_meant(one, self._negative)]
        ask_ahead(self._twin, [one.request for one in meant], rare=True)
        first, second = (module_of(s).session.responses for s in (self._solution, self._twin))
        return [
            one
            for one in meant
            if (due := first.answer(one.request)) is not None
            and same(second.answer(one.request), due)
            and is_finite(due)
            and is_resolved(due, magnitude(one))
        ]

    @staticmethod
    def _forget(*students: Student) -> None:
        for student in students:
            module_of(student).session.responses.clear()

    def _differs(self, id_: str, student: Student, calls: Sequence[Asked]) -> str:
        """Return the program that shows that one is wrong, if any of the calls does."""
        ask_ahead(student, [one.request for one in calls], rare=True)
        different = [place for place, one in enumerate(calls) if self._unlike(student, one)]
        shown = self._shortest(id_, calls, different)
        self._forget(student)
        return shown

    def _unlike(self, student: Student, one: Asked) -> bool:
        """Whether a wrong version answers otherwise than the solution."""
        mine, due = (module_of(s).session.responses for s in (student, self._solution))
        if isinstance(mine.get(one.request), StudentError):
            return True
        answer = mine.answer(one.request)
        return answer is not None and not same(answer, due.answer(one.request))

    def _shortest(self, id_: str, calls: Sequence[Asked], different: Sequence[int]) -> str:
        """Return the program of the shortest call that differs, alone or after others."""
        if not different:
            return ""
        place = min(different, key=lambda one: len(calls[one].request))
        parameters = {
            name: one.parameters for _, task in self._tasks for name, one in task.functions.items()
        }
        for before in (0, *HISTORY):
            some = calls[max(0, place - before) : place + 1]
            again = self._opened(self._paths[id_])
            ask_ahead(again, [one.request for one in some], rare=True)
            if self._unlike(again, some[-1]):
                answer = module_of(again).session.responses.get(some[-1].request)
                return told([one.call for one in some], parameters, answer, some[-1].request)
            module_of(again).session.close()
        answer = module_of(self._wrong[id_]).session.responses.get(calls[place].request)
        text = told([calls[place].call], parameters, answer, calls[place].request)
        return f"# after {place} other calls:\n{text}"
