"""The frames between the judge and the worker.

A frame is three little-endian uint32 (the number of the exchange, the lengths of header and body),
a JSON header, and a body of raw array bytes. An answer has the number of its request. What may
stand in header and body is in `grader.sandbox.protocol.values`.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Sequence
from typing import Any

PREFIX = struct.Struct("<III")
MAX_HEADER = 1 << 20
MAX_BODY = 1 << 26

MAX_BATCH = 1 << 20
"""Bytes of requests that are asked for in one frame, unless a single one has more."""

CUT_OFF = 70
"""The exit status of a worker that lost its pipes."""


class ProtocolError(Exception):
    """The other side sent something that is not a well-formed frame."""


def parse_prefix(prefix: bytes) -> tuple[int, int, int]:
    """Return number, header length and body length; raises ProtocolError above the caps."""
    if len(prefix) != PREFIX.size:
        raise ProtocolError("a frame that breaks off")
    number, header, body = PREFIX.unpack(prefix)
    if header > MAX_HEADER or body > MAX_BODY:
        raise ProtocolError("a frame larger than the cap")
    return number, header, body


def parse_header(text: bytes) -> dict[str, Any]:
    """Return the header as a dictionary with text keys; raises ProtocolError for anything else."""
    try:
        header = json.loads(str(text, "utf-8"))  # from bytes, it would look for an encoding first
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"a header that is not JSON: {error}") from None
    if type(header) is not dict:
        raise ProtocolError("a header that is not an object")
    return header


def parse_frame(frame: bytes) -> tuple[int, dict[str, Any], bytes]:
    """Return number, header and body of a whole frame; raises ProtocolError."""
    number, size, body = parse_prefix(frame[: PREFIX.size])
    if len(frame) != PREFIX.size + size + body:
        raise ProtocolError("a frame of another length than it says")
    end = PREFIX.size + size
    return number, parse_header(frame[PREFIX.size : end]), frame[end:]


def plain_frame(header: dict[str, Any]) -> bytes:
    """Return the frame of a header that goes without arrays."""
    text = json.dumps(header).encode()
    return PREFIX.pack(0, len(text), 0) + text


def batches(frames: Sequence[bytes], first: int) -> Iterator[bytes]:
    """Yield frames that ask for many requests, as if they had the numbers from `first` on."""
    begin, size = 0, 0
    for end, frame in enumerate([*frames, b""]):
        if end > begin and (size + len(frame) > MAX_BATCH or end == len(frames)):
            body = b"".join(frames[begin:end])
            header = {
                "op": "batch",
                "first": (first + begin) % 2**32,
                "sizes": [len(one) for one in frames[begin:end]],
            }
            text = json.dumps(header).encode()
            yield PREFIX.pack(0, len(text), len(body)) + text + body
            begin, size = end, 0
        size += len(frame)


def split(body: bytes, sizes: Sequence[int]) -> Iterator[bytes]:
    """Yield the frames that a body has one after the other."""
    end = 0
    for size in sizes:
        begin, end = end, end + size
        yield body[begin:end]


def numbered(frame: bytes, number: int) -> bytes:
    """Return the same frame under the number of its exchange.

    An answer repeats the number of its request, and each request has the next number. So an answer
    that comes late, after its request was given up, is taken for no later one. The number is no
    secret, and keeps nobody from forging an answer. It comes first in a frame, so that equal
    requests are equal from the fifth byte on.
    """
    return number.to_bytes(4, "little") + frame[4:]
