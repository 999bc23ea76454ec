"""A page that comes in pieces is drawn when it is whole, so that nothing on it moves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.chromium.looking_over import DRAWN, a_looker
from tests.chromium.test_every_page import be

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# In the header, where the menu and the name share a line, and among the rows of what follows.
CUTS = (b'<form action="/sign-out"', b"</h1>", b"</p>")
# Chromium draws nothing of a page in its first half second, and from then on whatever has come.
FIRST_S, NEXT_S = 0.7, 0.1
PAGES = ("/", "/board", "/cover/budget", "/my-visits", "/assignments")


class SlowLine:
    """The application, whose pages come in pieces."""

    def __init__(self, inner: Callable[..., Any]) -> None:
        self.inner = inner

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterator[bytes]:
        # Half of a packed page is nothing yet.
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        rest = b"".join(self.inner(environ, start))
        wait = FIRST_S
        for cut in CUTS:
            piece, found, after = rest.partition(cut)
            if found:
                yield piece + found
                time.sleep(wait)
                rest, wait = after, NEXT_S
        yield rest


def test_nothing_moves_while_a_page_comes(chromium, served_world, world, monkeypatch):
    with a_looker(chromium) as looker:
        be(looker, world, "coordinator", served_world.address)
        # Styles and scripts are known from now on.
        looker.page.goto(served_world.address)
        monkeypatch.setattr(world.app, "wsgi_app", SlowLine(world.app.wsgi_app))
        coming = {path: looker.page.context.new_page() for path in PAGES}
        for path, page in coming.items():
            page.goto(served_world.address + path, wait_until="commit")
        for page in coming.values():
            page.wait_for_load_state()
        moved = {path: page.evaluate(DRAWN) for path, page in coming.items()}
    assert moved == {path: [] for path in PAGES}
