"""Wrong functions made of a task's table of mistakes: each has to be caught, and named."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from string import Template

from grader.audit.carrying import Carrier, NotCarried
from grader.audit.result import MistakeAudit
from grader.authoring.task import Task
from grader.checking.explanations import Mistake
from grader.grading.result import Report

CHANGE = "new "
"""An array that is called so is told by what it changes by."""

_RETURNS = re.compile(r"^Returns\n-+\n(.*?)(?:\n\n\w+\n-+\n|\Z)", re.DOTALL | re.MULTILINE)

_WRONG = Template("""

def _mistaken(function):
    def changed(*arguments):
        result = function(*arguments)
        several = isinstance(result, (tuple, list))
        results = list(result) if several else [result]
        # A result that is named as an argument is its new value: the old one is meant.
        known = {**dict(zip($results, results)), **dict(zip($parameters, arguments))}
        known = {
            name: np.asarray(value, dtype=np.float64)
            for name, value in known.items()
            if isinstance(value, (np.ndarray, np.number, float, int))
        }
        try:
            wrong = np.asarray($wrong(*(known[name] for name in $needed)), dtype=np.float64)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            return result  # it says nothing of such arguments
        results[$place] = $value
        return tuple(results) if several else results[0]

    return changed


$function = _mistaken($function)
""")


def mistaken(source: str, task: Task, mistake: Mistake) -> str:
    """Return a solution that makes a mistake, and is right otherwise.

    Raises
    ------
    NotCarried
        When nothing that a function of the task's returns is called so, or the mistake needs what
        the function does not get; with the reason.
    """
    returned = returns(source)
    base = mistake.array.removeprefix(CHANGE)
    found = [
        (name, results.index(base))
        for name, results in returned.items()
        if name in task.functions and base in results
    ]
    if not found:
        raise NotCarried(f"no function says under Returns that it returns {base}")
    function, place = found[0]
    parameters, results = task.functions[function].parameters, returned[function]
    code = mistake.wrong.__code__
    needed = code.co_varnames[: code.co_argcount]
    if lacking := set(needed) - {*parameters, *results}:
        raise NotCarried(f"{function} gets no {', '.join(sorted(lacking))}")
    carrier = Carrier()
    wrong = carrier.carry(mistake.wrong)
    change = base != mistake.array and base in parameters
    text = _WRONG.substitute(
        function=function,
        parameters=repr(parameters),
        results=repr(tuple(results)),
        needed=repr(needed),
        wrong=wrong,
        place=place,
        value=f"known[{base!r}] + wrong" if change else "wrong",
    )
    return f"{source.rstrip()}\n{carrier.source}{text}"


def returns(source: str) -> dict[str, list[str]]:
    """Return the names of what each function returns, by its docstring; its own where it is one."""
    found = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            section = _RETURNS.search(ast.get_docstring(node) or "")
            lines = section.group(1).splitlines() if section else []
            heads = [line.partition(" : ")[0] for line in lines if " : " in line and line[0] != " "]
            names = [name.strip() for head in heads for name in head.split(",")]
            found[node.name] = names or [node.name]
    return found


def judged(mistake: Mistake, report: Report, sentences: Sequence[str]) -> MistakeAudit:
    """Return what became of a mistake: whether a check caught it, and a report names it alone."""
    said = {
        check.mismatch.diagnosis
        for task in report.tasks
        for check in task.checks
        if check.mismatch and check.mismatch.diagnosis
    }
    caught = report.score < report.max_score
    # Of two mistakes that come to the same numbers, a report says that it is one of them.
    told = any(mistake.sentence in one for one in said)
    others = sorted(one for one in said if mistake.sentence not in one)
    problem = ""
    if not caught:
        problem = "no check catches it: it gets full marks."
    elif not told:
        problem = f"the report does not name it; it says: {' '.join(others) or 'no cause'}"
    return MistakeAudit(
        array=mistake.array,
        sentence=mistake.sentence,
        tried=True,
        caught=caught,
        told=told and not set(others) & set(sentences),
        problem=problem or _beside(others, sentences),
    )


def _beside(others: Sequence[str], sentences: Sequence[str]) -> str:
    wrong = [one for one in others if one in sentences]
    return f"the report names another one, too: {wrong[0]}" if wrong else ""


def untried(mistake: Mistake, problem: str) -> MistakeAudit:
    """Return that a mistake could not be tried, and why."""
    return MistakeAudit(
        array=mistake.array,
        sentence=mistake.sentence,
        tried=False,
        problem=f"not tried: {problem}.",
    )
