"""An act in Chromium: what it asks of the server, what it moves, and where it leaves the focus."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any, NamedTuple

from tests.chromium.looking_over import HERE, Looker

ACT = HERE / "act.js"
FOCUSED = "css => document.activeElement.matches(css)"
PATIENCE_S = 10


class Act(NamedTuple):
    """Who does what on which page; the part that changes, what is there then, and what has the focus."""

    who: str
    page: str
    do: Callable[[Any], None]
    part: str
    then: str
    focus: str
    address: str = ""


def choose(css: str, key: str = "End") -> Callable[[Any], None]:
    return lambda page: page.locator(css).press(key)


def write(css: str, text: str) -> Callable[[Any], None]:
    """As a person does, and on to the next field."""

    def written(page: Any) -> None:
        page.locator(css).press("ControlOrMeta+a")
        page.keyboard.type(text)
        page.keyboard.press("Tab")

    return written


def press(css: str, times: int = 1) -> Callable[[Any], None]:
    """One tap, or a double one; what the server does about it is not waited for."""
    return lambda page: page.locator(css).first.click(click_count=times, no_wait_after=True)


class Server:
    """Stands before an application: what is asked of it, in order, and answers that can be kept waiting."""

    def __init__(self, app: Any) -> None:
        self.asked: list[str] = []
        self.answers = Event()
        self.answers.set()
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.asked.append("{REQUEST_METHOD} {PATH_INFO}".format(**environ))
        self.answers.wait(PATIENCE_S)
        return self._app(environ, start_response)

    def acts(self) -> list[str]:
        return [one for one in self.asked if "/static/" not in one]


def faults(looker: Looker, server: Server, act: Act, most: int) -> list[str]:
    """Does it on the page that is open; what is wrong with how it went."""
    page = looker.page
    page.evaluate("part => act.begin(part)", act.part)
    before, looker.bytes = len(server.acts()), 0
    act.do(page)
    moved, asked = page.evaluate("act.moved()"), server.acts()[before:]
    told = {
        f"asked {asked}": len(asked) != 1,
        f"moved {moved}": moved,
        f"weighs {looker.bytes}": not 0 < looker.bytes <= most,
        f"shows no {act.then}": not page.locator(act.then).first.is_visible(),
        f"has its focus on {page.evaluate('document.activeElement.outerHTML')[:90]}": not page.evaluate(
            FOCUSED, act.focus
        ),
        f"is at {page.url}": act.address not in page.url,
    }
    return [words for words, wrong in told.items() if wrong]
