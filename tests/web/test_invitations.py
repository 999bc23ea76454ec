"""A meeting answered from the link in a mail, and fresh times taken with one click wherever they stand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from browser import Browser
from builders import ADMIN, COACH, FRI, LESSONS, PARTNER, TUE, book, dump, member, the_school, timetable_csv
from flask import Flask

from coachsched.models import Booking, Meeting, db
from coachsched.services import closing, links, moving, timetables
from coachsched.services.closing import Wish

NO_PERIOD_3 = [one for one in LESSONS if one[:2] != ("PAU", "3")]
NO_LUNCH = [*LESSONS, ("PAU", "Lunch", "", "Duty", "")]


@pytest.fixture
def ids(app: Flask) -> dict[str, int]:
    with app.app_context():
        return {kind: one.id for kind, one in book((FRI, "3")).items()}


def put_in(app: Flask, lessons) -> None:
    with app.app_context():
        timetables.import_timetable(the_school(), timetable_csv(lessons).encode(), "timetable.csv")


def link(app: Flask, meeting_id: int, who: str = PARTNER) -> str:
    with app.app_context():
        address = links.to_meeting(db.session.get_one(Meeting, meeting_id), member(who).person_id)
    return address.removeprefix("http://localhost")


def of(app: Flask, meeting_id: int) -> tuple[str, str, str]:
    """State, reason for a new time and period of a meeting."""
    with app.app_context():
        found = db.session.get_one(Meeting, meeting_id)
        return found.state, found.new_time, found.period


def test_it_works_for_me(app, page: Browser, ids):
    address = link(app, ids["visit"])
    assert "It works for me" in page.get(address).words
    page.post(f"{address}/acceptance")
    assert "You have said that it works for you" in page.get(address).words
    with app.app_context():
        answers = db.session.execute(
            db.select(Booking.person_id, Booking.partstat).where(Booking.meeting_id == ids["visit"])
        )
        assert dict(answers.all()) == {
            member(COACH).person_id: "NEEDS-ACTION",
            member(PARTNER).person_id: "ACCEPTED",
        }


@pytest.mark.parametrize("kind", ["visit", "debrief"])
def test_the_time_of_the_mail_is_the_one_to_confirm(app, page: Browser, ids, kind: str):
    put_in(app, NO_PERIOD_3 if kind == "visit" else NO_LUNCH)
    address = link(app, ids[kind])
    keys = page.get(address).fields("time")
    assert len(keys) == 3
    page.get(f"{address}?time={keys[2]}")
    assert "Does this time suit you?" in page.words
    assert page.fields("time")[0] == keys[2]
    page.post(f"{address}/time", time=keys[2])
    assert "That is its new time" in page.words
    assert of(app, ids[kind])[:2] == ("booked", "")


def test_a_time_that_has_gone_comes_with_others(app, page: Browser, ids):
    put_in(app, NO_PERIOD_3)
    address = link(app, ids["visit"])
    page.get(f"{address}?time=2027-01-18T0955.00000000")
    assert "has gone meanwhile" in page.words
    page.post(f"{address}/time", 409, time="2027-01-18T0955.00000000")
    assert page.fields("time")
    page.post(f"{address}/time", 422)
    assert of(app, ids["visit"])[1]


def test_a_meeting_is_called_off_from_the_mail(app, page: Browser, ids):
    address = link(app, ids["visit"])
    page.get(address)
    page.post(f"{address}/cancellation")
    assert of(app, ids["visit"])[0] == of(app, ids["debrief"])[0] == "cancelled"
    assert page.get(address).fields("time") == []
    page.post(f"{address}/cancellation", 409)
    page.post(f"{address}/acceptance", 409)


def test_what_snow_called_off_is_held_at_another_time(app, page: Browser, ids):
    with app.app_context():
        closing.close(member(ADMIN), Wish(FRI, FRI))
    address = link(app, ids["visit"])
    page.get(address)
    assert "There is no school that day" in page.words
    page.post(f"{address}/time", time=page.fields("time")[0])
    assert of(app, ids["visit"])[:2] == of(app, ids["debrief"])[:2] == ("booked", "")


def test_opening_a_link_changes_nothing(app, page: Browser, ids):
    put_in(app, NO_PERIOD_3)
    address = link(app, ids["visit"])
    with app.app_context():
        before = dump()
    for query in ("", "?time=x", "?time=2027-01-18T1045.00000000"):
        page.get(address + query)
    with app.app_context():
        assert dump() == before


def test_a_meeting_that_has_begun_asks_for_nothing(app, page: Browser, ids, clock):
    clock.set(datetime(2027, 1, 15, 9, 5, tzinfo=UTC))
    page.get(link(app, ids["visit"]))
    assert "Nothing is asked of you here" in page.words
    assert list(page.tree.iter("button")) == []


@pytest.mark.parametrize("path", ["/", "/partnerships/1", "/meetings/{}"])
@pytest.mark.parametrize("kind", ["visit", "debrief"])
def test_fresh_times_are_one_click_away(app, signed_in, ids, path: str, kind: str):
    put_in(app, NO_PERIOD_3 if kind == "visit" else NO_LUNCH)
    page = signed_in(COACH).get(path.format(ids[kind]))
    field = "pick" if kind == "visit" else "talk"
    keys = page.fields(field)
    assert len(keys) == 3
    page.post(f"/meetings/{ids[kind]}/time", **{field: keys[0]})
    assert of(app, ids[kind])[:2] == ("booked", "")


def test_fresh_times_for_a_plan_too(app, signed_in):
    with app.app_context():
        booked = book((TUE, "3"), with_plan=True)
        plan = booked["plan"].id
        found = db.session.get_one(Meeting, plan)
        found.new_time = "It does not suit everybody."
        db.session.commit()
        assert moving.new_talks(member(COACH), found)
    page = signed_in(PARTNER).get(f"/meetings/{plan}")
    assert "Move it here" in page.words
    page.post(f"/meetings/{plan}/time", talk=page.fields("talk")[0])
    assert of(app, plan)[:2] == ("booked", "")
