"""`flask import timetable`: what the preview says, tersely, and choices as options."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builders import FRI, LESSONS, PEOPLE_CSV, THIRD, book, timetable_csv
from flask import Flask
from handles import Run

Write = Callable[[str, str], Path]

PAUL_HAS_NO_PERIOD_3 = timetable_csv([one for one in LESSONS if one[:2] != ("PAU", "3")])


def test_it_says_what_it_understood_and_what_would_break(run: Run, write: Write, app: Flask, dumped):
    with app.app_context():
        book((FRI, "3"))
    before = dumped()
    said = run("import", "timetable", write("new.csv", PAUL_HAS_NO_PERIOD_3), "--dry-run").output
    assert "40 lines read, 40 rows understood" in said
    assert "0 new, 5 gone, 0 changed, 40 as before" in said
    assert "PAU +0 -5 ~0" in said
    assert "1 booked meeting would break" in said
    assert "visit on 2027-01-15, period 3: needs a new time" in said
    assert dumped() == before


def test_twice_the_same_changes_nothing(run: Run, write: Write, dumped):
    file = write("new.csv", PAUL_HAS_NO_PERIOD_3)
    assert "It is in force." in run("import", "timetable", file).output
    before = dumped()
    assert "Nothing changed." in run("import", "timetable", file).output
    assert dumped() == before


def test_foreign_days_are_found_and_told(run: Run, write: Write):
    said = run("import", "timetable", write("new.csv", timetable_csv().replace(",Wed,", ",Mittwoch,"))).output
    assert "day Mittwoch: Wed (weekday)" in said
    assert "Nothing changed." in said


@pytest.mark.parametrize(
    ("text", "choice", "said"),
    [
        (("CLA,Wed,", "CLA,Games,"), ("--map-day", "Games=Wed"), "day Games: Wed (chosen)"),
        (("CLA,Wed,1", "CLA,Wed,Zero"), ("--map-period", "zero=1"), "period Zero: 1 (chosen)"),
        (("CLA,Wed,1", "CLA,Wed,Zero"), ("--map-period", "Zero=-"), "1 left out:"),
        (("TES", "X17"), ("--teacher", f"X17={THIRD}"), f"X17: {THIRD} (chosen), remembered"),
    ],
)
def test_choices_are_options_and_remembered(
    run: Run, write: Write, text: tuple[str, str], choice: tuple[str, str], said: str
):
    file = write("new.csv", timetable_csv().replace(*text))
    assert said in run("import", "timetable", file, *choice).output
    assert "Nothing changed." in run("import", "timetable", file).output


def test_a_guess_by_order_is_refused_until_it_is_confirmed(run: Run, write: Write, dumped):
    days = {"Mon": "Eka", "Tue": "Fim", "Wed": "Gol", "Thu": "Hem", "Fri": "Ivo"}
    text = timetable_csv()
    for ours, theirs in days.items():
        text = text.replace(f",{ours},", f",{theirs},")
    before = dumped()
    said = run("import", "timetable", write("new.csv", text), code=1).output
    assert 'day "Eka": seems to be "Mon" by its order alone' in said
    assert dumped() == before
    run("import", "timetable", write("new.csv", text), "--as-proposed")


def test_a_doubtful_teacher_is_offered(run: Run, write: Write):
    said = run("import", "timetable", write("new.csv", timetable_csv().replace("TES", '"Noor, T"'))).output
    assert f"Noor, T: perhaps {THIRD} (a shortened form of the name)" in said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--map-day", "Games"), "Write FILE=WHAT"),
        (("--map-day", "Games=Noday"), 'the school has no "Noday"'),
        (("--teacher", "X=ghost@school.test"), "nobody at Linden School has this address"),
        (("--from", "soon"), "is no date"),
        (("--format", "untold"), "cannot be read as"),
    ],
)
def test_what_is_no_choice_is_told(run: Run, write: Write, dumped, options: tuple[str, str], said: str):
    before = dumped()
    assert said in run("import", "timetable", write("new.csv", timetable_csv()), *options, code=1).output
    assert dumped() == before


def test_people_are_told_before_they_are_written(run: Run, write: Write, dumped):
    people = PEOPLE_CSV.replace("PAU", "PAM") + "Nora Voss,new@school.test,N,,\n"
    file, before = write("people.csv", people), dumped()
    said = run("import", "people", file, "--dry-run").output
    assert "partner@school.test: changed (in the timetable: PAU -> PAM)" in said
    assert "new@school.test: added" in said
    assert "1 added, 1 changed, 7 as they were.\nNothing was written." in said
    assert dumped() == before


def test_a_history_is_told_before_it_is_written(run: Run, write: Write, dumped):
    log = "date,people,what\n2027-01-05,coach@school.test+third@school.test,began\n"
    file, before = write("log.csv", log), dumped()
    told = "1 partnerships made, 1 rows added, 0 known already.\n"
    assert run("import", "history", file, "--dry-run").output == told + "Nothing was written.\n"
    assert dumped() == before
    assert run("import", "history", file).output == told
    assert dumped() != before


def test_standard_input_is_read(app: Flask):
    runner = app.test_cli_runner()
    done: Any = runner.invoke(args=["import", "timetable", "-"], input=PAUL_HAS_NO_PERIOD_3)
    assert (done.exit_code, "It is in force." in done.output) == (0, True)
    wrong: Any = runner.invoke(args=["import", "timetable", "-"], input="teacher,day,period\nCLA,Mon,9\n")
    assert "standard input, line 2" in wrong.output
