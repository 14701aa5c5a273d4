"""Elements of HTML, built as a tree: text in it is text, whatever a student wrote."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, tostring

from grader.report.blocks import spans
from grader.untrusted.text import one_line

Content = Element | str | Iterable["Content"] | None


def tag(name: str, /, *content: Content, **attributes: str) -> Element:
    """Return an element.

    Parameters
    ----------
    name
        What it is, with its classes: ``p.note``.
    content
        Text, elements, and sequences of both; None is nothing.
    attributes
        Its attributes: ``aria_label`` is ``aria-label``.
    """
    kind, *classes = name.split(".")
    element = Element(kind, {"class": " ".join(classes)} if classes else {})
    for key, value in attributes.items():
        element.set(key.replace("_", "-"), value)
    _fill(element, content)
    return element


def _fill(element: Element, content: Iterable[Content]) -> None:
    for part in content:
        if isinstance(part, str):
            if len(element):
                element[-1].tail = (element[-1].tail or "") + part
            else:
                element.text = (element.text or "") + part
        elif isinstance(part, Element):
            element.append(part)
        elif part is not None:
            _fill(element, part)


def prose(text: str) -> list[Content]:
    """Return a sentence in which what stands in backticks is code."""
    return [tag("code", part) if code else part for part, code in spans(one_line(text))]


def written(element: Element) -> str:
    """Return an element as text."""
    return tostring(element, encoding="unicode", method="html")
