"""The layers of the confinement, by the names that both sides know, and its limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

LAYERS = ("limits", "privileges", "privacy", "files", "capabilities", "calls")

Level = Literal["process", "partial", "confined"]
"""How far a process is confined: not at all or nearly so, by some layers, by all of them."""

LEVELS: tuple[Level, ...] = ("process", "partial", "confined")
"""The levels, from the lowest on."""

LIMITS: Mapping[str, int] = {
    "memory_bytes": 2 << 30,
    "cpu_seconds": 600,
    "file_bytes": 64 << 20,
    "open_files": 64,
    "stack_bytes": 8 << 20,
    "threads": 256,
}
"""Far more than an exercise needs, and less than what hurts the machine.

The system counts the threads of all processes of an ordinary user together, this one's desktop
included, so that theirs are bounded loosely here; `grader.sandbox.client.transport.usage` counts
those of the process alone.
"""


def level(held: Mapping[str, bool]) -> Level:
    """Return ``confined`` when all layers hold, ``process`` when neither files nor calls do."""
    if all(held.get(name, False) for name in LAYERS):
        return "confined"
    weighty = any(held.get(name, False) for name in ("files", "calls"))
    return "partial" if weighty else "process"
