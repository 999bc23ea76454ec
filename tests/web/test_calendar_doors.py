"""The pages and `flask school apply` are two doors to the same calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from random import Random

import pytest
from browser import Browser
from calendar_pages import FIRST, THEN, Filling
from flask import Flask

from coachsched.core.calendar import BellRule, Calendar, DayException, Rotation, Term, check_calendar
from coachsched.core.calendar_edits import in_order
from coachsched.importers.school_toml_writer import write_school
from coachsched.services import accounts, schools
from coachsched.store import schools as stored
from coachsched.store import session
from coachsched.store.people import Membership
from tests.core.invented_school import REGULAR, SHORT
from tests.oracle.calendars import invent_calendar

HEAD, PASSWORD = "head@new.test", "correct horse battery"


def new_school(app: Flask, name: str = "New School", timezone: str = "Africa/Johannesburg") -> Browser:
    """A school as `school create` leaves it, and its administrator's browser."""
    with app.app_context():
        password = schools.create(name, timezone, HEAD)
    return Browser(app).sign_in(HEAD, password)


def kept(app: Flask, name: str = "New School") -> Calendar:
    with app.app_context():
        return stored.read_calendar(stored.school_named(name))


def applied(app: Flask, calendar: Calendar) -> Calendar:
    with app.app_context():
        schools.apply(write_school("From a file", calendar, {}).encode(), "school.toml")
    return kept(app, "From a file")


START = date(2027, 1, 10)
TERMS = (Term("Term 1", START, date(2027, 3, 19)), Term("Term 2", date(2027, 4, 4), date(2027, 6, 25)))
COUNTED = Rotation("count", ("Day_1", "Day_2", "Day_3", "Day_4", "Day_5", "Day_6"), anchor=START)
SCHOOLS = {
    "Sunday to Thursday": Rotation("weekday", ("Sun", "Mon", "Tue", "Wed", "Thu"), START, (6, 0, 1, 2, 3)),
    "weeks A and B": Rotation("week", tuple("ABCDEVWXYZ"), date(2027, 1, 11), weeks=2, week_count="calendar"),
    "six days that wait": COUNTED,
    "six days that burn": replace(COUNTED, closure="burn"),
    "with Saturdays": replace(COUNTED, weekdays=(0, 1, 2, 3, 4, 5)),
}


def real(rotation: Rotation) -> Calendar:
    """A school of that rotation with rules and special days of every kind."""
    label = rotation.labels[2]
    return Calendar(
        timezone="Africa/Johannesburg",
        rotation=rotation,
        bells=(REGULAR, SHORT),
        rules=(
            BellRule("short", weekday=1, first=date(2027, 2, 1), last=date(2027, 2, 26)),
            BellRule("regular", label=label),
        ),
        terms=TERMS,
        exceptions=(
            DayException(date(2027, 1, 20), "holiday", note='"Founders" & friends'),
            DayException(date(2027, 1, 21), "closure"),
            DayException(date(2027, 2, 2), "exam", counts=True, bell="short"),
            DayException(date(2027, 2, 10), "event", note="Sports day"),
            DayException(date(2027, 2, 15), "teaching", label=label, reanchor=True),
            DayException(date(2027, 2, 20), "teaching", label=label),
        ),
    )


@pytest.mark.parametrize("name", SCHOOLS)
def test_filled_by_hand_a_school_is_the_one_its_file_makes(make_app, name):
    app, calendar = make_app("empty"), real(SCHOOLS[name])
    page = new_school(app)
    for fill in (*FIRST, *THEN):
        fill(page, calendar)
    assert kept(app) == applied(app, calendar) == calendar


ORDERS = {" ".join(fill.__name__[5:] for fill in order): order for order in permutations(FIRST)}


@pytest.mark.parametrize("order", list(ORDERS.values()), ids=list(ORDERS))
def test_the_order_of_filling_does_not_matter(make_app, order: tuple[Filling, ...]):
    app, calendar = make_app("empty"), real(COUNTED)
    page = new_school(app)
    for fill in order:
        fill(page, calendar)
        for path in ("/", "/calendar", "/calendar/months/2027-02", "/calendar/days/2027-02-02", "/settings"):
            page.get(path)
    for fill in reversed(THEN):
        fill(page, calendar)
    assert kept(app) == calendar
    assert check_calendar(kept(app)) == []


@pytest.mark.parametrize("seed", range(12))
def test_invented_calendars_come_through_the_pages_unchanged(make_app, seed: int):
    calendar = in_order(invent_calendar(Random(seed), spread=200))
    app = make_app("empty")
    page = new_school(app, timezone=calendar.timezone)
    for fill in (*FIRST, *THEN):
        fill(page, calendar)
    assert kept(app) == applied(app, calendar)


def test_what_was_downloaded_makes_the_same_school_elsewhere(make_app):
    app, calendar = make_app("empty"), real(COUNTED)
    page = new_school(app)
    for fill in (*FIRST, *THEN):
        fill(page, calendar)
    file = page.get("/calendar/school.toml")
    assert file.response.headers["Content-Disposition"] == 'attachment; filename="school.toml"'
    with app.app_context():
        assert not schools.apply(file.response.data, "school.toml").changed
        other = file.text.replace('name = "New School"', 'name = "Its twin"', 1)
        schools.apply(other.encode(), "school.toml")
    assert kept(app, "Its twin") == calendar


def test_a_school_with_nothing_in_it_says_what_to_do_first(make_app):
    app = make_app("empty")
    page = new_school(app)
    paths = [
        "/calendar", "/calendar/months/2027-01", "/calendar/days/2027-01-13", "/calendar/terms",
        "/calendar/rotation", "/calendar/bells", "/calendar/bells/new", "/calendar/bells/rules", "/settings",
        "/calendar/school.toml",
    ]  # fmt: skip
    for path in paths:
        page.get(path)
    words = page.get("/calendar").words
    assert words.index("To do: Bells") < words.index("To do: Terms") < words.index("To check: Rotation")


def test_a_teacher_of_an_empty_school_is_told_to_wait(make_app):
    app = make_app("empty")
    new_school(app)
    with app.app_context():
        school = stored.school_named("New School")
        person = accounts.new_person("Tina", "tina@new.test", accounts.clock.now())
        person.password_hash = accounts.hash_password(PASSWORD)
        session.add(Membership(school=school, person=person, roles=["teacher"], teacher=None))
        session.commit()
    page = Browser(app).sign_in("tina@new.test", PASSWORD).get("/calendar")
    assert "is not in yet" in page.words
    assert "/calendar/terms" not in page.text
