"""The workflows for GitHub Actions: valid, and their shell lines run as they are.

The step that installs the grader is left out, as the tests' own environment has it; that its wheel
installs, `test_gradescope.py` shows.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from grader.release.github import workflow
from tests.conftest import ROOT
from tests.release.conftest import Typed

SCHEMA = Path(__file__).parent / "published" / "github-workflow.schema.json"
RIGHT = "def double(x):\n    return 2 * x\n"


def steps(folder: Path, name: str) -> list[dict[str, Any]]:
    text = (folder / ".github/workflows" / name).read_text()
    job: dict[str, Any] = yaml.load(text, yaml.BaseLoader)["jobs"]["grade"]  # noqa: S506 - texts only
    return list(job["steps"])


def run_steps(
    folder: Path, name: str, cache: Path, **more: str
) -> list[subprocess.CompletedProcess[str]]:
    """Run the shell lines of a workflow as GitHub's runner does, until one fails."""
    runs = []
    for step in steps(folder, name):
        if "run" not in step or step["name"] == "Install the grader":
            continue
        script = folder.parent / "step.sh"
        script.write_text(step["run"])
        run = subprocess.run(
            ["/bin/bash", "-e", script],
            cwd=folder,
            env=os.environ
            | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
            | {"XDG_CACHE_HOME": str(cache), "CI": "true", "GITHUB_ACTIONS": "true"}
            | {key: more.get(key, "") for key in step.get("env", {})}
            | more,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        runs.append(run)
        if run.returncode:
            break
    return runs


@pytest.mark.parametrize("who", ["student", "instructor"])
def test_the_workflow_is_valid(who) -> None:
    files = workflow(who)
    (path,) = [name for name in files if name.endswith(".yml")]
    content = yaml.load(files[path], yaml.BaseLoader)  # noqa: S506 - texts only
    jsonschema.validate(content, json.loads(SCHEMA.read_bytes()))
    assert content["permissions"] == {"contents": "read"}


@pytest.mark.parametrize("who", ["student", "instructor"])
def test_no_secret_and_no_expression_is_pasted_into_a_script(who) -> None:
    files = workflow(who)
    (path,) = [name for name in files if name.endswith(".yml")]
    job = yaml.load(files[path], yaml.BaseLoader)["jobs"]["grade"]  # noqa: S506 - texts only
    assert not [step for step in job["steps"] if "${{" in step.get("run", "")]
    checkout = job["steps"][0]
    assert checkout["with"]["persist-credentials"] == "false"


@pytest.mark.parametrize(("work", "code"), [(True, 0), (False, 1)])
def test_a_push_of_a_student_is_graded(
    typed: Typed, cache: Path, tmp_path: Path, work: bool, code: int
) -> None:
    repository, summary = tmp_path / "repository", tmp_path / "summary.md"
    assert typed(repository, "--github", "student").returncode == 0
    if work:
        for name, factor in (("double", 2), ("triple", 3)):
            path = repository / f"assignments/warmup/{name}.py"
            path.write_text(f"def {name}(x):\n    return {factor} * x\n")
    (run,) = run_steps(repository, "grade.yml", cache, GITHUB_STEP_SUMMARY=str(summary))
    assert run.returncode == code, run.stderr
    assert f"{4 if work else 0}/4" in summary.read_text()


def git(*arguments: str | Path, cwd: Path) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    program = str(shutil.which("git"))
    subprocess.run([program, *who, *map(str, arguments)], cwd=cwd, check=True, capture_output=True)


def test_a_class_is_graded_from_folders_and_repositories(
    typed: Typed, course_folder: Path, cache: Path, tmp_path: Path
) -> None:
    assert typed("--github", "instructor").returncode == 0
    handed_in = course_folder / "submissions/ben/double.py"
    handed_in.parent.mkdir(parents=True)
    handed_in.write_text("print('\\n::error::pwned')\ndef double(x):\n    return x\n")
    hosted = tmp_path / "hosted/school/week1-ada"
    hosted.mkdir(parents=True)
    (hosted / "double.py").write_text(RIGHT)
    git("init", "--quiet", cwd=hosted)
    git("add", ".", cwd=hosted)
    git("commit", "--quiet", "-m", "work", cwd=hosted)
    (course_folder / "submissions.txt").write_text(
        "# the class\n\nschool/week1-ada\r\nschool/nobody"
    )
    clone, grade = run_steps(
        course_folder,
        "grade-class.yml",
        cache,
        TOKEN="hidden",  # noqa: S106 - nobody's
        GIT_CONFIG_COUNT="1",
        GIT_CONFIG_KEY_0=f"url.file://{tmp_path}/hosted/.insteadOf",
        GIT_CONFIG_VALUE_0="https://x-access-token:hidden@github.com/",
    )
    assert "school/nobody cannot be cloned" in clone.stdout
    assert grade.returncode == 0, grade.stderr
    with (course_folder / "grades/grades.csv").open(newline="") as file:
        rows = {row["submission"]: row["double"] for row in csv.DictReader(file)}
    assert rows == {"ben": "0", "school-week1-ada": "3"}
    assert not (course_folder / "submissions/school-week1-ada/.git").exists()
    assert (course_folder / "grades/overview.html").exists()
    lines = grade.stdout.splitlines()
    assert lines[0].startswith("::stop-commands::")
    assert lines[-1] == f"::{lines[0].rpartition(':')[2]}::"


def test_the_project_itself_can_be_released() -> None:
    from grader.course.course import open_course
    from grader.release.files import assignments

    names = assignments(open_course(ROOT))
    assert {name.split("/")[0] for name in names} == {"assignments"}
