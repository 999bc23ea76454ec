"""Wrong input is told in one clear line, with exit code 1, and nothing is written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from builders import ADMIN, COACH, COORDINATOR, PARTNER, SCHOOL_TOML
from handles import Run, run_in

from coachsched.core.errors import InputError
from coachsched.settings import read_settings

ROOT = Path(__file__).parents[2]
WEEK = ("--from", "2027-01-15", "--to", "2027-01-19")
SLOTS = ("slots", "--observer", COACH, "--host", PARTNER, "--json")
WRONG: dict[str, tuple[str, ...]] = {
    "unknown host": ("slots", "--observer", COACH, "--host", "no@school.test", *WEEK),
    "unknown observer": ("slots", "--observer", "no@school.test", "--host", COACH, *WEEK),
    "observing oneself": ("slots", "--observer", COACH, "--host", COACH, *WEEK),
    "one observer twice": (*SLOTS, "--observer", COACH.upper(), *WEEK),
    "backwards": (*SLOTS, "--from", "2027-01-19", "--to", "2027-01-15"),
    "no date": (*SLOTS, "--from", "tomorrow", "--to", "2027-01-15"),
    "a date there is not": (*SLOTS, "--from", "2027-02-30", "--to", "2027-03-01"),
    "a date of the wrong kind": ("quiet", "--on", "13.1.2027"),
    "a school there is not": ("quiet", "--school", "Oak School"),
    "backwards calendar": ("calendar", "show", "--from", "2027-01-19", "--to", "2027-01-15"),
    "a file there is not": ("school", "apply", "nowhere.toml"),
    "people there are not": ("import", "people", "nowhere.csv"),
    "a folder": ("import", "timetable", "/"),
    "a file without an end": ("import", "timetable", "/dev/zero"),
    "an unknown format": ("import", "timetable", str(ROOT / "pyproject.toml"), "--format", "papyrus"),
    "not a timetable": ("import", "timetable", str(ROOT / "pyproject.toml")),
    "not people": ("import", "people", str(ROOT / "pyproject.toml")),
    "not a school": ("school", "apply", str(ROOT / "pyproject.toml")),
    "an unknown encoding": ("import", "people", str(ROOT / "pyproject.toml"), "--encoding", "klingon"),
    "partners already": ("partnership", "create", COACH, PARTNER),
    "alone": ("partnership", "create", COACH),
    "with oneself": ("partnership", "create", COACH, COACH),
    "with a stranger": ("partnership", "create", COACH, "no@school.test"),
    "a coach from outside": ("partnership", "create", COACH, ADMIN, "--coach", COORDINATOR),
    "a zone there is not": ("school", "create", "Elm", "--timezone", "Mars/Base", "--admin", "a@elm.test"),
    "no address": ("school", "create", "Elm", "--timezone", "Europe/Paris", "--admin", "elm"),
    "the same school": (
        "school",
        "create",
        "Linden School",
        "--timezone",
        "Europe/Paris",
        "--admin",
        "a@b.test",
    ),
    "a short password": ("people", "password", COACH, "--password", "short"),
    "nobody's password": ("people", "password", "no@school.test", "--password", "a long enough one"),
    "a demo beside a school": ("demo",),
}


@pytest.mark.parametrize("args", WRONG.values(), ids=WRONG)
def test_wrong_input_is_told_in_words_and_writes_nothing(run: Run, dumped, args: tuple[str, ...]):
    before = dumped()
    result = run(*args, code=1)
    assert result.stderr.startswith("Error: ")
    assert "Traceback" not in result.output
    assert len(result.stderr) < 1000
    assert result.stdout == ""
    assert dumped() == before


@pytest.mark.parametrize(
    ("content", "command"),
    [
        ("name,email,teacher,roles\nA B,a@b.test,AB,boss\n", ("import", "people")),
        ("teacher,day,period,class,subject,room\nCLA,Mon,77,7A,English,R1\n", ("import", "timetable")),
        (SCHOOL_TOML.replace('"inset"', '"party"'), ("school", "apply")),
        ("\x00\x01\x02", ("import", "people")),
        ("\x00\x01\x02", ("import", "timetable")),
        ("\x00\x01\x02", ("school", "apply")),
    ],
)
def test_a_bad_file_is_told_by_its_name_and_writes_nothing(run: Run, write, dumped, content, command):
    before = dumped()
    result = run(*command, write("file.x", content), code=1)
    assert result.stderr.startswith("Error: file.x")
    assert dumped() == before


def test_a_file_in_another_encoding_says_what_to_do(run: Run, tmp_path, dumped):
    file = tmp_path / "people.csv"
    file.write_bytes("name,email,teacher\nZoë Käfer,zoe@school.test,ZOE\n".encode("cp1252"))
    before = dumped()
    assert "encoding" in run("import", "people", file, code=1).stderr
    assert dumped() == before
    assert "1 added" in run("import", "people", file, "--encoding", "cp1252").output


@pytest.mark.parametrize(
    "args", [("quiet", "--json"), SLOTS + WEEK, ("import", "people", str(ROOT / "app.py"))]
)
def test_without_a_school_the_next_step_is_named(make_app, args: tuple[str, ...]):
    assert "flask school apply" in run_in(make_app("empty"))(*args, code=1).stderr


def test_without_tables_the_next_step_is_named(make_app, tmp_path):
    app = make_app(database_url=f"sqlite:///{tmp_path / 'none.sqlite'}")
    assert "flask db upgrade" in run_in(app)("quiet", "--json", code=1).stderr


def flask(tmp_path: Path, *args: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """The command as people start it, in a process of its own."""
    own = {"COACHSCHED_DEMO": "1", "COACHSCHED_DATA_DIR": str(tmp_path), **settings}
    usual = {name: value for name, value in os.environ.items() if not name.startswith("COACHSCHED_")}
    return subprocess.run(
        [sys.executable, "-m", "flask", *args],
        cwd=ROOT, env=usual | own, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_a_program_that_starts_the_command_gets_json_alone(app, tmp_path):
    database = {"COACHSCHED_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"]}
    day = ("--from", "2027-01-13", "--to", "2027-01-13")
    shown = flask(tmp_path, "calendar", "show", *day, "--json", **database)
    assert (shown.returncode, len(json.loads(shown.stdout)), shown.stderr) == (0, 1, "")


def test_wrong_settings_are_named_before_anything_starts(tmp_path):
    refused = flask(tmp_path, "quiet", COACHSCHED_NOW="soon", COACHSCHED_MAIL_URL="pigeon:")
    assert (refused.returncode, refused.stdout) == (1, "")
    for word in ("COACHSCHED_NOW", "COACHSCHED_MAIL_URL"):
        assert word in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE_URL", "visits.school.test"),
        ("BASE_URL", "ftp://visits.school.test"),
        ("MAIL_URL", "pigeon:"),
        ("MAIL_FROM", "nobody"),
        ("MAIL_PER_HOUR", "many"),
        ("MAIL_PER_HOUR", "0"),
        ("MAIL_PER_HOUR", "-1"),
        ("NOW", "2027-01-14T09:00"),
        ("NOW", "2027-01-14T09:00+02:00"),
        ("SECRET_KEY", "short"),
        ("DEMO", "perhaps"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_by_name(tmp_path, name: str, value: str):
    environ = {"COACHSCHED_DATA_DIR": str(tmp_path), f"COACHSCHED_{name}": value}
    with pytest.raises(InputError, match=f"COACHSCHED_{name}"):
        read_settings(environ)
