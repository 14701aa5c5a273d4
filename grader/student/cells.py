"""The code of a notebook, run cell by cell as Jupyter does it; a part of the worker.

The cells share one namespace, and a cell that raises does not keep the next one from running.
What Jupyter has and this process has not is there in name: ``get_ipython()``, which magics and
shell lines became calls of, and `check`, by which students try their work, do nothing.
"""

from __future__ import annotations
import __future__

import ast
import builtins
import contextlib
import inspect
import linecache
import sys
from collections.abc import Iterator, Sequence
from types import FunctionType, ModuleType
from typing import Any

_FUTURES = [getattr(__future__, name).compiler_flag for name in __future__.all_feature_names]


class _Shell:
    """Stands in for IPython's shell: every method is there, and hardly one does anything."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _nothing

    def getoutput(self, *_: object, **__: object) -> list[str]:
        """Return no lines: ``files = !ls`` sees an empty folder."""
        return []

    def run_line_magic(self, name: str, line: str, *_: object) -> None:
        """Run what stands behind ``%time``; no other magic runs Python in the notebook."""
        if name == "time":
            FunctionType(compile(line, "%time", "exec"), vars(self._module))()


class _Quiet(ModuleType):
    """A module in which everything is there, and does nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _nothing


def open_notebook(name: str, others: Sequence[str]) -> ModuleType:
    """Return the module that the cells of a notebook share, and make it known.

    Parameters
    ----------
    name
        What it is called in `sys.modules`.
    others
        Names of files that a cell may import, whose contents are in the notebook itself.
    """
    module = ModuleType("__main__")
    for key in ("__main__", name, *others):
        sys.modules[key] = module
    shell = _Shell(module)
    vars(builtins).update(get_ipython=lambda: shell, display=_display)
    above, below = _Quiet("IPython"), _Quiet("IPython.display")
    vars(above).update(get_ipython=lambda: shell, display=below)
    vars(below).update(display=_display)
    sys.modules.update({"IPython": above, "IPython.display": below})
    vars(sys.modules["grader"]).update(check=_nothing)
    return module


def run_cells(
    module: ModuleType, path: str, cells: Sequence[tuple[int, str]]
) -> Iterator[BaseException]:
    """Run numbered cells in the namespace of `module`; yield what some of them raise.

    Raises
    ------
    KeyboardInterrupt
        When the judge interrupts a cell that takes too long.
    """
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    for number, source in cells:
        file = f"{path}, cell {number}"
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        try:
            code = compile(source, file, "exec", flags, dont_inherit=True)
            # What a cell imports from __future__ holds for those below it as well.
            flags |= sum(flag for flag in _FUTURES if code.co_flags & flag)
            result = FunctionType(code, vars(module))()
            if code.co_flags & inspect.CO_COROUTINE:
                _wait(result)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # the student's code may raise anything, SystemExit too
            yield error


def _wait(awaited: Any) -> None:
    """Run a cell with an ``await`` outside of functions, as far as it needs no event loop.

    A loop wants sockets, which this process may not have.
    """
    with contextlib.suppress(StopIteration):
        while True:
            awaited.send(None)


def _nothing(*_: object, **__: object) -> None:
    """Do nothing."""


def _display(*values: object, **_: object) -> None:
    """Print what Jupyter would show."""
    for value in values:
        print(repr(value))  # noqa: T201 - into the report, as all that the student's code prints
