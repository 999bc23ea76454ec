"""Links and the focus on the partners' pages: kept, shown, removed, also when no key opens them any more."""

from __future__ import annotations

from builders import COACH, FRI, OTHER, PARTNER, THIRD, propose, the_pair

from coachsched.models import Proposal, SharedLink, db
from coachsched.services.notes import MOST_LINKS
from coachsched.store.vault import Vault

PAGE = "/partnerships/1"
PLAN = "https://docs.school.test/plan?of=8B&term=1"


def anchors(page) -> dict[str, dict[str, str]]:
    return {"".join(one.itertext()): dict(one.attrib) for one in page.tree.iter("a")}


def test_a_link_leads_there_without_telling_where_from(signed_in):
    signed_in(COACH).post(f"{PAGE}/links", address=PLAN, title="Our <b>plan</b>")
    found = anchors(signed_in(PARTNER).get(PAGE))["Our <b>plan</b>"]
    assert found == {"href": PLAN, "rel": "noopener noreferrer"}


def test_what_is_no_link_is_sent_back_as_typed(signed_in):
    page = signed_in(COACH).post(f"{PAGE}/links", 422, address="javascript:alert(1)", title="Plan")
    assert (page.fields("address"), page.fields("title")) == (["javascript:alert(1)"], ["Plan"])
    assert "javascript:alert(1)" not in [one.get("href") for one in page.tree.iter("a")]


def test_one_too_many_is_said_on_the_page(signed_in):
    page = signed_in(COACH)
    for number in range(MOST_LINKS):
        page.post(f"{PAGE}/links", address=f"https://docs.test/{number}")
    assert page.fields("address") == []
    assert "remove one first" in page.post(f"{PAGE}/links", 409, address=PLAN).words


def test_a_link_and_all_notes_can_be_removed(app, signed_in):
    with app.app_context():
        number = propose((FRI, "3"), focus="Wait time").id
    page = signed_in(COACH)
    for title in ("First", "Second"):
        page.post(f"{PAGE}/links", address=PLAN, title=title)
    page.post(f"{PAGE}/links/1/removal")
    assert "First" not in page.words
    assert "Second" in page.words
    signed_in(PARTNER).post(f"{PAGE}/notes/removal")
    assert "Second" not in page.get(PAGE).words
    assert "Wait time" not in page.get(f"/proposals/{number}").words


def test_a_link_of_others_is_not_removed_from_here(app, signed_in):
    with app.app_context():
        other = the_pair(THIRD, OTHER).id
    signed_in(THIRD).post(f"/partnerships/{other}/links", address=PLAN, title="Theirs")
    signed_in(COACH).post(f"{PAGE}/links/1/removal")
    assert "Theirs" in signed_in(OTHER).get(f"/partnerships/{other}").words


def test_what_was_sealed_with_a_lost_key_is_said_to_be(app, signed_in):
    with app.app_context():
        number = propose((FRI, "3"), focus="Wait time").id
        lost = Vault("a key that was lost long ago").seal("Wait time")
        db.session.get(Proposal, number).sealed_focus = lost
        db.session.add(SharedLink(partnership_id=1, sealed=lost))
        db.session.commit()
    page = signed_in(PARTNER)
    assert "cannot be read any more" in page.get(f"/proposals/{number}").words
    assert "cannot be read any more" in page.get(PAGE).words
    assert page.get(f"/proposals/{number}/counter").fields("focus") == [""]
