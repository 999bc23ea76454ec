"""Finding times: the weeks, and what happens to what was picked when somebody is quicker."""

from __future__ import annotations

from datetime import timedelta

from builders import COACH, LESSONS, NOW, PARTNER, THIRD, propose, the_pair, the_school, timetable_csv

from coachsched.services import partnerships, timetables


def test_two_lessons_of_a_host_at_one_time_can_both_be_picked(app, signed_in):
    with app.app_context():
        double = [*LESSONS, ("PAU", "3", "9C", "Chess", "R9")]
        timetables.import_timetable(the_school(), timetable_csv(double).encode(), "double.csv")
        number = the_pair().id
    page = signed_in(COACH).get(f"/partnerships/{number}/slots")
    keys = set(page.fields("pick"))
    starts = [key.partition(".")[0] for key in keys]
    assert any(starts.count(start) == 2 for start in starts)
    assert "9C Chess" in page.words


def test_who_sends_at_the_same_moment_as_the_partner_keeps_picks_and_focus(app, signed_in, monkeypatch):
    with app.app_context():
        number = the_pair().id
        propose(by=PARTNER)
    # As if the partner's times came between our look for an open proposal and our own.
    monkeypatch.setattr("coachsched.services.proposals._replace_open", lambda *_: None)
    page = signed_in(COACH).get(f"/partnerships/{number}/slots")
    picked, host = page.fields("pick")[0], page.fields("host")[0]
    page.post(f"/partnerships/{number}/proposals", 409, pick=picked, host=host, focus="Wait time")
    assert "just sent times too" in page.words
    assert page.fields("focus") == ["Wait time"]
    assert f'value="{picked}" checked' in page.text


def test_a_partnership_that_begins_later_is_not_there_yet(app, signed_in):
    with app.app_context():
        began = (NOW + timedelta(days=30)).date()
        number = partnerships.create(the_school(), (COACH, THIRD), began=began).id
    page = signed_in(COACH)
    page.get("/")
    for path in ("", "/slots"):
        page.get(f"/partnerships/{number}{path}", 404)
