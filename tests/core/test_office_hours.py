"""When notices may go out, over nights, weekends, holidays and clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from coachsched.core.calendar import Bell, Calendar, DayException, Period, Rotation, Term
from coachsched.core.office_hours import is_within, wait

BERLIN = ZoneInfo("Europe/Berlin")
CALENDAR = Calendar(
    timezone="Europe/Berlin",
    rotation=Rotation("weekday", ("Mon", "Tue", "Wed", "Thu", "Fri"), date(2027, 1, 4)),
    bells=(Bell("regular", (Period("1", "lesson", 480, 525),)),),
    terms=(
        Term("Winter", date(2027, 1, 4), date(2027, 3, 26)),
        Term("Summer", date(2027, 3, 29), date(2027, 6, 25)),
    ),
    exceptions=(DayException(date(2027, 1, 14), "closure"), DayException(date(2027, 1, 15), "exam")),
)  # fmt: skip


def opening(now: str, first: int = 7, last: int = 17) -> str:
    local = datetime.fromisoformat(now).replace(tzinfo=BERLIN)
    then = local.astimezone(UTC) + wait(CALENDAR, first, last, local)
    return then.astimezone(BERLIN).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2027-01-13 09:30", "2027-01-13 09:30"),
        ("2027-01-13 07:00", "2027-01-13 07:00"),
        ("2027-01-13 06:59", "2027-01-13 07:00"),
        ("2027-01-13 16:59", "2027-01-13 16:59"),
        ("2027-01-13 17:00", "2027-01-15 07:00"),
        ("2027-01-14 10:00", "2027-01-15 07:00"),
        ("2027-01-15 23:59", "2027-01-18 07:00"),
        ("2027-01-16 10:00", "2027-01-18 07:00"),
        ("2027-03-26 18:00", "2027-03-29 07:00"),
    ],
)
def test_notices_wait_for_the_next_school_morning(now: str, then: str):
    assert opening(now) == then


def test_a_night_in_which_the_clocks_change_is_an_hour_shorter():
    friday = datetime(2027, 3, 26, 18, tzinfo=BERLIN)
    assert wait(CALENDAR, 7, 17, friday) == timedelta(days=2, hours=13 - 1)


def test_without_a_term_ahead_the_question_is_asked_again_tomorrow():
    assert wait(CALENDAR, 7, 17, datetime(2027, 8, 1, 9, tzinfo=BERLIN)) == timedelta(days=1)


@pytest.mark.parametrize(("first", "last"), [(8, 8), (8, 3)])
def test_hours_that_do_not_end_last_until_midnight(first: int, last: int):
    assert [hour for hour in range(24) if is_within(hour, first, last)] == list(range(8, 24))
