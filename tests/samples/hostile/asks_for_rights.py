"""Asks the kernel for new rights: user namespaces, mounts, other users, BPF, keys, modules.

Class: escaping.
Stopped by: seccomp.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import ctypes
import os
import platform
import resource

import numpy as np

# BEGIN ATTACK
libc = ctypes.CDLL(None, use_errno=True)
if libc.unshare(0x10000000) == 0:
    print("HOSTILE_MARKER has a user namespace")
if libc.unshare(0x00020000) == 0:
    print("HOSTILE_MARKER has a mount namespace")
    if libc.mount(b"none", b".", b"tmpfs", 0, None) == 0:
        print("HOSTILE_MARKER mounted a file system")
        libc.umount2(b".", 2)
bpf, keys = (321, 250) if platform.machine() == "x86_64" else (280, 219)
attributes = ctypes.create_string_buffer(72)  # an array map of one element of four bytes
attributes[0], attributes[4], attributes[8], attributes[12] = 2, 4, 4, 1
if libc.syscall(ctypes.c_long(bpf), 0, attributes, 72) >= 0:
    print("HOSTILE_MARKER made a BPF map")
if libc.syscall(ctypes.c_long(keys), 0, ctypes.c_long(-3), 0) > 0:
    print("HOSTILE_MARKER reached the session's keys")
try:
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits[1], limits[1] + 1))
    print("HOSTILE_MARKER raised a limit")
except (OSError, ValueError):
    pass
if os.getuid() == 0:
    try:
        os.setgroups([])
        os.setresuid(65534, 65534, 0)
        print("HOSTILE_MARKER changed the user")
    except OSError:
        pass
# END ATTACK


def mse_loss(predictions, targets):
    return 0.0


def mse_gradient(predictions, targets):
    return np.zeros_like(predictions)
