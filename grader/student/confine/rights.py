"""What a process may give up by itself: privileges, limits, and being looked at by others."""

from __future__ import annotations

import ctypes
import signal
import struct
from collections.abc import Mapping

from grader.student.confine.kernel import (
    PR_GET_DUMPABLE,
    PR_GET_NO_NEW_PRIVS,
    PR_SET_DUMPABLE,
    PR_SET_NO_NEW_PRIVS,
    PR_SET_PDEATHSIG,
    Kernel,
    NotHeld,
)

_READ_ANY = 1 << 2  # CAP_DAC_READ_SEARCH
_CAPABILITIES_3 = 0x20080522


def no_new_privileges(kernel: Kernel) -> str:
    """Let no program that is run ever gain rights; Landlock and seccomp want it first."""
    kernel.prctl(PR_SET_NO_NEW_PRIVS, 1)
    if kernel.prctl(PR_GET_NO_NEW_PRIVS) != 1:
        raise NotHeld("the kernel says that it is not set")
    return "no program can gain rights any more"


def undumpable(kernel: Kernel) -> str:
    """Let no process of the same user attach to this one or read its memory.

    And let this one end with the process that started it, even where that is killed while the
    student's code is in a loop without an end.
    """
    kernel.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    kernel.prctl(PR_SET_DUMPABLE, 0)
    if kernel.prctl(PR_GET_DUMPABLE) != 0:
        raise NotHeld("the kernel says that it is not set")
    return "other processes of the user cannot look into it"


def capabilities(kernel: Kernel) -> str:
    """Give up what only root may do.

    Reading files whatever their permissions say is kept where it was there: a submission may
    belong to somebody else, and which files can be read is Landlock's part.
    """
    before = _effective(kernel)
    kept = before & _READ_ANY
    kernel.function("capset", _header(), struct.pack("=6I", kept, kept, 0, 0, 0, 0))
    if _effective(kernel) != kept:
        raise NotHeld("some could not be given up")
    if not before:
        return "there were none to give up"
    return "none is left but to read files" if kept else "none is left"


def _effective(kernel: Kernel) -> int:
    data = ctypes.create_string_buffer(24)
    kernel.function("capget", _header(), data)
    low, _, _, high, _, _ = struct.unpack("=6I", data.raw)
    return int(low) | int(high) << 32


def _header() -> ctypes.Array[ctypes.c_char]:
    return ctypes.create_string_buffer(struct.pack("=Ii", _CAPABILITIES_3, 0), 8)


def limits(wanted: Mapping[str, int]) -> str:
    """Lower the limits that this system has, for good; the keys are `Plan.limits`'s."""
    import resource  # not on Windows

    memory = wanted["memory_bytes"]
    values = {
        # What is asked for counts as data; what is only shared or set aside, as address space.
        # Threads set aside 64 MB each that they never use, so there has to be more of it.
        "DATA": memory,
        "AS": 2 * memory,
        "CPU": wanted["cpu_seconds"],
        "FSIZE": wanted["file_bytes"],
        "NOFILE": wanted["open_files"],
        "STACK": wanted["stack_bytes"],
        "CORE": 0,
    }
    if "processes" in wanted:
        values["NPROC"] = wanted["processes"]
    missing = []
    for name, value in values.items():
        kind = getattr(resource, f"RLIMIT_{name}", None)
        if kind is None or not _lower(kind, value):
            missing.append(name)
    if missing:
        raise NotHeld(f"this system does not limit {', '.join(missing)}")
    return f"{memory / 2**20:,.0f} MiB of memory, {wanted['cpu_seconds']:,} s of processor time"


def _lower(kind: int, value: int) -> bool:
    import resource

    _, most = resource.getrlimit(kind)
    # Where both end at once, the process is killed without a word; SIGXCPU says why.
    last = value + 1 if kind == resource.RLIMIT_CPU else value
    if most != resource.RLIM_INFINITY:
        value, last = min(value, most), min(last, most)
    try:
        resource.setrlimit(kind, (value, last))
    except (OSError, ValueError):
        return False
    return resource.getrlimit(kind) == (value, last)
