"""Untis ``GPU001.TXT``: no header; lesson number, class, teacher, subject, room, day 1 to 7, period, …

A row for each class, teacher and period of a lesson. Several teachers under one number are a coupled
lesson, each with a class of their own in front of them, so that only the classes of one teacher are joined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from coachsched.core.errors import Problem
from coachsched.core.phrases import phrase
from coachsched.core.places import on_line
from coachsched.core.timetable import Row
from coachsched.importers.days_and_periods import english, file_periods
from coachsched.importers.sorting_out import sort_out
from coachsched.importers.tables import Line, one_line, refusal
from coachsched.importers.timetable_file import FileDay, TimetableFile

FORMAT = "untis"
FEWEST_CELLS, MOST_CELLS = 7, 12
HIGHEST_PERIOD = 50
_LOOKED_AT = 60


class _Fields(NamedTuple):
    """What is read of a row; Untis writes a length in minutes and empty fields after it."""

    number: str
    klass: str
    teacher: str
    subject: str
    room: str
    day: str
    period: str


def is_like(lines: Sequence[Line]) -> bool:
    """Whether most of the first rows have Untis's numbers at their places."""
    return mostly(_fits, lines)


def read(lines: Sequence[Line], name: str) -> TimetableFile:
    """The timetable in the rows of ``name``; a row without a class is a meeting.

    Rows without teacher, day or period are left out. Raises InputError with every broken line.
    """
    problems = [problem for line in lines if (problem := _fault(line, name))]
    if problems:
        raise refusal(problems, name)
    file = sort_out([_row(line) for line in lines], name, FORMAT)
    rows = tuple(_joined(file.rows, {line.number: line.cells[0] for line in lines}))
    days = sorted({int(row.day) for row in rows})
    return replace(
        file,
        rows=rows,
        days=tuple(map(file_day, days)),
        periods=file_periods(row.period for row in rows),
    )


def mostly(fits: Callable[[Line], bool], lines: Sequence[Line]) -> bool:
    """Whether seven in ten of the first rows fit: a few may be broken, and are told later."""
    looked_at = lines[:_LOOKED_AT]
    fitting = sum(fits(line) for line in looked_at)
    return fitting > 0 and fitting * 10 >= len(looked_at) * 7


def file_day(number: int) -> FileDay:
    """Untis's day 1 to 7, 1 for Monday."""
    return FileDay(str(number), also=english(number - 1), weekday=number - 1)


def day_and_period_fault(day: str, period: str) -> tuple[str, str] | None:
    """What is wrong with the numbers of a row, and the remedy.

    No day, or 0, is a lesson that is not placed, and no fault.
    """
    if day and not (is_number(day) and int(day) <= 7):
        what = phrase('has the day "%(text)s".', text=day[:40])
        return what, phrase("Untis counts days from 1 for Monday to 7.")
    if period and not (is_number(period) and int(period) <= HIGHEST_PERIOD):
        what = phrase('has the period "%(text)s".', text=period[:40])
        return what, phrase("Untis counts periods from 0 to %(n)s.", n=HIGHEST_PERIOD)
    return None


def is_number(cell: str) -> bool:
    """Whether a cell is a number as small as days and periods are."""
    return cell.isascii() and cell.isdecimal() and len(cell) <= 4


def plain(cell: str) -> str:
    """A day or period without leading zeros; 0 is left as it is."""
    return str(int(cell)) if cell else ""


def _fits(line: Line) -> bool:
    if not FEWEST_CELLS <= len(line.cells) <= MOST_CELLS:
        return False
    fields = _fields(line)
    numbers = (fields.number, fields.day, fields.period)
    return all(cell.isascii() and cell.isdecimal() for cell in numbers) and not _fault(line, "")


def _fault(line: Line, name: str) -> Problem | None:
    if len(line.cells) < FEWEST_CELLS:
        remedy = phrase("Export the timetable (GPU001.TXT) once more.")
        return Problem(on_line(line.number, name), too_few_fields(line, FEWEST_CELLS), remedy)
    fields = _fields(line)
    fault = day_and_period_fault(fields.day, fields.period)
    return Problem(on_line(line.number, name), *fault) if fault else None


def too_few_fields(line: Line, least: int) -> str:
    """What is said of a line that is cut short."""
    return phrase("has %(n)s fields where at least %(least)s are needed.", n=len(line.cells), least=least)


def _fields(line: Line) -> _Fields:
    return _Fields(*map(one_line, islice(line.cells, len(_Fields._fields))))


def _row(line: Line) -> Row:
    fields = _fields(line)
    return Row(
        teacher=fields.teacher.replace("+", "/"),
        day=plain(fields.day).removeprefix("0"),
        period=plain(fields.period),
        klass=fields.klass,
        subject=fields.subject,
        room=fields.room,
        kind="lesson" if fields.klass else "meeting",
        line=line.number,
    )


def _joined(rows: Sequence[Row], numbers: dict[int, str]) -> Iterator[Row]:
    """The rows, those of one lesson number that differ only in class made one."""
    together: dict[tuple[str, Row], list[Row]] = {}
    for row in rows:
        together.setdefault((numbers[row.line], replace(row, klass="")), []).append(row)
    for same in together.values():
        yield replace(same[0], klass="+".join(dict.fromkeys(row.klass for row in same if row.klass)))
