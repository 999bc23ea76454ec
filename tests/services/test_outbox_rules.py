"""What goes first, what waits for school hours, and how much goes in an hour or on one person's account."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from builders import COACH, FRI, PARTNER, book, member, outbox, propose, the_school
from handles import Clock

from coachsched.core.errors import ConflictError
from coachsched.mail.transports import PermanentFailure
from coachsched.models import OutboxMessage, db
from coachsched.services import moving, post_room, posting, proposals
from coachsched.services import outbox as service
from coachsched.store import people

NOON = datetime(2027, 1, 13, 12, tzinfo=UTC)


class Postman:
    """A transport that keeps whose mail it carried."""

    def __init__(self, refusal: Exception | None = None) -> None:
        self.carried: list[str] = []
        self.refusal = refusal

    def deliver(self, sender: str, recipient: str, message: bytes, message_id: str) -> None:
        self.carried.append(message_id)
        if self.refusal:
            raise self.refusal

    def close(self) -> None:
        pass


@pytest.fixture
def postman(monkeypatch) -> Postman:
    found = Postman()
    monkeypatch.setattr(service, "open_transport", lambda url: found)
    return found


def put(name: str, **values) -> None:
    person = people.person_by_email(COACH)
    assert person is not None
    usual = {"due_at": NOON, "created_at": NOON, "recipient": COACH, "body": b"Hello"}
    message = OutboxMessage(
        school_id=the_school().id, person_id=person.id, message_id=name, **(usual | values)
    )
    db.session.add(message)
    db.session.commit()


def send(now: datetime = NOON) -> tuple[int, int]:
    return service.deliver_due(lambda: now)


def due(name: str) -> datetime:
    db.session.rollback()
    return next(one.due_at for one in outbox() if one.message_id == name)


@pytest.mark.both_databases
def test_what_is_urgent_goes_before_what_can_wait(in_app, postman):
    put("digest", urgent=False, due_at=NOON - timedelta(hours=3))
    put("late invitation", due_at=NOON - timedelta(minutes=1))
    put("invitation", due_at=NOON - timedelta(minutes=2))
    assert send() == (3, 0)
    assert postman.carried == ["invitation", "late invitation", "digest"]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("school_time", "hours"),
    [
        (datetime(2027, 1, 13, 21, tzinfo=UTC), 9),  # ten in the evening
        (datetime(2027, 1, 14, 4, tzinfo=UTC), 2),
        (datetime(2027, 1, 16, 9, tzinfo=UTC), 45),  # Saturday
        (datetime(2027, 2, 8, 9, tzinfo=UTC), 21),  # a staff day
    ],
)
def test_a_notice_waits_for_the_next_school_morning_and_an_invitation_does_not(
    app, in_app, postman, school_time, hours
):
    Clock(app).set(school_time)
    put("notice", urgent=False)
    put("invitation")
    assert send() == (1, 0)
    assert postman.carried == ["invitation"]
    assert due("notice") == NOON + timedelta(hours=hours)
    Clock(app).forward(hours=hours)
    assert send(NOON + timedelta(hours=hours)) == (1, 0)


def test_a_school_may_choose_its_hours(app, in_app, postman):
    school = the_school()
    school.settings = school.settings | {"notice_from": 6, "notice_until": 23}
    db.session.commit()
    Clock(app).set(datetime(2027, 1, 13, 21, tzinfo=UTC))
    put("notice", urgent=False)
    assert send() == (1, 0)


def test_a_notice_whose_day_has_passed_is_not_sent_any_more(app, in_app, postman):
    put("notice", urgent=False, good_until=NOON)
    Clock(app).set(NOON)
    assert send() == (0, 0)
    assert postman.carried == []
    (message,) = outbox()
    assert (message.state, message.error) == ("failed", service.TOO_LATE)


def capped(app, most: int) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], mail_per_hour=most)


@pytest.mark.both_databases
def test_no_more_goes_in_an_hour_than_the_provider_takes(app, in_app, postman):
    capped(app, 3)
    for number in range(7):
        put(f"{number}")
    assert send() == (3, 0)
    assert send(NOON + timedelta(minutes=59)) == (0, 0)
    assert send(NOON + timedelta(minutes=61)) == (3, 0)
    assert send(NOON + timedelta(minutes=122)) == (1, 0)
    assert postman.carried == [f"{number}" for number in range(7)]


@pytest.mark.both_databases
def test_many_workers_share_the_one_cap(app, postman):
    capped(app, 7)
    with app.app_context():
        for number in range(20):
            put(f"{number}")

    def work() -> None:
        with app.app_context():
            send()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(postman.carried) == 7


@pytest.mark.both_databases
def test_one_person_cannot_fill_a_mailbox(in_app, monkeypatch):
    monkeypatch.setattr(posting, "MOST_AN_HOUR", 20)
    with suppress(posting.TooMuchMailError):
        for _ in range(100):
            proposals.withdraw(member(COACH), propose((FRI, "3")).id)
    # What was refused left nothing behind, and the others may go on.
    assert len(outbox()) == posting.MOST_AN_HOUR
    assert propose((FRI, "3"), by=PARTNER, host=PARTNER)


def test_who_may_send_no_more_can_still_call_off(in_app, monkeypatch):
    visit = book((FRI, "3"))["visit"]
    monkeypatch.setattr(posting, "MOST_AN_HOUR", 0)
    with pytest.raises(ConflictError):
        propose((FRI, "4"))
    moving.cancel(member(COACH), visit.id)
    assert visit.state == "cancelled"


def test_a_failed_message_is_sent_again_at_an_administrators_word(in_app, monkeypatch):
    propose()
    sender = member("admin@school.test")
    refusing = Postman(PermanentFailure("550 full"))
    monkeypatch.setattr(service, "open_transport", lambda url: refusing)
    later = datetime.now(UTC) + timedelta(hours=1)
    assert send(later) == (0, 1)
    (failed,) = post_room.look(sender).failed
    assert (failed.words, failed.attempts, failed.recipient) == ("550 full", 1, PARTNER)
    refusing.refusal = None
    post_room.send_again(sender, failed.id)
    assert send(later) == (1, 0)
    with pytest.raises(ConflictError, match="gone already"):
        post_room.send_again(sender, failed.id)


def test_what_a_worker_holds_is_not_pulled_from_its_hands(in_app):
    put("held", leased_until=datetime.now(UTC) + timedelta(seconds=30))
    with pytest.raises(ConflictError, match="at this moment"):
        post_room.send_again(member("admin@school.test"), outbox()[0].id)
