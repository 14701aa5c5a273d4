"""What of the student's process this machine really confines.

Nothing is concluded from versions: a throwaway process confines itself as a worker does, then tries
what a worker must not do, and what came of it is the finding.
"""

from __future__ import annotations

import importlib.util
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from grader.sandbox.protocol.layers import LAYERS

_PATIENCE = 60.0
_DENIED = ("EPERM", "EACCES", "ENOSYS")
_EXHAUSTED = ("MemoryError", "ENOMEM", "EFBIG", "EMFILE")
_LAST = "run a program"  # where this works, the process is another one and says nothing more
_LINUX = "Grade on Linux, or in a Linux container or virtual machine."
_CURES = {
    "limits": "Look at `ulimit -aH`, and whether the system is Linux: others lack some of them.",
    "privileges": "A Linux kernel from 3.5 on has it.",
    "privacy": "Every Linux kernel has it; a sandbox around this one may take it away.",
    "files": (
        "Landlock is in Linux from 5.13 on. `cat /sys/kernel/security/lsm` must name it, else add "
        "it to `lsm=` on the kernel's command line; in a container, the runtime's seccomp profile "
        "must allow landlock_create_ruleset, landlock_add_rule and landlock_restrict_self, which "
        "those of Docker and Podman do by now."
    ),
    "capabilities": "Grade as an ordinary user, who has none to give up.",
    "calls": (
        "It takes a Linux kernel with CONFIG_SECCOMP_FILTER, and x86_64 or aarch64 as the "
        "processor."
    ),
}


class Finding(msgspec.Struct, frozen=True):
    """One layer: whether it holds, what was tried and what came of it, how to get it.

    `cure` is empty where the layer holds.
    """

    layer: str
    held: bool
    detail: str
    cure: str


def examine(without: Sequence[str] = ()) -> list[Finding]:
    """Return a finding for each layer, in the order in which they are applied.

    Parameters
    ----------
    without
        Layers to leave out, to see what they are good for.
    """
    with tempfile.TemporaryDirectory(prefix="grade-") as folder, socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        first, lines, complaint = _probe(
            os.path.realpath(folder), listener.getsockname()[1], without
        )
    if not first:
        detail = f"the process that was to try it did not confine itself: {complaint}"
        return [Finding(layer, held=False, detail=detail, cure=_cure(layer)) for layer in LAYERS]
    return [_finding(layer, first["layers"][layer], lines) for layer in LAYERS]


def _probe(
    folder: str, port: int, without: Sequence[str]
) -> tuple[dict[str, Any], list[dict[str, str]], str]:
    """Return what the process said of its layers, of its attempts, and on the standard error."""
    script = Path(__file__).parent / "worker" / "confine" / "probe.py"
    scratch, file = Path(folder, "scratch"), Path(folder, "file")
    scratch.mkdir()
    file.touch()
    numpy = importlib.util.find_spec("numpy")
    world = {
        "numpy": str(Path(str(numpy and numpy.origin)).parent.parent),
        "plan": {"scratch": str(scratch), "without": list(without)},
        "port": port,
        "file": str(file),
    }
    try:
        run = subprocess.run(  # noqa: S603 - our own script, no shell
            [sys.executable, "-I", "-S", str(script), json.dumps(world)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=_environment(),
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return {}, [], str(error)
    lines = [json.loads(line) for line in run.stdout.splitlines() if line.startswith(b"{")]
    complaint = run.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    return (lines[0], lines[1:], complaint) if lines else ({}, [], complaint)


def _environment() -> dict[str, str]:
    """Return what the worker has as well: with more threads than one, little can be given up."""
    kept = {key: os.environ[key] for key in ("LD_LIBRARY_PATH",) if key in os.environ}
    return kept | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def _finding(layer: str, outcome: dict[str, Any], lines: list[dict[str, str]]) -> Finding:
    tried = [line for line in lines if line["layer"] == layer]
    if layer == "calls" and not any(line["what"] == _LAST for line in tried):
        tried.append({"what": _LAST, "error": ""})
    expected = _EXHAUSTED if layer == "limits" else _DENIED
    results: dict[str, list[str]] = {"denied": [], "still possible": [], "without an answer": []}
    for line in tried:
        if not line["error"]:
            results["still possible"].append(line["what"])
        else:  # an error of another kind proves nothing
            kind = "denied" if line["error"] in expected else "without an answer"
            results[kind].append(f"{line['what']} ({line['error']})")
    held = bool(outcome["held"]) and len(results["denied"]) == len(tried)
    told = [f"tried and {kind}: {', '.join(whats)}" for kind, whats in results.items() if whats]
    detail = "; ".join([str(outcome["detail"]), *told])
    return Finding(layer, held, detail, "" if held else _cure(layer))


def _cure(layer: str) -> str:
    return _CURES[layer] if sys.platform == "linux" else _LINUX
