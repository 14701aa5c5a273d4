"""What an answer tells of: a result, or what the student's code did instead."""

from __future__ import annotations

from typing import Any

from grader.sandbox.client.batched import RESULT
from grader.sandbox.client.errors import StudentError
from grader.sandbox.client.labels import Purpose, purpose_of
from grader.sandbox.client.messages import lacking, raised
from grader.sandbox.protocol.frames import PREFIX, ProtocolError, parse_frame


def problem_of(header: dict[str, Any], purpose: Purpose) -> StudentError | None:
    """Return the error that an answer tells of, if it does."""
    doing = purpose.at(header.get("step"))
    problem: StudentError
    if "raised" in header:
        problem = raised(header["raised"], doing.what)
    elif "lacking" in header:
        problem = lacking(header["lacking"], doing.name)
    else:
        return None
    problem.step = step_of(header, purpose)
    return problem


def step_of(header: dict[str, Any], purpose: Purpose) -> int | None:
    """Return the number of the step that an answer names, if there is such a step."""
    step = header.get("step")
    return step if type(step) is int and purpose.at(step) is not purpose else None


def result_of(answer: bytes, request: bytes) -> bytes | StudentError:
    """Return an answer that has a result, else the error that it tells of."""
    if answer.startswith(RESULT, PREFIX.size):
        return answer
    problem = problem_of(parse_frame(answer)[1], purpose_of(parse_frame(request)[1]))
    if problem is None:
        raise ProtocolError("an answer that says nothing")
    return problem
