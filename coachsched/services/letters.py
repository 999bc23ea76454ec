"""What is told by mail, written to the outbox in the transaction of what it tells of (design 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import current_app

from coachsched.core import ical, options
from coachsched.mail.compose import Letter, compose
from coachsched.mail.rendering import render
from coachsched.services import clock, links
from coachsched.services.finding import Search
from coachsched.store import session
from coachsched.store.meetings import Meeting
from coachsched.store.outbox import OutboxMessage
from coachsched.store.people import Membership, Person, School
from coachsched.store.proposals import Proposal


@dataclass(frozen=True)
class Line:
    """One option as a mail lists it; times are local."""

    klass: str
    subject: str
    room: str
    times: tuple[tuple[str, datetime, datetime], ...]
    link: str


def propose(proposal: Proposal, found: Search) -> None:
    """Ask the partners, with a link for each time that needs no password."""
    zone = found.time.zone
    proposer = next(member for member in found.people if member.person_id == proposal.proposer_id)
    for member in found.people:
        if member is proposer:
            continue
        lines = [
            Line(
                klass=option.klass,
                subject=option.subject,
                room=option.room,
                times=tuple(
                    (time.kind, time.start_at.astimezone(zone), time.end_at.astimezone(zone))
                    for time in option.times
                ),
                link=links.to_answer(proposal, member.person_id, option.id),
            )
            for option in proposal.options
        ]
        _write(
            member.person,
            member.school,
            f"proposal-{proposal.id}",
            "proposal",
            proposer=proposer.person,
            host=found.host.person,
            hosts=member is found.host,
            lines=lines,
            answer=links.to_answer(proposal, member.person_id),
        )


def none_left(proposal: Proposal, members: Sequence[Membership]) -> None:
    """Tell the proposer that every time of the proposal has been taken meanwhile."""
    for member in members:
        if member.person_id == proposal.proposer_id:
            page = links.to_page(f"/partnerships/{proposal.partnership_id}/slots")
            others = [other.person.name for other in members if other is not member]
            _write(
                member.person,
                member.school,
                f"none-left-{proposal.id}",
                "none_left",
                others=others,
                page=page,
            )


def not_now(proposal: Proposal, actor: Membership, until: date | None) -> None:
    """Tell the proposer, kindly and without a reason, that now is not the time."""
    page = links.to_page(f"/partnerships/{proposal.partnership_id}")
    _write(
        proposal.proposer,
        actor.school,
        f"not-now-{proposal.id}",
        "not_now",
        partner=actor.person,
        until=until,
        page=page,
    )


def invite(meeting: Meeting, school: School) -> None:
    """A REQUEST to everybody in the meeting, for a booking or a change (RFC 5546 3.2.2)."""
    _tell(meeting, school, "invitation", "REQUEST", ical.request(invitation(meeting, school)))


def call_off(meeting: Meeting, school: School) -> None:
    """A CANCEL to everybody in the meeting (RFC 5546 3.2.5)."""
    _tell(meeting, school, "cancellation", "CANCEL", ical.cancel(invitation(meeting, school)))


def decline_counter(
    meeting: Meeting,
    person: Person,
    school: School,
    reason: str,
    others: Sequence[tuple[datetime, datetime]] = (),
) -> None:
    """A DECLINECOUNTER to who proposed another time from their calendar (RFC 5546 3.2.8).

    ``reason`` is a sentence that says why it does not work, ``others`` are starts and ends of what would.
    The meeting stays as it is; only its stamp moves on, inside the caller's transaction.
    """
    row = next(row for row in meeting.bookings if row.person_id == person.id)
    zone = ZoneInfo(school.timezone)
    meeting.stamped_at = max(clock.now(), meeting.stamped_at + timedelta(seconds=1))
    to = ical.Attendee(person.name, person.email, row.partstat)
    _write(
        person,
        school,
        # Somebody may propose several times while the sequence stays the same.
        f"{meeting.uid.partition('@')[0]}-{meeting.sequence}-declinecounter-{meeting.stamped_at:%Y%m%d%H%M%S}",
        "counter_declined",
        calendar=ical.decline_counter(invitation(meeting, school), to),
        method="DECLINECOUNTER",
        title=title(meeting, school),
        reason=reason,
        start=meeting.start_at.astimezone(zone),
        end=meeting.end_at.astimezone(zone),
        times=[(start.astimezone(zone), end.astimezone(zone)) for start, end in others],
        answer=links.to_meeting(meeting, person.id),
    )


def invitation(meeting: Meeting, school: School) -> ical.Invitation:
    """The meeting as its iCalendar messages describe it; neutral, no focus (design 2)."""
    settings = current_app.config["SETTINGS"]
    return ical.Invitation(
        uid=meeting.uid,
        sequence=meeting.sequence,
        stamp=meeting.stamped_at,
        start=meeting.start_at,
        end=meeting.end_at,
        summary=title(meeting, school),
        description=description(meeting),
        location=meeting.room,
        organizer=ical.Attendee(school.name, settings.mail_from),
        attendees=tuple(
            ical.Attendee(row.person.name, row.person.email, row.partstat) for row in meeting.bookings
        ),
    )


def title(meeting: Meeting, school: School) -> str:
    """The neutral title of a meeting in the school's words: "Classroom visit"."""
    words = options.words(school.settings)
    text = {"plan": "planning talk", "visit": words["visit"], "debrief": words["debrief"]}[meeting.kind]
    return text[:1].upper() + text[1:]


def description(meeting: Meeting) -> str:
    """Who and where, as plain lines; the same for everybody in the meeting."""
    lesson = " ".join(part for part in (meeting.klass, meeting.subject) if part)
    lines = [", ".join(row.person.name for row in meeting.bookings)]
    if lesson:
        lines.append(lesson + (f" with {meeting.host.name}" if meeting.host else ""))
    lines.append(links.to_page(f"/meetings/{meeting.id}"))
    return "\n".join(lines)


def _tell(meeting: Meeting, school: School, template: str, method: str, calendar: bytes) -> None:
    zone = ZoneInfo(school.timezone)
    for row in meeting.bookings:
        _write(
            row.person,
            school,
            f"{meeting.uid.partition('@')[0]}-{meeting.sequence}-{method.lower()}",
            template,
            calendar=calendar,
            method=method,
            title=title(meeting, school),
            meeting=meeting,
            changed=meeting.sequence > 0,
            start=meeting.start_at.astimezone(zone),
            end=meeting.end_at.astimezone(zone),
            zone=school.timezone,
            others=[other.person.name for other in meeting.bookings if other is not row],
            hosts=row.person_id == meeting.host_id,
            page=links.to_page(f"/meetings/{meeting.id}"),
        )


def _write(
    person: Person,
    school: School,
    thing: str,
    template: str,
    *,
    calendar: bytes | None = None,
    method: str | None = None,
    **context: object,
) -> None:
    """Finish the message now, so that however often it is sent, it is the same bytes."""
    settings = current_app.config["SETTINGS"]
    now = clock.now()
    words = render(template, person=person, school=school, words=options.words(school.settings), **context)
    letter = Letter(
        to_name=person.name,
        to_email=person.email,
        from_name=school.name,
        from_email=settings.mail_from,
        reply_to=None,
        subject=words.subject,
        text=words.text,
        html=words.html,
        message_id=f"<{thing}.{person.id}@{settings.mailbox_domain}>",
        date=now,
        calendar=calendar,
        method=method,
    )
    session.add(
        OutboxMessage(
            school_id=school.id,
            person_id=person.id,
            message_id=letter.message_id,
            recipient=person.email,
            body=compose(letter),
            # Mail goes out in real time even where the demo stands still.
            due_at=clock.real(),
            created_at=now,
        )
    )
