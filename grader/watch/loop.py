"""The two sides of `grade --watch`: one waits for files and grades, the other one for keys."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from rich.console import Console

from grader.errors import UsageError, install_line
from grader.grading.hints import Hints
from grader.grading.result import Report
from grader.watch.keyboard import Keyboard
from grader.watch.regrading import Ahead, Regrading, Work
from grader.watch.screen import Frame, Screen
from grader.watch.view import Choice, following, hinted, kept, named, place, view

SETTLED = 20
"""Milliseconds without a change after which a file counts as saved."""

LONGEST = 200
"""Milliseconds after which changes that go on count, too."""

QUIET = 0.7
"""Seconds of grading that nothing is said of."""


def require_extra() -> None:
    """Raise UsageError, with the cure, when what watches files is not installed."""
    try:
        import watchfiles  # noqa: F401 - only whether it is there
    except ImportError as error:
        raise UsageError(f"--watch takes watchfiles: {install_line('watchfiles')}") from error


class News(NamedTuple):
    """What the side that grades has to say.

    Attributes
    ----------
    report, graded
        A report, and the ids of the tasks that were graded for it.
    notice
        Why there is none.
    status
        How far it is.
    """

    report: Report | None = None
    graded: frozenset[str] = frozenset()
    notice: str = ""
    status: str = ""


class Watching:
    """Grades work whenever it changes, and shows the report until somebody presses ``q``.

    Parameters
    ----------
    work
        What is graded.
    console
        The terminal.
    terminal
        Where keys come from.
    ahead
        Surrounds the first grading.
    hints
        What there is to say about a failure; None where the course gives no hints.

    Raises
    ------
    CourseError
        When the course's limits cannot be read.
    """

    def __init__(
        self,
        work: Work,
        console: Console,
        terminal: int,
        ahead: Ahead = nullcontext,
        hints: Hints | None = None,
    ) -> None:
        self._hints = hints
        self._work = work
        self._screen = Screen(console)
        self._keyboard = Keyboard(terminal)
        self._regrading = Regrading(work, ahead)
        self._end = threading.Event()
        self._fault: BaseException | None = None
        self._news: SimpleQueue[News] = SimpleQueue()
        self._shown = News(status="grading …")
        self._choice = Choice()
        self._top = self._last = 0

    def run(self) -> None:
        """Show reports until somebody has seen enough.

        Raises
        ------
        grader.errors.GraderError
            When this machine cannot grade.
        """
        with ExitStack() as ending:
            ending.enter_context(self._keyboard)
            ending.callback(self._regrading.close)
            for task in (self._look, self._grade):
                thread = threading.Thread(target=self._guarded, args=(task,))
                thread.start()
                ending.callback(thread.join)
            ending.callback(self._stop)
            ending.enter_context(_handled(signal.SIGWINCH, self._keyboard.wake))
            # Ctrl-C may come while something is drawn: it is one more way to press q.
            ending.enter_context(_handled(signal.SIGINT, self._leave))
            self._screen.open()
            ending.callback(self._screen.close)
            self._show()
        if self._fault is not None:
            raise self._fault

    def _leave(self) -> None:
        self._end.set()
        self._keyboard.wake()

    def _stop(self) -> None:
        self._end.set()
        self._regrading.stop()

    def _guarded(self, task: Callable[[], None]) -> None:
        """Do what a thread is for; what goes wrong there is raised by `run`."""
        try:
            task()
        except BaseException as error:
            self._fault = error
            self._leave()

    def _look(self) -> None:
        """Tell of all changes below the folders that the work lies in."""
        from watchfiles import DefaultFilter, watch

        here, deep = _folder(self._work)
        changes = watch(
            here,
            watch_filter=DefaultFilter(),
            debounce=LONGEST,
            step=SETTLED,
            stop_event=self._end,
            rust_timeout=1000,
            yield_on_timeout=True,
            recursive=deep,
            raise_interrupt=False,
        )
        first = True
        for some in changes:
            if some or first:  # what changed before anybody looked is seen now
                self._regrading.change()
            first = False

    def _grade(self) -> None:
        """Grade, and again after each change."""
        self._regrading.change()
        while True:
            self._regrading.wait()
            if self._end.is_set():
                return
            busy = threading.Timer(QUIET, self._tell, [News(status="grading …")])
            busy.start()
            began = time.monotonic()
            try:
                done = self._regrading.update()
            except UsageError as error:
                self._tell(News(notice=str(error), status="nothing to grade yet"))
            else:
                if done is not None:
                    status = f"graded in {time.monotonic() - began:.2f} s"
                    self._tell(News(*done, status=status))
            finally:
                busy.cancel()

    def _tell(self, news: News) -> None:
        """Hand news to the side that draws."""
        self._news.put(news)
        self._keyboard.wake()

    def _learn(self) -> None:
        """Take in what there is new."""
        while not self._news.empty():
            news = self._news.get()
            if news.report is not None:
                self._choice, self._top = kept(self._choice, news.report, news.graded), 0
            elif not news.notice:  # it goes on to show what it does
                news = self._shown._replace(status=news.status)
            self._shown = news

    def _show(self) -> None:
        """Draw, wait for a key or a report, and draw again."""
        while not self._end.is_set():
            self._learn()
            report, _, notice, status = self._shown
            if report is not None:
                status += place(report, self._choice)
                report = view(report, self._choice, self._steps(report))
            self._last = self._screen.draw(Frame(report, notice, status, self._top))
            key = self._keyboard.read()
            if key == "q":
                return
            self._press(key)

    def _press(self, key: str) -> None:
        """Do what a key is for."""
        choice, page = self._choice, max(self._screen.rows - 1, 1)
        steps = {"up": -1, "down": 1, "page up": -page, "page down": page}
        if key in steps:
            self._top = min(max(self._top + steps[key], 0), self._last)
        elif key == "n" and self._shown.report is not None:
            self._choice, self._top = following(choice, self._shown.report), 0
        elif key == "h" and self._shown.report is not None:
            self._hint(self._shown.report)
        elif key == "a":
            turned = Choice(choice.failure, choice.hints, choice.cause, not choice.all)
            self._choice, self._top = turned, 0

    def _hint(self, report: Report) -> None:
        """Show one more hint; say so where there is none."""
        self._choice, self._top = hinted(self._choice, report, len(self._steps(report))), 0
        if not self._choice.hints:
            why = "no hints in this course" if self._hints is None else "no more hints"
            self._shown = self._shown._replace(status=why)

    def _steps(self, report: Report) -> list[str]:
        """Return all hints on the failure that is shown."""
        if self._hints is None or self._choice.failure is None:
            return []
        check, task = named(report, self._choice.failure)
        return self._hints.all(task, check)


def _folder(work: Work) -> tuple[Path, bool]:
    """Return the folder to look at, and whether those below it count: it is there already."""
    path = (work.path or work.course.assignments).absolute()
    if path.is_dir():
        return path, True
    there = next(folder for folder in path.parents if folder.is_dir())
    return there, there != path.parent


@contextmanager
def _handled(number: signal.Signals, handle: Callable[[], None]) -> Iterator[None]:
    """Call a function when a signal comes."""
    before = signal.signal(number, lambda *_: handle())
    try:
        yield
    finally:
        signal.signal(number, before)
