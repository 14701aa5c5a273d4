"""What an audit came to."""

from __future__ import annotations

from typing import Literal

import msgspec

Verdict = Literal["caught", "survived", "equivalent", "marked", "fault"]
"""What became of a wrong version: caught by a check; passed by all, and an input shows that it is
wrong; passed by all, and none does; marked by the author; not to be graded."""

SCHEMA = "gradient-grader/audit/1"


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one wrong version."""

    id: str
    function: str
    operator: str
    diff: str
    verdict: Verdict
    checks: tuple[str, ...] = ()
    """The checks that caught it, the first two of them: ``task3.weights``."""
    program: str = ""
    """What to run to see that it is wrong."""
    tries: int = 0
    """How many inputs were compared, where it was searched for one."""
    reason: str = ""
    """Why the author takes it for right; or what kept it from being graded."""
    seconds: float = 0.0


class CheckAudit(msgspec.Struct, frozen=True, kw_only=True):
    """What one check is good for."""

    id: str
    first: int
    """How many wrong versions it was the first to catch ..."""
    alone: int
    """... and how many nobody else catches."""
    seconds: float
    """What it takes, on average, with the wrong versions that it was run on."""


class SampleAudit(msgspec.Struct, frozen=True, kw_only=True):
    """A sample of the course's that did not end as it should."""

    path: str
    problem: str


class MistakeAudit(msgspec.Struct, frozen=True, kw_only=True):
    """A mistake of a task's table, and what became of a function that makes it."""

    array: str
    sentence: str
    tried: bool
    caught: bool = False
    told: bool = False
    """Whether a report names it, and no other beside it."""
    problem: str = ""
    """Why it could not be tried, or what is told instead."""


class TaskAudit(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one task."""

    id: str
    title: str
    mutants: tuple[Ended, ...]
    checks: tuple[CheckAudit, ...]
    unreached: dict[str, list[str]]
    samples: tuple[SampleAudit, ...] = ()
    mistakes: tuple[MistakeAudit, ...] = ()

    def count(self, verdict: Verdict) -> int:
        """Return how many wrong versions ended so."""
        return sum(one.verdict == verdict for one in self.mutants)

    def ended(self, verdict: Verdict) -> list[Ended]:
        """Return the wrong versions that ended so."""
        return [one for one in self.mutants if one.verdict == verdict]

    @property
    def summary(self) -> str:
        """How many wrong versions there were, and what became of them."""
        told = [
            f"{len(self.mutants)} wrong versions: {self.count('caught')} caught",
            f"{self.count('survived')} with full marks",
            f"{self.count('marked')} marked",
            f"{self.count('equivalent')} probably right",
        ]
        if faults := self.count("fault"):
            told.append(f"{faults} not graded")
        if self.mistakes:
            proved = sum(one.caught and one.told for one in self.mistakes)
            told.append(f"{proved} of {len(self.mistakes)} mistakes told apart")
        return ", ".join(told)

    @property
    def holds(self) -> bool:
        """Whether there is nothing that an author has to look at."""
        return not (self.count("survived") or self.count("fault") or self.samples or self.unproved)

    @property
    def unproved(self) -> list[MistakeAudit]:
        """The mistakes that no check catches, or that no report names."""
        return [one for one in self.mistakes if one.tried and not (one.caught and one.told)]


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """What an audit came to."""

    tasks: tuple[TaskAudit, ...]
    stale: tuple[str, ...] = ()
    """A sentence for each mark that means nothing any more."""
    seconds: float = 0.0
    tries: int = 0
    schema: str = SCHEMA

    @property
    def summary(self) -> str:
        """Whether the checks are strong enough, in a sentence."""
        made = sum(len(one.mutants) for one in self.tasks)
        wrong = sum(one.count("survived") for one in self.tasks)
        if wrong:
            verdict = f"{wrong} of {made} wrong versions would get full marks."
        elif not self.holds:
            verdict = "Something above is to be looked at."
        else:
            verdict = f"None of {made} wrong versions would get full marks."
        return f"{verdict} ({self.seconds:.0f} s)"

    @property
    def holds(self) -> bool:
        """Whether there is nothing that an author has to look at."""
        return not self.stale and all(one.holds for one in self.tasks)
