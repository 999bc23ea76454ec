"""What people say of their own time, sites far apart, and hosts who are visited often enough."""

from __future__ import annotations

import pytest
from invented_school import (
    DAYS,
    FRI,
    MON,
    NEXT_MON,
    SAT,
    THU,
    TUE,
    WED,
    at,
    clock,
    diary,
    row,
    school,
    timetable,
)

from coachsched.core.calendar import DayException, Rotation
from coachsched.core.commitments import Commitment
from coachsched.core.slots import Rules, day_view, find_debriefs, find_plans, find_slots
from coachsched.core.travel import site_of

ANN = row("Ann", "Mon", "3", "9A", room="N1")
TWO_SITES = (("North", ("N*",)), ("South", ("S*", "Gym")))
FAR = Rules(sites=TWO_SITES, travel_minutes=20)


def visits(*rows, host=None, observer=None, rules=Rules(), first=MON, last=MON, calendar=None):  # noqa: B008
    """The visits to Ann by Bob, as weekday and period."""
    slots = find_slots(
        calendar or school(),
        timetable(*(rows or (ANN,))),
        rules,
        host or diary(1, "Ann"),
        [observer or diary(2, "Bob")],
        first,
        last,
    )
    return [f"{slot.visit.date:%a} {slot.visit.period}" for slot in slots]


def says(kind, **when):
    return diary(2, "Bob", commitments=(Commitment(kind, **when),))


def states(*rows, commitments, on=MON, rules=Rules()):  # noqa: B008 - frozen
    who = diary(2, "Bob", commitments=commitments)
    return {p.label: state for p, state in day_view(school(), timetable(*rows), rules, who, on)}


@pytest.mark.parametrize("kind", ["absent", "duty", "protected"])
def test_own_word_takes_the_period_out_as_a_row_of_the_timetable_would(kind):
    assert visits(observer=says(kind, label="Mon", period="3")) == []
    assert states(commitments=(Commitment(kind, "Mon", "3"),))["3"] == kind


def test_own_word_on_other_days_and_periods_takes_nothing():
    for when in ({"label": "Tue"}, {"period": "4"}, {"first": TUE}, {"last": MON.replace(day=3)}):
        assert visits(observer=says("absent", **when)) == ["Mon 3"]


def test_a_dated_absence_holds_on_its_dates_only_both_included():
    monday_to_wednesday = says("absent", first=MON, last=WED)
    rows = [row("Ann", day, "3") for day in DAYS.labels]
    assert visits(*rows, observer=monday_to_wednesday, last=FRI) == ["Thu 3", "Fri 3"]


def test_a_regular_commitment_may_begin_and_end():
    rows = [row("Ann", "Mon", "3")]
    bounded = says("duty", label="Mon", period="3", first=TUE, last=NEXT_MON)
    assert visits(*rows, observer=bounded, last=NEXT_MON.replace(day=18)) == ["Mon 3", "Mon 3"]


def test_an_absent_host_cannot_be_visited_on_paper_there():
    away = diary(1, "Ann", commitments=(Commitment("absent", first=MON, last=MON),))
    assert visits(host=away) == []
    assert visits(host=diary(1, "Ann", commitments=(Commitment("protected", "Mon", "3"),))) == ["Mon 3"]


def test_part_time_away_on_one_cycle_day_is_off_site_all_of_it():
    count = Rotation("count", ("A", "B", "C"), anchor=MON)
    rows = [row("Ann", label, "3") for label in "ABC"]
    part_timer = says("absent", label="B")
    assert visits(*rows, observer=part_timer, last=THU, calendar=school(count)) == ["Mon 3", "Wed 3", "Thu 3"]


def test_an_absence_holds_on_an_extra_day_without_a_cycle_day():
    saturday = school(DAYS, DayException(SAT, "teaching"))
    away = diary(2, "Bob", commitments=(Commitment("absent", first=SAT, last=SAT),))
    assert find_plans(saturday, timetable(), Rules(), [away], SAT, SAT) == []
    assert find_plans(saturday, timetable(), Rules(), [diary(2, "Bob")], SAT, SAT)


def test_absence_wins_over_what_else_is_said():
    both = (Commitment("opened", "Mon", "3"), Commitment("absent", first=MON, last=MON))
    assert set(states(row("Bob", "Mon", "3"), commitments=both).values()) == {"absent"}


def test_protected_time_is_offered_only_where_its_owner_opened_it():
    protected = row("Bob", "Mon", "3", kind="protected")
    assert visits(ANN, protected) == []
    assert visits(ANN, protected, observer=says("opened", label="Mon", period="3")) == ["Mon 3"]
    assert visits(ANN, protected, observer=says("opened", first=MON, last=MON)) == ["Mon 3"]
    assert visits(ANN, protected, host=diary(1, "Ann", commitments=(Commitment("opened"),))) == []


def test_opened_time_is_release_where_release_is_listed():
    listed = Rules(release="listed")
    protected = row("Bob", "Mon", "3", kind="protected")
    assert visits(ANN, protected, rules=listed, observer=says("opened", label="Mon", period="3")) == ["Mon 3"]


def test_opening_opens_nothing_but_protected_time():
    listed = Rules(release="listed")
    assert visits(ANN, rules=listed, observer=says("opened")) == []
    opened = states(
        row("Bob", "Mon", "1"), row("Bob", "Mon", "2", kind="duty"), commitments=(Commitment("opened"),)
    )
    assert (opened["1"], opened["2"], opened["Break"], opened["Tutor"]) == (
        "teaching", "duty", "closed_time", "closed_time",
    )  # fmt: skip


def test_one_date_of_an_own_protected_period_can_be_opened():
    said = (Commitment("protected", "Mon"), Commitment("opened", period="3", first=MON, last=MON))
    assert states(commitments=said)["3"] == "free"
    assert states(commitments=said)["4"] == "protected"
    assert states(commitments=said, on=NEXT_MON)["3"] == "protected"


def test_a_duty_of_ones_own_brings_a_person_to_school():
    own = Rules(presence="own_lessons")
    lesson = row("Bob", "Mon", "1")
    assert visits(ANN, lesson, rules=own) == []
    assert visits(ANN, lesson, rules=own, observer=says("duty", label="Mon", period="4")) == ["Mon 3"]


def test_only_lunch_duty_stands_between_two_free_colleagues():
    rows = [
        row(who, "Mon", period) for who in ("Ann", "Bob") for period in ("1", "2", "3", "4", "5", "After")
    ]
    people = [diary(1, "Ann"), diary(2, "Bob")]
    assert [talk.period for talk in find_plans(school(), timetable(*rows), Rules(), people, MON, MON)] == [
        "Lunch"
    ]
    on_duty = [diary(1, "Ann"), says("duty", label="Mon", period="Lunch")]
    assert find_plans(school(), timetable(*rows), Rules(), on_duty, MON, MON) == []


def test_cover_given_out_that_morning_takes_the_release_time_of_that_day():
    cover = says("duty", period="3", first=MON, last=MON)
    listed = row("Bob", "Mon", "3", kind="release")
    rules = Rules(release="listed")
    assert visits(ANN, listed, observer=cover, rules=rules, last=NEXT_MON) == ["Mon 3"]
    assert visits(ANN, listed, rules=rules, last=NEXT_MON) == ["Mon 3", "Mon 3"]


# --- two sites


@pytest.mark.parametrize(
    ("room", "site"),
    [
        ("N1", "North"), (" n12 ", "North"), ("Gym", "South"), ("Gymnasium", None), ("", None), ("X", None),
        ("N1+N2", "North"), ("N1+X", "North"), ("N1+S1", None), ("N.1", "North"),
    ],
)  # fmt: skip
def test_a_room_lies_at_the_site_that_names_it(room, site):
    assert site_of(room, TWO_SITES) == site


def test_a_pattern_is_no_regular_expression():
    assert site_of("Nx1", (("North", ("N.1",)),)) is None


def test_an_observer_needs_the_way_before_a_visit_and_after_it():
    # Period 2 ends 20 minutes before the visit begins; period 4 begins 25 minutes after it ends.
    for period, near, far in (("2", 20, 21), ("4", 25, 26)):
        lesson = row("Bob", "Mon", period, room="S1")
        found = [visits(ANN, lesson, rules=Rules(sites=TWO_SITES, travel_minutes=n)) for n in (near, far)]
        assert found == [["Mon 3"], []]


def test_the_same_site_and_unknown_rooms_cost_no_time():
    hour = Rules(sites=TWO_SITES, travel_minutes=60)
    for room in ("N7", "", "Field"):
        assert visits(ANN, row("Bob", "Mon", "2", room=room), rules=hour) == ["Mon 3"]
    assert visits(row("Ann", "Mon", "3", room="Field"), row("Bob", "Mon", "2", room="S1"), rules=hour) == [
        "Mon 3"
    ]


def test_the_hosts_own_way_is_the_timetables_affair():
    hour = Rules(sites=TWO_SITES, travel_minutes=60)
    assert visits(ANN, row("Ann", "Mon", "2", "9B", room="S1"), rules=hour) == ["Mon 2", "Mon 3"]


def test_a_meeting_booked_at_the_other_site_costs_the_way_too():
    booked = at(MON, "10:00-10:30")
    there = diary(2, "Bob", meetings=(booked,), rooms=((booked, "S1"),))
    late = Rules(sites=TWO_SITES, travel_minutes=21)
    assert visits(observer=there, rules=FAR) == ["Mon 3"]
    assert visits(observer=there, rules=late) == []


def test_a_meeting_about_to_be_moved_is_nowhere():
    moved = diary(2, "Bob", rooms=((at(MON, "10:00-10:30"), "S1"),))
    assert visits(observer=moved, rules=Rules(sites=TWO_SITES, travel_minutes=21)) == ["Mon 3"]


def test_a_talk_is_held_at_a_site_that_all_can_reach():
    rows = [row("Ann", "Mon", "4", room="N1"), row("Bob", "Mon", "4", room="S1")]
    people = [diary(1, "Ann"), diary(2, "Bob")]

    def talks(rules):
        return [talk.period for talk in find_plans(school(), timetable(*rows), rules, people, MON, MON)]

    assert talks(Rules()) == ["1", "2", "3", "Lunch", "5", "After"]
    # At lunch one of them would still be on the way, wherever they met; period 3 leaves 40 minutes for it.
    assert talks(FAR) == ["1", "2", "3", "5", "After"]


def test_the_debrief_comes_after_the_way_back_from_the_visit():
    rows = [row("Ann", "Mon", "3", room="N1"), row("Bob", "Mon", "5", room="S1")]
    people = [diary(1, "Ann"), diary(2, "Bob")]

    def debriefs(minutes):
        rules = Rules(sites=TWO_SITES, travel_minutes=minutes, debrief_within=0)
        (slot,) = find_slots(school(), timetable(*rows), rules, people[0], people[1:], MON, MON)
        assert find_debriefs(school(), timetable(*rows), rules, people, slot.visit) == slot.debriefs
        return [clock((talk.start, talk.end)) for talk in slot.debriefs]

    # At lunch Bob can be at North until 25 minutes before his lesson; Ann at South 55 minutes after hers.
    assert debriefs(0) == debriefs(55) == ["11:45-12:05", "12:35-12:55", "14:15-14:35"]
    assert debriefs(56) == ["11:45-12:05", "14:15-14:35"]


# --- enough visits in a week


def test_a_host_is_visited_as_often_in_a_week_as_the_school_allows():
    rows = [row("Ann", day, "3") for day in DAYS.labels]
    visited = diary(1, "Ann", visits=(WED,))
    assert visits(*rows, host=visited, rules=Rules(visits_per_week=2), last=FRI) == [
        "Mon 3", "Tue 3", "Wed 3", "Thu 3", "Fri 3",
    ]  # fmt: skip
    once = Rules(visits_per_week=1)
    assert visits(*rows, host=visited, rules=once, last=NEXT_MON) == ["Mon 3"]
    assert visits(*rows, host=visited, rules=once, first=NEXT_MON, last=NEXT_MON) == ["Mon 3"]


def test_visits_the_observer_receives_count_for_nobody_else():
    assert visits(observer=diary(2, "Bob", visits=(MON,)), rules=Rules(visits_per_week=1)) == ["Mon 3"]


def test_a_school_week_begins_on_the_first_weekday_the_school_names():
    sunday_first = Rotation("weekday", ("Sun", "Mon", "Tue", "Wed", "Thu"), MON, weekdays=(6, 0, 1, 2, 3))
    sunday = MON.replace(day=10)
    rows = [row("Ann", "Mon", "3"), row("Ann", "Sun", "3"), row("Ann", "Thu", "3")]
    visited = diary(1, "Ann", visits=(sunday,))
    found = visits(
        *rows, host=visited, rules=Rules(visits_per_week=1), last=NEXT_MON, calendar=school(sunday_first)
    )
    assert found == ["Mon 3", "Thu 3"]
