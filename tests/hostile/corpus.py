"""The corpus of attacks: what the head of each file says, and where a copy of it is graded."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "tests" / "samples" / "hostile"
MARKER = "HOSTILE_MARKER"
SHARED = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"))  # noqa: S108 - where attacks would write

CLASSES = (
    *("leaving", "faking", "patching", "lying", "looking"),
    *("exhausting", "escaping", "telling apart", "mutating"),
)
STOPPERS = (
    *("process boundary", "protocol", "time limit", "output cap", "landlock", "seccomp"),
    *("rlimits", "checks", "leftovers", "environment", "hidden checks"),
)


class Attack(NamedTuple):
    """One attack, by the head of its file, or of ``task1.py`` in its folder."""

    path: Path
    title: str
    class_: str
    stopped_by: tuple[str, ...]
    honest_score: float
    """What the same code scores without its attack."""
    links: dict[str, str]
    """Symbolic links that are handed in beside the file, and what they point to in the course."""
    tasks: tuple[str, ...]
    """The tasks that it is graded for."""
    in_batch: bool
    """Whether it is graded in a batch, by a process that has graded another submission before."""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.path.stem if self.path.parent == FOLDER else self.path.parent.name

    @property
    def files(self) -> dict[str, Path]:
        """The files that are handed in, by the names that they then have."""
        if self.path.parent == FOLDER:
            return {"task1.py": self.path}
        return {path.name: path for path in sorted(self.path.parent.glob("*.py"))}

    @property
    def honest(self) -> tuple[tuple[str, str], ...]:
        """The same code without its attack: names of files, and what is in them."""
        return tuple((name, _without(path)) for name, path in self.files.items())

    def hand_in(self, folder: Path, course: Path) -> None:
        """Put a copy into an empty folder: some attacks write beside themselves."""
        for name, path in self.files.items():
            shutil.copy(path, folder / name)
        for name, target in self.links.items():
            (folder / name).symlink_to(course / target)


def attacks() -> list[Attack]:
    """Return all attacks; raises ValueError for a head without its lines."""
    paths = [*FOLDER.glob("*.py"), *FOLDER.glob("*/task1.py")]
    return sorted(map(_read, paths), key=lambda attack: attack.name)


def _without(path: Path) -> str:
    """Return the code of a file without what lies between the marks, and without its docstring."""
    lines, attacking = [], False
    for line in path.read_text("utf-8").splitlines():
        attacking = attacking or line.strip() == "# BEGIN ATTACK"
        if not attacking:
            lines.append(line)
        attacking = attacking and line.strip() != "# END ATTACK"
    tree = ast.parse("\n".join(lines))
    return ast.unparse(ast.Module(tree.body[1:], []))


def _read(path: Path) -> Attack:
    head = ast.get_docstring(ast.parse(path.read_bytes())) or ""

    def line(name: str, pattern: str, default: str = "") -> str:
        match = re.search(rf"^{name}: ({pattern})\.$", head, re.MULTILINE)
        if match is None and not default:
            raise ValueError(f"{path} needs a line '{name}: ….' in its docstring")
        return match[1] if match else default

    links = re.findall(r"^Beside: (\S+) is a link to (\S+)\.$", head, re.MULTILINE)
    return Attack(
        path=path,
        title=head.partition("\n")[0],
        class_=line("Class", "|".join(CLASSES)),
        stopped_by=tuple(line("Stopped by", "[a-z ,]+").split(", ")),
        honest_score=float(line("Scores without", r"\d+")),
        links=dict(links),
        tasks=tuple(line("Tasks", "[a-z0-9, ]+", "task1").split(", ")),
        in_batch=line("Graded", "in a batch", "alone") == "in a batch",
    )


def markers() -> set[str]:
    """Return the files that attacks left where everybody may write, to show that they did."""
    return {str(path) for folder in SHARED for path in folder.glob(f"*{MARKER}*")}
