"""Submissions of an audit, graded as those of a class are: several at a time, warm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import msgspec

from grader.audit.plan import AuditPlan, Setting, chance_of
from grader.batch.plan import Plan
from grader.batch.pool import Pool
from grader.batch.worker import Done, Job
from grader.errors import MachineError
from grader.grading.result import Report
from grader.report.json import from_json
from grader.sandbox.client.limits import Isolation

BREATH = 1.0
"""Seconds between two looks at what is done."""


class Graders(Protocol):
    """Who grades: processes of this machine, or of a cluster."""

    @property
    def free(self) -> bool:
        """Whether a job would be begun at once."""

    @property
    def busy(self) -> bool:
        """Whether there is anything to wait for."""

    def begin(self, job: Job) -> None:
        """Take a job."""

    def wait(self, seconds: float) -> list[Done]:
        """Return what was done within some seconds."""


def graded(
    graders: Graders, count: int, make: Callable[[int], tuple[Path, tuple[str, ...]]]
) -> Iterator[tuple[int, Report | None, str]]:
    """Grade submissions; yield the number of each, its report, and why there is none.

    Parameters
    ----------
    graders
        Who grades them.
    count
        How many there are.
    make
        Makes the submission of a number: its path, and the tasks that it is graded for.

    Raises
    ------
    MachineError
        When this machine can grade nothing.
    """
    waiting = iter(range(count))
    more = True
    while more or graders.busy:
        while more and graders.free:
            number = next(waiting, None)
            more = number is not None
            if number is not None:
                path, tasks = make(number)
                graders.begin(Job(number, str(path), tasks))
        for done in graders.wait(BREATH) if graders.busy else ():
            if done.blame in ("batch", "machine") and done.report is None and done.problem:
                raise MachineError(done.problem)
            report = None if done.report is None else from_json(done.report)
            yield done.number, report, done.problem


@contextmanager
def graders(plan: AuditPlan, setting: Setting, enough: int) -> Iterator[Graders]:
    """Give who grades for an audit; a submission is left after `enough` failed checks."""
    chance = chance_of(setting.seed)
    own = Plan(plan.course, plan.surveyed, chance, Isolation())
    own.order = msgspec.structs.replace(own.order, enough=enough)
    if setting.address is None:
        with Pool(own.order, setting.jobs, own.patience) as pool:
            yield pool
    else:
        from grader.batch.cluster import Cluster

        with Cluster(setting.address, plan.course, own, None) as cluster:
            yield cluster
