"""A new school's terms and days off at once: typed terms, and what its country has off inside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coachsched.core.calendar import Term
from coachsched.core.calendar_checks import check_calendar
from coachsched.core.date_changes import DateChange, DatePick, compare, with_picks
from coachsched.core.errors import InputError
from coachsched.importers import public_holidays, zones
from coachsched.services import access, calendars
from coachsched.store import schools
from coachsched.store.people import Membership, School


@dataclass(frozen=True)
class DaysOff:
    """The days off of a country, or a part of it, that fall on school days of some terms.

    ``fault`` is what is said where they are not known.
    """

    parts: tuple[tuple[str, str], ...] = ()
    days: tuple[DateChange, ...] = ()
    fault: str = ""


def country(actor: Membership) -> str:
    """The country of the school's time zone; empty where it is not known."""
    found = zones.country_of(actor.school.timezone)
    return found if found in dict(public_holidays.countries()) else ""


def days_off(actor: Membership, terms: Sequence[Term], country: str, part: str) -> DaysOff:
    """What could be taken; nothing without a country or sound terms. Raises ForbiddenError."""
    access.require(actor, "school_calendar")
    if not country:
        return DaysOff()
    try:
        parts = tuple(public_holidays.subdivisions(country))
        # Another country's part means nothing in this one.
        part = part if part in dict(parts) else ""
        known = schools.read_calendar(actor.school)
        calendar = replace(known, terms=tuple(terms))
        if not terms or check_calendar(calendar, finished=bool(known.bells)):
            return DaysOff(parts)
        years = range(min(one.start.year for one in terms), max(one.end.year for one in terms) + 1)
        found = public_holidays.read(country, part or None, years)
    except InputError as error:
        return DaysOff(fault=" ".join(f"{one.what} {one.remedy}".strip() for one in error.problems))
    changes = compare(calendar, (), found.exceptions)
    return DaysOff(parts, tuple(one for one in changes if one.pick and one.state == "new"))


def change(terms: Sequence[Term], picks: Sequence[DatePick]) -> calendars.Change:
    """These terms, and these days off inside them."""
    return calendars.of_calendar(lambda calendar: with_picks(replace(calendar, terms=tuple(terms)), picks))


def add_term(school: School, term: Term) -> bool:
    """One more term, in place of one of its name: whether anything changed. Raises InputError."""

    def with_it(old: tuple[Term, ...]) -> tuple[Term, ...]:
        return (*(one for one in old if one.name != term.name), term)

    edit = calendars.of_calendar(lambda calendar: replace(calendar, terms=with_it(calendar.terms)))
    return calendars.make(school, edit) is not None
