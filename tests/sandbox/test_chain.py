"""A call of a student's function is easy to follow: it passes few modules."""

from __future__ import annotations

from pathlib import Path

from tests.sandbox.chain import BOTH, JUDGE, chain

MOST = 6
"""So many modules of the judge's side a call may pass."""


def test_a_call_passes_few_modules(tmp_path: Path) -> None:
    modules = set(chain(tmp_path))
    ours = {name for name in modules if name.startswith(JUDGE)}
    assert f"{JUDGE}remote" in ours
    assert len(ours) <= MOST, sorted(ours)
    assert all(name.startswith((JUDGE, BOTH)) for name in modules)
