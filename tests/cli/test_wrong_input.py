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
from coachsched.models import db
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
    "a date before all schools": (*SLOTS, "--from", "0001-01-01", "--to", "2027-01-15"),
    "a date after all schools": ("calendar", "show", "--from", "2027-01-15", "--to", "9999-12-31"),
    "a copy onto the folder itself": ("backup", ""),
    "a copy onto a device": ("backup", "/dev/null"),
    "a school without a name": (
        "school",
        "create",
        " ",
        "--timezone",
        "Europe/Paris",
        "--admin",
        "a@elm.test",
    ),
    "a school of two lines": (
        "school",
        "create",
        "A\nB",
        "--timezone",
        "Europe/Paris",
        "--admin",
        "a@elm.test",
    ),
    "a school with a long name": (
        "school",
        "create",
        "A" * 999,
        "--timezone",
        "UTC",
        "--admin",
        "a@elm.test",
    ),
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


def test_a_number_no_partnership_can_have_is_told_with_the_usage(run: Run):
    for number in ("-1", "99999999999999999999", "two"):
        assert "NUMBER" in run("partnership", "delete", "--yes", "--", number, code=2).stderr


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


def test_with_tables_of_an_earlier_version_the_next_step_is_named(make_app):
    app = make_app("empty")
    with app.app_context():
        db.session.execute(db.text("ALTER TABLE school RENAME COLUMN noticed_on TO noticed"))
        db.session.commit()
    assert "Run `flask db upgrade` first" in run_in(app)("quiet", "--json", code=1).stderr


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


def test_a_data_folder_that_cannot_be_is_named(tmp_path):
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(InputError, match="COACHSCHED_DATA_DIR"):
            read_settings({"COACHSCHED_DATA_DIR": str(folder)})


@pytest.mark.parametrize("command", [("quiet",), ("db", "upgrade"), ("backup", "never.backup")])
@pytest.mark.parametrize("address", ["sqlite:////nowhere/x", "postgresql://a:b@127.0.0.1:1/x", "a text"])
def test_a_database_that_cannot_be_used_is_told_in_a_line(make_app, tmp_path, address, command):
    if address == "a text":
        (tmp_path / "a.txt").write_text("no database, but a text of some length\n" * 200)
        address = f"sqlite:///{tmp_path / 'a.txt'}"
    told = run_in(make_app(database_url=address))(*command, code=1).stderr
    assert "COACHSCHED_DATABASE_URL" in told
    assert "Traceback" not in told


def test_wrong_settings_are_named_before_anything_starts(tmp_path):
    refused = flask(tmp_path, "quiet", COACHSCHED_NOW="soon", COACHSCHED_MAIL_URL="pigeon:")
    assert (refused.returncode, refused.stdout) == (1, "")
    for word in ("COACHSCHED_NOW", "COACHSCHED_MAIL_URL"):
        assert word in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "not an address"),
        ("DATABASE_URL", "mysql://a:b@host/x"),
        ("DATABASE_URL", "postgresql://a:b@host:port/x"),
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
