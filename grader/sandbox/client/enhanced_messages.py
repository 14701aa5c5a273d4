"""Enhanced error messages: what Python and NumPy say of a failure, in words for a beginner."""

from __future__ import annotations

import re

from grader.sandbox.client import indexing, misuse, shapes
from grader.sandbox.client.misuse import none
from grader.sandbox.client.operands import Failed


def in_words(kind: str, message: str, failed: Failed) -> tuple[str, str] | None:
    """Return what to say in place of an exception's own message, and a hint.

    Parameters
    ----------
    kind
        The name of its type.
    message
        Its own message.
    failed
        The part of the line that failed.

    Returns
    -------
    tuple of two str, or None
        None where the message is better left as it is.
    """
    if not failed.text or (failed.operation not in ("", "call") and not failed.operands):
        return None
    if kind in ("TypeError", "ValueError", "AttributeError") and (said := none(message, failed)):
        return said
    for pattern, say in (*shapes.SAID, *indexing.SAID, *misuse.SAID):
        if (match := re.search(pattern, message)) and (told := say(failed, match)):
            return told
    return None
