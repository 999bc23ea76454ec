"""What only a browser can tell: filters that change a part of the page."""

from __future__ import annotations

import re

import pytest

from tests.chromium.test_main_job import COACH, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]


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


def test_where_one_time_is_wanted_the_next_takes_the_place_of_the_last(page, served):
    sign_in(page, served, "saoirse.varga@demo.test")
    page.get_by_role("link", name=re.compile("^Classroom visit")).first.click()
    page.get_by_role("link", name="Move it").click()
    first, second = (page.locator(".options [name=pick]").nth(number) for number in (0, 1))
    keys = [box.get_attribute("value") for box in (first, second)]
    first.check()
    second.check()
    checked = page.eval_on_selector_all("[name=pick]:checked", "all => all.map(one => one.value)")
    # Its box in the week is ticked with it.
    assert set(checked) == {keys[1]} != {keys[0]}
