"""All functions that the benchmark asks about."""

from __future__ import annotations

from zlib import crc32

import numpy as np

from tests.benchmarks.truth.case import Case, Problem, Upstream
from tests.benchmarks.truth.corners import AT_KINKS, KINKS, PIECEWISE, PLATEAUS
from tests.benchmarks.truth.curves import BOUNDED, EDGES, EXPONENTIALS, OSCILLATING, POLES
from tests.benchmarks.truth.layers import LAYERS
from tests.benchmarks.truth.rounded import CANCELLATION, COARSE, CONSTANT, UNRESOLVABLE

CASES: list[Case] = [
    *BOUNDED,
    *OSCILLATING,
    *POLES,
    *EXPONENTIALS,
    *EDGES,
    *PLATEAUS,
    *KINKS,
    *AT_KINKS,
    *PIECEWISE,
    *CANCELLATION,
    *CONSTANT,
    *COARSE,
    *(Upstream(layer) for layer in LAYERS),
    *UNRESOLVABLE,
]


def named(name: str) -> int:
    """Return the index of the case of this name."""
    return [case.name for case in CASES].index(name)


def pose(case: int, draw: int, seed: int) -> Problem:
    """Pose a problem, which is the same one for the same name, draw and seed."""
    name = crc32(CASES[case].name.encode())
    return CASES[case].pose(np.random.default_rng([seed, name, draw]))
