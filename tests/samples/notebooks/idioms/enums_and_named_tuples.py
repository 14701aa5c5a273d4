# %%
from enum import Enum
from typing import NamedTuple
from collections import namedtuple

# %%
class Mode(Enum):
    TWICE = 2

# %%
class Point(NamedTuple):
    x: int = 1
Pair = namedtuple('Pair', 'a b')

# %%
def double(x):
    return Mode.TWICE.value * Point().x * Pair(1, 2).a * x
