"""The doctor tries things for real: it finds what holds, and what was left out."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from grader.sandbox import doctor
from grader.sandbox.protocol.layers import LAYERS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the confinement is Linux's")

TRIED = {
    "limits": ["take 8 GB of memory", "write a file of 200 MB", "open 1,000 files"],
    "files": ["read /etc/passwd", "make a file next door", "list the root folder"],
    "calls": ["open a UDP socket", "start a process", "run a program", "signal the process"],
}


def test_all_layers_hold_and_each_attempt_was_denied() -> None:
    findings = doctor.examine()
    assert [finding.layer for finding in findings] == list(LAYERS)
    for finding in findings:
        assert finding.held, finding.detail
        assert finding.cure == ""
        assert "still possible" not in finding.detail
        for what in TRIED.get(finding.layer, []):
            assert what in finding.detail.partition("tried and denied: ")[2]


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_that_is_missing_is_found_and_has_a_cure(layer: str) -> None:
    (finding,) = [finding for finding in doctor.examine([layer]) if finding.layer == layer]
    assert not finding.held
    assert finding.detail.startswith("left out")
    assert finding.cure.endswith(".")


def test_what_is_still_possible_is_told() -> None:
    for finding in doctor.examine(["limits", "files", "calls"]):
        for what in TRIED.get(finding.layer, []):
            assert what in finding.detail.partition("still possible: ")[2]


def test_a_process_that_does_not_start_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    findings = doctor.examine()
    assert [finding.held for finding in findings] == [False] * len(LAYERS)
    assert "No such file" in findings[0].detail


def test_an_error_of_another_kind_proves_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lines = [
        {"layers": {layer: {"held": True, "detail": "so they say"} for layer in LAYERS}},
        {"layer": "files", "what": "read it", "error": "ENOENT"},
        {"layer": "calls", "what": "run a program", "error": "EPERM"},
    ]
    said = "".join(f"echo '{json.dumps(line)}'\n" for line in lines)
    pretends = tmp_path / "python"
    pretends.write_text(f"#!/bin/sh\n{said}")
    pretends.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(pretends))
    held = {finding.layer: finding for finding in doctor.examine()}
    assert held["calls"].held
    assert not held["files"].held
    assert held["files"].detail == "so they say; tried and without an answer: read it (ENOENT)"
