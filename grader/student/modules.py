"""How the student's files are imported, wherever they lie; a part of the worker."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any


class _Elsewhere:
    """Finds modules in files of other names, or in other folders than Python looks into."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 - the finders' interface
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        """Return how to import a module that is known here, as `importlib` asks for it."""
        file = self.files.get(fullname)
        return None if file is None else _spec(fullname, file)


class Modules:
    """What the files of a submission are imported by."""

    def __init__(self) -> None:
        self._elsewhere = _Elsewhere()

    def know(self, files: Mapping[str, str]) -> None:
        """Let the modules of these names be found in these files, before any others."""
        if files and self._elsewhere not in sys.meta_path:
            sys.meta_path.insert(0, self._elsewhere)
        self._elsewhere.files |= files

    def new(self, name: str, file: str) -> tuple[ModuleType, Any]:
        """Return a module for a Python file, whatever its ending, and what runs it."""
        spec = _spec(name, file)
        return module_from_spec(spec), spec.loader


def _spec(name: str, file: str) -> ModuleSpec:
    if Path(file).is_dir():
        return _package(name, file)
    spec = spec_from_file_location(name, file, loader=SourceFileLoader(name, file))
    assert spec is not None  # noqa: S101 - it was given its loader
    return spec


def _package(name: str, folder: str) -> ModuleSpec:
    """Return how to import a folder, with the file ``__init__.py`` in it or without one."""
    first = Path(folder, "__init__.py")
    loader = SourceFileLoader(name, str(first)) if first.is_file() else None
    spec = ModuleSpec(name, loader, origin=str(first) if loader else None, is_package=True)
    spec.submodule_search_locations = [folder]
    return spec
