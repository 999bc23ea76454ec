"""The outbox goes out: once each, retried with patience, and no message stands in another's way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from builders import COACH, FRI, PARTNER, book, outbox, propose

from coachsched.mail.transports import PermanentFailure, TemporaryFailure, read_maildir
from coachsched.models import db
from coachsched.services import outbox as service

# After the real time at which the messages of a test were written, however long other tests take before.
LATER = datetime.now(UTC) + timedelta(days=1)

pytestmark = pytest.mark.usefixtures("in_app")


class Postman:
    """A transport that does with a recipient's mail what ``refuses`` says."""

    def __init__(self, refuses: Callable[[str], Exception | None] = lambda recipient: None) -> None:
        self.refuses, self.tried, self.closed = refuses, [], 0

    def deliver(self, sender: str, recipient: str, message: bytes, message_id: str) -> None:
        self.tried.append((recipient, message_id, message))
        if refusal := self.refuses(recipient):
            raise refusal

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def carry(monkeypatch: pytest.MonkeyPatch) -> Callable[[Postman], Postman]:
    def use(postman: Postman) -> Postman:
        monkeypatch.setattr(service, "open_transport", lambda url: postman)
        return postman

    return use


def send(now: datetime = LATER, **options) -> tuple[int, int]:
    return service.deliver_due(lambda: now, **options)


def states() -> list[str]:
    db.session.rollback()
    return [message.state for message in outbox()]


def test_what_is_due_arrives_whole_and_only_once(app, in_app):
    book()
    written = {message.message_id: message.body for message in outbox()}
    assert send() == (5, 0)
    assert send() == (0, 0)
    folder = Path(app.config["SETTINGS"].mail_url.partition(":")[2])
    assert sorted(body for _, body in read_maildir(folder)) == sorted(written.values())
    assert set(states()) == {"sent"}


def test_the_connection_is_closed_after_a_round(carry):
    propose()
    postman = carry(Postman())
    send()
    assert postman.closed == 1


def test_a_worker_told_to_stop_takes_no_further_message(carry):
    book()
    postman = carry(Postman())
    assert send(stop=lambda: len(postman.tried) >= 2) == (2, 0)
    assert states().count("waiting") == 3


def test_a_busy_server_is_tried_again_later_and_later(carry):
    propose()
    postman = carry(Postman(lambda recipient: TemporaryFailure("451 busy")))
    now, waits = LATER, []
    for _ in range(6):
        assert send(now) == (0, 1)
        assert send(now) == (0, 0)
        (message,) = outbox()
        waits.append((message.due_at - now).total_seconds())
        now = message.due_at
        db.session.rollback()
    usual = [60 * 2**number for number in range(6)]
    assert all(0.8 * one <= wait <= 1.2 * one for wait, one in zip(waits, usual, strict=True))
    assert states() == ["waiting"]
    # Every copy says the same, so that a reader's program knows it for one message.
    assert len(set(postman.tried)) == 1


def test_a_server_that_never_comes_back_is_given_up(carry):
    propose()
    carry(Postman(lambda recipient: TemporaryFailure("451 busy")))
    now = LATER
    for _ in range(service.MOST_ATTEMPTS):
        send(now)
        now += 2 * service.LONGEST_WAIT
    (message,) = outbox()
    assert (message.state, message.error) == ("failed", "451 busy")
    assert message.attempts == service.MOST_ATTEMPTS


def test_a_refusal_for_good_is_noted_and_not_repeated(carry):
    propose()
    postman = carry(Postman(lambda recipient: PermanentFailure("550 no such user")))
    assert send() == (0, 1)
    assert send(LATER + timedelta(days=9)) == (0, 0)
    (message,) = outbox()
    assert (message.state, message.error, len(postman.tried)) == ("failed", "550 no such user", 1)


@pytest.mark.parametrize(
    "poison",
    [PermanentFailure("550 no"), TemporaryFailure("451 later"), UnicodeError("?"), RuntimeError("?")],
)
def test_a_message_that_cannot_be_sent_holds_up_no_other(carry, poison: Exception):
    book((FRI, "3"))
    postman = carry(Postman(lambda recipient: poison if recipient == COACH else None))
    assert send() == (3, 2)
    assert {message.recipient for message in outbox() if message.state == "sent"} == {PARTNER}
    assert len(postman.tried) == 5


def test_an_address_that_could_end_a_command_is_flagged_alone(in_app):
    book((FRI, "3"))
    first = outbox()[0]
    first.recipient = "x@school.test>\r\nRCPT TO:<y@elsewhere.test"
    db.session.commit()
    assert send() == (4, 1)
    assert [message.id for message in outbox() if message.state == "failed"] == [first.id]


def test_a_message_not_yet_due_waits(carry):
    propose()
    postman = carry(Postman())
    (message,) = outbox()
    assert send(message.due_at - timedelta(seconds=1)) == (0, 0)
    assert postman.tried == []
