"""Each act is one request that moves nothing but what it changes, keeps the focus, and weighs little."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from access_table import PAGES
from world import World

from coachsched.services import board
from tests.chromium.acting import ACT, FOCUSED, Server, choose, faults, press
from tests.chromium.every_act import ACTS, APPROVE, BY_ITSELF, FORMS, SLOTS
from tests.chromium.looking_over import DRAWN, MOST_AFTER, Looker, a_looker
from tests.chromium.test_every_page import be, reader

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ASKS = re.compile(r'hx-(get|post)="([^"?]+)')
BUSY, LOST = ":root[data-under-way]", "#messages .lost"
FAILURES: dict[str, Callable[[Any], None]] = {
    "network": lambda route: route.abort(),
    "broken": lambda route: route.fulfill(status=500, body="<h1>Oh</h1>"),
}


@pytest.fixture
def server(served_world, monkeypatch) -> Server:
    server = Server(served_world.app.wsgi_app)
    monkeypatch.setattr(served_world.app, "wsgi_app", server)
    return server


@pytest.fixture
def looker(chromium, server) -> Iterator[Looker]:
    with a_looker(chromium) as looker:
        looker.page.context.add_init_script(path=ACT)
        yield looker


@pytest.fixture
def go(looker, served_world, world) -> Callable[[str, str], Any]:
    def to(name: str, path: str) -> Any:
        be(looker, world, name, served_world.address)
        looker.page.goto(served_world.address + world.fill(path))
        return looker.page

    return to


def test_every_act_of_htmx_asks_once_and_moves_nothing_else(looker, server, go, world, monkeypatch):
    monkeypatch.setattr(board, "PAGE_LENGTH", 1)
    rule = {"act": "save", "rule-0-bell": "regular", "rule-0-weekday": "1"}
    assert world.ask("admin", "POST", "/calendar/bells/rules", **rule).status_code == 303
    found: list[str] = []
    for name, act in ACTS.items():
        go(act.who, act.page)
        found += [f"{name}: {fault}" for fault in faults(looker, server, act, MOST_AFTER)]
        print(f"{name:10} {server.acts()[-1]:42} {looker.bytes:6}")
    assert not found, "\n".join(found)
    assert max(Counter(one for one in server.asked if "/static/" in one).values()) == 1
    pages = [(reader(cell), cell.path) for cell in PAGES.values()]
    offered = {one for name, path in pages if name for one in ASKS.findall(world.ask(name, "GET", path).text)}
    done = {endpoint(world, *one.split()) for one in server.asked}
    assert {endpoint(world, *one) for one in offered} - BY_ITSELF - done == set()


def endpoint(world: World, method: str, path: str) -> str:
    return world.app.url_map.bind("").match(path, method=method.upper())[0]


def test_a_form_of_a_page_is_sent_once_however_often_it_is_tapped(looker, server, go):
    for name, path, css, exchanges, focus in FORMS:
        page = go(name, path)
        page.evaluate("act.begin('main')")
        before, looker.bytes = len(server.acts()), 0
        # Both taps are on this page, however late the second comes.
        server.answers.clear()
        press(css, 2)(page)
        with page.expect_navigation():
            server.answers.set()
        assert page.evaluate(DRAWN) == [], path
        asked = server.acts()[before:]
        assert [one.split()[0] for one in asked] == ["POST", "GET"][:exchanges], asked
        assert looker.bytes <= MOST_AFTER, path
        assert page.evaluate(FOCUSED, focus), path
        print(f"{css:36} {asked} {looker.bytes:6}")


def test_a_slow_answer_is_waited_for_in_sight_and_a_second_tap_does_no_harm(looker, server, go):
    page = go(APPROVE.who, APPROVE.page)

    def tap_and_tap_again(page: Any) -> None:
        server.answers.clear()
        APPROVE.do(page)
        page.wait_for_selector(BUSY)
        APPROVE.do(page)
        assert page.evaluate("getComputedStyle(document.documentElement, '::before').position") == "fixed"
        server.answers.set()

    assert faults(looker, server, APPROVE._replace(do=tap_and_tap_again), MOST_AFTER) == []
    assert page.locator(BUSY).count() == 0


def test_of_several_quick_choices_the_last_is_shown_and_there_is_a_way_back(server, go):
    page = go("coach", SLOTS)
    server.answers.clear()
    for _ in range(3):
        page.locator("#week").press("ArrowDown")
    server.answers.set()
    page.wait_for_url(f"**week={page.locator('#week').input_value()}*")
    page.go_back()
    page.wait_for_function("() => document.querySelector('#week').value === ''")
    assert page.url.endswith("/slots")


def test_what_is_typed_and_sent_at_once_is_not_looked_at_besides(go):
    page = go("admin", "/calendar/terms")
    sent: list[bool] = []

    def nothing_new(route: Any) -> None:
        sent.append(route.request.is_navigation_request())
        route.fulfill(status=204)

    page.route("**/calendar/terms", nothing_new)
    page.evaluate("act.begin('#preview')")
    page.locator("#term-0-name").focus()
    for key in ("x", "Enter"):
        page.keyboard.press(key)
    # The preview comes to be asked for, and is not, since the page is on its way.
    assert page.evaluate("act.moved()") == []
    assert sent == [True]


@pytest.mark.parametrize("failure", FAILURES)
def test_an_act_that_fails_is_told_and_can_be_tried_again(looker, server, go, failure: str):
    page = go(APPROVE.who, APPROVE.page)
    page.route("**/approval", FAILURES[failure])
    page.evaluate("act.begin('#requests')")
    APPROVE.do(page)
    assert page.evaluate("act.moved()") == []
    assert page.locator(LOST).is_visible()
    assert page.locator("h1").all_inner_texts() == ["Cover"]
    page.unroute("**/approval")
    assert faults(looker, server, APPROVE, MOST_AFTER) == []
    assert page.locator(LOST).count() == 0


def test_what_cannot_be_is_told_in_place_or_by_a_page_of_its_own(go, world):
    page = go(APPROVE.who, APPROVE.page)
    world.ask("cover", "POST", "/cover/requests/{wanted_id}/refusal")
    APPROVE.do(page)
    page.wait_for_selector(".errors")
    page = go("cover", "/cover?on={covered}")
    page.evaluate("document.querySelector('#on').form.setAttribute('hx-get', '/nowhere')")
    choose("#on", "Home")(page)
    page.wait_for_selector("body > main > h1:text('nothing here')")
    page.go_back()
    page.wait_for_selector("[data-htmx-powered] #on")
    page.context.clear_cookies()
    choose("#on", "Home")(page)
    page.wait_for_url("**/sign-in?next=/cover**")
