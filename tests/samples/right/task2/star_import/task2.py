"""Gets both functions from a helper file by a star import."""

from activations import *
