"""The gradebook: every grading of every submission, check by check, in one SQLite file.

A grading is known by the contents of the submission, the version of the course, the version of the
grader and what the examples were drawn from. What is in the book under these is not graded again,
if it was kept apart as far as is asked for. Each grading is one transaction: after a kill it is
there or it is not.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any

import msgspec

from grader.batch.intake import Entry
from grader.errors import MachineError, UsageError
from grader.grading.result import Report
from grader.report.json import from_json
from grader.sandbox.protocol.layers import LEVELS, Level

BUSY = 60.0
"""Seconds for which one waits for another program that has the book open."""

FORM = 2
"""The form of the tables; a book of the form before is brought up to it, others are left alone."""

_TABLES = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY, course TEXT NOT NULL, grader TEXT NOT NULL, examples TEXT NOT NULL,
    regrade INTEGER NOT NULL, began TEXT NOT NULL, ended TEXT,
    command TEXT NOT NULL DEFAULT ''
);
CREATE TABLE gradings (
    id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES runs, content TEXT NOT NULL,
    course TEXT NOT NULL, grader TEXT NOT NULL, examples TEXT NOT NULL,
    score REAL NOT NULL, max_score REAL NOT NULL, internal INTEGER NOT NULL,
    at TEXT NOT NULL, report BLOB NOT NULL
);
CREATE INDEX gradings_by_key ON gradings (content, course, grader, examples);
CREATE TABLE checks (
    grading INTEGER NOT NULL REFERENCES gradings, place INTEGER NOT NULL, task TEXT NOT NULL,
    "check" TEXT NOT NULL, title TEXT NOT NULL, outcome TEXT NOT NULL, score REAL NOT NULL,
    max_score REAL NOT NULL, hidden INTEGER NOT NULL, message TEXT NOT NULL,
    seconds REAL NOT NULL, PRIMARY KEY (grading, place)
) WITHOUT ROWID;
CREATE TABLE results (
    id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES runs, name TEXT NOT NULL,
    grading INTEGER NOT NULL REFERENCES gradings, student TEXT NOT NULL, student_id TEXT NOT NULL,
    late INTEGER NOT NULL, at TEXT NOT NULL
);
CREATE INDEX results_by_name ON results (name, id);
CREATE VIEW latest AS
    SELECT * FROM results WHERE id IN (SELECT max(id) FROM results GROUP BY name);
CREATE VIEW submission_checks AS
    SELECT latest.name, latest.student, latest.student_id, checks.*
    FROM latest JOIN checks ON checks.grading = latest.grading;
"""

_OLD = """
ALTER TABLE runs RENAME COLUMN seed TO examples;
ALTER TABLE runs ADD COLUMN command TEXT NOT NULL DEFAULT '';
ALTER TABLE gradings RENAME COLUMN seed TO examples;
UPDATE runs SET examples = 'seed ' || examples;
UPDATE gradings SET examples = 'seed ' || examples;
"""

_FROM = MappingProxyType({0: _TABLES, 1: _OLD})
"""What makes the tables, from those of another form; 0 is an empty book."""


class Key(msgspec.Struct, frozen=True):
    """What a report depends on, apart from the submission."""

    course: str
    grader: str
    examples: str
    """What they were drawn from, see `grader.grading.chance.Chance.name`."""


class Grading(msgspec.Struct, frozen=True):
    """One grading as it is in the book."""

    id: int
    content: str
    key: Key
    at: str
    data: bytes
    """The report as JSON, as it was first written."""

    @property
    def report(self) -> Report:
        """The report."""
        return from_json(self.data)


class Gradebook:
    """An open gradebook; a file that is not there is made.

    Raises
    ------
    UsageError
        When the file is no gradebook, or one of another version.
    MachineError
        Also later, when it cannot be written: a full disk, for instance.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._guarded():
            self._db = sqlite3.connect(path, timeout=BUSY, isolation_level=None)
            try:
                self._prepare()
            except BaseException:
                self._db.close()
                raise

    def _prepare(self) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        (form,) = self._db.execute("PRAGMA user_version").fetchone()
        if form == FORM:
            return
        if form not in _FROM:
            raise UsageError(f"{self._path} was written by another version of the grader.")
        with self._transaction():
            for statement in _FROM[form].split(";\n"):
                self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version = {FORM}")

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()

    def begin(self, key: Key, *, regrade: bool, command: str = "") -> tuple[int, bool]:
        """Return the number of this run, and whether it goes on with the last one.

        It does where that was the same and was cut short. The `command` is what does it again.
        """
        mine = (key.course, key.grader, key.examples, int(regrade))
        with self._guarded():
            last = self._db.execute("SELECT * FROM runs ORDER BY id DESC LIMIT 1").fetchone()
            if last is not None and last[1:5] == mine and last[6] is None:
                return int(last[0]), True
            fields = (*mine, _now(), command)
            made = self._db.execute(
                "INSERT INTO runs (course, grader, examples, regrade, began, command) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                fields,
            )
            return int(made.lastrowid or 0), False

    def end(self, run: int) -> None:
        """Note that a run came to its end."""
        with self._guarded():
            self._db.execute("UPDATE runs SET ended = ? WHERE id = ?", (_now(), run))

    def find(
        self, content: str, key: Key, run: int | None = None, least: Level = "process"
    ) -> Grading | None:
        """Return the last grading of these contents, by that run if one is given.

        What ended through a fault of the grader's own is not found, so that it is tried again.
        Neither is one in which the submission was kept apart less than `least` says.
        """
        found = self._all(
            "content = ? AND course = ? AND grader = ? AND examples = ? AND internal = 0 "
            "AND run >= ? ORDER BY id DESC",
            (content, key.course, key.grader, key.examples, run or 0),
        )
        return next((one for one in found if _apart(one.report.isolation, least)), None)

    def add(self, content: str, key: Key, run: int, data: bytes) -> Grading:
        """Write a grading down, check by check, and return it."""
        report = from_json(data)
        fields = (run, content, key.course, key.grader, key.examples)
        scores = (report.score, report.max_score, report.internal)
        with self._guarded(), self._transaction():
            at = _now()
            made = self._db.execute(
                "INSERT INTO gradings (run, content, course, grader, examples, score, max_score, "
                "internal, at, report) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*fields, *scores, at, data),
            )
            grading = Grading(int(made.lastrowid or 0), content, key, at, data)
            self._db.executemany(
                "INSERT INTO checks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                _rows(grading.id, report),
            )
        return grading

    def hand(self, entry: Entry, grading: Grading, run: int) -> None:
        """Note that a grading is the result of a submission from now on, if it was not before."""
        with self._guarded():
            last = self._db.execute(
                "SELECT grading FROM results WHERE name = ? ORDER BY id DESC LIMIT 1",
                (entry.name,),
            ).fetchone()
            if last is None or last[0] != grading.id:
                who = (entry.student, entry.student_id, entry.late)
                self._db.execute(
                    "INSERT INTO results (run, name, grading, student, student_id, late, at) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (run, entry.name, grading.id, *who, _now()),
                )

    def before(self, name: str, run: int) -> Grading | None:
        """Return what a submission got in the runs before."""
        return self._one(
            "id = (SELECT grading FROM results WHERE name = ? AND run < ? "
            "ORDER BY id DESC LIMIT 1)",
            (name, run),
        )

    def history(self, name: str) -> list[Grading]:
        """Return all that a submission got, the oldest first."""
        with self._guarded():
            found = self._db.execute(
                "SELECT grading FROM results WHERE name = ? ORDER BY id", (name,)
            ).fetchall()
        gradings = [self._one("id = ?", row) for row in found]
        return [grading for grading in gradings if grading is not None]

    def command(self, grading: Grading) -> str:
        """Return the command of the run that a grading comes from, as far as that is known."""
        with self._guarded():
            (command,) = self._db.execute(
                "SELECT command FROM runs WHERE id = (SELECT run FROM gradings WHERE id = ?)",
                (grading.id,),
            ).fetchone()
        return str(command)

    def names(self) -> list[str]:
        """Return the names of all submissions that the book knows."""
        with self._guarded():
            found = self._db.execute("SELECT DISTINCT name FROM results ORDER BY name").fetchall()
        return [name for (name,) in found]

    def _one(self, condition: str, values: tuple[Any, ...]) -> Grading | None:
        return next(iter(self._all(condition, values)), None)

    def _all(self, condition: str, values: tuple[Any, ...]) -> list[Grading]:
        query = "SELECT id, content, course, grader, examples, at, report FROM gradings WHERE "
        with self._guarded():
            rows = self._db.execute(query + condition, values).fetchall()
        return [Grading(row[0], row[1], Key(*row[2:5]), row[5], row[6]) for row in rows]

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:  # a full disk ends it as well
                self._db.execute("ROLLBACK")
            raise

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Turn what SQLite says into a sentence that names the file and the cure."""
        try:
            yield
        except (sqlite3.OperationalError, sqlite3.DatabaseError) as error:
            if "not a database" in str(error) or "malformed" in str(error):
                raise UsageError(
                    f"{self._path} is damaged, or no gradebook: move it away, or choose another "
                    "folder with --output."
                ) from error
            cure = "Is the disk full, or the folder read-only?"
            if "locked" in str(error):
                cure = "Another program has it open: close that."
            raise MachineError(
                f"The gradebook {self._path} cannot be used: {error}. {cure}"
            ) from error


def _rows(grading: int, report: Report) -> Iterator[tuple[Any, ...]]:
    checks = [(task.id, check) for task in report.tasks for check in task.checks]
    for place, (task, check) in enumerate(checks):
        yield (
            *(grading, place, task, check.id, check.title, check.outcome, check.score),
            *(check.max_score, check.hidden, check.message, check.seconds),
        )


def _apart(isolation: str, least: Level) -> bool:
    """Whether a submission was kept apart far enough; of one without a level nothing was run."""
    return not isolation or isolation in LEVELS[LEVELS.index(least) :]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
