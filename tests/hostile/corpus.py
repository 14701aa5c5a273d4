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
    *("rlimits", "checks", "leftovers", "environment"),
)


class Attack(NamedTuple):
    """One attack, by the head of its file."""

    path: Path
    title: str
    class_: str
    stopped_by: tuple[str, ...]
    honest_score: float
    """What the same code scores without its attack."""
    links: dict[str, str]
    """Symbolic links that are handed in beside the file, and what they point to in the course."""

    @property
    def honest(self) -> str:
        """The same code without its attack."""
        lines, attacking = [], False
        for line in self.path.read_text("utf-8").splitlines():
            attacking = attacking or line.strip() == "# BEGIN ATTACK"
            if not attacking:
                lines.append(line)
            attacking = attacking and line.strip() != "# END ATTACK"
        tree = ast.parse("\n".join(lines))
        return ast.unparse(ast.Module(tree.body[1:], []))  # without the docstring

    def hand_in(self, folder: Path, course: Path) -> None:
        """Put a copy into an empty folder: some attacks write beside themselves."""
        shutil.copy(self.path, folder / "task1.py")
        for name, target in self.links.items():
            (folder / name).symlink_to(course / target)


def attacks() -> list[Attack]:
    """Return all attacks; raises ValueError for a head without its lines."""
    return [_read(path) for path in sorted(FOLDER.glob("*.py"))]


def _read(path: Path) -> Attack:
    head = ast.get_docstring(ast.parse(path.read_bytes())) or ""

    def line(name: str, pattern: str) -> str:
        match = re.search(rf"^{name}: ({pattern})\.$", head, re.MULTILINE)
        if match is None:
            raise ValueError(f"{path} needs a line '{name}: ….' in its docstring")
        return match[1]

    links = re.findall(r"^Beside: (\S+) is a link to (\S+)\.$", head, re.MULTILINE)
    return Attack(
        path=path,
        title=head.partition("\n")[0],
        class_=line("Class", "|".join(CLASSES)),
        stopped_by=tuple(line("Stopped by", "[a-z ,]+").split(", ")),
        honest_score=float(line("Scores without", r"\d+")),
        links=dict(links),
    )


def markers() -> set[str]:
    """Return the files that attacks left where everybody may write, to show that they did."""
    return {str(path) for folder in SHARED for path in folder.glob(f"*{MARKER}*")}
