"""List the attacks that get through where the confinement, or one layer of it, is switched off.

    python -m tests.hostile.layers                   all layers off, then one at a time
    python -m tests.hostile.layers --layer files     this one alone

Each attack is bounded by its own code, and leaves what shows that it got through; that is removed.
Run it on a machine where nothing else is at stake all the same.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.progress import track

from grader.sandbox.protocol.layers import LAYERS
from tests.hostile.corpus import Attack, attacks
from tests.hostile.driver import Grader


def through(
    grader: Grader, some: list[Attack], without: tuple[str, ...], console: Console
) -> list[Attack]:
    """Print which attacks get through without some layers, and how; return them."""
    what = ", ".join(without) if without != LAYERS else "any layer"
    bar = track(some, f"without {what}", console=Console(stderr=True), transient=True)
    found = [(attack, ways) for attack in bar if (ways := grader.attack(attack, without))]
    console.print(f"\nWithout {what}, {len(found)} of {len(some)} attacks get through:")
    for attack, ways in found:
        console.print(f"  {attack.name:32} {'; '.join(ways)}", markup=False, soft_wrap=True)
    return [attack for attack, _ in found]


def main() -> None:
    """Run the corpus without the layers that were asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--layer", choices=LAYERS, action="append", help="off, all others on")
    parser.add_argument("--attack", action="append", help="this attack only")
    options = parser.parse_args()
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 200)
    some = [a for a in attacks() if not options.attack or a.name in options.attack]
    with tempfile.TemporaryDirectory(prefix="corpus-") as name:
        grader = Grader(Path(name), 0)
        console.print(f"As user {os.geteuid()}, {len(some)} attacks.")
        if not options.layer:
            some = through(grader, some, LAYERS, console)
        for layer in options.layer or LAYERS:
            through(grader, some, (layer,), console)
        grader.close()


if __name__ == "__main__":
    main()
