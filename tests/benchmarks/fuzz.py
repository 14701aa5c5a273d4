"""Feed the judge's reader with forged answers, round after round, until the time is up.

Hypothesis draws them; each round has a seed of its own. The only exception that may come out is
`grader.sandbox.client.errors.StudentError`: any other one ends the fuzz with the smallest answer
found.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path

import hypothesis
from rich.console import Console

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from grader.sandbox.client.errors import StudentError
from tests.sandbox.fuzzing import answers, receive

ROUND = 2000


def one_round(seed: int, outcomes: Counter[str]) -> None:
    """Try `ROUND` answers; raises what the reader raised and must not."""

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=ROUND,
        database=None,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(answers)
    def survives(answer: bytes) -> None:
        try:
            receive(answer)
        except StudentError as error:
            outcomes[type(error).__name__] += 1
        else:
            outcomes["read"] += 1

    survives()


def main() -> None:
    """Fuzz for as long as was asked for, and print what came of how many answers."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=600, help="default: 600")
    parser.add_argument("--seed", type=int, help="of the first round; default: by chance")
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(2**32) if options.seed is None else options.seed
    console = Console(highlight=False)
    outcomes: Counter[str] = Counter()
    began, rounds = time.monotonic(), 0
    while time.monotonic() - began < options.seconds:
        one_round(seed + rounds, outcomes)
        rounds += 1
    seconds = time.monotonic() - began
    told = ", ".join(f"{count:,} {name}" for name, count in outcomes.most_common())
    total = f"{outcomes.total():,} answers in {seconds:.0f} s, {rounds} rounds from seed {seed}"
    console.print(f"{total}: {told}. No other exception.")


if __name__ == "__main__":
    main()
