"""Times that need cover, through the pages: offered, sent, accepted, held, found, refused, called off."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from browser import Browser
from builders import COACH, COVER, FRI, MON, PARTNER, PRINCIPAL, THIRD, member, outbox, pick, times
from covers import approve, offer_cover, requests, settle
from flask import Flask

from coachsched.services import feeds
from tests.parsers import values

SLOTS, PROPOSALS = "/partnerships/1/slots", "/partnerships/1/proposals"
SEEN = "those who arrange cover see whose and when, never what for"
HELD = "Held until cover is found"

SignIn = Callable[[str], Browser]


@pytest.fixture(autouse=True)
def _offered(app: Flask) -> None:
    with app.app_context():
        offer_cover()


def key(app: Flask, on=FRI, period="2") -> str:
    with app.app_context():
        return pick(times(), on, period).visit


def sent(app: Flask, signed_in: SignIn, *others: str) -> Browser:
    """The coach, once a time that needs cover was sent."""
    page = signed_in(COACH).get(SLOTS)
    return page.post(PROPOSALS, host=page.fields("host")[0], pick=[key(app), *others])


def accepted(app: Flask, signed_in: SignIn) -> Browser:
    """The partner, once they have said yes to it."""
    sent(app, signed_in)
    page = signed_in(PARTNER).get("/proposals/1")
    return page.post("/proposals/1/acceptance", option=page.fields("option")[0])


def test_the_week_marks_what_needs_cover_and_says_for_which_class(signed_in):
    page = signed_in(COACH).get(SLOTS)
    assert "needs cover for your 7B in period 2" in page.words
    assert SEEN in page.words
    seen = signed_in(PARTNER).get(f"{SLOTS}?host={page.fields('host')[0]}")
    assert "needs cover for Clara’s 7B in period 2" in seen.words


def test_without_cover_the_page_says_nothing_of_it(app, signed_in):
    with app.app_context():
        offer_cover("off")
    page = signed_in(COACH).get(SLOTS)
    assert "cover" not in page.words


def test_two_times_that_need_cover_are_one_too_many(app, signed_in):
    page = signed_in(COACH).get(SLOTS)
    both = [key(app), key(app, MON)]
    page.post(PROPOSALS, 422, host=page.fields("host")[0], pick=both, focus="Wait time")
    assert "2 of those picked need cover. Send at most one that does" in page.words
    assert [f'value="{one}" checked' in page.text for one in both] == [True, True]
    with app.app_context():
        assert requests() == []


def test_a_key_that_was_made_up_needs_no_cover_but_is_gone(app, signed_in):
    page = signed_in(COACH).get(SLOTS)
    made_up = key(app, FRI, "3") + ".cover"
    page.post(PROPOSALS, 409, host=page.fields("host")[0], pick=made_up)


def test_the_partner_sees_what_a_yes_would_need_and_the_mail_says_so_too(app, signed_in):
    sent(app, signed_in)
    page = signed_in(PARTNER).get("/proposals/1")
    assert "Needs cover for Clara’s 7B in period 2" in page.words
    with app.app_context():
        (mail,) = [one for one in outbox() if one.kind == "proposal"]
        text = mail.body.decode()
    link = re.search(r"(/answers/[^\s?]+)\?option", text.replace("=\r\n", "").replace("=\n", ""))
    assert link
    assert "needs cover for Clara" in text


def test_accepted_it_is_held_on_every_page(app, signed_in):
    page = accepted(app, signed_in)
    assert "It is held until a colleague is found for the class" in page.words
    for browser, path in ((page, "/partnerships/1"), (page, "/"), (signed_in(COACH), "/meetings/1")):
        assert HELD in browser.get(path).words
    assert "That is held until cover is found" in page.get("/proposals/1").words
    own = signed_in(COACH).get("/meetings/1").words
    assert "Needs cover for your 7B in period 2" in own
    assert SEEN in own


def test_found_it_is_booked_on_every_page(app, signed_in):
    page = accepted(app, signed_in)
    with app.app_context():
        approve(requests()[0])
    for path in ("/partnerships/1", "/", "/meetings/1", "/proposals/1"):
        assert "held until" not in page.get(path).words.casefold()
    assert "Cover is found for Clara’s 7B in period 2" in page.get("/meetings/1").words


def test_refused_its_page_offers_other_times(app, signed_in):
    page = accepted(app, signed_in)
    with app.app_context():
        settle("refused")
    page.get("/meetings/1")
    assert "It can be held at another time" in page.words
    assert "No cover could be found for a class" in page.words
    page.post("/meetings/1/time", pick=page.fields("pick")[0])
    assert HELD not in page.words
    assert "Booked" in page.words


def test_refused_before_the_answer_the_option_is_struck_out(app, signed_in):
    sent(app, signed_in, key(app, MON, "3"))
    with app.app_context():
        settle("refused")
    page = signed_in(PARTNER).get("/proposals/1")
    assert "no cover was found" in page.words
    assert len(page.fields("option")) == 1


def test_called_in_both_are_offered_other_times(app, signed_in):
    page = accepted(app, signed_in)
    with app.app_context():
        settle("approved")
        settle("withdrawn")
    page.get("/")
    assert "The cover for a class has fallen through." in page.words
    page.get("/meetings/1")
    assert "This needs a new time" in page.words
    page.post("/meetings/1/time", pick=page.fields("pick")[0])
    assert "Moved" in page.words


def test_held_it_can_be_called_off_from_its_mail(app, signed_in):
    accepted(app, signed_in)
    with app.app_context():
        (mail,) = [one for one in outbox() if one.kind == "held"]
        text = mail.body.decode().replace("=\r\n", "").replace("=\n", "")
    link = re.search(r"/invitations/[\w.-]+", text)
    assert link
    page = Browser(app).get(link.group())
    assert HELD in page.words
    assert "It works for me" not in page.words
    page.post(f"{link.group()}/cancellation")
    with app.app_context():
        assert [one.state for one in requests()] == ["withdrawn"]


def test_a_yes_from_the_mail_holds_it_too(app, signed_in):
    sent(app, signed_in)
    with app.app_context():
        (mail,) = [one for one in outbox() if one.kind == "proposal"]
        text = mail.body.decode().replace("=\r\n", "").replace("=\n", "")
    link = re.search(r"(/answers/[\w.-]+)\?option(?:=3D|=)(\d+)", text)
    assert link
    page = Browser(app).get(f"{link[1]}?option={link[2]}")
    page.post(f"{link[1]}/acceptance", option=link[2])
    assert "held until" in page.words
    assert HELD in signed_in(COACH).get("/meetings/1").words


def feed(app: Flask, email: str) -> tuple[str, str | None]:
    """What a calendar program fetches, and its ETag."""
    with app.app_context():
        mine = member(email)
        if feeds.addresses(mine)["meetings"] is None:
            feeds.renew(mine, "meetings")
        address = feeds.addresses(mine)["meetings"]
    assert address
    response = app.test_client().get(address[address.index("/feeds/") :])
    return response.text, response.headers.get("ETag")


def test_feeds_show_it_as_tentative_then_confirmed_then_cancelled(app, signed_in):
    accepted(app, signed_in)
    text, first = feed(app, COACH)
    assert values(text.encode(), "STATUS") == ["TENTATIVE", "TENTATIVE"]
    assert set(values(text.encode(), "TRANSP")) == {"OPAQUE"}
    assert "BEGIN:VALARM" not in text
    with app.app_context():
        settle("approved")
    text, second = feed(app, COACH)
    assert values(text.encode(), "STATUS") == ["CONFIRMED", "CONFIRMED"]
    assert set(values(text.encode(), "SEQUENCE")) == {"1"}
    assert first != second
    signed_in(PARTNER).post("/meetings/1/cancellation")
    assert set(values(feed(app, COACH)[0].encode(), "STATUS")) == {"CANCELLED"}


@pytest.mark.parametrize("who", [COVER, PRINCIPAL, THIRD])
def test_nobody_else_opens_what_it_is_for(app, signed_in, who: str):
    accepted(app, signed_in)
    page = signed_in(who)
    for path in ("/partnerships/1", "/proposals/1", "/meetings/1"):
        page.get(path, 404)
