"""An audit on one screen: look at the tasks, make wrong versions, grade them, search, tell."""

from __future__ import annotations

import multiprocessing
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from grader.audit.beside import Beside
from grader.audit.counting import tallied
from grader.audit.grading import Graders, graded, graders
from grader.audit.plan import ENOUGH, AuditPlan, Setting, Version, chance_of, written
from grader.audit.result import Audit, Ended, TaskAudit
from grader.audit.searching import Difference, Search, search, solution_path
from grader.audit.survey import Survey, survey
from grader.course.course import Course
from grader.errors import CourseError
from grader.grading.result import Report
from grader.submission.submission import shown

T = TypeVar("T")

TOGETHER = 16
"""So many wrong versions are asked the same inputs in one search."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


def audit(course: Course, ids: tuple[str, ...], setting: Setting, progress: Progress) -> Audit:
    """Audit tasks of a course.

    Parameters
    ----------
    course
        The course.
    ids
        The tasks; all of them when it is empty.
    setting
        How.
    progress
        Told how far it is.

    Raises
    ------
    UsageError
        When there is no such task, or what the audit needs is not installed.
    CourseError
        When a file of the course cannot be used.
    MachineError
        When this machine cannot grade.
    """
    began = time.monotonic()
    plan = AuditPlan(course, ids)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="grade-audit-"))
        scratch = Path(folder).resolve()
        processes = stack.enter_context(_processes(setting.jobs))
        surveys = _surveys(plan, setting, processes, progress)
        versions = plan.versions(surveys, setting.only)
        with graders(plan, setting, ENOUGH) as some:
            _refuse_what_loses_points(plan, some)
            reports = _graded(plan, versions, some, scratch, progress)
        ended = [_ended(plan, one, *reports[k]) for k, one in enumerate(versions)]
        found = _found(plan, versions, ended, scratch, setting, processes, progress)
        beside = Beside(plan, setting.samples, scratch)
        if len(beside) and not setting.only:
            progress("samples and mistakes", 0, 1)
            with graders(plan, setting, 0) as some:
                beside.grade(some)
    ended = [found.get(number, one) for number, one in enumerate(ended)]
    tasks = tuple(
        TaskAudit(
            id=file.id,
            title=task.title,
            mutants=tuple(e for e, v in zip(ended, versions, strict=True) if v.task == file.id),
            checks=tallied(file.id, task, [r for r, _ in reports.values() if r], ended),
            unreached=surveys[file.id].unreached,
            samples=tuple(beside.samples.get(file.id, ())),
            mistakes=tuple(beside.mistakes.get(file.id, ())),
        )
        for file, task in plan.tasks
    )
    return Audit(
        tasks=tasks,
        stale=() if ids or setting.only else tuple(_stale(plan, versions)),
        seconds=round(time.monotonic() - began, 1),
        tries=setting.tries,
    )


@contextmanager
def _processes(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Give processes that know nothing of this one."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _surveys(
    plan: AuditPlan, setting: Setting, processes: ProcessPoolExecutor, progress: Progress
) -> dict[str, Survey]:
    """Look at what the checks of each task ask."""
    root, chance = str(plan.course.root), chance_of(setting.seed)
    futures = [processes.submit(survey, root, id_, chance) for id_ in plan.surveyed]
    done = list(_followed(futures, "looking at the checks", progress))
    return {one.task: one for one in done}


def _followed(futures: Sequence[Future[T]], what: str, progress: Progress) -> Iterator[T]:
    """Yield results as they come, and say how far it is."""
    for number, future in enumerate(as_completed(futures)):
        progress(what, number, len(futures))
        yield future.result()


def _refuse_what_loses_points(plan: AuditPlan, graders: Graders) -> None:
    """Raise CourseError for a solution that is not full: all its wrong versions would be caught."""
    folders = [plan.course.solutions / file.assignment for file, _ in plan.tasks]
    ids = [file.id for file, _ in plan.tasks]
    for number, report, problem in graded(graders, len(ids), lambda n: (folders[n], (ids[n],))):
        if report is None or report.score < report.max_score:
            command = f"`grade {ids[number]} --submission {shown(plan.course.solutions)}`"
            raise CourseError(
                f"The solution of {ids[number]} does not get all points, so that nothing can be "
                f"said of wrong ones. {problem or command + ' shows why'}. Mend the one or the "
                "other first."
            )


def _graded(
    plan: AuditPlan,
    versions: Sequence[Version],
    graders: Graders,
    scratch: Path,
    progress: Progress,
) -> dict[int, tuple[Report | None, str]]:
    """Grade all wrong versions; return the report of each, and why there is none."""
    solutions = {file.id: solution_path(plan.course, file, task) for file, task in plan.tasks}
    reports: dict[int, tuple[Report | None, str]] = {}

    def make(number: int) -> tuple[Path, tuple[str, ...]]:
        one = versions[number]
        return _write(one, solutions[one.task], scratch / str(number)), one.tasks

    for number, report, problem in graded(graders, len(versions), make):
        reports[number] = report, problem
        shutil.rmtree(scratch / str(number), ignore_errors=True)
        progress(versions[number].task, len(reports), len(versions))
    return reports


def _write(one: Version, solution: Path, folder: Path) -> Path:
    return written(one.mutant.file, one.mutant.text, solution, folder)


def _ended(plan: AuditPlan, one: Version, report: Report | None, problem: str) -> Ended:
    """Return what became of a wrong version, as far as the checks say."""
    ended = Ended(
        id=one.mutant.id,
        function=one.mutant.function,
        operator=one.mutant.operator,
        diff=one.mutant.diff,
        verdict="caught",
    )
    if report is None:
        return msgspec.structs.replace(ended, verdict="fault", reason=problem)
    checks = [(task, check) for task in report.tasks for check in task.checks]
    failed = [f"{t.id}.{c.id}" for t, c in checks if c.outcome not in ("passed", "skipped")]
    ended = msgspec.structs.replace(
        ended, checks=tuple(failed), seconds=round(sum(c.seconds or 0.0 for _, c in checks), 3)
    )
    if any(check.outcome == "internal" for _, check in checks):
        why = next(c.message for _, c in checks if c.outcome == "internal")
        return msgspec.structs.replace(ended, verdict="fault", reason=f"{failed[-1]}: {why}")
    if report.score < report.max_score:
        return ended
    if mark := plan.mark_of(one.task, one.mutant.id):
        return msgspec.structs.replace(ended, verdict="marked", reason=mark.reason)
    return msgspec.structs.replace(ended, verdict="survived")


def _found(
    plan: AuditPlan,
    versions: Sequence[Version],
    ended: Sequence[Ended],
    scratch: Path,
    setting: Setting,
    processes: ProcessPoolExecutor,
    progress: Progress,
) -> dict[int, Ended]:
    """Search for inputs on which those that survived differ from the solution."""
    solutions = {file.id: solution_path(plan.course, file, task) for file, task in plan.tasks}
    left = [number for number, one in enumerate(ended) if one.verdict == "survived"]
    searches: dict[Future[dict[str, Difference]], list[int]] = {}
    for task in dict.fromkeys(versions[number].task for number in left):
        every = [number for number in left if versions[number].task == task]
        for number in every:
            _write(versions[number], solutions[task], scratch / str(number))
        for own in (every[start : start + TOGETHER] for start in range(0, len(every), TOGETHER)):
            due = Search(
                str(plan.course.root),
                versions[own[0]].tasks,
                tuple(versions[number].mutant for number in own),
                tuple(str(scratch / str(number)) for number in own),
                setting.tries,
                setting.seed,
            )
            searches[processes.submit(search, due)] = own
    found: dict[int, Ended] = {}
    for place, future in enumerate(as_completed(searches)):
        progress("searching for inputs", place, len(searches))
        came = future.result()
        for number in searches[future]:
            one = came[ended[number].id]
            found[number] = msgspec.structs.replace(
                ended[number],
                verdict="survived" if one.program else "equivalent",
                program=one.program,
                tries=one.tries,
            )
    return found


def _stale(plan: AuditPlan, versions: Iterable[Version]) -> Iterator[str]:
    """Yield a sentence for each mark that no wrong version has; of a part, nobody can say."""
    known: dict[str, list[str]] = {}
    for one in versions:
        (file,) = plan.course.select((one.task,))
        known.setdefault(file.assignment, []).append(one.mutant.id)
    for name, marks in plan.marks.items():
        for mark in marks.equivalent:
            if not any(mark.covers(id_) for id_ in known.get(name, [])):
                yield (
                    f"assignments/{name}/checks/audit.toml: there is no {mark.mutant} any more: "
                    "take its mark out."
                )
