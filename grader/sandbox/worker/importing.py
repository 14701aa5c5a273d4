"""The student's files, imported so that what was defined counts; a part of the worker.

A file that raises, exits or takes too long somewhere keeps what stands above that line. The same
holds for the files of theirs that it imports, wherever these lie.
"""

from __future__ import annotations

import ast
import builtins
import importlib.util
import os
import sys
from collections.abc import Mapping, Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, NoReturn

from grader.sandbox.worker.exceptions import Own
from grader.sandbox.worker.standins import InertFirst, Standins, can_be_left_out
from grader.sandbox.worker.statements import FUTURES, below


class Imports:
    """How the files of a submission are imported, once `know` was called in this process.

    Parameters
    ----------
    own
        Which files are the student's.

    Attributes
    ----------
    standins
        What is in the place of packages that are not there.
    broken
        What files ended with that another one imported, and imports that found nothing.
    next
        The line of the next statement of a file that was loaded in part; 0 where none is left.
    """

    def __init__(self, own: Own) -> None:
        self.broken: list[BaseException] = []
        self.standins = Standins(own, self.broken)
        self._files = _OwnFiles(own, self.broken)
        self._installed = False
        self._done: dict[str, int] = {}
        self.next = 0

    def know(self, files: Mapping[str, str]) -> None:
        """Let the modules of these names be found in these files, before any others."""
        self._files.elsewhere.files |= files
        self.broken.clear()
        if self._installed:
            return
        self._installed = True
        finders: list[Any] = sys.meta_path
        finders.insert(0, self._files.elsewhere)
        place = finders.index(PathFinder)
        finders[place:place] = [self._files, InertFirst(self.standins)]
        finders.append(self.standins)
        for name in ("exit", "quit"):  # which `site` would have made
            setattr(builtins, name, _leave)
        vars(sys.modules["grader"])["check"] = self.standins.make("IPython.check")

    def load(
        self, name: str, path: Path, until: int | None = None
    ) -> tuple[ModuleType, BaseException | None]:
        """Import a file; return its module, and what it ended with if that was not its end.

        Parameters
        ----------
        name
            What the module is called.
        path
            The file, whatever its ending.
        until
            How many of the statements at its top are run in all, where not all of it is: those
            that were run before are not run again.

        Raises
        ------
        BaseException
            When nothing of it was run: it is no Python, or cannot be read.
        """
        if b"\0" in path.read_bytes():  # some Python versions say so in a ValueError
            raise SyntaxError("source code string cannot contain null bytes")
        loader = SourceFileLoader(name, str(path))
        spec = importlib.util.spec_from_file_location(name, path, loader=loader)
        assert spec is not None  # noqa: S101 - it was given its loader
        known = sys.modules.get(name) if self._done.get(name) else None
        module = sys.modules[name] = known or importlib.util.module_from_spec(spec)
        try:
            part = None if until is None else self._part(name, path, until)
            error = _run(loader, module, self.broken, part)
        except BaseException as problem:  # it would hide the cause from other files
            sys.modules.pop(name, None)
            if type(problem) is SyntaxError and problem.filename == str(path):
                _blame_encoding(problem, path)
            raise
        if error is not None and not _defines_code(module):
            sys.modules.pop(name, None)
        return module, error

    def _part(self, name: str, path: Path, until: int) -> ast.Module:
        """Return the statements at the top of a file that are run next."""
        body = ast.parse(path.read_bytes()).body
        done, self._done[name] = self._done.get(name, 0), until
        self.next = body[until].lineno if until < len(body) else 0
        return ast.Module(body[done:until], [])


def _run(
    loader: SourceFileLoader,
    module: ModuleType,
    broken: list[BaseException],
    part: ast.Module | None = None,
) -> BaseException | None:
    """Run the file of a module, or a part of it; return what it ends with.

    A statement that cannot do without a package that is not there is left out, as are those that
    need a name of it, and `broken` gets what they raised.
    """
    code = loader.get_code(module.__name__)
    if code is None:
        raise ImportError(f"{module.__name__} has no code")
    names, futures = vars(module), code.co_flags & FUTURES
    more = False
    last = part.body[-1].lineno if part and part.body else None
    if part is not None:
        code = compile(part, code.co_filename, "exec", futures, dont_inherit=True)
    while True:
        try:
            exec(code, names)  # noqa: S102 - as the import system does it
        except BaseException as error:  # the student's code may raise anything, SystemExit too
            absent = can_be_left_out(error, more=more)
            rest = below(error, code.co_filename, names, last) if absent else None
            if rest is None:
                names.setdefault("__getattr__", _Stopped(module.__name__, error))
                return error
            broken.append(error)
            more = True
            code = compile(rest, code.co_filename, "exec", futures, dont_inherit=True)
        else:
            return None


class _Stopped:
    """Says why a module lacks a name, to a file that imports it."""

    def __init__(self, module: str, error: BaseException) -> None:
        self._module = module
        self._error = error

    def __call__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if isinstance(self._error, Exception):
            raise self._error
        raise ImportError(f"{self._module} was stopped before it defined {name}")


class _Kept(SourceFileLoader):
    """Loads a file that another one imports."""

    broken: list[BaseException]

    def exec_module(self, module: ModuleType) -> None:
        """Run the file; what it defined before it raised is kept."""
        error = _run(self, module, self.broken)
        if error is None:
            return
        if not _defines_code(module):
            raise error
        self.broken.append(error)


class _Elsewhere:
    """Finds modules in files of other names, or in other folders than Python looks into."""

    def __init__(self, broken: list[BaseException]) -> None:
        self.files: dict[str, str] = {}
        self._broken = broken

    def find_spec(
        self,
        name: str,
        path: Sequence[str] | None = None,  # noqa: ARG002 - the finders' interface
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        """Return how to import a module that is known here."""
        file = self.files.get(name)
        if file is None:
            return None
        return self._package(name, Path(file)) if Path(file).is_dir() else self.kept(name, file)

    def _package(self, name: str, folder: Path) -> ModuleSpec:
        """Return how to import a folder, with the file ``__init__.py`` in it or without one."""
        first = folder / "__init__.py"
        spec = self.kept(name, str(first)) if first.is_file() else None
        spec = spec or ModuleSpec(name, None, is_package=True)
        spec.submodule_search_locations = [str(folder)]
        return spec

    def kept(self, name: str, file: str) -> ModuleSpec | None:
        """Return how to import a file, so that what it defines counts."""
        loader = _Kept(name, file)
        loader.broken = self._broken
        return importlib.util.spec_from_file_location(name, file, loader=loader)


class _OwnFiles:
    """Finds files in the student's folder, and in the folders of packages in there."""

    def __init__(self, own: Own, broken: list[BaseException]) -> None:
        self.elsewhere = _Elsewhere(broken)
        self._own = own

    def find_spec(
        self,
        name: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """Return how to load a file of the student's; None for any other module."""
        if not self._own.folder:
            return None
        spec = PathFinder.find_spec(name, [self._own.folder] if path is None else path, target)
        if spec is None:
            return None
        if spec.origin is None and any(any(Path(f).glob("*.py")) for f in _folders(spec)):
            return spec  # a folder without `__init__.py` is a package, too
        if type(spec.loader) is not SourceFileLoader:
            return None
        if not self._own.has(spec.origin):
            return None
        folder = os.path.realpath(self._own.folder)
        if not Path(os.path.realpath(spec.origin)).is_relative_to(folder):
            raise ImportError(
                f"{name} is a link that leads out of what was handed in, and is not followed",
                name=name,
            )
        kept = self.elsewhere.kept(name, spec.origin)
        if kept is not None:
            kept.submodule_search_locations = spec.submodule_search_locations
        return kept


def _folders(spec: ModuleSpec) -> list[str]:
    return list(spec.submodule_search_locations or ())


def _leave(code: object = None) -> NoReturn:
    """Leave, as far as code can that is loaded for others to use."""
    raise SystemExit if code is None else SystemExit(code)


def _defines_code(module: ModuleType) -> bool:
    """Whether a module has a function or a class of its own, whatever these say of themselves."""
    names = vars(module)
    for value in list(names.values()):
        if type(value) is FunctionType and value.__globals__ is names:
            return True
        if type(value) is type and vars(value).get("__module__") == names.get("__name__"):
            return True
    return False


def _blame_encoding(error: SyntaxError, path: Path) -> None:
    """Let an error say that the file is no text, where some Python versions say what follows."""
    data = path.read_bytes()
    try:
        try:
            importlib.util.decode_source(data)
        except SyntaxError:  # it declares no encoding that there is, so it should be UTF-8
            data.decode()
    except UnicodeDecodeError as cause:
        error.msg = f"(unicode error) {cause}"
