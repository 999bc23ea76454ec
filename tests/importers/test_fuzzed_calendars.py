"""Two hundred broken copies of the invented calendars: one clear refusal, or rows that hold together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from random import Random

import pytest
from invented_calendars import (
    BERLIN,
    SIX_DAYS,
    TWO_WEEKS,
    WEEKLY,
    google,
    six_days,
    term_dates,
    two_weeks,
    webuntis,
)
from invented_calendars import windows as windows_calendar

from coachsched.core.errors import InputError
from coachsched.core.timetable import check_rows
from coachsched.importers import ics_lessons
from coachsched.importers.dates import read_dates
from coachsched.importers.decoding import decode

COPIES = 40
LESSONS = {
    "dated": (webuntis, WEEKLY),
    "two weeks": (two_weeks, TWO_WEEKS),
    "six days": (six_days, SIX_DAYS),
    "rules": (google, WEEKLY),
    "windows": (windows_calendar, WEEKLY),
}
TABLE = """\
name,start,end,kind
Term 1,13/1/2027,26/3/2027,term
Half term,15/2/2027,16/2/2027,
INSET,2027-02-19,,
"""
INSERTED = (
    b"\r\n", b";", b":", b"\x00", b"\xff", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"RRULE:FREQ=DAILY\r\n",
    b"TZID=Europe", b"99999999T999999", b'"', b"\\n", b"END:VCALENDAR\r\n", b"DTSTART:", b"0000",
)  # fmt: skip


def broken(data: bytes, rng: Random) -> bytes:
    """A copy cut short, or with bytes changed, left out, doubled or put in."""
    if rng.random() < 0.2:
        return data[: rng.randrange(len(data))]
    copy = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(copy))
        to = min(len(copy), at + rng.randint(1, 40))
        act = rng.randrange(4)
        if act == 0:
            copy[at] = rng.randrange(256)
        elif act == 1 and to - at < len(copy):
            del copy[at:to]
        elif act == 2:
            copy[at:at] = copy[at:to]
        else:
            copy[at:at] = rng.choice(INSERTED)
    return bytes(copy)


@pytest.mark.slow
@pytest.mark.parametrize("name", LESSONS)
def test_a_broken_timetable_is_refused_or_holds_together(name: str):
    make, school = LESSONS[name]
    data = make().encode()

    def check(seed: int) -> None:
        try:
            text = decode(broken(data, Random(seed)), "x.ics")
            file = ics_lessons.read(text, "x.ics", school)
        except InputError:
            return
        assert file.rows
        assert check_rows(file.rows, school) == []
        assert all(
            one.isprintable() for row in file.rows for one in (row.klass, row.subject, row.room, row.teacher)
        )

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(check, range(COPIES)))


@pytest.mark.slow
@pytest.mark.parametrize("data", [term_dates().encode(), TABLE.encode()], ids=["calendar", "table"])
def test_broken_dates_are_refused_or_hold_together(data: bytes):
    first, last = date(2026, 1, 1), date(2029, 1, 1)

    def check(seed: int) -> None:
        try:
            file = read_dates(broken(data, Random(seed)), "x", BERLIN, first, last)
        except InputError:
            return
        assert len({day.date for day in file.exceptions}) == len(file.exceptions)
        assert all(
            before.end < after.start for before, after in zip(file.terms, file.terms[1:], strict=False)
        )
        assert all(term.start <= term.end and term.name for term in file.terms)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(check, range(COPIES)))
