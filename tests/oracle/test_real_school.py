"""A real timetable with an invented year around it, read by this file's own few lines of parsing."""

from __future__ import annotations

import csv
import tomllib
from datetime import date, time
from functools import cache
from pathlib import Path
from random import Random

import pytest

from coachsched.core.calendar import Bell, BellRule, Calendar, DayException, Period, Rotation, Term
from coachsched.core.slots import Diary, Rules, find_slots
from coachsched.core.timetable import Row, Timetable, Version

from .naive_calendar import NaiveCalendar
from .naive_slots import NaiveSchool

DATA = Path(__file__).parents[3] / "shared" / "data"
SCHOOL = DATA / "schools" / "za-wd-09" / "school.toml"
TIMETABLE = DATA / "timetables" / "ZA-WD-09.csv"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

if not (SCHOOL.exists() and TIMETABLE.exists()):
    pytest.skip("the real timetables of ../shared/data are not here", allow_module_level=True)

RULES = (
    Rules(),
    Rules(visit_minutes=0, debrief_minutes=30, debrief_within=0),
    Rules(visit_minutes=40, debrief_within=4, presence="own_lessons"),
    Rules(
        visit_minutes=45, debrief_minutes=25, visits_need_class=False, not_for_visits=frozenset({"Course109"})
    ),
)


def test_the_whole_year_2027() -> None:
    calendar = read_calendar()
    first, last = date(2027, 1, 1), date(2027, 12, 31)
    assert list(calendar.days(first, last)) == NaiveCalendar(calendar, first, last).days(first, last)


def test_some_days_of_2027_counted_by_hand() -> None:
    calendar = read_calendar()
    # Wednesday 13 January is Day_1, so Tuesday 2 February is Day_3; the storm of the next two days
    # holds Day_4 until Friday.
    for on, label in ((2, "Day_3"), (3, None), (4, None), (5, "Day_4")):
        assert calendar.day(date(2027, 2, on)).cycle_day == label


@pytest.mark.parametrize("number", range(len(RULES)))
def test_slots_of_a_term_for_nine_pairs(number: int) -> None:
    calendar, timetable, rules = read_calendar(), read_timetable(), RULES[number]
    first, last = calendar.terms[number].start, calendar.terms[number].end
    naive = NaiveSchool(calendar, timetable, rules, first, last)
    teachers = sorted({row.teacher for row in timetable.versions[0].rows})
    found = 0
    for pair in range(9):
        host, observer = (Diary(n, name) for n, name in enumerate(Random(pair + number).sample(teachers, 2)))
        actual = find_slots(calendar, timetable, rules, host, [observer], first, last)
        assert list(actual) == naive.slots(host, [observer], first, last)
        found += len(actual)
    assert found > 0


@cache
def read_timetable() -> Timetable:
    with TIMETABLE.open(encoding="utf-8-sig", newline="") as file:
        rows = [
            Row(line["teacher"], line["day"], line["period"], line["class"], line["subject"], line["room"])
            for line in csv.DictReader(file)
        ]
    return Timetable((Version(None, tuple(rows)),))


@cache
def read_calendar() -> Calendar:
    school = tomllib.loads(SCHOOL.read_text(encoding="utf-8"))
    rotation = school["rotation"]
    weekdays = tuple(WEEKDAYS.index(name) for name in rotation["weekdays"])
    return Calendar(
        timezone=school["school"]["timezone"],
        rotation=Rotation(
            rotation["mode"],
            tuple(rotation["labels"]),
            rotation["anchor"],
            weekdays,
            closure=rotation["closure"],
        ),
        bells=tuple(
            Bell(bell["name"], tuple(_period(**period) for period in bell["periods"]))
            for bell in school["bell"]
        ),
        rules=tuple(_bell_rule(rule) for rule in school["bell_rule"]),
        terms=tuple(Term(**term) for term in school["term"]),
        exceptions=tuple(DayException(**exception) for exception in school["exception"]),
    )


def _period(label: str, kind: str, start: time, end: time, meetings: bool = False) -> Period:
    return Period(label, kind, start.hour * 60 + start.minute, end.hour * 60 + end.minute, meetings)


def _bell_rule(rule: dict) -> BellRule:
    weekday = WEEKDAYS.index(rule["weekday"]) if "weekday" in rule else None
    return BellRule(rule["bell"], weekday, rule.get("label"), rule.get("from"), rule.get("to"))
