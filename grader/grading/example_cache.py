"""What the checks of a task work on: examples, and the calls that they are known to make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from grader.authoring.curve import Curve
from grader.authoring.task import Check
from grader.course.course import TaskFile
from grader.grading.chance import Chance
from grader.grading.examples import draw_examples
from grader.grading.fresh_examples import Fresh, draw_fresh
from grader.grading.runner import Examples, Shrunk
from grader.grading.shrinking import complexity
from grader.grading.store import Store, fingerprint, material_in
from grader.grading.trials import record
from grader.sandbox.client.batched import ResponseFingerprint
from grader.sandbox.client.remote import Student, client_of


class ExampleCache:
    """The examples of one task, and the requests that its checks made of the solution.

    Both are kept in `store`, under names that depend on the check files of the task's folder.

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
    own_work
        Whether all submissions are one person's work, as it grows.
    """

    def __init__(
        self,
        file: TaskFile,
        store: Store,
        environment: str,
        chance: Chance,
        reference: Student | None,
        *,
        own_work: bool = False,
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
        self._reference = reference
        self._own_work = own_work
        self._drawn: dict[str, list[Any]] = {}
        self._known: dict[tuple[str, int], Examples] = {}
        self._requests: dict[str, Sequence[bytes]] = {}
        self.verdicts: dict[tuple[str, ResponseFingerprint], Curve | None] = {}
        self.shrunk: dict[tuple[str, ResponseFingerprint | None, str], Shrunk] = {}

    def examples(self, check: Check) -> Examples:
        """Return the examples of a check that has a recipe."""
        assert check.given is not None  # noqa: S101 - only checks with examples ask
        recipe, count = check.given, check.examples
        name = recipe.__name__
        if (name, count) not in self._known:
            seed = int(fingerprint(self._seed, name), 16)

            def draw() -> list[Any]:
                # Fewer examples are the first of many: another check may have drawn those.
                if len(self._drawn.get(name, ())) < count:
                    self._drawn[name] = draw_examples(recipe, count, seed)
                return sorted(self._drawn[name][:count], key=complexity)

            values = self._store.examples(recipe, self._key(check), draw)
            self._known[name, count] = Examples(values, count, seed)
        return self._known[name, count]

    def drawn(self, check: Check) -> bool:
        """Whether the examples of a check that has a recipe are kept already."""
        return self._store.has(self._key(check))

    def _key(self, check: Check) -> str:
        assert check.given is not None  # noqa: S101 - only checks with examples have one
        return fingerprint(self._base, check.given.__name__, check.examples)

    @contextmanager
    def for_submission(self, content: bytes) -> Iterator[None]:
        """Let the fresh examples be those of a submission; afterwards, nothing is kept of them.

        Parameters
        ----------
        content
            What tells it from other ones, see `grader.grading.chance.content_of`.
        """
        self._content = content
        try:
            yield
        finally:
            self._fresh.clear()
            if self._reference is not None:
                client_of(self._reference).forget_passing()

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

    def requests(self, check: Check) -> Sequence[bytes]:
        """Return the requests that a check makes, or nothing where they are not to be made ahead.

        They are where points count, as classes are graded: then the solution is asked for them
        once. In practice each is made in its turn, with or without the solutions, and the first
        run does not wait for the solution. Only a solution is asked: what one submission makes of
        a check must not change how another one is called. One person's own work is another matter:
        it is asked ahead for what it was asked for when the check passed before.
        """
        if self._own_work:
            return self._requests.get(check.id, ())
        reference = self._reference
        if reference is None or not self._chance.counts:
            return ()
        if check.id not in self._requests:
            values = self.examples(check).values
            key = fingerprint(self._base, "requests", check.id)
            made = self._store.requests(
                key, lambda: record(check, reference, reference, values).requests
            )
            self._requests[check.id] = made
        return self._requests[check.id]

    def learn(self, check: Check, requests: Sequence[bytes]) -> None:
        """Take note of all requests that a check has made of somebody's work, and passed."""
        if self._own_work:
            self._requests[check.id] = list(dict.fromkeys(requests))
