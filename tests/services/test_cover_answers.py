"""What a colleague says of a class they are asked to take, and who hears of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from answers import MAILBOX, answer, attendee, calendar, counter, letter, take
from arranging import approve, card, entry, offered, text
from builders import (
    COACH,
    COVER,
    FRI,
    MON,
    OTHER,
    PARTNER,
    THIRD,
    TUE,
    calendars,
    member,
    outbox,
    the_school,
    wants_cover,
)
from handles import Clock
from parsers import values

from coachsched.core.commitments import Commitment
from coachsched.core.errors import ConflictError, NotFoundError
from coachsched.models import Question, db
from coachsched.services import (
    cover,
    cover_answers,
    cover_news,
    cover_page,
    links,
    notice,
    notices,
    own_time,
    questions,
    records,
)

pytestmark = pytest.mark.usefixtures("in_app")


@pytest.mark.parametrize("how", ["page", "calendar", "passed on"])
def test_a_colleague_who_cannot_is_let_go_and_somebody_else_is_looked_for(how: str):
    request = approve(wants_cover(COACH, MON, "1"), OTHER)
    booked, before = entry(request), len(outbox())
    if how == "page":
        cover_answers.cannot(member(OTHER), booked.id)
    else:
        partstat = "DECLINED" if how == "calendar" else "DELEGATED"
        assert answer(booked, partstat, who=OTHER).state == "taken"
    shown = card(request)
    # Those who are out stay out: the lesson wants somebody, and nothing else changes.
    assert (shown.state, shown.colleague, offered(request)) == ("again", "Omar Reyes", ["Paul"])
    told = {one.recipient: one.kind for one in outbox()[before:]}
    assert told.pop(COVER) == "cover_wanted"
    assert told == ({OTHER: "cover_off"} if how == "page" else {})
    cover.change(member(COVER), request.id, member(PARTNER).person_id)
    assert card(request).state == "arranged"


def test_a_yes_is_seen():
    first, second = (approve(wants_cover(COACH, on, "1"), OTHER) for on in (MON, TUE))
    cover_answers.accept(member(OTHER), entry(first).id)
    assert answer(entry(second), "ACCEPTED", who=OTHER).state == "taken"
    assert [card(one).said for one in (first, second)] == ["ACCEPTED", "ACCEPTED"]


def test_another_time_is_declined_kindly():
    request = approve(wants_cover(COACH, MON, "1"), OTHER)
    start = entry(request).start_at + timedelta(days=1)
    assert counter(entry(request), start, who=OTHER, minutes=45).state == "taken"
    assert values(calendars(OTHER, entry(request).uid)[-1], "METHOD") == ["DECLINECOUNTER"]
    assert "somebody else is found" in text()
    assert card(request).state == "arranged"


def test_an_answer_nothing_vouches_for_is_asked_about():
    request = approve(wants_cover(COACH, MON, "1"), OTHER)
    take(letter(calendar(entry(request), "REPLY", attendee(OTHER, "DECLINED")), OTHER, to=MAILBOX))
    assert card(request).state == "arranged"
    (question,) = db.session.scalars(db.select(Question))
    questions.confirm(links.path_to_question(question).rpartition("/")[2])
    assert card(request).state == "again"


def test_nobody_answers_for_another():
    booked = entry(approve(wants_cover(COACH, MON, "1"), OTHER))
    for who in (COACH, THIRD, COVER):
        for act in (cover_answers.accept, cover_answers.cannot):
            with pytest.raises(NotFoundError):
                act(member(who), booked.id)


def test_answers_that_come_too_late_change_nothing(clock: Clock):
    request = approve(wants_cover(COACH, MON, "1"), OTHER)
    booked = entry(request)
    clock.set(request.start_at)
    for act in (cover_answers.accept, cover_answers.cannot):
        with pytest.raises(ConflictError):
            act(member(OTHER), booked.id)
    assert entry(request).state == "booked"


def test_what_comes_into_a_colleagues_day_later_is_seen():
    request = approve(wants_cover(COACH, MON, "1"), OTHER)
    before = len(outbox())
    own_time.add(member(OTHER), Commitment("absent", first=MON, last=MON))
    assert (card(request).state, offered(request)) == ("again", ["Paul"])
    own_time.add(member(OTHER), Commitment("duty", "Mon", "1"))
    assert [(one.recipient, one.kind) for one in outbox()[before:]] == [(COVER, "cover_wanted")]
    assert [one.id for one in cover_page.wanting(the_school())] == [request.id]


def test_a_class_taken_for_another_is_no_part_of_the_record(clock: Clock):
    request = approve(wants_cover(COACH, MON, "1"), OTHER)
    clock.set(request.end_at + timedelta(days=1))
    assert records.own(member(OTHER)).held == ()
    assert notices.write_due() == 0


def test_short_notice_is_told_at_once_else_in_the_morning(clock: Clock):
    soon, later = wants_cover(COACH, FRI, "1"), wants_cover(COACH, TUE, "1")
    cover_news.asked([later])
    db.session.commit()
    assert outbox() == []
    cover_news.asked([soon])
    db.session.commit()
    assert [(one.recipient, one.urgent) for one in outbox()] == [(COVER, True)]
    assert "7A English" in text()
    clock.forward(days=1)
    assert notices.write_due() == 1
    assert (outbox()[-1].recipient, outbox()[-1].urgent) == (COVER, False)
    assert text().count("7A English") == 2


@pytest.mark.parametrize(("chosen", "kinds"), [("digest", ["digest"]), ("none", [])])
def test_the_morning_goes_by_what_somebody_chose(clock: Clock, chosen: str, kinds: list[str]):
    notice.choose(member(COVER), chosen, "none")
    wants_cover(COACH, TUE, "1")
    clock.forward(days=1)
    notices.write_due()
    assert [one.kind for one in outbox()] == kinds
    assert all("7A English" in text(number) for number in range(len(kinds)))


def test_a_colleague_is_reminded_the_day_before(clock: Clock):
    request = approve(wants_cover(COACH, MON, "1"), OTHER)
    clock.set(request.start_at - timedelta(days=3))
    assert notices.write_due() == 1
    assert (outbox()[-1].recipient, outbox()[-1].kind) == (OTHER, "reminder")
    assert "Cover 7A" in text()
    assert "Move it" not in text()
