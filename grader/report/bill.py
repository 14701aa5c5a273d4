"""The column of points: every task's line and the total, one below the other like a bill."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from grader.report.page import NARROWEST
from grader.report.points import points

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.grading.result import Report
    from grader.report.page import Page

GAP = "  "
TOTAL = "Total"


@dataclass(frozen=True, slots=True)
class Bill:
    """Where the columns stand, so that all rows agree; widths in cells."""

    page: Page
    name: int
    title: int
    points: int

    @classmethod
    def of(cls, report: Report, page: Page) -> Bill:
        """Return the columns that fit everything that `report` has to list."""
        sums = [points(task.score, task.max_score) for task in report.tasks]
        sums.append(points(report.score, report.max_score))
        widest = max(map(len, sums))
        name = max(
            page.line(text).cell_len for text in (TOTAL, *(task.id for task in report.tasks))
        )
        title = max((page.line(task.title).cell_len for task in report.tasks), default=0)
        rest = cell_len(page.mark("passed")) + 1 + name + 2 * len(GAP) + widest
        return cls(page, name, min(title, max(page.width - rest, NARROWEST)), widest)

    @property
    def head(self) -> int:
        """The column in which titles begin."""
        return cell_len(self.page.mark("passed")) + 1 + self.name + len(GAP)

    def row(self, mark: Text, name: Text, title: Text, points: Text) -> Iterator[Text]:
        """Yield one row; a title that is too long goes on below itself."""
        name.pad_right(self.name - name.cell_len)
        head = Text.assemble(mark, " ", name, GAP)
        first, *more = self.page.hang(head, title, head.cell_len + self.title)
        first.pad_right(head.cell_len + self.title - first.cell_len)
        first.append(GAP + " " * (self.points - points.cell_len))
        first.append_text(points)
        yield first
        yield from more

    def total(self, report: Report) -> Iterator[Text]:
        """Yield the row below all others."""
        total = Text(points(report.score, report.max_score), style="bold")
        mark = Text(" " * len(self.page.mark("passed")))
        return self.row(mark, Text(TOTAL, style="bold"), Text(), total)
