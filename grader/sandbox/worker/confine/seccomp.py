"""System calls: a seccomp filter lets through what is listed and answers the rest with an error.

Nothing kills the process: a denied call raises `PermissionError`, which the student can read.
Calls that are newer than the processors here (from 424 on every machine has the same numbers)
answer ENOSYS, as on an older kernel, for which every C library has another way: `clone3` becomes
`clone`, of which only what starts a thread is allowed.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from collections.abc import Iterable

from grader.sandbox.worker.confine import syscalls
from grader.sandbox.worker.confine.kernel import (
    PR_GET_DUMPABLE,
    PR_GET_NO_NEW_PRIVS,
    PR_GET_SECCOMP,
    PR_SET_SECCOMP,
    Kernel,
    NotHeld,
)

_MODE_FILTER = 2
_ALLOW = 0x7FFF0000
_ERROR = 0x00050000
_FIRST_NEW = 424

_LOAD, _EQUAL, _AT_LEAST, _AND, _RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # where they are in what a filter looks at

_PTHREAD_FLAGS = 0x3D0F00  # exactly what the C libraries ask for when they start a thread ...
_DETACHED = 0x400000  # ... musl with this one, which means nothing
_NAMES = (15, 16, 0x53564D41)  # a thread's name, and that of a piece of memory
_PRCTL = (*_NAMES, PR_GET_DUMPABLE, PR_GET_NO_NEW_PRIVS, PR_GET_SECCOMP)
_IOCTL = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)  # is it a terminal, how wide, how full
_FCNTL = (0, 1, 2, 3, 4, 1030, 1032)  # flags; no locks, which others would see, and no signals
_HUGE_PAGES = 0x40000  # MAP_HUGETLB: out of a pool that all share, and past the limit of memory
_ADVICE = (0, 1, 2, 3, 4, 8, 14, 15, 16, 17, 18, 19, 22, 23, 102, 103)  # on its own memory alone
_OF_A_PROCESS = ("sched_getaffinity", "getpgid", "getsid")
_OF_A_CLOCK = ("clock_gettime", "clock_getres", "clock_nanosleep")
_CLOCKS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11)  # the machine's, and its own: no other process's
_WAIT, _WAKE, _WAIT_BITSET, _PRIVATE, _REALTIME = 0, 1, 9, 128, 256  # what a futex can be asked

Instruction = tuple[int, int, int, int]
"""Operation, how many to skip where it is true, how many where it is false, operand."""


def enforce(kernel: Kernel) -> str:
    """Load the filter, and try whether it works."""
    machine = syscalls.machine()
    if machine is None:
        raise NotHeld(f"no system call numbers are known for {os.uname().machine}")
    code = b"".join(struct.pack("=HBBI", *line) for line in _program(machine, os.getpid()))
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    kernel.prctl(PR_SET_SECCOMP, _MODE_FILTER, program)
    if kernel.prctl(PR_GET_SECCOMP) != _MODE_FILTER:
        raise NotHeld("the kernel says that no filter is in use")
    try:
        for end in os.pipe():
            os.close(end)
    except PermissionError:
        allowed = len(syscalls.ALLOWED) + len(syscalls.JUDGED)
        return f"{allowed} system calls allowed, all others denied"
    raise NotHeld("a denied system call still worked")


def _program(machine: syscalls.Machine, pid: int) -> list[Instruction]:
    """Return the filter; a number that is none of the listed reaches its end.

    So do the numbers of the x32 interface, which are a processor's own with one more bit set.
    """
    lines: list[Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, machine.audit),
        _error(errno.EPERM),
        (_LOAD, 0, 0, _NUMBER),
    ]
    for number in syscalls.numbers(syscalls.ALLOWED, machine.column).values():
        lines += _when(number, [(_RETURN, 0, 0, _ALLOW)])
    judged = syscalls.numbers(syscalls.JUDGED, machine.column)
    for name, body in _judgements(pid).items():
        if name in judged:
            lines += _when(judged[name], body)
    return [*lines, (_AT_LEAST, 0, 1, _FIRST_NEW), _error(errno.ENOSYS), _error(errno.EPERM)]


def _judgements(pid: int) -> dict[str, list[Instruction]]:
    """Return what decides about each call whose arguments matter, by its name."""
    return {
        "clone": [_low(0), (_AND, 0, 0, ~_DETACHED & 0xFFFFFFFF), *_only((_PTHREAD_FLAGS,))],
        "open": _opening(1),
        "openat": _opening(2),
        "fcntl": [_low(1), *_only(_FCNTL)],
        "ioctl": [_low(1), *_only(_IOCTL)],
        "prctl": [_low(0), *_only(_PRCTL)],
        "kill": [_low(0), *_only((pid,))],
        "tgkill": [_low(0), *_only((pid,))],
        **{name: [_low(0), *_only((0, pid))] for name in _OF_A_PROCESS},
        **{name: [_low(0), *_only(_CLOCKS)] for name in _OF_A_CLOCK},
        "mmap": [_low(3), (_AND, 0, 0, _HUGE_PAGES), *_only((0,))],
        "madvise": [_low(2), *_only(_ADVICE)],
        "futex": _waiting(),
        # to read its own limits is all right, to raise them or to set another's is not
        "prlimit64": [
            *(_low(2), (_EQUAL, 1, 0, 0), _error(errno.EPERM)),
            *(_high(2), (_EQUAL, 1, 0, 0), _error(errno.EPERM)),
            *(_low(0), *_only((0, pid))),
        ],
    }


def _opening(argument: int) -> list[Instruction]:
    """Deny two ways to open a file that Landlock lets through.

    Emptying a file that is opened for reading it covers from version 3 on; the fourth access mode,
    which neither reads nor writes, it asks no right for.
    """
    return [
        _low(argument),
        (_AND, 0, 0, os.O_ACCMODE),
        (_EQUAL, 0, 1, os.O_ACCMODE),
        _error(errno.EPERM),
        _low(argument),
        (_AND, 0, 0, os.O_ACCMODE | os.O_TRUNC),
        (_EQUAL, 0, 1, os.O_RDONLY | os.O_TRUNC),
        _error(errno.EPERM),
        (_RETURN, 0, 0, _ALLOW),
    ]


def _waiting() -> list[Instruction]:
    """Let threads wait for one another, and never for another process.

    At a page of a library, which all processes have, one could wait for another. Who asks for that
    is told that something changed, and looks again: C's own way to wait for the end of a thread
    asks in this way, and what it waits for comes about by itself.
    """
    command = [_low(1), (_AND, 0, 0, ~_REALTIME & 0xFFFFFFFF)]
    again = [line for way in (_WAIT, _WAIT_BITSET) for line in _when(way, [_error(errno.EAGAIN)])]
    nobody = _when(_WAKE, [(_RETURN, 0, 0, _ALLOW)])
    private = [_low(1), (_AND, 0, 0, _PRIVATE), *_only((_PRIVATE,))]
    return [*command, *again, *nobody, *private]


def _when(number: int, body: list[Instruction]) -> list[Instruction]:
    """Return `body`, which ends in an answer, to be run for one system call only."""
    return [(_EQUAL, 0, len(body), number), *body]


def _only(values: Iterable[int]) -> list[Instruction]:
    """Allow when the loaded argument is one of `values`."""
    tests = [line for value in values for line in _when(value, [(_RETURN, 0, 0, _ALLOW)])]
    return [*tests, _error(errno.EPERM)]


def _low(argument: int) -> Instruction:
    """Load the lower half of an argument: all that the kernel itself looks at in an int."""
    return (_LOAD, 0, 0, _ARGUMENTS + 8 * argument)


def _high(argument: int) -> Instruction:
    return (_LOAD, 0, 0, _ARGUMENTS + 8 * argument + 4)


def _error(code: int) -> Instruction:
    return (_RETURN, 0, 0, _ERROR | code)
