"""Each row of design 6 with its boundaries, on invented calendars."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from coachsched.core.quiet import Event, Limits, Standing, standing

HALF_TERM = {date(2027, 1, 25) + timedelta(days=count) for count in range(5)}
CALENDARS: dict[str, Callable[[date], bool]] = {
    "monday to friday": lambda day: day.weekday() < 5,
    "with a week's holiday": lambda day: day.weekday() < 5 and day not in HALF_TERM,
    "sunday to thursday": lambda day: day.weekday() not in (4, 5),
    "saturdays too": lambda day: day.weekday() < 6,
    "four days a week": lambda day: day.weekday() in (0, 1, 3, 4),
}
WEEKDAYS = CALENDARS["monday to friday"]
USUAL = Limits()


def d(text: str) -> date:
    return date.fromisoformat(f"2027-{text}")


def told(*lines: str) -> list[Event]:
    """Rows such as "01-12 visit_booked 01-20 #7": date, what, until, and the booking's id."""
    return [row(*line.split()) for line in lines]


def row(day: str, what: str, *more: str) -> Event:
    until = [d(word) for word in more if not word.startswith("#")]
    refs = [int(word[1:]) for word in more if word.startswith("#")]
    return Event(d(day), what, until[0] if until else None, refs[0] if refs else None)


def counter(is_open: Callable[[date], bool]) -> Callable[[date, date], int]:
    def n(after: date, to: date) -> int:
        return sum(is_open(after + timedelta(days=count)) for count in range(1, (to - after).days + 1))

    return n


def on(day: str, *lines: str, limits: Limits = USUAL) -> Standing | None:
    return standing(told(*lines), d(day), counter(WEEKDAYS), limits)


def active(days: int, since: str) -> Standing:
    return Standing("active", None, days, d(since))


def waiting(days: int, since: str) -> Standing:
    return Standing("waiting", None, days, d(since))


def quiet(reason: str, days: int, since: str) -> Standing:
    return Standing("quiet", reason, days, d(since))


def booked(day: str) -> Standing:
    return Standing("active", None, None, None, d(day))


# Monday 11 January 2027 is the first day of every history here.
BEGAN = "01-11 began"


# --- every limit, on every calendar ---------------------------------------------------------------

LIMITS = [
    ("never_started", 10, [BEGAN], "01-11", "active"),
    ("unanswered", 5, [BEGAN, "01-12 proposed 03-30"], "01-12", "waiting"),
    ("unanswered", 5, [BEGAN, "01-12 proposed 01-13"], "01-12", "active"),
    ("no_debrief", 3, [BEGAN, "01-14 visit"], "01-14", "active"),
    ("no_debrief", 3, [BEGAN, "01-14 visit_booked 01-15"], "01-15", "active"),
    (
        "no_debrief",
        3,
        [BEGAN, "01-12 visit", "01-13 debrief_booked 01-20", "01-14 cancelled"],
        "01-14",
        "active",
    ),
    ("called_off", 5, [BEGAN, "01-12 visit_booked 01-20", "01-14 cancelled"], "01-14", "active"),
    ("called_off", 5, [BEGAN, "01-12 visit_booked 01-15", "01-15 not_held"], "01-15", "active"),
    ("called_off", 5, [BEGAN, "01-12 proposed 01-20", "01-14 turned_down"], "01-14", "active"),
    ("called_off", 5, [BEGAN, "01-12 proposed 01-20", "01-14 withdrawn"], "01-14", "active"),
    ("between_cycles", 15, [BEGAN, "01-14 debrief"], "01-14", "active"),
    ("between_cycles", 15, [BEGAN, "01-14 visit_only"], "01-14", "active"),
    ("between_cycles", 15, [BEGAN, "01-14 informal"], "01-14", "active"),
    ("between_cycles", 15, [BEGAN, "01-14 plan"], "01-14", "active"),
]


@pytest.mark.parametrize("calendar", CALENDARS)
@pytest.mark.parametrize(("reason", "limit", "lines", "since", "before"), LIMITS)
def test_it_is_quiet_from_the_limit_on(
    calendar: str, reason: str, limit: int, lines: list[str], since: str, before: str
) -> None:
    n = counter(CALENDARS[calendar])
    first = next(day for day in days_after(d(since)) if n(d(since), day) == limit)
    assert standing(told(*lines), first, n) == Standing("quiet", reason, limit, d(since))
    eve = first - timedelta(days=1)
    assert standing(told(*lines), eve, n) == Standing(before, None, limit - 1, d(since))


def days_after(start: date) -> list[date]:
    return [start + timedelta(days=count) for count in range(1, 60)]


def test_limits_are_settings() -> None:
    tight = Limits(unanswered=1, no_debrief=1, called_off=1, between_cycles=1, never_started=1)
    assert on("01-12", BEGAN, limits=tight) == quiet("never_started", 1, "01-11")
    assert on("01-15", BEGAN, "01-14 informal", limits=tight) == quiet("between_cycles", 1, "01-14")


def test_a_calling_off_after_a_visit_has_the_limit_of_the_missing_debrief_only() -> None:
    patient = Limits(no_debrief=9, called_off=2)
    lines = [BEGAN, "01-12 visit", "01-13 debrief_booked 01-20", "01-14 cancelled"]
    assert on("01-26", *lines, limits=patient) == active(8, "01-14")
    assert on("01-27", *lines, limits=patient) == quiet("no_debrief", 9, "01-14")


# --- beginning and end ----------------------------------------------------------------------------


def test_a_partnership_is_not_listed_before_it_began() -> None:
    assert on("01-10", BEGAN) is None
    assert on("01-11", BEGAN) == active(0, "01-11")
    assert on("01-11") is None


def test_what_is_dated_later_has_not_happened() -> None:
    assert on("01-13", BEGAN, "01-14 visit", "01-20 finished") == active(2, "01-11")


def test_finished_wins_over_a_meeting_ahead() -> None:
    over = Standing("finished", None, None, None)
    assert on("01-13", BEGAN, "01-12 visit_booked 01-20", "01-13 finished") == over


# --- bookings -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["plan", "visit", "visit_only", "debrief"])
def test_a_booking_is_ahead_through_its_own_date_and_held_from_the_next(kind: str) -> None:
    lines = [BEGAN, f"01-12 {kind}_booked 01-14"]
    assert on("01-12", *lines) == booked("01-14")
    assert on("01-14", *lines) == booked("01-14")
    assert on("01-15", *lines) == active(1, "01-14")


def test_the_nearest_of_several_bookings_comes_next() -> None:
    lines = [BEGAN, "01-12 debrief_booked 01-21", "01-12 visit_booked 01-20"]
    assert on("01-13", *lines) == booked("01-20")
    assert on("01-21", *lines) == booked("01-21")


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("visit", "visit"),
        ("visit", "visit_only"),
        ("visit_only", "visit"),
        ("visit_only", "visit_only"),
        ("debrief", "debrief"),
        ("plan", "plan"),
    ],
)
def test_a_meeting_that_took_place_is_the_one_booked_for_the_date(kind: str, what: str) -> None:
    assert on("01-14", BEGAN, f"01-12 {kind}_booked 01-14", f"01-14 {what}") == active(0, "01-14")


def test_a_meeting_of_another_kind_or_date_leaves_the_booking_ahead() -> None:
    assert on("01-14", BEGAN, "01-12 visit_booked 01-14", "01-14 informal") == booked("01-14")
    assert on("01-14", BEGAN, "01-12 visit_booked 01-15", "01-14 visit") == booked("01-15")


def test_a_visit_marked_as_wanting_no_debrief_asks_for_none() -> None:
    lines = [BEGAN, "01-12 visit_booked 01-14", "01-14 visit_only"]
    assert on("01-22", *lines) == active(6, "01-14")


def test_visit_and_debrief_of_one_date_nobody_spoke_of_are_held_in_this_order() -> None:
    lines = [BEGAN, "01-12 debrief_booked 01-14", "01-12 visit_booked 01-14"]
    assert on("01-22", *lines) == active(6, "01-14")


def test_a_meeting_nobody_spoke_of_comes_after_the_rows_of_its_date() -> None:
    lines = [BEGAN, "01-12 visit_booked 01-14", "01-14 informal"]
    assert on("01-19", *lines) == quiet("no_debrief", 3, "01-14")


def test_a_visit_nobody_spoke_of_comes_before_a_debrief_told_on_its_date() -> None:
    lines = [BEGAN, "01-12 visit_booked 01-14", "01-14 debrief"]
    assert on("01-14", *lines) == booked("01-14")
    assert on("01-22", *lines) == active(6, "01-14")


def test_a_visit_told_after_the_debrief_of_its_date_wants_another() -> None:
    lines = [BEGAN, "01-12 visit_booked 01-14", "01-14 debrief", "01-14 visit"]
    assert on("01-19", *lines) == quiet("no_debrief", 3, "01-14")


def test_not_held_calls_off_all_of_its_date_and_leaves_other_dates() -> None:
    lines = [BEGAN, "01-12 visit_booked 01-14", "01-12 debrief_booked 01-14", "01-12 plan_booked 01-18"]
    assert on("01-14", *lines, "01-14 not_held") == booked("01-18")
    assert on("01-15", *lines[:3], "01-14 not_held") == active(1, "01-14")
    assert on("01-21", *lines[:3], "01-14 not_held") == quiet("called_off", 5, "01-14")


def test_not_held_after_the_visit_of_its_date_leaves_the_debrief_missing() -> None:
    lines = [BEGAN, "01-12 visit_booked 01-14", "01-12 debrief_booked 01-14", "01-14 visit", "01-14 not_held"]
    assert on("01-19", *lines) == quiet("no_debrief", 3, "01-14")


def test_cancelled_calls_off_everything_ahead_and_that_days_too() -> None:
    lines = [BEGAN, "01-12 visit_booked 01-14", "01-12 debrief_booked 01-18", "01-14 cancelled"]
    assert on("01-14", *lines) == active(0, "01-14")
    assert on("01-21", *lines) == quiet("called_off", 5, "01-14")


def test_a_meeting_of_an_earlier_date_was_held_before_the_cancelling() -> None:
    lines = [BEGAN, "01-12 visit_booked 01-13", "01-12 debrief_booked 01-18", "01-14 cancelled"]
    assert on("01-19", *lines) == quiet("no_debrief", 3, "01-14")


def test_an_informal_meeting_after_a_visit_stands_for_its_debrief() -> None:
    lines = [BEGAN, "01-12 visit", "01-13 informal", "01-13 visit_booked 01-20", "01-14 cancelled"]
    assert on("01-20", *lines) == active(4, "01-14")
    assert on("01-21", *lines) == quiet("called_off", 5, "01-14")


# --- bookings with an id --------------------------------------------------------------------------

TWO = [BEGAN, "01-12 visit_booked 01-14 #7", "01-12 debrief_booked 01-14 #8"]


@pytest.mark.parametrize("what", ["cancelled", "not_held"])
def test_a_calling_off_with_an_id_leaves_the_other_booking(what: str) -> None:
    assert on("01-14", *TWO, f"01-14 {what} #8") == booked("01-14")
    assert on("01-19", *TWO, f"01-14 {what} #8") == quiet("no_debrief", 3, "01-14")
    assert on("01-14", *TWO, f"01-14 {what} #8", f"01-14 {what} #7") == active(0, "01-14")


@pytest.mark.parametrize("what", ["cancelled", "not_held"])
def test_a_calling_off_without_an_id_takes_bookings_that_have_one(what: str) -> None:
    assert on("01-14", *TWO, f"01-14 {what}") == active(0, "01-14")


def test_a_meeting_told_by_its_id_is_no_longer_ahead() -> None:
    lines = [BEGAN, "01-12 visit_booked 01-14 #7", "01-12 visit_booked 01-15 #9"]
    assert on("01-14", *lines, "01-14 visit #7") == booked("01-15")
    assert on("01-15", *lines, "01-14 visit #7", "01-15 visit #9") == active(0, "01-15")


def test_a_meeting_denied_after_it_was_told_was_not_held() -> None:
    lines = [BEGAN, "01-12 visit_booked 01-14 #7", "01-14 visit #7", "01-14 not_held #7"]
    assert on("01-20", *lines) == active(4, "01-14")
    assert on("01-21", *lines) == quiet("called_off", 5, "01-14")


def test_a_visit_denied_after_the_debrief_of_its_date_was_not_held() -> None:
    lines = [*TWO, "01-14 debrief #8", "01-14 not_held #7"]
    assert on("01-21", *lines) == quiet("called_off", 5, "01-14")


def test_a_moved_booking_keeps_its_kind_and_is_ahead_until_its_new_date() -> None:
    lines = [*TWO[:2], "01-13 moved 01-20 #7"]
    assert on("01-15", *lines) == booked("01-20")
    assert on("01-25", *lines) == quiet("no_debrief", 3, "01-20")


def test_moving_answers_no_proposal() -> None:
    lines = [*TWO[:2], "01-12 proposed 03-30", "01-13 moved 01-20 #7"]
    assert on("01-21", *lines) == waiting(1, "01-20")


# --- proposals ------------------------------------------------------------------------------------


def test_an_option_is_ahead_through_its_own_date() -> None:
    lines = [BEGAN, "01-12 proposed 01-14"]
    assert on("01-14", *lines) == waiting(2, "01-12")
    assert on("01-15", *lines) == active(3, "01-12")
    assert on("01-19", *lines) == quiet("unanswered", 5, "01-12")


def test_a_meeting_ahead_wins_over_a_proposal() -> None:
    lines = [BEGAN, "01-12 visit_booked 01-20", "01-12 proposed 01-29"]
    assert on("01-20", *lines) == booked("01-20")
    assert on("01-21", *lines) == waiting(1, "01-20")


@pytest.mark.parametrize("kind", ["plan", "visit", "visit_only", "debrief"])
def test_a_booking_answers_the_proposal(kind: str) -> None:
    lines = [BEGAN, "01-12 proposed 03-30", f"01-13 {kind}_booked 01-20", "01-14 cancelled"]
    assert on("01-14", *lines) == active(0, "01-14")


@pytest.mark.parametrize("what", ["turned_down", "withdrawn"])
def test_a_proposal_can_be_refused_after_its_last_option(what: str) -> None:
    lines = [BEGAN, "01-12 proposed 01-13", f"01-18 {what}"]
    assert on("01-22", *lines) == active(4, "01-18")
    assert on("01-25", *lines) == quiet("called_off", 5, "01-18")


def test_a_new_proposal_replaces_the_open_one_with_its_own_clock() -> None:
    lines = [BEGAN, "01-12 proposed 03-30", "01-18 proposed 01-19"]
    assert on("01-19", *lines) == waiting(1, "01-18")
    assert on("01-20", *lines) == active(2, "01-18")


@pytest.mark.parametrize("what", ["informal", "visit", "visit_only", "debrief", "plan"])
def test_a_meeting_restarts_the_wait_and_leaves_the_proposal_open(what: str) -> None:
    lines = [BEGAN, "01-12 proposed 03-30", f"01-18 {what}"]
    assert on("01-22", *lines) == waiting(4, "01-18")
    assert on("01-25", *lines) == quiet("unanswered", 5, "01-18")


def test_a_meeting_before_the_proposal_or_a_calling_off_restarts_no_wait() -> None:
    assert on("01-14", BEGAN, "01-12 informal", "01-13 proposed 03-30") == waiting(1, "01-13")
    lines = [BEGAN, "01-12 visit_booked 01-20", "01-13 proposed 03-30", "01-18 cancelled"]
    assert on("01-19", *lines) == waiting(4, "01-13")


def test_a_proposal_that_ran_out_ranks_by_the_day_it_was_sent() -> None:
    visit_after = [BEGAN, "01-12 proposed 01-14", "01-13 visit"]
    assert on("01-14", *visit_after) == waiting(1, "01-13")
    assert on("01-18", *visit_after) == quiet("no_debrief", 3, "01-13")
    visit_before = [BEGAN, "01-12 visit", "01-12 proposed 01-14"]
    assert on("01-18", *visit_before) == active(4, "01-12")
    assert on("01-19", *visit_before) == quiet("unanswered", 5, "01-12")


# --- pauses ---------------------------------------------------------------------------------------


def paused(until: str) -> Standing:
    return Standing("paused", None, None, None, d(until))


def test_a_pause_lasts_until_the_first_day_back() -> None:
    lines = [BEGAN, "01-13 paused 01-20"]
    assert on("01-12", *lines) == active(1, "01-11")
    assert on("01-13", *lines) == paused("01-20")
    assert on("01-19", *lines) == paused("01-20")
    assert on("01-20", *lines) == active(0, "01-20")
    assert on("02-03", *lines) == quiet("never_started", 10, "01-20")


def test_a_pause_wins_over_a_meeting_ahead() -> None:
    assert on("01-14", BEGAN, "01-12 visit_booked 01-15", "01-13 paused 01-20") == paused("01-20")


@pytest.mark.parametrize("what", ["resumed", "proposed 01-14", "visit_booked 01-14", "debrief_booked 01-14"])
def test_resuming_proposing_and_booking_end_the_pause_that_day(what: str) -> None:
    lines = [BEGAN, "01-12 visit", "01-13 paused 02-26", f"01-14 {what}"]
    assert on("01-13", *lines) == paused("02-26")
    assert on("01-14", *lines) != paused("02-26")
    assert on("01-15", *lines) == active(1, "01-14")


def test_moving_a_meeting_ends_the_pause() -> None:
    lines = [BEGAN, "01-12 visit_booked 01-14 #7", "01-12 paused 02-26", "01-13 moved 01-20 #7"]
    assert on("01-13", *lines) == booked("01-20")


@pytest.mark.parametrize("what", ["visit", "informal", "cancelled", "not_held", "turned_down"])
def test_other_rows_leave_the_pause_running(what: str) -> None:
    lines = [BEGAN, "01-12 visit_booked 01-14", "01-12 proposed 02-26", "01-13 paused 02-26", f"01-14 {what}"]
    assert on("01-15", *lines) == paused("02-26")


def test_resuming_without_a_pause_moves_no_clock() -> None:
    assert on("01-14", BEGAN, "01-12 informal", "01-14 resumed") == active(2, "01-12")
    lines = [BEGAN, "01-12 paused 01-14", "01-18 resumed"]
    assert on("01-18", *lines) == active(2, "01-14")


def test_a_newer_pause_replaces_the_running_one() -> None:
    assert on("01-18", BEGAN, "01-12 paused 01-15", "01-14 paused 01-20") == paused("01-20")
    shorter = [BEGAN, "01-12 paused 02-26", "01-13 paused 01-15"]
    assert on("01-18", *shorter) == active(1, "01-15")


def test_a_pause_moves_every_clock_and_leaves_the_proposal_open() -> None:
    pause = ["01-13 paused 01-20"]
    assert on("01-21", BEGAN, "01-12 proposed 03-30", *pause) == waiting(1, "01-20")
    assert on("01-27", BEGAN, "01-12 proposed 03-30", *pause) == quiet("unanswered", 5, "01-20")
    assert on("01-27", BEGAN, "01-12 proposed 01-14", *pause) == quiet("unanswered", 5, "01-20")
    assert on("01-25", BEGAN, "01-12 visit", *pause) == quiet("no_debrief", 3, "01-20")
    assert on("02-10", BEGAN, "01-12 debrief", *pause) == quiet("between_cycles", 15, "01-20")


def test_a_thing_that_happened_after_the_pause_has_its_own_clock() -> None:
    assert on("01-22", BEGAN, "01-13 paused 01-18", "01-20 visit") == active(2, "01-20")


def test_a_meeting_booked_within_a_pause_is_held_all_the_same() -> None:
    lines = [BEGAN, "01-12 visit_booked 01-14", "01-13 paused 01-20"]
    assert on("01-25", *lines) == quiet("no_debrief", 3, "01-20")
