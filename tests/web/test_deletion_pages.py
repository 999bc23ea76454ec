"""Deleting a partnership on its page and on the board: first what goes, then for good."""

from __future__ import annotations

import pytest
from builders import COACH, COORDINATOR, FRI, PARTNER, book, member, the_pair

from coachsched.services import notes, signs


@pytest.fixture
def finished(app, clock) -> int:
    """The pair's partnership, held once, and at its end."""
    with app.app_context():
        book((FRI, "3"), focus="Wait time")
        notes.keep_link(member(COACH), the_pair().id, "https://docs.test/plan", "Our plan")
    clock.forward(days=5)
    with app.app_context():
        signs.finish(member(COACH), the_pair().id)
        return the_pair().id


def test_a_partner_is_told_what_goes_and_deletes_it(signed_in, finished: int, dumped):
    page = signed_in(PARTNER).get(f"/partnerships/{finished}")
    before = dumped()
    page.get(f"/partnerships/{finished}/deletion")
    for words in (
        "partnership of you and Clara Lind?",
        "Two meetings go, 50 min",
        "print it first",
        "no way back",
    ):
        assert words in page.words
    assert dumped() == before
    page.post(f"/partnerships/{finished}/deletion")
    assert "Deleted, for everybody in it and for good." in page.words
    page.get(f"/partnerships/{finished}", 404)
    page.post(f"/partnerships/{finished}/deletion", 404)
    signed_in(COACH).get(f"/partnerships/{finished}", 404)


def test_while_it_goes_on_the_page_does_not_offer_it(app, signed_in):
    with app.app_context():
        number = the_pair().id
    page = signed_in(PARTNER).get(f"/partnerships/{number}")
    assert "Delete this partnership" not in page.words
    assert "End it first" in page.get(f"/partnerships/{number}/deletion", 409).words


def test_a_coordinator_deletes_without_seeing_the_insides(signed_in, finished: int):
    page = signed_in(COORDINATOR).get("/board")
    assert page.text.count("/deletion") == 2  # the other pair has never met
    page.get(f"/board/{finished}/deletion")
    assert "Clara Lind and Paul Meyer" in page.words
    for inside in ("Wait time", "Our plan", "50 min", "8B"):
        assert inside not in page.words
    page.post(f"/board/{finished}/deletion")
    assert f"/board/{finished}/" not in page.text
    page.post(f"/board/{finished}/deletion", 404)


def test_what_goes_on_and_has_met_is_not_deleted_on_the_board(app, signed_in, clock):
    with app.app_context():
        number = the_pair().id
        book((FRI, "3"))
    clock.forward(days=5)
    page = signed_in(COORDINATOR).get("/board")
    assert f"/board/{number}/deletion" not in page.text
    page.get(f"/board/{number}/deletion", 409)
    page.post(f"/board/{number}/deletion", 409)
