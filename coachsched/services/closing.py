"""A day closed at short notice, or rung by other bells: looked at first, done, and undone (design 5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from coachsched.core.calendar import Calendar, Day, DayException
from coachsched.core.closing import Closing, Rule, exception_on, put, relabelled, with_bell, with_closings
from coachsched.core.errors import ConflictError, InputError, Problem
from coachsched.core.phrases import phrase
from coachsched.services import access, clock
from coachsched.services import schools as changing
from coachsched.services.recheck import BELL_CHANGED, CALENDAR_CHANGED, Broken, Verdict, closed_out, look_at
from coachsched.services.unit import transaction
from coachsched.store import schools
from coachsched.store.people import Membership, School

LATEST_ENTRY = timedelta(days=31)
LONGEST = 31
SHOWN_AHEAD = timedelta(days=28)


@dataclass(frozen=True)
class Wish:
    """Dates to close, both ends included, or to ring by ``bell``; without a rule the school's own holds."""

    first: date
    last: date
    bell: str | None = None
    rule: Rule | None = None


@dataclass(frozen=True)
class Change:
    """What a wish, or undoing one, comes to: for those who run the calendar, so without anybody's name.

    ``days`` are the dates that look different, as they were and as they will be; ``broken`` counts meetings
    by (kind, date, period, called off).
    """

    days: tuple[tuple[Day, Day], ...]
    broken: tuple[tuple[tuple[str, date, str, bool], int], ...]


def preview(actor: Membership, wish: Wish) -> Change:
    """What would change, with nothing written; raises ForbiddenError, InputError, ConflictError."""
    access.require(actor, "closing")
    time = schools.school_time(actor.school)
    after = _calendar(actor.school, wish)
    found = look_at(actor.school, replace(time, calendar=after), _dates(wish))
    return Change(
        tuple(relabelled(time.calendar, after, wish.first, wish.last + SHOWN_AHEAD)), _counted(found)
    )


def close(actor: Membership, wish: Wish) -> list[Broken]:
    """Close the dates, or ring them so, and look at every booked meeting again, all in one transaction."""
    access.require(actor, "closing")
    with transaction():
        school = _held(actor)
        after = _calendar(school, wish)
        others = _closings(school)
        for on in _open_dates(school, wish):
            row = schools.exception_row(school, on)
            before = {"rule": None if wish.bell else _rule(school, wish), "stood": _remembered(row)}
            exception = exception_on(after, on)
            assert exception is not None, "what is closed or rung differently is an exception"
            schools.write_exception(school, exception).before = before
        _rewrite(school, after, others)
        reason = BELL_CHANGED if wish.bell else CALENDAR_CHANGED
        return changing.changed(school, reason, frozenset(_dates(wish)))


def reopen(actor: Membership, on: date) -> int:
    """Put back what stood on a date before it was closed or rung by other bells: how many meetings are on.

    Those called off with the day come back where everybody is still free; raises ConflictError.
    """
    access.require(actor, "closing")
    with transaction():
        school = _held(actor)
        row = schools.exception_row(school, on)
        if row is None or not _can_be_undone(row):
            raise ConflictError(phrase("That day is open already. Please look again."))
        others = _closings(school, but=on)
        stood = (row.before or {}).get("stood")
        recalled = _recalled(on, stood)
        after = with_closings(put(schools.read_calendar(school), on, recalled), others)
        if stood and recalled:
            schools.write_exception(school, recalled).before = stood["before"]
        else:
            school.exceptions.remove(row)
        _rewrite(school, after, others)
        off = closed_out(school, on)
        changing.changed(school, CALENDAR_CHANGED, frozenset({on}))
        return off - closed_out(school, on)


def undoable(actor: Membership) -> list[tuple[Day, str]]:
    """The dates of the last weeks and of those to come that can be put back; each with its note."""
    access.require(actor, "closing")
    time, since = schools.school_time(actor.school), clock.today(actor.school.timezone) - LATEST_ENTRY
    rows = [row for row in actor.school.exceptions if row.date >= since and _can_be_undone(row)]
    return [(time.calendar.day(row.date), row.note) for row in rows]


def can_be_undone(actor: Membership, on: date) -> bool:
    """Whether a date was closed, or rung by other bells, at short notice."""
    access.require(actor, "closing")
    row = schools.exception_row(actor.school, on)
    return row is not None and _can_be_undone(row)


def _can_be_undone(row: schools.DayException) -> bool:
    return row.before is not None or row.kind == "closure"


def _held(actor: Membership) -> School:
    """The school as the transaction sees it, its calendar ours until the commit."""
    school = schools.locked(actor.school_id)
    assert school is not None, "who acts is at a school"
    return school


def _calendar(school: School, wish: Wish) -> Calendar:
    """The calendar as it would be; later closures are worked out anew, for their labels may move."""
    calendar = schools.read_calendar(school)
    dates = _open_dates(school, wish)
    if wish.bell:
        for on in dates:
            calendar = put(calendar, on, with_bell(calendar, on, wish.bell))
        return calendar
    rule = _rule(school, wish)
    wanted = [Closing(on, rule, exception_on(calendar, on)) for on in dates]
    return with_closings(calendar, [*_closings(school), *wanted])


def _rule(school: School, wish: Wish) -> Rule:
    return wish.rule or school.closure  # type: ignore[return-value]


def _open_dates(school: School, wish: Wish) -> list[date]:
    """The school days of a wish; raises InputError for what cannot be wished."""
    calendar = schools.read_calendar(school)
    _check(school, wish, calendar)
    dates = [day.date for day in calendar.school_days(wish.first, wish.last)]
    if not dates:
        raise InputError(
            Problem("first", phrase("there is no school then anyway."), phrase("Choose another day."))
        )
    return dates


def _check(school: School, wish: Wish, calendar: Calendar) -> None:
    earliest = clock.today(school.timezone) - LATEST_ENTRY
    problems = []
    if wish.first < earliest:
        problems.append(
            Problem(
                "first",
                phrase("that is too long ago."),
                phrase("Choose a day from %(day)s on.", day=earliest),
            )
        )
    if wish.last < wish.first:
        problems.append(
            Problem(
                "last", phrase("it lies before the first."), phrase("Choose the same day or a later one.")
            )
        )
    elif (wish.last - wish.first).days >= LONGEST:
        problems.append(
            Problem("last", phrase("that is more than a month."), phrase("Enter it as a holiday instead."))
        )
    if wish.bell and wish.bell not in {bell.name for bell in calendar.bells}:
        problems.append(
            Problem(
                "what", phrase('there is no bell "%(name)s".', name=wish.bell), phrase("Choose one shown.")
            )
        )
    if problems:
        raise InputError(problems)


def _dates(wish: Wish) -> list[date]:
    return [wish.first + timedelta(days=number) for number in range((wish.last - wish.first).days + 1)]


def _closings(school: School, but: date | None = None) -> list[Closing]:
    """The days closed here, as they are to be worked out again."""
    return [
        Closing(row.date, row.before["rule"], _recalled(row.date, row.before["stood"]), row.note)
        for row in school.exceptions
        if row.date != but and row.kind == "closure" and row.before and row.before["rule"]
    ]


def _rewrite(school: School, calendar: Calendar, closings: Sequence[Closing]) -> None:
    """Days closed before, whose labels may have moved."""
    for closing in closings:
        exception = exception_on(calendar, closing.date)
        assert exception is not None, "a closed day stays one"
        schools.write_exception(school, exception)


def _remembered(row: schools.DayException | None) -> dict[str, Any] | None:
    """What stands on a date, in the words of its row, what stood there before that included."""
    if row is None:
        return None
    kept = vars(schools.read_exception(row))
    return {name: value for name, value in kept.items() if name != "date"} | {"before": row.before}


def _recalled(on: date, stood: dict[str, Any] | None) -> DayException | None:
    if stood is None:
        return None
    return DayException(date=on, **{name: value for name, value in stood.items() if name != "before"})


def _counted(found: Verdict) -> tuple[tuple[tuple[str, date, str, bool], int], ...]:
    closed = {one.id for one in found.closed}
    met = sorted((*found.closed, *found.broken), key=lambda one: one.start_at)
    off = {one.id for one in met if one.id in closed or one.partnership_id is None}
    counts = Counter((one.kind, one.date, one.period, one.id in off) for one in met)
    return tuple(counts.items())
