"""What is between the partners stays there: a canary in the focus, looked for everywhere else."""

from __future__ import annotations

import email
import email.policy
import re
from xml.etree.ElementTree import Element

import pytest
from access_table import PAGES
from browser import Browser, parse
from builders import (
    COACH,
    COORDINATOR,
    FRI,
    MON,
    PARTNER,
    PASSWORD,
    PRINCIPAL,
    book,
    dump,
    member,
    outbox,
    pick,
    propose,
    the_pair,
    times,
)  # fmt: skip
from flask import Flask
from handles import Clock
from world import ACTORS, World

from coachsched.services import moving, notes, proposals

CANARY, LINK = "Canary of the focus", "CanaryOfTheLink"
# What a person was given or sent is theirs to show.
SIGNED = (
    "/answers/",
    "/asks/",
    "/cover/links/",
    "/invitations/",
    "/notice/",
    "/nudges/",
    "/records/",
    "/sign-in/links/",
    "/suggestions/",
    "/was-this-you/",
)
PARTNERS = ("coach", "partner")
TABLED = [cell.path for cell in PAGES.values()]
OTHERS = [name for name in ACTORS if name not in PARTNERS]


@pytest.mark.parametrize("name", OTHERS)
def test_the_focus_is_nowhere_for_others(world: World, name: str):
    # A link from the partner's mail is the partner's, whoever opens it.
    pages = {path: text for path, text in world.crawl(name, TABLED).items() if not path.startswith(SIGNED)}
    assert len(pages) > 15
    assert [path for path, text in pages.items() if CANARY in text] == []


@pytest.mark.parametrize("name", PARTNERS)
def test_the_partners_read_it(world: World, name: str):
    assert CANARY in world.ask(name, "GET", "/proposals/{proposal_id}").text


def test_the_focus_is_in_no_mail(app):
    with app.app_context():
        booked = book((FRI, "3"), focus=CANARY)
        propose((MON, "3"), focus=CANARY)
        move = pick(moving.new_times(member(COACH), booked["visit"]), MON, "4")
        moving.move_visit(member(COACH), booked["visit"].id, [move])
        moving.cancel(member(COACH), booked["visit"].id)
        answer = propose((MON, "4"), focus=CANARY)
        proposals.turn_down(member(PARTNER), answer.id)
        bodies = [message.body for message in outbox()]
    assert len(bodies) > 10
    for body in bodies:
        parsed = email.message_from_bytes(body, policy=email.policy.default)
        texts = [part.get_content() for part in parsed.walk() if not part.is_multipart()]
        assert len(texts) >= 2
        assert not any("anary" in text for text in [*texts, *map(str, parsed.values())])


def test_no_table_holds_the_focus_or_a_link_in_the_clear(app):
    with app.app_context():
        book((FRI, "3"), focus=CANARY)
        notes.keep_link(member(COACH), the_pair().id, f"https://canary.test/{LINK}", LINK)
        assert not re.search(f"{CANARY}|{LINK}", repr(dump()))


def test_the_focus_is_in_no_feed(world: World):
    for name in ACTORS:
        assert CANARY not in world.ask(name, "GET", "/feeds/{feed}.ics").text


def sight(app: Flask, email_address: str, path: str) -> str:
    return Browser(app).sign_in(email_address, PASSWORD).get(path).words


@pytest.mark.parametrize("act", ["turn down", "call off", "say it did not happen", "withdraw"])
def test_nobody_else_can_tell_who_it_was(make_app, act: str):
    """The same act by one partner and by the other looks the same to coordinator and principal."""
    seen = []
    for first, second in ((COACH, PARTNER), (PARTNER, COACH)):
        app = make_app()
        with app.app_context():
            do(act, first, second, app)
        seen.append([sight(app, COORDINATOR, "/board"), sight(app, PRINCIPAL, "/report")])
    assert seen[0] == seen[1]


def do(act: str, who: str, other: str, app: Flask) -> None:
    if act == "withdraw":
        proposals.withdraw(member(who), propose(by=who, host=PARTNER).id)
    elif act == "turn down":
        proposals.turn_down(member(who), propose(by=other, host=PARTNER).id)
    else:
        visit = book((FRI, "3"), by=other, host=PARTNER, answer=who)["visit"]
        Clock(app).forward(days=0 if act == "call off" else 3)
        (moving.cancel if act == "call off" else moving.did_not_happen)(member(who), visit.id)


def test_the_board_leads_to_no_partnership(world: World):
    text = world.ask("coordinator", "GET", "/board").text
    assert not re.search(r'href="/(partnerships|proposals|meetings)/', text)


def lines(text: str) -> list[list[str]]:
    """The words of each pair's line on a page."""
    found = [node for node in parse(text)[0].iter("div") if "pair" in (node.get("class") or "").split()]
    return [_words(node) for node in found]


def _words(node: Element) -> list[str]:
    drawn = [one.get("aria-label") or "" for one in node.iter("svg") if one.get("aria-label")]
    return [word for word in (part.strip() for part in node.itertext()) if word] + drawn


def test_partners_see_exactly_what_the_coordinator_sees_of_them(world: World):
    (mine,) = lines(world.ask("coach", "GET", "/partnerships/{partnership_id}").text)
    assert mine in lines(world.ask("coordinator", "GET", "/board").text)


def test_numbers_name_nobody_and_point_at_nobody(world: World):
    response = world.ask("principal", "GET", "/report")
    names = [row for row in PEOPLE if row in response.text]
    assert names == []
    cells = ["".join(node.itertext()).strip() for node in parse(response.text)[0].iter("td")]
    assert cells
    assert not [cell for cell in cells if cell.isdigit() and 0 < int(cell) < 5]


PEOPLE = ("Clara", "Paul", "Tessa", "Omar", "Meyer", "Noor", "Reyes", COACH, PARTNER)


def test_an_actor_without_a_partnership_meets_no_colleagues_names(world: World):
    for name in ("principal", "cover"):
        for path, text in world.crawl(name, TABLED).items():
            if path.startswith((*SIGNED, "/demo/", "/feeds/")):
                continue
            # Who arranges cover must know whose class it is, and who could take it.
            if name == "cover" and path.partition("?")[0].startswith("/cover"):
                continue
            assert not any(person in text for person in PEOPLE), path


def test_every_page_says_who_can_see_it(world: World):
    for name in ACTORS:
        for rule, cell in PAGES.items():
            response = world.ask(name, "GET", cell.path)
            if response.status_code == 200 and response.mimetype == "text/html":
                assert re.search(r'class="who-sees">\s*\w', response.text), (name, rule)


def test_a_counter_proposal_has_a_focus_of_its_own(app):
    with app.app_context():
        proposal = propose(focus=CANARY)
        found = times(PARTNER)
        answer = proposals.counter(
            member(PARTNER), proposal.id, found.host.person_id, [pick(found, MON, "4")]
        )
        assert (answer.sealed_focus, answer.partnership_id) == (None, the_pair().id)
