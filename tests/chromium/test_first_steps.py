"""From an empty installation to the first times in Chromium, through the pages alone and without reading."""

from __future__ import annotations

from pathlib import Path

import pytest
from databases import Sqlite, settings

from coachsched import create_app
from coachsched.services import setup
from docs.walk_first_steps import walk
from tests.race.servers import environment, free_port, granian

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SHARED = Path(__file__).parents[3] / "shared" / "data"
# Far longer than it takes here; a person reads and types besides.
PATIENCE_MS = 30_000


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real timetable lies in ../shared, which is not here")
def test_a_newcomer_finds_the_first_times_of_a_real_school(chromium, sqlite: Sqlite, tmp_path: Path):
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    wanted = settings(sqlite.copy("empty"), tmp_path, demo=False, now=None, base_url=address)
    with create_app(wanted).app_context():
        link = setup.link(address)
    page = chromium.new_context(viewport={"width": 1100, "height": 780}).new_page()
    page.set_default_timeout(PATIENCE_MS)
    steps: list[str] = []
    with granian(environment(wanted), workers=2, port=port):
        timetable = SHARED / "timetables" / "ZA-WD-09.csv"
        walk(page, link, timetable, SHARED / "schools" / "za-wd-09" / "people.csv", steps.append)
        assert page.get_by_role("heading", level=1).inner_text() == "When could you visit Mira?"
        assert page.locator(".options [name=pick]").count() == 3
    page.context.close()
    assert steps[0] == "welcome"
    assert steps[-1] == "times"
