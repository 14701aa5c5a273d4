"""A report as HTML that needs nothing else: no script, no font, no other file, no other package.

`to_html` is a page, `to_fragment` is the same for the output of a notebook's cell. What to look at
first stands first and whole; all other failures are folded, with those below them that failed for
the same reason.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from grader.report.blocks import Block, Program, blocks, by_cause
from grader.report.brief import to_tell
from grader.report.closing import first_to_fix, next_step
from grader.report.figures import figures, paragraphs
from grader.report.plain import not_run, passing, remarks, same_reason
from grader.report.points import earned, points
from grader.report.public import public
from grader.report.tags import Content, prose, tag, written
from grader.untrusted.text import DASH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from grader.grading.result import CheckResult, Outcome, Report, Status, TaskResult

STYLE = Path(__file__).with_name("report.css")
POLICY = "default-src 'none'; style-src 'unsafe-inline'"

STATUS: Mapping[Status, tuple[str, str]] = {
    "passed": ("good", "passed"),
    "failed": ("bad", "not passed yet"),
    "not started": ("open", "not started"),
    "missing": ("bad", "no file"),
    "unreadable": ("bad", "cannot be loaded"),
}
OUTCOME: Mapping[Outcome, tuple[str, str, str]] = {
    "passed": ("good", "✓", "passed"),
    "failed": ("bad", "✗", "failed"),
    "error": ("bad", "✗", "error"),
    "timeout": ("bad", "✗", "timed out"),
    "crashed": ("bad", "✗", "crashed"),
    "skipped": ("open", DASH, "not run"),
    "internal": ("unclear", "!", "the grader's own fault"),
}
"""How each outcome looks: its class, its sign, and its word."""


def to_html(report: Report) -> str:
    """Return `report` as a page."""
    report = public(report)
    about = f"gradient-grader {report.grader_version} · {report.isolation}"
    total = f"{points(report.score, report.max_score)} points"
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", total),
        tag("style", STYLE.read_text("utf-8")),
    )
    body = tag("main.grader-report", _Telling(report).parts(), tag("footer", about))
    return f"<!doctype html>\n{written(tag('html', head, tag('body', body), lang='en'))}\n"


def to_fragment(report: Report, left_out: Sequence[str] = ()) -> str:
    """Return `report` for a cell of a notebook, and below it which tasks were left out."""
    report = public(report)
    style = tag("style", STYLE.read_text("utf-8"))
    below = (tag("p.note", prose(sentence)) for sentence in left_out)
    return written(tag("div.grader-report.cell", style, _Telling(report).parts(), below))


class _Telling:
    """Tells one report; what was told once is not told again.

    Parameters
    ----------
    report
        As its student may see it.
    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self._programs: set[str] = set()
        self._first = first_to_fix(report.tasks)
        self._main = to_tell(self._first) if self._first else None

    def parts(self) -> Iterator[Element]:
        """Yield the sum, the failure to look at first, and the tasks."""
        yield self._sum()
        if self._first is not None and self._main is not None:
            yield self._to_look_at(self._first, self._main)
        yield from map(self._task, self._report.tasks)

    def _sum(self) -> Element:
        report = self._report
        share = report.score / report.max_score if report.max_score else 0.0
        percent = f"{100 * min(share, 1):.0f}"
        rows = [
            tag("tr", tag("td.name", t.id), tag("td", prose(t.title)), tag("td.points", _points(t)))
            for t in report.tasks
        ]
        bar = tag("div.bar", tag("div", style=f"width:{percent}%"), role="img")
        bar.set("aria-label", f"{percent} percent")
        step = next_step(report, everything=False) if self._main is None else ""
        return tag(
            "header.card",
            tag("div.total", points(report.score, report.max_score), tag("small", " points")),
            bar,
            tag("table.overview", tag("tbody", rows)) if len(rows) > 1 else None,
            None if rows else tag("p", "No task was graded."),
            tag("p.next", prose(step)) if step else None,
            (tag("p.note", remark) for remark in remarks(report)),
        )

    def _to_look_at(self, task: TaskResult, check: CheckResult) -> Element:
        """Return the one failure that is told whole, with what to do about it."""
        where = f"{task.id} {DASH} {task.file}" if task.file else task.id
        also = next((same for one, same in by_cause(task.checks) if one is check), [])
        return tag(
            f"section.card.look.{OUTCOME[check.outcome][0]}",
            tag("p.file", "Look at this first, in ", where),
            tag("div.row", _head(check)),
            tag("div.why", self._why(check, task), _also(also)),
            tag("p.next", prose(next_step(self._report, everything=False))),
        )

    def _task(self, task: TaskResult) -> Element:
        kind, word = STATUS[task.status]
        graded = task.status in ("passed", "failed")
        output = task.output.rstrip()
        return tag(
            "section.card",
            tag(
                "div.heading",
                f"{task.id} {DASH} ",
                prose(task.title),
                " ",
                tag("span.points", _points(task)),
                role="heading",
                aria_level="2",
            ),
            tag("p.file", tag(f"span.pill.{kind}", word), f" {task.file}"),
            paragraphs("diagnosis", task.message) if task.message else None,
            (paragraphs("diagnosis", note) for note in task.notes),
            tag("ul.checks", self._checks(task)) if graded else None,
            _printed(output, open=task.status != "passed") if output.strip() else None,
        )

    def _checks(self, task: TaskResult) -> Iterator[Element]:
        """Yield what failed, an entry for each cause; then what did not run and what passed."""
        failed = [c for c in task.checks if c.outcome not in ("passed", "skipped")]
        for check, same in by_cause(failed):
            yield self._entry(check, same, task)
        skipped = [c for c in task.checks if c.outcome == "skipped"]
        if skipped:
            yield tag("li.check", _folded(not_run(skipped), map(_row, skipped)))
        passed = [c for c in task.checks if c.outcome == "passed"]
        rows = [tag("div", _row(c), figures(list(blocks(c)))) for c in passed]
        if passed:
            yield tag("li.check", _folded(passing(len(passed)), rows, open=not failed))

    def _entry(self, check: CheckResult, same: list[CheckResult], task: TaskResult) -> Element:
        head = _head(check)
        if check is self._main:
            return tag("li.check.bad", tag("div.row", head), tag("p.note", "Told above."))
        why = [*self._why(check, task), *_also(same)]
        if not why:
            return tag(f"li.check.{OUTCOME[check.outcome][0]}", tag("div.row", head))
        folded = tag("details", tag("summary.row", head), tag("div.why", why))
        if check.outcome == "internal":
            folded.set("open", "")
        return tag(f"li.check.{OUTCOME[check.outcome][0]}", folded)

    def _why(self, check: CheckResult, task: TaskResult) -> list[Element]:
        """Return the blocks of a check, without a program that was shown before."""
        told: list[Block] = []
        for block in blocks(check, task):
            if isinstance(block, Program):
                if block.code in self._programs:
                    continue
                self._programs.add(block.code)
            told.append(block)
        return list(figures(told))


def _also(same: Sequence[CheckResult]) -> Iterator[Element]:
    """Yield the checks that failed for the same reason, with what each says."""
    if same:
        rows = [
            tag("div", _row(c), paragraphs("message", c.message) if c.message else None)
            for c in same
        ]
        titles = "; ".join(c.title for c in same)
        yield _folded(f"{same_reason(len(same))}: {titles}", rows)


def _printed(output: str, *, open: bool) -> Element:  # noqa: A002
    return _folded("What your code printed", tag("pre.output", output), open=open)


def _folded(title: str, *content: Content, open: bool = False) -> Element:  # noqa: A002
    folded = tag("details.more", tag("summary", prose(title)), content)
    if open:
        folded.set("open", "")
    return folded


def _row(check: CheckResult) -> Element:
    return tag(f"div.row.{OUTCOME[check.outcome][0]}", _head(check))


def _head(check: CheckResult) -> list[Content]:
    """Return the sign, the title and the points of a check, apart where no style is applied."""
    _, sign, word = OUTCOME[check.outcome]
    plain = check.outcome in ("passed", "failed")
    return [
        tag("span.sign", sign, aria_hidden="true"),
        " ",
        tag(
            "span.title",
            prose(check.title),
            [" ", tag("span.tag", "hidden")] if check.hidden else None,
            tag("span.unseen", f" {DASH} {word}") if plain else [" ", tag("span.tag", word)],
        ),
        " ",
        tag("span.points", earned(check)),
    ]


def _points(task: TaskResult) -> str:
    return points(task.score, task.max_score) if task.max_score else ""
