"""What the checks of a task work on: their examples, and what is replayed with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec

from grader.authoring.task import Check, Recipe
from grader.course import faults
from grader.course.course import TaskFile
from grader.errors import CourseError
from grader.grading.chance import Chance
from grader.grading.examples import draw_examples
from grader.grading.fresh_examples import Fresh, draw_fresh
from grader.grading.replay.verdicts import Replay
from grader.grading.shrinking import complexity
from grader.grading.store import Store, fingerprint, material_in, read_back
from grader.sandbox.client.remote import Student


class Examples(msgspec.Struct, frozen=True):
    """The examples of a check: that of the handout, then all others, the simplest first.

    And what it takes to draw them again.
    """

    values: list[Any]
    count: int
    seed: int


class ExampleCache:
    """The examples of one task.

    They are kept in `store`, under names that depend on the check files of the task's folder.

    Parameters
    ----------
    file
        The task.
    store
        Where they are kept.
    environment
        A hash of the versions that they depend on.
    chance
        What examples are drawn from.
    reference
        The solution, or None where it is not at hand.

    Attributes
    ----------
    reference
        The same.
    replay
        Replays the checks on the examples: where points count, as classes are graded, by what the
        solutions were asked; in practice by what the same work was asked in an earlier run. The
        first run does not wait for the solution.
    """

    def __init__(
        self,
        file: TaskFile,
        store: Store,
        environment: str,
        chance: Chance,
        reference: Student | None,
    ) -> None:
        sources = material_in(file.path.parent)
        origin = chance.derived(file.id)
        self._id = file.id
        self._chance = chance
        self._content = b""
        self._fresh: dict[str, Fresh | None] = {}
        self._base = fingerprint(environment, *sources, origin)
        self._seed = int(origin, 16)
        self._store = store
        self._drawn: dict[str, list[Any]] = {}
        self._known: dict[str, Examples] = {}
        self.reference = reference
        solution = reference if chance.counts else None
        self.replay = Replay(solution, store, self._base)

    def examples(self, check: Check) -> Examples:
        """Return the examples of a check that has a recipe."""
        assert check.given is not None  # noqa: S101 - only checks with examples ask
        recipe, count, handout = check.given, check.examples, check.handout
        name, key = recipe.__name__, self._key(check)
        if key not in self._known:
            seed = int(fingerprint(self._seed, name), 16)

            def draw() -> list[Any]:
                # Fewer examples are the first of many: another check may have drawn those.
                if len(self._drawn.get(name, ())) < count:
                    self._drawn[name] = _some(recipe, count, seed)
                first = [] if handout is None else _some(handout, 1, seed)
                return [*first, *sorted(self._drawn[name][:count], key=complexity)]

            values = self._store.examples(recipe, key, draw)
            self._known[key] = Examples(values, count, seed)
        return self._known[key]

    def try_out(self, checks: Sequence[Check]) -> None:
        """Draw an example of each recipe of which none are kept, before anybody's work is judged.

        Raises
        ------
        CourseError
            When a recipe fails, gives up every example, or makes what does not fit its annotation.
        """
        tried: set[str] = set()
        for check in checks:
            recipes = [one for one in (check.given, check.handout) if one is not None]
            for recipe in recipes:
                if recipe.__name__ in tried or self.drawn(check):
                    continue
                tried.add(recipe.__name__)
                try:
                    read_back(recipe, _some(recipe, 1, self._seed))
                except Exception as error:
                    raise CourseError(faults.in_check(check, error)) from error

    def drawn(self, check: Check) -> bool:
        """Whether the examples of a check that has a recipe are kept already."""
        return self._store.has(self._key(check))

    def _key(self, check: Check) -> str:
        assert check.given is not None  # noqa: S101 - only checks with examples have one
        handout = check.handout.__name__ if check.handout else ""
        return fingerprint(self._base, check.given.__name__, check.examples, handout)

    @contextmanager
    def for_submission(self, content: bytes, own_work: str = "") -> Iterator[None]:
        """Let the fresh examples be those of a submission; afterwards, nothing is kept of them.

        Parameters
        ----------
        content
            What tells it from other ones, see `grader.grading.chance.content_of`.
        own_work
            Where it lies, if it is somebody's own work, which grows from run to run.
        """
        self._content = content
        self.replay.begin_submission(own_work)
        try:
            yield
        finally:
            self._fresh.clear()
            self.replay.end_submission()

    def fresh(self, check: Check) -> Fresh | None:
        """Return what a check is tried on beside its examples; None unless points count.

        It is drawn from the secret and the submission: neither who handed it in nor anybody else
        has seen it before.
        """
        assert check.given is not None  # noqa: S101 - only checks with examples ask
        if not self._chance.counts:
            return None
        name = check.given.__name__
        if name not in self._fresh:
            seed = int(self._chance.derived(self._id, name, self._content), 16)
            self._fresh[name] = draw_fresh(check.given, seed)
        return self._fresh[name]


def _some(recipe: Recipe, count: int, seed: int) -> list[Any]:
    """Draw examples; raises ValueError where there are none, as no check passes for want of them.

    One that could not be measured is none.
    """
    if drawn := draw_examples(recipe, count, seed):
        return drawn
    raise ValueError(
        f"the recipe {recipe.__name__} gives up every example: what it asks for by draw.assume "
        "never holds, or no gradient can be measured where it draws. Draw what fits from the "
        "beginning, or ask for less"
    )
