"""The grader that is running, as a wheel: a release brings it along, whether it is on PyPI or not.

A wheel is a zip of the package and of what `pip` has to know about it, see
https://packaging.python.org/specifications/binary-distribution-format/.
"""

from __future__ import annotations

import base64
import hashlib
from importlib import metadata
from pathlib import Path

import grader
from grader.errors import UsageError
from grader.release.files import below, packed

DISTRIBUTION = "gradient-grader"
_WHEEL = b"Wheel-Version: 1.0\nGenerator: grader\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def wheel() -> tuple[str, bytes]:
    """Return the name of the file and what is in it.

    Raises
    ------
    UsageError
        When the grader was not installed by `pip`.
    """
    try:
        known = metadata.distribution(DISTRIBUTION)
    except metadata.PackageNotFoundError as error:
        raise UsageError(
            f"{DISTRIBUTION} is not installed, so that it cannot be packed: pip install it first."
        ) from error
    stem = f"{DISTRIBUTION.replace('-', '_')}-{known.version}"
    info = f"{stem}.dist-info"
    files = dict(below(Path(grader.__file__).parent, "grader"))
    for name in ("METADATA", "entry_points.txt", "licenses/LICENSE"):
        if text := known.read_text(name):
            files[f"{info}/{name}"] = text.encode()
    files[f"{info}/WHEEL"] = _WHEEL
    record = [f"{name},sha256={_digest(data)},{len(data)}" for name, data in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""]).encode()
    return f"{stem}-py3-none-any.whl", packed(files)


def _digest(data: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest())
    return digest.rstrip(b"=").decode("ascii")
