"""The code of a notebook, run cell by cell as Jupyter does it; a part of the worker.

The cells share one namespace, and a cell that raises does not keep the next one from running.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Sequence
from types import CodeType, FunctionType, ModuleType
from typing import Any

from grader.sandbox.worker.kernel import equip, remember
from grader.sandbox.worker.standins import Standins, can_be_left_out
from grader.sandbox.worker.statements import FUTURES, below

_DOC = "Automatically created module for IPython interactive environment"


class Notebook:
    """A notebook whose cells are run one by one.

    Parameters
    ----------
    name
        What it is called in `sys.modules`.
    path
        Its file.
    others
        Names of files that a cell may import, whose contents are in the notebook itself.
    standins
        What is in the place of packages that are not there.

    Attributes
    ----------
    module
        What the cells define.
    """

    def __init__(self, name: str, path: str, others: Sequence[str], standins: Standins) -> None:
        self.module = ModuleType("__main__", _DOC)
        for key in ("__main__", name, *others):
            sys.modules[key] = self.module
        self._path = path
        self._standins = standins
        self._shell = equip(self.module, others, standins)
        self._flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        self._results: list[Any] = ["", "", ""]
        self._before = dict(vars(self.module))

    def run(self, number: int, source: str) -> BaseException | None:
        """Run a cell; return what it raises.

        Parameters
        ----------
        number
            Its number; 0 where the lines of `source` are those of the file itself.
        source
            Its Python.
        """
        file = f"{self._path}, cell {number}" if number else self._path
        self._shell.cell = file
        remember(file, source)
        self._shell.inputs.append(source)
        code: str | ast.Module | None = source
        while code is not None:
            try:
                self._run(code, file)
            except BaseException as error:  # the student's code may raise anything, SystemExit too
                absent = can_be_left_out(error, more=code is not source)
                code = below(error, file, vars(self.module)) if absent else None
                if code is None:
                    return error
                self._standins.broken.append(error)
            else:
                code = None
        return None

    def _run(self, code: str | ast.Module, file: str) -> None:
        statements, expression = self._compile(code, file)
        self._do(statements)
        if expression is not None and (value := self._do(expression)) is not None:
            self._keep(len(self._shell.inputs) - 1, value)

    def defined(self) -> list[Any]:
        """Return the names that the cells defined."""
        now = vars(self.module)
        now.update({key: value for key, value in self._shell.aside.items() if key not in now})
        return [key for key in now if now[key] is not self._before.get(key, self)]

    def _compile(self, source: str | ast.Module, file: str) -> tuple[CodeType, CodeType | None]:
        """Return the code of a cell, and that of the expression at its end."""
        tree = compile(source, file, "exec", self._flags | ast.PyCF_ONLY_AST, dont_inherit=True)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        if isinstance(last, ast.Expr) and isinstance(last.value, ast.Constant):
            last = tree.body.append(last)  # nobody needs it, and it may be the docstring
        statements = compile(tree, file, "exec", self._flags, dont_inherit=True)
        # What a cell imports from __future__ holds for those below it as well.
        self._flags |= statements.co_flags & FUTURES
        if not isinstance(last, ast.Expr):
            return statements, None
        value = ast.Expression(last.value)
        return statements, compile(value, file, "eval", self._flags, dont_inherit=True)

    def _do(self, code: CodeType) -> Any:
        result = FunctionType(code, vars(self.module))()
        if not code.co_flags & inspect.CO_COROUTINE:
            return result
        from grader.sandbox.worker.awaiting import outcome

        return outcome(result)

    def _keep(self, number: int, value: Any) -> None:
        """Let ``_``, ``__`` and ``___`` be the last results, unless a cell uses these names."""
        names = vars(self.module)
        self._shell.outputs[number] = names[f"_{number}"] = value
        keys = ("_", "__", "___")
        if all(names.get(key) is known for key, known in zip(keys, self._results, strict=True)):
            self._results = [value, *self._results[:2]]
            names.update(zip(keys, self._results, strict=True))
