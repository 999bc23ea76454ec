"""What somebody does with their own account: choose a password, sign out elsewhere, take their data along."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from coachsched.core.errors import InputError
from coachsched.core.shared_link import SharedLink
from coachsched.services import accounts, clock, notes
from coachsched.services.unit import transaction
from coachsched.store import feeds, history, identities, meetings, own_time, partnerships, proposals, sign_ins
from coachsched.store.meetings import Meeting
from coachsched.store.partnerships import Partnership
from coachsched.store.people import Membership
from coachsched.store.proposals import Proposal


def choose_password(actor: Membership, token: str, old: str, new: str) -> None:
    """Set a password and end every other sign-in; raises InputError, SignInError after too many tries.

    Whoever has one says it first: a browser left open must not be enough to take an account over.
    """
    accounts.check_password(actor.person, old)
    if fault := accounts.password_fault(new):
        raise InputError(fault)
    hashed = accounts.hash_password(new)
    with transaction():
        actor.person.password_hash = hashed
        sign_ins.end_all(actor.person_id, but=accounts.token_hash(token))


def choose_language(actor: Membership, code: str) -> None:
    """Speak to them in a language that is offered, on pages and in mails."""
    with transaction():
        actor.person.language = code
        feeds.touch_person(actor.person_id, clock.now())


def sign_out_elsewhere(actor: Membership, token: str) -> None:
    """End every sign-in but this one."""
    with transaction():
        sign_ins.end_all(actor.person_id, but=accounts.token_hash(token))


def data(actor: Membership) -> dict[str, Any]:
    """Everything that is kept about somebody, at each of their schools, as plain values; local times.

    Of their partners it says the names, which they know, and nothing that only the partners' own pages say.
    """
    person = actor.person
    return {
        "name": person.name,
        "email": person.email,
        "since": person.created_at.date().isoformat(),
        "language": person.language,
        "has_password": person.password_hash is not None,
        "signs_in_with": [
            {"issuer": one.issuer, "subject": one.subject, "since": one.linked_at.isoformat()}
            for one in identities.of_person(person.id)
        ],
        "signed_in": [row.created_at.isoformat() for row in sign_ins.of_person(person.id)],
        "schools": [_at_school(member) for member in person.memberships],
    }


def _at_school(member: Membership) -> dict[str, Any]:
    school, zone = member.school, ZoneInfo(member.school.timezone)
    today = clock.today(school.timezone)
    own = partnerships.of_person(school, member.person_id, today)
    return {
        "school": school.name,
        "roles": list(member.roles),
        "faculty": member.faculty,
        "in_the_timetable": member.teacher,
        "reminders": {"mail": member.notice, "alarm_minutes": member.alarm_minutes},
        "own_time": [
            {
                "kind": one.kind,
                "day": one.label,
                "period": one.period,
                "from": _iso(one.first),
                "to": _iso(one.last),
            }
            for one in own_time.rows_of(member)
        ],
        "partnerships": [_partnership(member, one) for one in own],
        "meetings": [_meeting(one, zone) for one in meetings.of_person(school, member.person_id)],
    }


def _partnership(member: Membership, partnership: Partnership) -> dict[str, Any]:
    return {
        "with": [one.person.name for one in partnership.members if one.person_id != member.person_id],
        "coach": partnership.coach_id == member.person_id,
        "history": [
            {"date": _iso(event.date), "what": event.what, "until": _iso(event.until)}
            for event in history.events(partnership.id)
        ],
        "links": [_link(kept.link) for kept in notes.of(member, partnership.id).links],
        "proposals": [_proposal(member, one) for one in proposals.of_partnership(partnership.id)],
    }


def _link(link: SharedLink | None) -> dict[str, str]:
    return {"title": link.title, "address": link.address} if link else {}


def _proposal(member: Membership, proposal: Proposal) -> dict[str, Any]:
    return {
        "sent": proposal.sent_at.isoformat(),
        "by_you": proposal.proposer_id == member.person_id,
        "state": proposal.state,
        "to_look_at": notes.focus(member, proposal) or "",
    }


def _meeting(meeting: Meeting, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "kind": meeting.kind,
        "state": meeting.state,
        "start": meeting.start_at.astimezone(zone).isoformat(),
        "end": meeting.end_at.astimezone(zone).isoformat(),
        "class": meeting.klass,
        "subject": meeting.subject,
        "room": meeting.room,
        "people": [row.person.name for row in meeting.bookings],
    }


def _iso(value: date | datetime | None) -> str | None:
    return value.isoformat() if value else None
