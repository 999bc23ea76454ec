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
# One thing changes at a time, since each lays the page out anew; on the tablet axe does not look.
VIEWS = ((PHONE, "light"), (PHONE, "dark"), (DESKTOP, "dark"), (DESKTOP, "light"), (TABLET, "light"))
# What is only measured need not be drawn large.
TINY = 0.05
# Bytes on the wire: what a page may weigh where all it is made of is known already, and before that, so that
# any page stays below 100,000.
MOST_AFTER, MOST_AT_FIRST = 20_000, 80_000
DRAWN = "look.drawn()"


class Looker:
    """A browser of somebody's; what it finds wrong with pages is kept in ``faults``."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.faults: list[str] = []
        self.bytes = 0
        self._wire = page.context.new_cdp_session(page)
        self._wire.send("Network.enable")
        self._wire.on("Network.loadingFinished", self._received)
        page.on("console", lambda said: self._blame(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self._blame(str(error)))

    def open(self, address: str, most: float = MOST_AFTER) -> None:
        """Go there and look; it may weigh so many bytes at ``most``."""
        self.bytes = 0
        self._show(PHONE, "light", scale=1)
        self.page.goto(address)
        self.look()
        if self.bytes > most:
            self._blame(f"{self.bytes} bytes")

    def look(self) -> None:
        """At the page that is open."""
        for fault in self.page.evaluate("look.arrived()"):
            self._blame(fault)
        for width, scheme in VIEWS:
            self._show(width, scheme, TINY)
            for fault in self.page.evaluate("(view) => look.at(...view)", [width, scheme, width != TABLET]):
                self._blame(f"at {width}, {scheme}: {fault}")

    def _show(self, width: int, scheme: str, scale: float) -> None:
        size = {"width": width, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False, "scale": scale}
        self._wire.send("Emulation.setDeviceMetricsOverride", size)
        wanted = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
        features = [{"name": name, "value": value} for name, value in wanted.items()]
        self._wire.send("Emulation.setEmulatedMedia", {"features": features})

    def _received(self, event: dict[str, Any]) -> None:
        self.bytes += event["encodedDataLength"]

    def _blame(self, fault: str) -> None:
        self.faults.append(f"{self.page.url}: {fault}")


@contextmanager
def a_looker(chromium: Any) -> Iterator[Looker]:
    context = chromium.new_context(reduced_motion="reduce", viewport={"width": PHONE, "height": HEIGHT})
    for script in (_axe(), HERE / "look.js"):
        context.add_init_script(path=script)
    yield Looker(context.new_page())
    context.close()


def _axe() -> Path:
    if not AXE.is_file():
        pytest.skip(f"axe-core: needs {AXE} (npm ci in tests/)")
    return AXE
