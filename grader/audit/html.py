"""An audit as one page of HTML that needs nothing else: no script, no font, no other file."""

from __future__ import annotations

from grader.audit.result import Audit
from grader.errors import UsageError, install_line
from grader.untrusted.text import one_line

try:
    from jinja2 import Environment, PackageLoader, StrictUndefined
except ModuleNotFoundError as error:
    raise UsageError(
        f"The page needs {error.name}, which is not installed: {install_line('jinja2')}"
    ) from error


def to_html(audit: Audit) -> str:
    """Return an audit as a page; Jinja2 escapes all that is put into it."""
    environment = Environment(
        loader=PackageLoader("grader.audit"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"line": one_line}
    page = environment.get_template("audit.html.jinja").render(audit=audit)
    return page.encode("utf-8", "backslashreplace").decode()
