"""All that is kept about somebody, for themselves: one file, whose form docs/my-data.md tells.

Plain values: dates and times are ISO 8601, times those of the school, lists in order of time.
"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from coachsched.services import asks, busy_calendars, clock, looking, own_data_visits
from coachsched.services.own_data_visits import iso
from coachsched.store import busy_calendars as calendars
from coachsched.store import identities, imports, own_time, sign_ins
from coachsched.store import own_data as stored
from coachsched.store.people import Membership, Person


def data(actor: Membership) -> dict[str, Any]:
    """Everything that is kept about somebody, at each of their schools.

    Of others it says what the pages show them: names they know, and nothing that others said or did
    where only these may know it.
    """
    person = actor.person
    return {
        "made": iso(clock.now(), ZoneInfo(actor.school.timezone)),
        **_account(person, ZoneInfo(actor.school.timezone)),
        "schools": [_at_school(member) for member in sorted(person.memberships, key=lambda one: one.id)],
    }


def _account(person: Person, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "name": person.name,
        "email": person.email,
        "other_addresses": [
            {"address": one.address, "confirmed": iso(one.confirmed_at, zone)}
            for one in stored.other_addresses(person.id)
        ],
        "since": iso(person.created_at, zone),
        "first_signed_in": iso(person.came_at, zone),
        "mail_came_back": iso(person.bounced_at, zone),
        "language": person.language,
        "has_password": person.password_hash is not None,
        "signs_in_with": [
            {"issuer": one.issuer, "subject": one.subject, "since": iso(one.linked_at, zone)}
            for one in identities.of_person(person.id)
        ],
        "signed_in": [
            {"since": iso(row.created_at, zone), "last_used": iso(row.seen_at, zone)}
            for row in sign_ins.of_person(person.id)
        ],
    }


def _at_school(member: Membership) -> dict[str, Any]:
    school, zone = member.school, ZoneInfo(member.school.timezone)
    aliases = imports.aliases(school).get(member.id, [])
    return {
        "school": school.name,
        "roles": list(member.roles),
        "faculty": member.faculty,
        "in_the_timetable": member.teacher,
        "also_in_the_timetable": [alias.name for alias in aliases],
        "reminders": {"mail": member.notice, "alarm_minutes": member.alarm_minutes},
        "timetable": _timetable(member),
        "own_time": _own_time(member),
        "own_calendar": _own_calendar(member, zone),
        "feeds": [{"kind": one.kind, "changed": iso(one.changed_at, zone)} for one in stored.feeds(member)],
        **_looking(member),
        **own_data_visits.of(member, zone),
        **_mail(member, zone),
    }


def _timetable(member: Membership) -> list[dict[str, Any]]:
    return [
        {
            "from": iso(first),
            "week": row.week,
            "day": row.day,
            "period": row.period,
            "end_period": row.end_period,
            "class": row.klass,
            "subject": row.subject,
            "room": row.room,
            "kind": row.kind,
        }
        for first, row in stored.timetable(member)
    ]


def _own_time(member: Membership) -> list[dict[str, Any]]:
    return [
        {
            "kind": one.kind,
            "day": one.label,
            "period": one.period,
            "from": iso(one.first),
            "to": iso(one.last),
        }
        for one in own_time.rows_of(member)
    ]


def _own_calendar(member: Membership, zone: ZoneInfo) -> dict[str, Any] | None:
    """Whose server it is on; the address opens all of it to whoever finds this file."""
    told, row = busy_calendars.of(member), calendars.of_member(member)
    if told is None or row is None:
        return None
    return {
        "at": str(told.host),
        "last_read": iso(told.fetched_at, zone),
        "trouble": str(told.error),
        "busy": [
            {"start": iso(one.start_at, zone), "end": iso(one.end_at, zone)} for one in stored.busy(row)
        ],
    }


def _looking(member: Membership) -> dict[str, Any]:
    """What the page "Looking for a partner" shows, and whose question they put aside themselves.

    Not the line they wrote with a question: that it is gone would tell that it was put aside.
    """
    wish = looking.mine(member)
    return {
        "looking": vars(wish) if wish else None,
        "asked": [{"who": str(one.member.person.name), "on": iso(one.on)} for one in asks.sent(member)],
        "asked_by": [
            {"who": str(one.member.person.name), "part": one.part, "words": one.words}
            for one in asks.received(member)
        ],
        "not_for_me": [str(one.person.name) for one in stored.put_aside(member)],
        "would_like_to_be_with": [str(one.other.name) for one in stored.wishes(member)],
    }


def _mail(member: Membership, zone: ZoneInfo) -> dict[str, Any]:
    addresses = [member.person.email, *(one.address for one in stored.other_addresses(member.person_id))]
    return {
        "mail": [
            {
                "letter": one.kind,
                "to": one.recipient,
                "state": one.state,
                "written": iso(one.created_at, zone),
                "sent": iso(one.sent_at, zone),
            }
            for one in stored.mail(member)
        ],
        "mail_kept_aside": [
            {"from": one.sender, "came": iso(one.received_at, zone), "why": str(one.reason)}
            for one in stored.kept_aside(member, addresses)
        ],
        "files": [
            {"kind": one.kind, "name": one.file_name, "brought": iso(one.created_at, zone)}
            for one in stored.files(member)
        ],
    }
