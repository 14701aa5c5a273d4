"""Where a line of a submission lies, for services that show it beside the code."""

from __future__ import annotations

import os
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.grading.result import Place

WORKSPACE = "GITHUB_WORKSPACE"


def beside(file: str, place: Place) -> str:
    """Return the file of `place`, which is named as seen from the folder of `file`."""
    return posixpath.join(posixpath.dirname(file), place.file)


def in_workspace(file: str, environment: Mapping[str, str]) -> str:
    """Return `file` as seen from the workspace of GitHub Actions, where it lies in there.

    A step with ``working-directory`` runs below the workspace, and GitHub knows nothing of that.
    """
    if not file or not (root := environment.get(WORKSPACE)):
        return file
    path = Path(os.path.normpath(Path.cwd() / file))
    above = Path(root).resolve()
    return path.relative_to(above).as_posix() if path.is_relative_to(above) else file
