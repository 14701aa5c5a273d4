"""What errors say that have nothing to do with a submission."""

from __future__ import annotations

import pytest

from grader.errors import install_line


@pytest.mark.parametrize(
    ("prefix", "line"),
    [
        ("/home/ada/course/.venv", "pip install nbformat ipython"),
        (
            "/home/ada/.local/share/pipx/venvs/gradient-grader",
            "pipx inject gradient-grader nbformat ipython",
        ),
        (
            "/home/ada/.local/share/uv/tools/gradient-grader",
            "uv pip install --python /usr/bin/python3 nbformat ipython",
        ),
    ],
)
def test_the_line_that_installs_something_fits_how_the_grader_was_installed(
    monkeypatch: pytest.MonkeyPatch, prefix: str, line: str
) -> None:
    monkeypatch.setattr("sys.prefix", prefix)
    monkeypatch.setattr("sys.executable", "/usr/bin/python3")
    assert install_line("nbformat", "ipython") == line
