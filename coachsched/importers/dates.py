"""Reading a file of terms and days off, whichever of its formats it has."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from coachsched.core.errors import InputError, Problem
from coachsched.importers import dates_table, ics_dates, ics_lessons
from coachsched.importers.date_order import ORDERS, Order
from coachsched.importers.dates_file import DatesFile
from coachsched.importers.decoding import decode
from coachsched.importers.tables import parse


def read_dates(
    data: bytes,
    name: str,
    zone: ZoneInfo,
    first: date,
    last: date,
    order: Order | None = None,
    encoding: str | None = None,
) -> DatesFile:
    """The terms and days off in an iCalendar file or a table called ``name``.

    Of a calendar, what lies from ``first`` to ``last`` in the dates of ``zone``; of a table, everything.
    Raises InputError with every fault, EncodingError where the encoding has to be named.
    """
    if order is not None and order not in ORDERS:
        raise InputError(Problem("order", f'"{order}" is no order of dates.', f"Name {' or '.join(ORDERS)}."))
    text = decode(data, name, encoding)
    if ics_lessons.is_like(text):
        return ics_dates.read(text, name, zone, first, last)
    lines = parse(text, name)
    if not lines:
        raise InputError(Problem(name, "is empty."))
    return dates_table.read(lines, name, order)
