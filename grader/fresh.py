"""Fresh examples: drawn for one submission, so that nobody has ever seen them.

Their gradients are measured when they are needed only. Where a solution is at hand and gives the
same numbers, they are not: finite differences have judged it on all other examples.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.examples import Posed, draw_unmeasured, measure
from grader.shrinking import arrays_in, complexity

Drawn = tuple[Any, Sequence[Posed]]
"""An example and its gradients."""

FRESH = 1
"""How many fresh examples a check gets that is tried on a hundred; others get fewer."""

DRAWN = 6
"""How many are drawn for each of them, of which the most telling one is taken: by chance one may be
so easy that a constant passes, and whoever changes a comment gets another one."""


class Fresh:
    """An example that was drawn for one submission.

    Parameters
    ----------
    example
        What checks are called with. Until it is measured it passes every comparison with its
        gradients.
    posed
        Its gradients.
    spare
        What takes its place, one after the other, where gradients are not known well enough.

    Attributes
    ----------
    good
        Whether the example can judge: all of its gradients are known well enough. None as long as
        they are not measured.
    """

    def __init__(self, example: Any, posed: Sequence[Posed], spare: Sequence[Drawn] = ()) -> None:
        self.example = example
        self._posed = posed
        self._spare = list(spare)
        self.good: bool | None = None if posed else True

    def measure(self) -> bool:
        """Measure its gradients, unless that was done; whether the example can judge.

        Where it cannot, another one takes its place, if there is one that can.
        """
        while self.good is None:
            measure(self._posed)
            if all(posed.is_exact() for posed in self._posed):
                self.good = True
            elif self._spare:
                self.example, self._posed = self._spare.pop(0)
            else:
                self.good = False
        return self.good


def draw_fresh(recipe: Callable[..., Any], count: int, seed: int) -> list[Fresh]:
    """Draw up to `count` examples, all of them different; the same for the same recipe and seed.

    They are the most telling ones of those that are drawn; the others are spare.
    """
    drawn = draw_unmeasured(recipe, DRAWN * count, seed)
    drawn.sort(key=lambda one: _telling(one[0]), reverse=True)
    return [Fresh(*one, drawn[place + count :: count]) for place, one in enumerate(drawn[:count])]


def _telling(example: Any) -> tuple[int, tuple[int, int, float]]:
    """Return a sort key: what is above zero counts first, as ReLU makes zeros of all else."""
    positive = sum(int(np.count_nonzero(array > 0)) for array in arrays_in(example))
    return positive, complexity(example)


def share(examples: int) -> int:
    """Return how many fresh examples a check gets that is tried on so many others."""
    return min(FRESH, max(1, examples // 10))
