"""A running demo school for the scripts of this folder, with Chromium in front of it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

from playwright.sync_api import Browser, Playwright, StorageState

ROOT = Path(__file__).parents[1]
NOW = "2027-01-22T09:00+00:00"
PATIENCE = 60


def chromium(playwright: Playwright) -> Browser:
    """The Chromium of the system."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, names)), None)
    if program is None:
        sys.exit("This needs Chromium (Debian: apt install chromium).")
    return playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--accept-lang=en-GB"])


def sign_in(browser: Browser, address: str, who: str) -> StorageState:
    """What a browser holds in which somebody of the demo school is signed in."""
    page = browser.new_page()
    page.goto(f"{address}/sign-in")
    page.get_by_label("E-mail").fill(f"{who}@demo.test")
    page.get_by_label("Password").fill("demo")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{address}/")
    state = page.context.storage_state()
    page.context.close()
    return state


@contextmanager
def demo_school() -> Iterator[str]:
    """The address of a demo school of our own, on a day that stands still; gone afterwards."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("COACHSCHED_")}
        ours |= {"COACHSCHED_DEMO": "1", "COACHSCHED_NOW": NOW, "COACHSCHED_DATA_DIR": folder}
        command = [sys.executable, "-m", "flask", "--app", "app", "serve", "--port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env=ours, stdout=subprocess.DEVNULL)
        try:
            _wait_for(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        with closing(HTTPConnection("127.0.0.1", port)) as connection:
            try:
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.2)
    sys.exit("The demo school did not start.")
