"""The real thing: `flask serve` with the demo school, and Chromium in front of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from databases import Sqlite, close, settings
from sqlalchemy.engine import make_url

from coachsched import create_app
from coachsched.services import demo
from tests.race.servers import PATIENCE, environment, free_port, granian, mail_worker

NOW = datetime(2027, 1, 20, 9, tzinfo=UTC)
ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass(frozen=True)
class Served:
    """A running demo school: its address, and the folder its mail goes to."""

    address: str
    mail: Path


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
def demo_file(sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo school's database, to be copied for each test."""
    folder = tmp_path_factory.mktemp("demo")
    wanted = settings(sqlite.copy("empty"), folder, now=NOW)
    app = create_app(wanted)
    with app.app_context():
        demo.load()
    close(app)
    return Path(make_url(wanted.database_url).database or "")


@pytest.fixture
def served(demo_file: Path, tmp_path: Path) -> Iterator[Served]:
    """The demo school on a day that stands still, its pages and its mail as `make run` serves them."""
    with serving(demo_file, tmp_path, NOW) as served:
        yield served


@contextmanager
def serving(original: Path, folder: Path, now: datetime) -> Iterator[Served]:
    """A copy of a database behind web and mail workers of its own."""
    database = shutil.copy(original, folder / "demo.sqlite")
    port = free_port()
    wanted = settings(f"sqlite:///{database}", folder, now=now, base_url=f"http://127.0.0.1:{port}")
    worker = mail_worker(environment(wanted))
    try:
        with granian(environment(wanted), workers=1, port=port):
            yield Served(wanted.base_url, folder / "mail" / "new")
    finally:
        worker.terminate()
        worker.communicate(timeout=PATIENCE)
