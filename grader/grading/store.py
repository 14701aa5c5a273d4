"""Kept examples: drawn once, replayed for every submission.

Examples depend on the check files, the seed and the versions, never on a submission. They lie in
the user's cache folder, each file beginning with a digest of what follows; a file that does not
fit, or cannot be read or written, is drawn anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import platform
import tempfile
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import numpy as np
import platformdirs

from grader.authoring.rules import kind_of
from grader.sandbox.protocol.arrays import NAMES, REAL_DTYPES, layout, rebuild
from grader.untrusted.filenames import walked

_ROOMS = ("authoring", "checking", "course", "grading", "sandbox", "submission", "untrusted")
_JUDGING = ("*.py", *(f"{room}/**/*.py" for room in _ROOMS))
_TELLING = {
    "__main__.py",
    "authoring/curve.py",
    "course/starting.py",
    "course/stubs.py",
    "course/worksheet.py",
    *(f"grading/{name}.py" for name in ("causes", "literals", "locations", "program", "snippet")),
    "grading/hints.py",
    "grading/selection.py",
    "submission/samples.py",
    "sandbox/doctor.py",
    "sandbox/worker/confine/probe.py",
}
"""What only says how a verdict came about, or has to do with none."""

AUDIT = "audit.toml"
"""What authors write down for an audit, beside their checks; see `grader.audit.marks`."""

T = TypeVar("T")
_DIGEST = hashlib.blake2b(digest_size=16).digest_size


class Store:
    """A folder of files whose names are hashes of all that their contents depend on.

    Parameters
    ----------
    folder
        Where to keep them; the user's cache folder when it is not given.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or Path(platformdirs.user_cache_dir("gradient-grader"))

    def examples(
        self, recipe: Callable[..., Any], key: str, draw: Callable[[], list[Any]]
    ) -> list[Any]:
        """Return the kept examples for `key`, or those that `draw` makes, which are kept then.

        Parameters
        ----------
        recipe
            The function that makes an example; the type that it is annotated to return says how
            examples are written down.
        key
            A hash of all that the examples depend on.
        draw
            Makes the examples.

        Raises
        ------
        ValueError
            When the recipe is annotated to return what no example can hold, or returns another.
        """
        decoder = _decoder(recipe)
        with contextlib.suppress(msgspec.DecodeError, ValueError, TypeError):
            return decoder.decode(self._read(key) or b"")
        # A later run reads them, and a report must not tell which run it was: to be written down
        # takes from an array what nobody sees of it, such as the stride of a single element.
        values, data = read_back(recipe, draw())
        self._write(key, data)
        return values

    def has(self, key: str) -> bool:
        """Whether something is kept for `key`; it may still turn out to be broken."""
        return (self._folder / key).is_file()

    def read(self, key: str, kind: type[T]) -> T | None:
        """Return what is kept for `key`, if it is of that kind."""
        with contextlib.suppress(msgspec.DecodeError):
            return msgspec.msgpack.decode(self._read(key) or b"", type=kind)
        return None

    def keep(self, key: str, value: object) -> None:
        """Keep a value for `read`."""
        self._write(key, msgspec.msgpack.encode(value))

    def _read(self, key: str) -> bytes | None:
        try:
            data = (self._folder / key).read_bytes()
        except OSError:
            return None
        return data[_DIGEST:] if data[:_DIGEST] == _digest(data[_DIGEST:]) else None

    def _write(self, key: str, data: bytes) -> None:
        """Write by rename, so that nobody reads half a file; a full disk costs only time."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=self._folder, prefix=".new-")
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(_digest(data) + data)
                Path(name).replace(self._folder / key)
            except OSError:
                Path(name).unlink(missing_ok=True)


def _decoder(recipe: Callable[..., Any]) -> msgspec.msgpack.Decoder[list[Any]]:
    kind = kind_of(recipe)
    return msgspec.msgpack.Decoder(list[kind], dec_hook=_decode)  # type: ignore[valid-type]


def read_back(recipe: Callable[..., Any], drawn: list[Any]) -> tuple[list[Any], bytes]:
    """Return examples as they are once they were written down, and what is written.

    Raises
    ------
    ValueError
        When the recipe makes something else than it is annotated to return.
    """
    decoder = _decoder(recipe)
    try:
        data = msgspec.msgpack.encode(drawn, enc_hook=_encode)
        return decoder.decode(data), data
    except (msgspec.ValidationError, TypeError, OverflowError) as error:
        raise ValueError(
            f"what the recipe {recipe.__name__} returns does not fit its annotation, "
            f"{getattr(kind_of(recipe), '__name__', kind_of(recipe))}: {error}"
        ) from error


def fingerprint(*parts: str | int | Path) -> str:
    """Return a hash of strings, numbers and the contents of files."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.read_bytes() if isinstance(part, Path) else str(part).encode()
        # With its length before each part, "ab" and "c" are not the same as "a" and "bc".
        digest.update(len(data).to_bytes(8, "little") + data)
    return digest.hexdigest()


def material_in(folder: Path) -> list[Path]:
    """Return the files of a folder that code in it may read.

    All but notes, what is hidden, and what an audit alone looks at.
    """
    hidden = ("__pycache__", ".")
    return [
        path
        for path in walked(folder)
        if path.suffix != ".md"
        and path.name != AUDIT
        and not any(part.startswith(hidden) for part in path.relative_to(folder).parts)
    ]


def environment() -> str:
    """Return a hash of what examples and verdicts depend on beside the course.

    These are the versions of Python, NumPy and Hypothesis (read from its file, as its import takes
    long), and those of our files that open a submission, run it, draw examples or compare.
    """
    spec = importlib.util.find_spec("hypothesis")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("Hypothesis is not installed beside the grader")
    return fingerprint(
        platform.python_version(),
        np.__version__,
        Path(spec.origin).with_name("version.py"),
        *judging(),
    )


def judging() -> list[Path]:
    """Return the files of our own that can change a verdict: a new one does until it is named."""
    here = Path(__file__).parents[1]
    found = [path for part in _JUDGING for path in here.glob(part)]
    return sorted(path for path in found if path.relative_to(here).as_posix() not in _TELLING)


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST).digest()


class _Unkept(TypeError):
    """An example holds something that cannot be written down."""


def _encode(value: Any) -> Any:
    if isinstance(value, np.ndarray) and value.dtype in NAMES:
        return (*layout(value), value.tobytes())
    if isinstance(value, np.generic):
        raise _Unkept(f"it holds a {type(value).__name__}, where `float(…)` or `int(…)` is due")
    kind = f"array of {value.dtype}" if isinstance(value, np.ndarray) else type(value).__name__
    raise _Unkept(f"it holds a {kind}, and an example holds arrays of real numbers")


def _decode(kind: Any, value: Any) -> Any:
    if typing.get_origin(kind) is np.ndarray:
        if not isinstance(value, list) or len(value) != 5:
            raise ValueError("an array was due")
        dtype, shape, strides, writable, data = value
        elements = np.frombuffer(data, REAL_DTYPES[dtype]).reshape(shape)
        return rebuild(elements, None if strides is None else tuple(strides), writable)
    raise NotImplementedError(f"an example cannot hold a {kind}")
