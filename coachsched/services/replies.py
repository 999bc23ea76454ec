"""What a REPLY changes, once it is certain whose it is (RFC 5546 3.2.3)."""

from __future__ import annotations

from datetime import datetime

from coachsched.core.itip import Answer, Said, weigh
from coachsched.core.phrases import phrase
from coachsched.services import answer_letters, clock, cover_answers
from coachsched.services.new_times import needs_new_time
from coachsched.store import answers
from coachsched.store.meetings import Booking, Meeting

DECLINED = phrase("This time no longer suits.")
OLD = phrase("A newer answer of the same person had come before it.")


class Aside(Exception):  # noqa: N818 - a place, not a fault
    """An answer that does not count; the words say why, for the administrator."""


def reply(booking: Booking, answer: Answer, said: Said) -> None:
    """Set what somebody answered; raises Aside for an answer older than their last."""
    if note(booking, answer, said.partstat) == "earlier":
        return
    meeting, before = booking.meeting, booking.partstat
    if said.partstat in ("ACCEPTED", "DECLINED"):
        withdraw(booking)
    booking.partstat = said.partstat
    if meeting.kind == "cover":
        cover_answers.hear(booking)
        return
    school = meeting.school
    if said.partstat == "DECLINED" and before != "DECLINED" and meeting.start_at > clock.now():
        needs_new_time(meeting, school, DECLINED)
    elif before == "DECLINED" and not _anybody_declined(meeting) and meeting.new_time == DECLINED:
        meeting.new_time = ""
    if said.partstat == "DELEGATED" and before != "DELEGATED":
        answer_letters.delegated(booking, school)


def withdraw(booking: Booking) -> None:
    """Take back the other time somebody proposed before: what they say now stands in its place."""
    suggestion = answers.suggestion(booking.meeting_id, booking.person_id)
    if suggestion:
        suggestion.refused = True


def note(booking: Booking, answer: Answer, word: str) -> str:
    """Write down what was said last, and say whether it "counts" or is about an "earlier" time."""
    stamp = _stamp(answer)
    last = (booking.answer_sequence, booking.answer_stamp)
    known = None if last[0] is None or last[1] is None else (last[0], last[1])
    weight = weigh(answer.sequence, stamp, booking.meeting.sequence, known)
    if weight == "old":
        raise Aside(OLD)
    booking.answer, booking.answer_sequence, booking.answer_stamp = word, answer.sequence, stamp
    return weight


def _stamp(answer: Answer) -> datetime:
    """When it was written. A clock that is ahead of ours must not outlast the answers to come."""
    return min(answer.stamp or clock.now(), clock.now())


def _anybody_declined(meeting: Meeting) -> bool:
    return any(row.partstat == "DECLINED" for row in meeting.bookings)
