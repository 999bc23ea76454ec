"""Untis ``GPU009.TXT``, the break supervisions: corridor, teacher, day 1 to 7, the period after, points.

A duty belongs to the break before the period it names, so that is the period its row carries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coachsched.core.errors import Problem
from coachsched.core.phrases import phrase
from coachsched.core.places import on_line
from coachsched.core.timetable import Row
from coachsched.importers.sorting_out import sort_out
from coachsched.importers.tables import Line, one_line, refusal
from coachsched.importers.timetable_file import FilePeriod, TimetableFile
from coachsched.importers.untis import day_and_period_fault, file_day, mostly, plain, too_few_fields

FORMAT = "untis_duties"
FEWEST_CELLS, MOST_CELLS = 4, 9
BEFORE = "before "


def is_like(lines: Sequence[Line]) -> bool:
    """Whether most of the first rows have two words and then two or three numbers."""
    return mostly(_fits, lines)


def read(lines: Sequence[Line], name: str) -> TimetableFile:
    """The duties in the rows of ``name``, which take the place of the duties in force and of nothing else.

    Rows without teacher, day or period are left out. Raises InputError with every broken line.
    """
    problems = [problem for line in lines if (problem := _fault(line, name))]
    if problems:
        raise refusal(problems, name)
    file = sort_out([_row(line) for line in lines], name, FORMAT)
    days = sorted({int(row.day) for row in file.rows})
    after = sorted({int(row.period.removeprefix(BEFORE)) for row in file.rows})
    return replace(
        file,
        days=tuple(map(file_day, days)),
        periods=tuple(period for number in after for period in _break_and_period(number)),
        scope="duties",
    )


def _break_and_period(number: int) -> tuple[FilePeriod, FilePeriod]:
    """The break before a period, and the period, without which a school could not tell which break it is."""
    period = str(number)
    return FilePeriod(BEFORE + period, kind="break", before=period), FilePeriod(period)


def _fits(line: Line) -> bool:
    cells = line.cells
    if not FEWEST_CELLS <= len(cells) <= MOST_CELLS or not cells[1] or cells[1].isdecimal():
        return False
    numbers = all(cell.isascii() and cell.isdecimal() for cell in cells[2:4])
    rest = all(not cell or cell.replace(".", "").isdecimal() for cell in cells[4:6])
    return numbers and rest and not _fault(line, "")


def _fault(line: Line, name: str) -> Problem | None:
    if len(line.cells) < FEWEST_CELLS:
        remedy = phrase("Export the break supervisions (GPU009.TXT) once more.")
        return Problem(on_line(line.number, name), too_few_fields(line, FEWEST_CELLS), remedy)
    fault = day_and_period_fault(line.cells[2], line.cells[3])
    return Problem(on_line(line.number, name), *fault) if fault else None


def _row(line: Line) -> Row:
    corridor, teacher, day, period = map(one_line, line.cells[:4])
    return Row(
        teacher=teacher.replace("+", "/"),
        day=plain(day).removeprefix("0"),
        period=BEFORE + plain(period) if period else "",
        room=corridor,
        kind="duty",
        line=line.number,
    )
