"""How a check ended, as a result that a report can tell: why, where, and how to see it again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
import numpy as np

from grader.authoring.task import Check
from grader.checking.mismatch import CheckFailed, Kind, Mismatch
from grader.checking.wording import element, numbers
from grader.grading.locations import place_of
from grader.grading.result import CheckResult, Outcome, Place
from grader.grading.snippet import snippet
from grader.sandbox.client.errors import Died, NotWritten, Raised, StudentError, TimedOut
from grader.sandbox.client.remote import Call
from grader.sandbox.client.scripts import Program
from grader.sandbox.protocol import tree

REPEATED = "The same as for: "
"""How the message of a check begins that failed by a mistake which was told before."""

HINTED: frozenset[Kind] = frozenset(
    {
        "numbers differ",
        "not finite",
        "upstream ignored",
        "argument modified",
        "not deterministic",
    }
)
"""What a check's own hint is about; of shapes and types, the message says what to do."""

Failure = CheckFailed | StudentError
Made = Call | Program
Calls = Sequence[Made]

KEEPS = (
    "The last call here is right in a new Python, and wrong after what comes before it: something "
    "is kept from call to call, in a global variable, say, or in an attribute of the class."
)
"""What is told of a failure that needs earlier calls."""


class Seen(NamedTuple):
    """A failure that was seen again in a process of its own.

    Attributes
    ----------
    failure
        What it looks like there.
    calls
        Those that show it.
    after_others
        Whether it needs calls before those of the check, which is right by itself.
    """

    failure: Failure
    calls: Calls
    after_others: bool = False


class Failures:
    """Tells why checks failed, each cause in full only once.

    Parameters
    ----------
    parameters
        The names of positional parameters by the names of functions.
    definition
        Called with the name of a function; returns where the student's file defines it.
    imported
        Whether the student imports the functions to try them: in a notebook they are there.

    Attributes
    ----------
    not_written
        The ids of the checks that failed because there is no code yet.
    """

    def __init__(
        self,
        parameters: Mapping[str, tuple[str, ...]],
        definition: Callable[[str], Place | None],
        *,
        imported: bool,
    ) -> None:
        self._parameters = dict(parameters)
        self._imported = imported
        self._definition = definition
        self._causes: dict[str, str] = {}
        self.not_written: set[str] = set()

    def tell(self, check: Check, failure: Failure, calls: Calls) -> CheckResult:
        """Return the result of a check that failed; `calls` are those of the failing example."""
        if isinstance(failure, CheckFailed):
            told = self._wrong(check, failure, calls)
        else:
            told = self._unable(check, failure, calls)
        return msgspec.structs.replace(told, place=self._place(failure, calls))

    def _place(self, failure: Failure, calls: Calls) -> Place | None:
        """Return where the code failed, else where the function begins that is judged."""
        if isinstance(failure, StudentError) and (place := place_of(failure)):
            return place
        array = failure.mismatch.array if isinstance(failure, CheckFailed) else ""
        asked = [name for call in calls for name in call.functions if name in self._parameters]
        called = _judged(asked, array)
        return self._definition(called) if called else None

    def _wrong(self, check: Check, failure: CheckFailed, calls: Calls) -> CheckResult:
        mismatch = failure.mismatch
        outcome: Outcome = "error" if mismatch.kind == "not an array" else "failed"
        if outcome == "error" and (earlier := self._seen(check, mismatch.message)):
            return result(check, outcome, message=earlier)
        if check.relation:
            mismatch = _as_relation(mismatch, mismatch.diagnosis if failure.named else "")
        hint = check.hint if mismatch.kind in HINTED and not mismatch.diagnosis else ""
        if check.hidden:
            return result(check, outcome, message=mismatch.message, hint=hint)
        return result(
            check,
            outcome,
            message=mismatch.message,
            hint=hint,
            mismatch=mismatch,
            counterexample=self._snippet(calls, failure),
        )

    def _unable(self, check: Check, failure: StudentError, calls: Calls) -> CheckResult:
        outcome: Outcome = "error"
        if isinstance(failure, TimedOut):
            outcome = "timeout"
        elif isinstance(failure, Died):
            outcome = "crashed"
        if isinstance(failure, NotWritten):
            self.not_written.add(check.id)
            return result(check, outcome, message=str(failure), hint=failure.hint)
        if earlier := self._seen(check, failure.cause):
            return result(check, outcome, message=earlier)
        message = str(failure) + self._arguments(failure, calls)
        shown = "" if check.hidden else self._snippet(self.shown(failure, calls), failure)
        return result(check, outcome, message=message, hint=failure.hint, counterexample=shown)

    @staticmethod
    def shown(failure: Failure, calls: Calls) -> Calls:
        """Return the calls that a program shows: of those before an exception none."""
        return calls if isinstance(failure, CheckFailed) else calls[-1:]

    def retell(
        self, check: Check, told: CheckResult, failure: Failure, seen: Seen | None
    ) -> CheckResult:
        """Return a result as it is `seen` in a fresh process, which may be after earlier calls.

        What is not to be seen there has no program.
        """
        if seen is None:
            return msgspec.structs.replace(told, counterexample="")
        again = seen.failure
        same = str(again) == str(failure) and not seen.after_others
        if same or not isinstance(again, CheckFailed) or told.outcome != "failed":
            return msgspec.structs.replace(told, counterexample=self._snippet(seen.calls, again))
        retold = self._wrong(check, again, seen.calls)
        if retold.mismatch is not None and seen.after_others:
            mismatch = msgspec.structs.replace(retold.mismatch, diagnosis=KEEPS)
            retold = msgspec.structs.replace(retold, mismatch=mismatch, hint="")
        return msgspec.structs.replace(retold, place=told.place)

    def _snippet(self, calls: Calls, failure: Failure) -> str:
        changes = isinstance(failure, CheckFailed) and failure.mismatch.kind == "argument modified"
        return snippet(calls, self._parameters, imported=self._imported, anew=changes)

    def _seen(self, check: Check, cause: str) -> str:
        """Return where the same cause was explained already, or nothing the first time."""
        if cause in self._causes:
            return f"{REPEATED}{self._causes[cause]}"
        self._causes[cause] = check.title
        return ""

    def _arguments(self, failure: StudentError, calls: Calls) -> str:
        """Return a sentence with the shapes that a call was made with."""
        if not calls or not isinstance(failure, Raised | TimedOut | Died):
            return ""
        function, arguments = calls[-1].called()
        named = zip(self._parameters.get(function, ()), arguments, strict=False)
        told = ((name, tree.fold(argument, _shape, _shapes)) for name, argument in named)
        shapes = ", ".join(f"{name} {shape}" for name, shape in told if shape)
        of = f" of `{function}`" if isinstance(failure, Raised) and failure.within else ""
        return f" The arguments{of} had the shapes {shapes}." if shapes else ""


def _judged(called: Sequence[str], array: str) -> str:
    """Return which of the functions that were called is the one that is judged, if that is clear.

    It is the one that the array is named after, or the only plain function, or the last method
    where all are of one class: a network and its layers are called in turn, and which of them is
    wrong the calls do not tell.
    """
    plain = {name for name in called if "." not in name and not name[:1].isupper()}
    methods = [name for name in called if "." in name]
    if (named := array.partition("[")[0]) in plain:
        return named
    if len(plain) == 1:
        return next(iter(plain))
    if not plain and len({name.partition(".")[0] for name in methods}) == 1:
        return methods[-1]
    return called[0] if called and not methods and not plain else ""


def _as_relation(mismatch: Mismatch, diagnosis: str) -> Mismatch:
    """Word numbers that do not fit each other: neither of them is known to be right.

    What a mistake explains that the author knows is told of the numbers as they are.
    """
    returned, expected = mismatch.returned, mismatch.expected
    if (
        mismatch.kind != "numbers differ"
        or not isinstance(returned, float)
        or not isinstance(expected, float)
    ):
        return mismatch
    texts = numbers(returned, expected)
    name = element(mismatch.array, mismatch.index or ())
    message = (
        f"Your other results and this rule give {texts[1]} for `{name}`, but it is {texts[0]}."
    )
    return msgspec.structs.replace(mismatch, message=message, diagnosis=diagnosis, relation=True)


def folded(checks: Sequence[CheckResult], relations: Collection[str]) -> list[CheckResult]:
    """Return results that say which of them failed for one reason.

    Parameters
    ----------
    checks
        The results of a task, in order.
    relations
        The ids of the checks that compare a student's results with one another. What they find is
        no news where the same results are wrong by themselves.
    """
    causes: dict[str, str] = {}
    plain: dict[tuple[str, int], str] = {}
    titles = {check.title: check.id for check in checks}
    done = []
    for check in checks:
        cause = check.mismatch.diagnosis if check.mismatch else ""
        same = ""
        if check.outcome == "failed" and check.id in relations:
            same = plain.get(_place_of(check), "")
            same = same or (causes.setdefault(cause, check.id) if cause else "")
        elif check.message.startswith(REPEATED):
            same = titles.get(check.message.removeprefix(REPEATED), "")
        elif check.outcome == "failed":
            same = causes.setdefault(cause, check.id) if cause else ""
            plain.setdefault(_place_of(check), check.id)
        done.append(
            check if same in {"", check.id} else msgspec.structs.replace(check, same_as=same)
        )
    return _by_state(done)


def _by_state(checks: list[CheckResult]) -> list[CheckResult]:
    """Take programs away that do not show it, as what they print depends on earlier calls.

    A check that calls a function twice tells that. What else fails in the same function may come
    of it.
    """
    stateful = {
        _place_of(check): check.id
        for check in reversed(checks)
        if check.mismatch and check.mismatch.kind == "not deterministic"
    }
    return [
        msgspec.structs.replace(check, counterexample="", same_as=stateful[_place_of(check)])
        if check.outcome == "failed" and stateful.get(_place_of(check), check.id) != check.id
        else check
        for check in checks
    ]


def _place_of(check: CheckResult) -> tuple[str, int]:
    """Return where the function begins that a check judges; what is unknown is one of its own."""
    return (check.place.file, check.place.line) if check.place else (check.id, 0)


def result(check: Check, outcome: Outcome, *, counts: bool = True, **fields: Any) -> CheckResult:
    """Return the result of a check, with all of its points or none."""
    return CheckResult(
        id=check.id,
        title=check.title,
        outcome=outcome,
        score=check.points if outcome == "passed" else 0,
        max_score=check.points if counts else 0,
        hidden=check.hidden,
        **fields,
    )


def not_run(check: Check, message: str, *, solved: bool) -> CheckResult:
    """Return the result of a check that did not run; without a solution a hidden one is no loss."""
    return result(check, "skipped", counts=solved or not check.hidden, message=message)


def _shape(argument: Any) -> str:
    """Return the shape of an array, and nothing for what is none."""
    return str(argument.shape) if isinstance(argument, np.ndarray) else ""


def _shapes(_: Any, shapes: list[str]) -> str:
    """Return the shapes of the arrays in a list, in brackets."""
    inside = ", ".join(filter(None, shapes))
    return f"[{inside}]" if inside else ""
