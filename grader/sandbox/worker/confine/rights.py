"""What a process may give up by itself: privileges, limits, and being looked at by others."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import struct
from collections.abc import Mapping
from pathlib import Path

from grader.sandbox.worker.confine.kernel import (
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
_M_ARENA_MAX = -8
_FIRST_NUMBER, _NUMBERS = 60_000, 5_000  # of users that are nobody, in containers as well
_OF_A_USER = 4096
"""Threads of all processes of an ordinary user together, more than a desktop has.

It is there for what a process could start between two looks of the judge's, who counts its threads.
"""


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

    memory, threads = wanted["memory_bytes"], wanted["threads"]
    own = _own_number()
    _set_less_aside()
    values = {
        # Memory of its own counts as data; what is shared, with nobody even, as address space only.
        "DATA": memory,
        "AS": memory + _address_space(memory),
        "NPROC": threads if own else max(threads, _OF_A_USER),
        "CPU": wanted["cpu_seconds"],
        "FSIZE": wanted["file_bytes"],
        "NOFILE": wanted["open_files"],
        "STACK": wanted["stack_bytes"],
        "CORE": 0,
    }
    missing = []
    for name, value in values.items():
        kind = getattr(resource, f"RLIMIT_{name}", None)
        if kind is None or not _lower(kind, value):
            missing.append(name)
    if missing:
        raise NotHeld(f"this system does not limit {', '.join(missing)}")
    return (
        f"{memory / 2**20:,.0f} MiB of memory, {wanted['cpu_seconds']:,} s of processor time, "
        f"{values['NPROC']:,} threads"
    )


def _own_number() -> bool:
    """Give root's process a user's number of its own, as far as counting goes; tell whether it has.

    The number of threads is limited by user, and root's is not limited at all. What may be read and
    written goes by the effective number, which stays, and so does who may end the process.
    """
    if not hasattr(os, "setresuid") or os.getuid() != 0 or os.geteuid() != 0:
        return False
    try:
        os.setresuid(_FIRST_NUMBER + os.getpid() % _NUMBERS, -1, -1)
    except OSError:  # a container with few users, or with a root that may do little
        return False
    return True


def _set_less_aside() -> None:
    """Let threads share two heaps: each sets aside 64 MB that count, whether used or not."""
    with contextlib.suppress(AttributeError, OSError):  # not in every C library
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)


def _address_space(unknown: int) -> int:
    """Return how many bytes of it this process has by now, `unknown` where the system tells not."""
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[0])
    except OSError:
        return unknown
    return pages * os.sysconf("SC_PAGE_SIZE")


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
