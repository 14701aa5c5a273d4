"""Packages that are not there."""

from __future__ import annotations

import numpy as np
import pytest

from tests.sandbox.conftest import Submit, write

X = np.array([1.0, 2.0])


def test_names_imported_below_a_plotting_package_are_there(submit: Submit) -> None:
    handed = submit("""
        import matplotlib.pyplot as plt
        from mpl_toolkits.mplot3d import Axes3D
        import seaborn as sns, plotly.express as px
        import numpy as np

        def f(x): return np.exp(x)
    """)
    assert np.array_equal(handed.student.f(X), np.exp(X))
    assert handed.session.modules.outcome("task1").notes == ()


def test_assert_lets_the_length_of_what_is_not_there_through(submit: Submit) -> None:
    handed = submit("""
        import pandas as pd
        df = pd.read_csv("data.csv")
        assert len(df) > 0
        assert (len(df.columns)
                > 0)
        for row in df: print("a row")
        def f(x): return x
        def g(x): return x[: len(df)]
    """)
    assert np.array_equal(handed.student.f(X), X)
    assert handed.session.modules.outcome("task1").notes == ()
    assert "there is no 'pandas' here" in str(handed.failure("g", X))


def test_plots_do_nothing(submit: Submit) -> None:
    handed = submit("""
        import matplotlib.pyplot as plt
        import numpy as np
        plt.rcParams["figure.figsize"] = 3, 4
        fig, ax = plt.subplots()
        fig, ((a, b), (c, d)) = plt.subplots(2, 2, figsize=(3, 4))
        for one in fig.axes: one.plot([1, 2])
        with plt.style.context("ggplot"):
            n, bins, patches = ax.hist([1, 2, 3])
        ax[0].set_title(f"{ax:.3f} {2 * ax}")
        colour = plt.cm.viridis(0.3)
        plt.show()

        def f(x):
            plt.plot(x)
            return x
    """)
    assert np.array_equal(handed.student.f(X), X)
    assert handed.session.modules.outcome("task1").notes == ()


def test_progress_goes_through_what_it_shows(submit: Submit) -> None:
    handed = submit("""
        from tqdm import tqdm, trange
        from tqdm.auto import tqdm as auto
        from rich.progress import track

        def f(x):
            bar = tqdm(range(3), desc="epochs")
            seen = [*bar, *trange(2), *track([5]), len(auto([1, 2]))]
            with tqdm(total=3) as other:
                other.update(1)
            for i, v in enumerate(tqdm(x)):
                bar.set_postfix(loss=v)
            return [*seen, i]
    """)
    assert list(handed.student.f(X)) == [0, 1, 2, 0, 1, 5, 2, 1]


@pytest.mark.parametrize(
    "decorator", ["numba.njit", "numba.jit(nopython=True)", "torch.no_grad()", "pytest.fixture"]
)
def test_decorators_leave_a_function_as_it_is(submit: Submit, decorator: str) -> None:
    package = decorator.partition(".")[0]
    handed = submit(f"import {package}\n@{decorator}\ndef f(x): return x\n")
    assert np.array_equal(handed.student.f(X), X)


def test_missing_package_costs_the_functions_that_use_it(submit: Submit) -> None:
    handed = submit("""
        import torch, scipy.special as sp
        from sklearn.datasets import load_iris
        import numpy as np
        device = "cuda" if torch.cuda.is_available() else "cpu"
        data, labels = load_iris(return_X_y=True)
        data = data / data.max()

        class Net(torch.nn.Module):
            def __init__(self): super().__init__()
            def forward(self, x: torch.Tensor) -> "torch.Tensor": return x

        def f(x):
            if isinstance(x, torch.Tensor): x = x.numpy()
            return Net().forward(x)
        def uses(x): return sp.expit(x)
        def multiplies(x): return x * data
        def averages(x): return np.mean(data)
        def maps(x): return np.exp(data)
        def late(x):
            import pandas
            return pandas.DataFrame(x)
    """)
    assert np.array_equal(handed.student.f(X), X)
    error = handed.failure("uses", X)
    assert str(error) == (
        "task1.py, line 16: `uses` raised ModuleNotFoundError: there is no 'scipy' here, and the "
        "code uses 'special.expit' (in `def uses(x): return sp.expit(x)`)."
    )
    assert error.hint == "Only Python, NumPy and the files that were handed in are there."
    for name in ("multiplies", "averages", "maps", "late"):
        assert "there is no" in str(handed.failure(name, X))


def test_class_with_a_missing_base_can_be_used_while_a_file_is_loaded(submit: Submit) -> None:
    handed = submit("""
        import torch, torch.nn as nn, keras
        from abc import ABC
        class Net(nn.Module, ABC):
            def __init__(self, size):
                super().__init__()
                self.layer = nn.Linear(size, 1)
            def forward(self, x): return self.layer(x)
        net = Net(3).to("cpu")
        net = Net(3)
        net.train()
        optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
        loss = net(torch.ones(3)).sum()
        class Scale(keras.layers.Layer, trainable=False): ...
        scale = Scale()

        def f(x): return x
        def forward(x): return net.forward(x)
        def calls(x): return net(x)
        def parameters(x): return list(net.parameters())
        def settings(x): return Scale(units=3)
    """)
    assert np.array_equal(handed.student.f(X), X)
    assert handed.session.modules.outcome("task1").notes == ()
    for name in ("forward", "calls", "parameters", "settings"):
        assert "there is no" in str(handed.failure(name, X))


def test_made_up_setting_is_not_taken_for_one(submit: Submit) -> None:
    """What only the missing base would do with an argument is not done in another way."""
    handed = submit("""
        from pydantic import BaseModel
        def f(x): return x
        class Settings(BaseModel):
            rate: float = 0.1
        settings = Settings(rate=0.2)
        def g(x): return settings.rate * x
    """)
    assert np.array_equal(handed.student.f(X), X)
    assert "there is no 'pydantic' here" in handed.session.modules.outcome("task1").notes[0]
    assert "name 'settings' is not defined" in str(handed.failure("g", X))


def test_assertion_about_what_is_missing_holds_while_a_file_is_loaded(submit: Submit) -> None:
    handed = submit("""
        import torch
        from scipy.optimize import check_grad
        import matplotlib.pyplot as plt
        assert torch.allclose(torch.tensor(1.0), torch.tensor(1.0)), "not close"
        error = check_grad(len, len, 3)
        assert (
            error < 1e-6
        )
        assert 0 <= plt.gca().get_xlim()
        device = "cuda" if torch.cuda.is_available() else "cpu"

        def f(x): return x if device == "cpu" else None
        def g(x):
            assert torch.isfinite(x)
            return x
    """)
    assert np.array_equal(handed.student.f(X), X)
    assert handed.session.modules.outcome("task1").notes == ()
    assert "there is no 'torch' here" in str(handed.failure("g", X))


def test_statement_that_needs_what_is_missing_is_left_out_and_told(submit: Submit) -> None:
    handed = submit("""
        from __future__ import annotations
        from sklearn.datasets import load_digits
        import numpy as np
        digits = load_digits()
        data = np.array(digits.data)
        features = np.zeros((int(digits.data.shape[1]), 3)); more = 1
        scaled = features / 2
        def g(x): return features

        @np.vectorize
        def _each(x: NotThere): return x
        for row in range(3):
            first = float(digits.data[row])
        f = lambda x: _each(x)
        class Model:
            size = int(digits.size)
    """)
    assert np.array_equal(handed.student.f(X), X)
    notes = handed.session.modules.outcome("task1").notes
    assert [note.partition(": ")[0] for note in notes] == [
        f"task1.py, line {line}" for line in (6, 7, 8, 14, 17)
    ]
    assert "there is no 'sklearn' here" in notes[0]
    assert "name 'features' is not defined" in notes[2]
    assert "name 'features' is not defined" in str(handed.failure("g", X))


def test_import_of_all_names_that_finds_nothing_is_named_and_hides_nothing(
    submit: Submit,
) -> None:
    handed = submit(
        "import numpy as np\nfrom utils import *\nimport math\ndef f(x): return np.exp(x)\n"
    )
    assert np.array_equal(handed.student.f(X), np.exp(X))
    assert handed.session.modules.outcome("task1").notes == (
        "task1.py, line 2: importing task1.py raised ModuleNotFoundError: No module named 'utils' "
        "(in `from utils import *`). Only Python, NumPy and the files that were handed in are "
        "there.",
    )


@pytest.mark.parametrize(
    "attempt",
    [
        "try:\n    import torch as xp\nexcept ImportError:\n    import numpy as xp",
        "import importlib\ntry:\n    xp = importlib.import_module('torch')\n"
        "except ImportError:\n    import numpy as xp",
        "import contextlib\nimport numpy as xp\nwith contextlib.suppress(ImportError):\n"
        "    import torch as xp",
        "import importlib.util\nimport numpy as xp\n"
        "if importlib.util.find_spec('torch'):\n    import torch as xp",
    ],
    ids=["try", "import_module", "suppress", "find_spec"],
)
def test_import_that_is_expected_to_fail_fails(submit: Submit, attempt: str) -> None:
    handed = submit(f"{attempt}\ndef f(x): return xp.exp(x)\n")
    assert np.array_equal(handed.student.f(X), np.exp(X))


def test_own_file_is_itself_whatever_its_name(submit: Submit) -> None:
    handed = submit(
        "import progress, torch\ndef f(x): return progress.twice(torch.one * x)\n",
        progress="def twice(x): return 2 * x\n",
        torch="one = 1\n",
    )
    assert np.array_equal(handed.student.f(X), 2 * X)


def test_own_folder_is_a_package_whatever_its_name(submit: Submit) -> None:
    handed = submit("from rich.helper import twice\ndef f(x): return twice(x)\n")
    write(handed.folder, "def twice(x): return 2 * x\n", "rich/helper.py")
    assert np.array_equal(handed.student.f(X), 2 * X)


def test_check_of_the_grader_does_nothing_in_a_file(submit: Submit) -> None:
    handed = submit("from grader import check\ndef f(x): return x\nprint(check('task1').score)\n")
    assert np.array_equal(handed.student.f(X), X)
    assert handed.session.modules.outcome("task1").notes == ()


def test_range_that_shows_progress_can_be_told_of_it(submit: Submit) -> None:
    handed = submit("""
        from tqdm import trange
        from numba import prange
        def f(x):
            bar = trange(3, desc="epochs")
            for i in bar:
                bar.set_description(f"loss {i}")
                bar.set_postfix(loss=i)
            return x * (i + len(trange(2, 4)) + len(prange(5)) - 8)
    """)
    assert np.array_equal(handed.student.f(X), X)
