"""Where a cycle stands: the next step and the strip of stages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import pytest

from coachsched.core.cycle import Stage, Step, next_step, stages
from coachsched.core.quiet import Event, standing

BEGAN = "01-11 began"


def d(text: str) -> date:
    return date.fromisoformat(f"2027-{text}")


def told(*lines: str) -> list[Event]:
    """Rows such as "01-12 visit_booked 01-20": date, what, until."""
    return [row(*line.split()) for line in lines]


def row(day: str, what: str, until: str = "") -> Event:
    return Event(d(day), what, d(until) if until else None)


def weekdays_between(after: date, to: date) -> int:
    return sum((after + timedelta(days=count)).weekday() < 5 for count in range(1, (to - after).days + 1))


def step(day: str, *lines: str, waiting_for: Literal["me", "them"] | None = None) -> Step:
    found = standing(told(*lines), d(day), weekdays_between)
    assert found is not None
    return next_step(told(*lines), d(day), found, waiting_for)


def strip(day: str, *lines: str) -> list[tuple[str, str, date | None]]:
    return [(stage.kind, stage.state, stage.on) for stage in stages(told(*lines), d(day))]


# --- the next step --------------------------------------------------------------------------------


def test_at_first_times_for_a_visit_are_wanted() -> None:
    assert step("01-12", BEGAN) == Step("visit")


def test_an_open_proposal_waits_for_one_of_the_two() -> None:
    lines = [BEGAN, "01-12 proposed 01-20"]
    assert step("01-20", *lines, waiting_for="me") == Step("answer")
    assert step("01-20", *lines, waiting_for="them") == Step("wait")


@pytest.mark.parametrize("whose", ["me", "them"])
def test_a_proposal_that_ran_out_waits_for_nobody(whose: Literal["me", "them"]) -> None:
    assert step("01-21", BEGAN, "01-12 proposed 01-20", waiting_for=whose) == Step("visit")
    lines = [BEGAN, "01-12 visit", "01-12 proposed 01-20"]
    assert step("01-21", *lines, waiting_for=whose) == Step("debrief")


def test_the_nearest_meeting_booked_is_named_with_its_date() -> None:
    lines = [BEGAN, "01-12 visit_booked 01-20", "01-12 debrief_booked 01-21"]
    assert step("01-20", *lines) == Step("meeting", d("01-20"), "visit")
    assert step("01-21", *lines) == Step("meeting", d("01-21"), "debrief")


def test_an_answer_comes_before_a_meeting_and_a_meeting_before_waiting() -> None:
    lines = [BEGAN, "01-12 visit_booked 01-20", "01-13 proposed 01-29"]
    assert step("01-14", *lines, waiting_for="me") == Step("answer")
    assert step("01-14", *lines, waiting_for="them") == Step("meeting", d("01-20"), "visit")


@pytest.mark.parametrize("lines", [["01-14 visit"], ["01-12 visit_booked 01-14"]])
def test_after_a_visit_its_debrief_is_wanted(lines: list[str]) -> None:
    assert step("01-15", BEGAN, *lines) == Step("debrief")


def test_a_debrief_called_off_is_wanted_again() -> None:
    lines = [BEGAN, "01-12 visit", "01-12 debrief_booked 01-14", "01-13 cancelled"]
    assert step("01-13", *lines) == Step("debrief")


def test_a_visit_called_off_is_wanted_again() -> None:
    lines = [BEGAN, "01-12 debrief", "01-12 visit_booked 01-14", "01-14 not_held"]
    assert step("01-14", *lines) == Step("visit")


def test_after_a_plan_the_visit_is_wanted() -> None:
    assert step("01-15", BEGAN, "01-12 plan_booked 01-14") == Step("visit")


@pytest.mark.parametrize("what", ["debrief", "visit_only", "informal"])
def test_after_a_cycle_another_round_is_offered(what: str) -> None:
    assert step("01-15", BEGAN, "01-12 visit", f"01-14 {what}") == Step("again")


def test_a_pause_names_the_first_day_back_whatever_is_ahead() -> None:
    lines = [BEGAN, "01-12 visit_booked 01-20", "01-12 proposed 01-29", "01-13 paused 01-25"]
    assert step("01-14", *lines, waiting_for="me") == Step("resume", d("01-25"))


def test_a_finished_partnership_has_no_step() -> None:
    assert step("01-14", BEGAN, "01-12 visit_booked 01-20", "01-13 finished") == Step("finished")


# --- the stages -----------------------------------------------------------------------------------


def test_a_cycle_starts_with_visit_and_debrief_to_do() -> None:
    assert stages(told(BEGAN), d("01-11")) == (Stage("visit", "to_do"), Stage("debrief", "to_do"))


def test_a_plan_is_a_stage_where_there_is_one() -> None:
    lines = [BEGAN, "01-12 plan_booked 01-14", "01-12 visit_booked 01-20"]
    booked = [("plan", "booked", d("01-14")), ("visit", "booked", d("01-20")), ("debrief", "to_do", None)]
    assert strip("01-14", *lines) == booked
    assert strip("01-15", *lines) == [("plan", "done", d("01-14")), *booked[1:]]


def test_a_plan_called_off_is_no_stage() -> None:
    lines = [BEGAN, "01-12 plan_booked 01-14", "01-13 cancelled"]
    assert strip("01-13", *lines) == [("visit", "to_do", None), ("debrief", "to_do", None)]


def test_a_visit_is_done_from_the_day_after_it_was_booked_for() -> None:
    lines = [BEGAN, "01-12 visit_booked 01-14", "01-12 debrief_booked 01-15"]
    assert strip("01-14", *lines) == [("visit", "booked", d("01-14")), ("debrief", "booked", d("01-15"))]
    assert strip("01-15", *lines) == [("visit", "done", d("01-14")), ("debrief", "booked", d("01-15"))]
    assert strip("01-16", *lines) == [("visit", "done", d("01-14")), ("debrief", "done", d("01-15"))]


def test_with_a_second_visit_ahead_the_visits_are_not_done() -> None:
    lines = [BEGAN, "01-12 visit", "01-13 visit_booked 01-20"]
    assert strip("01-14", *lines) == [("visit", "booked", d("01-20")), ("debrief", "to_do", None)]


def test_a_finished_cycle_stays_until_the_next_one_has_a_meeting() -> None:
    first = [BEGAN, "01-12 plan", "01-13 visit", "01-14 debrief"]
    done = [("plan", "done", d("01-12")), ("visit", "done", d("01-13")), ("debrief", "done", d("01-14"))]
    assert strip("01-15", *first, "01-15 informal") == done
    second = [*first, "01-15 visit_booked 01-20"]
    assert strip("01-15", *second) == [("visit", "booked", d("01-20")), ("debrief", "to_do", None)]
    assert strip("01-21", *second) == [("visit", "done", d("01-20")), ("debrief", "to_do", None)]


def test_meetings_after_a_debrief_ahead_belong_to_the_next_cycle() -> None:
    lines = [BEGAN, "01-12 visit", "01-12 debrief_booked 01-14", "01-12 visit_booked 01-20"]
    assert strip("01-13", *lines) == [("visit", "done", d("01-12")), ("debrief", "booked", d("01-14"))]


@pytest.mark.parametrize("lines", [["01-12 visit_only"], ["01-11 visit_only_booked 01-12"]])
def test_a_visit_that_wants_no_debrief_has_no_such_stage(lines: list[str]) -> None:
    assert strip("01-13", BEGAN, *lines) == [("visit", "done", d("01-12"))]
    again = [*lines, "01-13 visit"]
    assert strip("01-13", BEGAN, *again) == [("visit", "done", d("01-13")), ("debrief", "to_do", None)]


def test_before_the_partnership_began_there_is_no_cycle() -> None:
    with pytest.raises(ValueError, match="had not begun"):
        stages(told(BEGAN), d("01-10"))
