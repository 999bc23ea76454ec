"""A proposal's way through the pages, and pages that are well made whoever looks at them."""

from __future__ import annotations

import re

import pytest
from browser import Browser, check
from builders import (
    COACH,
    COORDINATOR,
    FRI,
    MON,
    PARTNER,
    PRINCIPAL,
    THIRD,
    book,
    bring_together,
    member,
    outbox,
    pick,
    propose,
    the_pair,
    times,
)  # fmt: skip
from test_privacy import TABLED
from world import ACTORS, World

from coachsched.services import proposals as proposing
from coachsched.store import meetings, proposals


def first_pick(page: Browser) -> str:
    return page.fields("pick")[0]


@pytest.mark.parametrize("name", ACTORS)
def test_every_page_is_sound(world: World, name: str):
    for path, text in world.crawl(name, TABLED).items():
        if "<html" in text:
            try:
                check(text)
            except AssertionError as error:
                raise AssertionError(f"{path}: {error}") from error


def test_a_visit_is_found_proposed_and_booked_in_three_pages(signed_in):
    coach, partner = signed_in(COACH), signed_in(PARTNER)
    coach.get("/partnerships/1/slots")
    coach.post(
        "/partnerships/1/proposals", host=coach.fields("host")[0], pick=first_pick(coach), focus="Wait time"
    )
    assert coach.response.request.path == "/partnerships/1"
    partner.get("/")
    (link,) = set(re.findall(r'href="(/proposals/\d+)"', partner.text))
    partner.get(link)
    assert "Wait time" in partner.words
    (option,) = partner.fields("option")
    partner.post(f"{link}/acceptance", option=option)
    assert partner.response.request.path == "/partnerships/1"
    for page in (coach, partner):
        assert "Fri 15 Jan" in page.get("/partnerships/1").words


def test_a_visit_is_booked_from_the_mail_alone(app, page):
    with app.app_context():
        propose((FRI, "3"), (MON, "4"))
        body = outbox()[0].body.decode().replace("=\r\n", "").replace("=3D", "=")
    link = re.search(r"http://localhost(/answers/[^\s?\"<]+\?option=2)", body)
    assert link
    page.get(link[1])
    option = page.fields("option")[0]
    assert option == "2"
    page.post(f"{link[1].partition('?')[0]}/acceptance", option=option)
    assert "Booked" in page.words
    with app.app_context():
        assert [meeting.date for meeting in booked_meetings()] == [MON, MON]


def booked_meetings():
    return meetings.of_partnership(the_pair().id)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 422),
        ({"pick": [str(number) for number in range(6)]}, 422),
        ({"pick": "2027-01-15T0955.00000000"}, 409),
        ({"pick": "nonsense"}, 409),
    ],
)
def test_a_form_sent_back_keeps_what_was_typed(signed_in, fields, status: int):
    page = signed_in(COACH).get("/partnerships/1/slots")
    page.post(
        "/partnerships/1/proposals", status, host=page.fields("host")[0], focus="Wait <b>time</b>", **fields
    )
    assert page.fields("focus") == ["Wait <b>time</b>"]
    assert "<b>time" not in page.text
    assert first_pick(page)


def test_a_focus_that_is_too_long_is_sent_back(signed_in):
    page = signed_in(COACH).get("/partnerships/1/slots")
    page.post(
        "/partnerships/1/proposals", 422, host=page.fields("host")[0], pick=first_pick(page), focus="x" * 301
    )
    assert "x" * 301 in page.text


def test_a_time_that_has_gone_comes_with_fresh_ones(app, signed_in):
    with app.app_context():
        offered = propose((MON, "4"))
        option = offered.options[0].id
        second = bring_together(PARTNER, THIRD)
        book((MON, "4"), by=THIRD, pair=second, host=PARTNER, answer=PARTNER)
    page = signed_in(PARTNER).get(f"/proposals/{offered_id(app)}")
    page.post(f"/proposals/{offered_id(app)}/acceptance", 409, option=option)
    assert re.search(r"pick=2027-", page.text)


def offered_id(app) -> int:
    with app.app_context():
        found = proposals.open_of(the_pair().id)
        assert found is not None
        return found.id


def test_an_answered_proposal_is_a_conflict_not_an_error(app, signed_in):
    with app.app_context():
        book((FRI, "3"))
    page = signed_in(PARTNER)
    assert page.post("/proposals/1/acceptance", 409, option="1").words
    assert page.post("/proposals/1/refusal", 409).words
    assert page.post("/proposals/1/counter", 409, host="2", pick="x").words


@pytest.mark.parametrize("until", ["yesterday", "2027-01-13", "2027-02-30"])
def test_a_day_to_rest_until_that_cannot_be_is_sent_back(app, signed_in, until: str):
    with app.app_context():
        propose()
    signed_in(PARTNER).get("/proposals/1").post("/proposals/1/refusal", 422, until=until)


def test_htmx_is_sent_on_by_a_header_and_not_redirected(app, signed_in):
    page = signed_in(COACH).get("/partnerships/1/slots")
    fields = {"csrf_token": page.token, "host": page.fields("host")[0], "pick": first_pick(page)}
    answer = page.client.post("/partnerships/1/proposals", data=fields, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.data) == (204, b"")
    assert answer.headers["HX-Redirect"] == "/partnerships/1"


def test_htmx_gets_the_weeks_alone_and_going_back_the_page(signed_in):
    page = signed_in(COACH)
    asked = {"HX-Request": "true", "HX-Request-Type": "partial"}
    part = page.get("/partnerships/1/slots", headers=asked).text
    assert "<html" not in part
    whole = page.get("/partnerships/1/slots", headers=asked | {"HX-Request-Type": "full"}).text
    assert "<html" in whole
    assert len(part) < len(whole)


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/partnerships/2", 404), ("/people", 403)])
def test_error_pages_are_pages(signed_in, path: str, status: int):
    page = signed_in(COACH).get(path, status)
    assert 'href="/"' in page.text


@pytest.mark.parametrize(("who", "path"), [(COORDINATOR, "/board"), (PRINCIPAL, "/report")])
def test_a_role_finds_its_page_from_the_first(signed_in, who: str, path: str):
    assert f'href="{path}"' in signed_in(who).get("/").text


NASTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}${7*7} hx-get=/x"


def test_what_people_type_never_becomes_markup(app, signed_in):
    with app.app_context():
        found = times()
        proposing.send(
            member(COACH), found.partnership.id, found.host.person_id, [pick(found, FRI, "3")], NASTY
        )
    page = signed_in(PARTNER).get("/proposals/1")
    assert NASTY in page.words
    assert list(page.tree.iter("img")) == []
    assert "<script>alert" not in page.text


@pytest.mark.parametrize(
    "query", ["class=%3Cscript%3E", "week=2027-13-99", "host=99999", "host=x", "pick=%00"]
)
def test_odd_addresses_are_answered_calmly(signed_in, query: str):
    page = signed_in(COACH)
    page.response = page.client.get(f"/partnerships/1/slots?{query}")
    assert page.response.status_code in (200, 404)
    check(page.text)
