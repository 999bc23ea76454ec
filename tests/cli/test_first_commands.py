"""Setting a school up by commands: each step, what is still missing, and wrong input at each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import outbox
from handles import Run, run_in

TIMETABLE = """teacher,day,period,class,subject,room
Prado,Day 1,1,9A,Maths,12
Prado,Day 2,2,9B,Maths,12
Hofer,Day 1,2,8A,Art,A1
Hofer,Day 2,1,8B,Art,A1
"""
PEOPLE = """name,email,teacher
Ines Prado,ines@elm.test,Prado
Mira Hofer,mira@elm.test,Hofer
"""
ADMIN = "ines@elm.test"


@pytest.fixture
def empty(make_app, tmp_path: Path, monkeypatch):
    (tmp_path / "lessons.csv").write_text(TIMETABLE)
    (tmp_path / "people.csv").write_text(PEOPLE)
    monkeypatch.chdir(tmp_path)
    return make_app("empty")


@pytest.fixture
def school(empty) -> Run:
    """Commands at a school that holds nothing yet."""
    run = run_in(empty)
    run("school", "create", "Elm School", "--timezone", "Europe/Madrid", "--admin", ADMIN)
    return run


def open_steps(run: Run) -> list[str]:
    lines = run("school", "steps").output.splitlines()
    return [line[7:].partition(":")[0] for line in lines if line.startswith("to do")]


def test_every_step_has_its_command(empty, school: Run):
    assert open_steps(school) == [
        "The timetable", "Terms and days off", "People and invitations", "The first partnerships",
    ]  # fmt: skip
    school("import", "timetable", "lessons.csv", "--take-days", "--first-day", "2027-01-11")
    school("calendar", "term", "Spring", "--from", "2027-01-11", "--to", "2027-06-18")
    school("import", "holidays", "--country", "ES", "--years", "2027")
    school("import", "people", "people.csv")
    assert open_steps(school) == ["People and invitations", "The first partnerships"]
    assert "1 invitation" in school("people", "invite").output
    (pair,) = json.loads(school("partnership", "suggest", "--json").output)
    assert sorted(pair["people"]) == [ADMIN, "mira@elm.test"]
    school("partnership", "create", *pair["people"])
    assert open_steps(school) == []
    with empty.app_context():
        assert [(one.recipient, one.kind) for one in outbox()] == [("mira@elm.test", "welcome")]


def test_the_first_day_is_the_one_that_was_said(school: Run):
    school("import", "timetable", "lessons.csv", "--take-days", "--first-day", "2027-01-12")
    school("calendar", "term", "Spring", "--from", "2027-01-11", "--to", "2027-06-18")
    days = school("calendar", "show", "--from", "2027-01-12", "--to", "2027-01-14", "--json").output
    assert [one["cycle_day"] for one in json.loads(days)] == ["Day 1", "Day 2", "Day 1"]


def test_looking_first_writes_nothing_and_sends_nothing(empty, school: Run):
    school("import", "people", "people.csv")
    school("import", "timetable", "lessons.csv", "--take-days", "--dry-run")
    said = school("people", "invite", "--dry-run").output
    assert "Mira Hofer <mira@elm.test>" in said
    assert "Ines Prado has added you" in said
    with empty.app_context():
        assert outbox() == []
    assert "The timetable" in open_steps(school)


def test_who_was_told_is_told_again_only_when_asked_and_once_a_day(school: Run):
    school("import", "people", "people.csv")
    assert "1 invitation" in school("people", "invite", "--in-school-hours").output
    assert "nobody to invite" in school("people", "invite").output
    assert "nobody to invite" in school("people", "invite", "--again").output


def test_a_term_put_in_twice_changes_nothing(school: Run):
    term = ("calendar", "term", "Spring", "--from", "2027-01-11", "--to", "2027-06-18")
    school(*term)
    assert "Nothing changed" in school(*term).output


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("import", "timetable", "lessons.csv"), "--take-days"),
        (("import", "timetable", "people.csv", "--take-days"), "Error"),
        (("calendar", "term", "Spring", "--from", "2027-06-18", "--to", "2027-01-11"), "is before --from"),
        (("calendar", "term", "Spring", "--from", "soon", "--to", "2027-01-11"), "is no date"),
        (("people", "invite", "nobody@elm.test"), "nobody at Elm School"),
        (("people", "invite", "--from", "nobody@elm.test"), "nobody at Elm School"),
        (("partnership", "suggest"), "Put in the next term first"),
        (("school", "setup-link"), "holds a school already"),
        (("school", "steps", "--school", "Oak"), "there is no such school"),
    ],
)
def test_wrong_input_is_one_line_and_exit_code_1(school: Run, args: tuple[str, ...], said: str):
    assert said in school(*args, code=1).output


def test_mail_that_is_not_set_up_is_told_first(make_app, tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text(PEOPLE)
    run = run_in(make_app("empty", demo=False, now=None))
    run("school", "create", "Elm School", "--timezone", "Europe/Madrid", "--admin", ADMIN)
    run("import", "people", "people.csv")
    assert "Mail is not set up" in run("people", "invite", code=1).output
    assert "1 invitation" in run("people", "invite", "--into-folder").output
