"""Where the student's functions come from: a file, the cells of a notebook, a session that runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec


class Source(msgspec.Struct, frozen=True):
    """What a message calls a module, what loading it is, and the request that does it."""

    name: str
    loading: str
    request: dict[str, Any]

    @classmethod
    def file(cls, path: Path, elsewhere: Mapping[str, Path] | None = None) -> Source:
        """Return a Python file, in a folder without symbolic links.

        Parameters
        ----------
        path
            The file.
        elsewhere
            Files by the names of the modules that they are, where these do not lie beside it.
        """
        request = {"op": "load", "path": str(path), **_elsewhere(elsewhere)}
        return cls(path.name, f"importing {path.name}", request)

    @classmethod
    def notebook(
        cls,
        path: Path,
        cells: Sequence[tuple[int, str]],
        others: Sequence[str],
        elsewhere: Mapping[str, Path] | None = None,
    ) -> Source:
        """Return a notebook.

        Parameters
        ----------
        path
            Its file; what lies beside it can be imported.
        cells
            The number and the Python of each cell.
        others
            Names of modules whose contents are in the notebook itself.
        elsewhere
            Files by the names of the modules that they are, where these do not lie beside it.
        """
        request = {"op": "cells", "path": str(path), "cells": list(cells), "others": list(others)}
        request |= _elsewhere(elsewhere)
        return cls(path.name, f"running {path.name}", request)

    @classmethod
    def running(cls, name: str) -> Source:
        """Return what is there already, for a process that shares the student's session."""
        return cls(name, f"looking at {name}", {"op": "load", "path": ""})


def _elsewhere(files: Mapping[str, Path] | None) -> dict[str, Any]:
    return {"elsewhere": {name: str(path) for name, path in files.items()}} if files else {}
