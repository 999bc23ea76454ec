""" "Was this you?": answers in somebody's name that nothing vouches for, shown to that person (design 7)."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from flask import current_app

from coachsched.core.errors import ConflictError
from coachsched.core.itip import Answer, Said
from coachsched.core.phrases import phrase
from coachsched.mail.reading.letters import Letter
from coachsched.services import answer_letters, clock, links, replies, suggestions
from coachsched.services.replies import Aside
from coachsched.services.unit import transaction
from coachsched.store import answers, session
from coachsched.store.answers import EmailAlias, Question
from coachsched.store.meetings import Booking

# However many messages somebody forges, nobody is asked more often than this by mail.
MOST_MAILS, A_DAY = 3, timedelta(days=1)


def ask(letter: Letter, answer: Answer, partstat: str, booking: Booking, by_mail: bool) -> None:
    """Keep an answer until its person says whether it is theirs, inside the caller's transaction.

    They see it when they sign in. A mail asks them too if it came from their own address and this
    installation has no mail server to tell forgeries from answers: where it has, what it does not vouch for
    may well be forged, and must not be a way to send people mail. Once a meeting; again only after a yes.
    """
    found = answers.question(booking.meeting_id, booking.person_id)
    question = found or Question(meeting_id=booking.meeting_id, person_id=booking.person_id)
    if found is None:
        session.add(question)
    if question.state == "confirmed":
        # Their mail is genuine as far as they know, and what they say next is not to be lost.
        question.mailed_at = None
    question.state, question.sender, question.asked_at = "open", letter.sender, clock.now()
    question.method, question.partstat, question.sequence = answer.method, partstat, answer.sequence
    question.stamped_at = answer.stamp or clock.now()
    question.start_at, question.end_at = answer.start, answer.end
    session.flush()
    if by_mail and _may_mail(question):
        question.mailed_at = clock.now()
        answer_letters.was_this_you(question, booking)


def _may_mail(question: Question) -> bool:
    can_tell = current_app.config["SETTINGS"].authserv_id is not None
    asked = answers.mailed_since(question.person_id, clock.now() - A_DAY)
    ahead = question.meeting.start_at > clock.now()
    return not can_tell and ahead and question.mailed_at is None and asked < MOST_MAILS


def shown(question: Question) -> str:
    """What a page shows of an answer, in short: what is confirmed must be what was read."""
    said = (question.method, question.partstat, question.sender, str(question.start_at))
    return sha256("\n".join(said).encode()).hexdigest()[:16]


def confirm(token: str, keep_address: bool = False, read: str | None = None) -> Question:
    """It was them: the answer counts now, and with ``keep_address`` so do later ones from there.

    ``read`` is what the page had ``shown``, where there was one. Raises NotFoundError, ConflictError where it
    was settled before, counts no more, or another answer has taken its place meanwhile.
    """
    with transaction():
        member, question = links.read_question(token, lock=True)
        if question.state != "open":
            raise ConflictError(phrase("This has been settled already."))
        if read not in (None, shown(question)):
            raise ConflictError(phrase("Another mail in your name has come meanwhile. Please read it first."))
        if question.meeting.state != "booked":
            raise ConflictError(phrase("This meeting has been called off meanwhile."))
        if keep_address and answers.person_at(question.sender) is None:
            session.add(
                EmailAlias(person_id=member.person_id, address=question.sender, confirmed_at=clock.now())
            )
        question.state = "confirmed"
        booking = next(row for row in question.meeting.bookings if row.person_id == member.person_id)
        try:
            _apply(question, booking)
        except Aside:
            raise ConflictError(phrase("You have given a newer answer since; that one stands.")) from None
    return question


def deny(token: str) -> Question:
    """It was not them: nothing changes. Raises NotFoundError, ConflictError."""
    with transaction():
        _, question = links.read_question(token, lock=True)
        if question.state != "open":
            raise ConflictError(phrase("This has been settled already."))
        question.state = "denied"
    return question


def _apply(question: Question, booking: Booking) -> None:
    said = Said(question.sender, question.partstat)
    answer = Answer(
        method=question.method,
        uid=question.meeting.uid,
        sequence=question.sequence,
        stamp=question.stamped_at,
        attendees=(said,),
        start=question.start_at,
        end=question.end_at,
    )
    if answer.method == "COUNTER":
        suggestions.hear(booking, answer)
    else:
        replies.reply(booking, answer, said)
