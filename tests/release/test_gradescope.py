"""The bundle, run as Gradescope runs it, in a tree laid out as its containers are.

All of `setup.sh` runs, but for packages of Ubuntu's: `pip` installs the wheel from the bundle. What
the wheel depends on is that of the tests' own environment, so that nothing is downloaded.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import jsonschema

from tests.conftest import ROOT
from tests.release.conftest import OFFLINE, TASKS, Typed, lend_packages

PUBLISHED = ROOT / "tests/report/published"


class Container:
    """A tree like ``/autograder``, somewhere else."""

    def __init__(self, root: Path, bundle: Path) -> None:
        self.root = root
        for name in ("source", "submission", "results"):
            (root / name).mkdir(parents=True)
        with zipfile.ZipFile(bundle) as archive:
            for member in archive.infolist():
                path = Path(archive.extract(member, root / "source"))
                path.chmod(member.external_attr >> 16 & 0o777)
        self.environment = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "AUTOGRADER_ROOT": str(root),
            "HOME": str(root),
            "COLUMNS": "80",
        }

    def set_up(self) -> subprocess.CompletedProcess[str]:
        lend_packages(self.root / "environment")
        return self._run("setup.sh", **OFFLINE)

    def _run(self, script: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.root / "source" / script],
            cwd=self.root,
            env=self.environment | more,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def hand_in(self, **texts: str) -> None:
        for path in (self.root / "submission").iterdir():
            path.unlink()
        for name, text in texts.items():
            (self.root / "submission" / f"{name}.py").write_text(text)

    def grade(self) -> subprocess.CompletedProcess[str]:
        return self._run("run_autograder")

    def grade_until_killed(self, score: float) -> None:
        """Kill everything, as at the end of a container's time, once the result has that score."""
        (self.root / "results/results.json").unlink()
        with subprocess.Popen(
            [self.root / "source/run_autograder"],
            cwd=self.root,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            while not self.results or self.results["score"] < score:
                assert process.poll() is None
            os.killpg(process.pid, signal.SIGKILL)

    @property
    def results(self) -> dict:
        path = self.root / "results/results.json"
        return json.loads(path.read_bytes()) if path.exists() else {}


def right(name: str) -> str:
    return f"def {name}(x):\n    return {TASKS[name]} * x\n"


def test_a_bundle_is_set_up_and_grades(typed: Typed, tmp_path: Path) -> None:
    assert typed("--gradescope", tmp_path / "a.zip").returncode == 0
    container = Container(tmp_path / "autograder", tmp_path / "a.zip")
    built = container.set_up()
    assert built.returncode == 0, built.stdout
    assert "6/6" in built.stdout  # the solutions pass
    python = container.root / "environment/bin/python"
    where = [python, "-c", "import grader; print(grader.__file__)"]
    told = subprocess.check_output(where, text=True, cwd=container.root)
    assert told.startswith(str(container.root))

    container.hand_in(double=right("double"), triple="def triple(x):\n    return x\n")
    run = container.grade()
    assert run.returncode == 0, run.stdout  # points were lost, which is no failure
    jsonschema.validate(
        container.results, json.loads((PUBLISHED / "gradescope.schema.json").read_bytes())
    )
    assert container.results["score"] == 3
    hidden = {t["name"]: t["visibility"] for t in container.results["tests"]}
    assert hidden["double: agrees with the reference solution"] == "after_published"

    container.hand_in(double=right("double"), triple="while True: pass\n")
    container.grade_until_killed(2)
    assert container.results["score"] == 2  # what is hidden comes last
    assert "Not finished" in container.results["output"]

    container.hand_in(**{"Double (1)": right("double")})
    assert container.grade().returncode == 0
    assert container.results["score"] == 3
    assert "submission/Double (1).py is graded in its place" in container.results["output"]

    container.hand_in()
    assert container.grade().returncode == 0
    assert container.results["score"] == 0


def test_a_grader_that_fails_leaves_no_points_and_says_whose_fault_it_is(
    typed: Typed, tmp_path: Path
) -> None:
    typed("--gradescope", tmp_path / "a.zip", "--task", "double")
    container = Container(tmp_path / "autograder", tmp_path / "a.zip")
    assert (container.root / "source/tasks.txt").read_text() == "double\n"
    container.hand_in(double=right("double"))
    run = container.grade()  # without set_up: there is no grader
    assert run.returncode == 127
    jsonschema.validate(
        container.results, json.loads((PUBLISHED / "gradescope.schema.json").read_bytes())
    )
    assert container.results["score"] == 0
    assert "not your fault" in container.results["output"]


def test_equal_courses_and_secrets_make_equal_bundles(typed: Typed, tmp_path: Path) -> None:
    first, second = tmp_path / "a.zip", tmp_path / "b.zip"
    typed("--gradescope", first, "--secret", tmp_path / "secret.key")
    typed("--gradescope", second, "--secret", tmp_path / "secret.key")
    assert first.read_bytes() == second.read_bytes()
    assert "written" not in typed("--gradescope", first).stdout  # it keeps the secret
    typed("--gradescope", tmp_path / "c.zip")
    secrets = [zipfile.ZipFile(path).read("secret.key") for path in (first, tmp_path / "c.zip")]
    assert secrets[0] == (tmp_path / "secret.key").read_bytes() != secrets[1]
    assert zipfile.ZipFile(first).getinfo("secret.key").external_attr >> 16 & 0o777 == 0o600
