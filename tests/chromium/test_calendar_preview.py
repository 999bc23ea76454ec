"""The preview that follows what is typed, as only a browser can show it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.chromium.test_main_job import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ADMIN = "admin@demo.test"


@pytest.fixture(params=[True, False], ids=["scripts", "no_scripts"])
def scripts(request):
    return request.param


@pytest.fixture
def page(chromium, served, scripts):
    context = chromium.new_context(java_script_enabled=scripts, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    sign_in(page, served, ADMIN)
    yield page
    context.close()


def look(page, scripts: bool) -> None:
    """With scripts the preview comes by itself, without them at a button's press."""
    if not scripts:
        page.get_by_role("button", name="Show what changes").last.click()


def test_a_day_is_closed_after_seeing_what_that_changes(page, served, scripts):
    page.goto(f"{served.address}/calendar/days/2027-02-03")
    page.get_by_label("Kind of day").select_option("closure")
    look(page, scripts)
    expect(page.locator("#preview h2")).to_contain_text("would change")
    expect(page.locator("#preview .changes").first).to_contain_text("after: School closed")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/calendar/months/2027-02")
    closed = page.locator("td", has=page.locator("time[datetime='2027-02-03']"))
    expect(closed).to_contain_text("School closed")


def test_a_slip_is_told_while_typing_and_kept(page, served, scripts):
    page.goto(f"{served.address}/calendar/bells/1")
    time = page.locator("#period-2-from")
    time.fill("25:00")
    time.press("Tab")
    look(page, scripts)
    told = page.locator("#preview li" if scripts else "#period-2-from-error")
    expect(told).to_contain_text('"25:00" is no time between 0:00 and 23:59.')
    expect(page.locator("#period-2-from")).to_have_value("25:00")


def test_enter_looks_and_saves_nothing(page, served, scripts):
    page.goto(f"{served.address}/calendar/terms")
    page.locator("#term-0-name").fill("Autumn")
    page.locator("#term-0-name").press("Enter")
    expect(page.locator("#preview h2")).to_have_text("No date would change")
    page.goto(f"{served.address}/calendar/terms")
    expect(page.locator("#term-0-name")).not_to_have_value("Autumn")
