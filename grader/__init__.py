"""An autograder for numerical coursework.

In a notebook, ``from grader import check`` and ``check("task1")``; or ``%load_ext grader`` and
``%grade task1``. Authors of checks import from `grader.authoring` and `grader.checking`.

Left without imports on purpose: the command starts the student's process before anything heavy is
loaded.
"""

from grader.version import __version__ as __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from grader.live.check import check as check


def __getattr__(name: str) -> "Any":
    """Import what is asked for when it is asked for."""
    if name == "check":
        from grader.live.check import check

        return check
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def load_ipython_extension(shell: "Any") -> None:
    """Add the magic `%grade` to a shell of IPython, which calls this for ``%load_ext grader``."""
    from grader.live.magic import load

    load(shell)
