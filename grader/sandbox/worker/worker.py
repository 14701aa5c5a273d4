"""The worker: runs in the student's process and does what the judge asks, one frame at a time.

Requests are objects with an ``op`` of this fixed list:

``open``    plan                  give up all but what the plan keeps; once, before anything else
``load``    module, path          import a file, or the first `until` statements at its top, going
                                  on where it was left; answers with the names that it defines, with
                                  `next`: the line of the statement that is next, or 0, with
                                  `stopped`: what it ended with before its last line, or null, and
                                  `faults`: what files ended with that it imports, and how many did.
                                  Modules that lie `elsewhere` may be given with their files
``notebook`` module, path, others  begin a notebook, in a namespace that can be imported by the
                                  `others` names too; `elsewhere` is as above
``cell``    module, number,       run a cell of it; answers with `faults`, as above, of the cell
            source
``names``   module                answers with the names that a notebook defines
``same``    module, of            let `module` be another name for a module that was loaded
``call``    on, name, args        call a function or method; answers with the result; on
                                  `watch` also with the arguments as they look afterwards
``get``     on, name              read an attribute
``set``     on, name, value       write an attribute
``references`` on                 answers with which functions of a module lead to which others
``forget``                        drop all handles
``play``    key, first            answer all requests of a list that a fork server was told, as if
                                  they had numbers from `first` on, many in one frame: it has the
                                  number of the last of them, ``kinds``, the headers that they
                                  would have, ``answers``, which each has, and ``sizes`` of bodies
``batch``   first, sizes          do the same for requests that are the body, one by one
``run``     on, steps, want       do steps, one after the other; answers with the results of those
                                  that `want` numbers, each as it is right after its step

``on`` is a module's name or a handle's number. Each answer repeats the request's number; instead
of its own fields it may have ``raised`` (see `grader.sandbox.worker.exceptions`) or ``lacking``
(what was asked for is not there, or cannot be called), and then ``step`` is the number of the step.

Steps are lists. `on` is the number of an earlier step, whose result is meant, or null for the
module. In values, a handle's number is that of an earlier step, too. Nothing else is known to the
steps, and no object of theirs is kept or gets a handle, so that equal requests are equal:

``["value", value]``              the value itself, to be used by several steps
``["call", on, name, args]``      what a function or method returns
``["get", on, name]``             an attribute
``["set", on, name, value]``      None; the attribute is set
``["item", on, index]``           an element of a list or dict
``["again", on]``                 the result of an earlier step, written down once more

This side knows inputs only: no expected value, no tolerance, no score. It imports the standard
library, NumPy and its own package.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from grader.sandbox.protocol.texts import is_reserved
from grader.sandbox.protocol.values import (
    Foreign,
    Handle,
    Reader,
    TooLarge,
    Writer,
)
from grader.sandbox.worker.batches import Ready
from grader.sandbox.worker.cells import Notebook
from grader.sandbox.worker.confinement import Plan, confine
from grader.sandbox.worker.exceptions import Own, describe, type_name
from grader.sandbox.worker.importing import Imports
from grader.sandbox.worker.plain import contents, holds, real
from grader.sandbox.worker.references import references

MAX_NAMES = 5000
MAX_FAULTS = 5


class Lacking(Exception):
    """What was asked for is not there, or cannot be called; `report` says it to the judge."""

    def __init__(self, report: dict[str, Any]) -> None:
        super().__init__()
        self.report = report


class Played(NamedTuple):
    """What was done: the header of a request, that of its answer, and the arrays in it."""

    request: dict[str, Any]
    answer: dict[str, Any]
    writer: Writer


class Worker:
    """Answers requests; `grader.sandbox.worker.serving` does so from one pipe to another.

    Parameters
    ----------
    own
        Which files are the student's; those of a folder that is loaded from, if it is not given.
    installed
        What is installed here, where that is known already.

    Attributes
    ----------
    opened
        Whether the process gave up its rights; the student's code runs only after that.
    """

    def __init__(self, own: Own | None = None, installed: Sequence[str] = ()) -> None:
        self._installed = installed
        self._modules: dict[str, Any] = {}
        self._notebooks: dict[str, Notebook] = {}
        self._objects: dict[int, Any] = {}
        self._kept = 0
        self._own = own or Own()
        self._imports = Imports(self._own)
        self._loading = ""
        self.opened = False
        self._called: object = None
        self._step: int | None = None
        self._results: list[Any] = []
        self._operations = {
            "open": self._open,
            "load": self._load,
            "notebook": self._notebook,
            "cell": self._cell,
            "names": self._defined,
            "same": self._same,
            "call": self._call,
            "get": self._get,
            "set": self._set,
            "references": self._references,
            "forget": self._forget,
            "run": self._run,
        }

    def answer(self, number: int, header: dict[str, Any], body: bytes) -> bytes:
        """Do what a request asks for; return the frame that answers it."""
        return self._frame(self._do(header, Reader(body, self._known(header), own=True)), number)

    def play(self, request: Ready) -> Played:
        """Do what a request asks for that was read before."""
        if not request.complete:
            request.for_handles(self._known(request.header))
        return self._do(request.header, request)

    def frames(self, played: Sequence[Played], last: int) -> bytes:
        """Return the frames that answer requests; `last` is the number of the last of them."""
        whole = Writer(self._plain)
        for one in played:
            whole.add(one.writer)
        kinds = {id(one.answer): one.answer for one in played}
        places = {key: place for place, key in enumerate(kinds)}
        header = {
            "kinds": list(kinds.values()),
            "answers": [places[id(one.answer)] for one in played],
            "sizes": [one.writer.size for one in played],
        }
        try:
            return whole.frame(header, last)
        except TooLarge:
            numbered = enumerate(played, last - len(played) + 1)
            return b"".join(self._frame(one, number % 2**32) for number, one in numbered)

    def _known(self, header: dict[str, Any]) -> Callable[[int, str], Any]:
        """Return what a handle's number becomes in a request."""
        known = self._results if header["op"] == "run" else self._objects
        return lambda number, _: known[number]

    def _do(self, header: dict[str, Any], reader: Reader) -> Played:
        writer = Writer(self._scripted if header["op"] == "run" else self._plain)
        self._called, self._loading, self._step = None, "", None
        self._imports.standins.loading = header["op"] in ("load", "cell")
        try:
            answer = self._operations[header["op"]](header, reader, writer)
        except BaseException as error:  # the student's code may raise anything, SystemExit too
            writer = Writer(self._plain)
            answer = self._failed(error, header)
        self._called = None
        self._results.clear()
        return Played(header, answer, writer)

    def _frame(self, played: Played, number: int) -> bytes:
        try:
            return played.writer.frame(played.answer, number)
        except BaseException as error:
            return Writer(self._plain).frame(self._failed(error, played.request), number)

    def _failed(self, error: BaseException, header: dict[str, Any]) -> dict[str, Any]:
        if type(error) is TooLarge:
            node = {"foreign": ["", str(error)]}
            if header["op"] == "run":
                return {"result": [node for _ in header["want"]]}
            watched = _watched(header)
            return {"result": node, "after": [node] * watched, "rebound": [False] * watched}
        step = {} if self._step is None else {"step": self._step}
        if type(error) is Lacking:
            return {"lacking": error.report} | step
        return {"raised": describe(error, self._own, self._loading, self._called)} | step

    def _open(self, header: dict[str, Any], _: Reader, __: Writer) -> dict[str, Any]:
        plan = Plan(**header["plan"])
        sys.dont_write_bytecode = True  # leave nothing in the student's folder
        sys.pycache_prefix = plan.scratch  # and trust no stale file in it
        layers = confine(plan, self._installed)
        self.opened = True
        return layers.plain()

    def _load(self, header: dict[str, Any], _: Reader, __: Writer) -> dict[str, Any]:
        name, path = header["module"], self._enter(header)
        module, error = self._imports.load(name, path, header.get("until"))
        self._modules[name] = module
        stopped = None if error is None else describe(error, self._own, self._loading, None)
        faults = self._faults(self._imports.broken)
        names = _names(vars(module))
        return {"names": names, "stopped": stopped, "faults": faults, "next": self._imports.next}

    def _notebook(self, header: dict[str, Any], _: Reader, __: Writer) -> dict[str, Any]:
        name, path = header["module"], self._enter(header)
        notebook = Notebook(name, str(path), header["others"], self._imports.standins)
        self._notebooks[name], self._modules[name] = notebook, notebook.module
        return {}

    def _cell(self, header: dict[str, Any], _: Reader, __: Writer) -> dict[str, Any]:
        broken = self._imports.broken
        broken.clear()
        error = self._notebooks[header["module"]].run(header["number"], header["source"])
        return {"faults": self._faults(broken if error is None else [*broken, error])}

    def _defined(self, header: dict[str, Any], _: Reader, __: Writer) -> dict[str, Any]:
        return {"names": _names(self._notebooks[header["module"]].defined())}

    def _same(self, header: dict[str, Any], _: Reader, __: Writer) -> dict[str, Any]:
        self._modules[header["module"]] = self._modules[header["of"]]
        return {}

    def _faults(self, broken: Sequence[BaseException]) -> list[Any]:
        """Return how many files or cells raised, and what."""
        told = [describe(error, self._own, self._loading, None) for error in broken]
        faults = [fault for fault in told if not fault.get("not_written")]  # it may yet be written
        return [len(faults), faults[:MAX_FAULTS]]

    def _references(self, header: dict[str, Any], _: Reader, __: Writer) -> dict[str, Any]:
        return {"references": references(vars(self._modules[header["on"]]), self._own)}

    def _enter(self, header: dict[str, Any]) -> Path:
        """Return the path of a file that is loaded next; what lies beside it can be imported."""
        path = Path(header["path"])
        self._own.folder, self._loading = str(path.parent), str(path)
        self._imports.know(header.get("elsewhere", {}))
        if self._own.folder not in sys.path:
            sys.path.insert(0, self._own.folder)
        return path

    def _call(self, header: dict[str, Any], reader: Reader, writer: Writer) -> dict[str, Any]:
        arguments = reader.arguments(header["args"])
        if "watch" not in header:
            return writer.answer(
                self._result(self._target(header["on"]), header["name"], arguments)
            )
        watched = [contents(argument) for argument in arguments]
        result = self._result(self._target(header["on"]), header["name"], arguments)
        pairs = zip(arguments, watched, strict=True)
        return {
            "result": writer.node(result),
            "after": [writer.node(one) for one in watched],
            "rebound": [not holds(*pair) for pair in pairs],
        }

    def _result(self, target: Any, name: str, arguments: list[Any]) -> Any:
        function = self._attribute(target, name)
        if not callable(function):
            raise Lacking({"name": name, "found": type_name(function)})
        self._called = function
        result = function(*arguments)
        self._called = None
        return result

    def _attribute(self, target: Any, name: str) -> Any:
        try:
            return getattr(target, name)
        except AttributeError as error:
            if error.obj is not target or error.name != name:
                raise
        raise Lacking({"name": name, "owner": type_name(target), "names": _names(dir(target))})

    def _get(self, header: dict[str, Any], _: Reader, writer: Writer) -> dict[str, Any]:
        return {"result": writer.node(self._attribute(self._target(header["on"]), header["name"]))}

    def _set(self, header: dict[str, Any], reader: Reader, _: Writer) -> dict[str, Any]:
        setattr(self._target(header["on"]), header["name"], reader.value(header["value"]))
        return {"result": None}

    def _forget(self, _: dict[str, Any], __: Reader, ___: Writer) -> dict[str, Any]:
        self._objects.clear()
        return {"result": None}

    def _run(self, header: dict[str, Any], reader: Reader, writer: Writer) -> dict[str, Any]:
        module, want = self._modules[header["on"]], set(header["want"])
        told = []
        for number, step in enumerate(header["steps"]):
            self._step = number
            self._results.append(self._step_done(step, module, reader))
            if number in want:
                told.append(writer.node(self._results[number]))
        return {"result": told}

    def _step_done(self, step: list[Any], module: Any, reader: Reader) -> Any:
        kind, on, *rest = step
        if kind == "value":
            return reader.value(on)
        target = module if on is None else self._results[on]
        match kind, rest:
            case "call", [name, arguments]:
                return self._result(target, name, [reader.value(node) for node in arguments])
            case "get", [name]:
                return self._attribute(target, name)
            case "set", [name, node]:
                return setattr(target, name, reader.value(node))
            case "item", [index]:
                return target[index]
        return target

    def _target(self, on: str | int) -> Any:
        return self._modules[on] if isinstance(on, str) else self._objects[on]

    def _keep(self, value: Any) -> int:
        self._kept += 1
        self._objects[self._kept] = value
        return self._kept

    def _plain(self, value: Any) -> Any:
        """Return what can travel in place of `value`: a real array, or a reference to it."""
        found = real(value)
        return Handle(self._keep(value), type_name(value)) if found is None else found

    def _scripted(self, value: Any) -> Any:
        """Return what can travel in place of `value` from a script, of which nothing is kept."""
        found = real(value)
        return Foreign(type_name(value), "") if found is None else found


def _names(of: Iterable[Any]) -> list[str]:
    return [key for key in of if type(key) is str and not is_reserved(key)][:MAX_NAMES]


def _watched(header: dict[str, Any]) -> int:
    """Return how many arguments of a call go back as they look afterwards: all or none."""
    return len(header["args"]) if header.get("watch") else 0
