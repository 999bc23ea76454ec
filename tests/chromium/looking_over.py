"""Every page opened here is looked over: for everybody, on every screen, in the light and in the dark."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
AXE = HERE.parent / "node_modules" / "axe-core" / "axe.min.js"
PHONE, TABLET, DESKTOP = 360, 768, 1280
HEIGHT = 800
SCHEMES = ("light", "dark")
# Bytes on the wire: what a page may weigh where all it is made of is known already, and before that, so that
# any page stays below 100,000.
MOST_AFTER, MOST_AT_FIRST = 20_000, 80_000
# Two frames on, what a script changed at the end of loading is drawn.
DRAWN = """() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => done(look.shifts))))"""


class Looker:
    """A browser of somebody's; what it finds wrong with pages is kept in ``faults``."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.faults: list[str] = []
        self.bytes = 0
        self._axe = _axe()
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", self._received)
        page.on("console", lambda said: self._blame(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self._blame(str(error)))

    def open(self, address: str, most: float = MOST_AFTER) -> None:
        """Go there and look; it may weigh so many bytes at ``most``."""
        self.bytes = 0
        self.page.set_viewport_size({"width": PHONE, "height": HEIGHT})
        self.page.goto(address)
        self.look()
        if self.bytes > most:
            self._blame(f"{self.bytes} bytes")

    def look(self) -> None:
        """At the page that is open."""
        page = self.page
        for shift in page.evaluate(DRAWN):
            self._blame(f"its layout shifted by {shift}")
        page.evaluate(f"{self._axe};0")
        for fault in page.evaluate("look.clickable()"):
            self._blame(fault)
        page.evaluate("look.unfold()")
        for width in (PHONE, TABLET, DESKTOP):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            if fault := page.evaluate("look.sideways()"):
                self._blame(f"at {width} {fault}")
            for scheme in SCHEMES if width != TABLET else ():
                page.emulate_media(color_scheme=scheme)
                # Nothing but colours depends on the scheme.
                for fault in page.evaluate("look.axe(%s)" % (["color-contrast"] if scheme == "dark" else [])):
                    self._blame(f"at {width}, {scheme}: {fault}")

    def _received(self, event: dict[str, Any]) -> None:
        self.bytes += event["encodedDataLength"]

    def _blame(self, fault: str) -> None:
        self.faults.append(f"{self.page.url}: {fault}")


@contextmanager
def a_looker(chromium: Any, **options: Any) -> Iterator[Looker]:
    context = chromium.new_context(
        reduced_motion="reduce", viewport={"width": PHONE, "height": HEIGHT}, **options
    )
    context.add_init_script(path=HERE / "look.js")
    yield Looker(context.new_page())
    context.close()


def _axe() -> str:
    if not AXE.is_file():
        pytest.skip(f"axe-core: needs {AXE} (npm ci in tests/)")
    return AXE.read_text()
