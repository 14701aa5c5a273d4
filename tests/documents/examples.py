"""The examples of the documents, as the code of today makes them."""

from __future__ import annotations

import json
import re
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from rich.console import CONSOLE_SVG_FORMAT, Console

from grader.report.json import from_json
from grader.report.terminal import render
from tests.conftest import ROOT
from tests.documents.documents import Block, blocks
from tests.documents.scenes import SLIP, Scene, course_scene

PICTURE = ROOT / "docs" / "failing-report.svg"
WITHOUT_A_COURSE = {"author.md", "checking.md", "tutorial.md"}
"""Documents that begin in an empty folder."""

SHOWN = f"grade task1 --submission tests/samples/{SLIP}"
SHOWN_CHECK = "gradient_of_matrices"
"""The check of it that the example of the JSON has."""

CELL = 12.2
"""How wide rich draws a column, in its picture's own units."""


def renewed(text: str, name: str, folder: Path, cache: Path) -> str:
    """Return a document with all that its examples print as they print it now.

    Files of a document are written, and its commands run, in the order in which they stand there.
    A block that prints is one of commands with a ``$``, or it follows a block of Python; the JSON
    is that of `SHOWN`. Lines to be typed are run only where the document makes files of its own,
    since others need not follow one another.
    """
    scene = Scene(folder, cache) if name in WITHOUT_A_COURSE else course_scene(folder, cache)
    found = blocks(text)
    follows = any(block.title for block in found)
    made: list[tuple[Block, str]] = []
    for before, block in zip([None, *found], found, strict=False):
        if block.title:
            (folder / block.title).parent.mkdir(parents=True, exist_ok=True)
            (folder / block.title).write_text(block.body, "utf-8")
        elif block.language == "sh" and follows:
            run = scene.run(block.body)
            assert run.returncode == 0, f"{name}: {block.body}{run.stdout}"
        elif block.language == "console":
            made.append((block, _typed(block, scene)))
        elif block.language == "json":
            made.append((block, _shortened(scene)))
        elif before is not None and before.language == "python" and not block.language:
            (folder / "example.py").write_text(before.body, "utf-8")
            made.append((block, scene.run("python example.py").stdout))
    for block, body in reversed(made):
        if settled(body) != settled(block.body):
            text = text[: block.span[0]] + body + text[block.span[1] :]
    return text


def _typed(block: Block, scene: Scene) -> str:
    """Return the commands of a block, each with what it prints now."""
    commands = [line for line in block.body.splitlines() if line.startswith("$ ")]
    return "".join(f"{line}\n{scene.run(line.removeprefix('$ ')).stdout}" for line in commands)


def _shortened(scene: Scene) -> str:
    """Return the JSON of `SHOWN`, with one check, and where what is long is cut."""
    report = _report(scene)
    (task,) = report["tasks"]
    (check,) = [check for check in task["checks"] if check["id"] == SHOWN_CHECK]
    task["checks"] = [check]
    check["counterexample"] = check["counterexample"].partition("\n")[0] + "\n…"
    check["mismatch"] = {key: check["mismatch"][key] for key in ("kind", "array")} | {"…": "…"}
    report |= {"isolation": "confined", "layers": {"limits": True, "…": True}}  # a machine's own
    return json.dumps(report, indent=2, ensure_ascii=False) + "\n"


def _report(scene: Scene) -> dict[str, Any]:
    run = scene.run(f"{SHOWN} --format json --output report.json")
    assert run.returncode == 1, run.stdout
    report: dict[str, Any] = json.loads((scene.folder / "report.json").read_bytes())
    return report


def picture(folder: Path, cache: Path) -> str:
    """Return the report of `SHOWN` as an SVG, which loads nothing from elsewhere."""
    scene = course_scene(folder, cache)
    report = from_json(json.dumps(_report(scene)).encode())
    console = Console(
        file=StringIO(),
        width=80,
        record=True,
        color_system="truecolor",
        force_terminal=True,
        force_jupyter=False,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
    render(report, console)
    form = re.sub(r"@font-face \{\{.*?\}\}\n", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    drawn = console.export_svg(title="grade task1", code_format=form, unique_id="report")
    return "".join(f"{line.rstrip()}\n" for line in drawn.strip().splitlines())


def written_in(svg: str) -> str:
    """Return the lines of text that a picture of rich's shows."""
    lines: dict[float, str] = {}
    for text in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):  # noqa: S314
        if text.get("clip-path"):  # else it is the title
            line = lines.setdefault(y := float(text.get("y", "0")), "")
            if written := (text.text or "").replace("\N{NO-BREAK SPACE}", " ").rstrip("\n"):
                column = round(float(text.get("x", "0")) / CELL)
                lines[y] = line.ljust(column) + written
    return "".join(f"{lines[y].rstrip()}\n" for y in sorted(lines))


_DRAWN = (
    (re.compile(r"^ *[.x](?: [.x])*(?: +x is off)?$", re.MULTILINE), "(map)"),
    (re.compile(r"± \S+"), "± #"),
    (re.compile(r"(?<=\w)\[\d+(?:, \d+)*\]"), "[#]"),
    (re.compile(r"-?(?:\d+\.\d*(?:e[+-]?\d+)?|\d+e[+-]?\d+)"), "#"),
    (re.compile(r"\[+ *#(?:[ ,\[\]]*#)*\]+"), "[#]"),
    (re.compile(r"^(\d+)/(?!\1 )\d+ done.*\n", re.MULTILINE), ""),  # now and then, not at the end
    (re.compile(r"(?:\d+|#)/s\b|\b\d+ s left"), "#"),
)


def settled(text: str) -> str:
    """Return a text without what another version or another machine may print otherwise.

    Which numbers an example has depends on the versions of Python, NumPy and Hypothesis, and how
    long it took on the machine; a longer one may move the end of its line. All words, points and
    marks stay, in their order.
    """
    for pattern, instead in _DRAWN:
        text = pattern.sub(instead, text)
    return " ".join(text.split())
