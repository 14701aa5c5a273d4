"""What `grader batch` is told of the platform that reads its table."""

from __future__ import annotations

import math
from collections.abc import Sequence

from grader.batch.formats import Wishes
from grader.errors import UsageError


def wishes(
    formats: Sequence[str],
    column: str | None,
    out_of: float | None,
    words: Sequence[str],
    name: str,
) -> Wishes:
    """Return what was typed for the tables in `formats`; `name` is that of the course.

    Raises
    ------
    UsageError
        When an option has no table, or a value that means nothing.
    """
    given = {"--column": column is not None, "--out-of": out_of is not None}
    given["--moodle-column"] = bool(words)
    for option in (option for option, typed in given.items() if typed):
        table = "canvas" if option == "--column" else "moodle"
        if table not in formats:
            raise UsageError(f"{option} is for --format {table}: give that, too.")
    if column is not None and not column.strip():
        raise UsageError("--column is empty: give it the name of the column in Canvas.")
    if out_of is not None and not (math.isfinite(out_of) and out_of > 0):
        raise UsageError(f"--out-of is {out_of:g}: give it the maximum grade, such as 100.")
    return Wishes(column=column or name, out_of=out_of, words=dict(map(_word, words)))


def _word(text: str) -> tuple[str, str]:
    from grader.report.gradebooks import WORDS

    english, _, own = text.partition("=")
    if english not in WORDS or not own.strip():
        raise UsageError(
            f"--moodle-column {text!r} should look like 'Grade=Bewertung'. "
            f"Before the = stands one of: {', '.join(WORDS)}."
        )
    return english, own.strip()
