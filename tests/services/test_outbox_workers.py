"""Workers that meet: no message is sent by two while a lease holds, and none stands in another's way."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from builders import COACH, outbox, the_school
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from coachsched.mail.transports import PermanentFailure, TemporaryFailure
from coachsched.models import OutboxMessage, db
from coachsched.services import outbox as outbox_service
from coachsched.store import people

NOON = datetime(2027, 1, 13, 12, tzinfo=UTC)
PAST_THE_LEASE = outbox_service.LEASE + timedelta(seconds=1)


class Postman:
    """A transport that keeps what it was given; ``before`` runs while a message is in its hands."""

    def __init__(self, before=lambda message_id: None):
        self.sent, self.before = [], before

    def deliver(self, sender, recipient, message, message_id):
        self.before(message_id)
        self.sent.append(message_id)

    def close(self):
        pass


@pytest.fixture
def carry(monkeypatch):
    """Have these postmen carry the mail, one for each worker in turn."""

    def use(*postmen):
        waiting = list(postmen)
        monkeypatch.setattr(outbox_service, "open_transport", lambda url: waiting.pop(0))

    return use


def post(count=1):
    """Messages waiting since noon."""
    school, person = the_school(), people.person_by_email(COACH)
    for number in range(count):
        message = OutboxMessage(
            school_id=school.id, person_id=person.id, message_id=f"<{number}@school.test>",
            recipient=COACH, body=b"Hello", due_at=NOON, created_at=NOON,
        )  # fmt: skip
        db.session.add(message)
    db.session.commit()


def work(clock=lambda: NOON, **options):
    return outbox_service.deliver_due(clock, **options)


def meanwhile(app: Flask, act):
    """Do something in another worker's place: on a connection of its own."""

    def run():
        with app.app_context():
            act()

    other = threading.Thread(target=run)
    other.start()
    other.join()


@pytest.mark.both_databases
def test_four_workers_at_once_send_each_message_once(app, carry):
    with app.app_context():
        post(40)
    postmen = [Postman() for _ in range(4)]
    carry(*postmen)

    def run():
        with app.app_context():
            work()

    workers = [threading.Thread(target=run) for _ in postmen]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    carried = Counter(message_id for postman in postmen for message_id in postman.sent)
    assert carried == Counter(f"<{number}@school.test>" for number in range(40))
    with app.app_context():
        assert {message.state for message in outbox()} == {"sent"}


@pytest.mark.both_databases
def test_a_message_in_one_workers_hands_is_left_alone_until_its_lease_ends(app, in_app, carry):
    post()
    second = Postman()

    def too_early(_):
        meanwhile(app, lambda: work(lambda: NOON + outbox_service.LEASE - timedelta(seconds=1)))

    first = Postman(too_early)
    carry(first, second)
    assert work() == (1, 0)
    assert (len(first.sent), len(second.sent)) == (1, 0)


@pytest.mark.both_databases
def test_a_message_whose_worker_died_comes_back_when_the_lease_ends(app, in_app, carry):
    post()
    carry(Postman(before=_die), Postman(), Postman())
    with pytest.raises(KeyboardInterrupt):
        work()
    assert work() == (0, 0)
    assert work(lambda: NOON + PAST_THE_LEASE) == (1, 0)


def _die(_):
    raise KeyboardInterrupt


@pytest.mark.both_databases
@pytest.mark.parametrize("failure", [TemporaryFailure("busy"), PermanentFailure("no")])
def test_a_slow_workers_failure_does_not_undo_what_another_has_sent(app, in_app, carry, failure):
    post()

    def overtaken_then_refused(_):
        meanwhile(app, lambda: work(lambda: NOON + PAST_THE_LEASE))
        raise failure

    carry(Postman(overtaken_then_refused), Postman())
    assert work() == (0, 1)
    assert [message.state for message in outbox()] == ["sent"]


def test_a_slow_workers_failure_does_not_take_the_message_from_who_has_it_now(app, in_app, carry):
    post()
    late = NOON + PAST_THE_LEASE

    def overtaken_then_refused(_):
        meanwhile(app, take_it_and_die)
        raise TemporaryFailure("busy")

    def take_it_and_die():
        with pytest.raises(KeyboardInterrupt):
            work(lambda: late)

    carry(Postman(overtaken_then_refused), Postman(_die), Postman())
    work()
    assert [message.leased_until for message in outbox()] == [late + outbox_service.LEASE]
    db.session.rollback()
    assert work(lambda: late + timedelta(seconds=30)) == (0, 0)


@pytest.mark.postgres
@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
def test_a_row_another_worker_is_taking_is_skipped_not_waited_for(app, in_app, carry):
    post(3)
    carry(postman := Postman())
    with db.engine.connect() as other:
        other.execute(text("SELECT id FROM outbox WHERE message_id = '<0@school.test>' FOR UPDATE"))
        # Whoever waits all the same fails instead of waiting for this test for ever.
        db.session.execute(text("SET lock_timeout = '2s'"))
        db.session.commit()
        assert work() == (2, 0)
    assert postman.sent == ["<1@school.test>", "<2@school.test>"]


def test_an_idle_worker_asks_without_locking_anybody_out(in_app, carry):
    carry(Postman())
    with db.engine.connect() as other:
        other.exec_driver_sql("COMMIT")
        other.exec_driver_sql("BEGIN IMMEDIATE")
        assert work() == (0, 0)
        other.exec_driver_sql("ROLLBACK")


@pytest.mark.both_databases
def test_a_message_sent_while_the_database_is_away_is_noted_when_it_is_back(app, in_app, carry, monkeypatch):
    post(2)
    carry(postman := Postman())
    note, waits = outbox_service.outbox.note, []

    def away(*written):
        if len(waits) < 3:
            raise OperationalError("UPDATE", {}, Exception("the server closed the connection"))
        return note(*written)

    monkeypatch.setattr(outbox_service.outbox, "note", away)
    assert work(pause=waits.append) == (2, 0)
    assert waits == sorted(waits)
    assert postman.sent == ["<0@school.test>", "<1@school.test>"]
    assert {message.state for message in outbox()} == {"sent"}
