"""A full disk means to wait and to try again, where it is emptied meanwhile."""

from __future__ import annotations

import errno
from collections.abc import Callable

import pytest

from grader.batch import disk
from grader.batch.disk import with_room


def failing(times: int, code: int) -> Callable[[], str]:
    """Return what fails so often, and then goes well."""
    left = [OSError(code, "it failed")] * times

    def do() -> str:
        if left:
            raise left.pop()
        return "done"

    return do


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_full_disk_is_tried_again_until_there_is_room(code: int) -> None:
    waited: list[int] = []
    assert with_room(failing(3, code), lambda: waited.append(1)) == "done"
    assert len(waited) == 3


def test_other_errors_are_not_waited_for() -> None:
    with pytest.raises(OSError, match="it failed"):
        with_room(failing(1, errno.EACCES), pytest.fail)


def test_disk_that_stays_full_is_told_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "PATIENCE", -1.0)
    with pytest.raises(OSError, match="it failed"):
        with_room(failing(9, errno.ENOSPC), pytest.fail)
