"""`flask worker` as a program of its own: killed, told to stop, and with its database gone for a while."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from aiosmtpd.controller import Controller
from builders import COACH, outbox, the_school
from sqlalchemy.engine import make_url

from coachsched.core.ical import Attendee, Invitation, request
from coachsched.mail.compose import Letter, compose
from coachsched.mail.transports import read_maildir
from coachsched.models import OutboxMessage, db
from coachsched.services import outbox as outbox_service
from coachsched.store import people
from tests.parsers import read_mail
from tests.race.servers import environment, forked_worker, free_port, mail_worker

KILLS = int(os.environ.get("COACHSCHED_KILLS", "8"))
MESSAGES = int(os.environ.get("COACHSCHED_KILL_MESSAGES", "60"))
START = datetime(2027, 1, 20, 8, tzinfo=UTC)


class Sink:
    """An SMTP server that keeps what it accepts; ``at`` is called at every command of the worker's."""

    def __init__(self):
        self.kept = []
        self.at = lambda: None
        self.arrived = threading.Semaphore(0)

    async def handle_MAIL(self, server, session, envelope, sender, options):  # noqa: N802
        self.at()
        envelope.mail_from = sender
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, recipient, options):  # noqa: N802
        self.at()
        envelope.rcpt_tos.append(recipient)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        # Accepted, though the worker may never hear of it.
        self.kept.append(envelope.original_content)
        self.at()
        self.arrived.release()
        return "250 OK"


@pytest.fixture
def sink():
    return Sink()


@pytest.fixture
def to_sink(sink):
    """The mail URL of a server that runs the sink."""
    server = Controller(sink, hostname="127.0.0.1", port=free_port())
    server.start()
    yield f"smtp://127.0.0.1:{server.port}"
    server.stop()


@pytest.fixture
def start():
    """Starts `flask worker` for an application's settings; what still runs at the end is killed."""
    started = []

    def run(app):
        started.append(mail_worker(environment(app.config["SETTINGS"])))
        return started[-1]

    yield run
    for worker in started:
        worker.kill()
        worker.communicate()


@pytest.fixture
def fork():
    """The same, for tests that start many."""
    started = []

    def run(app):
        started.append(forked_worker(app.config["SETTINGS"]))
        return started[-1]

    yield run
    for worker in started:
        worker.kill()
        worker.join()


def invitation(number):
    visit = Invitation(
        uid=f"visit-{number}@coachsched", sequence=number % 3, stamp=START, start=START,
        end=START + timedelta(minutes=30), summary="Classroom visit", description="", location="Room 12",
        organizer=Attendee("Linden School", "coachsched@school.test"),
        attendees=(Attendee("Clara Lind", COACH),),
    )  # fmt: skip
    return Letter(
        to_name="Clara Lind", to_email=COACH, from_name="Linden School", from_email="coachsched@school.test",
        reply_to=None, subject="A visit", text="A visit.", html="<p>A visit.</p>",
        message_id=f"<visit-{number}-{number % 3}-request.1@school.test>", date=START,
        calendar=request(visit), method="REQUEST",
    )  # fmt: skip


def post(first, count):
    """So many invitations in the outbox, due since a minute ago."""
    school, person = the_school(), people.person_by_email(COACH)
    due = datetime.now(UTC) - timedelta(minutes=1)
    for number in range(first, first + count):
        letter = invitation(number)
        message = OutboxMessage(
            school_id=school.id, person_id=person.id, message_id=letter.message_id, recipient=COACH,
            body=compose(letter), due_at=due, created_at=due,
        )  # fmt: skip
        db.session.add(message)
    db.session.commit()


def bodies():
    return {message.message_id: message.body for message in outbox()}


def drain():
    """Send what killed workers left behind, as if their leases had run out."""
    outbox_service.deliver_due(lambda: datetime.now(UTC) + 2 * outbox_service.LEASE)
    assert {message.state for message in outbox()} == {"sent"}
    db.session.rollback()


def id_of(body):
    return read_mail(body)["Message-ID"]


@pytest.mark.slow
@pytest.mark.both_databases
def test_one_of_two_workers_killed_at_any_moment_loses_nothing(make_app, sink, to_sink, fork):
    app = make_app(mail_url=to_sink)
    rng = Random(13)
    written: dict[str, bytes] = {}
    a_round = MESSAGES // KILLS
    with app.app_context():
        for first in range(0, KILLS * a_round, a_round):
            # Three commands a message: there is always more to do than is done before the kill.
            post(first, a_round)
            written = bodies() | written
            db.session.rollback()
            both = [fork(app), fork(app)]
            killed = both.pop(rng.randrange(2))
            _kill_after(killed, sink, rng.randint(1, 2 * a_round), rng.uniform(0, 0.02))
            _tell_to_stop(*both)
        sink.at = lambda: None
        drain()
        assert bodies() == written
    copies = Counter(id_of(body) for body in sink.kept)
    assert copies.keys() == written.keys()
    assert copies.total() - len(written) <= KILLS
    assert max(copies.values()) <= 2
    # Byte for byte what was written, so Message-ID, UID and SEQUENCE are those of the first copy.
    assert all(body == written[id_of(body)] for body in sink.kept)


def _kill_after(worker, sink, commands, delay):
    """SIGKILL a little while after the worker has given so many SMTP commands."""
    left = [commands]

    def count():
        left[0] -= 1
        if left[0] == 0:
            asyncio.get_running_loop().call_later(delay, worker.kill)

    sink.at = count
    worker.join(30)
    assert worker.exitcode == -signal.SIGKILL


def _tell_to_stop(worker):
    worker.terminate()
    worker.join(30)
    # Unless it was not yet there to be told kindly, it ended of its own accord.
    assert worker.exitcode in (0, -signal.SIGTERM)


@pytest.mark.slow
def test_a_worker_killed_while_it_writes_a_maildir_leaves_whole_letters_once_each(make_app, tmp_path, fork):
    app = make_app(mail_url=f"maildir:{tmp_path / 'mail'}")
    rng = Random(7)
    with app.app_context():
        post(0, MESSAGES)
        written = bodies()
        for kill in range(3):
            worker = fork(app)
            _wait_for_letters(tmp_path / "mail" / "new", (kill + 1) * MESSAGES // 5)
            time.sleep(rng.uniform(0, 0.02))
            worker.kill()
            worker.join()
        drain()
    found = [body for _, body in read_maildir(tmp_path / "mail")]
    assert sorted(found) == sorted(written.values())


def _wait_for_letters(folder, count):
    deadline = time.monotonic() + 30
    while not folder.is_dir() or len(os.listdir(folder)) < count:
        assert time.monotonic() < deadline, "no letters come"
        time.sleep(0.001)


@pytest.mark.slow
def test_a_worker_told_to_stop_finishes_the_message_at_hand(make_app, sink, to_sink, start):
    app = make_app(mail_url=to_sink)
    with app.app_context():
        post(0, 3)
        worker = start(app)
        # MAIL, RCPT and then DATA, in the midst of which the signal comes.
        _at_command(sink, 3, worker.terminate)
        assert worker.wait(30) == 0
        assert Counter((message.state, message.leased_until) for message in outbox()) == {
            ("sent", None): 1,
            ("waiting", None): 2,
        }
    assert len(sink.kept) == 1


def _at_command(sink, number, act):
    left = [number]

    def count():
        left[0] -= 1
        if left[0] == 0:
            act()

    sink.at = count


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
def test_a_worker_outlives_its_database_and_repeats_nothing(make_app, postgres, sink, to_sink, start):
    app = make_app(mail_url=to_sink)
    name = make_url(app.config["SETTINGS"].database_url).database
    with app.app_context():
        post(0, 1)
        # The message is with the server, and the worker cannot say so.
        _at_command(sink, 3, lambda: _take_away(postgres, name))
        worker = start(app)
        assert b"database" in worker.stderr.readline()
        _give_back(postgres, name)
        post(1, 1)
        assert sink.arrived.acquire(timeout=30)
        assert sink.arrived.acquire(timeout=30)
    worker.terminate()
    assert worker.wait(30) == 0
    assert len(sink.kept) == 2


def _take_away(postgres, name):
    """What a restart does to a client: its connections end, and for a while no new one is taken."""
    postgres.connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
    postgres.connection.execute(ended, [name])


def _give_back(postgres, name):
    postgres.connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
