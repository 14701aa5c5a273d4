"""The system calls that a NumPy exercise needs, and their numbers.

A list of what is allowed holds against calls that a later kernel brings; a list of what is denied
does not: `fchmodat2` went past every such list that was older than itself. The numbers are part of
the kernel's interface and never change, so they stand here and no library has to be on the
machine: libseccomp would be one more thing to miss, and its Python wrapper starts a process to
find it.

What a submission can see of others by each of them, the table "By each system call" in the threat
model says; whatever is added here gets a line there.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping
from typing import NamedTuple


class Machine(NamedTuple):
    """A processor: how the kernel names it to a filter, and which column has its numbers."""

    audit: int
    column: int


def machine() -> Machine | None:
    """Return the processor that this process runs as, None for one whose numbers are not here."""
    if struct.calcsize("P") != 8:  # a 32-bit process has other numbers under the same name
        return None
    machines = {"x86_64": Machine(0xC000003E, 0), "aarch64": Machine(0xC00000B7, 1)}
    return machines.get(os.uname().machine)


def numbers(table: Mapping[str, tuple[int | None, int | None]], column: int) -> dict[str, int]:
    """Return the calls of a table that a machine has, by name."""
    return {name: n for name, row in table.items() if (n := row[column]) is not None}


ALLOWED: Mapping[str, tuple[int | None, int | None]] = {
    # files that are open
    "read": (0, 63),
    "write": (1, 64),
    "readv": (19, 65),
    "writev": (20, 66),
    "pread64": (17, 67),
    "pwrite64": (18, 68),
    "preadv": (295, 69),
    "pwritev": (296, 70),
    "lseek": (8, 62),
    "close": (3, 57),
    "close_range": (436, 436),
    "dup": (32, 23),
    "dup2": (33, None),
    "dup3": (292, 24),
    "fstat": (5, 80),
    "fsync": (74, 82),
    "fdatasync": (75, 83),
    "ftruncate": (77, 46),
    "copy_file_range": (326, 285),
    "sendfile": (40, 71),
    "getdents64": (217, 61),
    # files by name: what Landlock lets through, and what can be asked about them
    "creat": (85, None),
    "stat": (4, None),
    "lstat": (6, None),
    "newfstatat": (262, 79),
    "statx": (332, 291),
    "access": (21, None),
    "faccessat": (269, 48),
    "faccessat2": (439, 439),
    "readlink": (89, None),
    "readlinkat": (267, 78),
    "getcwd": (79, 17),
    "chdir": (80, 49),
    "fchdir": (81, 50),
    "umask": (95, 166),
    "mkdir": (83, None),
    "mkdirat": (258, 34),
    "rmdir": (84, None),
    "unlink": (87, None),
    "unlinkat": (263, 35),
    "rename": (82, None),
    "renameat": (264, 38),
    "renameat2": (316, 276),
    # memory
    "munmap": (11, 215),
    "mprotect": (10, 226),
    "mremap": (25, 216),
    "msync": (26, 227),
    "brk": (12, 214),
    # threads and waiting
    "exit": (60, 93),
    "exit_group": (231, 94),
    "sched_yield": (24, 124),
    "set_robust_list": (273, 99),
    "rseq": (334, 293),
    "membarrier": (324, 283),
    "gettid": (186, 178),
    "arch_prctl": (158, None),
    "poll": (7, None),
    "ppoll": (271, 73),
    "select": (23, None),
    "pselect6": (270, 72),
    "pause": (34, None),
    "nanosleep": (35, 101),
    "restart_syscall": (219, 128),
    # signals to itself
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "rt_sigpending": (127, 136),
    "rt_sigsuspend": (130, 133),
    "rt_sigtimedwait": (128, 137),
    "sigaltstack": (131, 132),
    "alarm": (37, None),
    "getitimer": (36, 102),
    "setitimer": (38, 103),
    # clocks, chance, and who and where it is
    "gettimeofday": (96, 169),
    "time": (201, None),
    "times": (100, 153),
    "getrandom": (318, 278),
    "getcpu": (309, 168),
    "getpid": (39, 172),
    "getppid": (110, 173),
    "getpgrp": (111, None),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getegid": (108, 177),
    "getgroups": (115, 158),
    "getresuid": (118, 148),
    "getresgid": (120, 150),
    "uname": (63, 160),
    "getrlimit": (97, 163),
    "getrusage": (98, 165),
}
"""Calls that are allowed whatever their arguments, on x86_64 and on aarch64."""

JUDGED: Mapping[str, tuple[int | None, int | None]] = {
    "clone": (56, 220),
    "fcntl": (72, 25),
    "ioctl": (16, 29),
    "kill": (62, 129),
    "tgkill": (234, 131),
    "prctl": (157, 167),
    "prlimit64": (302, 261),
    "open": (2, None),
    "openat": (257, 56),
    "mmap": (9, 222),
    "madvise": (28, 233),
    "futex": (202, 98),
    "sched_getaffinity": (204, 123),
    "getpgid": (121, 155),
    "getsid": (124, 156),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115),
}
"""Calls whose arguments decide; see `grader.sandbox.worker.confine.seccomp`."""
