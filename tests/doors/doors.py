"""The doors through which a submission can come: each says what came of some samples."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from grader.chance import Chance
from grader.course import load_task, open_course
from grader.grading import Grading
from grader.release.gradescope import bundle
from grader.result import Report
from grader.store import Store
from grader.submission import open_submission
from tests.batch.conftest import command
from tests.batch.test_cluster import Dask
from tests.conftest import ROOT
from tests.doors.forms import Sample, as_file, as_notebook, as_zip, to_json
from tests.doors.outcomes import Outcomes, of_gradescope, of_report
from tests.release.test_gradescope import Container

Door = Callable[[Sequence[Sample]], Iterator[tuple[Sample, Outcomes]]]


class House:
    """All doors to the project's own course.

    Parameters
    ----------
    folder
        Where submissions are written.
    cache
        Where examples are kept.
    """

    def __init__(self, folder: Path, cache: Path) -> None:
        self._folder = folder
        self._course = open_course(ROOT)
        self._grading = Grading(
            self._course, chance=Chance(), store=Store(cache / "gradient-grader")
        )
        self._environment = os.environ | {"XDG_CACHE_HOME": str(cache), "COLUMNS": "80"}
        self._count = 0
        self._container: Container | None = None
        self.doors: dict[str, Door] = {
            "file": self._file,
            "folder": self._as_folder,
            "notebook, a cell a function": self._cells,
            "notebook, one cell": self._cell,
            "check() in a session": self._session,
            "zip in a batch": self._batch,
            "Dask worker": self._cluster,
            "Gradescope": self._gradescope,
        }

    def _new(self) -> Path:
        self._count += 1
        folder = self._folder / f"{self._count:04}"
        folder.mkdir(parents=True)
        return folder

    def _graded(self, sample: Sample, path: Path) -> Outcomes:
        tasks = [(file, load_task(file)) for file in self._course.select((sample.task,))]
        return of_report(self._grading.grade(tasks, open_submission(path)))

    def _file(self, some: Sequence[Sample]) -> Iterator[tuple[Sample, Outcomes]]:
        for sample in some:
            path = as_file(sample, self._new())
            yield sample, self._graded(sample, path if sample.beside is None else path.parent)

    def _as_folder(self, some: Sequence[Sample]) -> Iterator[tuple[Sample, Outcomes]]:
        for sample in some:
            yield sample, self._graded(sample, as_file(sample, self._new()).parent)

    def _cells(self, some: Sequence[Sample]) -> Iterator[tuple[Sample, Outcomes]]:
        for sample in some:
            yield sample, self._notebook(sample, whole=False)

    def _cell(self, some: Sequence[Sample]) -> Iterator[tuple[Sample, Outcomes]]:
        for sample in some:
            yield sample, self._notebook(sample, whole=True)

    def _notebook(self, sample: Sample, *, whole: bool) -> Outcomes:
        path = as_notebook(sample, self._new(), whole=whole)
        return self._graded(sample, path if sample.beside is None else path.parent)

    def _session(self, some: Sequence[Sample]) -> Iterator[tuple[Sample, Outcomes]]:
        run = subprocess.run(
            [sys.executable, "-m", "tests.doors.session", ROOT],
            cwd=ROOT,
            env=self._environment | {"IPYTHONDIR": str(self._folder)},
            input=to_json(some),
            capture_output=True,
            text=True,
            check=True,
        )
        outcomes = json.loads(run.stdout)
        for sample in some:
            yield sample, outcomes[sample.name]

    def _batch(self, some: Sequence[Sample]) -> Iterator[tuple[Sample, Outcomes]]:
        yield from self._graded_by_batch(some)

    def _cluster(self, some: Sequence[Sample]) -> Iterator[tuple[Sample, Outcomes]]:
        dask = Dask(self._new(), self._environment)
        try:
            dask.worker("one")
            yield from self._graded_by_batch(some, "--cluster", dask.address)
        finally:
            dask.end()

    def _graded_by_batch(
        self, some: Sequence[Sample], *options: str
    ) -> Iterator[tuple[Sample, Outcomes]]:
        for task in dict.fromkeys(sample.task for sample in some):
            folder, unpacked = self._new(), self._new()
            of_task = [sample for sample in some if sample.task == task]
            for sample in of_task:
                as_zip(sample, folder / f"{sample.name}.zip", unpacked / sample.name)
            output = self._new()
            where = [folder, "--output", output, "--task", task, "--course", ROOT]
            subprocess.run(
                command("batch", *where, "--isolation", "process", *options),
                env=self._environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=True,
            )
            for sample in of_task:
                report = (output / "reports" / f"{sample.name}.json").read_bytes()
                yield sample, of_report(msgspec.json.decode(report, type=Report))

    def _gradescope(self, some: Sequence[Sample]) -> Iterator[tuple[Sample, Outcomes]]:
        container = self._container = self._container or self._set_up()
        for sample in some:
            submission = container.root / "submission"
            for path in submission.iterdir():
                path.rename(self._new() / path.name)
            as_file(sample, submission)
            (container.root / "source/tasks.txt").write_text(f"{sample.task}\n")
            run = container.grade()
            assert run.returncode == 0, run.stdout
            yield sample, of_gradescope(container.results, sample.task)

    def _set_up(self) -> Container:
        folder = self._new()
        (folder / "bundle.zip").write_bytes(bundle(self._course, ["task1"]))
        container = Container(folder / "autograder", folder / "bundle.zip")
        built = container.set_up()
        assert built.returncode == 0, built.stdout
        return container
