"""What only a browser can tell: quick filters, keys alone, small screens, the content policy."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.chromium.test_main_job import COACH, COORDINATOR, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
COVER = "cover@demo.test"
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def page(chromium, served):
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def find_times(page, served) -> None:
    sign_in(page, served, COACH)
    page.get_by_role("link", name="Find times").click()
    page.locator(".options").wait_for()


def test_filters_change_the_weeks_without_loading_the_page_and_keep_the_picks(page, served):
    find_times(page, served)
    page.evaluate("window.stillHere = true")
    picked = page.locator(".options [name=pick]").first
    key = picked.get_attribute("value")
    picked.check()
    page.get_by_label("What would you like").fill("Wait time")
    week = page.get_by_label("Week", exact=True).locator("option").last.get_attribute("value")
    with page.expect_response(lambda answer: "/slots?" in answer.url) as answered:
        page.get_by_label("Week", exact=True).select_option(week)
    assert answered.value.request.headers["hx-request"] == "true"
    page.wait_for_function("week => document.querySelectorAll('.week').length <= 1", arg=week)
    assert page.evaluate("window.stillHere")
    assert page.locator(f"[name=pick][value='{key}']").first.is_checked()
    assert page.get_by_label("What would you like").input_value() == "Wait time"


def test_the_main_job_needs_no_mouse(page, served):
    find_times(page, served)
    page.locator(".options [name=pick]").first.focus()
    page.keyboard.press("Space")
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('[data-picks-send]')"):
            break
    page.keyboard.press("Enter")
    page.get_by_text("Sent.").wait_for()


def test_nothing_is_wider_than_a_phone_and_nothing_breaks_the_content_policy(chromium, served):
    complaints: list[str] = []
    looked_at: Counter[str] = Counter()
    for email in (COACH, COORDINATOR, "third@demo.test", "admin@demo.test", "principal@demo.test", COVER):
        context = chromium.new_context(viewport=PHONE)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        sign_in(page, served, email)
        found = {f"{served.address}/"} | links(page, served)
        for _ in ("pages one link away from home", "two"):
            new, found = sorted(found), set()
            for path in new:
                # Days, months and people that differ in numbers alone look alike, to two readers too.
                alike = re.sub(r"\d+", "0", path)
                looked_at[alike] += 1
                if looked_at[alike] > 2:
                    continue
                page.goto(path)
                for scheme in ("dark", "light"):
                    page.emulate_media(color_scheme=scheme)
                    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
                found |= links(page, served)
        context.close()
    assert len(looked_at) > 30
    assert complaints == []


def links(page, served) -> set[str]:
    hrefs = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href.split('#')[0])")
    pages = {href for href in hrefs if href.startswith(served.address) and "/feeds/" not in href}
    return {href for href in pages if not href.endswith((".toml", ".csv", ".json"))}
