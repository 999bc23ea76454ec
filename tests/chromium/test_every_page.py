"""No page keeps anybody out: WCAG 2.2 AA, three widths, both colour schemes, few bytes, nothing jumps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from math import inf

import pytest
from access_table import A_SETTING, PAGES, Cell
from flask import render_template
from world import ACTORS, World

from coachsched.services import setup
from coachsched.views import errors
from tests.chromium.looking_over import MOST_AFTER, MOST_AT_FIRST, Looker, a_looker
from tests.chromium.test_main_job import COACH, COORDINATOR, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# So that two workers may share them.
PARTS = 2
THIRD, ADMIN, PRINCIPAL, COVER = (f"{one}@demo.test" for one in ("third", "admin", "principal", "cover"))
# Forms that stand again with what was wrong: whose, where, and what they sent.
REJECTED = [
    ("nobody", "/sign-in", {"email": "coach@school.test", "password": "wrong"}),
    ("coach", "/account/password", {"old": "wrong", "password": "short"}),
    ("coach", "/timetable/commitments", {}),
    ("coach", "/timetable/calendar", {"address": "no address"}),
    ("coach", "/partnerships/{partnership_id}/proposals", {"host": "{host}"}),
    ("coach", "/partnerships/{partnership_id}/informal-meetings", {"on": "no date"}),
    ("coach", "/partnerships/{partnership_id}/pause", {"until": "2020-01-01"}),
    ("coach", "/partnerships/{partnership_id}/links", {"address": "no address"}),
    ("admin", "/settings", {**A_SETTING, "visit_minutes": "many"}),
    ("admin", "/people", {"name": "", "email": "no address"}),
    ("admin", "/imports", {}),
    ("admin", "/calendar/terms", {"act": "save", "term-0-name": "", "term-0-start": "no date"}),
    ("admin", "/calendar/rotation", {"act": "save", "mode": "count", "labels": "", "anchor": ""}),
    ("admin", "/calendar/bells/new", {"act": "save", "period-0-label": "1", "period-0-from": "25:00"}),
    ("admin", "/calendar/days/2027-02-10", {"act": "look", "kind": "holiday"}),
    ("admin", "/calendar/dates/preview", {}),
]


@pytest.fixture
def looker(chromium, served_world) -> Iterator[Looker]:
    with a_looker(chromium) as looker:
        yield looker


def be(looker: Looker, world: World, name: str, address: str) -> None:
    """Sign in as an actor of the world with the cookie they have."""
    looker.page.context.clear_cookies()
    if cookie := world.clients[name].get_cookie("session"):
        looker.page.context.add_cookies([{"name": "session", "value": cookie.value, "url": address}])


@pytest.mark.parametrize("part", range(PARTS))
def test_every_route_has_a_page_for_everybody(looker, served_world, world, part: int):
    looked_at = 0
    for cell in list(PAGES.values())[part::PARTS]:
        name = reader(cell)
        if not name or world.ask(name, "GET", cell.path).mimetype != "text/html":
            continue
        be(looker, world, name, served_world.address)
        looker.open(served_world.address + world.fill(cell.path), MOST_AFTER if looked_at else MOST_AT_FIRST)
        looked_at += 1
    assert looked_at > 60 / PARTS
    assert not looker.faults, "\n".join(looker.faults)


def test_what_went_wrong_is_told_to_everybody(looker, served_world, world):
    shown = {f"error-{code}": _error(world, code) for code in sorted(errors.PAGES)}
    for name, path, fields in REJECTED:
        answer = world.ask(name, "POST", path, **fields)
        assert answer.status_code in (200, 401, 422), (path, answer.status_code)
        shown[f"rejected{path.replace('{', '').replace('}', '')}"] = answer.text
    for name, html in shown.items():
        looker.page.route(f"**/{name}", _answer_with(html))
        # Answered by the browser itself, which packs nothing.
        looker.open(f"{served_world.address}/{name}", most=inf)
    assert not looker.faults, "\n".join(looker.faults)


def test_an_empty_installation_begins_with_pages_for_everybody(chromium, serve):
    with serve("empty", demo=False) as served, a_looker(chromium) as looker:
        with served.app.app_context():
            link = setup.link(served.address)
        looker.open(link, MOST_AT_FIRST)
        looker.open(f"{served.address}/sign-in")
        assert not looker.faults, "\n".join(looker.faults)


def reader(cell: Cell) -> str:
    """The first actor who gets the page, none where nobody does."""
    answers = zip(ACTORS, cell.expected.split(), strict=True)
    return next((name for name, status in answers if status == "200"), "")


def _error(world: World, code: int) -> str:
    with world.app.test_request_context():
        return render_template(f"errors/{code}.html", message="That time has just been taken.")


def _answer_with(html: str):
    return lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8")


@pytest.mark.parametrize(
    "people", [(COACH, THIRD), (COORDINATOR, PRINCIPAL, COVER, ADMIN)], ids=["pair", "office"]
)
def test_a_school_full_of_life_has_pages_for_everybody(chromium, served, people: tuple[str, ...]):
    looked_at: Counter[str] = Counter()
    for email in people:
        with a_looker(chromium) as looker:
            sign_in(looker.page, served, email)
            found = {f"{served.address}/"} | links(looker.page, served)
            for _ in ("pages one link away from home", "two"):
                new, found = sorted(found), set()
                for path in new:
                    # Days, months and people that differ in numbers alone look alike.
                    alike = re.sub(r"\d+", "0", path.removeprefix(served.address))
                    looked_at[alike] += 1
                    if looked_at[alike] == 1:
                        looker.open(path)
                        found |= links(looker.page, served)
            assert not looker.faults, "\n".join(looker.faults)
    assert len(looked_at) > 8


def links(page, served) -> set[str]:
    hrefs = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href.split('#')[0])")
    pages = {href for href in hrefs if href.startswith(served.address) and "/feeds/" not in href}
    return {href for href in pages if not href.endswith((".toml", ".csv", ".json"))}
