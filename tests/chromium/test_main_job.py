"""Two people, from "find times" to both calendars, in Chromium: with scripts and without."""

from __future__ import annotations

import re
from urllib.request import urlopen

import pytest
import vobject

from tests.chromium.conftest import Served

pytestmark = [pytest.mark.browser, pytest.mark.slow]
COACH, PARTNER, COORDINATOR = "coach@demo.test", "partner@demo.test", "coordinator@demo.test"
ADMIN = "admin@demo.test"


@pytest.fixture(params=[True, False], ids=["scripts", "no_scripts"])
def scripts(request):
    return request.param


@pytest.fixture
def person(chromium, served, scripts):
    """Opens a browser of their own for somebody; signed in where an address is given."""
    contexts = []

    def open_for(email: str = ""):
        context = chromium.new_context(java_script_enabled=scripts, viewport={"width": 1280, "height": 900})
        contexts.append(context)
        page = context.new_page()
        if email:
            sign_in(page, served, email)
        return page

    yield open_for
    for context in contexts:
        context.close()


def sign_in(page, served: Served, email: str, password: str = "demo") -> None:
    page.goto(f"{served.address}/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{served.address}/")


def send_three(page) -> None:
    """From the home page: find times, tick three, send. Two clicks and the ticks, no date typed."""
    page.get_by_role("link", name="Find times").click()
    for box in page.locator(".options [name=pick]").all():
        box.check()
    page.get_by_role("button", name=re.compile("^Send")).click()
    page.get_by_text("Sent.").wait_for()


def letters(served: Served, recipient: str, count: int) -> list:
    """The mails to somebody, who has so many."""
    theirs = [mail for mail in served.letters() if recipient in mail["To"]]
    assert len(theirs) == count
    return theirs


def calendar_parts(mails: list) -> list:
    parts = [part for mail in mails for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return [vobject.readOne(part.get_content()) for part in parts]


def subscribe(page, served: Served):
    """Make the address of one's visits and read what a calendar program would get there."""
    page.goto(f"{served.address}/calendar")
    page.get_by_role("button", name="Make an address").first.click()
    address = page.locator("input[readonly][value*='/feeds/']").first.input_value()
    with urlopen(address) as answer:
        return vobject.readOne(answer.read().decode())


def visits_ahead(feed) -> set[tuple[str, str]]:
    """Who and when of what lies ahead, as a calendar program reads it."""
    events = feed.vevent_list
    return {
        (event.uid.value, event.dtstart.value.isoformat())
        for event in events
        if event.dtstart.value.year == 2027
    }


def test_two_people_find_propose_accept_and_have_it_in_both_calendars(served, person):
    coach = person(COACH)
    send_three(coach)

    asked = letters(served, PARTNER, 1)[0].get_body(("plain",)).get_content()
    links = re.findall(r"http://\S+/answers/\S+\?option=\d+", asked)
    assert len(links) == 3
    by_mail = person()
    by_mail.goto(links[1])
    by_mail.get_by_role("button", name="Yes, this one").first.click()
    by_mail.get_by_role("heading", name="That is booked").wait_for()

    for someone in (COACH, PARTNER):
        # The partner has the proposal besides the two invitations.
        invited = calendar_parts(letters(served, someone, 3 if someone == PARTNER else 2))
        assert sorted(one.method.value for one in invited) == ["REQUEST", "REQUEST"]
        people = {guest.value.lower() for one in invited for guest in one.vevent.attendee_list}
        assert people == {f"mailto:{COACH}", f"mailto:{PARTNER}"}

    uids = {one.vevent.uid.value for one in invited}
    feeds = [visits_ahead(subscribe(page, served)) for page in (coach, person(PARTNER))]
    assert uids <= {uid for uid, _ in feeds[0]}
    assert feeds[0] == feeds[1]


def test_the_partner_answers_with_other_times_and_the_coach_accepts(served, person):
    coach, partner = person(COACH), person(PARTNER)
    send_three(coach)
    partner.goto(served.address)
    partner.get_by_role("link", name="See and answer").click()
    partner.get_by_role("link", name="Suggest other times").click()
    partner.locator(".cell [name=pick]:visible").last.check()
    partner.get_by_role("button", name=re.compile("^Send")).click()
    partner.get_by_text("Sent.").wait_for()

    coach.goto(served.address)
    coach.get_by_role("link", name="See and answer").click()
    coach.get_by_role("button", name="Yes, this one").click()
    coach.get_by_text("Booked. Both of you").wait_for()


def test_the_coordinator_sees_who_has_gone_quiet(served, person):
    page = person(COORDINATOR)
    page.get_by_role("navigation").get_by_role("link", name="Partnerships").click()
    assert "gone quiet" in page.get_by_role("heading", level=1).inner_text()
    first = page.locator(".pair").first.inner_text()
    assert "school days" in first
    assert page.locator(".pair").count() >= 12
