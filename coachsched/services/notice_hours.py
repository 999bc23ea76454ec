"""When a school lets notices go out."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from coachsched.core import office_hours, options
from coachsched.services import clock
from coachsched.store import schools
from coachsched.store.people import School
from coachsched.store.schools import Round


def wait(school: School) -> timedelta:
    """How long from now until notices may go out at this school; zero where they may already."""
    chosen = options.with_defaults(school.settings)
    now = clock.now().astimezone(ZoneInfo(school.timezone))
    calendar = schools.school_time(school).calendar
    return office_hours.wait(calendar, chosen["notice_from"], chosen["notice_until"], now)


def is_time(one: Round, done_on: date | None) -> bool:
    """Whether it is an hour for notices at a school whose round was last done on that date, not yet today."""
    now = clock.now().astimezone(ZoneInfo(one.timezone))
    chosen = options.with_defaults(one.settings)
    hours = chosen["notice_from"], chosen["notice_until"]
    return done_on != now.date() and office_hours.is_within(now.hour, *hours)


def end_of_today(timezone: str) -> datetime:
    """The instant at which today ends at a school in that zone."""
    tomorrow = clock.today(timezone) + timedelta(days=1)
    return clock.local_midnight(tomorrow, ZoneInfo(timezone))


def has_passed(moment: datetime) -> bool:
    """Whether it is too late for what is of use until then only."""
    return moment <= clock.now()
