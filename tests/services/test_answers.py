"""What answers from calendars change, for whom, and that they count once; on both databases."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from answers import (
    MAILBOX,
    answer,
    at,
    attendee,
    body_of,
    booking,
    calendar,
    counter,
    letter,
    own_address,
    proposed,
    proposed_in,
    take,
)
from builders import COACH, FRI, MON, NOW, PARTNER, THIRD, book, calendars, member, moving_times, outbox, pick
from parsers import values

from coachsched.models import Meeting, Suggestion, db
from coachsched.services import links, moving, suggestions
from coachsched.services.replies import DECLINED, OLD
from coachsched.store import answers as store
from coachsched.store import schools

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("in_app")]


def visit() -> Meeting:
    return book((FRI, "3"))["visit"]


def letters_since(before: int) -> list[tuple[str, str]]:
    """Recipient and kind of what was written after the first so many."""
    return [(one.recipient, one.message_id[1:].split("-")[0]) for one in outbox()[before:]]


@pytest.mark.parametrize("partstat", ["ACCEPTED", "TENTATIVE"])
def test_yes_and_perhaps_are_noted_and_nobody_is_written_to(partstat: str):
    meeting = visit()
    before = len(outbox())
    assert answer(meeting, partstat).state == "taken"
    assert booking(meeting).partstat == partstat
    assert booking(meeting, COACH).partstat == "NEEDS-ACTION"
    assert len(outbox()) == before


def test_a_no_asks_for_a_new_time_and_names_nobody():
    meeting = visit()
    answer(meeting, "DECLINED")
    row = booking(meeting)
    assert (row.partstat, row.meeting.state) == ("DECLINED", "booked")
    assert row.meeting.new_time == DECLINED
    assert "Paul" not in DECLINED


def test_a_yes_after_a_no_takes_the_no_back():
    meeting = visit()
    answer(meeting, "DECLINED")
    answer(meeting, "ACCEPTED", DTSTAMP="20270113T070100Z")
    assert booking(meeting).partstat == "ACCEPTED"
    assert booking(meeting).meeting.new_time == ""


def test_a_yes_does_not_take_back_the_no_of_another():
    meeting = visit()
    answer(meeting, "DECLINED")
    answer(meeting, "DECLINED", COACH)
    answer(meeting, "ACCEPTED", COACH, DTSTAMP="20270113T070100Z")
    assert booking(meeting).meeting.new_time == DECLINED


def test_an_answer_to_the_earlier_time_is_shown_and_does_not_count():
    meeting = visit()
    early = letter(calendar(meeting, "REPLY", attendee(PARTNER, "DECLINED")))
    moving.move_visit(member(COACH), meeting.id, [pick(moving_times(meeting), MON, "4")])
    assert take(early).state == "taken"
    row = booking(meeting)
    assert (row.partstat, row.answer, row.answer_sequence) == ("NEEDS-ACTION", "DECLINED", 0)
    assert row.meeting.new_time == ""


def test_an_older_answer_does_not_undo_a_newer_one():
    meeting = visit()
    answer(meeting, "ACCEPTED", DTSTAMP="20270113T065900Z")
    taken = answer(meeting, "DECLINED", DTSTAMP="20270113T065800Z")
    assert (taken.state, taken.reason) == ("aside", OLD)
    assert booking(meeting).partstat == "ACCEPTED"


def test_a_clock_that_is_ahead_does_not_outlast_later_answers(clock):
    meeting = visit()
    answer(meeting, "ACCEPTED", DTSTAMP="20370101T000000Z")
    clock.forward(minutes=5)
    answer(meeting, "DECLINED", DTSTAMP="20270113T070400Z")
    assert booking(meeting).partstat == "DECLINED"


def test_the_same_message_has_its_effect_once():
    meeting = visit()
    no = letter(calendar(meeting, "REPLY", attendee(PARTNER, "DECLINED")), message_id="<one@mail.test>")
    yes = letter(calendar(meeting, "REPLY", attendee(PARTNER, "ACCEPTED"), DTSTAMP="20270113T065900Z"))
    assert [take(one).state for one in (no, yes, no, b"Received: again\r\n" + no)] == [
        "taken", "aside", "known", "known",
    ]  # fmt: skip
    assert booking(meeting).partstat == "DECLINED"


def test_of_many_attendees_the_sender_is_meant():
    meeting = visit()
    lines = [attendee(COACH, "DECLINED"), attendee(PARTNER, "ACCEPTED"), attendee("x@y.test", "TENTATIVE")]
    take(letter(calendar(meeting, "REPLY", *lines)))
    assert booking(meeting).partstat == "ACCEPTED"
    assert booking(meeting, COACH).partstat == "NEEDS-ACTION"


def test_capitals_make_no_difference():
    meeting = visit()
    lines = ["ATTENDEE;PARTSTAT=accepted;CN=Paul:MAILTO:Partner@School.TEST"]
    take(letter(calendar(meeting, "REPLY", *lines), "PARTNER@school.test"))
    assert booking(meeting).partstat == "ACCEPTED"


def test_an_answer_from_a_confirmed_address_counts():
    meeting = visit()
    private = "paul@home.test"
    paul = member(PARTNER).person_id
    db.session.add(store.EmailAlias(person_id=paul, address=private, confirmed_at=NOW))
    db.session.commit()
    take(letter(calendar(meeting, "REPLY", attendee(PARTNER)), private))
    assert booking(meeting).partstat == "ACCEPTED"


def test_passing_it_on_is_shown_and_lets_nobody_in():
    meeting = visit()
    before = len(outbox())
    line = f'ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:{THIRD}":mailto:{PARTNER}'
    take(letter(calendar(meeting, "REPLY", line)))
    assert booking(meeting).partstat == "DELEGATED"
    assert {row.person.email for row in booking(meeting).meeting.bookings} == {COACH, PARTNER}
    assert letters_since(before) == [(PARTNER, "delegated")]
    # The delegate answers for themself, and is not in the meeting.
    taken = take(letter(calendar(meeting, "REPLY", attendee(THIRD)), THIRD, own_address(THIRD)))
    assert taken.state == "aside"
    assert len(outbox()) == before + 1


def test_an_answer_to_what_was_called_off_is_kept_aside():
    meeting = visit()
    moving.cancel(member(COACH), meeting.id)
    assert answer(meeting, "ACCEPTED").state == "aside"
    assert booking(meeting).partstat == "NEEDS-ACTION"


def test_a_proposed_time_that_works_is_passed_on_and_moves_nothing():
    meeting = visit()
    start, before = at("4", MON, meeting), len(outbox())
    assert counter(meeting, start).state == "taken"
    assert booking(meeting).meeting.date == FRI
    assert letters_since(before) == [(COACH, "suggestion")]
    (found,) = store.suggestions_for(member(COACH).school, member(COACH).person_id, meeting.stamped_at)
    assert (found.start_at, found.person.email) == (start, PARTNER)


def test_one_click_takes_the_proposed_time():
    meeting = visit()
    start = at("4", MON, meeting)
    counter(meeting, start)
    suggestions.accept(token_of(COACH))
    row = booking(meeting)
    assert (row.meeting.start_at, row.meeting.sequence) == (start, 1)
    with pytest.raises(suggestions.ConflictError):
        suggestions.accept(token_of(COACH))
    assert booking(meeting).meeting.sequence == 1


def test_the_proposer_cannot_take_their_own():
    meeting = visit()
    counter(meeting, at("4", MON, meeting))
    with pytest.raises(suggestions.ConflictError):
        suggestions.accept(token_of(PARTNER))


def test_left_where_it_is_the_proposer_is_told_in_their_calendar_too():
    meeting = visit()
    counter(meeting, at("4", MON, meeting))
    before = len(outbox())
    suggestions.refuse(token_of(COACH))
    assert [to for to, _ in letters_since(before)] == [PARTNER]
    assert values(calendars(PARTNER, meeting.uid)[-1], "METHOD") == ["DECLINECOUNTER"]


@pytest.mark.parametrize(
    ("moved", "words"),
    [
        ({"minutes": 5}, suggestions.NO_LESSON),
        ({"days": 1}, suggestions.NO_SCHOOL),
        ({"days": 200}, suggestions.TOO_FAR),
        ({"days": -5}, suggestions.GONE_BY),
    ],
)
def test_a_time_that_does_not_work_is_answered_with_why_and_what_would(moved, words):
    meeting = visit()
    before = len(outbox())
    assert counter(meeting, meeting.start_at + timedelta(**moved)).state == "taken"
    assert [to for to, _ in letters_since(before)] == [PARTNER]
    assert not db.session.scalar(db.select(db.func.count()).select_from(Suggestion))
    sent = calendars(PARTNER, meeting.uid)[-1]
    assert values(sent, "METHOD") == ["DECLINECOUNTER"]
    assert values(sent, "SEQUENCE") == ["0"]
    assert words in body_of(outbox()[-1].body)
    offered = re.findall(r"- \w+ \d+ January 2027, \d\d:\d\d", body_of(outbox()[-1].body))
    assert len(set(offered)) == 3
    # Where it is already is said once, and is none of them.
    assert body_of(outbox()[-1].body).count("15 January 2027, 09:55") == 1


def test_a_lesson_at_which_somebody_is_not_free_is_no_slot():
    """Paul teaches in period 2, and so does Clara."""
    meeting = visit()
    counter(meeting, at("3", MON, meeting) - timedelta(minutes=65))
    assert suggestions.NOT_FREE in body_of(outbox()[-1].body)


def test_exchange_proposes_in_the_zone_of_windows():
    meeting = visit()
    start = at("4", MON, meeting)
    zone = "W. Europe Standard Time"
    lines = [attendee(PARTNER, "TENTATIVE"), *proposed_in(zone, start)]
    take(letter(calendar(meeting, "COUNTER", *lines, zone=zone)))
    found = db.session.scalar(db.select(Suggestion))
    assert found is not None
    assert found.start_at == start


def test_a_debrief_can_be_proposed_at_another_time():
    debrief = book((FRI, "3"))["debrief"]
    talk = next(one for one in moving.new_talks(member(COACH), debrief) if one.date == MON)
    start = moving.instants(talk, schools.school_time(member(COACH).school))[0]
    counter(debrief, start)
    suggestions.accept(token_of(COACH))
    assert booking(debrief).meeting.start_at == start


def test_a_proposal_about_the_earlier_time_is_declined():
    meeting = visit()
    start = at("4", MON, meeting)
    late = letter(calendar(meeting, "COUNTER", attendee(), *proposed(start)))
    moving.move_visit(member(COACH), meeting.id, [pick(moving_times(meeting), MON, "3")])
    take(late)
    assert suggestions.MOVED in body_of(outbox()[-1].body)


def token_of(who: str) -> str:
    found = db.session.scalar(db.select(Suggestion))
    assert found is not None
    return links.path_to_suggestion(found, member(who).person_id).rpartition("/")[2]


def test_the_plain_mailbox_is_nobodys_own(app):
    meeting = visit()
    taken = take(letter(calendar(meeting, "REPLY", attendee()), to=MAILBOX))
    assert taken.state == "aside"
    assert booking(meeting).partstat == "NEEDS-ACTION"
