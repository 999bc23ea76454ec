"""The wide grid staffrooms keep: a row for each teacher, a column for each day and period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coachsched.core.errors import InputError, Problem
from coachsched.core.labels import names
from coachsched.core.phrases import Large, phrase
from coachsched.core.places import on_line
from coachsched.core.timetable import Row
from coachsched.importers.days_and_periods import file_days, file_periods
from coachsched.importers.grid_cells import Cell, read_cell
from coachsched.importers.grid_layout import Layout, find_layout
from coachsched.importers.grid_notes import notes
from coachsched.importers.grid_titles import Slot
from coachsched.importers.sorting_out import NO_DAY
from coachsched.importers.tables import Line, one_line
from coachsched.importers.timetable_file import FileTeacher, TimetableFile

FORMAT = "grid"
MOST_CELLS = 200_000


class Entry(NamedTuple):
    """One cell of the grid that is not empty."""

    line: int
    teacher: str
    slot: Slot
    text: str
    cell: Cell


def is_like(lines: Sequence[Line]) -> bool:
    """Whether the lines have titles that say which days and periods their columns, or rows, are."""
    return find_layout(lines) is not None


def read(lines: Sequence[Line], name: str) -> TimetableFile:
    """The timetable in the grid of ``name``; ``lines_read`` counts its cells that are not empty.

    ``notes`` say what the cells were taken for. Raises InputError where no titles say where a cell belongs.
    """
    layout = find_layout(lines)
    if layout is None:
        what = phrase("has no titles that name days and periods.")
        remedy = phrase('Write them over the columns, such as "Mon 1", "Mon 2", or days over their periods.')
        raise InputError(Problem(name, what, remedy))
    entries = list(_entries(layout, name))
    placed = [entry for entry in entries if not _reason(entry)]
    rows = tuple(_row(entry) for entry in placed if entry.cell.kind != "free")
    slots = (*layout.slots.values(), *(entry.slot for entry in placed))
    return TimetableFile(
        rows=rows,
        left_out=tuple(
            Problem(on_line(entry.line, name), reason) for entry in entries if (reason := _reason(entry))
        ),
        format=FORMAT,
        lines_read=len(entries),
        days=file_days(dict.fromkeys((slot.week, slot.day) for slot in slots if slot.day)),
        periods=file_periods((slot.period for slot in layout.slots.values()), ordered=True),
        teachers=tuple(_teachers(layout)),
        notes=tuple(notes([(entry.line, entry.text, entry.cell) for entry in placed], layout.unread, name)),
    )


def _entries(layout: Layout, name: str) -> Iterator[Entry]:
    matrix, count = layout.matrix, 0
    for row, teacher in _teacher_rows(layout):
        day = _cell(layout, row, layout.day)
        week = _cell(layout, row, layout.week)
        for column, slot in layout.slots.items():
            text = matrix.cell(row, column)
            if not text:
                continue
            count += 1
            if count > MOST_CELLS:
                what = phrase("has more than %(n)s cells.", n=Large(MOST_CELLS))
                raise InputError(Problem(name, what, phrase("Leave out what is not needed.")))
            at = slot if layout.day < 0 else Slot(week, day, slot.period)
            yield Entry(matrix.line(row, column), teacher, at, one_line(text), read_cell(text))


def _teacher_rows(layout: Layout) -> Iterator[tuple[int, str]]:
    """The rows with their teacher; with days down the side, a teacher stands only beside the first."""
    last = ""
    for row in range(layout.first, layout.matrix.height):
        teacher = _cell(layout, row, layout.teacher).replace("+", "/")
        if layout.day >= 0:
            last = teacher = teacher or last
        yield row, teacher


def _teachers(layout: Layout) -> Iterator[FileTeacher]:
    """Every teacher beside the grid, those without a lesson too."""
    seen = set()
    for row, teacher in _teacher_rows(layout):
        if names(teacher) and teacher not in seen:
            seen.add(teacher)
            yield FileTeacher(teacher, _cell(layout, row, layout.full_name))


def _cell(layout: Layout, row: int, column: int) -> str:
    return one_line(layout.matrix.cell(row, column)) if column >= 0 else ""


def _reason(entry: Entry) -> str | None:
    if not names(entry.teacher):
        return phrase('has "%(text)s" beside no teacher.', text=entry.text[:40])
    return None if entry.slot.day else NO_DAY


def _row(entry: Entry) -> Row:
    cell, slot = entry.cell, entry.slot
    return Row(
        teacher=entry.teacher,
        day=slot.day,
        period=slot.period,
        klass=cell.klass,
        subject=cell.subject,
        room=cell.room,
        week=slot.week,
        kind="lesson" if cell.kind == "free" else cell.kind,
        line=entry.line,
    )
