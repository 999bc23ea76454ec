"""What is told by mail, written to the outbox in the transaction of what it tells of (design 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import uuid4
from zoneinfo import ZoneInfo

from flask import current_app

from coachsched.core import ical
from coachsched.services import clock, links
from coachsched.services.cover_words import ToCover, of_requests
from coachsched.services.finding import Search
from coachsched.services.meeting_words import description, stays, title, titles
from coachsched.services.picks import FreshTime
from coachsched.services.posting import in_language_of, post
from coachsched.store import people
from coachsched.store.cover_requests import CoverRequest
from coachsched.store.meetings import Booking, Meeting
from coachsched.store.people import Membership, Person, School
from coachsched.store.proposals import Proposal

# What is new about a meeting: its time, only its room or people, or that it stands again.
News = Literal["booked", "moved", "changed", "back"]

# What a colleague who takes a class gets in place of what partners get.
OF_COVER = {"invitation": "cover", "cancellation": "cover_off", "counter_declined": "cover_stays"}


@dataclass(frozen=True)
class Line:
    """One option as a mail lists it; times are local."""

    klass: str
    subject: str
    room: str
    times: tuple[tuple[str, datetime, datetime], ...]
    link: str
    cover: tuple[ToCover, ...] = ()


def propose(proposal: Proposal, found: Search, asked: Sequence[CoverRequest] = ()) -> None:
    """Ask the partners, with a link for each time that needs no password; ``asked`` is cover for them."""
    proposer = next(member for member in found.people if member.person_id == proposal.proposer_id)
    for member in found.people:
        if member is proposer:
            continue
        post(
            member.person,
            member.school,
            f"proposal-{proposal.id}",
            "proposal",
            by=proposal.proposer_id,
            proposer=proposer.person,
            host=found.host.person,
            hosts=member is found.host,
            lines=_lines(proposal, found, member, asked),
            answer=links.to_answer(proposal, member.person_id),
        )


def _lines(
    proposal: Proposal, found: Search, member: Membership, asked: Sequence[CoverRequest]
) -> list[Line]:
    zone = found.time.zone
    return [
        Line(
            klass=option.klass,
            subject=option.subject,
            room=option.room,
            times=tuple(
                (time.kind, time.start_at.astimezone(zone), time.end_at.astimezone(zone))
                for time in option.times
            ),
            link=links.to_answer(proposal, member.person_id, option.id),
            cover=of_requests([one for one in asked if one.option_id == option.id], member.person_id),
        )
        for option in proposal.options
    ]


def none_left(
    proposal: Proposal, members: Sequence[Membership], fresh: Sequence[FreshTime] | None = None
) -> None:
    """Tell the proposer that every time of the proposal has been taken meanwhile.

    Or that the last could not be covered: then with ``fresh`` times, as many as there are.
    """
    for member in members:
        if member.person_id == proposal.proposer_id:
            post(
                member.person,
                member.school,
                f"none-left-{proposal.id}",
                "none_left",
                urgent=False,
                others=[other.person.name for other in members if other is not member],
                page=links.to_page(f"/partnerships/{proposal.partnership_id}/slots"),
                host_id=proposal.host_id,
                uncovered=fresh is not None,
                fresh=fresh or (),
            )


def not_now(proposal: Proposal, actor: Membership, until: date | None) -> None:
    """Tell the proposer, kindly and without a reason, that now is not the time."""
    post(
        proposal.proposer,
        actor.school,
        f"not-now-{proposal.id}",
        "not_now",
        by=actor.person_id,
        partner=actor.person,
        until=until,
        page=links.to_page(f"/partnerships/{proposal.partnership_id}"),
    )


def invite(
    meeting: Meeting,
    school: School,
    *,
    by: int | None = None,
    news: News | None = None,
    new_to: int | None = None,
) -> None:
    """A REQUEST to everybody in the meeting, for a booking or a change (RFC 5546 3.2.2).

    ``by`` is who booked or changed it. Without ``news`` a meeting that was there before has a new time; to
    the person ``new_to`` it is new whatever it is to the others.
    """
    news = news or ("moved" if meeting.sequence else "booked")
    alarms = people.alarms(school, [row.person_id for row in meeting.bookings])
    for row in meeting.bookings:
        with in_language_of(row.person, school):
            calendar = ical.request(invitation(meeting, school, alarms.get(row.person_id)))
        told = "booked" if row.person_id == new_to else news
        _tell(meeting, row, school, "invitation", "REQUEST", calendar, by=by, news=told)


def call_off(
    meeting: Meeting, school: School, fresh: Sequence[FreshTime] = (), *, goes_along: bool = False
) -> None:
    """A CANCEL to everybody in the meeting (RFC 5546 3.2.5), with fresh times where there are some.

    ``goes_along`` is of one that gets its new time with its visit, in a letter of its own.
    """
    for row in meeting.bookings:
        with in_language_of(row.person, school):
            calendar = ical.cancel(invitation(meeting, school))
        _tell(meeting, row, school, "cancellation", "CANCEL", calendar, fresh=fresh, goes_along=goes_along)


def hold(visit: Meeting, school: School, together: Sequence[Meeting], *, by: int) -> None:
    """Tell the others that times were accepted which are held until cover is found. ``by`` is who did."""
    zone = ZoneInfo(school.timezone)
    names = {row.person_id: row.person.name for row in visit.bookings}
    along = [
        (one.kind, one.start_at.astimezone(zone), one.end_at.astimezone(zone))
        for one in together
        if one is not visit
    ]
    for row in visit.bookings:
        if row.person_id != by:
            _tell(visit, row, school, "held", "held", by=by, accepter=names[by], along=along)


def call_off_held(meeting: Meeting, school: School) -> None:
    """Tell everybody in a meeting that was only held; no calendar had it as certain."""
    for row in meeting.bookings:
        _tell(meeting, row, school, "cancellation", "held-off", held=True)


def new_time(
    meeting: Meeting, school: School, fresh: Sequence[FreshTime], together: Sequence[Meeting] = ()
) -> None:
    """One letter to everybody in a meeting that needs a new time, and in what goes with it."""
    # The same meeting may need one again, so the number is not made of what it is about.
    what = f"new-time-{uuid4().hex[:12]}"
    for row in meeting.bookings:
        _tell(meeting, row, school, "new_time", what, fresh=fresh, together=together)


def let_go(meeting: Meeting, row: Booking, school: School, reason: str = "") -> None:
    """A CANCEL for one person, whom the meeting goes on without (RFC 5546 3.2.5)."""
    with in_language_of(row.person, school):
        calendar = ical.cancel(invitation(meeting, school), only=(_attendee(row),))
    _tell(meeting, row, school, "departure", "CANCEL", calendar, reason=reason)


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
    meeting.stamped_at = next_stamp(meeting)
    with in_language_of(row.person, school):
        calendar = ical.decline_counter(invitation(meeting, school), _attendee(row))
    _tell(
        meeting,
        row,
        school,
        "counter_declined",
        "DECLINECOUNTER",
        calendar,
        # Somebody may propose several times while the sequence stays the same.
        part=f"-{meeting.stamped_at:%Y%m%d%H%M%S}",
        reason=reason,
        times=[(start.astimezone(zone), end.astimezone(zone)) for start, end in others],
    )


def next_stamp(meeting: Meeting) -> datetime:
    """A strictly later DTSTAMP, also where the clock stands still (RFC 5546 2.1.5)."""
    return max(clock.now(), meeting.stamped_at + timedelta(seconds=1))


def invitation(meeting: Meeting, school: School, alarm_minutes: int | None = None) -> ical.Invitation:
    """The meeting as its iCalendar messages describe it, in the language spoken; no focus (design 2)."""
    settings = current_app.config["SETTINGS"]
    names = [row.person.name for row in meeting.bookings]
    host = meeting.host.name if meeting.host else None
    return ical.Invitation(
        uid=meeting.uid,
        sequence=meeting.sequence,
        stamp=meeting.stamped_at,
        start=meeting.start_at,
        end=meeting.end_at,
        summary=str(title(titles(school.settings), meeting.kind, meeting.klass)),
        description=description(meeting.kind, meeting.id, names, meeting.klass, meeting.subject, host),
        location=meeting.room,
        organizer=ical.Attendee(school.name, settings.mail_from),
        attendees=tuple(_attendee(row) for row in meeting.bookings),
        tentative=meeting.state == "waiting",
        alarm_minutes=alarm_minutes,
        stays=stays(meeting),
    )


def _attendee(row: Booking) -> ical.Attendee:
    return ical.Attendee(row.person.name, row.person.email, row.partstat)


def _tell(
    meeting: Meeting,
    row: Booking,
    school: School,
    template: str,
    what: str,
    calendar: bytes | None = None,
    *,
    by: int | None = None,
    part: str = "",
    **context: Any,
) -> None:
    """A letter to one of them; ``what`` is the calendar object's method, or else a name of its own."""
    zone = ZoneInfo(school.timezone)
    post(
        row.person,
        school,
        f"{meeting.uid.partition('@')[0]}-{meeting.sequence}-{what.lower()}{part}",
        OF_COVER.get(template, template) if meeting.kind == "cover" else template,
        calendar=calendar,
        method=what if calendar else None,
        by=by,
        title=title(titles(school.settings), meeting.kind, meeting.klass),
        meeting=meeting,
        start=meeting.start_at.astimezone(zone),
        end=meeting.end_at.astimezone(zone),
        zone=school.timezone,
        others=[other.person.name for other in meeting.bookings if other is not row],
        hosts=row.person_id == meeting.host_id,
        stays=stays(meeting),
        answer=links.to_meeting(meeting, row.person_id),
        page=links.to_page(links.path_to_own(meeting.kind, meeting.id)),
        **context,
    )
