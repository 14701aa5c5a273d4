"""From what a worker says went wrong to one sentence for the student.

Everything in a worker's answer is the student's to forge, so each field is checked for its type,
cut, and rid of control characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from grader.sandbox.client.errors import (
    Died,
    NotFound,
    NotWritten,
    Raised,
    Spent,
    StudentError,
    TimedOut,
    Whole,
)
from grader.sandbox.protocol.texts import printable
from grader.sandbox.protocol.values import described

if TYPE_CHECKING:
    from grader.sandbox.client.operands import Failed

E = TypeVar("E", bound=StudentError)

_AT_HOME = '`if __name__ == "__main__":`'
_HINTS = {
    "EOFError": "Nobody is there to type: take values from the arguments, not from `input()`.",
    "KeyboardInterrupt": "Do not raise `KeyboardInterrupt`: return the result instead.",
    "MemoryError": "It asks for more memory than it may have: is an array far too large?",
    "RecursionError": "The function calls itself without an end.",
    "FileNotFoundError": f"The code runs in an empty folder: read files only below {_AT_HOME}.",
    "ModuleNotFoundError": "Only Python, NumPy and the files that were handed in are there.",
    "UnboundLocalError": "The function assigns to this name somewhere, so it is a variable of its "
    "own: give it a value above this line.",
}
_MESSAGE_HINTS = {
    "read-only": "Do not change an argument in place: work on a copy, or compute a new array.",
    "codec can't decode": "Save the file as UTF-8.",
    "no known parent package": "Leave out the dot: `from helpers import …`.",
    "null byte": "The file is damaged: save it again from your editor.",
    "name 'null' is not defined": "Is this a notebook? Export its code as a Python file.",
    "name 'In' is not defined": "This was copied from a session: delete the prompts, and what "
    "Python answered.",
}
MAX_NOTES = 5
"""So many cells are named that raised; the others are counted."""

_ENDLESS = "Does a loop never end? Print something inside it to see."
_MEDDLING = "Do not write to file descriptors that your code did not open: use `print`."
_UNFIT = re.compile(r"^[^()\s]+\(\) (?=takes |missing )")
_TAKES = re.compile(r"takes (\d{1,3}) positional arguments? but (\d{1,3}) (?:was|were) given")
_PATH = re.compile(r"^(cannot import name .{1,300}?) \([^()]*\)$")
_CODE = re.compile(r"[A-Za-z_][\w.]{0,99}|import [\w.]{1,60}(?: as \w{1,9})?")


def raised(report: Any, what: str) -> Raised:
    """Return the error for a worker's ``raised`` answer; `what` was being done for the judge."""
    fields = report if isinstance(report, dict) else {}
    return _placed(_raised(fields, what), fields)


def _raised(fields: dict[str, Any], what: str) -> Raised:
    from grader.sandbox.client.enhanced_messages import in_words  # only what fails waits for it
    from grader.sandbox.client.operands import Failed
    from grader.sandbox.client.syntax import syntax_hint

    kind = printable(fields.get("type"), 100) or "an exception"
    message = _PATH.sub(r"\1", printable(fields.get("message")).rstrip(".:"))
    where = _where(fields)
    source = printable(fields.get("source"), 200)
    hint = next((h for part, h in _MESSAGE_HINTS.items() if part in message), "")
    if fields.get("syntax") is True:
        sentence = f"{where} is not valid Python: {message}{_quoted('at', source)}."
        return Raised(sentence, hint or syntax_hint(message, source), kind, where)
    if fields.get("not_written") is True and what.startswith("`"):
        return _not_written(fields, what, kind, where)
    if fields.get("unfit") is True and _UNFIT.match(message):
        return _unfit(fields, message, what, kind, where)
    failed = Failed.parse(fields)
    if said := in_words(kind, message, failed):
        message = said[0]
        hint = hint or said[1]
    elif kind == "SystemExit":
        hint = _leaving(failed.callee, what)
    else:
        hint = (
            hint
            or _meant(fields, failed)
            or _own_call(message, fields, failed.callee)
            or _HINTS.get(kind, "")
        )
    if failed.text == source and f"`{source}`" in message:
        source = ""
    outcome = f"raised {kind}: {message}" if message else f"raised {kind}"
    within = _within(fields, what)
    doing = f"`{within}`, which {what} calls," if within else what
    sentence = f"{doing} {outcome}{_quoted('in', source)}."
    sentence = f"{where}: {sentence}" if where else _capital(sentence)
    if _AT_HOME not in hint:
        hint = f"{hint} {_at_top(fields, what, where)}".strip()
    error = Raised(sentence, hint, kind, where)
    error.within = within
    return error


def _within(fields: dict[str, Any], what: str) -> str:
    """Return which function of theirs raised, where it is another one than was called."""
    within, called = printable(fields.get("within"), 100), what.strip("`")
    named = what.startswith("`") and re.fullmatch(r"[A-Za-z_][\w.]{0,99}", within)
    return within if named and within not in (called, f"{called}.__init__") else ""


def _meant(fields: dict[str, Any], failed: Failed) -> str:
    """Return what the student may have meant by a name that is not there."""
    defined, line = fields.get("defined"), fields.get("line")
    if type(defined) is int and type(line) is int and line < defined < 10**7:
        below = f"It is defined further down, in line {defined}"
        return f"{below}: put this line at the end of the file, below {_AT_HOME}."
    suggestion = printable(fields.get("suggestion"), 100)
    if not _CODE.fullmatch(suggestion):
        return ""
    owner = failed.operands[0].text if failed.operation == "." and failed.operands else ""
    if _CODE.fullmatch(owner):
        return f"Did you mean `{owner}.{suggestion}`?"
    if suggestion.startswith("import "):
        return f"Write `{suggestion}` at the top of the file."
    return f"Did you mean `{suggestion}`?"


def _own_call(message: str, fields: dict[str, Any], callee: str) -> str:
    """Return what is wrong with a method that the student's own code calls."""
    called, missing, _ = message.partition("() missing ")
    owner, dot, method = callee.rpartition(".")
    if missing and dot and called == callee and _CODE.fullmatch(callee):
        return f"`{owner}` is the class: call `{method}` of an object that was made of it."
    if not _TAKES.search(message) or not isinstance(first := fields.get("first"), str):
        return ""
    if first != "self":
        return _no_self(message.partition("(")[0].rpartition(".")[2])
    return "`self` counts as one of these arguments."


def _no_self(method: str) -> str:
    return f"The first parameter of a method is `self`: `def {method}(self, …):`."


def _leaving(callee: str, what: str) -> str:
    """Return what to do about code that ends the process."""
    leaves = f"`{callee}()`" if _CODE.fullmatch(callee) else ""
    if what.startswith("`"):
        return f"Do not {f'call {leaves}' if leaves else 'raise `SystemExit`'}: return the result."
    if not leaves:
        return "Delete this line: what stands below it is not run."
    if callee.rpartition(".")[2] in ("exit", "quit"):
        return f"Delete {leaves}: what stands below it is not run."
    return f"{leaves} ends the program: put it at the end of the file, below {_AT_HOME}."


def _at_top(fields: dict[str, Any], what: str, where: str) -> str:
    """Say which line began it, where a file was loaded and the line only calls something."""
    top, operation = fields.get("top"), fields.get("operation")
    if type(top) is not int or not 0 < top < 10**7 or not what.startswith("importing "):
        return ""
    if f", line {top}" == where[where.find(", line ") :]:
        called = operation == "call" and fields.get("type") != "SystemExit"
        line = "This line is" if called else ""
    else:
        line = f"It was called in line {top}, which is"
    if not line:
        return ""
    return (
        f"{line} outside of any function, so it runs whenever the file is loaded: put it below "
        f"{_AT_HOME}."
    )


def _not_written(fields: dict[str, Any], what: str, kind: str, where: str) -> NotWritten:
    """Return the error for a part not written: the one that was called, or one that it needs."""
    function = printable(fields.get("function"), 100)
    called = what.strip("`").rpartition(".")[2]
    if not function.isidentifier() or function in ("__init__", called):
        return NotWritten(f"{what} is not written yet.", "", kind, where)
    sentence = f"{where}: `{function}` is not written yet, and {what} needs it."
    return NotWritten(sentence, "", kind, where)


def _unfit(fields: dict[str, Any], message: str, what: str, kind: str, where: str) -> Raised:
    """Return the error for a function that takes other arguments than the task says."""
    fault = _UNFIT.sub("", message)
    fault = f"is {fault}" if fault.startswith("missing") else fault
    hint = ""
    wrong = printable(fields.get("suggestion"), 100)
    if fault == "takes no arguments" and wrong.isidentifier():
        hint = f"`{wrong}` has to be called `__init__`, with two underscores on each side."
    if "." in message.partition("(")[0] and (counts := _TAKES.search(fault)):
        if fields.get("first") == "self":
            fault = "takes {} besides `self`, and {} given".format(*_without_self(counts))
        else:
            hint = _no_self(message.partition("(")[0].rpartition(".")[2])
    return Raised(f"{where}: {what} {fault}." if where else f"{what} {fault}.", hint, kind, where)


def _without_self(counts: re.Match[str]) -> tuple[str, str]:
    takes, given = (max(0, int(count) - 1) for count in counts.groups())
    taken = "no arguments" if not takes else "1 argument" if takes == 1 else f"{takes} arguments"
    return taken, f"{given} {'is' if given == 1 else 'are'}"


def faults_of(report: Any) -> tuple[int, list[dict[str, Any]]]:
    """Return how many files or cells raised, and what some of them did, from ``faults``."""
    match report:
        case [int(count), list(faults)]:
            found = [fault for fault in faults[:MAX_NOTES] if isinstance(fault, dict)]
            return max(len(found), min(count, 10**6)), found
    return 0, []


def more_cells(count: int, name: str) -> str:
    """Return the sentence for further cells of the notebook `name` that raised."""
    cells = "One more cell" if count == 1 else f"{count:,} more cells"
    return f"{cells} of {name} raised an exception."


def missing(name: str, file: str, names: Iterable[str]) -> NotFound:
    """Return the error for a `file` without `name`, with the nearest of the `names` it has."""
    return NotFound(f"{file} does not define `{name}`.", _nearest(name, names))


def lacking(report: Any, name: str) -> NotFound:
    """Return the error for a worker's ``lacking`` answer: no `name`, or nothing to call."""
    fields = report if isinstance(report, dict) else {}
    found, owner = (printable(fields.get(key), 100) for key in ("found", "owner"))
    if found:
        return NotFound(f"`{name}` is {described(found)}, and no function.")
    names = fields.get("names")
    near = [n for n in names if isinstance(n, str)] if isinstance(names, list) else []
    # A gradient that is not there is no parameter by another name: d_weights is not weights.
    near = [n for n in near if n.removeprefix("d_") != name.removeprefix("d_")]
    return NotFound(f"The `{owner}` object has no attribute `{name}`.", _nearest(name, near))


def _nearest(name: str, names: Iterable[str]) -> str:
    import difflib  # rarely needed, and a student waits for every import

    # Names of other lengths are not near, and comparing thousands would take seconds.
    likely = [n for n in names if n.isidentifier() and abs(len(n) - len(name)) <= len(name)]
    likely = [n for n in likely if n.startswith("_") <= name.startswith("_")]
    near = difflib.get_close_matches(name, likely[:100], n=2, cutoff=0.6)
    others = " and ".join(f"`{printable(other, 100)}`" for other in near)
    return f"There is {others}: rename it?" if near else ""


def not_begun(whole: Whole) -> TimedOut:
    """Return the error for a call that comes after the end of the time limit of the whole."""
    return TimedOut(f"The time limit of the whole {whole} was reached before this call.")


def too_slow(what: str, seconds: float, report: Any, whole: Whole | None = None) -> TimedOut:
    """Return the error for `what` took too long; `report` may say which line it was in.

    If the time of a `whole` came to its end, that is what is told.
    """
    fields = report if isinstance(report, dict) else {}
    where = _where(fields) if fields.get("type") == "KeyboardInterrupt" else ""
    unit = "second" if seconds == 1 else "seconds"
    text = f"{what} took longer than {seconds:g} {unit} and was stopped"
    if whole is not None:
        text = f"{what} was stopped: the time limit of the whole {whole} was reached"
    if not where:
        return TimedOut(f"{_capital(text)}.", _ENDLESS)
    source = printable(fields.get("source"), 200)
    return _placed(TimedOut(f"{where}: {text}{_quoted('in', source)}.", _ENDLESS), fields)


def spent(what: str, seconds: int) -> Spent:
    """Return the error for a process that used up its processor time during `what`."""
    unit = "second" if seconds == 1 else "seconds"
    return Spent(
        f"While {_doing(what)}, the code used more than {seconds:,} {unit} of processor time and "
        "was stopped.",
        "All threads count together. " + _ENDLESS,
    )


def ended(what: str, death: Died) -> Died:
    """Return the error for a process that ended during `what`."""
    return Died(f"While {_doing(what)}, {death}.", death.hint)


def disturbed(what: str) -> Died:
    """Return the error for an answer that is not one: the code wrote into the pipe itself."""
    sentence = f"While {_doing(what)}, something else was written where the grader reads results."
    return Died(sentence, _MEDDLING)


def _doing(what: str) -> str:
    return f"running {what}" if what.startswith("`") else what


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _quoted(preposition: str, source: str) -> str:
    return f" ({preposition} `{source}`)" if source else ""


def _where(fields: dict[str, Any]) -> str:
    file, line = _place(fields)
    return f"{file}, line {line}" if line else file


def _place(fields: dict[str, Any]) -> tuple[str, int]:
    file, line = printable(fields.get("file"), 200), fields.get("line")
    return file, line if file and type(line) is int and 0 < line < 10**7 else 0


def _placed(error: E, fields: dict[str, Any]) -> E:
    """Return the error with its place, for programs."""
    error.file, error.line = _place(fields)
    return error
