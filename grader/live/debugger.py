"""Runs a failing call under Python's own debugger: the program of `grade --debug`.

It is a process of its own, at the student's terminal, and keeps nothing apart: the code is that of
whoever sits there.
"""

from __future__ import annotations

import ast
import importlib.util
import linecache
import pdb
import sys
import traceback
from pathlib import Path

import msgspec

NAME = "<the failing call>"
"""What the debugger calls the program."""


class Job(msgspec.Struct, frozen=True):
    """What to run.

    Attributes
    ----------
    file, module
        The student's file, and the name that the program imports it by.
    program
        The call, with its arguments.
    place, line
        A file, and a line in the function to stop in.
    """

    file: str
    module: str
    program: str
    place: str
    line: int


def main() -> None:
    """Run the job that the first argument describes."""
    job = msgspec.json.decode(sys.argv[1], type=Job)
    sys.path.insert(0, str(Path(job.file).parent))
    linecache.cache[NAME] = (len(job.program), None, job.program.splitlines(True), NAME)
    code = compile(job.program, NAME, "exec")
    debugger = pdb.Pdb()
    debugger.rcLines = ["continue"]  # from the first line of the program, where it always stops
    try:
        _load(job)
        if line := first_line_of_function(Path(job.place), job.line):
            debugger.set_break(job.place, line)
        debugger.run(code, {"__name__": "__main__"})
    except Exception as error:
        sys.stderr.write("".join(traceback.format_exception_only(error)))
        pdb.post_mortem(error.__traceback__)


def _load(job: Job) -> None:
    """Import the student's file by the name that the program has for it."""
    spec = importlib.util.spec_from_file_location(job.module, job.file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{job.file} is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[job.module] = module
    spec.loader.exec_module(module)


def first_line_of_function(file: Path, line: int) -> int:
    """Return the first line that runs in the function around a line; 0 where there is none."""
    around = [
        node
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and min([node.lineno, *(one.lineno for one in node.decorator_list)]) <= line
        and line <= (node.end_lineno or 0)
    ]
    if not around:
        return 0
    innermost = max(around, key=lambda node: node.lineno)
    first, *rest = innermost.body
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return rest[0].lineno if documented and rest else first.lineno


if __name__ == "__main__":
    main()
