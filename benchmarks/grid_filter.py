"""A filter of the week's grid as Chromium shows it, beside fetching the same fragment and no more."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.database import TODAY, application, write, write_pairs, write_school
from benchmarks.invented import TEACHERS
from benchmarks.measure import Figure, by_turns, figure
from benchmarks.pages import WORKERS, signed_in
from coachsched.models import HistoryEvent, db
from tests.race.servers import environment, granian

ROUNDS = 15
# From another choice in the list to the frame in which the new weeks are drawn.
OURS = """() => new Promise((done) => {
  const weeks = document.querySelector("#filters [name=week]");
  weeks.selectedIndex = (weeks.selectedIndex + 1) % weeks.length;
  const began = performance.now(), drawn = () => done(performance.now() - began);
  document.addEventListener("htmx:after:swap", () => requestAnimationFrame(drawn), { once: true });
  weeks.dispatchEvent(new Event("change", { bubbles: true }));
})"""
FLOOR = """async () => {
  const began = performance.now();
  await (await fetch(location, { headers: { "HX-Request": "true", "HX-Request-Type": "partial" } })).text();
  return performance.now() - began;
}"""


def figures() -> list[Figure]:
    """None where there is no Chromium."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        return []
    with application() as app:
        school, teachers = write_school("Bench", TEACHERS)
        pair = write_pairs(school, teachers, TEACHERS // 2)[0]
        write(HistoryEvent, [{"partnership_id": pair, "date": TODAY, "what": "began"}])
        db.session.commit()
        cookie = signed_in(app).partition("=")[2]
        db.session.remove()
        with granian(environment(app.config["SETTINGS"]), WORKERS) as port, _chromium(program) as page:
            address = f"http://127.0.0.1:{port}"
            page.context.add_cookies([{"name": "session", "value": cookie, "url": address}])
            page.goto(f"{address}/partnerships/{pair}/slots")
            found = by_turns(lambda: page.evaluate(OURS), lambda: page.evaluate(FLOOR), ROUNDS)
    return [figure("grid_filter", *found, unit="ms")]


@contextmanager
def _chromium(program: str) -> Iterator[Any]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_page()
        browser.close()
