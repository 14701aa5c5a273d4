"""What goes wrong in a round: drawn from its number, so that a round can be played again."""

from __future__ import annotations

import random
from typing import NamedTuple

OFTEN = 10**6
"""So often fails what does not pass by itself."""

_SHORT = ("EMFILE", "ENFILE", "ENOMEM")
_DISK = (*_SHORT, "EIO", "EINTR", "EACCES")
_FULL = ("ENOSPC", "EDQUOT", "EIO", "EINTR", "EROFS")

ERRORS = {
    "open": (*_DISK, "ENOSPC"),
    "read": ("EIO", "EINTR", "ENOMEM"),
    "write": _FULL,
    "replace": (*_FULL, "EACCES"),
    "mkdir": (*_FULL, "EMLINK"),
    "list": _DISK,
    "stat": ("EIO", "ENOMEM", "EACCES"),
    "unlink": ("EIO", "EBUSY", "EINTR"),
    "lock": ("ENOLCK", "EINTR", "EIO"),
    "pipe": _SHORT,
    "fork": ("EAGAIN", "ENOMEM"),
    "send": ("EPIPE", "ECONNRESET", "ENOBUFS"),
    "book": ("SQLITE_BUSY", "SQLITE_FULL", "SQLITE_IOERR"),
}
"""How each call of the system can fail."""

EVENTS = {
    "batch": ("kill", "stop", "vanish", "sweep", "empty", "clock"),
    "judge": ("kill", "stop", "vanish", "sweep", "widow"),
}
"""What else can happen at a call of each side.

`kill`: the process is killed. `stop`: it is asked to end. `widow`: the process that forks is
killed. `vanish`: a submission is gone. `sweep`: whoever tidies up removes the temporary files.
`empty`: somebody removes the reports. `clock`: the clock is set back by a day.
"""

NEVER = {"batch": {"send"}, "judge": {"book", "lock"}}
"""What a side does not do."""

REACH = {
    "open": 150,
    "read": 150,
    "write": 150,
    "stat": 400,
    "list": 60,
    "unlink": 80,
    "book": 120,
    "replace": 40,
    "mkdir": 12,
    "pipe": 12,
    "fork": 3,
    "send": 8,
    "lock": 1,
}
"""About how many calls of a kind a run makes."""


class Fault(NamedTuple):
    """Something that goes wrong at a call, and for how long."""

    side: str
    """Whose call it is: that of the batch, or of a process that grades."""
    call: str
    what: str
    """The name of an error, or one of `EVENTS`."""
    after: int
    """So many calls go well before, in each process."""
    times: int
    """So many calls fail, in all processes together."""
    late: bool
    """Whether what was asked for is done before it is said to have failed."""

    def __str__(self) -> str:
        late = " after all" if self.late else ""
        often = "for good" if self.times == OFTEN else f"{self.times} times"
        return f"{self.what}{late}, {often}, from {self.call} {self.after} of the {self.side}"


def drawn(number: int) -> list[Fault]:
    """Return what goes wrong in a round."""
    dice = random.Random(number)  # noqa: S311
    return [_fault(dice) for _ in range(dice.choice((1, 1, 2, 3)))]


def _fault(dice: random.Random) -> Fault:
    side = dice.choice(("batch", "batch", "judge"))
    call = dice.choice([call for call in ERRORS if call not in NEVER[side]])
    after = int(REACH[call] ** dice.random()) - 1
    if dice.random() < 0.25:
        return Fault(side, call, dice.choice(EVENTS[side]), after, dice.choice((1, 1, 2)), False)
    what = dice.choice(ERRORS[call])
    # Python itself tries again what was interrupted: for good, it would do so for ever.
    times = dice.choice((1, 1, 1, 2, 5, 5 if what == "EINTR" else OFTEN))
    late = call in ("replace", "mkdir", "unlink", "book") and dice.random() < 0.3
    return Fault(side, call, what, after, times, late)
