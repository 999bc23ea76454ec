"""The commands people and programs call: shapes that stay, and words that say what was done."""

from __future__ import annotations

import json

from builders import (
    COACH,
    FRI,
    LESSONS,
    OTHER,
    PARTNER,
    PEOPLE_CSV,
    SCHOOL_TOML,
    THIRD,
    book,
    timetable_csv,
)
from handles import Clock, Run, run_in

from coachsched.services import accounts

WEEK = ("--from", "2027-01-15", "--to", "2027-01-19")


def test_slots_are_an_array_of_visits_with_their_debriefs(run: Run):
    found = json.loads(run("slots", "--observer", COACH, "--host", PARTNER, *WEEK, "--json").output)
    assert found[0] == {
        "visit": {
            "date": "2027-01-15", "start": "09:55", "end": "10:25", "period": "3",
            "class": "8B", "room": "R2",
        },
        "debriefs": [
            {"date": "2027-01-15", "start": "11:30", "end": "11:50", "period": "Lunch"},
            {"date": "2027-01-15", "start": "12:15", "end": "12:35", "period": "5"},
            {"date": "2027-01-15", "start": "13:05", "end": "13:25", "period": "After"},
            {"date": "2027-01-18", "start": "11:30", "end": "11:50", "period": "Lunch"},
            {"date": "2027-01-18", "start": "12:15", "end": "12:35", "period": "5"},
            {"date": "2027-01-18", "start": "13:05", "end": "13:25", "period": "After"},
            {"date": "2027-01-19", "start": "11:30", "end": "11:50", "period": "Lunch"},
            {"date": "2027-01-19", "start": "12:15", "end": "12:35", "period": "5"},
            {"date": "2027-01-19", "start": "13:05", "end": "13:25", "period": "After"},
        ],
    }  # fmt: skip
    visits = [(one["visit"]["date"], one["visit"]["start"]) for one in found]
    assert visits == [(f"2027-01-{day}", start) for day in (15, 18, 19) for start in ("09:55", "10:45")]


def test_slots_take_several_observers(run: Run):
    both = ("--observer", THIRD, "--observer", COACH)
    found = json.loads(run("slots", *both, "--host", PARTNER, *WEEK, "--json").output)
    # Tessa teaches in period 3, so that both are free in period 4 alone.
    assert {one["visit"]["period"] for one in found} == {"4"}


def test_slots_cover_the_whole_range_asked_for(run: Run):
    """Past dates and those beyond the horizon too: people are offered less than the command lists."""
    span = ("--from", "2027-01-04", "--to", "2027-06-25")
    found = json.loads(run("slots", "--observer", COACH, "--host", PARTNER, *span, "--json").output)
    dates = [one["visit"]["date"] for one in found]
    assert (dates[0], dates[-1]) == ("2027-01-04", "2027-06-25")
    assert "2027-02-08" not in dates


def test_slots_leave_out_what_is_booked(app, run: Run):
    with app.app_context():
        book((FRI, "3"))
    found = json.loads(run("slots", "--observer", COACH, "--host", PARTNER, *WEEK, "--json").output)
    assert ("2027-01-15", "3") not in [(one["visit"]["date"], one["visit"]["period"]) for one in found]


def test_no_slots_are_an_empty_array(run: Run):
    closed = ("--from", "2027-01-16", "--to", "2027-01-17")
    assert json.loads(run("slots", "--observer", COACH, "--host", PARTNER, *closed, "--json").output) == []


def test_slots_for_people_are_lines(run: Run):
    lines = run("slots", "--observer", COACH, "--host", PARTNER, *WEEK).output.splitlines()
    assert lines[0].startswith("2027-01-15 09:55-10:25  8B R2")
    assert lines[-1] == "6 visits are possible."


def test_the_calendar_is_an_object_a_day(run: Run):
    span = ("--from", "2027-02-05", "--to", "2027-02-08")
    days = json.loads(run("calendar", "show", *span, "--json").output)
    assert days == [
        {"date": "2027-02-05", "open": True, "cycle_day": "Fri", "bell": "regular", "reason": None},
        {"date": "2027-02-06", "open": False, "cycle_day": None, "bell": None, "reason": "weekend"},
        {"date": "2027-02-07", "open": False, "cycle_day": None, "bell": None, "reason": "weekend"},
        {"date": "2027-02-08", "open": False, "cycle_day": None, "bell": None, "reason": "inset"},
    ]
    assert "Fri 2027-02-05" in run("calendar", "show", *span).output


def test_quiet_is_an_object_a_partnership(run: Run, clock: Clock):
    found = json.loads(run("quiet", "--on", "2027-01-27", "--json").output)
    never = {"state": "quiet", "reason": "never_started", "school_days": 10, "since": "2027-01-13"}
    assert found == [
        {"partnership": 1, "people": [COACH, PARTNER], **never},
        {"partnership": 2, "people": [THIRD, OTHER], **never},
    ]
    earlier = json.loads(run("quiet", "--on", "2027-01-26", "--json").output)
    assert [(one["state"], one["reason"], one["school_days"]) for one in earlier] == [("active", None, 9)] * 2
    assert json.loads(run("quiet", "--on", "2027-01-12", "--json").output) == []
    clock.forward(days=14)
    assert json.loads(run("quiet", "--json").output) == found


def test_quiet_says_nothing_of_a_date_by_a_booking(app, run: Run):
    with app.app_context():
        book((FRI, "3"))
    first = json.loads(run("quiet", "--on", "2027-01-14", "--json").output)[0]
    assert (first["state"], first["reason"], first["school_days"]) == ("active", None, None)


def test_a_school_is_set_up_by_its_files(make_app, write):
    run = run_in(make_app("empty"))
    assert "Linden School is set up" in run("school", "apply", write("s.toml", SCHOOL_TOML)).output
    assert "8 added, 0 changed, 0 as they were" in run("import", "people", write("p.csv", PEOPLE_CSV)).output
    said = run("import", "timetable", write("t.csv", timetable_csv())).output
    assert "45 lines read, 45 rows understood" in said
    assert "It is in force." in said
    made = run("partnership", "create", COACH, PARTNER, "--coach", COACH).output
    assert made == f"Partnership 1: {COACH}, {PARTNER}.\n"
    assert len(json.loads(run("slots", "--observer", COACH, "--host", PARTNER, *WEEK, "--json").output)) == 6


def test_the_same_files_again_say_that_nothing_changed(run: Run, write, dumped):
    before = dumped()
    assert "Nothing changed" in run("school", "apply", write("s.toml", SCHOOL_TOML)).output
    assert "0 added, 0 changed, 8 as they were" in run("import", "people", write("p.csv", PEOPLE_CSV)).output
    assert "Nothing changed" in run("import", "timetable", write("t.csv", timetable_csv())).output
    assert dumped() == before


def test_a_school_is_printed_and_saved_as_the_file_it_comes_from(run: Run, dumped, tmp_path):
    before, file = dumped(), tmp_path / "saved.toml"
    assert str(file) in run("school", "save", file).output
    assert run("school", "show").output == file.read_text(encoding="utf-8")
    assert "Nothing changed" in run("school", "apply", file).output
    assert dumped() == before


def test_a_school_is_not_saved_where_nothing_can_be_written(run: Run, tmp_path):
    assert "cannot be written" in run("school", "save", tmp_path / "nowhere" / "s.toml", code=1).stderr


def test_a_dry_run_says_what_would_break(app, run: Run, write, dumped):
    with app.app_context():
        book((FRI, "3"))
    before = dumped()
    file = write("t.csv", timetable_csv(one for one in LESSONS if one[:2] != ("PAU", "3")))
    said = run("import", "timetable", file, "--dry-run").output
    assert "Nothing was written." in said
    assert "visit on 2027-01-15, period 3: needs a new time" in said
    assert dumped() == before


def test_what_a_command_calls_off_is_told_by_mail(app, run: Run, write, dumped):
    with app.app_context():
        book((FRI, "3"))
    mails = len(dumped()["outbox"])
    file = write("s.toml", SCHOOL_TOML + '\n[[exception]]\ndate = 2027-01-15\nkind = "closure"\n')
    assert "called off, no school that day" in run("school", "apply", file).output
    assert len(dumped()["outbox"]) == mails + 4


def test_a_new_school_has_an_administrator_who_can_sign_in(app, run: Run):
    said = run(
        "school", "create", "Elm School", "--timezone", "Europe/Paris", "--admin", "head@elm.test"
    ).output
    password = said.splitlines()[0].rpartition(" ")[2]
    with app.app_context():
        assert accounts.sign_in("head@elm.test", password)
    # From now on a command has to say which school it means.
    both = run("quiet", "--json", code=1)
    assert "Elm School, Linden School" in both.output
    assert json.loads(run("quiet", "--json", "--school", "Elm School").output) == []


def test_mail_is_sent_once(app, run: Run):
    with app.app_context():
        book((FRI, "3"))
    # The one message of the proposal, and two invitations each.
    assert run("mail", "send").output == "5 sent, 0 not sent.\n"
    assert run("mail", "send").output == "0 sent, 0 not sent.\n"


def test_a_password_is_set_and_ends_sign_ins(app, run: Run):
    said = run("people", "password", COACH, "--password", "a new long one").output
    assert "can sign in with the new password" in said
    with app.app_context():
        assert accounts.sign_in(COACH, "a new long one")
