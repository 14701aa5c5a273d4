"""What a notebook or a script may be at most: far more than a person writes."""

MAX_CELLS = 2000
"""Code cells of a notebook that are not empty."""

MAX_CODE = 400_000
"""Bytes of a Python file that are looked at; of a notebook, characters of its code."""

MAX_NOTEBOOK = 20 << 20
"""Bytes of the file of a notebook, outputs included."""
