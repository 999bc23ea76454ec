"""The mailbox on a real IMAP server: each message has its effect once, whatever happens in between."""

from __future__ import annotations

import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from queue import SimpleQueue

import pytest
from answers import attendee, booking, calendar, letter, own_address, proposed
from builders import COACH, FRI, PARTNER, book, outbox
from flask import Flask
from handles import run_in

from coachsched import create_app
from coachsched.models import InboxMessage, Meeting, db
from coachsched.services import mailbox
from coachsched.settings import Settings
from tests.mail.dovecot import PATIENCE, PROGRAM, Dovecot
from tests.race.servers import FORK, environment, mail_worker

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="IMAP: needs Dovecot (apt-get install dovecot-imapd)")
MANY = 60


@pytest.fixture
def server() -> Iterator[Dovecot]:
    # Not in pytest's own folder, which only its owner may enter.
    folder = Path(tempfile.mkdtemp(prefix="coachsched-imap-"))
    folder.chmod(0o755)
    running = Dovecot(folder)
    yield running
    running.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def app(make_app: Callable[..., Flask], server: Dovecot) -> Flask:
    return make_app(inbox_url=server.url)


@pytest.fixture
def meeting(app: Flask) -> Iterator[Meeting]:
    with app.app_context():
        yield book((FRI, "3"))["visit"]


class Watch:
    """The worker's reader, and what it says."""

    def __init__(self, app: Flask, url: str) -> None:
        self.said: SimpleQueue[str] = SimpleQueue()
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self._run, args=[app, url])
        self.thread.start()

    def _run(self, app: Flask, url: str) -> None:
        with app.app_context():
            mailbox.watch(url, self.stopped.is_set, lambda _: self.stopped.wait(0.02) and None, self.said.put)

    def hears(self, words: str) -> None:
        while words not in (said := self.said.get(timeout=PATIENCE)):
            assert "mailbox" in said, said

    def stop(self) -> None:
        self.stopped.set()
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()


@pytest.fixture
def watch(app: Flask, server: Dovecot, meeting: Meeting) -> Iterator[Watch]:
    found = Watch(app, server.url)
    yield found
    found.stop()


def yes(meeting: Meeting, who: str = PARTNER, partstat: str = "ACCEPTED") -> bytes:
    return letter(calendar(meeting, "REPLY", attendee(who, partstat)), who, own_address(who))


def test_what_is_new_is_read_and_nothing_is_deleted(app: Flask, server: Dovecot, meeting: Meeting):
    run = run_in(app)
    server.deliver(yes(meeting), letter("no calendar"))
    assert run("mail", "read").output == "1 taken in, 1 kept aside.\n"
    assert run("mail", "read").output == "0 taken in, 0 kept aside.\n"
    assert booking(meeting).partstat == "ACCEPTED"
    # What counted is marked as read; the rest is for a person to look at.
    assert server.flags() == [True, False]


def test_a_new_uidvalidity_repeats_nothing_and_loses_nothing(app: Flask, server: Dovecot, meeting: Meeting):
    run = run_in(app)
    server.deliver(letter("no calendar"), yes(meeting, COACH))
    assert run("mail", "read").output == "1 taken in, 1 kept aside.\n"
    server.make_anew()
    server.deliver(yes(meeting))
    assert run("mail", "read").output == "1 taken in, 0 kept aside.\n"
    assert [booking(meeting, who).partstat for who in (COACH, PARTNER)] == ["ACCEPTED", "ACCEPTED"]


def test_a_message_that_comes_wakes_the_worker(server: Dovecot, meeting: Meeting, watch: Watch):
    server.deliver(yes(meeting, COACH))
    watch.hears("1 taken in")
    server.deliver(yes(meeting))
    watch.hears("1 taken in")
    assert booking(meeting).partstat == "ACCEPTED"


def test_the_worker_reads_beside_its_deliveries_and_ends_when_told(
    app: Flask, server: Dovecot, meeting: Meeting
):
    worker = mail_worker(environment(app.config["SETTINGS"]))
    try:
        server.deliver(yes(meeting))
        assert worker.stderr is not None
        assert b"1 taken in" in worker.stderr.readline()
        worker.terminate()
        assert worker.wait(PATIENCE) == 0
    finally:
        worker.kill()
        worker.communicate()
    assert booking(meeting).partstat == "ACCEPTED"


def test_a_server_that_restarts_is_found_again(server: Dovecot, meeting: Meeting, watch: Watch):
    server.deliver(yes(meeting, COACH))
    watch.hears("1 taken in")
    server.stop()
    watch.hears("mailbox")
    server.start()
    server.deliver(yes(meeting))
    watch.hears("1 taken in")
    assert booking(meeting).partstat == "ACCEPTED"


def test_a_wrong_password_is_said_without_it(app: Flask, server: Dovecot):
    wrong = server.url.replace("the-tests", "wrong")
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], inbox_url=wrong)
    said = run_in(app)("mail", "read", code=1).output
    assert "cannot be read" in said
    assert "wrong" not in said


def _read(settings: Settings) -> None:
    app = create_app(settings)
    with app.app_context():
        mailbox.read_new(str(settings.inbox_url))


@pytest.mark.slow
def test_a_reader_killed_in_the_middle_does_nothing_twice(app: Flask, server: Dovecot, meeting: Meeting):
    """Each message asks for a time that does not work, which is answered by one letter."""
    asked = [meeting.start_at + timedelta(days=1, seconds=number) for number in range(MANY)]
    messages = [
        letter(calendar(meeting, "COUNTER", attendee(), *proposed(start), DTSTAMP=f"20270112T0700{n:02d}Z"))
        for n, start in enumerate(asked)
    ]
    server.deliver(*messages)
    before = len(outbox())
    for reached in (MANY // 8, MANY // 4, MANY // 2):
        reader = FORK.Process(target=_read, args=[app.config["SETTINGS"]])
        reader.start()
        _wait_until_known(reached)
        reader.kill()
        reader.join()
        assert reader.exitcode == -signal.SIGKILL
    mailbox.read_new(server.url)
    assert _known() == MANY
    assert len(outbox()) - before == MANY


def _known() -> int:
    db.session.rollback()
    return db.session.scalar(db.select(db.func.count()).select_from(InboxMessage)) or 0


def _wait_until_known(count: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while _known() < count:
        assert time.monotonic() < deadline, "nothing is read"
        time.sleep(0.002)
