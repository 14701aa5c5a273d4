"""What a Python file or a notebook defines, as its text tells: nothing of it is run."""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from grader.errors import is_of_file
from grader.untrusted.filenames import is_code, kind, open_plain
from grader.untrusted.sizes import MAX_CELLS, MAX_CODE, MAX_NOTEBOOK

MAX_MODULES = 500
LONGEST = 100
"""Characters of the name of a module that is looked for: no file has a much longer one."""

_OURS = "grader.authoring"
"""What the course's own check files import, and no student."""

_ESCAPE = re.compile(r"^[ \t]*[%!?].*|^.*\?$", re.MULTILINE)
"""The lines of a cell that are for IPython: magics, shell commands and questions."""

_IMPORTS = re.compile(
    r"^[ \t]*(?:from[ \t]+(\w[\w.]*)[ \t]+import\b|import[ \t]+([\w., \t]+))", re.MULTILINE
)
_BEGINS = re.compile(r"^(?:async\s+)?(?:def|class)\s+(\w+)", re.MULTILINE)


class Definitions(msgspec.Struct, frozen=True):
    """What stands at the top level of a file."""

    names: dict[str, bool]
    """Functions, classes and variables: whether anything was written in them. A function that only
    raises `NotImplementedError` or passes was not, nor a class with nothing but such methods."""

    imports: tuple[tuple[str, str, str], ...] = ()
    """Names of other modules: the module, the name there, ``*`` for all, and the name here."""

    modules: frozenset[str] = frozenset()
    """The first parts of the names of all modules that are imported anywhere in it."""

    certain: bool = True
    """Whether that is all: the file is Python, and was looked at to its end."""

    @property
    def written(self) -> frozenset[str]:
        """The names in which something was written."""
        return frozenset(name for name, written in self.names.items() if written)

    def __add__(self, below: Definitions) -> Definitions:
        """Return what both define, one below the other."""
        return Definitions(
            self.names | below.names,
            self.imports + below.imports,
            self.modules | below.modules,
            self.certain and below.certain,
        )


def definitions(path: Path) -> Definitions:
    """Return what the file at `path` defines, as far as it can be read."""
    notebook = kind(path.name) == "notebook"
    data = _read(path, (MAX_NOTEBOOK if notebook else MAX_CODE) + 1)
    if data is None:
        return Definitions({}, certain=False)
    return in_cells(data) if notebook else in_code(data)


def holds_code(name: str, data: bytes) -> bool:
    """Whether a file is somebody's code: by its name or, if it is a text, by what it defines."""
    if kind(name) == "text":
        defines = _BEGINS.search(data[:MAX_CODE].decode("utf-8", "replace"))
        return defines is not None and in_code(data).certain
    return is_code(name)


def same_code(path: Path, other: Path) -> bool:
    """Whether two Python files are the same up to comments, spaces and line ends."""
    trees = [_parsed(_read(one, MAX_CODE) or b"") for one in (path, other)]
    texts = [[ast.dump(node) for node in tree] for tree in trees if tree is not None]
    return len(texts) == 2 and texts[0] == texts[1]


def _read(path: Path, most: int) -> bytes | None:
    """Return the first bytes of a regular file, or None: a link or a pipe is not followed."""
    try:
        with open(path, "rb", opener=open_plain) as file:
            return file.read(most)
    except OSError as error:
        if not is_of_file(error):
            raise
        return None


def in_code(data: bytes) -> Definitions:
    """Return what the text of a Python file defines; where it is no Python, what it seems to."""
    text = data[:MAX_CODE].decode("utf-8", "replace")
    if _OURS in text:
        return Definitions({})
    body = _parsed(data[:MAX_CODE])
    if body is None:
        return Definitions(_seen(text), certain=False)
    return _of(body, text, certain=len(data) <= MAX_CODE)


def in_cells(data: bytes) -> Definitions:
    """Return what the code cells of a notebook define, one after the other."""
    try:
        cells = json.loads(data)["cells"]
        if len(cells) > MAX_CELLS:
            return Definitions({}, certain=False)
        sources = [_source(cell) for cell in cells]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Definitions({}, certain=False)
    if sum(map(len, sources)) > MAX_CODE:
        return Definitions({}, certain=False)
    whole = Definitions({})
    for source in sources:
        body = _parsed(source)
        whole += Definitions(_seen(source)) if body is None else _of(body, source, certain=True)
    return whole


def _source(cell: dict[str, object]) -> str:
    """Return the Python of a code cell, without magics and shell lines."""
    source = cell.get("source", "") if cell["cell_type"] == "code" else ""
    text = "".join(map(str, source)) if isinstance(source, list) else str(source)
    return _ESCAPE.sub("", text)


def _seen(text: str) -> dict[str, bool]:
    """Return the names that a text seems to define that is no Python."""
    return dict.fromkeys(_BEGINS.findall(text), True)


def _parsed(source: bytes | str) -> list[ast.stmt] | None:
    """Return the statements of Python, or None where it is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes in a text, which are the student's affair
            return ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None  # deep nesting ends in the last two


def _of(body: Iterable[ast.stmt], text: str, *, certain: bool) -> Definitions:
    names: dict[str, bool] = {}
    imports: dict[tuple[str, str, str], None] = {}
    for node in _statements(body):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names[node.name] = _written(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {n.id: True for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)}
        elif isinstance(node, ast.ImportFrom) and node.module:
            last = node.module.rpartition(".")[2]
            if len(last) <= LONGEST:
                imports |= {(last, a.name, a.asname or a.name): None for a in node.names}
    return Definitions(names, tuple(imports), _modules(text), certain)


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of the top level, those inside of `if`, `try` and `with` among them."""
    waiting = list(body)[::-1]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.If | ast.Try | ast.With | ast.For | ast.While):
            blocks = [getattr(node, name, []) for name in ("body", "orelse", "finalbody")]
            blocks += [handler.body for handler in getattr(node, "handlers", [])]
            waiting += [inner for block in blocks for inner in block][::-1]


def _modules(text: str) -> frozenset[str]:
    """Return the first parts of the names of all modules that code imports, in functions too."""
    imported = [
        name.split()
        for found in _IMPORTS.findall(text)
        for name in (found[0] or found[1]).split(",")
    ]
    firsts = dict.fromkeys(words[0].partition(".")[0] for words in imported if words)
    return frozenset(name for name in list(firsts)[:MAX_MODULES] if len(name) <= LONGEST)


def _written(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    if isinstance(node, ast.ClassDef):
        inner = [n for n in node.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
        return any(map(_written, inner)) or bool(node.bases and not inner)
    return not all(map(_says_nothing, node.body))


def _says_nothing(node: ast.stmt) -> bool:
    """Whether a statement is a docstring, ``pass``, ``...`` or ``raise NotImplementedError``."""
    match node:
        case ast.Pass() | ast.Expr(ast.Constant()) | ast.Return(None | ast.Constant(None)):
            return True
        case ast.Raise(ast.Name("NotImplementedError") | ast.Call(ast.Name("NotImplementedError"))):
            return True
    return False


def meant(name: str, functions: frozenset[str]) -> str:
    """Return the function whose name differs in case and underscores only, if there is one."""
    plain = {right.replace("_", "").casefold(): right for right in functions - {name}}
    return plain.get(name.replace("_", "").casefold(), "")
