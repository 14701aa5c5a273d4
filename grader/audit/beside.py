"""What is graded beside wrong versions: samples, and functions that make a known mistake."""

from __future__ import annotations

from pathlib import Path

import msgspec

from grader.audit.carrying import NotCarried
from grader.audit.grading import Graders, graded
from grader.audit.mistakes import judged, mistaken, untried
from grader.audit.plan import AuditPlan, written
from grader.audit.result import MistakeAudit, SampleAudit
from grader.audit.samples import problems
from grader.audit.searching import solution_path
from grader.checking.explanations import Mistake
from grader.grading.result import Report
from grader.submission.samples import samples


class _Due(msgspec.Struct, frozen=True):
    """A submission to grade: a sample, or a solution that makes a mistake."""

    task: str
    path: Path
    right: bool = False
    mistake: Mistake | None = None


class Beside:
    """Grades the samples and the mistakes of some tasks.

    Parameters
    ----------
    plan
        What is audited.
    more
        A folder with samples, beside those of the course.
    scratch
        Where submissions can be written.

    Attributes
    ----------
    samples
        By the id of a task, what is wrong with its samples.
    mistakes
        By the id of a task, what became of its mistakes.
    """

    def __init__(self, plan: AuditPlan, more: Path | None, scratch: Path) -> None:
        self.samples: dict[str, list[SampleAudit]] = {}
        self.mistakes: dict[str, list[MistakeAudit]] = {}
        self._due: list[_Due] = []
        for file, task in plan.tasks:
            self._due += [_Due(file.id, *one) for one in samples(plan.course, file, more)]
            solution = solution_path(plan.course, file, task)
            source = solution.read_text("utf-8")
            for number, mistake in enumerate(task.mistakes):
                folder = scratch / f"{file.id}-{number}"
                try:
                    text = mistaken(source, task, mistake)
                except NotCarried as why:
                    self.mistakes.setdefault(file.id, []).append(untried(mistake, str(why)))
                    continue
                written(solution.name, text, solution, folder)
                self._due.append(_Due(file.id, folder, mistake=mistake))
        self._sentences = {
            file.id: [one.sentence for one in task.mistakes] for file, task in plan.tasks
        }

    def __len__(self) -> int:
        """Return how many submissions there are."""
        return len(self._due)

    def grade(self, graders: Graders) -> None:
        """Grade all of them."""

        def make(number: int) -> tuple[Path, tuple[str, ...]]:
            return self._due[number].path, (self._due[number].task,)

        for number, report, problem in graded(graders, len(self._due), make):
            self._judge(self._due[number], report, problem)

    def _judge(self, one: _Due, report: Report | None, problem: str) -> None:
        if one.mistake is not None:
            found = (
                untried(one.mistake, problem)
                if report is None
                else judged(one.mistake, report, self._sentences[one.task])
            )
            self.mistakes.setdefault(one.task, []).append(found)
        elif report is None:
            self.samples.setdefault(one.task, []).append(
                SampleAudit(path=str(one.path), problem=f"it could not be graded: {problem}")
            )
        else:
            self.samples.setdefault(one.task, []).extend(
                problems(one.path, report, right=one.right)
            )
