"""A class given to somebody from outside, who is known by name alone."""

from __future__ import annotations

from datetime import date

import pytest
from builders import COACH, COVER, PARTNER, wants_cover

from coachsched.models import CoverRequest, db

MON, TUE = date(2027, 1, 18), date(2027, 1, 19)


@pytest.fixture
def asked(app) -> list[int]:
    """The coach's lesson on Monday, the partner's at the same time, and the coach's on Tuesday."""
    with app.app_context():
        lessons = ((COACH, MON, "2"), (PARTNER, MON, "2"), (COACH, TUE, "2"))
        return [wants_cover(*lesson).id for lesson in lessons]


def give(page, number: int, name: str, status: int = 200):
    return page.post(f"/cover/requests/{number}/substitute", status, name=name)


def test_a_class_is_given_by_name_and_stands_on_the_sheet(app, signed_in, asked):
    page = signed_in(COVER)
    assert "Ines Brook takes 7B." in give(page, asked[0], "  Ines  Brook ").words
    with app.app_context():
        request = db.session.get(CoverRequest, asked[0])
        assert (request.state, request.covered_by, request.is_taken) == ("approved", "Ines Brook", True)
    assert "Ines Brook" in page.get(f"/cover/{MON}/sheet").words


def test_nobody_from_outside_is_in_two_places_at_once(signed_in, asked, dumped):
    page = signed_in(COVER)
    give(page, asked[0], "Ines Brook")
    before = dumped()
    assert "ines brook takes another class at that time." in give(page, asked[1], "ines brook", 409).words
    assert dumped() == before
    give(page, asked[1], "Tom Ash")
    give(page, asked[2], "Ines Brook")


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "Ines\x1b Brook"])
def test_a_name_is_needed(signed_in, asked, dumped, name: str):
    page = signed_in(COVER)
    page.get("/cover")
    before = dumped()
    give(page, asked[0], name, 422)
    assert dumped() == before


def test_a_colleague_can_take_it_instead(app, signed_in, asked):
    page = signed_in(COVER)
    give(page, asked[0], "Ines Brook")
    page.get("/cover")
    colleague = page.tree.find(f".//select[@id='colleague-{asked[0]}']/option").get("value")
    page.post(f"/cover/requests/{asked[0]}/colleague", colleague=colleague)
    give(page, asked[1], "Ines Brook")
    with app.app_context():
        assert db.session.get(CoverRequest, asked[0]).covered_by == ""
