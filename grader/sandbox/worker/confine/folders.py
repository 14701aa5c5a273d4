"""What Python and NumPy read after the start: modules that are imported late, and libraries.

Neither the folder of all installed packages is among it nor anything else that only lies nearby:
solutions, or the judge's half of the grader, may be installed there.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

_PACKAGES = ("site-packages", "dist-packages")
_CACHE = "/etc/ld.so.cache"  # where the loader finds libraries; musl has none


def installed() -> Iterator[str]:
    """Yield files and folders that may be read with all that is in them."""
    package = Path(__file__).parents[2]
    numpy = Path(str(sys.modules["numpy"].__file__)).parent
    yield from (str(package), str(numpy), f"{numpy}.libs", _CACHE)
    for folder in standard_library():
        yield from _without_packages(Path(folder))
    for folder in _library_folders():
        yield from _without_python(Path(folder))


def standard_library() -> list[str]:
    """Return where the standard library is; its folders are listed when a module is looked for."""
    numpy = Path(str(sys.modules["numpy"].__file__)).parent
    return [entry for entry in sys.path if entry and Path(entry) != numpy.parent]


def forget_packages() -> None:
    """Take the folder of installed packages off the import path.

    What lies there cannot be read any more, and "No module named 'rich'" says it better than
    "Permission denied"; NumPy's own modules are found by NumPy's own path.
    """
    sys.path[:] = standard_library()


def _without_packages(folder: Path) -> Iterator[str]:
    """Yield `folder`, or what is in it where installed packages lie in it as well."""
    if any((folder / name).exists() for name in _PACKAGES):
        with os.scandir(folder) as entries:
            yield from (entry.path for entry in entries if entry.name not in _PACKAGES)
    else:
        yield str(folder)


def _library_folders() -> set[str]:
    """Return the folders of the shared libraries in use: those that come later lie there too."""
    try:
        lines = Path("/proc/self/maps").read_text("utf-8", "replace").splitlines()
    except OSError:  # no /proc: what is loaded works, and little is loaded later
        return set()
    files = {line[line.index("/") :] for line in lines if "/" in line and ".so" in line}
    return {str(Path(file).parent) for file in files}


def _without_python(folder: Path) -> Iterator[str]:
    """Yield `folder`, or only the libraries in it where a Python and its packages lie in it."""
    with os.scandir(folder) as entries:
        names = [entry.name for entry in entries]
    if any(name.startswith("python3") for name in names):
        yield from (f"{folder}/{name}" for name in names if ".so" in name)
    else:
        yield str(folder)
