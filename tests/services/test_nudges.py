"""Nudges: to whom, on which days, with which words; and what ends them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from builders import (
    ADMIN,
    COACH,
    COORDINATOR,
    FRI,
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

from coachsched.models import Nudge, OutboxMessage, db
from coachsched.services import closing, moving, notice, nudges, signs

# Ten school days after the pairs began, a Wednesday; and the Monday after.
QUIET, NEXT_MONDAY = date(2027, 1, 27), date(2027, 2, 1)


@pytest.fixture
def clock(app, in_app) -> Clock:
    return Clock(app)


@pytest.fixture
def quiet(clock) -> Clock:
    """The morning on which both pairs have gone quiet without ever having met."""
    clock.set(morning(QUIET))
    return clock


def morning(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 7, tzinfo=UTC)


def letters(kind: str = "nudge") -> list[OutboxMessage]:
    db.session.rollback()
    return [message for message in outbox() if message.kind == kind]


def recipients(kind: str = "nudge") -> list[str]:
    return sorted(message.recipient for message in letters(kind))


def text(message: OutboxMessage) -> str:
    return read_mail(message.body).get_body(("plain",)).get_content().replace("\r\n", "\n")


@pytest.mark.both_databases
def test_both_partners_of_a_quiet_pair_get_a_nudge_once(quiet):
    assert [nudges.write_due() for _ in range(3)] == [2, 0, 0]
    assert recipients() == sorted([COACH, PARTNER, THIRD, OTHER])


def test_both_partners_are_offered_the_same_times_and_a_way_out(quiet):
    nudges.write_due()
    coach, partner = (next(one for one in letters() if one.recipient == to) for to in (COACH, PARTNER))
    times = [
        [line for line in text(one).splitlines() if line[:2] in ("1.", "2.", "3.")]
        for one in (coach, partner)
    ]
    assert len(times[0]) == 3
    assert times[0] == times[1]
    for one in (coach, partner):
        mail = read_mail(one.body)
        assert "/notice/" in mail["List-Unsubscribe"]
        assert "after the holidays, Mon 5 Apr" in text(one)
        assert text(one).count("/nudges/") == 4


def test_nothing_is_written_before_its_day_out_of_hours_or_without_school(clock):
    for when in (
        morning(date(2027, 1, 26)),
        datetime(2027, 1, 27, 4, tzinfo=UTC),
        datetime(2027, 1, 27, 16, tzinfo=UTC),
        morning(date(2027, 1, 30)),
        morning(date(2027, 2, 8)),
    ):
        clock.set(when)
        assert nudges.write_due() == 0
    assert letters() == []


def test_who_wants_none_is_left_out_alone(quiet):
    notice.choose(member(PARTNER), "none", "none")
    notice.choose(member(THIRD), "digest", "none")
    nudges.write_due()
    assert recipients() == sorted([COACH, THIRD, OTHER])


def test_a_pair_of_which_nobody_wants_one_gets_none(quiet):
    for who in (COACH, PARTNER):
        notice.choose(member(who), "none", "none")
    assert nudges.write_due() == 1


def test_whose_partner_has_left_is_not_reminded_of_them(quiet):
    member(PARTNER).person.active = False
    db.session.commit()
    nudges.write_due()
    assert recipients() == sorted([THIRD, OTHER])


@pytest.mark.parametrize(
    "life",
    [
        lambda: propose(),
        lambda: book((FRI, "3")),
        lambda: signs.met_informally(member(COACH), the_pair().id, date(2027, 1, 13)),
        lambda: signs.pause(member(COACH), the_pair().id, date(2027, 3, 1)),
        lambda: signs.finish(member(COACH), the_pair().id),
    ],
)
def test_any_sign_of_life_ends_them(clock, life):
    life()
    clock.set(morning(date(2027, 1, 19)))
    nudges.write_due()
    assert not {COACH, PARTNER} & set(recipients())


def test_a_second_nudge_comes_ten_school_days_after_the_first(quiet):
    for _ in range(18):
        quiet.forward(days=1)
        nudges.write_due()
    days = sorted({row.date for row in db.session.scalars(db.select(Nudge))})
    # The 8th of February is a staff day.
    assert days == [date(2027, 1, 28), date(2027, 2, 12)]


def test_a_closure_that_comes_late_keeps_them_back(quiet):
    closing.close(member(ADMIN), closing.Wish(QUIET, QUIET))
    assert nudges.write_due() == 0


@pytest.mark.both_databases
def test_whoever_nudges_by_hand_repeats_nothing(quiet):
    assert len(nudges.run(the_school(), QUIET)) == 2
    assert nudges.run(the_school(), QUIET) == []
    assert nudges.write_due() == 0
    assert len(letters()) == 4


def test_a_visit_that_waits_for_its_debrief_is_offered_debriefs(clock):
    booked = book((FRI, "3"))
    moving.cancel(member(COACH), booked["debrief"].id)
    clock.set(morning(date(2027, 1, 20)))
    assert nudges.write_due() == 1
    (first, _) = letters()
    assert "Book this time:" in text(first)
    assert read_mail(first.body)["Subject"].startswith("A time to talk about your classroom visit")


def test_no_word_of_what_a_visit_is_for(clock):
    propose(focus="Canary of the focus")
    clock.set(morning(date(2027, 1, 22)))
    nudges.write_due()
    assert letters()
    assert not any("anary" in text(one) for one in letters())


def test_the_coordinator_hears_numbers_on_the_first_school_day_of_a_week(clock):
    for on in (QUIET, NEXT_MONDAY, NEXT_MONDAY):
        clock.set(morning(on))
        nudges.write_due()
    (mail,) = letters("week")
    assert mail.recipient == COORDINATOR
    assert "Not started yet: 2" in text(mail)
    assert "/board?reason=quiet" in text(mail)
    assert not any(name in text(mail) for name in ("Clara", "Paul", "Tessa", "Omar", "@school.test\n"))


def test_a_trial_writes_nothing_and_names_nobody(app, run, dumped):
    before = dumped()
    said = run("nudge", "--on", QUIET.isoformat(), "--dry-run").output
    assert "Partnership 1: never started, 10 school days; 2 letters." in said
    assert "2 nudged, 4 letters, nothing written." in said
    assert dumped() == before
    assert "2 nudged, 4 letters." in run("nudge", "--on", QUIET.isoformat()).output
    assert "0 nudged, 0 letters." in run("nudge", "--on", QUIET.isoformat()).output
