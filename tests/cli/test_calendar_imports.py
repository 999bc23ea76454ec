"""`flask import calendar` and `flask import holidays`: what they say, and what they leave undone."""

from __future__ import annotations

import json
from datetime import date

import pytest
from builders import ADMIN, COACH, FRI, PARTNER, book
from handles import Run

FILE = (
    "name,start,end,kind\n"
    "Half term,2027-01-15,2027-01-19,\n"
    "Carnival,2027-02-08,,holiday\n"
    "Summer,2027-07-12,2027-07-20,holiday\n"
)


def reason(run: Run, on: date) -> str | None:
    shown = run("calendar", "show", "--from", on, "--to", on, "--json").output
    return json.loads(shown)[0]["reason"]


def test_a_dry_run_says_everything_and_writes_nothing(app, run: Run, write, dumped):
    with app.app_context():
        book((FRI, "3"))
    before = dumped()
    told = run("import", "calendar", write("dates.csv", FILE), "--dry-run").output
    assert dumped() == before
    assert "1 to add:\n  2027-01-15 to 2027-01-19, holiday: Half term" in told
    assert "1 entered as something else at your school, kept as they are:\n  2027-02-08" in told
    assert "1 on days without school, so nothing changes:\n  2027-07-12 to 2027-07-20" in told
    assert "Nothing was written." in told
    assert "visit on 2027-01-15, period 3: called off, no school that day" in told
    assert not {"Clara", "Paul", COACH, PARTNER, ADMIN} & set(told.split())


def test_a_file_is_taken_and_twice_changes_nothing(run: Run, write, dumped):
    file = write("dates.csv", FILE)
    assert "The calendar is up to date." in run("import", "calendar", file).output
    assert (reason(run, FRI), reason(run, date(2027, 2, 8))) == ("holiday", "inset")
    before = dumped()
    assert "Nothing changed." in run("import", "calendar", file).output
    assert dumped() == before


def test_days_entered_by_hand_are_replaced_when_asked(run: Run, write):
    run("import", "calendar", write("dates.csv", FILE), "--replace")
    assert reason(run, date(2027, 2, 8)) == "holiday"


def test_the_order_of_dates_can_be_named(run: Run, write, dumped):
    file = write("dates.csv", "name,start\nHoliday,3/2/2027\n")
    before = dumped()
    assert "Name the order" in run("import", "calendar", file, code=1).stderr
    assert dumped() == before
    run("import", "calendar", file, "--order", "dmy")
    assert reason(run, date(2027, 2, 3)) == "holiday"


def test_holidays_of_a_country_are_taken(run: Run, dumped):
    command = ("import", "holidays", "--country", "de", "--subdivision", "Berlin", "--years", "2026-2027")
    before = dumped()
    assert "2027-03-08, holiday: Frauentag" in run(*command, "--dry-run").output
    assert dumped() == before
    run(*command)
    assert reason(run, date(2027, 3, 8)) == "holiday"


@pytest.mark.parametrize(
    "args",
    [
        ("calendar", "nowhere.ics"),
        ("holidays", "--country", "XX", "--years", "2027"),
        ("holidays", "--country", "DE", "--years", "soon"),
        ("holidays", "--country", "DE", "--years", "2027-2026"),
        ("holidays", "--country", "DE", "--years", "1-99999999"),
        ("holidays", "--country", "DE", "--subdivision", "Mars", "--years", "2027"),
    ],
)
def test_wrong_input_is_told_in_one_line(run: Run, dumped, args: tuple[str, ...]):
    before = dumped()
    told = run("import", *args, code=1).stderr
    assert told.startswith("Error: ")
    assert len(told) < 1000
    assert dumped() == before


def test_a_file_that_is_none_of_it_is_told_by_its_name(run: Run, write, dumped):
    before = dumped()
    for content in ("\x00\x01", "teacher,day\nx,y\n", "BEGIN:VCALENDAR\r\nnonsense\r\n", "<html>"):
        run("import", "calendar", write("dates.x", content), "--dry-run", code=1)
    assert dumped() == before
