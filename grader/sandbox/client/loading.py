"""The judge's side of loading a file or a notebook: what was defined counts.

Code at the top of a file, and each cell of a notebook, is stopped when it takes too long. What was
defined by then is graded, and a sentence says where it stopped.
"""

from __future__ import annotations

from typing import Any

import msgspec

from grader.sandbox.client.codec import Purpose
from grader.sandbox.client.errors import Died, StudentError, TimedOut, Whole
from grader.sandbox.client.messages import MAX_NOTES, faults_of, more_cells, raised, too_slow
from grader.sandbox.client.source import Source
from grader.sandbox.client.transport.connection import Connection
from grader.sandbox.protocol.frames import plain_frame

ALL_CELLS = 2
"""The cells of a notebook together may take so many times as long as a file ..."""

SHARE = 0.5
"""... and each of them this part of what is left of it."""

AGAIN = 2.0
"""Seconds for what took too long once, when a fresh process loads it again."""

LEAST = 0.02
"""However little is left, a cell has this part of the time of a file."""

MAX_LOST = 2
"""So many cells may cost the process that they run in, and are left out."""

MAX_STATEMENTS = 1000
"""So many statements at the top of a file are tried one by one."""

KEPT = "What it had defined by then counts."


class Loaded(msgspec.Struct, frozen=True):
    """What came of loading a module.

    Attributes
    ----------
    names
        What it defines.
    notes
        Sentences for the report.
    stopped
        Why it was not run to its end.
    slow
        Whether any of it took too long.
    until
        How many statements stand above the one that costs the process; None if none does.
    """

    names: list[str]
    notes: tuple[str, ...] = ()
    stopped: StudentError | None = None
    slow: bool = False
    until: int | None = None


def load(
    worker: Connection,
    module: str,
    source: Source,
    seconds: float,
    until: int | None = None,
) -> Loaded:
    """Load a module; code at its top may take so many seconds.

    Of a file, only the first `until` statements are run, if that is given.

    Raises
    ------
    StudentError
        When nothing of it could be run, or the process was lost.
    """
    if source.request["op"] == "notebook":
        loaded = _Cells(worker, module, source, seconds).load()
    else:
        loaded = _load_file(worker, module, source, seconds, until)
    return msgspec.structs.replace(loaded, notes=source.notes + loaded.notes)


def _load_file(
    worker: Connection, module: str, source: Source, seconds: float, until: int | None
) -> Loaded:
    """Load a file, or what stands above the statement that costs the process."""
    if until is not None:
        return _load_part(worker, module, source, seconds, until)[0]
    try:
        return _load_part(worker, module, source, seconds)[0]
    except (TimedOut, Died) as error:
        if not worker.in_time():
            raise
        late = isinstance(error, TimedOut)
        place, line = _costly(worker, module, source, min(AGAIN, seconds) if late else seconds)
        if not line:
            raise
        above, _ = _load_part(worker, module, source, seconds, place)
        if not above.names:
            raise
        note = f"{error} {error.hint}".strip() + f" That was in line {line}. {KEPT}"
        return Loaded(above.names, (*above.notes, note), error, late, place)


def _costly(worker: Connection, module: str, source: Source, seconds: float) -> tuple[int, int]:
    """Find the statement that costs the process: how many stand above it, and its line or 0."""
    loaded, line = _load_part(worker, module, source, seconds, 0)
    for place in range(MAX_STATEMENTS):
        if not line or loaded.stopped:
            break
        try:
            loaded, following = _load_part(worker, module, source, seconds, place + 1)
        except (TimedOut, Died):
            return place, line
        line = following
    return 0, 0


def _load_part(
    worker: Connection, module: str, source: Source, seconds: float, until: int | None = None
) -> tuple[Loaded, int]:
    """Load a file, or so many of its statements; return the line of the next one, or 0."""
    part = {} if until is None else {"until": until}
    request = plain_frame({"module": module, **source.request, **part})
    told = _Teller(source.loading, seconds, _short(worker, seconds))
    header, late = worker.load(request, seconds, Purpose(source.loading))
    _, faults = faults_of(header.get("faults"))
    notes = [told.note(fault, late=late) for fault in faults[:MAX_NOTES]]
    stopped = None
    if isinstance(fault := header.get("stopped"), dict):
        stopped = told.error(fault, late=late)
        notes.append(f"{told.note(fault, late=late)} {KEPT}")
    following = header.get("next")
    loaded = Loaded(_names(header), tuple(notes), stopped, late)
    return loaded, following if type(following) is int else 0


class _Teller(msgspec.Struct, frozen=True):
    """Says what loading ended with.

    Attributes
    ----------
    what
        What was being done, as a sentence says it.
    seconds
        What it might take.
    short
        What leaves less than that, if there is such a whole.
    """

    what: str
    seconds: float
    short: Whole | None

    def error(self, fault: dict[str, Any], *, late: bool) -> StudentError:
        """Return the error for what a worker says; it was interrupted if `late`."""
        if late and fault.get("type") == "KeyboardInterrupt":
            return too_slow(self.what, self.seconds, fault, self.short)
        return raised(fault, self.what)

    def note(self, fault: dict[str, Any], *, late: bool) -> str:
        """Return the sentence for the report."""
        error = self.error(fault, late=late)
        return f"{error} {error.hint}".strip()


class _Cells:
    """Runs the cells of a notebook, each in its time."""

    def __init__(self, worker: Connection, module: str, source: Source, seconds: float) -> None:
        self._worker = worker
        self._module = module
        self._source = source
        self._seconds = seconds
        self._left = ALL_CELLS * seconds
        self._lost: dict[int, str] = {}
        self._place = -1
        self._slow = False

    def load(self) -> Loaded:
        """Run all cells; one that costs the process is left out, and all others run anew."""
        while True:
            self._place = -1
            try:
                return self._run()
            except (TimedOut, Died) as error:
                given_up = self._place < 0 or len(self._lost) == MAX_LOST
                if given_up or not self._worker.in_time():
                    raise
                self._lost[self._place] = f"{error} It was left out."
                self._slow = self._slow or isinstance(error, TimedOut)

    def _run(self) -> Loaded:
        self._ask({"module": self._module, **self._source.request})
        notes: list[str] = []
        more = 0
        for place, (number, text) in enumerate(self._source.cells):
            self._place = place
            if place in self._lost:
                notes.append(self._lost[place])
                continue
            count, said = self._run_cell(number, text)
            room = max(0, MAX_NOTES - len(notes))
            notes += said[:room]
            more += max(0, count - room)
        self._place = -1
        if more:
            notes.append(more_cells(more, self._source.name))
        names = _names(self._ask({"op": "names", "module": self._module}))
        return Loaded(names, tuple(notes), None, self._slow)

    def _run_cell(self, number: int, text: str) -> tuple[int, list[str]]:
        """Run a cell; return how many exceptions it led to, and sentences about them."""
        name, used = self._source.name, self._worker.budget.used
        seconds = float(f"{max(SHARE * self._left, LEAST * self._seconds):.2g}")
        request = {"op": "cell", "module": self._module, "number": number, "source": text}
        doing = Purpose(f"running cell {number} of {name}" if number else self._source.loading)
        try:
            short = _short(self._worker, seconds)
            header, late = self._worker.load(plain_frame(request), seconds, doing)
        finally:
            self._left -= self._worker.budget.used - used
        self._slow = self._slow or late
        count, faults = faults_of(header.get("faults"))
        told = _Teller("the cell" if number else doing.what, seconds, short)
        return count, [told.note(fault, late=late) for fault in faults]

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        header, _ = self._worker.load(
            plain_frame(request), self._seconds, Purpose(self._source.loading)
        )
        return header


def _short(worker: Connection, seconds: float) -> Whole | None:
    """Return what leaves code less time than `seconds`, if anything does."""
    return worker.budget.whole if worker.budget.left < seconds else None


def _names(header: dict[str, Any]) -> list[str]:
    names = header.get("names")
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
