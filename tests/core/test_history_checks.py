"""What cannot have happened in a partnership is found, each time at its own row; the rest is let be."""

from __future__ import annotations

from datetime import date

import pytest

from coachsched.core.history import Event
from coachsched.core.history_checks import faults
from coachsched.core.history_merge import merge


def day(number: int) -> date:
    return date(2027, 1, number)


def events(text: str, ref: int | None = None) -> list[Event]:
    """Rows such as "4 began, 5 visit_booked 8": day of January, word, day of January."""
    rows = [row.split() for row in text.split(",") if row.strip()]
    return [
        Event(day(int(on)), what, day(int(until[0])) if until else None, ref) for on, what, *until in rows
    ]


WRONG = {
    "no beginning": ("5 informal", [0]),
    "a beginning later that day": ("5 informal, 5 began, 6 informal", [0]),
    "a second beginning": ("4 began, 5 informal, 6 began", [2]),
    "a second beginning that day": ("4 began, 4 began", [1]),
    "after the end": ("4 began, 5 finished, 5 informal, 6 finished, 7 began", [2, 3, 4]),
    "nothing to turn down": ("4 began, 5 turned_down", [1]),
    "turned down twice": ("4 began, 5 proposed 9, 6 turned_down, 6 turned_down", [3]),
    "turned down when accepted": ("4 began, 5 proposed 9, 6 visit_booked 9, 6 turned_down", [3]),
    "turned down before it was sent": ("4 began, 5 turned_down, 5 proposed 9", [1]),
    "nothing to call off": ("4 began, 5 cancelled", [1]),
    "called off twice": ("4 began, 5 visit_booked 9, 6 cancelled, 6 cancelled", [3]),
    "called off when past": ("4 began, 5 visit_booked 6, 7 cancelled", [2]),
    "called off when told of": ("4 began, 5 visit_booked 6, 6 visit, 6 cancelled", [3]),
    "called off before it was booked": ("4 began, 5 cancelled, 5 visit_booked 6", [1]),
    "not held on another day": ("4 began, 5 visit_booked 7, 6 not_held, 8 not_held", [2, 3]),
    "not held when told of": ("4 began, 5 visit_booked 7, 7 visit, 7 not_held", [3]),
    "not held after calling off": ("4 began, 5 visit_booked 7, 6 cancelled, 7 not_held", [3]),
    "not held without a booking": ("4 began, 7 visit, 7 not_held", [2]),
    "booked twice": ("4 began, 5 visit_booked 7, 6 visit_booked 7", [2]),
    "debriefs booked twice": ("4 began, 5 debrief_booked 7, 5 debrief_booked 7", [2]),
    "two mistakes": ("4 began, 5 cancelled, 6 visit_booked 8, 6 turned_down, 8 not_held", [1, 3]),
}
RIGHT = {
    "nothing": "",
    "a quiet one": "4 began",
    "all of it": "4 began, 4 proposed 9, 5 proposed 8, 6 turned_down, 6 proposed 20, 7 visit_booked 11,"
    "7 debrief_booked 11, 11 visit, 11 debrief, 12 informal, 12 visit, 13 visit_only, 14 finished",
    "a proposal that ran out": "4 began, 5 proposed 6, 9 turned_down",
    "a proposal through a meeting and a pause": "4 began, 5 proposed 6, 6 visit, 7 paused 9, 8 turned_down",
    "called off the same day": "4 began, 5 visit_booked 7, 7 cancelled",
    "a debrief left to call off": "4 began, 5 visit_booked 7, 5 debrief_booked 7, 7 visit, 7 cancelled",
    "a debrief left that was not held": "4 began, 5 visit_booked 7, 5 debrief_booked 7, 7 visit, 7 not_held",
    "booked again": "4 began, 5 visit_booked 7, 6 cancelled, 6 visit_booked 7, 7 not_held, 7 visit_booked 7",
    "booked for the day itself": "4 began, 5 visit_booked 5, 5 visit",
    "each kind once, other dates": "4 began, 5 visit_booked 7, 5 debrief_booked 7, 5 visit_booked 8",
    "nothing to resume": "4 began, 5 resumed",
    "a pause of no days": "4 began, 5 paused 5, 5 resumed",
    "finished with a meeting ahead": "4 began, 5 visit_booked 9, 6 finished",
}


@pytest.mark.parametrize(("text", "places"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_told_at_its_row(text: str, places: list[int]):
    found = faults(events(text))
    assert [fault.place for fault in found] == places
    assert all(fault.what and fault.remedy for fault in found)


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT)
def test_what_can_be_is_let_be(text: str):
    assert faults(events(text)) == []


def test_rows_of_the_app_are_its_own_business_but_share_the_dates():
    own = events("5 visit_booked 8, 5 visit_booked 8, 8 cancelled, 9 not_held", ref=7)
    assert faults([*events("4 began"), *own]) == []
    for booked in ("visit_booked", "visit_only_booked"):
        clash = [*events("4 began"), *events(f"5 {booked} 8", ref=7), *events("6 visit_booked 8")]
        assert [fault.place for fault in faults(clash)] == [2]


def merged(log: str, standing: str) -> list[Event]:
    return [row.event for row in merge(events(log), events(standing))]


def test_a_log_takes_its_place_among_what_stands():
    log = "4 began, 5 proposed 9, 6 informal, 6 proposed 9"
    assert merged(log, "") == events(log)
    assert merged(log, log) == events(log)
    assert merged(log, "4 began, 6 proposed 9, 8 informal") == events(log + ", 8 informal")
    assert merged(log, "4 began, 6 paused 8, 6 proposed 9") == events(
        "4 began, 5 proposed 9, 6 paused 8, 6 proposed 9, 6 informal"
    )


def test_two_alike_are_two():
    assert merged("4 began, 5 informal, 5 informal", "4 began, 5 informal") == events(
        "4 began, 5 informal, 5 informal"
    )


def test_an_earlier_beginning_replaces_the_later():
    assert merged("4 began, 5 visit", "9 began, 9 informal") == events("4 began, 5 visit, 9 informal")
    assert merged("9 began, 9 visit", "4 began") == events("9 began, 9 visit")
    assert [event.what for event in merged("9 began", "4 began, 5 visit")] == ["began", "visit", "began"]


def test_a_row_of_the_app_keeps_its_booking():
    own = [*events("4 began"), *events("5 visit_booked 8", ref=7)]
    assert [row.event for row in merge(events("4 began, 5 visit_booked 8"), own)] == own
