"""`%grade task1`: the same as ``check("task1")``, once ``%load_ext grader`` was run."""

from __future__ import annotations

from typing import Any

from IPython.core.error import UsageError as MagicError
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring

from grader.errors import UsageError
from grader.live.check import Checked, check_in


def load(shell: Any) -> None:
    """Add the magic to a shell of IPython."""

    @magic_arguments()
    @argument("tasks", nargs="*", help="The tasks; without any, all whose functions are defined.")
    @argument("--course", help="The course's folder. Default: the nearest one above this folder.")
    @argument("--seed", type=int, default=0, help="Draws the examples.")
    @argument("--all", action="store_true", help="Tell every failure in full.")
    @argument("--hint", action="store_true", help="Show a hint; once more, and it is the next one.")
    def grade(line: str) -> Checked:
        """Check your functions as they are defined in this notebook."""
        options = parse_argstring(grade, line)
        try:
            return check_in(
                shell.user_ns,
                options.tasks,
                options.course,
                options.seed,
                everything=options.all,
                hint=options.hint,
            )
        except UsageError as error:
            raise MagicError(str(error)) from None

    shell.register_magic_function(grade, "line", "grade")
