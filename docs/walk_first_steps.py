"""A newcomer's way from an empty installation to the first times, through the pages alone.

python -m docs.walk_first_steps LINK TIMETABLE PEOPLE takes the pictures of docs/first-steps.md. The link is
the one that the server prints when it starts on an empty database (DEMO=0 make run). The browser tests walk
the same way.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from docs.picture_files import save

PICTURES = Path(__file__).parent / "pictures"
WHO = {
    "The school's name": "Woodlands High",
    "Its time zone": "Africa/Johannesburg",
    "Your name": "Ilse Abel",
    "Your e-mail address": "t001@school.test",
    "A password": "four words in a row",
}
STEPS = "Your school, step by step"


def walk(page: Page, link: str, timetable: Path, people: Path, seen: Callable[[str], None]) -> None:
    """From the link that the server printed to the times two colleagues are offered.

    ``people`` holds the address in WHO. ``seen`` is told each step once its page is there.
    """
    page.goto(link)
    for label, value in WHO.items():
        page.get_by_label(label, exact=True).fill(value)
    seen("welcome")
    page.get_by_role("button", name="Begin", exact=True).click()
    _bring(page, "The timetable's file", timetable)
    page.get_by_role("button", name="Take these days and periods").wait_for()
    seen("bells")
    page.get_by_role("button", name="Take these days and periods").click()
    page.get_by_role("button", name="Put it in force").wait_for()
    seen("timetable")
    page.get_by_role("button", name="Put it in force").click()
    _terms(page, datetime.now(UTC).date(), seen)
    # Left in the middle, and come back to by the list of steps.
    page.get_by_role("link", name="Go on another time").click()
    page.get_by_role("heading", name=STEPS).wait_for()
    seen("steps")
    page.get_by_role("link", name="Go on here").click()
    _bring(page, "A list of them", people)
    page.get_by_role("button", name="Put it in", exact=True).click()
    page.get_by_role("heading", name="Invite them to sign in").wait_for()
    seen("people")
    page.locator(".onward a").first.click()
    seen("together")
    page.get_by_text("Or choose two").click()
    page.get_by_label("One person", exact=True).select_option(label=WHO["Your name"])
    page.get_by_label("And another").select_option(label="Mira Hofer")
    page.locator("#pair").uncheck()
    page.get_by_role("button", name="Bring them together").click()
    page.get_by_role("heading", name="What happens next").wait_for()
    seen("ready")
    page.get_by_role("link", name="Next", exact=True).click()
    page.get_by_role("link", name="Find times").first.click()
    page.locator(".options").wait_for()
    seen("times")


def _bring(page: Page, label: str, file: Path) -> None:
    page.get_by_label(label).set_input_files(file)
    page.get_by_role("button", name="Look at it").click()


def _terms(page: Page, today: date, seen: Callable[[str], None]) -> None:
    """One term around today, so that there are times to offer."""
    page.get_by_label("First day").first.fill((today - timedelta(days=14)).isoformat())
    page.get_by_label("Last day").first.fill((today + timedelta(days=70)).isoformat())
    page.get_by_label("Last day").first.blur()
    page.locator("#days-off [name=pick]").first.wait_for()
    seen("terms")
    page.get_by_role("button", name="Save and go on").click()


def main(link: str, timetable: str, people: str) -> None:
    began = time.monotonic()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1100, "height": 780})

        def seen(step: str) -> None:
            save(page, PICTURES / f"first-{step}.png")
            print(f"{time.monotonic() - began:5.1f} s  {step}")

        walk(page, link, Path(timetable), Path(people), seen)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
