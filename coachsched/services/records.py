"""Somebody's own record of taking part, to hand in for credit: dates and minutes, signed by the app."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from coachsched.core.errors import NotFoundError
from coachsched.core.phrases import phrase
from coachsched.services import clock
from coachsched.services.links import to_page
from coachsched.store import meetings
from coachsched.store.meetings import Meeting
from coachsched.store.people import Membership


@dataclass(frozen=True)
class Record:
    """What was held with somebody in it, in order; ``proof`` is the address where it can be checked."""

    name: str
    school: str
    held: tuple[Meeting, ...]
    minutes: int
    proof: str


@dataclass(frozen=True)
class Issued:
    """What the app signed on a day: whose record, over which dates, how many meetings and minutes."""

    name: str
    school: str
    first: date | None
    last: date | None
    meetings: int
    minutes: int
    issued: date


def own(actor: Membership) -> Record:
    """The actor's own record up to now, at the school they are signed in to."""
    held = tuple(meetings.held_of_person(actor.school, actor.person_id, clock.now()))
    minutes = sum(length(one.start_at, one.end_at) for one in held)
    dates = [one.date.isoformat() for one in held]
    said = [
        actor.person.name,
        actor.school.name,
        min(dates, default=""),
        max(dates, default=""),
        len(held),
        minutes,
        clock.today(actor.school.timezone).isoformat(),
    ]
    proof = to_page(f"/records/{_signer().dumps(said)}")
    return Record(actor.person.name, actor.school.name, held, minutes, proof)


def issued(token: str) -> Issued:
    """What a record's proof says; raises NotFoundError for what this installation never signed."""
    try:
        name, school, first, last, count, minutes, on = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        raise NotFoundError(
            phrase("This record was not issued here, or its address is not complete.")
        ) from None
    return Issued(name, school, _date(first), _date(last), count, minutes, date.fromisoformat(on))


def hours(minutes: int) -> str:
    """5 h 20 min."""
    if minutes < 60:
        return phrase("%(minutes)s min", minutes=minutes)
    return phrase("%(hours)s h %(minutes)s min", hours=minutes // 60, minutes=minutes % 60)


def length(start: datetime, end: datetime) -> int:
    """How many minutes lie between two instants."""
    return int((end - start) / timedelta(minutes=1))


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="coachsched record")
