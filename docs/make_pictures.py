"""Takes the pictures of the documents from a running demo school: python docs/make_pictures.py ADDRESS.

Start one with a clock that stands still, so that the pictures change only when the pages do:
COACHSCHED_NOW=2027-01-22T09:00+00:00 make run
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

PICTURES = Path(__file__).parent / "pictures"
SHOTS = (
    ("find-times", "coach@demo.test", "/partnerships/1/slots", {"width": 1100, "height": 1180}),
    ("find-times-phone", "coach@demo.test", "/partnerships/1/slots", {"width": 360, "height": 740}),
    ("board", "coordinator@demo.test", "/board", {"width": 1100, "height": 900}),
    ("board-phone", "coordinator@demo.test", "/board", {"width": 360, "height": 740}),
    ("partnership", "coach@demo.test", "/partnerships/1", {"width": 1100, "height": 900}),
    ("partnership-phone", "coach@demo.test", "/partnerships/1", {"width": 360, "height": 740}),
    ("open-lessons", "coach@demo.test", "/open-lessons", {"width": 1100, "height": 1180}),
    ("cover", "cover@demo.test", "/cover", {"width": 1100, "height": 900}),
    ("looking", "third@demo.test", "/looking", {"width": 1100, "height": 900}),
    ("report", "coordinator@demo.test", "/report", {"width": 1100, "height": 900}),
    ("report-phone", "coordinator@demo.test", "/report", {"width": 360, "height": 740}),
)


def main(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, email, path, size in SHOTS:
            take(browser, f"{address}{path}", email, size, PICTURES / f"{name}.png")


def take(browser: Browser, url: str, email: str, size: dict[str, int], file: Path) -> None:
    """One page as somebody sees it, the first screen of it."""
    page = browser.new_context(viewport=size).new_page()
    page.goto(url)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill("demo")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(url)
    if "slots" in url and size["width"] > 700:
        for box in page.locator(".options [name=pick]").all()[:2]:
            box.check()
    page.screenshot(path=file)
    page.context.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:5000")
