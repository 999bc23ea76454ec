"""A person's own visits, a week or a month at a time: what their feed shows, as pages that print."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from flask import Blueprint, render_template, request

from coachsched.core.calendar import Calendar
from coachsched.core.errors import NotFoundError
from coachsched.core.phrases import phrase
from coachsched.services import clock
from coachsched.store import meetings, schools
from coachsched.store.meetings import Meeting
from coachsched.views.guard import actor
from coachsched.views.month_grid import (
    EARLIEST,
    LATEST,
    first_of_week,
    last_of_month,
    month,
    next_month,
    week,
)
from coachsched.views.school_calendar import usual_bell

blueprint = Blueprint("my_visits", __name__)
A_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
THURSDAY = 4


@blueprint.get("/my-visits")
def show() -> str:
    me = actor()
    calendar = schools.school_time(me.school).calendar
    today = clock.today(me.school.timezone)
    if request.args.get("month") and not request.args.get("week"):
        return _month(calendar, month_of(request.args["month"]), today)
    text = request.args.get("week")
    return _week(calendar, first_of_week(calendar, week_of(text, calendar) if text else today), today)


def _week(calendar: Calendar, first: date, today: date) -> str:
    last = first + timedelta(days=6)
    found = _found(first, last)
    return render_template(
        "my_visits/week.html",
        cells=week(calendar, first, [one.date for one in found]),
        first=first,
        month=today if first <= today <= last else first,
        before=week_name(first - timedelta(days=7)),
        after=week_name(last + timedelta(days=1)),
        is_now=first <= today <= last,
        **_shared(calendar, found, today),
    )


def _month(calendar: Calendar, first: date, today: date) -> str:
    last = last_of_month(first)
    found = _found(first, last)
    return render_template(
        "my_visits/month.html",
        month=month(calendar, first, busy=[one.date for one in found]),
        first=first,
        week=week_name(first_of_week(calendar, today if first <= today <= last else first)),
        before=first - timedelta(days=1),
        after=next_month(first),
        is_now=first <= today <= last,
        **_shared(calendar, found, today),
    )


def _found(first: date, last: date) -> list[Meeting]:
    return meetings.between(actor().school, actor().person_id, first, last)


def _shared(calendar: Calendar, found: Sequence[Meeting], today: date) -> dict[str, object]:
    entries = defaultdict(list)
    for one in found:
        entries[one.date].append(one)
    return {
        "entries": entries,
        "usual": usual_bell(calendar),
        "today": today,
        "now": clock.now(),
        "me": actor(),
    }


def week_name(first: date) -> str:
    """The name of a week that begins on any weekday: that of the calendar week its Thursday lies in."""
    year, number, _ = (first + timedelta(days=(THURSDAY - first.isoweekday()) % 7)).isocalendar()
    return f"{year}-W{number:02}"


def week_of(text: str, calendar: Calendar) -> date:
    """The first day of the school's week of a name such as 2027-W04; raises NotFoundError."""
    named = A_WEEK.fullmatch(text)
    try:
        thursday = date.fromisocalendar(int(named[1]), int(named[2]), THURSDAY) if named else None
    except ValueError:
        thursday = None
    return first_of_week(
        calendar, _near(thursday, phrase("There is no such week. Weeks look like 2027-W04."))
    )


def month_of(text: str) -> date:
    """The first day of a month such as 2027-02; raises NotFoundError."""
    try:
        first = date.fromisoformat(f"{text}-01") if len(text) == len("2027-02") else None
    except ValueError:
        first = None
    return _near(first, phrase("There is no such month. Months look like 2027-02."))


def _near(on: date | None, refusal: str) -> date:
    """The date, where there is one in years that can be meant."""
    if on is None or not EARLIEST + timedelta(days=31) <= on <= LATEST - timedelta(days=31):
        raise NotFoundError(refusal)
    return on
