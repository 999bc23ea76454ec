"""Counts what jobs cost in clicks and pages, against docs/clicks.toml: python -m docs.count_clicks.

Each job is walked in Chromium through a demo school of its own, signed in, from the first page. A click is a
click or a tick; a page is one that is loaded. None of the jobs needs a character typed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

from playwright.sync_api import Browser, Locator, Page, Response, sync_playwright

from docs.click_tables import Sum, jobs, read, steps, total
from docs.demo_school import chromium, demo_school, sign_in


class Walk:
    """Somebody at a page, each of whose acts is counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = self.pages = 0
        page.on("response", self._loaded)

    def link(self, words: str) -> None:
        self.click(self.page.get_by_role("link", name=re.compile(words)).first)

    def button(self, words: str) -> None:
        self.click(self.page.get_by_role("button", name=re.compile(words)).first)

    def unfold(self, words: str) -> None:
        self.click(self.page.locator("main summary", has_text=words).first)

    def click(self, what: Locator) -> None:
        what.click()
        self.clicks += 1
        self.page.wait_for_load_state("networkidle")

    def choose(self, what: Locator) -> None:
        what.check()
        self.clicks += 1

    def _loaded(self, response: Response) -> None:
        asked = response.request
        if asked.is_navigation_request() and response.status < 300:
            self.pages += 1


def send_three(walk: Walk) -> None:
    walk.link("^Find times")
    for box in walk.page.locator("[name=pick]").all()[:3]:
        walk.choose(box)
    walk.button("^Send")


def accept(walk: Walk) -> None:
    walk.link("See and answer")
    walk.button("Yes, this one")


def counter(walk: Walk) -> None:
    walk.link("Suggest other times")
    walk.choose(walk.page.locator("[name=pick]").first)
    walk.button("^Send")


def move(walk: Walk) -> None:
    walk.click(walk.page.locator('main a[href^="/meetings/"]', has_text="isit").first)
    walk.link("^Move it")
    walk.choose(walk.page.locator("[name=pick]").nth(1))
    walk.button("^Move it here")


def call_off(walk: Walk) -> None:
    walk.click(walk.page.locator('main a[href^="/meetings/"]').first)
    walk.unfold("Call it off")
    walk.click(walk.page.locator("details[open] button").first)


def subscribe(walk: Walk) -> None:
    walk.link("^On your phone")
    walk.button("Make an address")


def snow(walk: Walk) -> None:
    walk.link("School is closed")
    walk.button("See what would change")
    walk.button("^Close school")


def quiet(walk: Walk) -> None:
    walk.link("^Partnerships")


def ask_for_cover(walk: Walk) -> None:
    walk.link("^Find times")
    walk.choose(walk.page.locator("td", has_text="needs cover").locator("[name=pick]").first)
    walk.button("^Send")


def print_the_week(walk: Walk) -> None:
    walk.link("^My visits$")


def offer_cover(browser: Browser, address: str) -> None:
    """From now on times are offered that need cover."""
    context = browser.new_context(storage_state=sign_in(browser, address, "admin"))
    page = context.new_page()
    page.goto(f"{address}/settings")
    page.locator("summary", has_text="Cover").last.click()
    page.locator("[name=cover][value=always]").check()
    page.get_by_role("button", name="Save the settings").last.click()
    page.wait_for_load_state("networkidle")
    context.close()


# Who does which job, and what the page says once it is done; what follows another stands after it.
JOBS: tuple[tuple[str, str, Callable[[Walk], None], str], ...] = (
    ("Book", "coach", send_three, "Sent."),
    ("Answer", "partner", accept, "Booked."),
    ("Counter", "third", counter, "Sent."),
    ("Move", "saoirse.varga", move, "Moved"),
    ("Cancel", "emeka.wainwright", call_off, "Called off."),
    ("Subscribe", "coach", subscribe, "Here is the address."),
    ("Print the week", "coach", print_the_week, "To have it on paper"),
    ("Report a snow day", "coordinator", snow, "School is closed on"),
    ("See who is quiet", "coordinator", quiet, "have gone quiet"),
)
# Where cover is offered, the other jobs would be offered other times.
WITH_COVER = (("Ask for cover", "coach", ask_for_cover, "Sent."),)


def count(browser: Browser, address: str, who: str, act: Callable[[Walk], None], done: str) -> Sum:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, storage_state=sign_in(browser, address, who)
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{address}/")
    walk = Walk(page)
    act(walk)
    said = page.inner_text("body")
    assert done in said, f"{done!r} is not on the page: {said[:400]}"
    context.close()
    return Sum(walk.clicks, walk.pages, 0)


def main() -> None:
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        with demo_school() as address:
            right = [_compare(name, count(browser, address, *rest)) for name, *rest in JOBS]
        with demo_school() as address:
            offer_cover(browser, address)
            right += [_compare(name, count(browser, address, *rest)) for name, *rest in WITH_COVER]
    if not all(right):
        sys.exit("Mend the steps in docs/clicks.toml, then: python -m docs.click_tables")


def _compare(name: str, counted: Sum) -> bool:
    """Whether a job takes what the table says, told on a line."""
    data = read()
    listed = total(list(steps(data, "here", jobs(data)[name]["here"])))
    print(f"{name}: {counted}" + ("" if counted == listed else f", but the table says {listed}"), flush=True)
    return counted == listed


if __name__ == "__main__":
    main()
