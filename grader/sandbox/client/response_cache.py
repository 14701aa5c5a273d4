"""What is remembered of a submission: no more than the judge has room for, whatever it sends."""

from __future__ import annotations

from grader.sandbox.client.batched import BatchedResponse
from grader.sandbox.client.errors import StudentError

MAX_BYTES = 64 << 20
"""Bytes of all answers together; what comes after that is asked for again."""

Came = bytes | BatchedResponse | StudentError
"""What comes of requests: of one an answer with a result or an error, of many a block."""


class ResponseCache(dict[bytes, Came]):
    """What came of requests, by their frames.

    Attributes
    ----------
    passing
        Whether what is kept now is for a while only, until `forget_passing`.
    """

    def __init__(self) -> None:
        super().__init__()
        self._bytes = 0
        self.passing = False
        self._passing: dict[bytes, int] = {}

    def keep(self, requests: tuple[bytes, ...], came: Came) -> None:
        """Remember what came of requests, while there is room."""
        size = 0 if isinstance(came, StudentError) else len(came)
        if self._bytes + size <= MAX_BYTES:
            self._bytes += size
            self |= dict.fromkeys(requests, came)
            if self.passing:
                self._passing |= dict.fromkeys(requests, 0) | {requests[0]: size}

    def answer(self, request: bytes) -> bytes | None:
        """Return the frame of the answer to a request, if one is remembered."""
        came = self.get(request)
        if isinstance(came, StudentError):
            return None
        return came.answer(request) if isinstance(came, BatchedResponse) else came

    def forget_passing(self) -> None:
        """Forget what was kept in passing."""
        for request, size in self._passing.items():
            self.pop(request, None)
            self._bytes -= size
        self._passing.clear()

    def clear(self) -> None:
        """Forget all of it."""
        super().clear()
        self._passing.clear()
        self._bytes = 0
