"""Checking functions of the student's own session."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lxml import html

from grader.errors import UsageError
from grader.live.check import Checked, check_in
from tests.conftest import ROOT, SAMPLES, check_of

SOLUTIONS = ROOT / "solutions" / "backprop"
Check = Callable[..., Checked]


@pytest.fixture
def session() -> dict[str, Any]:
    """Return the namespace of a session in which task 1 is solved."""
    return session_of((SOLUTIONS / "task1.py").read_text())


def session_of(source: str) -> dict[str, Any]:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(source, "<stdin>", "exec"), namespace)
    return namespace


@pytest.fixture
def check(cache: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Return a function that checks tasks in a namespace, from the folder of an assignment."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.chdir(ROOT / "assignments" / "backprop")
    return lambda namespace, *ids, **options: check_in(namespace, ids, **options)


def numpy_state() -> list[int]:
    return np.random.get_state()[1].tolist()  # noqa: NPY002 - the global one is meant


def test_right_functions_get_all_points_that_are_not_hidden(
    session: dict[str, Any], check: Check, capsys: pytest.CaptureFixture[str]
) -> None:
    checked = check(session, "task1")
    assert checked.passed
    assert (checked.score, checked.max_score) == (19, 19)
    hidden = check_of(checked.report, "task1", "agrees")
    assert (hidden.outcome, hidden.max_score) == ("skipped", 0)
    printed = capsys.readouterr().out
    assert "19/19" in printed
    assert 'Next: check("task2")' in printed


def test_session_is_left_as_it_was(check: Check) -> None:
    source = (
        "import random, warnings\n"
        "import numpy as np\n"
        "def mse_loss(p, t):\n"
        "    np.random.seed(3); np.set_printoptions(precision=2); np.seterr(divide='raise')\n"
        "    random.seed(3); warnings.warn('once'); warnings.simplefilter('ignore')\n"
        "    return np.mean((p - t) ** 2)\n"
    )
    namespace = session_of(source)
    names, filters = set(namespace), list(warnings.filters)
    drawn = numpy_state(), random.getstate()
    settings = np.get_printoptions(), np.geterr()
    with warnings.catch_warnings(record=True):
        warnings.simplefilter("default")
        check(namespace, "task1")
    assert set(namespace) == names
    assert (numpy_state(), random.getstate()) == drawn
    assert (np.get_printoptions(), np.geterr()) == settings
    assert list(warnings.filters) == filters


def test_functions_see_the_settings_of_the_session(check: Check) -> None:
    source = (
        "import numpy as np\n"
        "seen = []\n"
        "def relu(x):\n"
        "    seen.append((np.geterr()['divide'], np.get_printoptions()['precision']))\n"
        "    raise ValueError\n"
    )
    namespace = session_of(source)
    with np.errstate(divide="raise"), np.printoptions(precision=3):
        check(namespace, "task2")
    assert set(namespace["seen"]) == {("raise", 3)}


def test_arguments_are_copies(check: Check) -> None:
    source = (
        "import numpy as np\n"
        "def relu(x):\n"
        "    y = np.maximum(x, 0.0); x[...] = 7\n"
        "    return y\n"
        "def relu_gradient(x):\n"
        "    return (x > 0).astype(float)\n"
    )
    report = check(session_of(source), "task2").report
    assert check_of(report, "task2", "relu_side_effects").outcome == "failed"
    again = check(session_of(source.replace("x[...] = 7", "pass")), "task2")
    assert again.passed


def test_what_the_functions_print_is_in_the_report(
    check: Check, capsys: pytest.CaptureFixture[str]
) -> None:
    checked = check(
        session_of("def relu(x):\n    print('here I am')\n    raise ValueError\n"), "task2"
    )
    assert "here I am" in checked.report.tasks[0].output
    assert "Your code printed:\n    here I am" in capsys.readouterr().out


def test_error_names_the_line(check: Check) -> None:
    source = "def relu(x):\n    return x / nothing\n"
    message = check_of(check(session_of(source), "task2").report, "task2", "values").message
    assert "the console, line 2: `relu` raised NameError" in message


def test_function_that_is_not_there_is_named(check: Check) -> None:
    checked = check(session_of("def relu_gradiant(x):\n    return x\nrelu = abs\n"), "task2")
    messages = [c.message for c in checked.report.tasks[0].checks]
    hints = [c.hint for c in checked.report.tasks[0].checks]
    assert "This session does not define `relu_gradient`." in messages
    assert "There is `relu_gradiant`: rename it?" in hints


def test_task_that_is_not_there_says_what_to_run(check: Check) -> None:
    (task,) = check({}, "task3").report.tasks
    assert task.status == "missing"
    assert task.message == "Nothing defines `layer_backward` here yet: run the code that does."


def test_stub_is_not_started(check: Check, capsys: pytest.CaptureFixture[str]) -> None:
    stub = (ROOT / "assignments" / "backprop" / "task1.py").read_text()
    (task,) = check(session_of(stub), "task1").report.tasks
    assert task.status == "not started"
    assert "not started\n" in capsys.readouterr().out


def test_without_arguments_every_complete_task_is_checked(
    session: dict[str, Any], check: Check, capsys: pytest.CaptureFixture[str]
) -> None:
    session["relu"] = abs
    checked = check(session)
    assert [task.id for task in checked.report.tasks] == ["task1"]
    printed = capsys.readouterr().out
    assert "task2 was left out: `relu_gradient` not defined." in printed


def test_without_anything_to_check_the_functions_are_named(check: Check) -> None:
    with pytest.raises(UsageError, match="task1, for one, asks for `mse_loss` and `mse_gradient`"):
        check({})


def test_unknown_task_names_the_nearest(session: dict[str, Any], check: Check) -> None:
    with pytest.raises(UsageError, match="Did you mean task1"):
        check(session, "tsk1")


def test_course_can_be_named(
    session: dict[str, Any], check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="No course in"):
        check(session, "task1")
    assert check(session, "task1", folder=ROOT).passed


def test_interrupt_ends_all_of_it(check: Check) -> None:
    calls: list[int] = []

    def relu(_: object) -> object:
        calls.append(1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check({"relu": relu, "relu_gradient": relu}, "task2")
    assert calls == [1]


def test_result_is_short_and_shown_once(session: dict[str, Any], check: Check) -> None:
    checked = check(session, "task1")
    assert repr(checked) == "<19 of 19 points>"


def in_ipython(cells: list[str], cache: Path) -> list[str]:
    """Return what each cell prints in a shell of IPython as it is at a terminal, without extras."""
    code = (
        "import json, sys\n"
        "for name in ('jinja2', 'markupsafe', 'matplotlib', 'nbformat'): sys.modules[name] = None\n"
        "from contextlib import redirect_stdout\n"
        "from io import StringIO\n"
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell, shown = InteractiveShell.instance(), []\n"
        "for cell in json.load(sys.stdin):\n"
        "    with redirect_stdout(StringIO()) as printed:\n"
        "        shell.run_cell(cell, store_history=True).raise_error()\n"
        "    shown.append(printed.getvalue())\n"
        "json.dump(shown, sys.stdout)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(cells),
        env=os.environ | {"XDG_CACHE_HOME": str(cache), "IPYTHONDIR": str(cache / "ipython")},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return list(json.loads(run.stdout))


WRONG = (SOLUTIONS / "task1.py").read_text().replace("2.0 *", "3.0 *").replace("2 *", "3 *")
SHOW = "print(json.dumps(shell.display_formatter.mimebundle_formatter(checked)))"


def test_ipython_shows_html_without_any_extra_and_text_beside_it(cache: Path) -> None:
    cells = [WRONG, "from grader import check; checked = check('task1')"]
    _, printed, bundle = in_ipython([*cells, f"import json; shell = get_ipython(); {SHOW}"], cache)
    told, _ = json.loads(bundle)
    assert set(told) == {"text/html", "text/plain"}
    page = html.fragment_fromstring(told["text/html"])
    assert not page.findall(".//script")
    assert page.find(".//section[1]//p[@class='next']").text_content() in told["text/plain"]
    assert "\x1b" not in told["text/plain"]
    assert "run this in a new cell" in told["text/plain"]
    assert "run this below your functions" in printed


def test_report_is_shown_by_its_own_cell_once_and_by_later_ones(cache: Path) -> None:
    cells = [WRONG, "from grader import check; checked = check('task1'); checked", "checked"]
    _, first, later = in_ipython(cells, cache)
    assert first.count("Next: ") == 1
    assert later.count("Next: ") == 1
    assert "points>" not in first + later


def test_everything_tells_each_failure_in_full(
    check: Check, capsys: pytest.CaptureFixture[str]
) -> None:
    namespace = session_of(WRONG)
    check(namespace, "task1")
    brief = capsys.readouterr().out
    check(namespace, "task1", everything=True)
    assert capsys.readouterr().out.count("See it happen") > brief.count("See it happen")


def test_script_checks_its_own_functions(cache: Path, tmp_path: Path) -> None:
    script = tmp_path / "work.py"
    source = (SOLUTIONS / "task1.py").read_text().replace("predictions.size", "nothing")
    script.write_text(
        source + f"\nfrom grader import check\ncheck('task1', course={str(ROOT)!r})\n"
    )
    run = subprocess.run(
        [sys.executable, str(script)],
        env={"XDG_CACHE_HOME": str(cache), "COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "work.py, line" in run.stdout
    assert "NameError" in run.stdout
    assert run.stderr == ""


def test_hints_come_one_at_a_time_and_name_what_to_type(
    check: Check, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = session_of((SAMPLES / "wrong/task1/divides_by_ndim.py").read_text())
    told = []
    for _ in range(2):
        check(wrong, "task1", hint=True)
        told.append(" ".join(capsys.readouterr().out.split()))
    assert "Hint 1 of" in told[0]
    assert 'Another hint: check("task1", hint=True)' in told[0]
    assert "Hint 2 of" in told[1]
    assert "See it happen" not in told[0]
