"""Which file of a submission is a task's: layouts as students hand them in, and what is found."""

from __future__ import annotations

import ast
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from grader.course.course import Course, load_task, open_course
from grader.course.handout import Handout
from grader.submission.finding import Finder, Found, NotFound
from grader.submission.imports import Imports
from grader.submission.submission import open_submission
from grader.untrusted.definitions import Definitions, definitions
from tests.conftest import ROOT, GradeOne
from tests.submission.writing import notebook_of

SOLUTIONS, STUBS = ROOT / "solutions", ROOT / "assignments"


def solved(number: int) -> str:
    return (SOLUTIONS / f"backprop/task{number}.py").read_text()


def stub(number: int) -> str:
    return (STUBS / f"backprop/task{number}.py").read_text()


ONE, TWO, THREE = solved(1), solved(2), solved(3)
STUB, STUB_TWO = stub(1), stub(2)
ALL = "".join(solved(number) for number in range(1, 7))
NETWORK = (SOLUTIONS / "network/network.py").read_text()
SHEET = (STUBS / "backprop/backprop.ipynb").read_text()
CELLS = notebook_of("%matplotlib inline\n!ls", ONE, TWO)
HALF = ONE[: ONE.index("def mse_gradient")]
BROKEN = ONE + "\ndef )("
CHECKS = (STUBS / "backprop/checks/task1.py").read_text()

Files = Mapping[str, str]
Find = Callable[..., Found | NotFound]


def at(path: str, text: str = ONE, **more: str) -> dict[str, str]:
    return {path: text, **more}


# The files, and the one that is graded for task 1; what is beside it must not matter.
FOUND: dict[str, tuple[Files, str]] = {
    "beside its assignment": (at("task1.py"), "task1.py"),
    "in its assignment": (at("backprop/task1.py"), "backprop/task1.py"),
    "a released repository": (
        {
            "assignments/backprop/task1.py": ONE,
            "assignments/backprop/checks/task1.py": CHECKS,
            "assignments/backprop/backprop.ipynb": SHEET,
            "assignments/backprop/README.md": "",
            ".github/workflows/grade.yml": "",
            "README.md": "",
        },
        "assignments/backprop/task1.py",
    ),
    "a folder around it": (at("work/task1.py"), "work/task1.py"),
    "folders around the course": (
        at("submission/assignments/backprop/task1.py"),
        "submission/assignments/backprop/task1.py",
    ),
    "deeper": (at("src/mine/task1.py", **{"README.md": ""}), "src/mine/task1.py"),
    "deeper, with its assignment": (
        {"hw/backprop/task1.py": ONE, "hw/old/task1.py": HALF, "notes.md": ""},
        "hw/backprop/task1.py",
    ),
    "in the other assignment's folder": (at("network/task1.py"), "network/task1.py"),
    "a fork of the course, renamed": (
        {"my-course/assignments/backprop/task1.py": ONE, "LICENSE": "", "x/y.md": ""},
        "my-course/assignments/backprop/task1.py",
    ),
    "upper case": (at("Task1.PY"), "Task1.PY"),
    "upper case, folder too": (at("Backprop/TASK1.py", **{"a.txt": ""}), "Backprop/TASK1.py"),
    "a browser's copy": (at("task1 (1).py"), "task1 (1).py"),
    "Firefox's copy": (at("task1(1).py"), "task1(1).py"),
    "Safari's copy": (at("task1-2.py"), "task1-2.py"),
    "macOS's copy": (at("task1 2.py"), "task1 2.py"),
    "macOS's duplicate": (at("task1 copy.py"), "task1 copy.py"),
    "an underscore": (at("task_1.py"), "task_1.py"),
    "a dash": (at("task-1.py"), "task-1.py"),
    "a space": (at("Task 1.py"), "Task 1.py"),
    "a zero": (at("task01.py"), "task01.py"),
    "Google Drive's copy": (at("Copy of task1.py"), "Copy of task1.py"),
    "Windows' copy": (at("task1 - Copy.py"), "task1 - Copy.py"),
    "Windows' second copy": (at("task1 - Copy (2).py"), "task1 - Copy (2).py"),
    "a German copy": (at("task1 - Kopie.py"), "task1 - Kopie.py"),
    "a French copy": (at("Copie de task1.py"), "Copie de task1.py"),
    "GNOME's copy": (at("task1 (another copy).py"), "task1 (another copy).py"),
    "an editor's ending": (at("task1.py.txt"), "task1.py.txt"),
    "a doubled ending": (at("task1.py.py"), "task1.py.py"),
    "wget's second": (at("task1.py.1"), "task1.py.1"),
    "a text": (at("task1.txt", **{"notes.txt": "about task 1"}), "task1.txt"),
    "a space behind it": (at("task1.py "), "task1.py "),
    "no ending": (at("task1", LICENSE="All rights reserved."), "task1"),
    "a folder for each task": (
        {"task1/solution.py": ONE, "task2/solution.py": TWO},
        "task1/solution.py",
    ),
    "Windows' short name": (at("TASK1~1.PY"), "TASK1~1.PY"),
    "a number before it": (at("12345678_task1.py"), "12345678_task1.py"),
    "two empty notebooks beside": (
        {"Untitled.ipynb": notebook_of(""), "Untitled1.ipynb": CELLS, "Untitled2.ipynb": "{}"},
        "Untitled1.ipynb",
    ),
    "a name behind it": (at("task1_jdoe.py"), "task1_jdoe.py"),
    "a name before it": (at("jdoe_hw1_task1.py"), "jdoe_hw1_task1.py"),
    "a version": (at("task1_final_v2.py"), "task1_final_v2.py"),
    "any name": (at("assignment1_final_v2.py"), "assignment1_final_v2.py"),
    "a name in another script": (at("задание.py"), "задание.py"),
    "all tasks in one file": (at("main.py", ALL), "main.py"),
    "all tasks in one file, called as the assignment": (at("Backprop.py", ALL), "Backprop.py"),
    "all tasks in the file of another": (at("task3.py", ALL), "task3.py"),
    "a part of it, under any name": (at("losses.py", HALF), "losses.py"),
    "no Python, but it tells what it is": (at("hw.py", BROKEN), "hw.py"),
    "the right name, and nothing in it": (at("Task1.py", "x = 1\n"), "Task1.py"),
    "its functions imported": (
        {"main.py": "from a import mse_loss\nfrom b import *\n", **at("a.py", HALF)}
        | {"b.py": "def mse_gradient(p, t):\n    return p - t\n"},
        "main.py",
    ),
    "variables": (at("x.py", "mse_loss = lambda p, t: 0\nmse_gradient = mse_loss\n"), "x.py"),
    "a notebook": (at("backprop.ipynb", CELLS), "backprop.ipynb"),
    "the only notebook": (at("anything.ipynb", CELLS), "anything.ipynb"),
    "a notebook's copy": (
        {"Copy of backprop.ipynb": CELLS, "scratch.ipynb": notebook_of("x = 1")},
        "Copy of backprop.ipynb",
    ),
    "a notebook that a browser renamed": (at("backprop.ipynb.txt", CELLS), "backprop.ipynb.txt"),
    "a notebook deeper": (at("a/b.ipynb", CELLS, **{"c.md": ""}), "a/b.ipynb"),
    "one of several notebooks": (
        {"notes.ipynb": notebook_of("x = 1"), "hw.ipynb": CELLS},
        "hw.ipynb",
    ),
    "a stub and a notebook": (at("task1.py", STUB, **{"my.ipynb": CELLS}), "my.ipynb"),
    "a released repository with a finished notebook": (
        {
            "assignments/backprop/task1.py": STUB,
            "assignments/backprop/backprop.ipynb": CELLS,
            "assignments/network/network.ipynb": SHEET,
            "report.xml": "",
        },
        "assignments/backprop/backprop.ipynb",
    ),
    "a stub with other line ends": (
        at("task1.py", STUB.replace("\n", "\r\n"), **{"my.ipynb": CELLS}),
        "my.ipynb",
    ),
    "a stub with comments and spaces": (
        at("task1.py", STUB.replace("    raise", "\n    # TODO\n    raise") + "\n\n", **at("b.py")),
        "b.py",
    ),
    "a stub without its docstrings": (
        at("task1.py", ast.unparse(ast.parse(STUB)), **at("task1 (1).py")),
        "task1 (1).py",
    ),
    "a stub with pass": (
        at("task1.py", STUB.replace("raise NotImplementedError", "pass"), **at("b.py")),
        "b.py",
    ),
    "a stub that was run": (
        at("task1.py", STUB + "\nif __name__ == '__main__':\n    print(1)\n", **at("b.py")),
        "b.py",
    ),
    "an empty file": (at("task1.py", "", **at("b.py")), "b.py"),
    "a stub deeper, and the work": (
        {"a/backprop/task1.py": STUB, "b/solution.py": ONE},
        "b/solution.py",
    ),
    "a stub in the course's folder, the work beside": (
        {"assignments/backprop/task1.py": STUB, "task1.py": ONE},
        "task1.py",
    ),
    "a stub beside, the work in the course's folder": (
        {"assignments/backprop/task1.py": ONE, "task1.py": STUB},
        "assignments/backprop/task1.py",
    ),
    "an untouched notebook, and the work": (
        {"backprop.ipynb": SHEET, "Task1.py": ONE},
        "Task1.py",
    ),
    "an untouched stub, and nothing else": (at("task1.py", STUB), "task1.py"),
    "an untouched stub deeper": (at("a/task1.py", STUB, **{"b.md": ""}), "a/task1.py"),
    "an untouched stub and notebook": (
        at("task1.py", STUB, **{"backprop.ipynb": SHEET}),
        "task1.py",
    ),
    "a begun stub, and a notebook": (
        at("task1.py", HALF + STUB[STUB.index("def mse_gradient") :], **{"a.ipynb": CELLS}),
        "task1.py",
    ),
    "a broken file, and a draft": (at("task1.py", BROKEN, **at("draft.py")), "task1.py"),
    "a file of imports, and a draft": (
        at("task1.py", "from work import *\n", **at("work.py")),
        "task1.py",
    ),
    "the same twice": ({"a/task1.py": ONE, "b/task1.py": ONE}, "a/task1.py"),
    "a file and what it was made from": (
        {"src/task1.py": ONE, "src/task1.ipynb": CELLS, "src/more/x.txt": ""},
        "src/task1.py",
    ),
    "tests beside": (
        {"my_task1.py": ONE, "test_task1.py": "from my_task1 import mse_loss, mse_gradient\n"},
        "my_task1.py",
    ),
    "a later task with the function given": (
        {"losses.py": ONE, "task4.py": solved(4), "task2.py": TWO},
        "losses.py",
    ),
    "rubbish of programs": (
        {
            "Task1.py": ONE,
            "__MACOSX/._task1.py": ONE,
            "__MACOSX/task1.py": HALF,
            "node_modules/a/task1.py": HALF,
            "__pycache__/task1.py": HALF,
            ".ipynb_checkpoints/task1.py": HALF,
            ".git/task1.py": HALF,
            "venv/pyvenv.cfg": "",
            "venv/lib/python3/task1.py": HALF,
            "lib/site-packages/task1.py": HALF,
        },
        "Task1.py",
    ),
    "check files, copied": (
        {"hw.py": ONE, "backprop/checks/task1.py": CHECKS, "judge/task1.py": CHECKS},
        "hw.py",
    ),
}

# The files, and what the student reads where none of them can be it.
MISSING: dict[str, tuple[Files, Sequence[str]]] = {
    "two copies": (
        {"task1 (1).py": ONE, "task1 (2).py": HALF},
        ["task1 (1).py and task1 (2).py", "hand in the right one as task1.py"],
    ),
    "two copies beside a stub": (
        {"task1.py": STUB, "task1_a.py": ONE, "task1_b.py": HALF},
        ["Nothing is written in task1.py", "task1_a.py and task1_b.py"],
    ),
    "two files of any name": ({"a.py": ONE, "b.py": ONE + "#"}, ["a.py and b.py"]),
    "an old draft": ({"old/task1.py": HALF, "task1_new.py": ONE}, ["old/task1.py", "task1_new.py"]),
    "two notebooks": (
        {"a.ipynb": CELLS, "b.ipynb": notebook_of(ONE, "1")},
        ["a.ipynb and b.ipynb", "as backprop.ipynb"],
    ),
    "other functions": (
        {"main.py": "def loss(a, b):\n    return 0\n", "essay.pdf": ""},
        ["essay.pdf and main.py", "`mse_gradient` and `mse_loss`", "as task1.py"],
    ),
    "names in another case": (
        {"hw.py": "def MSE_Loss(p, t):\n    return 0\n"},
        ["hw.py defines `MSE_Loss`, which has to be `mse_loss`."],
    ),
    "only the next task": (at("task2.py", TWO), ["There is no file task1.py."]),
    "only the network": (at("network.py", NETWORK), ["There is no file task1.py."]),
    "two halves twice": (
        {"a.py": HALF, "b.py": HALF + "#", "c.py": "def mse_gradient(p, t):\n    return p\n"},
        ["a.py, b.py and c.py"],
    ),
    "the network in a notebook": (at("my.py", NETWORK), ["Nothing in my.py defines"]),
    "a later task alone": (at("task4.py", solved(4)), ["There is no file task1.py."]),
    "an archive": ({"work.rar": "", "README.md": ""}, ["Unpack work.rar"]),
    "many others": ({f"{n}.py": "" for n in range(9)}, ["0.py, 1.py, 2.py, 3.py, 4.py and 4 more"]),
    "check files alone": (at("backprop/checks/task1.py", CHECKS), ["There is no file"]),
    "nothing": ({"README.md": ""}, ["There is no file task1.py."]),
}


def written(folder: Path, files: Files) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder


@pytest.fixture
def find(course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Find:
    """Return a function that looks for a task in a folder with these files."""
    work = tmp_path / "handed in"
    work.mkdir()
    monkeypatch.chdir(work)

    def look(files: Files, id_: str = "task1", *, only: str = "") -> Found | NotFound:
        written(work, files)
        (file,) = course.select((id_,))
        return Finder(open_submission(work / only), Handout(course)).find(file, load_task(file))

    return look


@pytest.mark.parametrize("case", FOUND)
def test_the_file_of_a_task_is_found(find: Find, case: str) -> None:
    files, expected = FOUND[case]
    found = find(files)
    assert isinstance(found, Found), found
    assert found.path.relative_to(Path.cwd()).as_posix() == expected
    assert bool(found.note) == bool(found.instead_of)
    if found.note:
        shown = f"“{expected}”" if expected != expected.strip() else expected
        assert f": {shown} is graded in its place." in found.note


@pytest.mark.parametrize("case", MISSING)
def test_where_no_file_can_be_it_the_student_reads_what_was_found(find: Find, case: str) -> None:
    files, told = MISSING[case]
    found = find(files)
    assert isinstance(found, NotFound), found
    for words in told:
        assert words in found.problem
    assert found.problem.endswith(".")


@pytest.mark.parametrize(
    ("files", "id_", "expected"),
    [
        (at("main.py", ALL), "task6", "main.py"),
        ({"layer.py": NETWORK[: NETWORK.index("class NeuralNetwork")]}, "task7", "layer.py"),
        (at("NeuralNetwork.py", NETWORK), "task11", "NeuralNetwork.py"),
        (
            {
                "layer.py": NETWORK[: NETWORK.index("class NeuralNetwork")],
                "train.py": "from layer import Layer\n"
                + NETWORK[NETWORK.index("class NeuralNetwork") :],
            },
            "task11",
            "train.py",
        ),
        ({"backprop/task1.py": STUB, "network.py": NETWORK}, "task1", "backprop/task1.py"),
        ({"network/network.py": NETWORK, "backprop/a.py": ALL}, "task9", "network/network.py"),
    ],
)
def test_classes_and_all_in_one_are_found(find: Find, files, id_: str, expected: str) -> None:
    found = find(files, id_)
    assert isinstance(found, Found), found
    assert found.path.relative_to(Path.cwd()).as_posix() == expected


@pytest.mark.parametrize(
    ("name", "text", "is_found"),
    [
        ("task1.py", ONE, True),
        ("Task1 (2).PY", ONE, True),
        ("jdoe.py", ALL, True),
        ("task2.py", TWO, False),
        ("task2.py", ONE + TWO, True),
        ("jdoe.py", "x = 1\n", False),
        ("jdoe.ipynb", CELLS, True),
    ],
)
def test_a_single_file_is_any_task_that_is_in_it(
    find: Find, name: str, text: str, is_found: bool
) -> None:
    assert isinstance(find({name: text}, only=name), Found) == is_found


def test_a_link_and_a_pipe_are_not_looked_into(find: Find, tmp_path: Path) -> None:
    work = tmp_path / "handed in"
    (tmp_path / "secret.py").write_text(ONE)
    (work / "hw.py").symlink_to(tmp_path / "secret.py")
    (work / "more").symlink_to(tmp_path)
    os.mkfifo(work / "Task1.py")
    assert isinstance(find({"notes.md": ""}), NotFound)


def test_a_huge_tree_is_looked_at_from_the_top_only(find: Find) -> None:
    many = {f"data{n % 40}/{n}.py": "x = 1\n" for n in range(2_000)}
    found = find(many | at("src/task1_me.py") | at("z/y/x/w/task1_deep.py", HALF))
    assert isinstance(found, NotFound)  # of files of the same depth, the first by name
    found = find(at("me.py"))
    assert isinstance(found, Found)
    assert found.path.name == "me.py"


def test_of_very_much_code_the_rest_is_not_looked_at(find: Find) -> None:
    large = {f"a{n}.py": "#" * 390_000 for n in range(4)}
    assert isinstance(find(large | at("z.py")), NotFound)
    found = find(at("Task1.py", ONE))  # nearer to the top by its name
    assert isinstance(found, Found)
    assert found.path.name == "Task1.py"


def test_the_solutions_in_the_course_are_nobodys_work(tmp_path: Path) -> None:
    for name in ("assignments", "solutions"):
        shutil.copytree(ROOT / name, tmp_path / name)
    course = open_course(tmp_path)
    (file,) = course.select(("task1",))
    found = Finder(open_submission(tmp_path), Handout(course)).find(file, load_task(file))
    assert isinstance(found, Found)
    assert found.path == course.assignments / "backprop/task1.py"


def test_what_a_stub_was_given_is_no_work_of_the_students(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "assignments", tmp_path / "assignments")
    (tmp_path / "solutions").mkdir()
    given = tmp_path / "assignments/backprop/task5.py"
    given.write_text(given.read_text() + ONE[ONE.index("def mse_loss") :])
    course = open_course(tmp_path)
    (file,) = course.select(("task1",))
    work = written(tmp_path / "work", {"task5.py": given.read_text()})
    assert isinstance(
        Finder(open_submission(work), Handout(course)).find(file, load_task(file)), NotFound
    )
    written(work, {"task3.py": ALL})
    found = Finder(open_submission(work), Handout(course)).find(file, load_task(file))
    assert isinstance(found, Found)
    assert found.path.name == "task3.py"


SCORED: dict[str, tuple[Files, int]] = {
    "imports of a file that was renamed": (
        {
            "task2 (1).py": TWO,
            "task3.py": THREE.replace("def relu(x)", "def _relu(x)").replace(
                "import numpy as np", "import numpy as np\nfrom task2 import relu, relu_gradient"
            ),
        },
        3,
    ),
    "imports of a file in another folder": (
        {
            "first/task2.py": TWO,
            "second/task3.py": "from task2 import relu\n"
            + THREE.replace("def relu(x)", "def _relu(x)"),
        },
        3,
    ),
    "a helper beside, and one elsewhere": (
        {
            "mine/backprop/hw.py": "from helper import *\nfrom tools import *\n" + THREE,
            "mine/backprop/helper.py": "from tools import half\n",
            "lib/tools.py": "half = 0.5\n",
        },
        3,
    ),
    "a stub beside, the work in a copy": (
        {"task2.py": STUB_TWO, "task2 (1).py": TWO, "task3.py": "from task2 import relu\n" + THREE},
        3,
    ),
    "a notebook beside stubs, which imports what it defines": (
        {
            "task1.py": STUB,
            "task2.py": STUB_TWO,
            "my.ipynb": notebook_of(ONE, TWO, "from task2 import relu", THREE, "relu(1.0)"),
        },
        3,
    ),
    "a file that imports what a notebook defines": (
        {
            "task2.py": STUB_TWO,
            "my.ipynb": notebook_of(ONE, TWO),
            "task3.py": "from task2 import relu, relu_gradient\n"
            + THREE.replace("def relu(x)", "def _relu(x)"),
        },
        3,
    ),
    "a package, as an editor imports from the root": (
        {
            "assignments/backprop/task2.py": TWO,
            "assignments/backprop/task3.py": "from assignments.backprop.task2 import relu\n"
            "from tools.half import half\n" + THREE,
            "tools/__init__.py": "",
            "tools/half.py": "half = 0.5\n",
        },
        3,
    ),
    "text endings": ({"task2.py.txt": TWO, "Task3.PY": THREE}, 3),
}


def test_what_several_files_define_is_graded_together(tmp_path: Path, grade: GradeOne) -> None:
    layer, net, rest = NETWORK.partition("class NeuralNetwork")
    net, training, rest = (net + rest).partition("def mse_loss(")
    training = f"import numpy as np\n{training}{rest}"
    work = {"layer.py": layer, "net.py": net, "training.py": training}
    report = grade(written(tmp_path / "work", work), "task7", "task9", "task11")
    assert [task.status for task in report.tasks] == ["passed"] * 3, report.tasks[-1]
    told = "layer.py, net.py and training.py are graded together in its place."
    assert told in report.tasks[2].notes[0].replace(f"{tmp_path}/work/", "")
    assert report.tasks[0].file.endswith("layer.py")


@pytest.mark.parametrize("case", SCORED)
def test_what_is_found_elsewhere_gets_all_points(
    tmp_path: Path, grade: GradeOne, case: str
) -> None:
    files, number = SCORED[case]
    (task,) = grade(written(tmp_path / "work", files), f"task{number}").tasks
    assert (task.status, task.notes[1:]) == ("passed", ()), (task.message, task.notes, task.checks)


@pytest.mark.parametrize(
    "name", ["task1 (1).py", "task1_final.py", "Copy of task1.py", "task1 (1).ipynb"]
)
def test_newer_file_beside_the_right_name_is_told(
    tmp_path: Path, grade: GradeOne, name: str
) -> None:
    newer = notebook_of(ONE) if name.endswith(".ipynb") else f"{ONE}\n"
    work = written(tmp_path / "work", {"task1.py": ONE.replace("2 *", "3 *"), name: newer})
    (task,) = grade(work, "task1").tasks
    (note,) = task.notes
    assert f"{name} beside it could be meant for task1.py, too, and was not graded" in note
    assert (task.status, task.instead_of) == ("failed", "")


def test_copy_and_stub_beside_the_right_name_are_not_worth_a_word(
    tmp_path: Path, grade: GradeOne
) -> None:
    files = {"task1.py": ONE, "task1 (1).py": ONE, "task1 (2).py": STUB, "task10.py": ONE + "\n"}
    (task,) = grade(written(tmp_path / "work", files), "task1").tasks
    assert (task.status, task.notes) == ("passed", ())


def test_helper_beside_a_file_that_is_handed_in_alone_is_told(
    tmp_path: Path, grade: GradeOne
) -> None:
    files = {"task1.py": "from helper import mse_gradient, mse_loss", "helper.py": ONE}
    work = written(tmp_path / "work", files)
    (task,) = grade(work / "task1.py", "task1").tasks
    assert "helper.py, which it imports, lies beside it" in task.notes[0]
    (task,) = grade(work, "task1").tasks
    assert (task.status, task.notes) == ("passed", ())


def test_a_stub_that_looks_like_work_is_known_by_the_course(tmp_path: Path) -> None:
    for name in ("assignments", "solutions"):
        shutil.copytree(ROOT / name, tmp_path / name)
    own = STUB.replace("    raise NotImplementedError", "    gradient = None\n    return gradient")
    (tmp_path / "assignments/backprop/task1.py").write_text(own)
    course = open_course(tmp_path)
    (file,) = course.select(("task1",))
    changed = own.replace("\n", "\r\n") + "# mine\n"
    work = written(tmp_path / "work", {"task1.py": changed, "hw.py": ONE})
    found = Finder(open_submission(work), Handout(course)).find(file, load_task(file))
    assert isinstance(found, Found)
    assert found.path.name == "hw.py"
    written(work, {"task1.py": own.replace("= None", "= predictions - targets")})
    found = Finder(open_submission(work), Handout(course)).find(file, load_task(file))
    assert isinstance(found, Found)
    assert found.path.name == "task1.py"


def test_names_that_no_file_can_have_do_no_harm(course: Course, tmp_path: Path) -> None:
    long = "x" * 300
    text = f"from {long} import *\nfrom {long} import a\nimport {long}.{long}\n{ONE}"
    work = written(tmp_path / "work", {"hw.py": text, "task2.py": text})
    finder = Finder(open_submission(work), Handout(course))
    (file,) = course.select(("task1",))
    assert isinstance(finder.find(file, load_task(file)), Found)
    assert Imports(finder).elsewhere(work / "hw.py") == {}


@pytest.mark.parametrize(
    "text",
    ["(" * 10**6, "-" * 10**6, "if 1:\n pass\n" + "elif 1:\n pass\n" * 20_000, "\0", "\n" * 10**6],
)
def test_text_that_is_made_to_break_a_parser_is_missing(find: Find, text: str) -> None:
    nested = "[" * 10**5
    cells = notebook_of(text[: 10**5], nested, {"a": 1}, None)
    assert isinstance(find({"hw.py": text, "a.ipynb": nested, "b.ipynb": cells}), NotFound)


def test_of_a_notebook_with_thousands_of_cells_nothing_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "work.ipynb"
    path.write_text(notebook_of(*["x = 1"] * 2000, "def f(): return 1"))
    assert definitions(path) == Definitions({}, certain=False)
    path.write_text(notebook_of(*["x = 1"] * 1999, "def f(): return 1"))
    assert definitions(path).written == {"f", "x"}
