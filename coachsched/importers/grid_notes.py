"""What the cells of a wide grid were taken for, so that nothing in them is guessed without a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coachsched.core.errors import Problem
from coachsched.core.phrases import joined, phrase
from coachsched.core.places import on_line
from coachsched.importers.grid_cells import Cell

_LONGEST = 40
# L10N: what the cell of a timetable was taken for.
_TAKEN = {
    "free": phrase("free time"),
    "duty": phrase("a duty"),
    "meeting": phrase("a meeting"),
    "absent": phrase("not at school"),
    "protected": phrase("protected time"),
    "release": phrase("release time"),
    "two": phrase("busy: more than one lesson stands in the cell, so that none of them can be visited"),
}
_REMEDY = phrase("Where that is wrong, write the class first and the room in brackets: 9B Maths (R12).")


def notes(cells: Sequence[tuple[int, str, Cell]], unread: Sequence[str], name: str) -> Iterator[Problem]:
    """A note for each way cells were read, most frequent first, then one on columns that were not read.

    ``cells`` are the line, text and meaning of each.
    """
    alike: dict[str, list[tuple[int, str, Cell]]] = {}
    for one in cells:
        alike.setdefault(one[2].shape, []).append(one)
    for same in sorted(alike.values(), key=len, reverse=True):
        line, text, cell = same[0]
        yield Problem(on_line(line, name), _told(len(same), text[:_LONGEST], _taken(cell)), _remedy(cell))
    if unread:
        titles = ", ".join(f'"{title}"' for title in unread[:10])
        yield Problem(name, phrase("columns not read: %(titles)s.", titles=titles))


def _told(count: int, text: str, meaning: str) -> str:
    if count == 1:
        return phrase('the cell "%(text)s" taken as %(meaning)s.', text=text, meaning=meaning)
    return phrase('%(n)s cells such as "%(text)s" taken as %(meaning)s.', n=count, text=text, meaning=meaning)


def _taken(cell: Cell) -> str:
    if cell.shape in _TAKEN:
        return _TAKEN[cell.shape]
    klass, subject, room = (value[:_LONGEST] for value in (cell.klass, cell.subject, cell.room))
    parts = [
        phrase('class "%(name)s"', name=klass) if klass else "",
        phrase('subject "%(name)s"', name=subject) if subject else "",
        phrase('room "%(name)s"', name=room) if room else "",
    ]
    told = joined([part for part in parts if part])
    return told if klass else phrase("%(parts)s: busy, with no class to visit", parts=told)


def _remedy(cell: Cell) -> str:
    return _REMEDY if cell.kind == "lesson" else ""
