"""A time limit counts what code could have run, and everything that it makes necessary."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from grader.sandbox.client.codec import Purpose
from grader.sandbox.client.errors import Died, TimedOut
from grader.sandbox.client.limits import Isolation, Limits
from grader.sandbox.client.transport.connection import Connection
from grader.sandbox.client.transport.usage import GLANCE, Allowance, Reading, Stopwatch
from grader.sandbox.protocol.frames import numbered, parse_frame, plain_frame
from grader.sandbox.protocol.layers import LAYERS


class Told:
    """A clock that shows what it is told, in seconds that pass as the process does something."""

    def __init__(self) -> None:
        self.last = Reading(0.0, 0.0, 0.0, 0.0, 0.0)
        self.ready = False

    def passes(self, seconds: float, **also: float) -> None:
        known = self.last._asdict()
        grown = {key: known[key] + more for key, more in also.items()}
        self.last = self.last._replace(passed=self.last.passed + seconds, **grown)

    def read(self) -> Reading:
        return self.last

    def is_ready(self) -> bool:
        return self.ready

    def close(self) -> None:
        """Leave nothing."""


class Watch(Stopwatch):
    """A stopwatch by such a clock alone."""

    @property
    def age(self) -> float:
        return self._clock.last.passed - self._began.passed


@pytest.fixture
def clock() -> Told:
    return Told()


@pytest.mark.parametrize(
    ("also", "counted"),
    [
        ({"ran": 5.0, "used": 5.0}, 5.0),
        ({}, 5.0),  # it slept
        ({"queued": 4.0, "ran": 1.0, "used": 1.0}, 1.0),
        ({"kept": 4.5}, 0.5),  # it may have answered long before anybody had the time to look
        ({"queued": 4.0, "ran": 1.0, "used": 9.0}, 9.0),  # its own threads kept it waiting
        ({"queued": 4.0, "kept": 4.0}, 0.0),
    ],
)
def test_waiting_for_a_processor_is_not_counted(
    clock: Told, also: dict[str, float], counted: float
) -> None:
    clock.passes(3.0, queued=1.0, ran=1.0, used=1.0)
    watch = Watch(clock)  # type: ignore[arg-type]
    clock.passes(5.0, **also)
    assert watch.elapsed() == counted


def test_time_is_over_for_what_sleeps_or_runs(clock: Told) -> None:
    watch = Watch(clock)  # type: ignore[arg-type]
    assert watch.left(5.0) == 5.0
    clock.passes(4.0)
    assert watch.left(5.0) == 1.0
    clock.passes(1.0)
    assert watch.left(5.0) <= 0
    clock.ready = True
    assert watch.left(5.0) == GLANCE  # it may be waiting, so one looks again
    clock.passes(GLANCE, ran=GLANCE)
    assert watch.left(5.0) <= 0


def test_time_is_not_over_for_what_waits_for_a_processor(clock: Told) -> None:
    watch = Watch(clock)  # type: ignore[arg-type]
    clock.ready = True
    for _ in range(100):
        clock.passes(1.0)
        watch.left(5.0)
    assert watch.left(5.0) == GLANCE
    clock.passes(0.0, queued=99.0, ran=0.5)
    assert watch.left(5.0) == pytest.approx(4.0)


class Fragile:
    """A process that takes a second to come up, and dies of whatever it is asked."""

    scratch = ""
    max_output = 0
    max_scratch = 0
    request_batches: frozenset[str] = frozenset()

    def __init__(self, clock: Told) -> None:
        self.clock: Any = clock

    def exchange(self, frame: bytes, seconds: float) -> bytes:  # noqa: ARG002 - it has no patience
        number, header, _ = parse_frame(frame)
        if header["op"] != "open":
            raise Died("it died", "")
        self.clock.passes(1.0)
        layers = {name: {"held": True, "detail": ""} for name in LAYERS}
        return numbered(plain_frame({"layers": layers}), number)

    def stream(
        self,
        frames: Sequence[bytes],
        seconds: float,
        is_last: Callable[[bytes], bool],
        whole: float,
    ) -> Iterator[bytes]:
        raise NotImplementedError

    def interrupt(self, seconds: float) -> bytes | None:  # noqa: ARG002 - it is dead
        return None

    def take_output(self) -> str:
        return ""

    def close(self) -> None:
        """Leave nothing."""


@pytest.mark.parametrize("whole", ["task", "submission"])
def test_processes_that_replace_what_crashed_take_the_time_of_the_code(
    clock: Told, whole: str
) -> None:
    limits = Limits(task=3.0 if whole == "task" else 60.0)
    total = Allowance(3.0 if whole == "submission" else 60.0)
    worker = Connection(limits, None, Isolation(), lambda: Fragile(clock), total)
    worker.begin(limits, limits.task)
    outcomes = []
    for _ in range(6):
        with pytest.raises((Died, TimedOut)) as caught:
            worker.ask(plain_frame({"op": "get"}), 5.0, Purpose("reading"))
        outcomes.append(str(caught.value))
    died, late = outcomes[:4], outcomes[4:]  # the first process is nobody's fault
    assert set(died) == {"While reading, it died."}
    assert set(late) == {f"The time limit of the whole {whole} was reached before this call."}


def test_time_of_a_submission_is_that_of_all_its_tasks(clock: Told) -> None:
    limits, total = Limits(task=3.0), Allowance(7.0)
    for due in ("While reading", "While reading", "The time limit of the whole submission"):
        worker = Connection(limits, None, Isolation(), lambda: Fragile(clock), total)
        worker.begin(limits, limits.task)
        for _ in range(4):
            with pytest.raises((Died, TimedOut)) as caught:
                worker.ask(plain_frame({"op": "get"}), 5.0, Purpose("reading"))
        assert str(caught.value).startswith(due)
