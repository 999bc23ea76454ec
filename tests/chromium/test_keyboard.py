"""Everything by keyboard alone: Tab, Enter, Space and Escape, with the focus in sight and never lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.chromium.looking_over import DRAWN, HERE
from tests.chromium.test_main_job import ADMIN, COACH, COORDINATOR, PARTNER

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FAR = 400
# Where the focus is: what is wrong with how it is seen (marked, in the window, with nothing laid over its
# middle), what it is, and whether its label begins with the words.
STOP = """(wanted) => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const x = box.left + Math.min(box.width, innerWidth) / 2, y = box.top + box.height / 2;
  const top = document.elementFromPoint(x, y);
  const marked = getComputedStyle(one).outlineStyle !== "none";
  const seen = top && (one.contains(top) || top.contains(one) || one.labels?.[0]?.contains(top));
  const fault = one === document.body ? "nothing has the focus" : !marked ? "no mark" : !seen ? "hidden" : "";
  const told = one.labels?.[0]?.innerText || one.getAttribute("aria-label") || one.innerText || "";
  return [fault, one.outerHTML.slice(0, 120), told.trim().startsWith(wanted)];
}"""


class Keys:
    """A person with a keyboard and no mouse."""

    def __init__(self, page, address: str) -> None:
        self.page, self.address = page, address
        page.goto(f"{address}/sign-in")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def to(self, words: str, key: str = "Tab") -> Keys:
        """Go on to what is labelled so; every stop on the way is seen."""
        for _ in range(FAR):
            self.press(key)
            fault, where, there = self.page.evaluate(STOP, words)
            assert not fault, f"{fault}: {where} on {self.page.url}"
            if there:
                return self
        raise AssertionError(f"no way to {words!r} on {self.page.url}")

    def type(self, words: str) -> Keys:
        self.page.keyboard.type(words)
        return self

    def go(self, words: str, then: str | None = None) -> None:
        """Press Enter on what is labelled so, and wait for the words of the page that follows."""
        self.to(words).press("Enter")
        if then:
            self.page.get_by_text(then).first.wait_for()

    def tick(self, count: int) -> None:
        """The first boxes that come by, but not a time's second box in the week."""
        for _ in range(FAR):
            self.press("Tab")
            if self.page.evaluate("document.activeElement.matches('[name=pick]:not(:checked)')"):
                self.press("Space")
                count -= 1
            if not count:
                return
        raise AssertionError(f"{count} boxes too few on {self.page.url}")

    def sign_in(self, email: str) -> Keys:
        self.to("E-mail").type(email).to("Password").type("demo").press("Enter")
        self.page.wait_for_url(f"{self.address}/")
        return self


@pytest.fixture
def keys(chromium, served) -> Iterator[Callable[..., Keys]]:
    contexts = []

    def sit_down(email: str, width: int = 1280) -> Keys:
        window = {"width": width, "height": 800}
        contexts.append(chromium.new_context(viewport=window, reduced_motion="reduce"))
        contexts[-1].add_init_script(path=HERE / "look.js")
        return Keys(contexts[-1].new_page(), served.address).sign_in(email)

    yield sit_down
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_times_are_found_sent_answered_and_called_off(keys, width: int):
    coach, partner = keys(COACH, width), keys(PARTNER, width)
    coach.go("Find times", "When could you visit")
    coach.tick(3)
    coach.go("Send 3 times", "Sent.")

    partner.page.reload()
    partner.go("See and answer", "Yes, this one")
    partner.go("Suggest other times", "When could")
    partner.tick(1)
    partner.go("Send 1 time", "Sent.")

    coach.page.goto(coach.address)
    coach.go("See and answer", "Yes, this one")
    coach.go("Yes, this one", "Booked.")
    coach.go("Open it", "Call it off")
    coach.go("Call it off")
    coach.to("Call it off").press("Enter")
    coach.page.get_by_text("called off").first.wait_for()


def test_the_skip_link_comes_first_and_leads_past_the_menu(keys):
    coach = keys(COACH)
    coach.to("Skip to the page").press("Enter", "Tab")
    assert coach.page.evaluate("document.activeElement.closest('main') !== null")


def test_a_filter_keeps_the_focus_and_asks_once(keys):
    coach = keys(COACH)
    coach.go("Find times", "When could you visit")
    coach.to("Week")
    asked = requests_of(coach)
    with coach.page.expect_response(lambda answer: "/slots?" in answer.url):
        coach.press("End")
    coach.page.wait_for_function("document.querySelectorAll('.week').length <= 1")
    assert coach.page.evaluate("document.activeElement.name") == "week"
    assert len([url for url in asked if "/static/" not in url]) == 1
    assert coach.page.evaluate(DRAWN) == []


def test_what_is_swapped_under_the_focus_gives_it_back(keys):
    coordinator = keys(COORDINATOR)
    coordinator.go("Partnerships", "gone quiet")
    asked = requests_of(coordinator)
    coordinator.to("Which").press("ArrowDown")
    coordinator.page.wait_for_url("**reason=*")
    assert len(asked) == 1
    assert coordinator.page.evaluate(DRAWN) == []
    assert coordinator.page.evaluate("document.activeElement.name") == "reason"
    coordinator.to("What you can do").press("Enter")
    opened = "document.querySelectorAll('.pair-acts[open]').length"
    assert coordinator.page.evaluate(opened) == 1
    coordinator.press("Tab", "Escape")
    assert coordinator.page.evaluate(opened) == 0
    assert coordinator.page.evaluate("document.activeElement.matches('summary')")


def test_the_report_is_read_and_a_day_closed(keys):
    principal = keys("principal@demo.test")
    principal.go("Report", "Term by term")
    principal.to("Term by term")
    admin = keys(ADMIN)
    admin.page.goto(f"{admin.address}/calendar/days/2027-02-03")
    admin.to("Kind of day").press("ArrowDown")
    admin.page.locator("#preview h2").wait_for()
    assert admin.page.evaluate("document.activeElement.name") == "kind"
    admin.go("Save")
    admin.page.wait_for_url("**/calendar/months/2027-02")


def requests_of(keys: Keys) -> list[str]:
    """What is asked of the server from now on."""
    asked: list[str] = []
    keys.page.on(
        "request", lambda request: asked.append(request.url) if "/static/" not in request.url else None
    )
    return asked
