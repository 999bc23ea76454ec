"""Strangers' calendars are expanded beside us, and stopped: the bombs of the reference traps, and zones."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from invented_calendars import BERLIN, all_day, calendar, event

from coachsched.core.errors import InputError
from coachsched.importers import expanding
from coachsched.importers.calendar_zones import unknown_zones
from coachsched.importers.expanding import Occurrence, expand

FIRST, LAST = date(2027, 1, 4), date(2027, 1, 31)
AT_NINE = (":20270111T080000Z", ":20270111T084500Z")


def found(text: str, **other) -> list[Occurrence]:
    return expand(text.encode(), FIRST, LAST, BERLIN, **other)


def many_dates() -> str:
    start = datetime(1970, 1, 1, tzinfo=UTC)
    dates = (f"{start + timedelta(minutes=number):%Y%m%dT%H%M%SZ}" for number in range(440_000))
    return calendar(event("r", ":19700101T080000Z", more=f"RDATE:{','.join(dates)}"))


BOMBS = {
    "a day that never comes": lambda: calendar(
        event("r", ":20200101T080000Z", more="RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")
    ),
    "every second since 1970": lambda: calendar(event("r", ":19700101T080000Z", more="RRULE:FREQ=SECONDLY")),
    "hundreds of thousands of dates": many_dates,
    "alarms": lambda: calendar(
        event("a", *AT_NINE, more="BEGIN:VALARM\r\nTRIGGER:-PT1M\r\nEND:VALARM\r\n" * 120_000)
    ),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_stopped_with_one_clear_line(bomb: str):
    with pytest.raises(InputError, match=r"bomb\.ics: takes too long"):
        found(BOMBS[bomb](), name="bomb.ics")


def test_the_process_has_none_of_our_environment_and_ends_some_day(monkeypatch: pytest.MonkeyPatch):
    asked = {}
    run = subprocess.run

    def watched(*args, **options):
        asked.update(options)
        return run(*args, **options)

    monkeypatch.setattr(expanding.subprocess, "run", watched)
    found(calendar(event("a", *AT_NINE)))
    assert asked["timeout"] <= 4
    assert asked["env"] == {}


def test_the_limit_is_on_work_and_can_be_set():
    """Less work than starting takes leaves just enough to read one event, and none for a bomb."""
    assert len(found(calendar(event("a", *AT_NINE)), seconds=1.0)) == 1
    with pytest.raises(InputError, match="takes too long"):
        found(BOMBS["every second since 1970"](), seconds=0.5)


def test_nesting_without_end_gives_nothing_or_one_clear_line():
    with suppress(InputError):
        assert found(calendar("BEGIN:VEVENT\r\n" * 50_000)) == []


def test_more_events_than_allowed_are_refused():
    every_minute = calendar(event("r", ":20270104T080000Z", more="RRULE:FREQ=MINUTELY;COUNT=300"))
    with pytest.raises(InputError, match="holds more than 200 events"):
        found(every_minute, most=200)


def test_a_file_too_large_is_not_even_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(expanding, "MAX_BYTES", 50)
    with pytest.raises(InputError, match="is too large"):
        found(calendar(event("a", *AT_NINE)))


@pytest.mark.parametrize("text", ["", "hello", "<html></html>", "BEGIN:VEVENT"])
def test_what_is_no_calendar_is_said_to_be_none(text: str):
    with pytest.raises(InputError, match="is not an iCalendar file"):
        found(text)


def test_only_the_dates_asked_for_come_back_in_order():
    weekly = calendar(event("r", ":20260105T080000Z", ":20260105T084500Z", more="RRULE:FREQ=WEEKLY"))
    assert [one.start.date() for one in found(weekly)] == [
        date(2027, 1, 4) + timedelta(7 * n) for n in range(4)
    ]


def test_what_an_event_says_is_told():
    more = "STATUS:TENTATIVE\r\nTRANSP:TRANSPARENT\r\nCATEGORIES:School,Maths"
    (one,) = found(calendar(event("a@b", *AT_NINE, "Exam\\, oral", "R1", more)))
    assert one == Occurrence(
        datetime(2027, 1, 11, 8, tzinfo=UTC), datetime(2027, 1, 11, 8, 45, tzinfo=UTC), "Exam, oral", "R1",
        "TENTATIVE", "a@b", all_day=False, transparent=True, categories="School, Maths",
    )  # fmt: skip


def test_free_in_outlook_is_free():
    (one,) = found(calendar(event("a", *AT_NINE, more="X-MICROSOFT-CDO-BUSYSTATUS:FREE")))
    assert one.transparent


def test_an_all_day_event_lasts_from_midnight_to_midnight_where_the_school_is():
    (one,) = found(calendar(all_day("a", date(2027, 1, 12), date(2027, 1, 14), "Trip")))
    assert (one.all_day, one.start, one.end) == (
        True,
        datetime(2027, 1, 12, tzinfo=BERLIN),
        datetime(2027, 1, 14, tzinfo=BERLIN),
    )


@pytest.mark.parametrize(
    ("start", "hour"),
    [
        (":20270111T080000Z", 8),
        (":20270111T080000", 7),
        (";TZID=Europe/Berlin:20270111T080000", 7),
        (";TZID=W. Europe Standard Time:20270111T080000", 7),
        (";TZID=/mozilla.org/20050126_1/Europe/Berlin:20270111T080000", 7),
        (";TZID=America/New_York:20270111T080000", 13),
        (";TZID=Europe:20270111T080000", 7),
        (";TZID=Nowhere:20270111T080000", 7),
    ],
)
def test_every_way_to_name_a_zone(start: str, hour: int):
    (one,) = found(calendar(event("a", start)))
    assert one.start == datetime(2027, 1, 11, hour, tzinfo=UTC)


def test_a_zone_the_calendar_explains_is_the_calendars():
    rules = (
        "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0500\r\nTZOFFSETTO:+0500\r\nEND:STANDARD"
    )
    own = f"BEGIN:VTIMEZONE\r\nTZID:Our Zone\r\n{rules}\r\nEND:VTIMEZONE"
    text = calendar(own, event("a", ";TZID=Our Zone:20270111T080000"))
    assert [one.start for one in found(text)] == [datetime(2027, 1, 11, 3, tzinfo=UTC)]
    assert unknown_zones(text) == []


def test_unknown_zones_are_named_once_and_found_in_folded_lines():
    text = calendar(
        event("a", ';TZID="Custom;\r\n Zone":20270111T080000'), event("b", ";TZID=Europe:20270111T080000")
    )
    assert unknown_zones(text + text) == ["Custom;Zone", "Europe"]


def test_a_broken_series_leaves_the_others():
    text = calendar(
        event("a", *AT_NINE, more="RRULE:FREQ=NEVER"),
        event("b", ":nonsense"),
        event("c", *AT_NINE, "Maths"),
    )
    assert "Maths" in {one.summary for one in found(text)}


def test_two_calendars_in_one_file_are_both_read():
    text = calendar(event("a", *AT_NINE, "One")) + calendar(event("b", *AT_NINE, "Two"))
    assert {one.summary for one in found(text)} == {"One", "Two"}


def test_control_characters_do_not_get_through():
    (one,) = found(calendar(event("a", *AT_NINE, "Maths\\nBcc: a@b\x1b[31m")))
    assert one.summary.isprintable()
