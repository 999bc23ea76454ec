"""Berlin springs from 02:00 to 03:00 on 28 March 2027 and repeats 02:00-03:00 on 31 October 2027.

Summer time is two hours ahead of UTC there, winter time one.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from invented_school import minutes

from coachsched.core.walltime import exists, meeting_utc, to_utc, wall_spans

BERLIN = ZoneInfo("Europe/Berlin")
SPRING, AUTUMN, SUMMER = date(2027, 3, 28), date(2027, 10, 31), date(2027, 7, 1)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def span(text):
    start, end = text.split("-")
    return minutes(start), minutes(end)


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ("1:30-2:00", True),
        ("1:30-2:01", False),
        ("2:00-3:00", False),
        ("2:59-3:30", False),
        ("3:00-3:30", True),
        ("1:00-4:00", False),
    ],
)
def test_the_hour_the_clock_leaps_over_does_not_exist(times, expected):
    assert exists(SPRING, *span(times), BERLIN) is expected


@pytest.mark.parametrize("on", [AUTUMN, SUMMER, date(2027, 3, 27), date(2027, 3, 29)])
def test_every_minute_of_other_days_exists(on):
    assert exists(on, 0, 24 * 60, BERLIN)


def test_a_leap_of_half_an_hour():
    # Lord Howe goes from 02:00 to 02:30 on 3 October 2027.
    lord_howe = ZoneInfo("Australia/Lord_Howe")
    assert not exists(date(2027, 10, 3), *span("2:00-2:30"), lord_howe)
    assert exists(date(2027, 10, 3), *span("2:30-3:00"), lord_howe)


def test_a_leap_at_midnight_takes_the_first_hour():
    # Cairo goes from 00:00 to 01:00 on 30 April 2027.
    cairo = ZoneInfo("Africa/Cairo")
    assert not exists(date(2027, 4, 30), *span("0:30-1:00"), cairo)
    assert exists(date(2027, 4, 30), *span("1:00-2:00"), cairo)
    assert exists(date(2027, 4, 29), *span("23:00-24:00"), cairo)


def test_local_minutes_become_instants():
    assert to_utc(SUMMER, minutes("8:30"), BERLIN) == utc("2027-07-01T06:30")
    assert to_utc(SUMMER, minutes("24:00"), BERLIN) == utc("2027-07-01T22:00")
    assert to_utc(date(2027, 1, 4), minutes("8:30"), BERLIN) == utc("2027-01-04T07:30")


def test_of_an_hour_that_comes_twice_the_first_is_meant():
    assert to_utc(AUTUMN, minutes("2:30"), BERLIN) == utc("2027-10-31T00:30")


def test_a_meeting_lasts_as_long_as_it_says():
    expected = (utc("2027-10-30T23:45"), utc("2027-10-31T00:15"))
    assert meeting_utc(AUTUMN, *span("1:45-2:15"), BERLIN) == expected


def test_an_interval_takes_the_minutes_it_touches():
    spans = wall_spans(utc("2027-07-01T06:30:30"), utc("2027-07-01T07:10:01"), BERLIN)
    assert spans == {SUMMER: [span("8:30-9:11")]}


def test_an_interval_over_midnight_takes_from_both_days():
    spans = wall_spans(utc("2027-07-01T21:00"), utc("2027-07-02T00:00"), BERLIN)
    assert spans == {SUMMER: [span("23:00-24:00")], date(2027, 7, 2): [span("0:00-2:00")]}


def test_an_interval_that_ends_at_midnight_takes_nothing_from_the_next_day():
    assert wall_spans(utc("2027-07-01T21:00"), utc("2027-07-01T22:00"), BERLIN) == {
        SUMMER: [span("23:00-24:00")]
    }


@pytest.mark.parametrize("end", ["2027-07-01T06:30", "2027-07-01T06:00"])
def test_an_interval_without_length_takes_nothing(end):
    assert wall_spans(utc("2027-07-01T06:30"), utc(end), BERLIN) == {}


def test_an_interval_across_the_leap_lacks_the_missing_hour():
    # 00:30 UTC is 01:30, 01:30 UTC is 03:30 already.
    spans = wall_spans(utc("2027-03-28T00:30"), utc("2027-03-28T01:30"), BERLIN)
    assert spans == {SPRING: [span("1:30-2:00"), span("3:00-3:30")]}


def test_the_second_coming_of_an_hour_takes_nothing_from_the_first():
    assert wall_spans(utc("2027-10-31T01:00"), utc("2027-10-31T02:00"), BERLIN) == {}
    assert wall_spans(utc("2027-10-31T00:00"), utc("2027-10-31T01:00"), BERLIN) == {
        AUTUMN: [span("2:00-3:00")]
    }


def test_an_interval_over_both_comings_of_an_hour_is_one_span():
    # From 01:30 summer time to 03:30 winter time, which is three hours.
    spans = wall_spans(utc("2027-10-30T23:30"), utc("2027-10-31T02:30"), BERLIN)
    assert spans == {AUTUMN: [span("1:30-3:30")]}
