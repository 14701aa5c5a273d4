"""What a submission may use up, and how far it has to be kept apart: the judge's own terms."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from grader.sandbox.protocol.layers import Level

Positive = Annotated[float, msgspec.Meta(gt=0)]
Whole = Annotated[int, msgspec.Meta(ge=1)]


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the student's code may use up; a right submission needs a small part of each.

    Attributes
    ----------
    call, load, task, submission, start
        Seconds in which the code could have run, see `grader.sandbox.client.transport.usage`: for
        one call, for the import of one file, for all that is done for a task, for all tasks of a
        submission together, and for a process to come up.
    cpu
        Seconds of processor time of one process, all of its threads together.
    memory
        MiB that one process may ask for.
    file
        MiB of the largest file that it may write to its scratch folder.
    output
        KiB of what it prints that are kept; the rest is dropped.
    """

    call: Positive = 5.0
    load: Positive = 10.0
    task: Positive = 60.0
    submission: Positive = 300.0
    start: Positive = 60.0
    cpu: Whole = 600
    memory: Whole = 2048
    file: Whole = 64
    output: Whole = 64

    @property
    def scratch_bytes(self) -> int:
        """What all files in its scratch folder may take up together: four of the largest."""
        return self.file << 22

    def of_process(self) -> dict[str, int]:
        """Return what a process is to set for itself, by the names of `layers.LIMITS`."""
        return {
            "memory_bytes": self.memory << 20,
            "cpu_seconds": self.cpu,
            "file_bytes": self.file << 20,
        }


class Isolation(msgspec.Struct, frozen=True, kw_only=True):
    """How far a submission has to be kept apart.

    Attributes
    ----------
    least
        Below this level nothing of a submission is run.
    without
        Layers that are left out, to show what they are good for.
    """

    least: Level = "process"
    without: tuple[str, ...] = ()

    @classmethod
    def full(cls) -> Isolation:
        """Return what is due where more than one person's code is graded: all layers hold."""
        return cls(least="confined")

    @classmethod
    def at_least(cls, least: Level | Literal["required"]) -> Isolation:
        """Return what an option asks for: a level, or ``required``, by which all layers hold."""
        return cls(least="confined" if least == "required" else least)
