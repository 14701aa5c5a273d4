"""`grader release`: what students and services get."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from grader.cli.options import complete_tasks, open_secret
from grader.errors import UsageError
from grader.submission.submission import shown

if TYPE_CHECKING:
    from grader.course.course import Course
    from grader.release.files import Files


@click.command("release")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--gradescope",
    metavar="FILE.zip",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write an autograder for Gradescope. It holds the solutions: it is not for students.",
)
@click.option(
    "--github",
    type=click.Choice(["student", "instructor"]),
    help="Write a workflow for GitHub Actions: student adds one to DIR that grades each push; "
    "instructor adds one to the course's folder that grades a class.",
)
@click.option(
    "--task",
    "tasks",
    metavar="TASK",
    multiple=True,
    shell_complete=complete_tasks,
    help="With --gradescope: grade this task; may be given several times. Default: all.",
)
@click.option(
    "--course",
    "course_folder",
    type=click.Path(path_type=Path),
    help="The course's folder. Default: the nearest one above the current folder.",
)
@click.option(
    "--secret",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="With --gradescope: draw the examples from the secret in FILE, which is made if it is not "
    "there. Default: that of the bundle that is replaced, or a new one.",
)
@click.option("--overwrite", is_flag=True, help="Replace files that are there and differ.")
def release_command(
    folder: Path | None,
    gradescope: Path | None,
    github: Literal["student", "instructor"] | None,
    tasks: tuple[str, ...],
    course_folder: Path | None,
    secret: Path | None,
    overwrite: bool,
) -> None:
    """Write to DIR what students get: a README, the grader and assignments/, never solutions/.

    Nothing is written unless the solutions pass their checks, the stubs pass none, and no line of
    a solution gets out.

    \b
    grader release students                        all that a student needs, in students/
    grader release students --github student       and a workflow that grades each push
    grader release --github instructor             a workflow here that grades a class
    grader release --gradescope autograder.zip     what Gradescope takes as an autograder
    """  # noqa: D301 - the character that click reads, not a backslash
    from grader.course.course import find_course, open_course
    from grader.release.files import write
    from grader.release.github import drop_old
    from grader.release.gradescope import bundle, secret_in

    course = open_course(course_folder) if course_folder else find_course(Path.cwd())
    _refuse_what_makes_no_sense(folder, gradescope, github, tasks, secret)
    course.select(tasks)  # which says what is wrong with them
    plan = _folders(course, folder, github)
    if gradescope is not None:
        kept = secret_in(gradescope)
        if secret is not None:
            open_secret(secret, course.assignments, course.solutions)  # says what is wrong with it
            kept = secret.read_bytes()
        plan.append((gradescope.parent, {gradescope.name: bundle(course, tasks, kept)}))
    for target, files in plan:
        for path in write(files, target, overwrite=overwrite):
            click.echo(f"written  {shown(path)}")
        for path in drop_old(target, files):
            click.echo(f"removed  {shown(path)}")


def _refuse_what_makes_no_sense(
    folder: Path | None,
    gradescope: Path | None,
    github: str | None,
    tasks: tuple[str, ...],
    secret: Path | None,
) -> None:
    if folder is None and gradescope is None and github != "instructor":
        raise UsageError("Where to? grader release DIR writes what students get to DIR.")
    if tasks and gradescope is None:
        raise UsageError("--task goes with --gradescope: students get the whole of assignments/.")
    if secret is not None and gradescope is None:
        raise UsageError("--secret goes with --gradescope: students get no secret.")


def _folders(course: Course, folder: Path | None, github: str | None) -> list[tuple[Path, Files]]:
    """Return which files go to which folder."""
    from grader.cli.progress import Bar
    from grader.release.gate import steps
    from grader.release.github import workflow
    from grader.release.students import students_folder

    plan: list[tuple[Path, Files]] = []
    if folder is not None:
        _refuse_the_course(folder, course)
        if not course.solutions.is_dir():
            click.echo("There are no solutions here, so nothing was tried beforehand.", err=True)
        with Bar(steps(course)) as bar:
            plan.append((folder, students_folder(course, bar.step)))
        if github == "student":
            plan.append((folder, workflow("student")))
    if github == "instructor":
        plan.append((course.root, workflow("instructor")))
    return plan


def _refuse_the_course(folder: Path, course: Course) -> None:
    """Refuse a folder that holds solutions, or is a part of the course."""
    real = folder.resolve()
    inside = real.is_relative_to(course.assignments) or real.is_relative_to(course.solutions)
    if inside or course.root.is_relative_to(real) or (folder / "solutions").exists():
        raise UsageError(
            f"{shown(folder)} is a part of a course, or holds solutions: choose another folder "
            "for the students."
        )
