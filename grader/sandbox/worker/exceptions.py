"""What went wrong in the student's code, as plain data for the judge.

Runs in the student's process. An exception may be of any class and its methods may raise again, so
nothing of it is trusted to work.
"""

from __future__ import annotations

import linecache
import os
from pathlib import Path
from types import CodeType, TracebackType
from typing import Any, TypeGuard, TypeVar

from grader.sandbox.worker.expressions import Expressions
from grader.sandbox.worker.lookup import first_parameter
from grader.sandbox.worker.suggestions import Suggestions, like_init

MAX_MESSAGE = 1000

E = TypeVar("E", bound=BaseException)

_OURS = str(Path(__file__).parents[2])
_TRACEBACK = BaseException.__dict__["__traceback__"].__get__  # a class can define it anew
_GIVE = ("RETURN_VALUE", "RETURN_CONST", "YIELD_VALUE")
_INSTALLED = ("site-packages", "dist-packages")


class Own:
    """Which files are the student's, and what they are called: those below `folder`."""

    def __init__(self, folder: str = "") -> None:
        self.folder = folder
        self.expressions = Expressions()
        self.suggestions = Suggestions()

    def has(self, file: object) -> TypeGuard[str]:
        """Whether a file is the student's: the grader or NumPy may lie in the same folder."""
        if (
            not isinstance(file, str)
            or not self.folder
            or not file.startswith(self.folder + os.sep)
        ):
            return False
        inside = file[len(self.folder) :]
        return not file.startswith(_OURS + os.sep) and not any(p in inside for p in _INSTALLED)

    def name(self, file: str) -> str:
        """Return what a message calls a file."""
        if file.startswith(self.folder + os.sep):
            return file[len(self.folder) + 1 :][:200]
        return Path(file).name[:200]


def describe(error: BaseException, own: Own, path: str, called: object) -> dict[str, Any]:
    """Return type, message and place of `error`; the place is the last line of a file of `own`.

    The keys: ``type``, ``message``, ``file`` (as `own` names it), ``line``, ``source``,
    ``function`` (that the line belongs to), ``syntax`` (a file is not Python, and that is its
    place), ``not_written`` (it comes from a stub), ``unfit`` (no line of the student's ran:
    `called` may not take such arguments; the place is then its definition). `path` is the file
    that was being imported, or empty. Where more is known: ``top``, the line of that file outside
    of any function from which it came, ``defined``, the line that defines a name that is missing,
    ``suggestion``, what may have been meant, and what `Expressions.about` tells of the part of the
    line that failed.
    """
    report = {"type": type_name(error), "message": _message(error)}
    for look in (_place, _more):
        try:
            report |= look(error, own, path, called)
        except BaseException:  # a class of the student's can make any look at it raise
            return report
    return report


def type_name(value: object) -> str:
    """Return the name of the type of `value`, whatever its metaclass says."""
    name: str = type.__dict__["__name__"].__get__(type(value))
    return name[:100]


def _is(error: BaseException, kind: type[E]) -> TypeGuard[E]:
    """Whether `error` is of a kind; its class can lie to `isinstance`."""
    return issubclass(type(error), kind)


def _message(error: BaseException) -> str:
    try:
        text = error.msg if _is(error, SyntaxError) else str(error)
        return str.__getitem__(text, slice(MAX_MESSAGE))
    except BaseException:  # the student's own __str__ may raise anything
        return ""


def _place(error: BaseException, own: Own, path: str, called: object) -> dict[str, Any]:
    traces = _own_traces(_TRACEBACK(error), own)
    unfit = _is(error, TypeError) and not traces and called is not None
    syntax = _is(error, SyntaxError) and own.has(error.filename)
    file, line, source, function = path, 0, "", ""
    if _is(error, SyntaxError) and (syntax or (path and not traces)):
        file, line, source = error.filename or path, error.lineno or 0, error.text or ""
        syntax = True
    elif traces:
        frame, line = traces[-1].tb_frame, traces[-1].tb_lineno
        file, function = frame.f_code.co_filename, frame.f_code.co_name
        source = linecache.getline(file, line, frame.f_globals)
    elif unfit and (code := _code(called)):
        file, line = code.co_filename, code.co_firstlineno
    return {
        "file": own.name(file),
        "line": int(line),
        "source": str(source).strip()[:200],
        "function": function[:100],
        "syntax": syntax,
        "not_written": _from_a_stub(error, own),
        "unfit": unfit,
    }


def _more(error: BaseException, own: Own, path: str, called: object) -> dict[str, Any]:
    """Return what is known beside the place."""
    traces = _own_traces(_TRACEBACK(error), own)
    if not traces:
        function = called.__init__ if isinstance(called, type) else called  # type: ignore[misc]
        first = first_parameter(getattr(function, "__func__", function))
        suggestion = own.suggestions.instead_of(error, None)
        if isinstance(called, type):
            suggestion = like_init(vars(called))
        return {"first": first, "suggestion": suggestion}
    last = traces[-1]
    at_top = [one for one in traces if one.tb_frame.f_code.co_name == "<module>"]
    missing = getattr(error, "name", None) if _is(error, NameError) else None
    return {
        "within": last.tb_frame.f_code.co_qualname[:100] if traces[1:] else "",
        "defined": own.expressions.definition(missing, last.tb_frame),
        "top": at_top[-1].tb_lineno if at_top and path else 0,
        "suggestion": own.suggestions.instead_of(error, last.tb_frame)[:100],
        **own.expressions.about(last.tb_frame, last.tb_lasti),
    }


def _from_a_stub(error: BaseException, own: Own) -> bool:
    """Whether an untouched stub raised `error`: a function that can do nothing else.

    One that returns in any of its branches was begun, and one with words of its own says more than
    that nothing is there.
    """
    if type(error) is not NotImplementedError or error.args:
        return False
    trace = _TRACEBACK(error)
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None or not own.has(trace.tb_frame.f_code.co_filename):
        return False
    import dis  # only what fails this way has to wait for it

    instructions = dis.get_instructions(trace.tb_frame.f_code)
    return not any(one.opname in _GIVE for one in instructions)


def _own_traces(trace: TracebackType | None, own: Own) -> list[TracebackType]:
    traces = []
    while trace is not None:
        if own.has(trace.tb_frame.f_code.co_filename):
            traces.append(trace)
        trace = trace.tb_next
    return traces


def _code(called: object) -> CodeType | None:
    """Return the code of a function or method, or what makes an object of a class."""
    if isinstance(called, type):
        called = called.__init__  # type: ignore[misc]
    code = getattr(called, "__code__", None)
    return code if isinstance(code, CodeType) else None
