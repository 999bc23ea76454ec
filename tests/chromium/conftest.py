"""The pages as `flask serve` shows them, on a thread of the tests' own, and Chromium in front of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from threading import Thread

import pytest
from databases import DEMO_NOW
from flask import Flask
from handles import MakeApp
from werkzeug.serving import WSGIRequestHandler, make_server
from world import World

from coachsched.services import clock, outbox
from tests.race.servers import free_port

ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    # Scripts run a few times on each page: making them fast takes longer than they do.
    "--js-flags=--no-opt --no-maglev --no-flush-bytecode --min-semi-space-size=64",
]  # fmt: skip
STOPS_WITHIN_S = 0.02


@dataclass(frozen=True)
class Served:
    """A school whose pages are served: its address, and its application, whose mail can be sent."""

    address: str
    app: Flask

    def letters(self) -> list[EmailMessage]:
        """Every mail there is to send up to now."""
        with self.app.app_context():
            outbox.deliver_due(clock.real)
        folder = self.app.config["SETTINGS"].data_dir / "mail" / "new"
        return [message_from_bytes(file.read_bytes(), policy=default) for file in folder.glob("*")]


class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *_: object) -> None:
        """Nothing: what goes wrong is told by the page."""


@pytest.fixture(scope="session")
def chromium():
    """Chromium itself; the tests stay out, saying so, where the machine has none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("browser tests need Chromium (Debian: apt install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def port() -> int:
    """One for all tests, since an application that is used again keeps its address."""
    return free_port()


@pytest.fixture
def serve(make_app: MakeApp, port: int) -> Callable[..., AbstractContextManager[Served]]:
    """Serves a copy of a database while a test does its work with it."""

    def serving(template: str, prepare: Callable[[Flask], None] | None = None, **changes: object):
        app = make_app(template, base_url=f"http://127.0.0.1:{port}", **changes)
        if prepare:
            prepare(app)
        return on_thread(app, port)

    return serving


@pytest.fixture
def served(serve) -> Iterator[Served]:
    """The demo school on a day that stands still."""
    with serve("demo", now=DEMO_NOW) as served:
        yield served


@pytest.fixture
def served_world(world: World, port: int) -> Iterator[Served]:
    """The school in which every page has something to show."""
    with on_thread(world.app, port) as served:
        yield served


@contextmanager
def on_thread(app: Flask, port: int) -> Iterator[Served]:
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, args=[STOPS_WITHIN_S], daemon=True)
    thread.start()
    try:
        yield Served(f"http://127.0.0.1:{port}", app)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
