"""Cover: who is free for it, in which order, and that no approvals together break a rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_school import FRI, MON, REGULAR, THU, TUE, WED, at, diary, row, school, timetable

from coachsched.core.calendar import DayException
from coachsched.core.commitments import Commitment
from coachsched.core.cover import (
    Colleague,
    CoverRules,
    StaffDay,
    Wanted,
    are_beside,
    can_approve,
    in_order,
    obstacles,
    out_at_once,
)
from coachsched.core.options import check_settings, cover_rules, differing
from coachsched.core.slots import Diary, Rules

HOURS = {"1": "8:50-9:40", "2": "9:40-10:30", "3": "10:50-11:40", "4": "11:45-12:35", "5": "13:20-14:10"}
ANN, BOB, CAT = diary(1, "Ann"), diary(2, "Bob"), diary(3, "Cat")


def wanted(on=TUE, period="1", person=1, **other: Any) -> Wanted:
    start, end = at(on, HOURS[period])
    return Wanted(person, on, start, end, **{"klass": "9A", "room": "", **other})


def free(*rows, people=(ANN, BOB, CAT), rules: Rules | None = None, calendar=None, want=None) -> list[int]:
    want = want or wanted()
    staff = StaffDay(calendar or school(), timetable(*rows), rules or Rules(), people, want.date)
    return staff.can_take(want)


def kinds(rules: CoverRules, want: Wanted, *out: Wanted, today=MON, calendar=None) -> list[str]:
    return [one.kind for one in obstacles(rules, calendar or school(), want, out, today)]


@pytest.mark.parametrize("kind", ["lesson", "duty", "meeting", "absent", "protected"])
def test_whoever_has_something_on_is_not_asked(kind: str):
    assert free(row("Bob", "Tue", "1", kind=kind)) == [3]


def test_nobody_covers_their_own_class():
    assert free() == [2, 3]


def test_what_is_booked_and_what_a_calendar_says_takes_time():
    taken = (at(TUE, "9:00-9:10"),)
    assert free(people=(ANN, replace(BOB, meetings=taken), replace(CAT, busy=taken))) == []


def test_an_offer_takes_no_time():
    assert free(people=(ANN, replace(BOB, offers=(at(TUE, "9:00-9:10"),)))) == [2]


def test_what_somebody_says_of_their_own_time_counts():
    said = (Commitment("absent", first=TUE, last=TUE),)
    assert free(people=(ANN, replace(BOB, commitments=said))) == []


def test_where_release_is_listed_only_that_counts():
    assert free(row("Cat", "Tue", "1", kind="release"), rules=Rules(release="listed")) == [3]


def test_nobody_comes_to_school_for_it():
    rules = Rules(presence="own_lessons")
    assert free(row("Bob", "Tue", "3"), row("Cat", "Tue", "1"), row("Cat", "Tue", "3"), rules=rules) == []
    later = wanted(period="2")
    assert free(row("Cat", "Tue", "1"), row("Cat", "Tue", "3"), rules=rules, want=later) == [3]


def test_the_way_between_sites_takes_time():
    rules = Rules(sites=(("North", ("N*",)), ("South", ("S*",))), travel_minutes=10)
    there = row("Bob", "Tue", "1", "8B", "Art", room="S1")
    assert free(there, rules=rules, want=wanted(period="2", room="N1")) == [3]
    assert free(there, rules=rules, want=wanted(period="3", room="N1")) == [2, 3]


def test_on_days_without_lessons_nobody_is_needed():
    for kind in ("exam", "holiday"):
        assert free(calendar=school(replace(school().rotation), DayException(TUE, kind))) == []


def test_lead_time_is_counted_in_school_days():
    rules = CoverRules(lead_days=2)
    assert kinds(rules, wanted(WED)) == []
    assert kinds(rules, wanted(TUE)) == ["lead"]
    closed = school(school().rotation, DayException(TUE, "inset"))
    assert kinds(rules, wanted(WED), calendar=closed) == ["lead"]
    assert kinds(CoverRules(lead_days=0), wanted(MON)) == []


def test_no_cover_on_a_blackout_day():
    assert kinds(CoverRules(blackout=(TUE, THU)), wanted(TUE)) == ["blackout"]
    assert kinds(CoverRules(blackout=(TUE, THU)), wanted(WED)) == []


def test_so_many_are_out_at_one_time():
    rules = CoverRules(most_out=2)
    assert kinds(rules, wanted(), wanted(person=2)) == []
    assert kinds(rules, wanted(), wanted(person=2), wanted(person=3)) == ["most_out"]
    assert kinds(rules, wanted(), wanted(person=2), wanted(person=3, period="2")) == []
    assert kinds(CoverRules(most_out=0), wanted(), wanted(person=2), wanted(person=3)) == []


def test_one_after_the_other_are_not_out_at_once():
    start, end = at(TUE, "8:50-10:30")
    double = Wanted(1, TUE, start, end)
    assert out_at_once(double, [wanted(person=2), wanted(person=3, period="2")]) == 1
    assert out_at_once(double, [wanted(person=2), wanted(person=2)]) == 1
    assert out_at_once(double, [wanted(person=1)]) == 0


def test_the_fair_order():
    ada, bea, cem = Colleague(1, "Ada", 40, 100), Colleague(2, "bea", 40, 200), Colleague(3, "Cem", 0, 0)
    dan, eve = Colleague(4, "Dan", 40, 100), Colleague(5, "Eve", 500, 0, beside=True)
    assert in_order([dan, ada, bea, cem, eve]) == [eve, cem, bea, ada, dan]


def test_two_halves_of_a_double_lesson_are_beside_each_other():
    first, second, third = (wanted(period=period) for period in "123")
    assert are_beside(first, second, 15)
    assert are_beside(second, first, 15)
    assert not are_beside(second, third, 15)
    assert not are_beside(first, replace(second, klass="9B"), 15)


def test_settings_reach_the_rules():
    chosen = {"cover_lead_days": 3, "cover_most_out": 4, "cover_blackout": ["2027-01-05", TUE, MON]}
    assert check_settings(chosen) == []
    assert cover_rules(chosen) == CoverRules(3, 4, (MON, TUE))
    assert cover_rules({}) == CoverRules()
    assert differing(chosen)["cover_blackout"] == ["2027-01-05", "2027-01-05", "2027-01-04"]


@pytest.mark.parametrize(
    "value", ["2027-01-05", [20270105], ["5 January"], ["20270105"], [None], [at(MON, "8:00-9:00")[0]]]
)
def test_what_is_no_date_is_told(value: Any):
    assert [problem.where for problem in check_settings({"cover_blackout": value})] == ["cover_blackout"]


# Every teacher's week: what they have in each of five periods of five days.
WEEK = st.lists(st.sampled_from(["lesson", "duty", "free", "protected"]), min_size=25, max_size=25)
LABELS = ("Mon", "Tue", "Wed", "Thu", "Fri")
DATES = (MON, TUE, WED, THU, FRI)
NAMES = ("Ann", "Bob", "Cat", "Dan")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_approvals_together_break_a_rule(data: st.DataObject):
    weeks = [data.draw(WEEK) for _ in NAMES]
    places = [(day, period) for day in range(5) for period in range(5)]
    rows = [
        row(name, LABELS[day], str(period + 1), f"{name}{day}", kind=week[5 * day + period])
        for name, week in zip(NAMES, weeks, strict=True)
        for day, period in places
        if week[5 * day + period] != "free"
    ]
    rules = CoverRules(
        lead_days=data.draw(st.integers(0, 3)),
        most_out=data.draw(st.integers(0, 2)),
        blackout=tuple(data.draw(st.sets(st.sampled_from(DATES), max_size=2))),
    )
    teaching = [
        (number, *place)
        for number, week in enumerate(weeks)
        for place in places
        if week[5 * place[0] + place[1]] == "lesson"
    ]
    tries = (
        data.draw(st.lists(st.tuples(st.sampled_from(teaching), st.integers(0, 3)), max_size=25))
        if teaching
        else []
    )
    approved: list[tuple[Wanted, int]] = []
    for (number, day, period), colleague in tries:
        want = wanted(DATES[day], str(period + 1), number)
        if want in [one for one, _ in approved]:
            continue
        diaries = [
            Diary(who, name, meetings=tuple((w.start, w.end) for w, by in approved if by == who))
            for who, name in enumerate(NAMES)
        ]
        staff = StaffDay(school(), timetable(*rows), Rules(), diaries, want.date)
        if not can_approve(rules, school(), want, [one for one, _ in approved], MON, staff, colleague):
            approved.append((want, colleague))
    check(approved, weeks, rules)


def check(approved: list[tuple[Wanted, int]], weeks: list[list[str]], rules: CoverRules) -> None:
    """A naive look, minute by minute."""
    for want, by in approved:
        day = DATES.index(want.date)
        period = next(n for n, hours in enumerate(HOURS.values()) if at(want.date, hours)[0] == want.start)
        assert by != want.person
        assert weeks[by][5 * day + period] == "free"
        assert day >= rules.lead_days
        assert want.date not in rules.blackout
        for minute in range(0, 50, 10):
            moment = want.start + timedelta(minutes=minute)
            now = [(one, who) for one, who in approved if one.start <= moment < one.end]
            assert len({who for _, who in now}) == len(now)
            assert not {who for _, who in now} & {one.person for one, _ in now}
            assert not rules.most_out or len({one.person for one, _ in now}) <= rules.most_out


def test_the_hours_are_those_of_the_school():
    assert {one.label for one in REGULAR.periods if one.kind == "lesson"} == set(HOURS)
