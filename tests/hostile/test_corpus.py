"""Hostile submissions: none gains a point, gets out, leaves anything behind, or ends the grader."""

from __future__ import annotations

import ctypes
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from tests.conftest import GradeOne
from tests.hostile.corpus import STOPPERS, attacks
from tests.hostile.driver import Grader

ATTACKS = attacks()
NOBODY = 65534
USERS = {"root": 0, "ordinary": NOBODY} if os.geteuid() == 0 else {"ordinary": 0}
PR_GET_SECCOMP, LANDLOCK_CREATE_RULESET, VERSION = 21, 444, 1


@pytest.fixture(scope="session", params=list(USERS))
def grader(request: pytest.FixtureRequest) -> Iterator[Grader]:
    """Return a process that grades as root, and one that grades as an ordinary user."""
    with tempfile.TemporaryDirectory(prefix="corpus-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # pytest's own folders are closed to other users
        grader = Grader(folder, USERS[request.param])
        yield grader
        grader.close()


def attempts() -> list[ParameterSet]:
    """Return each attack as each user; all but one user of each are large."""
    return [
        pytest.param(
            user,
            attack,
            marks=[] if (k + turn) % len(USERS) == 0 else [pytest.mark.large],
            id=f"{user}-{attack.name}",
        )
        for turn, user in enumerate(USERS)
        for k, attack in enumerate(ATTACKS)
    ]


@pytest.mark.parametrize(("grader", "attack"), attempts(), indirect=["grader"])
def test_attack_is_worth_nothing(grader: Grader, attack) -> None:
    assert grader.attack(attack) == []


def supported() -> set[str]:
    """Return what this kernel could confine, asked in another way than the grader does."""
    libc = ctypes.CDLL(None)
    layers = {"limits", "privileges", "privacy", "capabilities"}
    if libc.syscall(LANDLOCK_CREATE_RULESET, None, 0, VERSION) > 0:
        layers.add("files")
    if libc.prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0 and os.uname().machine in ("x86_64", "aarch64"):
        layers.add("calls")
    return layers if sys.platform == "linux" else set()


def test_every_layer_that_the_machine_supports_held(grader: Grader) -> None:
    held = {name for name, held in grader.honest["report"]["layers"].items() if held}
    assert held >= supported()


def test_the_attacks_were_graded_as_the_users_that_they_claim(grader: Grader) -> None:
    process = grader._running()  # noqa: SLF001 - to look at it from outside
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    (uids,) = [line.split()[1:] for line in lines if line.startswith("Uid:")]
    assert set(uids) == {str(grader.user or os.geteuid())}


HONEST = {(attack.honest, attack.tasks): attack for attack in ATTACKS}


@pytest.mark.parametrize("attack", HONEST.values(), ids=lambda attack: attack.name)
def test_code_without_its_attack_scores_what_the_attack_says(
    attack, tmp_path: Path, grade: GradeOne
) -> None:
    for name, source in attack.honest:
        (tmp_path / name).write_text(source)
    assert grade(tmp_path, *attack.tasks).score == attack.honest_score


def test_same_honest_code_is_said_to_score_the_same() -> None:
    for attack in ATTACKS:
        assert attack.honest_score == HONEST[attack.honest, attack.tasks].honest_score, attack.path


def test_heads_say_what_stops_the_attack_in_the_words_of_the_corpus() -> None:
    said = {attack.path.name: set(attack.stopped_by) - set(STOPPERS) for attack in ATTACKS}
    assert {name: words for name, words in said.items() if words} == {}
