"""Did it happen? Asked once, on the next school day; without a word it counts as held."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from builders import ADMIN, COACH, FRI, MON, PARTNER, book, member, outbox
from handles import Clock
from parsers import read_mail

from coachsched.models import db
from coachsched.services import closing, moving, notice, notices


@pytest.fixture
def clock(app, in_app) -> Clock:
    return Clock(app)


def morning(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 7, tzinfo=UTC)


def asked(kind: str = "happened") -> list[str]:
    db.session.rollback()
    return sorted(message.recipient for message in outbox() if message.kind == kind)


@pytest.mark.both_databases
def test_both_are_asked_once_on_the_next_school_day(clock):
    book((FRI, "3"))
    for day in (FRI, date(2027, 1, 16), MON, MON, date(2027, 1, 19)):
        clock.set(morning(day))
        notices.write_due()
        assert asked() == ([COACH, PARTNER] if day >= MON else [])


def test_a_visit_and_its_debrief_are_one_letter(clock):
    book((FRI, "3"))
    clock.set(morning(MON))
    notices.write_due()
    mail = next(read_mail(one.body) for one in outbox() if one.kind == "happened")
    assert mail["Subject"] == "Did it happen? Classroom visit and Debrief of Fri 15 Jan"
    assert mail.get_body(("plain",)).get_content().count("/invitations/") == 2


def test_a_day_closed_afterwards_asks_nobody_twice(clock):
    book((FRI, "3"))
    clock.set(morning(MON))
    notices.write_due()
    clock.forward(hours=2)
    closing.close(member(ADMIN), closing.Wish(MON, MON))
    clock.set(morning(date(2027, 1, 19)))
    notices.write_due()
    assert asked() == [COACH, PARTNER]


def test_who_has_a_digest_finds_the_question_there_and_who_wants_none_is_left_alone(clock):
    book((FRI, "3"))
    clock.set(datetime(2027, 1, 15, 12, tzinfo=UTC))
    notice.choose(member(COACH), "none", "none")
    notice.choose(member(PARTNER), "digest", "none")
    clock.set(morning(MON))
    notices.write_due()
    assert (asked(), asked("digest")) == ([], [PARTNER])
    digest = next(one for one in outbox() if one.kind == "digest")
    assert "Did it happen?" in read_mail(digest.body).get_body(("plain",)).get_content()


@pytest.mark.parametrize("said", [moving.happened, moving.did_not_happen])
def test_who_has_said_so_already_is_not_asked(clock, said):
    booked = book((FRI, "3"))
    clock.set(datetime(2027, 1, 15, 14, tzinfo=UTC))
    for meeting in booked.values():
        said(member(COACH), meeting.id)
    clock.set(morning(MON))
    notices.write_due()
    assert asked() == []
