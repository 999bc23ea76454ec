"""`flask busy fetch`: each calendar whose turn it is, once."""

from __future__ import annotations

from builders import COACH, member

from coachsched.services import busy_calendars


def test_what_was_read_and_what_was_not_is_said(app, run):
    assert run("busy", "fetch").output == "0 read, 0 not read.\n"
    with app.app_context():
        # An address of this machine is looked at by nobody, so nothing is connected to here.
        busy_calendars.subscribe(member(COACH), "http://127.0.0.1/a.ics")
    assert run("busy", "fetch").output == "0 read, 1 not read.\n"
    assert run("busy", "fetch").output == "0 read, 0 not read.\n"
