"""Whether an answer from a calendar counts: it comes from the person it speaks for (RFC 6047 2.2.1)."""

from __future__ import annotations

from collections.abc import Mapping

from coachsched.core.itip import ANSWERS, Answer, Said, of_sender
from coachsched.core.phrases import phrase
from coachsched.mail.reading.letters import Letter
from coachsched.services import questions, replies, reply_addresses, suggestions
from coachsched.services.replies import Aside
from coachsched.store import answers
from coachsched.store.meetings import Booking, Meeting

CALLED_OFF = phrase("It answers a meeting that has been called off.")
OTHERS = phrase("It speaks for somebody else than its sender.")
NOT_CERTAIN = phrase("Nothing vouches for its sender; the person it speaks for is asked whether it was them.")
NO_ANSWER = phrase("It says neither yes nor no.")


def hear(letter: Letter, answer: Answer, meeting: Meeting) -> None:
    """Let an answer count if it comes from the person it speaks for, inside the caller's transaction.

    The sender is the attendee, or has confirmed the address; and either the letter came to the address that
    only this person was given, or our own mail server vouches for its sender. Raises Aside otherwise.
    """
    if meeting.state != "booked":
        raise Aside(CALLED_OFF)
    known = answers.addresses([row.person_id for row in meeting.bookings])
    booking, said = _whose(letter, answer, meeting, known)
    if answer.method == "REPLY" and said.partstat not in ANSWERS:
        raise Aside(NO_ANSWER)
    if answer.method == "COUNTER" and answer.fault:
        raise Aside(answer.fault)
    genuine = known.get(letter.sender) == booking.person_id
    if not (genuine and _is_backed(letter, booking.person_id)):
        questions.ask(letter, answer, said.partstat, booking, by_mail=genuine)
        raise Aside(NOT_CERTAIN)
    booking.person.bounced_at = None
    if answer.method == "COUNTER":
        suggestions.hear(booking, answer)
    else:
        replies.reply(booking, answer, said)


def _whose(
    letter: Letter, answer: Answer, meeting: Meeting, known: Mapping[str, int]
) -> tuple[Booking, Said]:
    """Who in the meeting it speaks for, and with which word; raises Aside where that cannot be told."""
    rows = {row.person_id: row for row in meeting.bookings}
    sender = known.get(letter.sender)
    if sender is not None:
        theirs = {address for address, person in known.items() if person == sender}
        said = of_sender(answer, letter.sender, theirs)
        if said is None and answer.method == "COUNTER":
            # Programs repeat the guest list, or leave it out: the proposer is who wrote.
            said = Said(letter.sender, "")
        if said is not None:
            return rows[sender], said
    named = [said for said in answer.attendees if said.address in known]
    stranger = sender is None and answers.person_at(letter.sender) is None
    if not answer.attendees:
        raise Aside(NO_ANSWER)
    if not stranger or len({known[said.address] for said in named}) != 1:
        raise Aside(OTHERS)
    return rows[known[named[0].address]], named[0]


def _is_backed(letter: Letter, person_id: int) -> bool:
    """Whether it came to this person's own address, or our mail server says that its sender is genuine."""
    to_theirs = any(reply_addresses.person_of(address) == person_id for address in letter.recipients)
    return to_theirs or letter.vouched
