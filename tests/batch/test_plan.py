"""Reports on submissions that were not graded."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.batch.plan import Plan, course_version
from grader.course.course import open_course
from grader.grading.chance import Chance
from grader.report.json import from_json
from grader.report.markdown import to_markdown


def test_submission_that_cannot_be_opened_says_so_once(tiny: Path) -> None:
    plan = Plan(open_course(tiny), (), Chance())
    text = to_markdown(from_json(plan.unreadable("The zip is damaged.")), name="anna")
    assert text == "# anna\n\n## 0/3 points\n\nThe zip is damaged.\n"
    text = to_markdown(from_json(plan.failed("KeyError: 'secret'", "/faults/anna")))
    assert "That is not your fault" in text
    assert "secret" not in text


def version(course: Path) -> str:
    opened = open_course(course)
    return course_version(opened, opened.tasks)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("assignments/course.toml", "[limits]\ncall = 9\n"),
        ("assignments/course.toml", "[tasks.double.limits]\nmemory = 9\n"),
        ("assignments/warmup/checks/double.py", "changed"),
        ("assignments/warmup/checks/_numbers/table.csv", "1, 2\n"),
        ("solutions/warmup/double.py", "changed"),
        ("assignments/warmup/other.py", "# a file that students write\n"),
    ],
)
def test_what_can_change_a_verdict_makes_another_version(tiny: Path, file: str, text: str) -> None:
    before = version(tiny)
    (tiny / file).parent.mkdir(exist_ok=True)
    (tiny / file).write_text(text)
    assert version(tiny) != before


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("assignments/course.toml", "# nothing is set here\n"),
        ("assignments/course.toml", "[limits]\ncall = 5\n"),
        ("assignments/warmup/README.md", "another handout\n"),
        ("assignments/warmup/double.py", "# another stub\n"),
        ("assignments/warmup/checks/notes.md", "why it is so\n"),
        ("assignments/warmup/checks/__pycache__/double.cpython-311.pyc", "compiled"),
    ],
)
def test_what_cannot_change_a_verdict_grades_no_class_anew(
    tiny: Path, file: str, text: str
) -> None:
    before = version(tiny)
    (tiny / file).parent.mkdir(exist_ok=True)
    (tiny / file).write_text(text)
    assert version(tiny) == before
