"""What the cells of a wide grid were taken for, so that nothing in them is guessed without a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coachsched.core.errors import Problem
from coachsched.importers.grid_cells import Cell

_LONGEST = 40
_TAKEN = {
    "free": "free time",
    "duty": "a duty",
    "meeting": "a meeting",
    "absent": "not at school",
    "protected": "protected time",
    "release": "release time",
    "two": "busy: more than one lesson stands in the cell, so that none of them can be visited",
}
_REMEDY = "Where that is wrong, write the class first and the room in brackets: 9B Maths (R12)."


def notes(cells: Sequence[tuple[int, str, Cell]], unread: Sequence[str], name: str) -> Iterator[Problem]:
    """A note for each way cells were read, most frequent first, then one on columns that were not read.

    ``cells`` are the line, text and meaning of each.
    """
    alike: dict[str, list[tuple[int, str, Cell]]] = {}
    for one in cells:
        alike.setdefault(one[2].shape, []).append(one)
    for same in sorted(alike.values(), key=len, reverse=True):
        line, text, cell = same[0]
        count = f"{len(same)} cells such as" if len(same) > 1 else "the cell"
        yield Problem(
            f"{name}, line {line}", f'{count} "{text[:_LONGEST]}" taken as {_taken(cell)}.', _remedy(cell)
        )
    if unread:
        titles = ", ".join(f'"{title}"' for title in unread[:10])
        yield Problem(name, f"columns not read: {titles}.")


def _taken(cell: Cell) -> str:
    if cell.shape in _TAKEN:
        return _TAKEN[cell.shape]
    parts = (("class", cell.klass), ("subject", cell.subject), ("room", cell.room))
    told = ", ".join(f'{what} "{value[:_LONGEST]}"' for what, value in parts if value)
    return told if cell.klass else f"{told}: busy, with no class to visit"


def _remedy(cell: Cell) -> str:
    return _REMEDY if cell.kind == "lesson" else ""
