"""A tiny course, and the command as it is typed, as the tests of batches have them."""

from tests.batch.conftest import environment, tiny, typed

__all__ = ["environment", "tiny", "typed"]
