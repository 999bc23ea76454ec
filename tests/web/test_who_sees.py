"""The line at a page's foot, the table of who sees what, and who gets the page: three that must agree."""

from __future__ import annotations

import re
from html import unescape

import pytest
from access_table import PAGES
from world import ACTORS, World

from coachsched.services import who_sees
from coachsched.services.who_sees import NAMED, ROLES, SEES, SHOWS

RULES = {
    "account": "/account",
    "assignments": "/assignments",
    "board": "/board",
    "budget": "/cover/budget",
    "calendar": "/calendar",
    "closing": "/calendar/closing",
    "components": "/components",
    "cover": "/cover",
    "imports": "/imports",
    "inbox": "/inbox",
    "lookers": "/board/looking",
    "looking": "/looking",
    "meeting": "/meetings/<int:meeting_id>",
    "my_visits": "/my-visits",
    "open_lessons": "/open-lessons",
    "open_visit": "/open-lessons/visits/<int:meeting_id>",
    "outbox": "/outbox",
    "own_time": "/timetable",
    "partnership": "/partnerships/<int:partnership_id>",
    "people": "/people",
    "programme": "/programme/text",
    "proposal": "/proposals/<int:proposal_id>",
    "record": "/record",
    "report": "/report",
    "sheet": "/meetings/<int:meeting_id>/sheet",
    "school_calendar": "/settings",
}
# Pages whose foot is the table's line; the others say more of their own.
LINED = sorted(set(RULES) - {"calendar", "closing", "components", "imports", "programme", "school_calendar"})
# Who each actor of the world is; coach and partner are the pair that the pages are about.
VIEWERS = {"coach": {"partners"}, "partner": {"partners"}, "third": set(), "nobody": set()}
FOOT = re.compile(r'class="who-sees">(.*?)</p>', re.DOTALL)


def viewers(name: str) -> set[str]:
    if name == "nobody":
        return set()
    return {"owner", "teacher" if name in VIEWERS else name} | VIEWERS.get(name, set())


def test_every_page_of_the_table_is_looked_at():
    assert set(RULES) == set(SHOWS)
    assert {thing for things in SHOWS.values() for thing in things} <= set(SEES)


@pytest.mark.parametrize("page", sorted(RULES))
def test_who_gets_the_page_is_who_may_see_all_that_is_on_it(world: World, page: str):
    allowed = who_sees.opens(page)
    for name in ACTORS:
        answer = world.ask(name, "GET", PAGES[RULES[page]].path).status_code
        # A partner reads of the board what it says of them on their own page; who coaches, on the board.
        if page == "board" and "partners" in viewers(name):
            assert answer == (200 if name == "coach" else 403)
            continue
        assert (answer == 200) == bool(viewers(name) & allowed), (name, answer)


@pytest.mark.parametrize("page", LINED)
def test_the_foot_of_the_page_says_so(world: World, page: str):
    others = {"coach": "Paul", "partner": "Clara"}
    seen = 0
    for name in ACTORS:
        response = world.ask(name, "GET", PAGES[RULES[page]].path)
        if response.status_code == 200:
            foot = " ".join(unescape(FOOT.search(response.text)[1]).split())
            said = who_sees.line(page, "~")
            start, _, end = said.partition("~")
            assert foot.startswith(start), (name, foot)
            assert not end or (others[name] in foot and end in foot), (name, foot)
            seen += 1
    assert seen


@pytest.mark.parametrize("page", sorted(SHOWS))
def test_a_line_names_those_who_see_and_nobody_else(page: str):
    said = who_sees.line(page, "Ada").casefold()
    for role in ROLES:
        sees_some = any(role in SEES[thing] for thing in SHOWS[page])
        assert (NAMED[role] in said) == sees_some, (role, said)


def test_what_partners_note_is_seen_by_nobody_else():
    noted = "what you want to look at", "links", "who asked, declined or called off"
    for thing in (*noted, "who comes to an open lesson"):
        assert SEES[thing] == {"partners"}


def test_the_lines_read_as_people_speak():
    assert who_sees.line("partnership", "Paul Ngata") == (
        "Only you and Paul Ngata see this page. Coordinators see stages and dates of it, and nothing else."
    )
    assert who_sees.line("proposal", "Ada and Ben") == "Only you and Ada and Ben see this page."
    assert who_sees.line("report") == "Coordinators and principals see this page: how many, never who."
    assert who_sees.line("board") == (
        "Coordinators see this page, and each pair what it says of them: stages and dates."
    )
