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
    cells: Sequence[tuple[int, str]] = ()
    notes: tuple[str, ...] = ()
    """Sentences for the report, whatever comes of it."""
    first: tuple[str, ...] = ()
    """Modules to load before it: notebooks that it imports as files."""

    @classmethod
    def file(
        cls, path: Path, elsewhere: Mapping[str, Path] | None = None, first: tuple[str, ...] = ()
    ) -> Source:
        """Return a Python file, in a folder without symbolic links.

        Parameters
        ----------
        path
            The file.
        elsewhere
            Files by the names of the modules that they are, where these do not lie beside it.
        first
            Modules to load before it.
        """
        request = {"op": "load", "path": str(path), **_elsewhere(elsewhere)}
        return cls(path.name, f"importing {path.name}", request, first=first)

    @classmethod
    def notebook(
        cls,
        path: Path,
        cells: Sequence[tuple[int, str]],
        others: Sequence[str],
        elsewhere: Mapping[str, Path] | None = None,
        notes: tuple[str, ...] = (),
    ) -> Source:
        """Return a notebook.

        Parameters
        ----------
        path
            Its file; what lies beside it can be imported.
        cells
            The number and the Python of each cell; the number is 0 where its lines are those of
            the file.
        others
            Names of modules whose contents are in the notebook itself.
        elsewhere
            Files by the names of the modules that they are, where these do not lie beside it.
        notes
            Sentences for the report.
        """
        request = {"op": "notebook", "path": str(path), "others": list(others)}
        request |= _elsewhere(elsewhere)
        return cls(path.name, f"running {path.name}", request, cells, notes)

    @classmethod
    def parts(
        cls, path: Path, files: Mapping[str, tuple[str, ...]], found: Mapping[str, Path]
    ) -> Source:
        """Return a module that has what several files define.

        Parameters
        ----------
        path
            Where its own file would be.
        files
            By the names of the modules that the files are, what is taken from each.
        found
            The files by the names of the modules, and others that they import.
        """
        imports = [(0, f"from {file} import {', '.join(names)}") for file, names in files.items()]
        return cls.notebook(path, imports, [path.stem], found)

    @classmethod
    def same(cls, module: str) -> Source:
        """Return another name for a module."""
        return cls(module, f"running {module}", {"op": "same", "of": module})

    @classmethod
    def running(cls, name: str) -> Source:
        """Return what is there already, for a process that shares the student's session."""
        return cls(name, f"looking at {name}", {"op": "load", "path": ""})


def _elsewhere(files: Mapping[str, Path] | None) -> dict[str, Any]:
    return {"elsewhere": {name: str(path) for name, path in files.items()}} if files else {}
