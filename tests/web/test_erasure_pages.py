"""An administrator erases who left: the page before it, and everybody's pages after it."""

from __future__ import annotations

import re

import pytest
from access_table import PAGES
from builders import ADMIN, PARTNER, member
from world import ACTORS, World

# What somebody was given or sent before is theirs to show.
GIVEN = ("/answers/", "/asks/", "/cover/links/", "/invitations/", "/records/")
# The school's own, and nobody's: it costs much to ask them all.
NOBODYS = ("/calendar", "/components", "/demo", "/imports", "/programme", "/settings", "/setup")
NAMES = re.compile(r"\bPaul\b|Meyer|partner@school\.test")


@pytest.fixture
def erased(world: World) -> World:
    assert world.ask("admin", "POST", "/people/{host}/deactivation").status_code == 303
    assert world.ask("admin", "POST", "/people/{host}/erasure").status_code == 303
    return world


def test_the_page_says_what_goes_and_what_stays(world: World):
    assert world.ask("admin", "GET", "/people/{host}/erasure").status_code == 409
    people = world.ask("admin", "GET", "/people").text
    assert world.fill('href="/people/{gone}/erasure"') in people
    assert world.fill('href="/people/{host}/erasure"') not in people
    page = world.ask("admin", "GET", "/people/{gone}/erasure").text
    for said in ("Erase Gil Gone for good?", "What goes", "What stays", "There is no way back."):
        assert said in page
    assert world.dump() == world.before


def test_it_is_told_that_it_is_done(app, signed_in):
    with app.app_context():
        number = member(PARTNER).person_id
    page = signed_in(ADMIN).get(f"/people/{number}/deactivation").post(f"/people/{number}/deactivation")
    page.get(f"/people/{number}/erasure").post(f"/people/{number}/erasure")
    assert "Paul Meyer is erased. What colleagues keep says “a former colleague”." in page.words
    assert "Paul" not in page.get("/people").words


def test_they_are_nobody_to_an_administrator(erased: World):
    for act in ("erasure", "activation", "deactivation", "bounce/clearance"):
        assert erased.ask("admin", "POST", "/people/{host}/" + act).status_code == 404
    assert erased.ask("partner", "GET", "/account").status_code == 303


@pytest.mark.parametrize("name", ["coach", "third", "coordinator", "cover", "admin"])
def test_no_page_of_anybody_names_them(erased: World, name: str):
    place = list(ACTORS).index(name)
    for cell in PAGES.values():
        if cell.expected.split()[place] == "200" and not cell.path.startswith(NOBODYS):
            answer = erased.ask(name, "GET", cell.path)
            assert answer.status_code < 500, cell.path
            assert cell.path.startswith(GIVEN) or NAMES.findall(answer.text) == [], cell.path


def test_a_colleague_reads_with_whom_it_was(erased: World):
    for path in ("/partnerships/{partnership_id}", "/record", "/meetings/{held_id}"):
        answer = erased.ask("coach", "GET", path)
        assert answer.status_code == 200, path
    assert "a former colleague" in erased.ask("coach", "GET", "/partnerships/{partnership_id}").text
    assert "a former colleague" in erased.ask("coach", "GET", "/feeds/{feed}.ics").text.replace("\r\n ", "")
    foot = "Only you see this page. Coordinators see"
    for path in ("/partnerships/{partnership_id}", "/meetings/{held_id}"):
        assert foot in erased.ask("coach", "GET", path).text, path
    assert "a former colleague" in erased.ask("coordinator", "GET", "/board?state=finished").text
