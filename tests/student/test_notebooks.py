"""The code of a notebook in the student's process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.student.errors import TimedOut
from grader.student.limits import Limits
from grader.student.session import Session
from grader.student.source import Source
from tests.student.conftest import PATIENT

NOTEBOOK = "work.ipynb"
Run = Callable[..., Session]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """Return a function that runs cells, numbered from 1, and returns their session."""
    sessions: list[Session] = []

    def run_cells(*sources: str, others: tuple[str, ...] = (), limits: Limits = PATIENT) -> Session:
        session = Session(limits)
        sessions.append(session)
        cells = list(enumerate(sources, start=1))
        source = Source.notebook(tmp_path / NOTEBOOK, cells, others)
        session.add(NOTEBOOK, source, tmp_path)
        session.load(NOTEBOOK)
        return session

    yield run_cells
    for session in sessions:
        session.close()


def result(session: Session, name: str) -> object:
    return session.call(NOTEBOOK, name, ()).result


def test_cells_share_one_namespace(run: Run) -> None:
    session = run("x = 3", "def f():\n    return x", "x = 4")
    assert result(session, "f") == 4
    assert session.defined(NOTEBOOK) == ["x", "f"]


def test_cell_that_raises_is_named_and_hides_nothing_below(run: Run) -> None:
    session = run("x = 1", "y = x\nz = nothing\nx = 5", "def f():\n    return x")
    assert session.notes(NOTEBOOK) == (
        "work.ipynb, cell 2, line 2: the cell raised NameError: name 'nothing' is not defined "
        "(in `z = nothing`).",
    )
    assert result(session, "f") == 1


def test_cell_that_is_no_python_is_named_and_hides_nothing(run: Run) -> None:
    session = run("this is a note", "def f():\n    return 1")
    (note,) = session.notes(NOTEBOOK)
    assert note.startswith("work.ipynb, cell 1, line 1 is not valid Python: ")
    assert result(session, "f") == 1


@pytest.mark.parametrize("ending", ["exit()", "import sys; sys.exit(3)", "raise BaseException"])
def test_cell_that_ends_the_program_hides_nothing(run: Run, ending: str) -> None:
    session = run(ending, "def f():\n    return 1")
    assert "cell 1, line 1" in session.notes(NOTEBOOK)[0]
    assert result(session, "f") == 1


def test_many_cells_that_raise_are_counted(run: Run) -> None:
    notes = run(*["1 / 0"] * 20).notes(NOTEBOOK)
    assert len(notes) == 6
    assert notes[-1] == "15 more cells of work.ipynb raised an exception."


def test_cell_that_tries_what_is_not_written_yet_is_no_mistake(run: Run) -> None:
    session = run("def f():\n    raise NotImplementedError", "f()")
    assert session.notes(NOTEBOOK) == ()


def test_error_of_a_function_names_cell_and_line_and_shows_it(run: Run) -> None:
    session = run("x = 1", "def f():\n    y = 2\n    return y / 0")
    with pytest.raises(Exception, match=r"work\.ipynb, cell 2, line 3: .*in `return y / 0`"):
        result(session, "f")


def test_names_of_task_files_are_the_notebook_itself(run: Run) -> None:
    session = run(
        "def relu_gradient():\n    return 7",
        "from task2 import relu_gradient as other\nimport task2",
        "def f():\n    return other() + task2.relu_gradient()",
        others=("task1", "task2"),
    )
    assert session.notes(NOTEBOOK) == ()
    assert result(session, "f") == 14


def test_helper_file_beside_the_notebook_can_be_imported(run: Run, tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text("value = 5\n")
    session = run("from helper import value\ndef f():\n    return value")
    assert result(session, "f") == 5


def test_what_jupyter_offers_is_there_and_does_nothing(run: Run) -> None:
    session = run(
        "get_ipython().run_line_magic('matplotlib', 'inline')",
        "get_ipython().run_line_magic('time', 'm = 3')\nm + 1",
        "files = get_ipython().getoutput('ls')\nn = len(files)",
        "from IPython.display import HTML, display\nfrom IPython import get_ipython\nHTML('x')",
        "from grader import check\ncheck('task1')",
        "if __name__ == '__main__':\n    here = True",
        "display(n, 'text')",
        "def f():\n    return here",
    )
    assert session.notes(NOTEBOOK) == ()
    assert session.take_output() == "0\n'text'\n"
    assert result(session, "f") is True
    assert not {"get_ipython", "display"} & set(run("x = 1").defined(NOTEBOOK))


def test_await_outside_of_functions_is_python_here(run: Run) -> None:
    session = run("async def g():\n    return 3", "x = await g()", "def f():\n    return x")
    assert session.notes(NOTEBOOK) == ()
    assert result(session, "f") == 3


def test_future_import_holds_for_the_cells_below(run: Run) -> None:
    session = run(
        "from __future__ import annotations",
        "def f(x: NoSuchType = 1):\n    return x",
    )
    assert session.notes(NOTEBOOK) == ()


def test_nobody_is_there_to_type(run: Run) -> None:
    (note,) = run("n = int(input('How many? '))").notes(NOTEBOOK)
    assert "cell 1, line 1" in note
    assert "Nobody is there to type" in note


def test_endless_cell_is_named(run: Run) -> None:
    hasty = Limits(load=1.0)
    with pytest.raises(TimedOut, match=r"work\.ipynb, cell 2, line \d: running work\.ipynb took"):
        run("x = 1", "while True:\n    x += 1", "def f():\n    return 1", limits=hasty)


def test_time_limit_counts_for_all_cells_together(run: Run) -> None:
    with pytest.raises(TimedOut):
        run(*["import time\ntime.sleep(0.2)"] * 40, limits=Limits(load=1.0))
