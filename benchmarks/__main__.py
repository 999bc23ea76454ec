"""Prints a line a figure and writes them all to var/bench.json."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks import assign, board, feeds, grid_filter, imports, mail, pages, quiet, recheck, slots
from benchmarks.measure import Figure, write

PARTS: dict[str, Callable[[], Iterable[Figure]]] = {
    "slots": slots.figures,
    "pages": pages.figures,
    "grid_filter": grid_filter.figures,
    "feeds": feeds.figures,
    "mail": mail.figures,
    "quiet": quiet.figures,
    "board": board.figures,
    "recheck": recheck.figures,
    "imports": imports.figures,
    "assign": assign.figures,
}
RESULT = Path(__file__).parents[1] / "var" / "bench.json"


def main(chosen: list[str]) -> None:
    """All parts, or those named, which are printed only."""
    figures: list[Figure] = []
    for name in chosen or PARTS:
        for figure in PARTS[name]():
            print(figure, flush=True)
            figures.append(figure)
    if not chosen:
        write(figures, RESULT)
        print(f"Written to {RESULT}.")


main(sys.argv[1:])
