"""Answers with JSON at its limits: nesting, huge numbers, NaN, repeated keys, lone surrogates.

Class: faking.
Stopped by: protocol.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import os
import struct
import sys

import numpy as np

# BEGIN ATTACK
TEXTS = [
    b"[" * 1_000_000,
    b'{"result":' + b"[" * 500_000 + b"]" * 500_000 + b"}",
    b'{"result": ' + b"9" * 1_000_000 + b"}",
    b'{"result": ' + b"9" * 4_000 + b', "after": [0, 0]}',
    b'{"result": 1e999, "after": [NaN, -Infinity], "kept": true}',
    b'{"result": 0, "result": {"array": ["<f8", [1], null, true]}, "after": [0, 0]}',
    b'{"result": {"array": ["<f8", [4611686018427387904, 0], null, true]}, "after": [0, 0]}',
    b'{"result": {"array": ["<f8", [1180591620717411303424, 0], null, true]}, "after": [0, 0]}',
    b'{"result": {"array": ["<f8", [-1], null, true]}, "after": [0, 0]}',
    b'{"result": {"array": ["<f8", [true], null, true]}, "after": [0, 0]}',
    b'{"result": {"array": ["|O8", [1], null, true]}, "after": [0, 0]}',
    b'{"result": {"handle": [1e300, "x"]}, "after": [0, 0]}',
    b'{"result": {"handle": [-1, "\\ud800"]}, "after": [0, 0]}',
    b'{"result": {"foreign": ["\\ud800\\n\\u001b[2J", "\\u0000"]}, "after": [0, 0]}',
    b'{"raised": {"type": ["x"], "message": {}, "line": 1e400, "file": "\\ud800"}}',
    b'{"raised": null}',
    b'{"raised": {"type": "NotImplementedError", "not_written": true, "function": "\\n"}}',
    b'{"lacking": {"names": [null, 1, "\\ud800", "mse_gradien"], "found": "\\u001b[2J"}}',
    b'{"lacking": 7}',
    b'{"result": 0, "after": [0, 0], "kept": -1}',
    b"\xff\xfe{\x00}\x00",
    b"null",
    b"",
]
calls = 0


def reply(text):
    frame = sys._getframe()
    worker = number = None
    while frame is not None:
        worker = worker or frame.f_locals.get("self")
        number = number or frame.f_locals.get("number")
        frame = frame.f_back
    data = memoryview(struct.pack("<III", number, len(text), 0) + text)
    while data:
        data = data[os.write(worker._replies, data) :]
    worker._write = lambda frame: None  # its own answer is not wanted any more


# END ATTACK


def mse_loss(predictions, targets):
    # BEGIN ATTACK
    reply(TEXTS[int(abs(predictions).sum() * 1000) % len(TEXTS)])
    # END ATTACK
    return 0.0


def mse_gradient(predictions, targets):
    # BEGIN ATTACK
    reply(TEXTS[int(abs(targets).sum() * 1000) % len(TEXTS)])
    # END ATTACK
    return np.zeros_like(predictions)
