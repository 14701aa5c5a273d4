"""A batch from end to end: open each submission, grade what is new, write down what came of it."""

from __future__ import annotations

import contextlib
import itertools
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import msgspec

from grader.batch.archives import Unreadable
from grader.batch.changes import Change, compare
from grader.batch.disk import with_room
from grader.batch.gradebook import Gradebook, Grading
from grader.batch.intake import Entry
from grader.batch.output import Output
from grader.batch.plan import Plan
from grader.batch.pool import Pool
from grader.batch.staging import ALONE, Staged
from grader.batch.table import Row, counts, graded, to_csv
from grader.batch.worker import Done, Job
from grader.errors import GraderError

if TYPE_CHECKING:
    from grader.batch.cluster import Cluster

BREATH = 2.0
"""Seconds at least between two writings of the table, which is written as a whole."""


class Watcher(Protocol):
    """Who is told how a batch gets on."""

    def begin(self, total: int) -> None:
        """Learn how many submissions there are."""

    def step(self, row: Row, *, new: bool) -> None:
        """Learn of a submission that is done, and whether it was graded just now."""


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What a batch came to; written as ``summary.json``."""

    schema: str = "grader/batch/v1"
    complete: bool
    """Whether every submission had its turn."""
    submissions: int
    statuses: dict[str, int]
    graded_now: int
    """How many were graded in this run; the others were in the gradebook."""
    tasks: tuple[str, ...]
    maximum: float
    mean: float | None
    """The mean total of all that were graded."""
    seed: int
    grader_version: str
    course_version: str
    needs_a_look: tuple[str, ...]
    """The submissions that could not be read, that have code but none of the tasks, or that the
    grader failed for."""
    changes: tuple[Change, ...]
    """Scores that differ from those of the runs before."""


class _Sent(msgspec.Struct):
    """A submission that is being graded, and those of the very same contents."""

    staged: Staged
    waiting: list[tuple[Entry, list[str]]]


class Batch:
    """Grades a folder of submissions.

    Parameters
    ----------
    plan
        What is graded for.
    output
        Where everything goes; locked by the caller.
    book
        The gradebook.
    watcher
        Is told how it gets on.
    regrade
        Whether what is in the gradebook is graded again.
    """

    def __init__(
        self, plan: Plan, output: Output, book: Gradebook, watcher: Watcher, *, regrade: bool
    ) -> None:
        self._plan = plan
        self._output = output
        self._book = book
        self._watcher = watcher
        self._run, self._goes_on = book.begin(plan.key, regrade=regrade)
        self._since = self._run if regrade else None
        self._rows: dict[str, Row] = {}
        self._sent: dict[str, _Sent] = {}
        self._contents: dict[int, str] = {}
        self._numbers = itertools.count()
        self._changes: list[Change] = []
        self._graded_now = 0
        self._next_table = 0.0

    def run(self, entries: Sequence[Entry], jobs: int, cluster: Cluster | None = None) -> Summary:
        """Grade the submissions, with so many processes or on a cluster; return the summary.

        Whatever ends it early, the table says what was done.
        """
        maximum = self._plan.maximum
        self._rows = {e.name: Row(entry=e, maximum=maximum) for e in entries}
        self._watcher.begin(len(entries))
        if not self._goes_on:  # else the table that is there says more, until all is looked up
            self._write_table()
        self._next_table = time.monotonic() + BREATH
        try:
            most = min(jobs, len(entries))
            with cluster or Pool(self._plan.order, most, self._plan.patience) as pool:
                for entry in entries:
                    self._take(entry, pool)
                while pool.busy:
                    self._collect(pool)
            self._book.end(self._run)
        except BaseException:
            with contextlib.suppress(GraderError):  # what went wrong first is what is told
                self._write_table()
            raise
        finally:
            for sent in self._sent.values():
                sent.staged.close()
        self._write_table()
        return self._summary()

    def _take(self, entry: Entry, pool: Pool | Cluster) -> None:
        """Open a submission, and have it graded unless that was done."""
        try:
            staged = with_room(
                lambda: Staged(entry.sources, self._plan.assignments),
                lambda: self._rest(pool),
            )
        except Unreadable as reason:
            self._refuse(entry, str(reason))
            return
        except OSError as error:
            raise GraderError(
                f"The copy of a submission that is to be graded cannot be written: "
                f"{error.strerror}. Is the disk with temporary files full?"
            ) from error
        notes = staged.notes
        if (sent := self._sent.get(staged.content)) is not None:
            sent.waiting.append((entry, notes))
            staged.close()
        elif known := self._known(staged.content):
            staged.close()
            self._settle(entry, known, notes, new=False)
        else:
            self._send(_Sent(staged, [(entry, notes)]), pool)

    def _rest(self, pool: Pool | Cluster) -> None:
        """Wait a little; while submissions are graded, for what comes of them."""
        if pool.busy:
            self._collect(pool)
        else:
            time.sleep(BREATH)

    def _known(self, content: str) -> Grading | None:
        least = self._plan.order.isolation.least
        return self._book.find(content, self._plan.key, self._since, least)

    def _send(self, sent: _Sent, pool: Pool | Cluster) -> None:
        self._sent[sent.staged.content] = sent
        while not pool.free:
            self._collect(pool)
        number = next(self._numbers)
        self._contents[number] = sent.staged.content
        pool.begin(Job(number, str(sent.staged.path)))

    def _collect(self, pool: Pool | Cluster) -> None:
        for done in pool.wait(BREATH):
            self._enter(done)

    def _enter(self, done: Done) -> None:
        """Write down what came of a job, for all submissions that it was for."""
        sent = self._sent.pop(self._contents.pop(done.number))
        sent.staged.close()
        if done.blame == "machine":
            raise GraderError(done.problem)
        if done.blame == "submission":
            for entry, _ in sent.waiting:
                self._refuse(entry, done.problem)
            return
        data = done.report or self._plan.failed(done.problem, done.fault)
        data = self._output.keep_fault(sent.waiting[0][0].name, data)
        grading = self._book.add(sent.staged.content, self._plan.key, self._run, data)
        for entry, notes in sent.waiting:
            self._settle(entry, grading, notes, new=True)

    def _refuse(self, entry: Entry, reason: str) -> None:
        """Write down that a submission cannot be opened."""
        content = f"unreadable: {reason}"
        grading = self._book.find(content, self._plan.key)
        if grading is None:
            data = self._plan.unreadable(reason)
            grading = self._book.add(content, self._plan.key, self._run, data)
        self._settle(entry, grading, [], new=False, readable=False)

    def _settle(
        self,
        entry: Entry,
        grading: Grading,
        notes: Sequence[str],
        *,
        new: bool,
        readable: bool = True,
    ) -> None:
        """Hand a grading to a submission: in the gradebook, in the files, in the table."""
        before = self._book.before(entry.name, self._run)
        self._book.hand(entry, grading, self._run)
        files = grading.content.removesuffix(ALONE)
        row = graded(entry, files, grading.report, notes, readable)
        self._rows[entry.name] = row  # first: whoever sees the files finds it in the table
        self._output.tell(entry.name, grading)
        self._graded_now += new
        if before is not None and (change := compare(entry.name, before, grading)):
            self._changes.append(change)
        self._watcher.step(row, new=new)
        if time.monotonic() >= self._next_table:
            self._write_table()

    def _write_table(self) -> None:
        began = time.monotonic()
        self._output.write("grades.csv", to_csv(self._rows.values(), self._plan.order.tasks))
        self._output.write_json("summary.json", self._summary())
        took = time.monotonic() - began
        self._next_table = time.monotonic() + max(BREATH, 20 * took)

    def _summary(self) -> Summary:
        rows = list(self._rows.values())
        statuses = counts(rows)
        totals = [row.total for row in rows if row.status == "graded"]
        return Summary(
            complete=not statuses["pending"],
            submissions=len(rows),
            statuses={str(status): count for status, count in statuses.items()},
            graded_now=self._graded_now,
            tasks=self._plan.order.tasks,
            maximum=self._plan.maximum,
            mean=round(sum(totals) / len(totals), 4) if totals else None,
            seed=self._plan.key.seed,
            grader_version=self._plan.key.grader,
            course_version=self._plan.key.course,
            needs_a_look=tuple(
                row.entry.name for row in rows if row.status not in ("pending", "graded")
            ),
            changes=tuple(sorted(self._changes, key=lambda change: change.name)),
        )
