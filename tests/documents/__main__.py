"""Write what the documents' examples print anew, where it is no longer what the code prints.

    python -m tests.documents

Numbers that are drawn, and times, are left as they are where nothing else has changed. Read the
difference before you keep it: the text around an example may have to change with it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.documents.documents import DOCUMENTS, within
from tests.documents.examples import PICTURE, picture, renewed, settled, written_in


def main() -> None:
    """Write each document and the picture, and say which are new."""
    with tempfile.TemporaryDirectory() as scratch:
        cache = Path(scratch) / "cache"
        for document in DOCUMENTS:
            text = document.read_text("utf-8")
            new = renewed(text, document.name, Path(scratch) / document.stem, cache)
            _write(document, new, changed=new != text)
        drawn = picture(Path(scratch) / "picture", cache)
        old = PICTURE.read_text("utf-8") if PICTURE.is_file() else "<svg/>"
        _write(PICTURE, drawn, changed=settled(written_in(old)) != settled(written_in(drawn)))


def _write(path: Path, text: str, *, changed: bool) -> None:
    if changed:
        path.write_text(text, "utf-8")
    sys.stdout.write(f"{'written' if changed else 'as it was'}  {within(path)}\n")


if __name__ == "__main__":
    main()
