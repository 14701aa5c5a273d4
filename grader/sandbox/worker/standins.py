"""What stands in for packages that are not there; a part of the worker.

What draws and what shows progress does nothing here, in the place of plots that nobody looks at.
Any other package that the student's code imports is there in name: as long as a file is loaded it
does nothing either, and a function that uses it when it is called raises a sentence that says so.
So an import costs no function that can do without it. An import that expects to fail does fail.
"""

from __future__ import annotations

import ast
import importlib.machinery
import sys
from collections.abc import Iterator, Sequence
from types import FrameType, FunctionType, ModuleType, TracebackType
from typing import Any, NoReturn

from grader.sandbox.worker.exceptions import Own
from grader.sandbox.worker.statements import (
    asks_for_all,
    asserts,
    guards,
    importer,
    tree_of,
    unpacked,
)

_PLOTS = """
IPython altair bokeh google graphviz holoviews hvplot ipywidgets matplotlib mpl_toolkits plotly
plotnine pygal pylab pyvista seaborn torchviz
"""
_PROGRESS = """
alive_progress enlighten fastprogress progress progressbar rich stqdm tqdm
"""
_ASIDE = """
beartype colorama hypothesis icecream ipytest jaxtyping line_profiler memory_profiler nptyping numba
otter overrides pytest tabulate tensorboard termcolor typeguard typing_extensions wandb
"""
PROGRESS = frozenset(_PROGRESS.split())
INERT = PROGRESS | frozenset(_PLOTS.split()) | frozenset(_ASIDE.split())
"""What draws, shows progress, tests, types, colours, logs or speeds up; `google` is Colab's."""

_RANGES = {"trange", "prange"}
_PLAIN_DECORATORS = ("function", "inference_mode", "jit", "njit", "no_grad")


class Absent(ModuleNotFoundError):
    """A package is used that is not there."""


Absent.__name__ = "ModuleNotFoundError"  # what a student reads


def can_be_left_out(error: BaseException, *, more: bool) -> bool:
    """Whether a statement raised for want of a package, or of a name if it was not the first."""
    return type(error) is Absent or (more and type(error) is NameError)


class Standins:
    """Finds packages that are not there, for imports in the student's own files.

    Parameters
    ----------
    own
        Which files are the student's.
    broken
        Gets an error for each import that goes on without what it asks for.

    Attributes
    ----------
    broken
        The errors, and what else was left out where a package is not there.
    loading
        Whether a file is being loaded: what is absent then does nothing.
    """

    def __init__(self, own: Own, broken: list[BaseException]) -> None:
        self._own = own
        self.broken = broken
        self.loading = False

    def find_spec(
        self,
        name: str,
        path: Sequence[str] | None = None,  # noqa: ARG002 - the import system passes it
        target: object = None,  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:
        """Return what makes a stand-in, or None where the import has to fail."""
        parent, _, _ = name.rpartition(".")
        if parent:
            wanted = isinstance(sys.modules.get(parent), Package)
        else:
            wanted = self._wanted(name, importer(sys._getframe(1), __file__))  # noqa: SLF001
        loader: Any = self
        return importlib.machinery.ModuleSpec(name, loader, is_package=True) if wanted else None

    def _wanted(self, name: str, frame: FrameType | None) -> bool:
        """Whether the student's own code imports, and does not expect it to fail."""
        if frame is None or not self._own.has(file := frame.f_code.co_filename):
            return False
        tree = tree_of(file)
        if any(guards(node, frame.f_lineno) for node in ast.walk(tree)):
            return False
        if name not in INERT and any(asks_for_all(n, frame.f_lineno) for n in ast.walk(tree)):
            absent = Absent(f"No module named {name!r}", name=name)  # nobody knows its names
            trace = TracebackType(None, frame, frame.f_lasti, frame.f_lineno)
            self.broken.append(absent.with_traceback(trace))
        return True

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        """Return the package."""
        return Package(spec.name, self)

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing, as all is there in name; `pylab` is NumPy's names, too."""
        if module.__name__ in ("pylab", "matplotlib.pylab"):
            import numpy as np

            plt = self.package("matplotlib.pyplot")
            vars(module).update({name: getattr(np, name) for name in np.__all__}, np=np, plt=plt)

    def package(self, name: str) -> ModuleType:
        """Return a package that is there from now on."""
        module = sys.modules[name] = Package(name, self)
        return module

    def make(self, name: str) -> Standin:
        """Return what stands in for something, by its whole name."""
        kind = Standin if name.partition(".")[0] in INERT else Missing
        return kind(name, self)


class InertFirst:
    """Finds what is inert before the real package, if there is one: nobody looks at its plots."""

    def __init__(self, standins: Standins) -> None:
        self._standins = standins

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return what makes a stand-in for what draws or tells of progress."""
        if name.partition(".")[0] not in INERT:
            return None
        return self._standins.find_spec(name, path, target)


class Package(ModuleType):
    """A package in which everything is there."""

    def __init__(self, name: str, standins: Standins) -> None:
        super().__init__(name)
        self.__version__ = "0"
        self.__path__: list[str] = []
        self.__standins__ = standins

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.__standins__.make(f"{self.__name__}.{name}")


class Standin:
    """An object, function or class of a package that is not there; it does nothing."""

    def __init__(self, name: str, standins: Standins, values: Any = ()) -> None:
        self.__dict__.update(_name=name, _standins=standins, _values=values)

    def _used(self) -> None:
        """Do nothing: it may be used."""

    def _as_number(self) -> Any:
        """Return what number it is."""
        return 0

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in ("_name", "_standins", "_values"):
            raise AttributeError(name)
        return self._standins.make(f"{self._name}.{name}")

    def __call__(self, *args: Any, **options: Any) -> Any:
        """Return a function that is decorated, what progress is shown of, or no more than this."""
        self._used()
        last = self._name.rpartition(".")[2]
        if self._decorates(last) and len(args) == 1 and not options and _is_code(args[0]):
            return args[0]
        progress = self._name.partition(".")[0] in PROGRESS
        if last in _RANGES and not progress:
            return range(*args)
        values = range(*args) if last in _RANGES else args[0] if args else options.get("iterable")
        if not progress or not hasattr(values, "__iter__"):
            values = ()
        return type(self)(self._name, self._standins, values)

    def _decorates(self, name: str) -> bool:  # noqa: ARG002 - another class looks at it
        """Whether a function that it is given is what it returns."""
        return True

    def __iter__(self) -> Iterator[Any]:
        self._used()
        count = unpacked(sys._getframe(1))  # noqa: SLF001
        return iter([self] * count) if count else iter(self._values)

    def __len__(self) -> int:
        self._used()
        return len(self._values) or asserts(sys._getframe(1))  # noqa: SLF001

    def __bool__(self) -> bool:
        self._used()
        return True

    def __contains__(self, _: object) -> bool:
        self._used()
        return False

    def __enter__(self) -> Any:
        self._used()
        return self

    def __exit__(self, *_: object) -> None:
        """Let an exception through."""

    def __setitem__(self, key: object, value: object) -> None:
        self._used()

    def __array_ufunc__(self, *_: object, **__: object) -> Any:
        """Let a function of NumPy do as much with it as an operator does."""
        return self._same()

    def __array__(self, *_: object, **__: object) -> Any:
        import numpy as np

        return np.array(self._as_number())

    def __int__(self) -> int:
        return int(self._as_number())

    __index__ = __int__

    def __float__(self) -> float:
        return float(self._as_number())

    def __format__(self, _: str) -> str:
        return str(self)

    def __repr__(self) -> str:
        return f"<{self._name}, which is not here>"

    def __mro_entries__(self, _: object) -> tuple[type, ...]:
        return (type(self._name, (Heir,), {"_absent": self}),)

    def __instancecheck__(self, _: object) -> bool:
        return False

    def __subclasscheck__(self, _: object) -> bool:
        return False

    def _same(self, *_: object) -> Any:
        self._used()
        return self

    __getitem__ = __or__ = __ror__ = __neg__ = __pos__ = __abs__ = __invert__ = _same
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = _same
    __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = _same
    __matmul__ = __rmatmul__ = __and__ = __rand__ = _same

    def _compared(self, _: object) -> bool:
        self._used()
        return asserts(sys._getframe(1))  # noqa: SLF001

    __lt__ = __le__ = __gt__ = __ge__ = _compared


class Missing(Standin):
    """Something that a function cannot do without: whoever uses it is told."""

    def _used(self) -> None:
        if not self._standins.loading:
            self._as_number()

    def _as_number(self) -> NoReturn:
        package, _, name = self._name.partition(".")
        text = f"there is no {package!r} here, and the code uses {name or package!r}"
        raise Absent(text, name=package)

    def _decorates(self, name: str) -> bool:
        return name in _PLAIN_DECORATORS

    def __bool__(self) -> bool:
        self._used()
        return asserts(sys._getframe(1))  # noqa: SLF001


class Heir:
    """What a class has from a base that is not there: all that it is asked for, in name."""

    _absent: Standin

    def __init__(self, *args: Any, **options: Any) -> None:
        """Do nothing, unless only the base would know what to do with the arguments."""
        if (args or options) and type(self).__init__ is Heir.__init__:
            self._absent._as_number()  # noqa: SLF001

    def __init_subclass__(cls, **_: object) -> None:
        super().__init_subclass__()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._absent, name)

    def __call__(self, *args: Any, **options: Any) -> Any:
        """Return what is there of a call."""
        return self._absent(*args, **options)


def _is_code(value: object) -> bool:
    return type(value) is FunctionType or isinstance(value, type)
