"""A batch from end to end: open each submission, grade what is new, write down what came of it."""

from __future__ import annotations

import contextlib
import itertools
import time
import traceback
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

import msgspec

from grader.batch.archives import Unreadable
from grader.batch.changes import Change, compare
from grader.batch.gradebook import Gradebook, Grading
from grader.batch.intake import Entry
from grader.batch.output import Output, noted
from grader.batch.patience import patiently, rest
from grader.batch.plan import Plan
from grader.batch.pool import Pool
from grader.batch.staging import ALONE, Staged
from grader.batch.table import Row, counts, graded, to_csv
from grader.batch.worker import Done, Job
from grader.errors import GraderError, MachineError, is_shortage
from grader.report.json import from_json

if TYPE_CHECKING:
    from grader.batch.cluster import Cluster

BREATH = 2.0
"""Seconds at least between two writings of the table, which is written as a whole."""


FAILED = "The grader failed here: "

SWEPT = (
    "The copy that was graded was removed meanwhile: is there a program that tidies up temporary "
    "files?"
)


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
    seed: int | None
    examples: str  # what they were drawn from; it gives no secret away
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

    Attributes
    ----------
    failed
        The names of the submissions that could not be graded, through no fault of their own.
    """

    def __init__(
        self, plan: Plan, output: Output, book: Gradebook, watcher: Watcher, *, regrade: bool
    ) -> None:
        self._plan = plan
        self._output = output
        self._book = book
        self._watcher = watcher
        self._run, self._goes_on = book.begin(plan.key, regrade=regrade, command=plan.command)
        self._since = self._run if regrade else None
        self.failed: set[str] = set()
        self._rows: dict[str, Row] = {}
        self._sent: dict[str, _Sent] = {}
        self._contents: dict[int, str] = {}
        self._numbers = itertools.count()
        self._changes: list[Change] = []
        self._graded_now = 0
        self._next_table = 0.0
        self._lacking = False

    def run(self, entries: Sequence[Entry], jobs: int, cluster: Cluster | None = None) -> Summary:
        """Grade the submissions, with so many processes or on a cluster; return the summary.

        Whatever ends it early, the table says what was done.

        Raises
        ------
        GraderError
            When the batch cannot go on: what it writes cannot be written, or no submission can be
            graded on this machine.
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
        with self._judged(entry):
            staged = patiently(
                lambda: Staged(entry.sources, self._plan.assignments),
                lambda: self._rest(pool),
            )
            try:
                self._place(entry, staged, pool)
            finally:
                sent = self._sent.get(staged.content)
                if sent is None or sent.staged is not staged:
                    staged.close()

    def _place(self, entry: Entry, staged: Staged, pool: Pool | Cluster) -> None:
        if (sent := self._sent.get(staged.content)) is not None:
            sent.waiting.append((entry, staged.notes))
        elif known := self._known(staged.content):
            self._settle(entry, known, staged.notes, new=False)
        else:
            self._send(_Sent(staged, [(entry, staged.notes)]), pool)

    @contextlib.contextmanager
    def _judged(self, entry: Entry) -> Iterator[None]:
        """Whatever goes wrong with a submission is written down as what came of it.

        Raises
        ------
        GraderError
            When the batch cannot go on, whichever submission is next.
        """
        try:
            yield
        except Unreadable as reason:
            self._refuse(entry, str(reason))
        except MachineError as error:
            self._lacks([entry], str(error))
        except GraderError:
            raise
        except Exception as error:
            if isinstance(error, OSError) and is_shortage(error):
                self._lacks([entry], str(MachineError.of(error)))
                return
            said = error.strerror if isinstance(error, OSError) else error  # without a path of ours
            problem = f"{FAILED}{type(error).__name__}: {said}."
            self._fail(entry, problem, traceback.format_exc().encode("utf-8", "backslashreplace"))

    def _rest(self, pool: Pool | Cluster) -> None:
        """Wait a little; while submissions are graded, for what comes of them."""
        if pool.busy:
            self._collect(pool)
        else:
            rest()

    def _known(self, content: str) -> Grading | None:
        least = self._plan.order.isolation.least
        return self._book.find(content, self._plan.key, self._since, least)

    def _send(self, sent: _Sent, pool: Pool | Cluster) -> None:
        while not pool.free:
            self._collect(pool)
        number = next(self._numbers)
        pool.begin(Job(number, str(sent.staged.path)))
        self._contents[number] = sent.staged.content
        self._sent[sent.staged.content] = sent

    def _collect(self, pool: Pool | Cluster) -> None:
        for done in pool.wait(BREATH):
            self._enter(done)

    def _enter(self, done: Done) -> None:
        """Write down what came of a job, for all submissions that it was for."""
        sent = self._sent.pop(self._contents.pop(done.number))
        if not sent.staged.whole:
            done = Done(done.number, None, SWEPT, blame="machine")
        sent.staged.close()
        if done.blame == "batch":
            raise GraderError(done.problem)
        if done.blame == "machine":
            self._lacks([entry for entry, _ in sent.waiting], done.problem)
            return
        grading: Grading | None = None
        for entry, notes in sent.waiting:
            with self._judged(entry):
                if done.blame == "submission":
                    raise Unreadable(done.problem)
                if done.report is None:
                    self._fail(entry, f"{FAILED}{done.problem}.", noted(done.fault))
                    continue
                if grading is None:
                    data = self._output.keep_fault(entry.name, done.report)
                    content = sent.staged.content
                    grading = self._book.add(content, self._plan.key, self._run, data)
                self._settle(entry, grading, notes, new=True)

    def _refuse(self, entry: Entry, reason: str) -> None:
        """Write down that a submission cannot be opened."""
        content = f"unreadable: {reason}"
        grading = self._book.find(content, self._plan.key)
        if grading is None:
            data = self._plan.unreadable(reason)
            grading = self._book.add(content, self._plan.key, self._run, data)
        self._settle(entry, grading, [], new=False, readable=False)

    def _lacks(self, entries: Sequence[Entry], problem: str) -> None:
        """Write down that the machine lacks something; the second time in a row ends the batch."""
        if self._lacking:
            raise MachineError(problem)
        for entry in entries:
            self._fail(entry, problem)
        self._lacking = True

    def _fail(self, entry: Entry, problem: str, fault: bytes = b"") -> None:
        """Write down that a submission was not graded, through no fault of its own.

        It is in the table at least, where nothing else of it can be written.

        Parameters
        ----------
        entry
            The submission.
        problem
            A sentence.
        fault
            What is known of a fault of the grader's own.
        """
        data = self._plan.failed(problem, self._output.keep(entry.name, fault))
        self.failed.add(entry.name)
        with contextlib.suppress(Exception):
            grading = self._book.add(f"failed: {problem}", self._plan.key, self._run, data)
            self._book.hand(entry, grading, self._run)
            self._output.tell(entry.name, grading)
        self._enter_row(graded(entry, "", from_json(data), [], readable=True), new=False)

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
        self._lacking = False
        self._graded_now += new
        if before is not None and (change := compare(entry.name, before, grading)):
            self._changes.append(change)
        if row.status == "internal":
            self.failed.add(entry.name)
        self._enter_row(row, new=new)

    def _enter_row(self, row: Row, *, new: bool) -> None:
        self._rows[row.entry.name] = row
        self._watcher.step(row, new=new)
        if time.monotonic() >= self._next_table:
            self._write_table()

    def _write_table(self) -> None:
        began = time.monotonic()
        self._output.write("grades.csv", to_csv(self._rows.values(), self._plan.order.tasks))
        self._output.write_json("summary.json", self._summary())
        self._next_table = (now := time.monotonic()) + max(BREATH, 20 * (now - began))

    def _summary(self) -> Summary:
        rows = list(self._rows.values())
        statuses = counts(rows)
        totals = [row.total for row in rows if row.status == "graded"]
        strange = tuple(r.entry.name for r in rows if r.status not in ("pending", "graded"))
        return Summary(
            complete=not statuses["pending"],
            submissions=len(rows),
            statuses={str(status): count for status, count in statuses.items()},
            graded_now=self._graded_now,
            tasks=self._plan.order.tasks,
            maximum=self._plan.maximum,
            mean=round(sum(totals) / len(totals), 4) if totals else None,
            seed=self._plan.order.chance.seed,
            examples=self._plan.key.examples,
            grader_version=self._plan.key.grader,
            course_version=self._plan.key.course,
            needs_a_look=strange,
            changes=tuple(sorted(self._changes, key=lambda change: change.name)),
        )
