"""Somebody who works at two schools signs in once, and sees one school at a time."""

from __future__ import annotations

from browser import Browser
from builders import COACH, PASSWORD


def test_who_works_at_two_schools_goes_from_one_to_the_other(app, two_schools):
    coach = Browser(app).sign_in(COACH, PASSWORD)
    assert "Go to Birch School" in coach.words
    coach.post("/school", school=two_schools)
    assert "Go to Linden School" in coach.words
    assert Browser(app).sign_in(COACH, PASSWORD).get("/").words


def test_a_school_one_does_not_work_at_is_not_there(app, two_schools, dumped):
    partner = Browser(app).sign_in("partner@school.test", PASSWORD)
    assert "Birch School" not in partner.words
    before = dumped()
    partner.post("/school", status=404, school=two_schools)
    assert dumped() == before
