"""Fresh examples: drawn for one submission, so that nobody has ever seen them.

Their gradients are measured when they are needed only. Where a solution is at hand and gives the
same numbers, they are not: finite differences have judged it on all other examples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from grader.grading.examples import Posed, draw_unmeasured, measure

Drawn = tuple[Any, Sequence[Posed]]
"""An example and its gradients."""

SPARE = 5
"""How many others may take the place of one that cannot judge. They are drawn when it is known."""


class Fresh:
    """An example that was drawn for one submission.

    Parameters
    ----------
    drawn
        Examples and their gradients; the first one is taken, and another only to replace it.

    Raises
    ------
    StopIteration
        When there is none.

    Attributes
    ----------
    example
        What checks are called with. Until it is measured it passes every comparison with its
        gradients.
    good
        Whether the example can judge: all of its gradients are known well enough. None as long as
        they are not measured.
    """

    def __init__(self, drawn: Iterator[Drawn]) -> None:
        self._drawn = drawn
        self._take(next(drawn))

    def _take(self, drawn: Drawn) -> None:
        self.example, self._posed = drawn
        self.good: bool | None = None if self._posed else True

    def renew(self) -> bool:
        """Let another example take its place; whether there is one."""
        another = next(self._drawn, None)
        if another is not None:
            self._take(another)
        return another is not None

    def measure(self) -> bool:
        """Measure its gradients, unless that was done; whether the example can judge.

        Where it cannot, another one takes its place, if there is one that can.
        """
        while self.good is None:
            measure(self._posed)
            if all(posed.is_exact() for posed in self._posed):
                self.good = True
            elif not self.renew():
                self.good = False
        return self.good


def draw_fresh(recipe: Callable[..., Any], seed: int) -> Fresh | None:
    """Draw an example, the same for the same recipe and seed; None where the recipe gives none."""
    try:
        return Fresh(islice(draw_unmeasured(recipe, seed), 1 + SPARE))
    except StopIteration:
        return None
