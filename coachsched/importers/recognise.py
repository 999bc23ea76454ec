"""Which format a timetable file has, and reading it; what wraps it is taken off first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from coachsched.core.calendar import Calendar
from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import phrase
from coachsched.core.suggest import suggest
from coachsched.importers import asc, canonical, fet, grid, ics_lessons, untis, untis_duties
from coachsched.importers.combining import combine
from coachsched.importers.containers import is_zip, unpack
from coachsched.importers.decoding import decode, refuse_too_large
from coachsched.importers.headers import best_header, shown
from coachsched.importers.tables import Line, parse
from coachsched.importers.timetable_file import TimetableFile
from coachsched.importers.workbooks import Sheet, is_workbook, read_sheets


class TextFormat(NamedTuple):
    """A format with a grammar of its own."""

    is_like: Callable[[str], bool]
    read: Callable[[str, str], TimetableFile]


class CalendarFormat(NamedTuple):
    """A format of dated lessons, which only the school's calendar turns into a timetable."""

    is_like: Callable[[str], bool]
    read: Callable[[str, str, Calendar], TimetableFile]


class TableFormat(NamedTuple):
    """A format that is rows of cells, as text or in a spreadsheet."""

    is_like: Callable[[Sequence[Line]], bool]
    read: Callable[[Sequence[Line], str], TimetableFile]


# Each is tried in this order.
TEXT_FORMATS: Mapping[str, TextFormat] = {
    asc.FORMAT: TextFormat(asc.is_like, asc.read),
}
# Calendars of a teacher's lessons: a line here and one in FORMATS.
CALENDAR_FORMATS: Mapping[str, CalendarFormat] = {
    ics_lessons.FORMAT: CalendarFormat(ics_lessons.is_like, ics_lessons.read),
}
# The school's own table last, because it asks least of a file; a grid's titles may name a column of it.
TABLE_FORMATS: Mapping[str, TableFormat] = {
    fet.FORMAT: TableFormat(fet.is_like, fet.read),
    untis.FORMAT: TableFormat(untis.is_like, untis.read),
    untis_duties.FORMAT: TableFormat(untis_duties.is_like, untis_duties.read),
    grid.FORMAT: TableFormat(grid.is_like, grid.read),
    canonical.FORMAT: TableFormat(canonical.is_like, canonical.read),
}

# The title of each format for pages and the help of commands.
FORMATS: Mapping[str, str] = MappingProxyType(
    {
        canonical.FORMAT: phrase("A table with a row for each lesson (spreadsheet or CSV)"),
        grid.FORMAT: phrase(
            "A wide grid: a row for each teacher, a column for each period (spreadsheet or CSV)"
        ),
        untis.FORMAT: phrase("Untis timetable (GPU001.TXT)"),
        untis_duties.FORMAT: phrase("Untis break supervisions (GPU009.TXT)"),
        asc.FORMAT: "aSc Timetables (XML)",
        fet.FORMAT: phrase("FET timetable (…_timetable.csv)"),
        ics_lessons.FORMAT: phrase("A teacher's own calendar (iCalendar)"),
    }
)


def read_timetable(
    data: bytes,
    name: str,
    format: str | None = None,
    encoding: str | None = None,
    calendar: Calendar | None = None,
) -> TimetableFile:
    """The timetable in a file called ``name``; the format is the one named, else seen from the content.

    It may be text, a spreadsheet, or a zip archive of several files of one format. ``calendar`` is the
    school's, for files of dated lessons. Raises InputError with every fault, EncodingError where the encoding
    has to be named.
    """
    if format is not None and format not in FORMATS:
        what = phrase('cannot be read as "%(format)s".', format=format)
        raise InputError(Problem(name, what, suggest(format, FORMATS)))
    refuse_too_large(data, name)
    if is_workbook(data, name):
        return _from_sheets(read_sheets(data, name), name, format)
    if is_zip(data):
        read_part = partial(_read_part, format=format, encoding=encoding, calendar=calendar)
        return combine(unpack(data, name), name, read_part)
    return _from_text(decode(data, name, encoding), name, format, calendar)


def _read_part(
    data: bytes, name: str, format: str | None, encoding: str | None, calendar: Calendar | None
) -> TimetableFile | None:
    """One file of an archive; None for what is none of the formats."""
    if is_zip(data) and not is_workbook(data, name):
        return None
    try:
        return read_timetable(data, name, format, encoding, calendar)
    except UnrecognisedError:
        return None


class UnrecognisedError(InputError):
    """The file is none of the formats, as far as can be seen."""


def _from_text(text: str, name: str, format: str | None, calendar: Calendar | None) -> TimetableFile:
    for known, of_text in TEXT_FORMATS.items():
        if format == known or (format is None and of_text.is_like(text)):
            return of_text.read(text, name)
    for known, of_dates in CALENDAR_FORMATS.items():
        if format == known or (format is None and of_dates.is_like(text)):
            if calendar is None:
                what = phrase("can only be read beside the school's calendar.")
                raise InputError(Problem(name, what))
            return of_dates.read(text, name, calendar)
    if format is None and text.lstrip().startswith(("<", "{", "BEGIN:")):
        start = repr(text.lstrip()[:40].splitlines()[0])
        raise _unrecognised(name, phrase("it starts with %(text)s", text=start))
    return _from_table(parse(text, name), name, format)


def _from_table(lines: Sequence[Line], name: str, format: str | None) -> TimetableFile:
    if not lines:
        raise InputError(Problem(name, phrase("is empty.")))
    known = format or _recognised(lines)
    if known is None:
        raise _unrecognised(name, phrase("its first row is %(cells)s", cells=shown(lines[0].cells)))
    if known not in TABLE_FORMATS:
        what = phrase("is a table, so it cannot be read as %(format)s.", format=FORMATS[known])
        raise InputError(Problem(name, what))
    return TABLE_FORMATS[known].read(lines, name)


def _from_sheets(sheets: Sequence[Sheet], name: str, format: str | None) -> TimetableFile:
    """The first sheet that is a timetable, with a note on those that were not read."""
    if not sheets:
        raise InputError(Problem(name, phrase("is empty.")))
    fitting = (sheet for sheet in sheets if (format or _recognised(sheet.lines)))
    chosen = next(fitting, sheets[0])
    if len(sheets) == 1:
        return _from_table(chosen.lines, name, format)
    # L10N: a place in a file, the sheet of a workbook.
    where = phrase('%(file)s, sheet "%(sheet)s"', file=name, sheet=chosen.title)
    file = _from_table(chosen.lines, where, format)
    others = ", ".join(f'"{sheet.title}"' for sheet in sheets if sheet is not chosen)
    told = phrase(
        'only the sheet "%(sheet)s" is read, not %(others)s.', sheet=chosen.title, others=others[:200]
    )
    return replace(file, notes=(*file.notes, Problem(name, told)))


def _recognised(lines: Sequence[Line]) -> str | None:
    if _names_its_columns(lines) and not fet.is_like(lines):
        return canonical.FORMAT
    return next((known for known, one in TABLE_FORMATS.items() if one.is_like(lines)), None)


def _names_its_columns(lines: Sequence[Line]) -> bool:
    """Whether a row has a title for each column that the school's own table needs."""
    required = {column: canonical.SYNONYMS[column] for column in canonical.REQUIRED}
    return best_header(lines, required)[1] == len(required)


def _unrecognised(name: str, seen: str) -> UnrecognisedError:
    remedy = phrase(
        "Formats read here: %(formats)s. A spreadsheet needs a row that names its columns: %(columns)s. "
        "What a spreadsheet program opens can be saved there as a workbook (.xlsx).",
        formats=", ".join(FORMATS),
        columns=", ".join(canonical.NEEDED),
    )
    what = phrase("is not a timetable in a format read here: %(seen)s.", seen=seen)
    return UnrecognisedError(Problem(name, what, remedy))
