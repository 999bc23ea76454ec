"""What those who arrange cover are told by mail: at once where time is short, else with the morning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import uuid4
from zoneinfo import ZoneInfo

from coachsched.core import options
from coachsched.services import clock, cover_page, links
from coachsched.services.cover_page import Card
from coachsched.services.posting import message_id, post
from coachsched.store import outbox, people, schools
from coachsched.store.cover import CoverRequest
from coachsched.store.people import Membership, School

News = Literal["asked", "again"]


@dataclass(frozen=True)
class Line:
    """A lesson that wants somebody, as a mail lists it; times are local."""

    card: Card
    start: datetime
    end: datetime


def asked(requests: Sequence[CoverRequest]) -> None:
    """Say that cover is certainly wanted, inside the caller's transaction.

    Whoever arranges it hears of it at once where it must be settled by tomorrow, else in the morning.
    """
    soon = [request for request in requests if _is_soon(request)]
    if soon:
        _tell(soon, "asked", by=soon[0].person_id)


def again(request: CoverRequest) -> None:
    """Say that whoever was to take a class cannot, once, inside the caller's transaction."""
    assert request.covering is not None, "somebody was to take it"
    _tell([request], "again", about=request.covering.uid.partition("@")[0])


def morning(school: School) -> list[Line]:
    """What wants somebody today, for the mails of the morning."""
    return [_line(card, school) for card in cover_page.wanting(school)]


def arrangers(school: School) -> list[Membership]:
    """Those who arrange cover at a school."""
    return [one for one in people.memberships(school) if arranges(one) and one.person.active]


def arranges(member: Membership) -> bool:
    return "cover" in member.roles


def _is_soon(request: CoverRequest) -> bool:
    school = _school(request)
    days = schools.school_time(school).calendar.school_days_between(
        clock.today(school.timezone), request.date
    )
    return days <= options.cover_rules(school.settings).lead_days + 1


def _tell(requests: Sequence[CoverRequest], news: News, about: str = "", by: int | None = None) -> None:
    school = _school(requests[0])
    lines = [_line(cover_page.card(request, news), school) for request in requests]
    what = f"cover-{news}-{about or uuid4().hex[:12]}"
    known = outbox.written([message_id(what, one.person_id) for one in arrangers(school)])
    for member in arrangers(school):
        if message_id(what, member.person_id) in known:
            continue
        post(
            member.person, school, what, "cover_wanted",
            by=by, news=news, cover=lines, page=links.to_page("/cover"), zone=school.timezone,
        )  # fmt: skip


def _line(card: Card, school: School) -> Line:
    zone = ZoneInfo(school.timezone)
    return Line(card, card.start_at.astimezone(zone), card.end_at.astimezone(zone))


def _school(request: CoverRequest) -> School:
    school = schools.get(request.school_id)
    assert school is not None, "a request belongs to a school"
    return school
