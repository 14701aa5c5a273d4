"""Options that more than one command has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import click

IsolationLevel = Literal["process", "partial", "confined", "required"]


def isolation_option(default: IsolationLevel) -> Callable[[Any], Any]:
    """Return the option that says how far submissions have to be kept apart."""
    return click.option(
        "--isolation",
        type=click.Choice(["process", "partial", "confined", "required"]),
        default=default,
        show_default=True,
        help="Grade nothing where a submission is kept apart less than so; required is confined.",
    )
