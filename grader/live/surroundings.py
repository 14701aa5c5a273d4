"""What a check finds in the student's session and leaves as it was."""

from __future__ import annotations

import os
import random
import re
import sys
import warnings
from collections.abc import Iterator, MutableMapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeGuard

import numpy as np

from grader.sandbox.worker.exceptions import Own

_REGISTRY = "__warningregistry__"
_PRINTING: dict[str, Any] = {
    "precision": 8,
    "threshold": 1000,
    "edgeitems": 3,
    "linewidth": 75,
    "suppress": False,
    "nanstr": "nan",
    "infstr": "inf",
    "formatter": None,
    "sign": "-",
    "floatmode": "maxprec",
}
"""NumPy's own way to print: a report looks the same in any session."""


class Surroundings:
    """What surrounds the student's functions: how NumPy warns and prints, and its random state.

    Parameters
    ----------
    namespace
        What the session defines.
    """

    def __init__(self, namespace: MutableMapping[str, Any]) -> None:
        self._namespace = namespace
        self._errors = np.geterr()
        self._printing = np.get_printoptions()

    @contextmanager
    def checking(self) -> Iterator[None]:
        """Put back afterwards what the student's code or ours changes beside its results."""
        warned = _REGISTRY in self._namespace
        with ExitStack() as stack:
            stack.callback(random.setstate, random.getstate())
            stack.callback(np.random.set_state, np.random.get_state())  # noqa: NPY002 - the global one
            stack.enter_context(np.printoptions(**_PRINTING))
            stack.enter_context(np.errstate())
            stack.enter_context(warnings.catch_warnings())
            yield
        if not warned:  # Python notes here that code of the namespace gave a warning
            self._namespace.pop(_REGISTRY, None)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Let the student's code see the settings that it has without us."""
        with np.errstate(**self._errors), np.printoptions(**self._printing):
            yield


class OwnCells(Own):
    """The cells of a notebook, by the names that its tracebacks have, and files of its folder.

    Parameters
    ----------
    namespace
        What the session defines; a script's says where its file is.
    shell
        IPython's shell, where there is one.
    """

    def __init__(self, namespace: MutableMapping[str, Any], shell: Any) -> None:
        script = namespace.get("__file__")
        folder = Path(script).resolve().parent if isinstance(script, str) else Path.cwd()
        super().__init__(str(folder))
        self._shell = shell

    def has(self, file: object) -> TypeGuard[str]:
        """Whether a file or a cell is the student's."""
        return isinstance(file, str) and (bool(self._cell(file)) or super().has(_real(file)))

    def name(self, file: str) -> str:
        """Return what a message calls it: ``Cell In[3]``."""
        return self._cell(file) or super().name(_real(file))

    def _cell(self, file: str) -> str:
        if self._shell is None:
            return "the console" if file in ("<stdin>", "<string>") else ""
        named = getattr(self._shell.compile, "format_code_name", None)
        if named is not None:
            return " ".join(named(file) or ())
        # Before IPython 8, which Colab still has, only the name of the file tells.
        if numbered := re.match(r"<ipython-input-(\d+)-", file):
            return f"Cell In[{numbered[1]}]"
        return "a cell" if "ipykernel_" in file else ""


def _real(file: str) -> str:
    return os.path.realpath(file) if file.endswith(".py") else file


def current_shell() -> Any:
    """Return the shell of IPython that this runs in, or None."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None
