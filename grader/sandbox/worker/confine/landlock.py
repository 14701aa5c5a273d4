"""Files by name: the kernel's Landlock lets the process open what its plan says, nothing else.

What each version of Landlock can deny is denied from that version on: making links in other
folders (2), truncating (3), TCP (4), commands to devices (5), signals and abstract sockets to
processes outside (6). What an older one lets through, the seccomp filter denies as well.
"""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Iterable
from pathlib import Path

from grader.sandbox.worker.confine.kernel import Kernel, NotHeld

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every machine
_VERSION = 1
_PATH_BENEATH = 1

WRITE_FILE = 1 << 1
READ_FILE = 1 << 2
READ_DIR = 1 << 3
REMOVE_DIR = 1 << 4
REMOVE_FILE = 1 << 5
MAKE_DIR = 1 << 7
MAKE_REG = 1 << 8
TRUNCATE = 1 << 14

_OF_FILES = WRITE_FILE | READ_FILE | TRUNCATE  # the kernel refuses folders' rights for a file
_READ = READ_FILE | READ_DIR
_WRITE = WRITE_FILE | TRUNCATE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG
_ALL_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}  # by version: so many bits from the lowest
_BOTH = 0b11  # TCP: bind and connect; scopes: abstract sockets and signals


class Ruleset:
    """What the process may still open; nothing is given up before `enforce`.

    Attributes
    ----------
    refused
        Paths that were to be readable and are symbolic links, or lie behind one: following it
        would open whatever it points to.
    """

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self.refused: list[str] = []
        try:
            self.version = kernel.syscall(_CREATE_RULESET, None, 0, _VERSION)
        except OSError as error:
            raise NotHeld(f"this kernel has no Landlock, or it is off ({error.strerror})") from None
        self._rights = (1 << _ALL_FILE_RIGHTS[min(self.version, max(_ALL_FILE_RIGHTS))]) - 1
        network = _BOTH if self.version >= 4 else 0
        scopes = _BOTH if self.version >= 6 else 0
        size = 8 if self.version < 4 else 16 if self.version < 6 else 24
        attributes = struct.pack("=QQQ", self._rights, network, scopes)
        self._descriptor = kernel.syscall(_CREATE_RULESET, attributes, size, 0)

    def allow_installed(self, paths: Iterable[str]) -> None:
        """Let what is installed be read: links on the way are the installation's own."""
        for path in paths:
            self._allow(path, _READ, os.O_PATH)

    def allow_listing(self, paths: Iterable[str]) -> None:
        """Let folders be listed, and what is beneath them."""
        for path in paths:
            self._allow(path, READ_DIR, os.O_PATH)

    def allow_submitted(self, paths: Iterable[str]) -> None:
        """Let what a student handed in be read, if it is where it seems to be."""
        for path in paths:
            if os.path.realpath(path) != str(Path(path).absolute()):
                self.refused.append(path)
            else:
                self._allow(path, _READ, os.O_PATH | os.O_NOFOLLOW)

    def allow_scratch(self, path: str) -> None:
        """Let files and folders be made, changed and removed beneath a folder."""
        self._allow(path, _READ | _WRITE, os.O_PATH | os.O_NOFOLLOW)

    def allow_devices(self) -> None:
        """Let nothing be read and written, and chance be read."""
        self._allow(os.devnull, READ_FILE | WRITE_FILE, os.O_PATH)
        self._allow("/dev/urandom", READ_FILE, os.O_PATH)

    def _allow(self, path: str, rights: int, flags: int) -> None:
        try:
            parent = os.open(path, flags | os.O_CLOEXEC)
        except FileNotFoundError:
            return
        try:
            if not stat.S_ISDIR(os.fstat(parent).st_mode):
                rights &= _OF_FILES
            rule = struct.pack("=Qi", rights & self._rights, parent)
            self._kernel.syscall(_ADD_RULE, self._descriptor, _PATH_BENEATH, rule, 0)
        finally:
            os.close(parent)

    def enforce(self) -> str:
        """Give everything else up, and try whether it is gone."""
        self._kernel.syscall(_RESTRICT_SELF, self._descriptor, 0)
        os.close(self._descriptor)
        try:
            os.close(os.open("/", os.O_RDONLY | os.O_DIRECTORY))
        except PermissionError:
            return f"Landlock version {self.version}"
        raise NotHeld("the root folder could still be opened")
