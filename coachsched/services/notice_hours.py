"""When a school lets notices go out."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from coachsched.core import office_hours, options
from coachsched.services import clock
from coachsched.store import schools
from coachsched.store.people import School


def wait(school: School) -> timedelta:
    """How long from now until notices may go out at this school; zero where they may already."""
    chosen = options.with_defaults(school.settings)
    now = clock.now().astimezone(ZoneInfo(school.timezone))
    calendar = schools.school_time(school).calendar
    return office_hours.wait(calendar, chosen["notice_from"], chosen["notice_until"], now)


def has_passed(moment: datetime) -> bool:
    """Whether it is too late for what is of use until then only."""
    return moment <= clock.now()
