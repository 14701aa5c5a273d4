"""The doors through which a submission can come: each says what came of some samples."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Self

import msgspec

from grader.batch.marking import WarmStore
from grader.course.course import load_task, open_course
from grader.grading.chance import Chance
from grader.grading.flow import Grading
from grader.grading.result import Report
from grader.release.gradescope import bundle
from grader.submission.submission import open_submission
from tests.batch.conftest import command
from tests.batch.test_cluster import Dask
from tests.conftest import COUNTING, ROOT
from tests.doors.forms import FORMS, Sample, as_file, to_json
from tests.doors.outcomes import Outcomes, of_gradescope, of_report
from tests.release.test_gradescope import Container

Found = dict[str, Outcomes]
"""The outcomes of samples, by their names."""

PRACTICE = "file, in practice"
"""`grade` with a file alone and without a secret: what doors say where no points count."""


class House:
    """All doors to the project's own course; what some of them need is built once.

    Parameters
    ----------
    folder
        Where submissions are written.
    cache
        Where examples are kept.

    Attributes
    ----------
    doors
        The names of the doors. The first one, `grade` with a file alone, is what the others are
        compared with, all of them with one secret, but for a session, which is practice.
    """

    def __init__(self, folder: Path, cache: Path) -> None:
        self._folder = folder
        self._course = open_course(ROOT)
        self._secret = folder / "secret.key"
        folder.mkdir(parents=True, exist_ok=True)
        self._secret.write_text(f"{COUNTING.secret.hex()}\n")
        self._store = WarmStore(cache / "gradient-grader")
        self._environment = os.environ | {"XDG_CACHE_HOME": str(cache), "COLUMNS": "80"}
        self._count = 0
        self._dask: Dask | None = None
        self._container: Container | None = None
        self._open = ExitStack()
        self._others: dict[str, Callable[[Sequence[Sample]], Found]] = {
            "file": partial(self._file, COUNTING),
            PRACTICE: partial(self._file, Chance()),
            "check() in a session": self._session,
            "Dask worker": self._cluster,
            "Gradescope": self._gradescope,
        }
        self.doors = ("file", *FORMS, *list(self._others)[2:])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End the cluster, if there is one."""
        self._open.close()

    def through(self, doors: Collection[str], some: Sequence[Sample]) -> dict[str, Found]:
        """Return for each of some doors what came of the samples behind it.

        All forms of a sample are submissions of one class, which a batch grades.
        """
        found = {door: ask(some) for door, ask in self._others.items() if door in doors}
        forms = [door for door in FORMS if door in doors]
        return found | (self._batch(some, forms) if forms else {})

    def _new(self) -> Path:
        self._count += 1
        folder = self._folder / f"{self._count:04}"
        folder.mkdir(parents=True)
        return folder

    def _file(self, chance: Chance, some: Sequence[Sample]) -> Found:
        grading, found = Grading(self._course, chance=chance, store=self._store), {}
        for sample in some:
            path = as_file(sample, self._new())
            tasks = [(file, load_task(file)) for file in self._course.select((sample.task,))]
            submission = open_submission(path if sample.beside is None else path.parent)
            found[sample.name] = of_report(grading.grade(tasks, submission))
        return found

    def _session(self, some: Sequence[Sample]) -> Found:
        run = subprocess.run(
            [sys.executable, "-m", "tests.doors.session", ROOT],
            cwd=ROOT,
            env=self._environment | {"IPYTHONDIR": str(self._folder)},
            input=to_json(some),
            capture_output=True,
            text=True,
            check=True,
        )
        return msgspec.json.decode(run.stdout, type=Found)

    def _batch(
        self, some: Sequence[Sample], forms: Sequence[str], *options: str
    ) -> dict[str, Found]:
        found: dict[str, Found] = {form: {} for form in forms}
        for task, of_task in _by(some, lambda sample: sample.task).items():
            folder, output = self._new(), self._new()
            handed_in = {
                f"{sample.name}-{FORMS[form].short}": (form, sample)
                for form in forms
                for sample in of_task
            }
            for name, (form, sample) in handed_in.items():
                FORMS[form].write(sample, folder / name)
            where = [folder, "--output", output, "--task", task, "--course", ROOT]
            where += ["--secret", self._secret]
            subprocess.run(
                command("batch", *where, "--isolation", "process", *options),
                env=self._environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=True,
            )
            for name, (form, sample) in handed_in.items():
                report = (output / "reports" / f"{name}.json").read_bytes()
                found[form][sample.name] = of_report(msgspec.json.decode(report, type=Report))
        return found

    def _cluster(self, some: Sequence[Sample]) -> Found:
        if self._dask is None:
            self._dask = Dask(self._new(), self._environment)
            self._open.callback(self._dask.end)
            self._dask.worker("one")
        return self._batch(some, ["zip in a batch"], "--cluster", self._dask.address)[
            "zip in a batch"
        ]

    def _gradescope(self, some: Sequence[Sample]) -> Found:
        container = self._container = self._container or self._set_up()
        submission, found = container.root / "submission", {}
        for together in submissions(some):
            submission.rename(self._new() / "submission")
            for sample in together:
                as_file(sample, submission)
            tasks = "".join(f"{sample.task}\n" for sample in together)
            (container.root / "source/tasks.txt").write_text(tasks)
            run = container.grade()
            assert run.returncode == 0, run.stdout
            for sample in together:
                found[sample.name] = of_gradescope(container.results, sample.task)
        return found

    def _set_up(self) -> Container:
        folder = self._new()
        (folder / "bundle.zip").write_bytes(
            bundle(self._course, ["task1"], self._secret.read_bytes())
        )
        container = Container(folder / "autograder", folder / "bundle.zip")
        built = container.set_up()
        assert built.returncode == 0, built.stdout
        return container


def submissions(some: Iterable[Sample]) -> list[list[Sample]]:
    """Return samples that can be one submission: each is another file, and nothing lies beside."""
    alone = [[sample] for sample in some if sample.beside is not None]
    by_file = _by((s for s in some if s.beside is None), lambda sample: sample.file)
    rows = itertools.zip_longest(*by_file.values())
    return [*alone, *([sample for sample in row if sample is not None] for row in rows)]


def _by(some: Iterable[Sample], key: Callable[[Sample], str]) -> dict[str, list[Sample]]:
    found: dict[str, list[Sample]] = {}
    for sample in some:
        found.setdefault(key(sample), []).append(sample)
    return found
