"""The whole way out to a real SMTP server that refuses, dawdles, hangs up, and takes some and not others."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr

import pytest
from aiosmtpd.controller import Controller
from builders import COACH, FRI, OTHER, PARTNER, THIRD, book, outbox, the_pair

from coachsched.mail import smtp
from coachsched.models import db
from coachsched.services import outbox as service
from tests.parsers import read_mail
from tests.race.servers import free_port

# After the real time at which a test's messages are written.
SOON = timedelta(hours=1)


class Server:
    """Answers each recipient as scripted, the last answer for ever, and keeps what it accepted."""

    def __init__(self):
        self.script, self.kept, self.tried = {}, [], Counter()

    def _answer(self, stage, recipient):
        self.tried[stage, recipient] += 1
        answers = self.script.get((stage, recipient), ["250 OK"])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    async def handle_RCPT(self, server, session, envelope, recipient, options):  # noqa: N802
        answer = self._answer("RCPT", recipient)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(recipient)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        (recipient,) = envelope.rcpt_tos
        answer = self._answer("DATA", recipient)
        if answer == "hang up":
            server.transport.abort()
        elif answer == "too slow":
            # Longer than the client waits; it hangs up, which cancels this.
            await asyncio.sleep(60)
        elif answer.startswith("250"):
            self.kept.append((envelope.mail_from, recipient, envelope.original_content))
        return answer


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def app(make_app, server):
    controller = Controller(server, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield make_app(mail_url=f"smtp://127.0.0.1:{controller.port}")
    controller.stop()


@pytest.fixture
def written(app):
    """Five messages: two invitations each for two people, and a proposal."""
    with app.app_context():
        book((FRI, "3"))
        yield {message.message_id: message for message in outbox()}


def send(later=SOON):
    return service.deliver_due(lambda: datetime.now(UTC) + later)


def states(recipient):
    db.session.rollback()
    return {message.state for message in outbox() if message.recipient == recipient}


@pytest.mark.both_databases
def test_everything_arrives_byte_for_byte_one_recipient_each(written, server):
    assert send() == (5, 0)
    bodies = {read_mail(body)["Message-ID"]: body for _, _, body in server.kept}
    assert bodies == {key: message.body for key, message in written.items()}
    for sender, recipient, body in server.kept:
        message = read_mail(body)
        assert (sender, recipient) == ("coachsched@school.test", parseaddr(message["To"])[1])


@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
def test_a_refusal_for_good_of_one_person_leaves_the_others_theirs(written, server, stage):
    server.script[stage, COACH] = ["550 5.1.1 Nobody of that name"]
    assert send() == (3, 2)
    assert (states(COACH), states(PARTNER)) == ({"failed"}, {"sent"})
    assert {message.error for message in outbox() if message.recipient == COACH} == {
        "550 5.1.1 Nobody of that name"
    }
    assert send(timedelta(days=9)) == (0, 0)
    assert server.tried[stage, COACH] == 2


@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
@pytest.mark.parametrize("answer", ["450 4.2.1 Greylisted", "452 4.3.1 Mailbox full", "421 4.3.2 Going down"])
def test_what_is_refused_for_now_comes_later_and_once(written, server, stage, answer):
    server.script[stage, COACH] = [answer, answer, "250 OK"]
    assert send() == (3, 2)
    assert (states(COACH), states(PARTNER)) == ({"waiting"}, {"sent"})
    assert send() == (0, 0)
    assert send(timedelta(hours=2)) == (2, 0)
    assert Counter(recipient for _, recipient, _ in server.kept) == {COACH: 2, PARTNER: 3}


def test_a_server_that_hangs_up_in_the_middle_gets_the_same_bytes_again(written, server):
    server.script["DATA", COACH] = ["hang up", "hang up", "250 OK"]
    assert send() == (3, 2)
    assert states(COACH) == {"waiting"}
    assert send(timedelta(hours=2)) == (2, 0)
    ours = {message.body for message in outbox() if message.recipient == COACH}
    assert {body for _, recipient, body in server.kept if recipient == COACH} == ours


def test_a_server_that_dawdles_is_left_before_the_lease_ends(written, server, monkeypatch):
    assert service.LEASE.total_seconds() > smtp.BUDGET_SECONDS
    monkeypatch.setattr(smtp, "BUDGET_SECONDS", 0.3)
    server.script["DATA", COACH] = ["too slow"]
    assert send() == (3, 2)
    assert (states(COACH), states(PARTNER)) == ({"waiting"}, {"sent"})
    assert "timed out" in next(message.error for message in outbox() if message.recipient == COACH)


def test_a_server_that_is_not_there_is_asked_once_a_round(make_app):
    app = make_app(mail_url=f"smtp://127.0.0.1:{free_port()}")
    with app.app_context():
        book((FRI, "3"))
        book((FRI, "2"), by=THIRD, pair=the_pair(THIRD, OTHER), answer=OTHER)
        assert send() == (0, 1)
        db.session.rollback()
        assert sorted(message.attempts for message in outbox()) == [0] * 9 + [1]
