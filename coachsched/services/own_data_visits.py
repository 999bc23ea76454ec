"""Partnerships, meetings, open lessons and cover, in the file of somebody's own data."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from coachsched.core.shared_link import SharedLink
from coachsched.services import clock, notes
from coachsched.store import history, meetings, partnerships, proposals
from coachsched.store import own_data as stored
from coachsched.store.cover_requests import CoverRequest
from coachsched.store.meetings import Meeting
from coachsched.store.partnerships import Partnership
from coachsched.store.people import Membership
from coachsched.store.proposals import Option, Proposal


def of(member: Membership, zone: ZoneInfo) -> dict[str, Any]:
    """What there is of somebody at one school; times as its clocks show them."""
    school, mine = member.school, member.person_id
    own = partnerships.of_person(school, mine, clock.today(school.timezone))
    return {
        "partnerships": [_partnership(member, one, zone) for one in own],
        "meetings": [_meeting(mine, one, zone) for one in meetings.of_person(school, mine)],
        "times_you_suggested": [
            {"meeting": _span(one.meeting, zone), **_span(one, zone), "refused": one.refused}
            for one in stored.suggestions(member)
        ],
        "asked_whether_it_was_you": [
            {
                "meeting": _span(one.meeting, zone),
                "answer_from": one.sender,
                "said": one.partstat,
                "came": iso(one.asked_at, zone),
                "state": one.state,
            }
            for one in stored.questions(member)
        ],
        "lessons_you_opened": [
            {
                "date": iso(one.date),
                "period": one.period,
                "class": one.klass,
                "subject": one.subject,
                "line": one.line,
                "places": one.places,
                "opened": iso(one.opened_at, zone),
            }
            for one in stored.opened(member)
        ],
        "lessons_others_take": [_covered(one, zone) for one in stored.covered(member)],
        "lessons_in_half_days": [_span(one, zone) for one in stored.in_half_days(member)],
    }


def iso(value: date | datetime | None, zone: ZoneInfo | None = None) -> str | None:
    """A date, or an instant as the clocks of a place show it, in ISO 8601."""
    if isinstance(value, datetime) and zone is not None:
        value = value.astimezone(zone).replace(microsecond=0)
    return value.isoformat() if value else None


def _partnership(member: Membership, partnership: Partnership, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "with": [str(one.person.name) for one in partnership.members if one.person_id != member.person_id],
        "coach": partnership.coach_id == member.person_id,
        "history": [
            {"date": iso(event.date), "what": event.what, "until": iso(event.until)}
            for event in history.events(partnership.id)
        ],
        "coordinator_spoke": iso(partnership.spoken_on),
        "reminded": [iso(on) for on in stored.nudged(partnership.id)],
        "links": [_link(kept.link) for kept in notes.of(member, partnership.id).links],
        "proposals": [_proposal(member, one, zone) for one in proposals.of_partnership(partnership.id)],
    }


def _link(link: SharedLink | None) -> dict[str, str]:
    return {"title": link.title, "address": link.address} if link else {}


def _proposal(member: Membership, proposal: Proposal, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "sent": iso(proposal.sent_at, zone),
        "by_you": proposal.proposer_id == member.person_id,
        "host": str(proposal.host.name),
        "state": proposal.state,
        "answered": iso(proposal.answered_at, zone),
        "to_look_at": notes.focus(member, proposal) or "",
        "kind_of_visit": proposal.visit_kind,
        "wants_debrief": proposal.wants_debrief,
        "options": [_option(one, zone) for one in proposal.options],
    }


def _option(option: Option, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "class": option.klass,
        "subject": option.subject,
        "room": option.room,
        "times": [{"kind": one.kind, **_span(one, zone)} for one in option.times],
    }


def _meeting(person_id: int, meeting: Meeting, zone: ZoneInfo) -> dict[str, Any]:
    mine = next(row for row in meeting.bookings if row.person_id == person_id)
    return {
        "kind": meeting.kind,
        "state": meeting.state,
        **_span(meeting, zone),
        "period": meeting.period,
        "class": meeting.klass,
        "subject": meeting.subject,
        "room": meeting.room,
        "people": [str(row.person.name) for row in meeting.bookings],
        "host": str(meeting.host.name) if meeting.host else None,
        "kind_of_visit": meeting.visit_kind,
        "wants_debrief": meeting.wants_debrief,
        "your_answer": mine.answer or mine.partstat,
    }


def _covered(request: CoverRequest, zone: ZoneInfo) -> dict[str, Any]:
    entry = request.covering
    colleague = [str(row.person.name) for row in entry.bookings] if entry and request.is_taken else []
    return {
        **_span(request, zone),
        "period": request.period,
        "class": request.klass,
        "subject": request.subject,
        "room": request.room,
        "state": request.state,
        "by": [*colleague, *filter(None, [request.covered_by])],
        "asked": iso(request.asked_at, zone),
    }


def _span(thing: Any, zone: ZoneInfo) -> dict[str, str | None]:
    return {"start": iso(thing.start_at, zone), "end": iso(thing.end_at, zone)}
