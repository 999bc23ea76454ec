"""The demo school's timetable and staff: what a real school would have, and nobody in two places."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from itertools import combinations

from coachsched.core.timetable import check_rows, warnings
from coachsched.importers.people import is_email
from coachsched.services.demo import week, year
from coachsched.services.demo.people import PART_TIMER, office, teachers


def test_the_timetable_fits_the_calendar():
    calendar = year.calendar(date(2027, 10, 25))
    assert check_rows(week.timetable(), calendar) == []
    assert warnings(week.timetable(), calendar) == []


def test_nobody_is_in_two_places_at_once():
    places = defaultdict(list)
    for number, row in enumerate(week.timetable()):
        for name in names(row.teacher) + names(row.klass) + [row.room] * (row.kind == "lesson"):
            places[name, row.day, row.period].append(number)
    assert {key: found for key, found in places.items() if len(found) > 1} == {}


def test_everybody_who_works_full_time_teaches_as_much_as_teachers_do():
    taught = Counter(
        name
        for row in week.timetable()
        if row.kind == "lesson" and row.period in year.PERIODS
        for name in names(row.teacher)
    )
    part_time = {one.code for one in teachers() if one.name == PART_TIMER}
    full_time = {one.code for one in teachers()} - part_time
    assert len(full_time) >= 35
    assert {code: taught[code] for code in full_time if not 24 <= taught[code] <= 30} == {}
    assert all(12 <= taught[code] < 24 for code in part_time)
    away = {row.day for row in week.timetable() if row.kind == "absent"}
    assert not [row for row in week.timetable() if row.day in away and part_time & set(names(row.teacher))
                and row.kind == "lesson"]  # fmt: skip


def test_the_timetable_shows_what_timetables_have():
    rows = week.timetable()
    assert {row.kind for row in rows} >= {"lesson", "duty", "meeting", "absent", "protected"}
    assert any(
        len(names(row.teacher)) > 1 for row in rows if row.kind == "lesson" and row.subject != "Assembly"
    )
    times = {(row.teacher, row.day, row.period, row.klass) for row in rows if row.kind == "lesson"}
    assert any((teacher, day, str(int(period) + 1), klass) in times
               for teacher, day, period, klass in times if period in year.PERIODS)  # fmt: skip
    assert {row.subject for row in rows} >= set(week.NOT_FOR_VISITS)


def test_teachers_differ_in_name_code_and_address():
    for one, other in combinations([*teachers(), *office()], 2):
        assert is_email(one.email)
        assert one.name != other.name
        assert one.email != other.email
        assert not one.code or one.code != other.code
    assert len({one.faculty for one in teachers()}) == 7


def names(cell: str) -> list[str]:
    return [name for name in cell.split("+") if name]
