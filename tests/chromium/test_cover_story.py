"""Two teachers who cannot meet, and how they do: a request, its approval, its end, and a new time."""

from __future__ import annotations

import re

import pytest
from builders import COACH, COVER, LESSONS, PARTNER, PASSWORD, timetable_csv
from flask import Flask

from coachsched.models import School, db
from coachsched.services import timetables
from tests.chromium.test_main_job import calendar_parts, letters, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Clara and Paul teach in every period, so that neither can see the other.
ALL_DAY = [
    (who, str(period), f"{period}{who[0]}", "Maths", who) for who in ("CLA", "PAU") for period in range(1, 6)
]
THE_OTHERS = [lesson for lesson in LESSONS if lesson[0] in ("TES", "OMA")]


@pytest.fixture
def busy_school(serve):
    """Linden School with its pages and mail, where the pair never has a free period."""
    with serve("school", full_timetables) as served:
        yield served


def full_timetables(app: Flask) -> None:
    with app.app_context():
        school = db.session.scalars(db.select(School)).one()
        school.settings = {"cover": "when_needed"}
        db.session.commit()
        timetables.import_timetable(school, timetable_csv([*ALL_DAY, *THE_OTHERS]).encode(), "new.csv")


@pytest.fixture
def page_of(chromium, busy_school):
    contexts = []

    def open_for(email: str):
        contexts.append(chromium.new_context(viewport={"width": 1280, "height": 900}))
        page = contexts[-1].new_page()
        sign_in(page, busy_school, email, PASSWORD)
        return page

    yield open_for
    for context in contexts:
        context.close()


def test_two_who_cannot_meet_meet_with_cover_and_find_another_time_without_it(busy_school, page_of):
    clara, paul, cole = page_of(COACH), page_of(PARTNER), page_of(COVER)
    clara.get_by_role("link", name="Find times").first.click()
    clara.locator(".options [name=pick]").first.check()
    assert "needs cover for your" in clara.locator(".options .option").first.inner_text()
    clara.get_by_role("button", name=re.compile("^Send")).click()
    clara.get_by_text("Sent.").wait_for()

    paul.goto(busy_school.address)
    paul.get_by_role("link", name="See and answer").click()
    paul.get_by_role("button", name="Yes, this one").click()
    paul.get_by_text("Held until cover is found").first.wait_for()
    # Nobody has anything in their calendar yet.
    assert calendar_parts(letters(busy_school, COACH, 1)) == []

    cole.goto(f"{busy_school.address}/cover")
    asked = cole.locator("#requests").inner_text()
    assert "For Clara Lind: professional learning" in asked
    assert "Paul" not in asked
    cole.get_by_role("button", name="Approve").click()
    cole.get_by_text("gets an invitation").wait_for()

    invited = {
        who: calendar_parts(letters(busy_school, who, count)) for who, count in ((COACH, 3), (PARTNER, 3))
    }
    for parts in invited.values():
        assert sorted(one.vevent.summary.value for one in parts) == ["Classroom visit", "Debrief"]
    takes = re.search(r"(Tessa|Omar) \w+ is asked to take it", cole.locator("#requests").inner_text())
    third = {"Tessa": "third@school.test", "Omar": "other@school.test"}[takes[1]]
    (cover,) = calendar_parts(letters(busy_school, third, 1))
    (visit,) = [one for one in invited[COACH] if one.vevent.summary.value == "Classroom visit"]
    assert cover.method.value == "REQUEST"
    assert "Paul" not in cover.serialize()
    assert cover.vevent.dtstart.value <= visit.vevent.dtstart.value < cover.vevent.dtend.value

    cole.get_by_text("Change it").click()
    cole.get_by_role("button", name="Take cover back").click()
    cole.get_by_text("Taken back. Everybody").wait_for()
    (off,) = [one for one in calendar_parts(letters(busy_school, third, 2)) if one.method.value == "CANCEL"]
    assert off.vevent.uid.value == cover.vevent.uid.value

    clara.goto(busy_school.address)
    clara.get_by_text("needs a new time").first.wait_for()
    clara.get_by_role("button", name="Move it here").first.click()
    clara.get_by_text("Held until cover is found for a class.").wait_for()
    cole.reload()
    cole.get_by_role("button", name="Approve").click()
    cole.get_by_text("gets an invitation").wait_for()
    # Proposal, booking and loss; then both are moved to a held time, and certain.
    visits = [
        one
        for one in calendar_parts(letters(busy_school, PARTNER, 8))
        if one.vevent.summary.value == "Classroom visit"
    ]
    latest = max(visits, key=lambda one: int(one.vevent.sequence.value))
    assert {one.vevent.uid.value for one in visits} == {visit.vevent.uid.value}
    assert (latest.method.value, latest.vevent.status.value) == ("REQUEST", "CONFIRMED")
    assert latest.vevent.dtstart.value > visit.vevent.dtstart.value
