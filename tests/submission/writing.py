"""Notebooks, as Jupyter saves them."""

from __future__ import annotations

import json
from typing import Any


def notebook_of(*sources: Any, **fields: Any) -> str:
    """Return the text of a notebook with these code cells; `fields` replace what it has."""
    cells = [
        {
            "cell_type": "code",
            "id": f"cell-{number}",
            "metadata": {},
            "execution_count": None,
            "outputs": [],
            "source": source,
        }
        for number, source in enumerate(sources)
    ]
    whole = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole | fields)
