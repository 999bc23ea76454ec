"""Terms and special days written one by one: what stays the same keeps its row."""

from __future__ import annotations

from coachsched.core.calendar import Calendar
from coachsched.models import School, db
from coachsched.models.school import DayException, Term


def locked(school_id: int) -> School:
    """The school as it is now, kept from other writers until the running transaction ends."""
    return db.session.get_one(School, school_id, with_for_update=True, populate_existing=True)


def write_dates(school: School, calendar: Calendar) -> None:
    """Make the school's terms and special days those of the calendar; its bells and rotation stay."""
    wanted = {(term.name, term.start, term.end): term for term in calendar.terms}
    for row in list(school.terms):
        if wanted.pop((row.name, row.start, row.end), None) is None:
            school.terms.remove(row)
    school.terms.extend(Term(**vars(term)) for term in wanted.values())
    _write_days(school, calendar)


def _write_days(school: School, calendar: Calendar) -> None:
    wanted = {day.date: vars(day) for day in calendar.exceptions}
    for row in list(school.exceptions):
        values = wanted.pop(row.date, None)
        if values is None:
            school.exceptions.remove(row)
        elif any(getattr(row, name) != value for name, value in values.items()):
            # What stood there before it was closed in haste is no longer what to go back to.
            row.before = None
            for name, value in values.items():
                setattr(row, name, value)
    school.exceptions.extend(DayException(**values) for values in wanted.values())
