"""What a class comes to: counted once, shown on a terminal or a page."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from grader.batch.table import LOOK, warning
from grader.grading.failures import REPEATED
from grader.grading.result import Outcome
from grader.overview.reading import Check, Task, Work

BINS = 10
"""How many parts the points are divided into."""

Need = Literal["internal", "pending", "unreadable", "no task", "crashed", "timeout", "identical"]


class CheckRate(msgspec.Struct, kw_only=True):
    """How one check went over all submissions that were graded, in `outcomes`.

    Where it could not run for want of a solution, or the grader failed, it is not counted in
    `tried`.
    """

    task: str
    id: str
    title: str
    hidden: bool
    outcomes: Counter[Outcome]
    tried: int = 0

    @property
    def passed(self) -> int:
        """How many submissions passed it."""
        return self.outcomes["passed"]

    @property
    def rate(self) -> float:
        """The share that passed, from 0 to 1; 0 where nobody tried."""
        return self.passed / self.tried if self.tried else 0.0


class Mistake(msgspec.Struct, frozen=True):
    """A message, how many submissions got it in a task, and the first one that did."""

    task: str
    text: str
    count: int
    first: str


class Look(msgspec.Struct, frozen=True):
    """A submission that a person should look at, and why; the gravest need comes first."""

    name: str
    needs: tuple[Need, ...]
    why: str


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """All figures of a batch; scores are points, one for each submission that was graded."""

    submissions: int
    maximum: float
    scores: tuple[float, ...]
    checks: tuple[CheckRate, ...]
    titles: dict[str, str]
    """The title of each task."""
    mistakes: tuple[Mistake, ...]
    """The most frequent one first."""
    looks: tuple[Look, ...]
    without_tasks: int = 0
    """How many submissions have code, but none of the tasks."""

    @property
    def mean(self) -> float:
        """The mean score; 0 where nothing was graded."""
        return statistics.fmean(self.scores) if self.scores else 0.0

    @property
    def median(self) -> float:
        """The median score; 0 where nothing was graded."""
        return statistics.median(self.scores) if self.scores else 0.0

    @property
    def warning(self) -> str:
        """What is to be said first, if there is such a thing."""
        return warning(self.without_tasks, self.submissions)

    @property
    def histogram(self) -> list[int]:
        """How many scores fall into each tenth of the maximum; the full score is in the last."""
        counts = [0] * BINS
        for score in self.scores:
            share = score / self.maximum if self.maximum else 0.0
            counts[min(max(int(share * BINS + 1e-9), 0), BINS - 1)] += 1
        return counts


class _Tally:
    """The figures while they are being counted."""

    def __init__(self) -> None:
        self.maximum = 0.0
        self.submissions = 0
        self.scores: list[float] = []
        self.checks: dict[tuple[str, str], CheckRate] = {}
        self.titles: dict[str, str] = {}
        self.mistakes: Counter[tuple[str, str]] = Counter()
        self.first: dict[tuple[str, str], str] = {}
        self.looks: list[Look] = []
        self.without_tasks = 0

    def add(self, work: Work) -> None:
        self.submissions += 1
        self.maximum = max(self.maximum, work.maximum)
        self.without_tasks += work.status == LOOK
        if look := _look(work):
            self.looks.append(look)
        for task in work.tasks:
            self.titles.setdefault(task.id, task.title)
            for check in task.checks:
                self._count(task.id, check, counts=work.status == "graded")
        if work.status == "graded":
            self.scores.append(work.total)
            for mistake in _mistakes(work):
                self.mistakes[mistake] += 1
                self.first.setdefault(mistake, work.name)

    def _count(self, task: str, check: Check, *, counts: bool) -> None:
        rate = self.checks.get((task, check.id))
        if rate is None:
            rate = self.checks[task, check.id] = CheckRate(
                task=task,
                id=check.id,
                title=check.title,
                hidden=check.hidden,
                outcomes=Counter(),
            )
        if counts and check.max_score and check.outcome != "internal":
            rate.outcomes[check.outcome] += 1
            rate.tried += 1


def survey(works: Iterable[Work]) -> Overview:
    """Return the figures of a class; each submission is looked at once, in order."""
    tally = _Tally()
    for work in works:
        tally.add(work)
    found = sorted(tally.mistakes.items(), key=lambda item: (-item[1], item[0]))
    return Overview(
        submissions=tally.submissions,
        maximum=tally.maximum,
        scores=tuple(tally.scores),
        checks=tuple(tally.checks.values()),
        titles=tally.titles,
        mistakes=tuple(Mistake(*key, count, tally.first[key]) for key, count in found),
        looks=tuple(tally.looks),
        without_tasks=tally.without_tasks,
    )


def _mistakes(work: Work) -> set[tuple[str, str]]:
    """Return the messages of a submission, each once a task: one mistake may fail many checks.

    A known mistake goes by its name, so that it counts as one whatever the numbers were.
    """
    return {(task.id, text) for task in work.tasks for text in _texts(task) if text}


def _texts(task: Task) -> Iterator[str]:
    if task.status in ("not started", "missing", "unreadable"):
        yield task.message or f"{task.status}"
        return
    for check in task.checks:
        told_before = check.message.startswith(REPEATED)
        if check.outcome not in ("passed", "skipped") and not told_before:
            known = check.mismatch.diagnosis if check.mismatch else ""
            yield " ".join((known or check.message).split())


def _look(work: Work) -> Look | None:
    needs: list[Need] = []
    if work.status == "internal":
        needs.append("internal")
    elif work.status == "pending":
        needs.append("pending")
    elif work.status == "unreadable":
        needs.append("unreadable")
    elif work.status == LOOK:
        needs.append("no task")
    ended = {check.outcome for task in work.tasks for check in task.checks}
    needs += [outcome for outcome in ("crashed", "timeout") if outcome in ended]
    if work.identical_to:
        needs.append("identical")
    return Look(work.name, tuple(needs), _why(work, needs)) if needs else None


def _why(work: Work, needs: list[Need]) -> str:
    """Return what to look at, in words."""
    told = []
    if {"internal", "unreadable", "no task"} & set(needs):
        told.append(work.reason)
    for outcome in ("crashed", "timeout"):
        tasks = [t.id for t in work.tasks if any(c.outcome == outcome for c in t.checks)]
        if tasks:
            told.append(f"{'timed out' if outcome == 'timeout' else outcome} in {', '.join(tasks)}")
    if "pending" in needs:
        told.append("its turn has not come")
    if "identical" in needs:
        told.append(f"the very same files as {work.identical_to}")
    return "; ".join(told)
