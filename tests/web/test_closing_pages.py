"""The snow-day page as somebody uses it at six in the morning: look, do, undo; and nobody's name on it."""

from __future__ import annotations

import pytest
from browser import Browser
from builders import (
    ADMIN,
    COACH,
    COORDINATOR,
    COVER,
    FRI,
    MON,
    PARTNER,
    SCHOOL_TOML,
    book,
    dump,
    member,
    outbox,
    the_school,
)
from flask import Flask, render_template

from coachsched.models import Meeting, db
from coachsched.services import schools
from coachsched.services.closing import Wish
from coachsched.store import schools as stored
from coachsched.views import closing

PEOPLE = ("Clara", "Paul", "Meyer", COACH, PARTNER, "7A", "8B", "Maths", "R2")


@pytest.fixture
def booked(app: Flask) -> list[int]:
    with app.app_context():
        return [one.id for one in book((FRI, "3")).values()]


def states(app: Flask) -> set[str]:
    with app.app_context():
        return set(db.session.scalars(db.select(Meeting.state)))


def is_open(app: Flask, on=FRI) -> bool:
    with app.app_context():
        return stored.school_time(the_school()).calendar.day(on).open


def ask(page: Browser, **fields: str) -> Browser:
    query = "&".join(f"{name}={value}" for name, value in fields.items())
    return page.get(f"/calendar/closing?{query}")


@pytest.mark.parametrize("who", [ADMIN, COVER, COORDINATOR])
def test_a_day_is_looked_at_closed_and_opened_again(app, signed_in, booked, who: str):
    page = signed_in(who).get("/calendar")
    assert 'href="/calendar/closing"' in page.text
    ask(page, day="other", first=FRI)
    assert "period 3: classroom visit, called off" in page.words
    assert states(app) == {"booked"}
    page.post(f"/calendar/days/{FRI}/closure", last=str(FRI), bell="", rule="")
    assert "Two meetings called off" in page.words
    assert states(app) == {"cancelled"}
    assert not is_open(app)
    page.post(f"/calendar/days/{FRI}/reopening")
    assert "Two meetings on again" in page.words
    assert states(app) == {"booked"}
    assert is_open(app)


def test_nobodys_name_is_on_the_page(signed_in, booked):
    page = signed_in(ADMIN)
    for text in (
        ask(page, day="other", first=FRI).words,
        page.post(f"/calendar/days/{FRI}/closure").words,
        page.post(f"/calendar/days/{FRI}/reopening").words,
    ):
        assert [name for name in PEOPLE if name in text] == []


def test_whoever_may_not_sees_no_button(signed_in):
    assert "closing" not in signed_in(COACH).get("/calendar").text


def test_looking_changes_nothing(app, signed_in, booked):
    page = signed_in(COVER)
    with app.app_context():
        before = dump()
    for day in ("today", "tomorrow"):
        ask(page, day=day)
    ask(page, day="other", first=FRI, last=MON)
    with app.app_context():
        assert dump() == before


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"day": "other"}, "There is no date yet"),
        ({"day": "other", "first": "soon"}, "is no date"),
        ({"day": "other", "first": "2027-01-16"}, "There is no school then anyway"),
        ({"day": "other", "first": "2027-01-15", "last": "2027-01-14"}, "lies before the first"),
        ({"day": "today", "bell": "midnight"}, "There is no bell"),
    ],
)
def test_what_cannot_be_is_told_beside_the_field(signed_in, fields, words: str):
    query = "&".join(f"{name}={value}" for name, value in fields.items())
    page = signed_in(ADMIN).get(f"/calendar/closing?{query}", 422)
    assert words in page.words


def test_what_was_opened_already_is_a_conflict(signed_in):
    page = signed_in(ADMIN).get("/calendar/closing")
    assert "open already" in page.post(f"/calendar/days/{FRI}/reopening", 409).words
    page.post("/calendar/days/2027-02-30/reopening", 404)


def test_several_days_and_other_bells(app, signed_in):
    with app.app_context():
        lesson = '{ label = "1", kind = "lesson", start = 08:00:00, end = 08:45:00 }'
        bell = f'\n[[bell]]\nname = "noon"\nperiods = [{lesson}]\n'
        schools.apply((SCHOOL_TOML + bell).encode(), "school.toml")
    page = signed_in(ADMIN)
    assert "noon bells" in ask(page, day="other", first=FRI, bell="noon").words
    page.post(f"/calendar/days/{FRI}/closure", bell="noon")
    assert "rings by “noon”" in page.words
    page.post(f"/calendar/days/{FRI}/closure", last=str(MON))
    assert "School is closed on Fri 15 Jan to Mon 18 Jan" in page.words
    assert not is_open(app, MON)


def test_a_counted_rotation_asks_what_becomes_of_the_cycle_day(app, signed_in):
    assert "cycle day" not in signed_in(ADMIN).get("/calendar/closing").words
    with app.app_context():
        toml = SCHOOL_TOML.replace('mode = "weekday"', 'mode = "count"\nanchor = 2027-01-04')
        schools.apply(toml.encode(), "school.toml")
    page = signed_in(ADMIN).get("/calendar/closing")
    assert "waits for the next school day (as usual here)" in page.words
    ask(page, day="other", first=FRI, rule="hold")
    assert "Mon 18 Jan : Fri (was Mon)" in page.words
    ask(page, day="other", first=FRI, rule="burn")
    assert "Mon 18 Jan" not in page.words


def test_the_section_for_a_days_own_page(app, monkeypatch: pytest.MonkeyPatch):
    """What the page of one date includes: close it, or put it back."""

    def section(who: str) -> str:
        monkeypatch.setattr(closing, "actor", lambda: member(who))
        with app.test_request_context("/"):
            return render_template("school_calendar/_closing.html", closing=closing.section(FRI))

    assert "See what would change" in section(ADMIN)
    assert section(COACH).strip() == ""
    with app.app_context():
        closing.closing.close(member(ADMIN), Wish(FRI, FRI))
    assert f'action="/calendar/days/{FRI}/reopening"' in section(COVER)


def test_letters_go_to_those_concerned_only(app, signed_in, booked):
    with app.app_context():
        mails = len(outbox())
    signed_in(ADMIN).post(f"/calendar/days/{FRI}/closure")
    with app.app_context():
        assert sorted(one.recipient for one in outbox()[mails:]) == [COACH, COACH, PARTNER, PARTNER]
