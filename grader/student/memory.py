"""What is remembered of a submission: no more than the judge has room for, whatever it sends."""

from __future__ import annotations

from grader.student.blocks import Block
from grader.student.errors import StudentError

MAX_BYTES = 64 << 20
"""Bytes of all answers together; what comes after that is asked for again."""

Came = bytes | Block | StudentError
"""What comes of requests: of one an answer with a result or an error, of many a block."""


class Memory(dict[bytes, Came]):
    """What came of requests, by their frames."""

    def __init__(self) -> None:
        super().__init__()
        self._bytes = 0

    def keep(self, requests: tuple[bytes, ...], came: Came) -> None:
        """Remember what came of requests, while there is room."""
        size = 0 if isinstance(came, StudentError) else len(came)
        if self._bytes + size <= MAX_BYTES:
            self._bytes += size
            self |= dict.fromkeys(requests, came)

    def clear(self) -> None:
        """Forget all of it."""
        super().clear()
        self._bytes = 0
