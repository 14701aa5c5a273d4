"""The overview as one page of HTML that needs nothing else: no script, no font, no other file.

Jinja2 escapes all that is put into the page, but for the plots, which matplotlib has escaped.
"""

from __future__ import annotations

from grader.errors import UsageError
from grader.overview.figures import Overview
from grader.report.points import points
from grader.report.public import cut
from grader.untrusted.text import encodable, one_line

try:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    from grader.overview.plots import outcomes, scores
except ModuleNotFoundError as error:
    raise UsageError(
        f"The page needs {error.name}, which is not installed: pip install jinja2 matplotlib"
    ) from error

MISTAKES = 25
LOOKS = 500
"""So many are shown; how many more there are is said."""
_LONGEST = 1000


def to_html(overview: Overview) -> str:
    """Return the overview as a page."""
    environment = Environment(
        loader=PackageLoader("grader.overview"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"line": _line}
    page = environment.get_template(
        "overview.html.jinja"
    ).render(
        overview=overview,
        mean=points(overview.mean, overview.maximum),
        median=points(overview.median, overview.maximum),
        # What matplotlib made of numbers and ids, which it escapes.
        scores=Markup(scores(overview)) if overview.scores else "",  # noqa: S704
        outcomes=Markup(outcomes(overview)) if _tried(overview) else "",  # noqa: S704
        mistakes=overview.mistakes[:MISTAKES],
        looks=overview.looks[:LOOKS],
    )
    return encodable(page)


def _tried(overview: Overview) -> bool:
    return any(check.tried for check in overview.checks)


def _line(text: str) -> str:
    """Return foreign text on one line, of bounded length, in characters that show themselves."""
    return one_line(cut(text, _LONGEST))
