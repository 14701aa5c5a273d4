"""What the student may have meant by a name that is not there; a part of the worker.

Python has suggestions of its own, which differ from version to version, and know no NumPy.
"""

from __future__ import annotations

import builtins
import inspect
import re
import sys
from collections.abc import Iterable
from types import FrameType, ModuleType
from typing import Any

import numpy as np

NEAR = 0.7
"""How alike two names are that are taken for each other, from 0 to 1, as `difflib` measures it."""

MAX_CANDIDATES = 1500

_IMPORTS = {
    "np": "import numpy as np",
    "numpy": "import numpy",
    "plt": "import matplotlib.pyplot as plt",
}
_MODULES = ("collections", "copy", "functools", "itertools", "json", "math", "os", "random", "re")
_IMPORTS |= {name: f"import {name}" for name in (*_MODULES, "sys", "time", "typing", "warnings")}
_OTHER_LANGUAGES = {"true": "True", "false": "False", "none": "None"}
_INIT = ("init", "int", "innit", "inint", "intit", "inti", "initialize", "constructor")
_CANNOT = re.compile(r"cannot import name '(\w+)' from '([\w.]+)'")


class Suggestions:
    """Suggests names; what was looked for once is remembered."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str] = {}

    def instead_of(self, error: BaseException, frame: FrameType | None) -> str:
        """Return a name, an attribute, or an ``import`` that is missing; or nothing.

        Parameters
        ----------
        error
            What was raised.
        frame
            The student's frame in which it was.
        """
        if issubclass(type(error), NameError) and frame is not None:
            return _name(str(getattr(error, "name", None) or ""), frame)
        if issubclass(type(error), AttributeError):
            return self._attribute(getattr(error, "obj", None), getattr(error, "name", None))
        if not issubclass(type(error), ImportError):
            return ""
        if found := _CANNOT.match(str(error)):
            module = sys.modules.get(found[2])
            return "" if module is None else self._near(found[1], found[2], vars(module))
        return nearest(str(getattr(error, "name", None) or ""), ("numpy", *_MODULES))

    def _attribute(self, owner: Any, name: Any) -> str:
        if type(name) is not str or owner is None:
            return ""
        if isinstance(owner, ModuleType):
            return self._near(name, str(vars(owner).get("__name__")), vars(owner))
        kind = type(owner)
        own = inspect.getattr_static(owner, "__dict__", None) and vars(owner)
        names = [*(own or ()), *(key for one in kind.__mro__ for key in vars(one))]
        return self._near(name, "", names)

    def _near(self, name: str, owner: str, names: Iterable[Any]) -> str:
        """Return the nearest of the public names; for a module the answer is remembered."""
        if owner and (owner, name) in self._known:
            return self._known[owner, name]
        found = nearest(name, names)
        if owner and len(self._known) < MAX_CANDIDATES:
            self._known[owner, name] = found
        return found


def nearest(name: str, names: Iterable[Any]) -> str:
    """Return the one of `names` that is nearest to `name`, or nothing."""
    import difflib  # only what fails this way has to wait for it

    likely = [
        one
        for one in names
        if type(one) is str
        and one != name
        and abs(len(one) - len(name)) <= 3
        and one.startswith("_") <= name.startswith("_")
    ]
    near = difflib.get_close_matches(name, likely[:MAX_CANDIDATES], n=1, cutoff=NEAR)
    return near[0] if near else ""


def like_init(names: Iterable[Any]) -> str:
    """Return the one of a class's names that was probably to be ``__init__``, or nothing."""
    known = [one for one in names if type(one) is str and one != "__init__"]
    return next((one for one in known if one.strip("_") in _INIT), "")[:100]


def _name(name: str, frame: FrameType) -> str:
    """Return what stands for a name that is not known in a frame."""
    names: dict[str, Any] = {**frame.f_globals, **frame.f_locals}
    if not name or name in names:
        return ""
    if name in _IMPORTS:
        return _IMPORTS[name]
    if name in _OTHER_LANGUAGES:
        return _OTHER_LANGUAGES[name]
    if inspect.getattr_static(names.get("self"), name, None) is not None:
        return f"self.{name}"
    alias = next((key for key in ("np", "numpy") if names.get(key) is np), "")
    if alias and not name.startswith("_") and name in vars(np):
        return f"{alias}.{name}"
    near = nearest(name, [*frame.f_locals, *frame.f_globals, *vars(builtins)])
    if near or not alias:
        return near
    of_numpy = nearest(name, vars(np)) if len(name) > 3 else ""  # short names are near to many
    return of_numpy and f"{alias}.{of_numpy}"
