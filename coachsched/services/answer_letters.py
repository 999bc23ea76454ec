"""Mails that answers from calendars lead to: another time suggested, an answer passed on, "was this you?"."""

from __future__ import annotations

from uuid import uuid4
from zoneinfo import ZoneInfo

from coachsched.services import links
from coachsched.services.meeting_words import stays, titles
from coachsched.services.posting import post
from coachsched.store.answers import Question, Suggestion
from coachsched.store.meetings import Booking, Meeting
from coachsched.store.people import School


def suggest(suggestion: Suggestion, meeting: Meeting) -> None:
    """Ask everybody else in the meeting, each with a link of their own to take the suggested time."""
    school = meeting.school
    zone = ZoneInfo(school.timezone)
    proposer = next(row.person for row in meeting.bookings if row.person_id == suggestion.person_id)
    for row in meeting.bookings:
        if row.person_id != proposer.id:
            post(
                row.person,
                school,
                f"suggestion-{uuid4()}",
                "suggestion",
                proposer=proposer,
                kind=meeting.kind,
                title=titles(school.settings)[meeting.kind],
                before=(meeting.start_at.astimezone(zone), meeting.end_at.astimezone(zone)),
                after=(suggestion.start_at.astimezone(zone), suggestion.end_at.astimezone(zone)),
                link=links.to_page(links.path_to_suggestion(suggestion, row.person_id)),
            )


def delegated(booking: Booking, school: School) -> None:
    """Tell who passed their invitation on, kindly, that it is between the partners, and what to do."""
    meeting = booking.meeting
    start = meeting.start_at.astimezone(ZoneInfo(school.timezone))
    post(
        booking.person,
        school,
        f"delegated-{uuid4()}",
        "delegated",
        kind=meeting.kind,
        title=titles(school.settings)[meeting.kind],
        start=start,
        others=[row.person.name for row in meeting.bookings if row is not booking],
        stays=stays(meeting),
        page=links.to_page(f"/meetings/{meeting.id}"),
    )


def was_this_you(question: Question, booking: Booking) -> None:
    """Ask somebody whether an answer in their name was theirs; it counts only if they say so."""
    meeting = booking.meeting
    school = meeting.school
    post(
        booking.person,
        school,
        # Asked again about the same meeting, it is another mail.
        f"was-this-you-{question.id}-{uuid4().hex[:12]}",
        "was_this_you",
        kind=meeting.kind,
        start=meeting.start_at.astimezone(ZoneInfo(school.timezone)),
        answer="COUNTER" if question.method == "COUNTER" else question.partstat,
        link=links.to_page(links.path_to_question(question)),
    )
