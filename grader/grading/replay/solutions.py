"""The solutions to an assignment, which hidden checks compare with."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from grader.authoring.task import Task
from grader.grading.store import Store, fingerprint, material_in
from grader.sandbox.client.limits import Limits
from grader.sandbox.client.remote import Student
from grader.sandbox.client.session import Session


class Solutions:
    """The solutions to an assignment, in one process, with their answers kept between runs.

    Parameters
    ----------
    folder
        Where they are.
    limits
        What they may use up.
    store
        Where their answers are kept, once this is left.
    environment
        A hash of the versions that answers depend on.
    """

    def __init__(self, folder: Path, limits: Limits, store: Store, environment: str) -> None:
        self._folder = folder
        self._session = Session(limits)
        self._store = store
        self._key = fingerprint(environment, "answers", *material_in(folder), str(limits))
        self._known = 0

    def __enter__(self) -> Solutions:
        answers = self._store.read(self._key, dict[bytes, bytes]) or {}
        self._known = len(answers)
        self._session.responses.update(answers)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        answers = {
            request: answer
            for request, answer in self._session.responses.items()
            if isinstance(answer, bytes)
        }
        if len(answers) > self._known:
            self._store.keep(self._key, answers)
        self._session.close()

    def to(self, task: Task, file: str) -> Student | None:
        """Return the solution to a task, or None where its `file` is not there."""
        path = self._folder / file
        if not path.is_file():
            return None
        self._session.add_file(path.stem, path)
        return Student(self._session, path.stem, task.functions)
