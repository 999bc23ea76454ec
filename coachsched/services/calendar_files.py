"""Terms and days off from files and from what is known of a country: looked at first, then taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from coachsched.core.calendar import DayException, Term
from coachsched.core.date_changes import DateChange, DatePick, compare, with_picks
from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import phrase
from coachsched.importers import public_holidays
from coachsched.importers.date_order import ORDERS, Order
from coachsched.importers.dates import read_dates
from coachsched.importers.dates_file import LONGEST_DAYS, DatesFile
from coachsched.importers.decoding import ENCODINGS, EncodingError
from coachsched.services import access, calendars, clock
from coachsched.services.calendars import Breaking, Change
from coachsched.store import schools as stored
from coachsched.store.people import Membership, School

__all__ = ["ENCODINGS", "ORDERS", "DatesFile", "Order"]

PAST, AHEAD = timedelta(days=400), timedelta(days=1100)
MOST_CHANGES = 300


@dataclass(frozen=True)
class CalendarChange:
    """What new dates change; ``broken`` are the meetings that would break if the ticked ones were taken."""

    changes: tuple[DateChange, ...]
    ticked: tuple[DatePick, ...]
    broken: tuple[Breaking, ...]
    left_out: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class HolidayChoices:
    """Countries, and the parts of the one chosen, as (code, name)."""

    countries: tuple[tuple[str, str], ...]
    subdivisions: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CalendarApplied:
    """What was done; ``changed`` is False where everything was so already."""

    changed: bool
    broken: tuple[Breaking, ...]


def from_file(
    by: Membership | School, data: bytes, name: str, order: Order | None = None, encoding: str | None = None
) -> DatesFile:
    """The dates in a file; of a calendar those from a year ago to three years ahead. Raises InputError."""
    school = _school(by)
    today = clock.today(school.timezone)
    zone = ZoneInfo(school.timezone)
    try:
        return read_dates(data, name, zone, today - PAST, today + AHEAD, order, encoding)
    except EncodingError as error:
        raise InputError([Problem("encoding", str(one)) for one in error.problems]) from None


def from_holidays(
    by: Membership | School, country: str, subdivision: str | None, years: Sequence[int]
) -> DatesFile:
    """The holidays of a country, or a part of it, in some years; raises InputError."""
    _school(by)
    return public_holidays.read(country, subdivision, years)


def holiday_choices(by: Membership | School, country: str = "") -> HolidayChoices:
    """What can be chosen from, the parts of a country once it is named; raises InputError."""
    _school(by)
    parts = public_holidays.subdivisions(country) if country else []
    return HolidayChoices(tuple(public_holidays.countries()), tuple(parts))


def of_picks(picks: Sequence[DatePick]) -> DatesFile:
    """Dates that were looked at before, as they were."""
    terms = tuple(Term(one.name, one.first, one.last) for one in picks if one.kind == "term")
    added = [one for one in picks if one.kind != "term" and one.act != "remove"]
    removed = [one for one in picks if one.act == "remove"]
    return DatesFile(terms, _days(added), cancelled=_days(removed))


def preview(
    by: Membership | School,
    dates: DatesFile,
    ticked: Sequence[DatePick] | None = None,
    replace_by_hand: bool = False,
) -> CalendarChange:
    """What the dates would change, and what would break; nothing is kept. Raises InputError.

    Where nothing is ticked yet, everything is that changes something, but for days somebody entered as
    something else: these stay, unless they are to be replaced too.
    """
    school = _school(by)
    calendar = stored.read_calendar(school)
    changes = tuple(compare(calendar, dates.terms, dates.exceptions, dates.cancelled))
    if len(changes) > MOST_CHANGES:
        what = phrase("hold %(n)s dates, which is more than can be looked at.", n=len(changes))
        raise InputError(
            Problem(phrase("the dates"), what, phrase("Bring at most %(n)s at a time.", n=MOST_CHANGES))
        )
    if ticked is None:
        wanted = [one for one in changes if replace_by_hand or one.state != "by_hand"]
        ticked = [one.pick for one in wanted if one.pick]
    broken = tuple(calendars.try_out(school, _change(ticked)).breaking)
    return CalendarChange(changes, tuple(ticked), broken, dates.left_out, dates.notes)


def apply(by: Membership | School, picks: Sequence[DatePick]) -> CalendarApplied:
    """Take what was chosen into the school's calendar, whole or not at all; twice the same changes nothing.

    Booked meetings are looked at again in the same transaction. Raises InputError where the calendar would
    not hold together.
    """
    broken = calendars.make(_school(by), _change(picks))
    return CalendarApplied(broken is not None, tuple(broken or ()))


def _school(by: Membership | School) -> School:
    """The school of whoever may do this: an administrator, or the command line."""
    if isinstance(by, School):
        return by
    access.require(by, "school_calendar")
    return by.school


def _change(picks: Sequence[DatePick]) -> Change:
    """Taking these into the calendar; raises InputError for what cannot be taken into any."""
    _check_picks(picks)
    return calendars.of_calendar(lambda calendar: with_picks(calendar, picks))


def _check_picks(picks: Sequence[DatePick]) -> None:
    for pick in picks:
        days = (pick.last - pick.first).days
        if not 0 <= days <= LONGEST_DAYS:
            raise InputError(
                Problem(
                    pick.name,
                    phrase("does not end within a year of its start."),
                    phrase("Correct its dates."),
                )
            )


def _days(picks: Sequence[DatePick]) -> tuple[DayException, ...]:
    """A day each, once."""
    days = {
        on: DayException(on, one.kind, note=one.name)  # type: ignore[arg-type]
        for one in picks
        for on in map(date.fromordinal, range(one.first.toordinal(), one.last.toordinal() + 1))
    }
    return tuple(days[on] for on in sorted(days))
