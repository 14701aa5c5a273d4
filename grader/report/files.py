"""Writing a report to a file: the whole of it or nothing."""

from __future__ import annotations

import os
from pathlib import Path


def write_atomically(path: str | os.PathLike[str], data: bytes) -> None:
    """Write `data` to `path`, so that a reader sees the old file or the new one, never a part.

    What is no plain file (``/dev/stdout``, a pipe) is written to as it stands: to rename over it
    would replace the device.

    Raises
    ------
    OSError
        When the folder is missing, cannot be written to, or `path` is a folder.
    """
    target = Path(path)
    if target.exists() and not target.is_file():
        target.write_bytes(data)
        return
    target = target.resolve()  # a link stays a link, and what it points to is replaced
    draft = target.with_name(f".{os.urandom(8).hex()}.tmp")
    try:
        with draft.open("xb") as file:
            file.write(data)
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
