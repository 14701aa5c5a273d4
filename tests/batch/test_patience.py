"""What the machine is short of is waited for, and then told."""

from __future__ import annotations

import errno
from collections.abc import Callable

import pytest

from grader.batch import patience
from grader.batch.patience import patiently
from grader.errors import MachineError


def failing(times: int, code: int) -> Callable[[], str]:
    """Return what fails so often, and then goes well."""
    left = [OSError(code, "it failed")] * times

    def do() -> str:
        if left:
            raise left.pop()
        return "done"

    return do


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.EAGAIN])
def test_shortage_is_waited_for(code: int) -> None:
    waited: list[int] = []
    assert patiently(failing(3, code), lambda: waited.append(1)) == "done"
    assert len(waited) == 3


def test_other_errors_are_not_waited_for() -> None:
    with pytest.raises(OSError, match="it failed"):
        patiently(failing(1, errno.EACCES), pytest.fail)


def test_shortage_that_lasts_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PATIENCE", -1.0)
    with pytest.raises(MachineError, match="the disk is full"):
        patiently(failing(9, errno.ENOSPC), pytest.fail)
