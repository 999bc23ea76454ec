"""Bringing in a file as an administrator does: the bar, the preview, and choices that answer at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from coachsched.services.demo.week import timetable

COLUMNS = ("teacher", "day", "period", "class", "subject", "room", "week", "end_period", "kind")
PATIENCE_MS = 20_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The demo school's own timetable, with a day that it calls otherwise."""
    rows = [
        ",".join((row.teacher, row.day.replace("Day_3", "Games day"), row.period, row.klass, row.subject,
                  row.room, row.week, row.end_period, row.kind))
        for row in timetable()
    ]  # fmt: skip
    path = tmp_path / "week.csv"
    path.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n")
    return path


def test_a_file_is_read_asked_about_and_put_in_force(chromium, served, file: Path):
    page = chromium.new_context(viewport={"width": 360, "height": 740}).new_page()
    page.set_default_timeout(PATIENCE_MS)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{served.address}/sign-in?next=/imports")
    page.get_by_label("E-mail").fill("admin@demo.test")
    page.get_by_label("Password").fill("demo")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.set_input_files("#file", file)
    page.get_by_role("button", name="Look at it").click()
    page.wait_for_url("**/imports/*?reading=1")
    games = page.get_by_label("Games day")
    games.wait_for()
    assert page.get_by_role("button", name="Put it in force").count() == 0
    games.select_option(label="Day 3")
    # Asked and answered without the page being loaded anew.
    page.get_by_role("button", name="Put it in force").click()
    page.wait_for_url("**/imports")
    assert "in force already" in page.get_by_role("status").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert faults == []
    page.context.close()
