"""What an author gets wrong, and the sentence that is printed: the place, what, and the cure."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from tests.conftest import in_part

CHECKS = '''"""How the task is judged."""

from __future__ import annotations

import msgspec
import numpy as np

from grader.authoring import (
    Draw,
    Floats,
    NumericalGradient,
    Task,
    check_values,
    compare_gradient,
)

task = Task("The slope of a cube", functions=["slope(x)"])


class Point(msgspec.Struct, frozen=True):
    """An input, and the slopes there."""

    x: Floats
    slopes: NumericalGradient


def points(draw: Draw) -> Point:
    """Draw a vector."""
    x = draw.array(draw.shape([1]), mixed=False)
    return Point(x, draw.gradient(lambda x: x**3, x))


@task.check(points=4, given=points)
def gradient(student, point):
    """slope is the slope of x**3"""
    compare_gradient(student.slope(point.x), point.slopes, "slope")


@task.check(points=1, needs=[gradient])
def at_zero(student):
    """slope is zero at zero"""
    check_values(student.slope(np.zeros(3)), np.zeros(3), "slope")


@task.check(points=1, given=points, needs=[gradient], hidden=True)
def agrees(student, reference, point):
    """agrees with the reference solution"""
    check_values(student.slope(point.x), reference.slope(point.x), "slope")
'''
SOLUTION = '''def slope(x):
    """Return 3 x**2."""
    # BEGIN SOLUTION
    return 3 * x**2
    # END SOLUTION
'''
FILE = "assignments/warmup/checks/cube.py"
SOLVED = "solutions/warmup/cube.py"
GRADIENT = "@task.check(points=4, given=points)\ndef gradient(student, point):\n"
TITLE = '    """slope is the slope of x**3"""\n'
COMPARE = '    compare_gradient(student.slope(point.x), point.slopes, "slope")\n'

REFUSED = [
    ("points=4", "points=0", ":33: the check gradient has points=0: points are a number above 0"),
    ("points=4", "points=-1", ":33: the check gradient has points=-1"),
    ("points=4", 'points="4"', ":33: the check gradient has points='4'"),
    ("points=4", "points=float('nan')", ":33: the check gradient has points=nan"),
    ("points=4, ", "", ":33: `@task.check` needs `points`: `@task.check(points=1)`."),
    ("@task.check(points=4, given=points)", "@task.check", ":33: `@task.check` takes its settings"),
    ("points=4", "point=4", ":33: `@task.check` has no `point=`. Did you mean `points`?"),
    ("points=4", "points=4, examples=0", ":33: the check gradient has examples=0"),
    ("given=points", 'given="points"', ":33: given= of the check gradient is a str: name a recipe"),
    ("given=points", "given=lambda draw: 1", ":33: given= of the check gradient is a lambda"),
    ("given=points", "given=points()", ":33: TypeError: points() missing 1 required"),
    ("given=points", "given=point", ":33: NameError: name 'point' is not defined. Did you mean"),
    (", given=points)\ndef g", ")\ndef g", ":33: the check gradient cannot be called as it is"),
    ("(student, point):\n" + TITLE, "(student):\n" + TITLE, ":33: the check gradient cannot be"),
    (
        "(student, point):\n" + TITLE,
        "(student, point, seed):\n" + TITLE,
        "argument: 'seed'. It gets",
    ),
    ("(student, point):\n" + TITLE, "():\n" + TITLE, ":33: the check gradient cannot be called"),
    (TITLE, "", ":33: the check gradient needs a docstring: students read it"),
    (TITLE, '    f"""slope"""\n', ":33: the check gradient needs a docstring"),
    (COMPARE, "    yield\n", ":33: the check gradient is never run to its end: take out `yield`"),
    ("def at_zero", "def gradient", ":39: two checks are named gradient, the other one in line 33"),
    (
        "needs=[gradient])",
        'needs=["gradient"])',
        ":39: the check at_zero needs 'gradient', which is",
    ),
    (
        "needs=[gradient])",
        'needs=["gone"])',
        ":39: the check at_zero needs 'gone', which is no check",
    ),
    ("needs=[gradient])", "needs=gradient)", ":39: the check at_zero needs a list of checks"),
    (
        "needs=[gradient])",
        "needs=[points])",
        ":39: the check at_zero needs points, which is no check",
    ),
    ("given=points)\ndef g", "given=points, needs=[at_zero])\ndef g", "`at_zero` stands below"),
    ("needs=[gradient])", "needs=[at_zero])", ":39: NameError: name 'at_zero' is not defined."),
    (
        "needs=[gradient])",
        "needs=[], needs_any=['x'])",
        ":39: the check at_zero needs 'x', which is",
    ),
    (
        ", hidden=True",
        "",
        ":45: the check agrees takes `reference`, the solution, which only hidden",
    ),
    (
        "(student, reference, point)",
        "(student, point, reference)",
        ":45: the check agrees gets the",
    ),
    (" -> Point", "", ":27: the recipe points needs an annotation of what it returns: say what"),
    (" -> Point", " -> None", ":27: the recipe points is annotated to return None"),
    (
        " -> Point",
        " -> Pint",
        ":27: the annotations of the recipe points cannot be read: name 'Pint'",
    ),
    (
        " -> Point",
        " -> object",
        ":27: the recipe points is annotated to return object, of which no",
    ),
    ("    x: Floats", "    x: np.ndarray", ":27: the field `x` of Point is annotated as ndarray"),
    ("    x: Floats", "    x: complex", ":27: the field `x` of Point is annotated as complex, of"),
    (
        "    x: Floats",
        "    x: int",
        ":27: what the recipe points returns does not fit its annotation",
    ),
    ("slopes: Num", "slopes: Floats\n    other: Num", ":31: TypeError: Missing required argument"),
    ("slopes: NumericalGradient", "slopes: Floats", ":27: what the recipe points returns does not"),
    ("(draw: Draw)", "()", ":33: the recipe points of the check gradient cannot be called with a"),
    ("(draw: Draw)", "(draw: Draw, n: int)", ":33: the recipe points of the check gradient cannot"),
    (
        "    x = draw",
        "    draw.assume(False)\n    x = draw",
        ":27: the recipe points gives up every",
    ),
    ("    x = draw", "    y = drow\n    x = draw", ":29: NameError: name 'drow' is not defined"),
    ("lambda x: x**3", "lambda x: x**cube", ":30: NameError: name 'cube' is not defined"),
    ('["slope(x)"]', '["slope(x)", "curve(x)"]', ":17: functions= names curve, which the solution"),
    (
        '["slope(x)"]',
        '["slope(x, y)"]',
        ":17: functions= says slope(x, y), but in solutions/warmup",
    ),
    ('["slope(x)"]', '["slope"]', ":17: 'slope' should look like 'name(first, second)'"),
    ('["slope(x)"]', '"slope(x)"', ":17: functions is a list of texts: functions=['slope(x)']"),
    ('["slope(x)"]', '["slope(x)"], file="a/b.py"', ":17: file='a/b.py' is no name of a student's"),
    ('["slope(x)"]', '["slope(x)"], builds_on=["task0"]', ":17: builds_on names 'task0', and this"),
    (
        '["slope(x)"]',
        '["slope(x)"], files="b.py"',
        ":17: `Task` has no `files=`. Did you mean `file`",
    ),
    (', functions=["slope(x)"]', "", ":17: `Task` needs `functions`"),
    (
        "student.slope(point.x), point.s",
        "student.slop(point.x), point.s",
        "asks for student.slop, ",
    ),
    ("\ntask = ", "\nwarmup = ", "NameError: name 'task' is not defined"),
    (
        "    check_values,\n",
        "    check_value,\n",
        ":8: ImportError: cannot import name 'check_value'",
    ),
    ("    check_values,\n", "    check_value,\n", "Did you mean `check_values`?"),
    ("    Task,\n", "", ":16: NameError: name 'Task' is not defined. Import it: `from grader.auth"),
    (
        "import numpy",
        "import nonumpy",
        ":6: ModuleNotFoundError: No module named 'nonumpy'. Install",
    ),
    ("import numpy as np", "import numpy as np\nfrom ._help import x", "There is no _help.py in"),
    ("import numpy as np", "import numpy as np\nraise SystemExit(1)", ":7: SystemExit: 1."),
    ("def points(draw", "def points(draw)", ":27: SyntaxError: "),
    ("import numpy as np", "import numpy as np\nother = 1 / 0", ":7: ZeroDivisionError: division"),
]

SECOND = '\nother = Task("Other", functions=["f(x)"])\n'

FAILING = [
    (
        COMPARE,
        "    assert student.slope(point.x) is None\n",
        ":36: AssertionError. A check fails by",
    ),
    (
        COMPARE,
        "    return np.allclose(student.slope(point.x), 0)\n",
        "the check gradient returned bool",
    ),
    (
        COMPARE,
        "    compare(student.slope(point.x))\n",
        ":36: NameError: name 'compare' is not defined",
    ),
    (
        COMPARE,
        "    student.slope(point.y)\n",
        ":36: AttributeError: 'Point' object has no attribute",
    ),
    (COMPARE, "    check_values(student.slope(point.x), 'x', 's')\n", ":36: "),
]


def in_parts(mistakes: list[tuple[str, str, str]]) -> list[ParameterSet]:
    """Return a case for each mistake; a command is run for each, so a part of them always is."""
    return [
        pytest.param(*one, marks=[] if in_part(repr(one), 4) else [pytest.mark.large])
        for one in mistakes
    ]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a course with one task, in which nothing is wrong."""
    for name, text in {FILE: CHECKS, SOLVED: SOLUTION}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "assignments/warmup/README.md").write_text(
        "# Warm-up\n\n## Cube: a slope\n\n`slope`\n"
    )
    return tmp_path


def typed(root: Path, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    code = f"from grader.cli.start import {program}; {program}()"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=root,
        env=os.environ
        | {"XDG_CACHE_HOME": str(root / ".cache"), "TMPDIR": str(root), "COLUMNS": "1000"},
        capture_output=True,
        text=True,
        check=False,
    )


def spoil(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text()
    assert old in text
    (root / name).write_text(text.replace(old, new, 1))


def grade(root: Path) -> subprocess.CompletedProcess[str]:
    run = typed(root, "grade", "--submission", "solutions", "--isolation", "process")
    assert "Traceback" not in run.stdout + run.stderr
    return run


@pytest.mark.parametrize(("old", "new", "told"), in_parts(REFUSED))
def test_a_mistake_is_refused_as_it_is_loaded(root: Path, old: str, new: str, told: str) -> None:
    spoil(root, FILE, old, new)
    run = grade(root)
    assert (run.returncode, run.stdout) == (3, "")
    assert told in run.stderr
    assert re.match(rf"Error: {re.escape(FILE)}:\d+: .*[.?]\n$", run.stderr), run.stderr


@pytest.mark.parametrize(("old", "new", "told"), FAILING)
def test_a_check_that_fails_by_itself_is_told_with_its_line(
    root: Path, old: str, new: str, told: str
) -> None:
    spoil(root, FILE, old, new)
    run = grade(root)
    assert (run.returncode, run.stderr) == (3, "")
    assert "The course's own code failed in one check" in run.stdout
    assert f"  {FILE}:36: " in run.stdout or f"  {FILE}:33: " in run.stdout, run.stdout
    assert told in run.stdout
    assert "instructor" not in run.stdout
    assert "The traceback is in" in run.stdout


def test_a_student_reads_that_it_is_not_their_fault(root: Path) -> None:
    spoil(root, FILE, *FAILING[2][:2])
    (root / "work").mkdir()
    (root / "solutions/warmup/cube.py").rename(root / "work/cube.py")
    (root / "solutions/warmup").rmdir()
    (root / "solutions").rmdir()
    run = typed(root, "grade", "--submission", "work")
    assert run.returncode == 3
    assert "That is not your fault" in run.stdout
    assert "Please report it to your instructor" in run.stdout


def test_a_course_in_which_nothing_is_wrong_is_graded(root: Path) -> None:
    run = grade(root)
    assert (run.returncode, run.stderr) == (0, "")


BROKEN_SOLUTIONS = [
    ("    # END SOLUTION\n", "", ":3: '# BEGIN SOLUTION' is never followed by '# END SOLUTION'"),
    ("    # END", "  # END", ":5: '# END SOLUTION' has no partner: a line '# BEGIN SOLUTION' with"),
    ("# BEGIN SOLUTION", "# begin solution", ":3: '# begin solution' is no marker: write"),
    ("# BEGIN SOLUTION", "#BEGIN SOLUTION", ":3: '#BEGIN SOLUTION' is no marker: write"),
    ("    # BEGIN SOLUTION\n", "", ":4: '# END SOLUTION' has no partner"),
    ("def slope(x):", "def slope(x:", ":1: this is no Python: '(' was never closed."),
    ("    # BEGIN", "# BEGIN", ":5: '# END SOLUTION' has no partner"),
    ("3 x**2", "3 x\udcb2", ":2: this is not UTF-8. Save the file as UTF-8."),
]


@pytest.mark.parametrize(("old", "new", "told"), in_parts(BROKEN_SOLUTIONS))
def test_a_solution_that_gives_no_stub_is_told_with_its_line(
    root: Path, old: str, new: str, told: str
) -> None:
    text = SOLUTION.replace(old, new, 1)
    (root / SOLVED).write_bytes(text.encode("utf-8", "surrogateescape"))
    run = typed(root, "grader", "stubs")
    assert run.returncode == 3
    assert run.stderr.startswith(f"Error: {SOLVED}{told}"), run.stderr
    assert not (root / "assignments/warmup/cube.py").exists()


SETTINGS = [
    ("[limits]\ncalls = 1\n", ":2: ", "unknown field `calls`"),
    ("[limits]\n\ncall = 0\n", ":3: ", "`float` > 0.0"),
    ("[limits]\nmemory = 'much'\n", ":2: ", "Expected `int`"),
    ("[limit]\ncall = 1\n", ":1: ", "Did you mean `limits`?"),
    ("[tasks.cub.limits]\ncall = 1\n", ":1: ", "there is no task 'cub'. There are cube."),
    ("[tasks.cube]\nlimit = 1\n", ":2: ", "Did you mean `limits`?"),
    ("[limits]\ncall = \n", ":2: ", "nvalid"),
]


@pytest.mark.parametrize(("text", "line", "told"), in_parts(SETTINGS))
def test_settings_that_cannot_be_are_told_with_their_line(
    root: Path, text: str, line: str, told: str
) -> None:
    (root / "assignments/course.toml").write_text(text)
    run = grade(root)
    assert (run.returncode, run.stdout) == (3, "")
    assert f"assignments/course.toml{line}" in run.stderr
    assert told in run.stderr


@pytest.mark.parametrize(
    "folder", [".", "solutions", "assignments/warmup", "assignments/warmup/checks"]
)
def test_settings_that_nobody_would_read_are_refused(root: Path, folder: str) -> None:
    (root / folder / "course.toml").write_text("[limits]\ncall = 1\n")
    run = grade(root)
    assert (run.returncode, run.stdout) == (3, "")
    assert "course.toml:1: nothing reads this file here. Move it to assignments/" in run.stderr


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("cube two.py", CHECKS, "cube two.py:1: 'cube two' can be no task's id"),
        ("cube.two.py", CHECKS, "cube.two.py:1: 'cube.two' can be no task's id"),
        ("cube-2.py", CHECKS, "cube-2.py:17: students could not import cube-2.py."),
        ("help.py", "x = 1\n", "help.py:1: it defines no `task = Task(…)`: write one, or let"),
        ("help.py", CHECKS + SECOND, "help.py:17: other is a second task here"),
    ],
)
def test_a_file_that_is_no_task_is_refused(root: Path, name: str, text: str, told: str) -> None:
    (root / "assignments/warmup/checks" / name).write_text(text)
    run = grade(root)
    assert (run.returncode, run.stdout) == (3, "")
    assert told in run.stderr


def test_two_tasks_of_one_id_are_both_named(root: Path) -> None:
    other = root / "assignments/second/checks/cube.py"
    other.parent.mkdir(parents=True)
    other.write_text(CHECKS)
    run = grade(root)
    assert run.returncode == 3
    assert f"Two tasks have the id cube: assignments/second/checks/cube.py and {FILE}" in run.stderr
