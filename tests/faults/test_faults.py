"""A batch through a few bad days; `python -m tests.faults` has hundreds of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.plan import ERRORS, EVENTS, drawn
from tests.faults.rounds import House

ROUNDS = (18, 21, 32, 56, 57, 102, 166, 191)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    return House(tmp_path_factory.mktemp("faults"))


@pytest.mark.parametrize("number", ROUNDS)
def test_bad_day_loses_and_doubles_nothing(house: House, number: int) -> None:
    assert house.play(number) == [], "\n".join(map(str, drawn(number)))
    assert house.met[number]  # or the round shows nothing


def test_a_round_is_always_the_same_and_all_of_them_have_every_fault() -> None:
    assert drawn(7) == drawn(7)
    seen = {(fault.call, fault.what) for number in range(500) for fault in drawn(number)}
    assert seen >= {(call, what) for call, errors in ERRORS.items() for what in errors}
    assert {what for _, what in seen} >= {*EVENTS["batch"], *EVENTS["judge"]}
