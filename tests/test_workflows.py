"""The project's own workflows: what they use is what was looked at, and what they run is there."""

from __future__ import annotations

import re
from typing import Any

import yaml

from tests.conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def steps() -> list[dict[str, Any]]:
    jobs = [job for path in WORKFLOWS for job in yaml.safe_load(path.read_text())["jobs"].values()]
    return [step for job in jobs for step in job["steps"]]


def test_actions_are_pinned_by_the_hash_of_their_commit() -> None:
    used = [step["uses"] for step in steps() if "uses" in step]
    assert used
    assert [action for action in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action)] == []


def test_jobs_may_do_no_more_than_read_but_for_those_that_say_so() -> None:
    assert [path for path in WORKFLOWS if yaml.safe_load(path.read_text())["permissions"]] == []


def test_modules_and_files_that_the_nightly_run_names_are_there() -> None:
    text = (ROOT / ".github" / "workflows" / "nightly.yml").read_text()
    modules = re.findall(r"python -m (tests\.[\w.]+)", text)
    files = [ROOT / f"{name.replace('.', '/')}/__main__.py" for name in modules]
    files += [ROOT / name for name in re.findall(r"python (tests/\S+\.py)", text)]
    assert len(files) >= 5
    assert [file for file in files if not file.is_file()] == []
