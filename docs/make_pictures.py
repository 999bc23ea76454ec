"""Takes the pictures of the documents: make screenshots, or python -m docs.make_pictures NAME … for some.

The demo school is one of their own with a clock that stands still, so they change only when the pages do.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, StorageState, sync_playwright

from docs.demo_school import chromium, demo_school, sign_in
from docs.picture_files import save

PICTURES = Path(__file__).parent / "pictures"
PHONE, DESK, LONG = (360, 740), (1100, 900), (1100, 1180)
PEOPLE = """name,email,teacher,faculty
Nadia Okoye,nadia@demo.test,NOK,Science
Tom Reyes,tom@demo.test,TRE,English
"""


class Shot(NamedTuple):
    """A picture: who looks at which page in a window of which size, and what is done on it first.

    A ``path`` of several steps goes on with the first link to an address that begins so.
    """

    name: str
    who: str
    path: str
    size: tuple[int, int]
    then: Callable[[Page], None] | None = None


def pick_two(page: Page) -> None:
    for box in page.locator(".options [name=pick]").all()[:2]:
        box.check()


def suggest(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Suggest partnerships")).click()
    page.wait_for_url(re.compile(r"/assignments/\d+$"))


def paste_people(page: Page) -> None:
    page.get_by_label("Or rows pasted from a spreadsheet").fill(PEOPLE)
    page.get_by_role("button", name="Look at it").click()
    page.wait_for_url(re.compile(r"/imports/\d+$"))
    page.get_by_role("button", name="Put it in").wait_for()


def close_tuesday(page: Page) -> None:
    page.get_by_label("Another day, or several").check()
    page.get_by_label("Another day", exact=True).fill("2027-01-26")
    page.get_by_role("button", name="See what would change").click()
    page.get_by_role("button", name=re.compile("^Close school")).wait_for()


def to_heading(words: str) -> Callable[[Page], None]:
    """Bring the part of a page under a heading, or a form's field, to the top of the window."""

    def bring(page: Page) -> None:
        page.get_by_text(words, exact=False).first.evaluate("part => part.scrollIntoView()")

    return bring


SHOTS = (
    Shot("sign-in-phone", "", "/sign-in/links", PHONE),
    Shot("next-phone", "coach", "/", PHONE),
    Shot("find-times", "coach", "/partnerships/1/slots", LONG, pick_two),
    Shot("find-times-phone", "coach", "/partnerships/1/slots", PHONE),
    Shot("answer-phone", "third", "/ /proposals/", PHONE),
    Shot("other-time-phone", "third", "/ /proposals/ /proposals/", PHONE),
    Shot("meeting-phone", "saoirse.varga", "/ /meetings/", PHONE),
    Shot("calendar-phone", "coach", "/calendar", PHONE, to_heading("In your own calendar")),
    Shot("partnership", "coach", "/partnerships/1", DESK),
    Shot("partnership-phone", "coach", "/partnerships/1", PHONE),
    Shot("seen-phone", "coach", "/partnerships/1", PHONE, to_heading("Anything else?")),
    Shot("open-lessons", "coach", "/open-lessons", LONG),
    Shot("open-lessons-phone", "coach", "/open-lessons", PHONE),
    Shot("looking", "third", "/looking", DESK),
    Shot("looking-phone", "coach", "/looking", PHONE),
    Shot("board", "coordinator", "/board", DESK),
    Shot("board-phone", "coordinator", "/board", PHONE),
    Shot("suggest", "coordinator", "/assignments", DESK, suggest),
    Shot("report", "coordinator", "/report", DESK),
    Shot("report-phone", "coordinator", "/report", PHONE),
    Shot("budget", "coordinator", "/cover/budget", (1100, 580)),
    Shot("cover", "cover", "/cover", DESK),
    Shot("import", "admin", "/imports", (1100, 480), paste_people),
    Shot("closing-phone", "admin", "/calendar/closing", PHONE, close_tuesday),
)


def main(names: list[str]) -> None:
    with demo_school() as address, sync_playwright() as playwright:
        browser = chromium(playwright)
        signed_in: dict[str, StorageState] = {}
        for shot in SHOTS:
            if not names or shot.name in names:
                take(browser, address, shot, signed_in)


def take(browser: Browser, address: str, shot: Shot, signed_in: dict[str, StorageState]) -> None:
    """One page as somebody sees it, in a window of the shot's size."""
    if shot.who and shot.who not in signed_in:
        signed_in[shot.who] = sign_in(browser, address, shot.who)
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        storage_state=signed_in.get(shot.who),
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    first, *further = shot.path.split()
    page.goto(f"{address}{first}")
    for start in further:
        page.locator(f'main a[href^="{start}"]').first.click()
        page.wait_for_load_state()
    if shot.then:
        shot.then(page)
    # What a school sees has no line that says it is a demo.
    page.evaluate("document.querySelector('aside.demo')?.remove()")
    save(page, PICTURES / f"{shot.name}.png")
    context.close()


if __name__ == "__main__":
    main(sys.argv[1:])
