"""Fresh examples: drawn for one submission, so that nobody has ever seen them.

Their gradients are measured when they are needed only. Where a solution is at hand and gives the
same numbers, they are not: finite differences have judged it on all other examples.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from grader.examples import Posed, draw_unmeasured, measure

FRESH = 1
"""How many fresh examples a check gets that is tried on a hundred; others get fewer."""


class Fresh:
    """An example that was drawn for one submission.

    Parameters
    ----------
    example
        What checks are called with. Until it is measured it passes every comparison with its
        gradients.
    posed
        Its gradients.

    Attributes
    ----------
    good
        Whether the example can judge: all of its gradients are known well enough. None as long as
        they are not measured.
    """

    def __init__(self, example: Any, posed: Sequence[Posed]) -> None:
        self.example = example
        self._posed = posed
        self.good: bool | None = None if posed else True

    def measure(self) -> bool:
        """Measure its gradients, unless that was done; whether the example can judge."""
        if self.good is None:
            measure(self._posed)
            self.good = all(posed.is_exact() for posed in self._posed)
        return self.good


def draw_fresh(recipe: Callable[..., Any], count: int, seed: int) -> list[Fresh]:
    """Draw up to `count` examples, all of them different; the same for the same recipe and seed."""
    return [Fresh(*drawn) for drawn in draw_unmeasured(recipe, count, seed)]


def share(examples: int) -> int:
    """Return how many fresh examples a check gets that is tried on so many others."""
    return min(FRESH, max(1, examples // 10))
