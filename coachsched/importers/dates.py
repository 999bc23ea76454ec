"""Reading a file of terms and days off, whichever of its formats it has."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import phrase
from coachsched.importers import dates_table, ics_dates, ics_lessons
from coachsched.importers.date_order import ORDERS, Order
from coachsched.importers.dates_file import DatesFile
from coachsched.importers.decoding import decode, refuse_too_large
from coachsched.importers.lines import read_lines
from coachsched.importers.workbooks import is_workbook


def read_dates(
    data: bytes,
    name: str,
    zone: ZoneInfo,
    first: date,
    last: date,
    order: Order | None = None,
    encoding: str | None = None,
) -> DatesFile:
    """The terms and days off in an iCalendar file, a table or a workbook called ``name``.

    Of a calendar, what lies from ``first`` to ``last`` in the dates of ``zone``; of a table, everything.
    Raises InputError with every fault, EncodingError where the encoding has to be named.
    """
    if order is not None and order not in ORDERS:
        what = phrase('"%(order)s" is no order of dates.', order=order)
        raise InputError(Problem("order", what, phrase("Name dmy or mdy.")))
    refuse_too_large(data, name)
    if not is_workbook(data, name) and ics_lessons.is_like(text := decode(data, name, encoding)):
        return ics_dates.read(text, name, zone, first, last)
    lines = read_lines(data, name, encoding, dates_table.SYNONYMS)
    if not lines:
        raise InputError(Problem(name, phrase("is empty.")))
    return dates_table.read(lines, name, order)
