"""What Jupyter's kernel has beside Python, as far as the code of a notebook uses it.

``get_ipython()``, which magics and shell lines became calls of, runs what is Python in them, and
writes files that the notebook writes; all else does nothing. So does `IPython`, see `standins`.
"""

from __future__ import annotations

import builtins
import linecache
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from grader.sandbox.worker.standins import Standin, Standins

PYLAB = (
    "import numpy\nimport numpy as np\nfrom numpy import *\n"
    "import matplotlib\nfrom matplotlib import pyplot as plt\n"
)


class ZMQInteractiveShell:
    """Stands in for IPython's shell, and has the name of its class, which code asks for.

    Parameters
    ----------
    module
        What the cells share.
    files
        Names of modules that the course asks for: a file of that name counts where it is written.
    standins
        Where all comes from that does nothing.

    Attributes
    ----------
    cell
        What tracebacks call the cell that runs.
    inputs, outputs
        What the kernel calls ``In`` and ``Out``.
    aside
        What other files define that were written.
    """

    def __init__(self, module: ModuleType, files: Sequence[str], standins: Standins) -> None:
        self.user_ns = vars(module)
        self.user_module = module
        self.config: dict[str, dict[str, object]] = {"IPKernelApp": {}}
        self.cell = ""
        self.inputs: list[str] = [""]
        self.outputs: dict[int, Any] = {}
        self.aside: dict[str, Any] = {}
        self._files = files
        self._standins = standins

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._standins.make(f"IPython.{name}")

    def getoutput(self, *_: object, **__: object) -> list[str]:
        """Return no lines: ``files = !ls`` sees an empty folder."""
        return []

    def system(self, *_: object) -> None:
        """Run no program."""

    def run_line_magic(self, name: str, line: str, *_: object) -> Any:
        """Run what is Python behind a magic."""
        if name == "time":
            return self._timed(line)
        if name == "pylab":
            self._run(PYLAB, self.cell)  # its name makes the imports the student's
        elif name == "run":
            self._run_file(line)
        elif name == "timeit":
            return self._standins.make("IPython.timeit")
        return None

    magic = system

    def run_cell_magic(self, name: str, line: str, body: str) -> None:
        """Write a file, or note where output would have gone."""
        words = line.split()
        if name in ("writefile", "file") and words:
            self._write(words[-1].strip("\"'"), body, append="-a" in words)
        elif name == "capture" and words and words[-1].isidentifier():
            self.user_ns[words[-1]] = self._standins.make("IPython.output")

    def _timed(self, line: str) -> Any:
        try:
            code = compile(line, "%time", "eval")
        except SyntaxError:
            return self._run(line, "%time")
        return FunctionType(code, self.user_ns)()

    def _run(self, source: str, file: str) -> None:
        FunctionType(compile(source, file, "exec"), self.user_ns)()

    def _run_file(self, line: str) -> None:
        file = next((word for word in line.split() if not word.startswith("-")), "").strip("\"'")
        if file.endswith(".ipynb"):
            raise ImportError(f"{file} cannot be run from here: put its cells into this notebook")
        path = Path(file if file.endswith(".py") else f"{file}.py")
        found = next((f / path for f in map(Path, sys.path) if (f / path).is_file()), path)
        self._run(found.read_text("utf-8-sig"), str(found))

    def _write(self, name: str, body: str, *, append: bool) -> None:
        """Write a file into the scratch folder, and run it if it is Python."""
        path = Path(os.path.basename(name))  # noqa: PTH119 - a name that ends with a slash is none
        with path.open("a" if append else "w", encoding="utf-8") as file:
            file.write(body)
        if path.suffix != ".py":
            return
        if str(Path.cwd()) not in sys.path:
            sys.path.insert(0, str(Path.cwd()))
        module = ModuleType(path.stem)
        module.__file__ = str(path.absolute())
        sys.modules[path.stem] = module
        # The lines are those of the cell, below the one with the magic.
        source = path.read_text("utf-8") if append else f"\n{body}"
        try:
            exec(compile(source, self.cell, "exec"), vars(module))  # noqa: S102 - as an import does
        finally:
            new = {key: value for key, value in vars(module).items() if not key.startswith("_")}
            (self.user_ns if path.stem in self._files else self.aside).update(new)


def equip(module: ModuleType, files: Sequence[str], standins: Standins) -> ZMQInteractiveShell:
    """Put into a namespace, and among the builtins, what a kernel has there."""
    shell = ZMQInteractiveShell(module, files, standins)

    def get_ipython() -> ZMQInteractiveShell:
        return shell

    sources, results = shell.inputs, shell.outputs
    vars(module).update(
        {"In": sources, "_ih": sources, "Out": results, "_oh": results, "_dh": [Path.cwd()]},
        __builtins__=builtins,
        __builtin__=builtins,
        get_ipython=get_ipython,
        exit=vars(builtins)["exit"],
        quit=vars(builtins)["quit"],
    )
    vars(module).update(dict.fromkeys(("_", "__", "___", "_i", "_ii", "_iii"), ""))
    vars(builtins).update(get_ipython=get_ipython, display=display)
    above, below = standins.package("IPython"), standins.package("IPython.display")
    vars(above).update(get_ipython=get_ipython, display=below)
    vars(below).update(display=display)
    return shell


def display(*values: object, **_: object) -> None:
    """Print what Jupyter would show."""
    for value in values:
        if not isinstance(value, Standin):
            print(repr(value))  # noqa: T201 - into the report, as all that the student's code prints


def remember(file: str, source: str) -> None:
    """Let tracebacks and `inspect` find the lines of a cell."""
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
