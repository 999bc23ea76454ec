"""`flask mail read`: from a mail server's pipe, a file, a Maildir; and an inbox that is told wrongly."""

from __future__ import annotations

import mailbox
from pathlib import Path
from types import SimpleNamespace

import pytest
from answers import attendee, booking, calendar, letter
from builders import FRI, PARTNER, book
from click.testing import Result
from flask import Flask
from handles import run_in

from coachsched.core.errors import InputError
from coachsched.models import Meeting
from coachsched.settings import read_settings


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    with app.app_context():
        return book((FRI, "3"))["visit"]


@pytest.fixture
def yes(app: Flask, meeting: Meeting) -> bytes:
    with app.app_context():
        return letter(calendar(meeting, "REPLY", attendee()))


def pipe(app: Flask, raw: bytes) -> Result:
    return app.test_cli_runner().invoke(args=["mail", "read", "-"], input=raw)


def partstat(app: Flask, meeting: Meeting) -> str:
    with app.app_context():
        return booking(meeting, PARTNER).partstat


def test_a_pipe_hands_over_a_message(app: Flask, meeting: Meeting, yes: bytes):
    assert (pipe(app, yes).exit_code, pipe(app, yes).exit_code) == (0, 0)
    assert partstat(app, meeting) == "ACCEPTED"


@pytest.mark.parametrize("raw", [b"", b"From: x@y.test\r\n\r\nHello", b"\xff" * 3_000_000])
def test_a_pipe_keeps_aside_whatever_it_is_handed(app: Flask, raw: bytes):
    result = pipe(app, raw)
    assert (result.exit_code, result.output[:11]) == (0, "Kept aside.")


def test_nothing_at_all_is_told(app: Flask):
    assert pipe(app, b"").output == "Kept aside. It is empty.\n"


def test_a_closed_standard_input_is_told(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("coachsched.cli.common.sys", SimpleNamespace(stdin=None))
    result = run_in(app)("mail", "read", "-", code=1)
    assert result.output == "Error: standard input: it is closed. Name a file, or pipe one in.\n"


def test_an_inbox_that_is_a_file_is_refused(tmp_path: Path):
    (tmp_path / "mbox").touch()
    with pytest.raises(InputError, match="is a file"):
        read_settings(
            {"COACHSCHED_DATA_DIR": str(tmp_path), "COACHSCHED_INBOX_URL": f"maildir:{tmp_path}/mbox"}
        )


def test_without_a_database_the_mail_server_tries_again(make_app, tmp_path: Path):
    """EX_TEMPFAIL of sysexits.h, which mail servers understand."""
    app = make_app(database_url=f"sqlite:///{tmp_path / 'none.sqlite'}")
    assert pipe(app, b"From: x@y.test\r\n\r\nHello").exit_code == 75


def test_a_file_is_read(app: Flask, meeting: Meeting, yes: bytes, tmp_path: Path):
    (tmp_path / "yes.eml").write_bytes(yes)
    assert run_in(app)("mail", "read", tmp_path / "yes.eml").output == "Taken in.\n"
    assert partstat(app, meeting) == "ACCEPTED"
    assert "cannot be read" in run_in(app)("mail", "read", tmp_path / "none.eml", code=1).output


def test_a_maildir_is_read_and_keeps_its_messages(make_app, tmp_path: Path):
    app = make_app(inbox_url=f"maildir:{tmp_path / 'inbox'}")
    box = mailbox.Maildir(tmp_path / "inbox")
    with app.app_context():
        meeting = book((FRI, "3"))["visit"]
        box.add(letter(calendar(meeting, "REPLY", attendee())))
    box.add(b"From: x@y.test\r\n\r\nHello")
    run = run_in(app)
    assert run("mail", "read").output == "1 taken in, 1 kept aside.\n"
    assert run("mail", "read").output == "0 taken in, 0 kept aside.\n"
    assert partstat(app, meeting) == "ACCEPTED"
    # What counted is marked as read, and nothing is lost.
    assert sorted(message.get_flags() for message in mailbox.Maildir(tmp_path / "inbox")) == ["", "S"]


def test_a_maildir_that_is_not_there_yet_is_empty(make_app, tmp_path: Path):
    app = make_app(inbox_url=f"maildir:{tmp_path / 'none'}")
    assert run_in(app)("mail", "read").output == "0 taken in, 0 kept aside.\n"


def test_without_an_inbox_the_command_says_what_to_do(app: Flask):
    assert "COACHSCHED_INBOX_URL" in run_in(app)("mail", "read", code=1).output


@pytest.mark.parametrize(
    "url",
    [
        "pop://host",
        "imap:",
        "imap://host",
        "imap://user@host",
        "imaps://user:secret@host:port",
        "maildir:",
        "x",
    ],
)
def test_an_inbox_that_cannot_be_is_refused_by_name_without_its_password(tmp_path: Path, url: str):
    environ = {"COACHSCHED_DATA_DIR": str(tmp_path), "COACHSCHED_INBOX_URL": url}
    with pytest.raises(InputError, match="COACHSCHED_INBOX_URL") as refused:
        read_settings(environ)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "url", ["imap://a%40b:p%2F@host/Answers%20here", "imaps://u:p@host:9993", "maildir:/var/in"]
)
def test_inboxes_of_every_form_are_taken(tmp_path: Path, url: str):
    environ = {"COACHSCHED_DATA_DIR": str(tmp_path), "COACHSCHED_INBOX_URL": url}
    assert read_settings(environ).inbox_url == url
