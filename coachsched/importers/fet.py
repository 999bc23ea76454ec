"""FET's ``NAME_timetable.csv``: a row per activity and hour, names in full, ``+`` between several."""

from __future__ import annotations

from collections.abc import Sequence

from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import phrase
from coachsched.core.timetable import Row
from coachsched.importers.headers import Header, best_header, find_header, sound_rows
from coachsched.importers.sorting_out import sort_out
from coachsched.importers.tables import Line, one_line, refusal
from coachsched.importers.timetable_file import TimetableFile

FORMAT = "fet"

# FET writes its titles in English whatever language it speaks, and in this order.
TITLES = (
    "Activity Id", "Day", "Hour", "Students Sets", "Subject", "Teachers", "Activity Tags", "Room", "Comments",
)  # fmt: skip
REQUIRED = ("Day", "Hour", "Students Sets", "Subject", "Teachers")
_COLUMNS: dict[str, tuple[str, ...]] = dict.fromkeys(TITLES, ())
_ONLY_FETS = {"Activity Id", "Students Sets", "Activity Tags"}


def is_like(lines: Sequence[Line]) -> bool:
    """Whether some row near the top has the titles only FET writes."""
    header, _ = best_header(lines, _COLUMNS)
    return header is not None and not _ONLY_FETS.isdisjoint(header.cells)


def read(lines: Sequence[Line], name: str) -> TimetableFile:
    """The timetable in the rows of ``name``, with or without the header, which FET leaves off on request.

    An activity without teachers, or not placed, is left out. Raises InputError with every broken line.
    """
    header = _header(lines, name)
    sound, problems = sound_rows(lines, header, TITLES, name)
    if problems:
        raise refusal(problems, name)
    return sort_out([_row(line, header) for line in sound], name, FORMAT)


def _header(lines: Sequence[Line], name: str) -> Header:
    if lines and _is_activity(lines[0]):
        return Header(0, {title: index for index, title in enumerate(TITLES)}, len(TITLES))
    try:
        return find_header(lines, _COLUMNS, REQUIRED, name)
    except InputError as error:
        # FET exports its activities, without times, beside the timetable.
        what = phrase("is not FET's timetable.")
        remedy = phrase("It is the exported file whose name ends in _timetable.csv.")
        raise InputError([*error.problems, Problem(name, what, remedy)]) from None


def _is_activity(line: Line) -> bool:
    return len(line.cells) == len(TITLES) and line.cells[0].isdecimal()


def _row(line: Line, header: Header) -> Row:
    day, hour, students, subject, teachers, room = (
        one_line(header.cell(line, title))
        for title in ("Day", "Hour", "Students Sets", "Subject", "Teachers", "Room")
    )
    return Row(teachers, day, hour, klass=students, subject=subject, room=room, line=line.number)
