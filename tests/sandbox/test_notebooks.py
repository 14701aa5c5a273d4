"""The code of a notebook in the student's process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.sandbox.client.errors import Died
from grader.sandbox.client.limits import Limits
from grader.sandbox.client.session import Session
from grader.sandbox.client.source import Source
from grader.submission.notebook.cells import python
from tests.sandbox.conftest import PATIENT

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
        session.modules.add(NOTEBOOK, source, tmp_path)
        session.modules.load(NOTEBOOK)
        return session

    yield run_cells
    for session in sessions:
        session.close()


def result(session: Session, name: str) -> Any:
    return session.call(NOTEBOOK, name, ()).result


def test_cells_share_one_namespace(run: Run) -> None:
    session = run("x = 3", "def f():\n    return x", "x = 4")
    assert result(session, "f") == 4
    assert session.modules.outcome(NOTEBOOK).names == ["x", "f"]


def test_cell_that_raises_is_named_and_hides_nothing_below(run: Run) -> None:
    session = run("x = 1", "y = x\nz = nothing\nx = 5", "def f():\n    return x")
    assert session.modules.outcome(NOTEBOOK).notes == (
        "work.ipynb, cell 2, line 2: the cell raised NameError: name 'nothing' is not defined "
        "(in `z = nothing`).",
    )
    assert result(session, "f") == 1


def test_cell_that_is_no_python_is_named_and_hides_nothing(run: Run) -> None:
    session = run("this is a note", "def f():\n    return 1")
    (note,) = session.modules.outcome(NOTEBOOK).notes
    assert note.startswith("work.ipynb, cell 1, line 1 is not valid Python: ")
    assert result(session, "f") == 1


@pytest.mark.parametrize("ending", ["exit()", "import sys; sys.exit(3)", "raise BaseException"])
def test_cell_that_ends_the_program_hides_nothing(run: Run, ending: str) -> None:
    session = run(ending, "def f():\n    return 1")
    assert "cell 1, line 1" in session.modules.outcome(NOTEBOOK).notes[0]
    assert result(session, "f") == 1


def test_many_cells_that_raise_are_counted(run: Run) -> None:
    notes = run(*["1 / 0"] * 20).modules.outcome(NOTEBOOK).notes
    assert len(notes) == 6
    assert notes[-1] == "15 more cells of work.ipynb raised an exception."


def test_cell_that_tries_what_is_not_written_yet_is_no_mistake(run: Run) -> None:
    session = run("def f():\n    raise NotImplementedError", "f()")
    assert session.modules.outcome(NOTEBOOK).notes == ()


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
    assert session.modules.outcome(NOTEBOOK).notes == ()
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
    assert session.modules.outcome(NOTEBOOK).notes == ()
    assert session.take_output() == "0\n'text'\n"
    assert result(session, "f") is True
    assert not {"get_ipython", "display"} & set(run("x = 1").modules.outcome(NOTEBOOK).names)


def test_a_cell_awaits_time_and_tasks_as_beside_the_loop_of_a_kernel(run: Run) -> None:
    session = run(
        "import asyncio\nawait asyncio.sleep(0)",
        "async def g(x):\n    await asyncio.sleep(0.01)\n    return x",
        "x = await asyncio.gather(g(1.0), asyncio.create_task(g(2.0)))",
        "await asyncio.Event().wait()",
        "def f():\n    return x",
    )
    assert result(session, "f") == [1.0, 2.0]
    (note,) = session.modules.outcome(NOTEBOOK).notes
    assert note.startswith(
        f"{NOTEBOOK}, cell 4, line 1: the cell raised CancelledError: nobody here"
    )


def test_await_outside_of_functions_is_python_here(run: Run) -> None:
    session = run("async def g():\n    return 3", "x = await g()", "def f():\n    return x")
    assert session.modules.outcome(NOTEBOOK).notes == ()
    assert result(session, "f") == 3


def test_future_import_holds_for_the_cells_below(run: Run) -> None:
    session = run(
        "from __future__ import annotations",
        "def f(x: NoSuchType = 1):\n    return x",
    )
    assert session.modules.outcome(NOTEBOOK).notes == ()


def test_nobody_is_there_to_type(run: Run) -> None:
    (note,) = run("n = int(input('How many? '))").modules.outcome(NOTEBOOK).notes
    assert "cell 1, line 1" in note
    assert "Nobody is there to type" in note


def test_endless_cell_is_stopped_and_named_and_hides_nothing(run: Run) -> None:
    cells = ("x = 1", "y = 2\nwhile True:\n    x += 1", "def f():\n    return y")
    session = run(*cells, limits=Limits(load=1.0))
    (note,) = session.modules.outcome(NOTEBOOK).notes
    assert note.startswith("work.ipynb, cell 2, line ")
    assert "the cell took longer than 1 second and was stopped (in `" in note
    assert result(session, "f") == 2


@pytest.mark.parametrize(
    "cell",
    [
        "while True:\n    try:\n        time.sleep(1)\n    except BaseException:\n        pass",
        "os._exit(3)",
    ],
    ids=["cannot be stopped", "ends the process"],
)
def test_cell_that_costs_its_process_is_left_out_and_named(run: Run, cell: str) -> None:
    session = run("import os, time\nx = 1", cell, "def f():\n    return x", limits=Limits(load=1.0))
    (note,) = session.modules.outcome(NOTEBOOK).notes
    assert "cell 2 of work.ipynb" in note
    assert note.endswith("It was left out.")
    assert result(session, "f") == 1


def test_slow_cells_leave_time_for_those_below(run: Run) -> None:
    slow = "import time\nfor _ in range(200):\n    time.sleep(0.05)"
    session = run(*[slow] * 3, "def f():\n    return 1", limits=Limits(load=1.0))
    assert len(session.modules.outcome(NOTEBOOK).notes) == 3
    assert result(session, "f") == 1


def test_after_a_crash_the_notes_are_those_of_the_first_run(run: Run) -> None:
    session = run(
        "import os, time",
        "for _ in range(2000):\n    time.sleep(0.05)",
        "def f():\n    return 1\ndef crash():\n    os._exit(1)",
        limits=Limits(load=3.0, call=20.0),
    )
    notes = session.modules.outcome(NOTEBOOK).notes
    with pytest.raises(Died):
        result(session, "crash")
    assert result(session, "f") == 1
    assert session.modules.outcome(NOTEBOOK).notes == notes


def test_namespace_is_that_of_a_kernel(run: Run) -> None:
    session = run(
        "import numpy as np\nx = np.arange(4.0)",
        "x.mean()",
        "y = _ + 1\nfirst = In[1].splitlines()[0], Out[2], _2",
        "for _ in range(3): pass",
        "x.max()",
        "g = globals()",
        "def f():\n    return [float(y), _, g['__name__'], len(g['__doc__']) > 9]",
        "def h():\n    return [first[0], float(first[1]), float(_2), __builtins__.__name__]",
    )
    assert session.modules.outcome(NOTEBOOK).notes == ()
    assert list(result(session, "f")) == [2.5, 2, "__main__", True]
    assert list(result(session, "h")) == ["import numpy as np", 1.5, 1.5, "builtins"]


def test_methods_of_arrays_work(run: Run) -> None:
    session = run(
        "import numpy as np\nx = np.arange(3.0)",
        "print(x, f'{x}', repr(x))",
        "def f():\n    return [x.mean(), x.sum(), x.max(), x.any(), x.std(), x.clip(1).prod()]",
    )
    assert session.modules.outcome(NOTEBOOK).notes == ()
    assert session.take_output() == "[0. 1. 2.] [0. 1. 2.] array([0., 1., 2.])\n"
    assert list(result(session, "f"))[:4] == [1.0, 3.0, 2.0, True]


def test_file_that_a_cell_writes_defines_what_is_in_it(run: Run) -> None:
    session = run(
        python("%%writefile task1.py\nlimit = 3\ndef f():\n    return limit\n"),
        "from task1 import f as g\nimport task1",
        python("%%writefile -a task1.py\ndef h():\n    return f() + 1\n"),
        python("%%writefile data.txt\nseven"),
        "def k():\n    return open('data.txt').read().strip()",
        python("%%writefile broken.py\nx = 1\ny = nothing\n"),
        others=("task1",),
    )
    (note,) = session.modules.outcome(NOTEBOOK).notes
    assert "cell 6, line 3: the cell raised NameError" in note
    assert [result(session, name) for name in "fghk"] == [3, 3, 4, "seven"]


def test_file_of_another_name_that_a_cell_writes_only_fills_in(run: Run) -> None:
    session = run(
        "def f():\n    return 1",
        python("%%writefile main.py\ndef f():\n    return 2\ndef g():\n    return f()\n"),
        "import main\ndef h():\n    return main.f()",
        others=("task1",),
    )
    assert [result(session, name) for name in "fgh"] == [1, 2, 2]


def test_magics_that_run_python_run_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text("def f():\n    return 1\n")
    session = run(
        *map(python, ["%run helper.py", "%%capture out\ny = 2", "out.show()", "z = %time y + 1"]),
        *map(python, ["t = %timeit -o y", "%pylab inline", "!pip install torch", "?y", "y?"]),
        "def g():\n    return [y, z, float(exp(0.0))]",
    )
    assert session.modules.outcome(NOTEBOOK).notes == ()
    assert result(session, "f") == 1
    assert list(result(session, "g")) == [2, 3, 1.0]
