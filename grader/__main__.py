"""`python -m grader` is the command `grader`, where scripts are not on the path."""

from __future__ import annotations

from grader.cli.start import grader

if __name__ == "__main__":
    grader()
