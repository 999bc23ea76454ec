"""Reminders and digests: to whom they are of use, once, on school days, in school hours."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from builders import (
    COACH,
    FRI,
    MON,
    OTHER,
    PARTNER,
    THIRD,
    book,
    member,
    outbox,
    propose,
    the_pair,
    the_school,
)
from handles import Clock
from parsers import read_mail

from coachsched.models import Person, db
from coachsched.services import links, moving, notice, notices, schools
from coachsched.services.outbox import deliver_due
from coachsched.store.outbox import OutboxMessage

THU_MORNING = datetime(2027, 1, 14, 7, tzinfo=UTC)
FRI_MORNING = datetime(2027, 1, 15, 7, tzinfo=UTC)


@pytest.fixture
def clock(app, in_app) -> Clock:
    return Clock(app)


def written(kind: str) -> list[OutboxMessage]:
    db.session.rollback()
    return [message for message in outbox() if message.kind == kind]


def recipients(kind: str) -> list[str]:
    return sorted(message.recipient for message in written(kind))


def text(message: OutboxMessage) -> str:
    return read_mail(message.body).get_body(("plain",)).get_content().replace("\r\n", "\n")


@pytest.mark.both_databases
def test_everybody_is_reminded_once_the_day_before(clock):
    book((FRI, "3"))
    clock.set(THU_MORNING)
    assert [notices.write_due() for _ in range(3)] == [2, 0, 0]
    clock.forward(hours=3)
    assert notices.write_due() == 0
    assert recipients("reminder") == [COACH, PARTNER]
    mail = read_mail(written("reminder")[0].body)
    assert mail["Subject"] == "Tomorrow, Friday 15 January: Classroom visit and Debrief"
    assert "When: Friday 15 January 2027, 09:55–10:25 (Europe/Berlin)" in text(written("reminder")[0])


def test_before_a_weekend_the_day_before_is_friday(clock):
    book((MON, "3"))
    for day, count in ((THU_MORNING, 0), (FRI_MORNING, 2), (datetime(2027, 1, 17, 9, tzinfo=UTC), 0)):
        clock.set(day)
        assert notices.write_due() == count
    assert read_mail(written("reminder")[0].body)["Subject"].startswith("On Monday 18 January: ")


@pytest.mark.parametrize("hour", [0, 5, 16, 23])
def test_nothing_is_written_out_of_school_hours(clock, hour):
    book((FRI, "3"))
    # Berlin is an hour ahead.
    clock.set(datetime(2027, 1, 14, hour, tzinfo=UTC))
    assert notices.write_due() == 0


def test_nothing_is_written_on_a_day_without_school(clock):
    book((date(2027, 2, 9), "3"))
    clock.set(datetime(2027, 2, 8, 9, tzinfo=UTC))
    assert notices.write_due() == 0
    clock.set(datetime(2027, 2, 5, 9, tzinfo=UTC))
    assert notices.write_due() == 2


def test_nobody_is_reminded_of_what_they_were_told_today(clock):
    clock.set(THU_MORNING - timedelta(hours=1, minutes=30))
    school = the_school()
    school.settings = school.settings | {"lead_days": 0}
    schools.schools.changed(school)
    db.session.commit()
    book((FRI, "3"))
    clock.set(THU_MORNING)
    assert notices.write_due() == 0


def test_nobody_is_reminded_of_what_was_called_off_or_needs_a_new_time(clock):
    visit = book((FRI, "3"))["visit"]
    moving.cancel(member(COACH), visit.id)
    other = book((FRI, "2"), by=THIRD, pair=the_pair(THIRD, OTHER), answer=OTHER)
    for meeting in other.values():
        meeting.new_time = "The timetable has changed."
    db.session.commit()
    clock.set(THU_MORNING)
    assert notices.write_due() == 0


def test_each_person_chooses(clock):
    notice.choose(member(COACH), "none", "none")
    notice.choose(member(PARTNER), "digest", "none")
    book((FRI, "3"))
    clock.set(THU_MORNING)
    assert notices.write_due() == 1
    assert (recipients("reminder"), recipients("digest")) == ([], [PARTNER])


def test_a_digest_holds_the_days_meetings_what_needs_a_time_and_what_waits_for_an_answer(clock):
    notice.choose(member(PARTNER), "digest", "none")
    booked = book((FRI, "3"))
    proposal = propose((MON, "3"), (MON, "4"))
    booked["debrief"].new_time = "The timetable has changed."
    db.session.commit()
    clock.set(THU_MORNING)
    notices.write_due()
    (message,) = written("digest")
    assert read_mail(message.body)["Subject"] == "Thu 14 Jan: one meeting, two things waiting for you"
    said = text(message)
    assert "Friday 15 January 2027, 09:55–10:25: Classroom visit, room R2, with Clara Lind" in said
    assert "Needs a new time\n\nDebrief, " in said
    assert "Clara Lind sent two times for a classroom visit" in said
    me = member(PARTNER).person_id
    assert links.to_meeting(booked["visit"], me) in said
    assert links.to_answer(proposal, me) in said


def test_without_anything_to_say_there_is_no_digest(clock):
    for who in (COACH, PARTNER):
        notice.choose(member(who), "digest", "none")
    propose((MON, "3"))
    clock.set(THU_MORNING)
    assert notices.write_due() == 1
    assert recipients("digest") == [PARTNER]


def test_invitations_come_at_once_whatever_is_chosen(clock):
    for who in (COACH, PARTNER):
        notice.choose(member(who), "none", "none")
    visit = book((FRI, "3"))["visit"]
    moving.cancel(member(COACH), visit.id)
    assert {message.urgent for message in outbox()} == {True}
    assert len(written("invitation")) == len(written("cancellation")) == 4


def test_who_has_left_is_not_reminded(clock):
    book((FRI, "3"))
    db.session.scalars(db.select(Person).where(Person.email == COACH)).one().active = False
    db.session.commit()
    clock.set(THU_MORNING)
    notices.write_due()
    assert recipients("reminder") == [PARTNER]


def test_an_address_no_mail_can_go_to_keeps_nobody_else_from_theirs(clock):
    book((FRI, "3"))
    db.session.scalars(db.select(Person).where(Person.email == COACH)).one().email = "no address"
    db.session.commit()
    clock.set(THU_MORNING)
    assert notices.write_due() == 1
    assert recipients("reminder") == [PARTNER]


def test_a_notice_can_be_unsubscribed_from_and_is_good_for_its_day_only(app, clock):
    book((FRI, "3"))
    clock.set(THU_MORNING)
    notices.write_due()
    (message,) = [one for one in written("reminder") if one.recipient == COACH]
    address = links.to_notice(member(COACH))
    assert read_mail(message.body)["List-Unsubscribe"] == f"<{address}>"
    assert address in text(message)
    assert (message.urgent, message.good_until) == (False, datetime(2027, 1, 15, 8, 55, tzinfo=UTC))
    clock.set(datetime(2027, 1, 18, 9, tzinfo=UTC))
    deliver_due(lambda: datetime.now(UTC) + timedelta(hours=1))
    assert {one.state for one in written("reminder")} == {"failed"}


@pytest.mark.both_databases
def test_four_workers_at_once_write_each_notice_once(app):
    with app.app_context():
        book((FRI, "3"))
        db.session.remove()
    Clock(app).set(THU_MORNING)
    counts = []

    def work() -> None:
        with app.app_context():
            counts.append(notices.write_due())

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(counts) == [0, 0, 0, 2]
    with app.app_context():
        assert recipients("reminder") == [COACH, PARTNER]


def test_a_worker_killed_halfway_leaves_the_whole_round_to_the_next(clock, monkeypatch):
    book((FRI, "3"))
    clock.set(THU_MORNING)
    post, done = notices.post, []

    def die_at_the_second(*args, **others):
        if done:
            raise KeyboardInterrupt
        done.append(post(*args, **others))

    monkeypatch.setattr(notices, "post", die_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        notices.write_due()
    monkeypatch.setattr(notices, "post", post)
    assert recipients("reminder") == []
    assert notices.write_due() == 2
