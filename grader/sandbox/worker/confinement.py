"""Where the worker gives up its own rights before it meets the student's code.

Each layer is tried by itself, and what came of it is reported, never assumed: a layer that this
system does not have leaves the others standing. On Linux they are

``limits``        memory, processor time, threads, size and number of files; no core dumps
``privileges``    no program that is run can gain rights
``privacy``       no other process of the same user may look into this one
``files``         Landlock: read Python, NumPy and the submission, write the scratch folder only
``capabilities``  what only root may do, when it is root
``calls``         seccomp: no processes, programs, sockets, signals to others, changes of modes

and elsewhere the first one, as far as the system has such limits. All of it is one way: neither
this process nor its threads get anything back.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from grader.sandbox.protocol.layers import LAYERS, LIMITS


class Plan(NamedTuple):
    """What the student's code keeps.

    Attributes
    ----------
    scratch
        The folder that it may write to: home, current folder, and folder of temporary files. It
        must have no symbolic link in its path.
    readable
        The submission's own files and folders. Where one is a symbolic link, or lies behind one,
        it is not made readable; the submission's own folder should therefore be given as its real
        path, and what is in it as it is.
    packages
        Folders of further installed packages that may be imported.
    limits
        What differs from `LIMITS`.
    without
        Layers to leave out, to show what they are good for.
    """

    scratch: str
    readable: Sequence[str] = ()
    packages: Sequence[str] = ()
    limits: Mapping[str, int] = {}
    without: Sequence[str] = ()


class Outcome(NamedTuple):
    """Whether a layer holds, and what it does here or why it does not hold."""

    held: bool
    detail: str


class Layers(NamedTuple):
    """What came of each layer.

    Attributes
    ----------
    outcomes
        By the names in `LAYERS`.
    refused
        Paths of `Plan.readable` that were symbolic links, and are not readable.
    """

    outcomes: dict[str, Outcome]
    refused: list[str]

    def plain(self) -> dict[str, Any]:
        """Return it all for a frame: `refused` and, by layer, `held` and `detail`."""
        layers = {name: outcome._asdict() for name, outcome in self.outcomes.items()}
        return {"layers": layers, "refused": self.refused}


def preload() -> tuple[str, ...]:
    """Import what `confine` needs, for a process whose forks will call it.

    Returns
    -------
    tuple of str
        What is installed, for `confine`: looking it up takes as long as all the rest of it.
    """
    if sys.platform != "linux":
        return ()
    import resource  # noqa: F401

    from grader.sandbox.worker.confine import folders, landlock, rights, seccomp  # noqa: F401

    return tuple(folders.installed())


def confine(plan: Plan, installed: Sequence[str] = ()) -> Layers:
    """Give up what the student's code has no use for; return what held.

    To be called once, with NumPy loaded, before any of the student's code, in a process without
    other threads.

    Parameters
    ----------
    plan
        What the student's code keeps.
    installed
        What `preload` returned, where that was before a fork.

    Raises
    ------
    TypeError
        When the plan names a limit or a layer that there is not. What the system lacks is never
        raised.
    """
    unknown = {*plan.limits} - {*LIMITS} | {*plan.without} - {*LAYERS}
    if unknown:
        raise TypeError(f"no such limit or layer: {', '.join(sorted(unknown))}")
    os.chdir(plan.scratch)
    os.environ.update(HOME=plan.scratch, TMPDIR=plan.scratch)
    refused: list[str] = []
    outcomes = {}
    for name, give_up in _layers(plan, installed, refused).items():
        try:
            if name in plan.without:
                outcomes[name] = Outcome(held=False, detail="left out")
            else:
                outcomes[name] = Outcome(held=True, detail=give_up())
        except Exception as error:  # whatever is missing, the other layers are still tried
            outcomes[name] = Outcome(held=False, detail=str(error) or type(error).__name__)
    return Layers(outcomes, refused)


def _layers(plan: Plan, known: Sequence[str], refused: list[str]) -> dict[str, Callable[[], str]]:
    """Return what there is to do, in order: the last one denies the calls that others make."""
    from grader.sandbox.worker.confine import rights

    def limits() -> str:
        return rights.limits({**LIMITS, **plan.limits})

    if sys.platform != "linux":
        return {"limits": limits, **dict.fromkeys(LAYERS[1:], _not_here)}

    from grader.sandbox.worker.confine import seccomp
    from grader.sandbox.worker.confine.folders import forget_packages, installed, standard_library
    from grader.sandbox.worker.confine.kernel import Kernel, count_threads
    from grader.sandbox.worker.confine.landlock import Ruleset

    kernel = Kernel()
    threads = count_threads()  # now: later it cannot be asked any more

    def of_each_thread(give_up: Callable[[], str]) -> Callable[[], str]:
        return give_up if threads == 1 else lambda: _too_late(threads)

    def files() -> str:
        rules = Ruleset(kernel)
        rules.allow_installed(known or installed())
        rules.allow_installed(plan.packages)
        rules.allow_listing(standard_library())
        rules.allow_submitted(plan.readable)
        rules.allow_scratch(plan.scratch)
        rules.allow_devices()
        refused.extend(rules.refused)
        held = rules.enforce()
        if not plan.packages:
            forget_packages()
        return held

    return {
        "limits": limits,
        "privileges": lambda: rights.no_new_privileges(kernel),
        "privacy": lambda: rights.undumpable(kernel),
        "files": of_each_thread(files),
        "capabilities": of_each_thread(lambda: rights.capabilities(kernel)),
        "calls": of_each_thread(lambda: seccomp.enforce(kernel)),
    }


def _too_late(threads: int | None) -> str:
    """Refuse where a thread runs already: it would keep what the others give up."""
    if threads is None:
        raise OSError("without /proc nobody knows whether other threads run already")
    raise OSError(f"{threads - 1} other threads were running already")


def _not_here() -> str:
    raise OSError(f"there is no such thing on {sys.platform}")
