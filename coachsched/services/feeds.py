"""Subscribed calendars: made, shown, renewed, revoked, and read by calendar programs (design 7)."""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from flask import current_app

from coachsched.core import ical
from coachsched.core.errors import NotFoundError
from coachsched.core.phrases import phrase
from coachsched.services import access, clock, cover_events, links
from coachsched.services.meeting_words import description, title, titles
from coachsched.services.posting import in_language_of
from coachsched.services.unit import transaction
from coachsched.store import feeds, people, schools, session
from coachsched.store.feeds import Feed
from coachsched.store.people import Membership, School

KINDS = ("meetings", "school_days", "cover")
KEEP_CANCELLED = timedelta(days=30)
DAYS_BACK, DAYS_AHEAD = 30, 400
CLOSED = {
    "holiday": phrase("Holiday"),
    "inset": phrase("Staff day"),
    "closure": phrase("School closed"),
}
WITHOUT_LESSONS = {"exam": phrase("exams"), "event": phrase("event")}


@dataclass(frozen=True)
class FeedFile:
    """A feed's answer to a GET. ``etag`` is known before the body is made."""

    etag: str
    changed: datetime
    feed: Feed
    school: School


def kinds(actor: Membership) -> tuple[str, ...]:
    """The feeds somebody may have: of cover, who arranges it."""
    return tuple(kind for kind in KINDS if kind != "cover" or access.may_see(actor, "cover"))


def addresses(actor: Membership) -> dict[str, str | None]:
    """The https address of each of a person's feeds, None for one they have not made."""
    found = feeds.of_person(actor.school_id, actor.person_id)
    return {kind: _address(found[kind]) if kind in found else None for kind in kinds(actor)}


def renew(actor: Membership, kind: str) -> None:
    """Make a feed, or give it a new address so that the old one leads nowhere; raises NotFoundError."""
    if kind not in kinds(actor):
        raise NotFoundError(phrase("There is no such calendar."))
    nonce = secrets.token_urlsafe(24)
    values = {"nonce": nonce, "token_hash": _hash(_token(nonce)), "changed_at": clock.now()}
    with transaction():
        feed = feeds.of_person(actor.school_id, actor.person_id).get(kind)
        if feed is None:
            feed = Feed(school_id=actor.school_id, person_id=actor.person_id, kind=kind)
            session.add(feed)
        for name, value in values.items():
            setattr(feed, name, value)


def revoke(actor: Membership, kind: str) -> None:
    with transaction():
        feed = feeds.of_person(actor.school_id, actor.person_id).get(kind)
        if feed is not None:
            session.delete(feed)


def present_etag(token: str) -> str | None:
    """The ETag that the feed behind a secret address has now, at the least cost; None for no feed."""
    state = feeds.state(_hash(token))
    return _etag(*state) if state else None


def open_feed(token: str) -> FeedFile | None:
    """The feed behind a secret address, or None: one indexed read, nothing rendered."""
    found = feeds.by_token_hash(_hash(token))
    if found is None:
        return None
    feed, school = found
    owner = people.membership(school, feed.person_id)
    if owner is None or feed.kind not in kinds(owner):
        return None
    midnight = clock.local_midnight(clock.today(school.timezone), ZoneInfo(school.timezone))
    return FeedFile(
        etag=_etag(feed.id, feed.revision, feed.nonce, school.revision, school.timezone),
        changed=max(feed.changed_at, midnight),
        feed=feed,
        school=school,
    )


def _etag(feed_id: int, revision: int, nonce: str, school_revision: str, timezone: str) -> str:
    """The date takes part because cancelled meetings drop out, and days move on, without a change."""
    parts = (feed_id, revision, nonce, school_revision, clock.today(timezone))
    return sha256(repr(parts).encode()).hexdigest()[:32]


def render(file: FeedFile) -> bytes:
    """The feed's bytes: the same while nothing changed."""
    member = people.membership(file.school, file.feed.person_id)
    assert member is not None, "open_feed asked whether there is an owner"
    with in_language_of(member.person, file.school):
        return _spoken(file.feed, member)


def _spoken(feed: Feed, member: Membership) -> bytes:
    school = member.school
    if feed.kind == "meetings":
        name = phrase("%(school)s: my visits", school=school.name)
        return ical.feed(str(name), _address(feed), _events(feed, member))
    if feed.kind == "cover":
        name = phrase("%(school)s: cover", school=school.name)
        return ical.feed(str(name), _address(feed), cover_events.events(school))
    name = phrase("%(school)s: school days", school=school.name)
    return ical.day_feed(str(name), _address(feed), _days(feed, school))


def _events(feed: Feed, member: Membership) -> list[ical.FeedEvent]:
    school, alarm = member.school, member.alarm_minutes
    # A long feed has few titles.
    known = {kind: str(word) for kind, word in titles(school.settings).items()}
    return [
        ical.FeedEvent(
            uid=one.uid,
            sequence=one.sequence,
            changed=one.changed,
            start=one.start,
            end=one.end,
            summary=str(title(known, one.kind, one.klass)),
            description=description(one.kind, one.id, one.names, one.klass, one.subject, one.host),
            location=one.room,
            cancelled=one.state not in ("booked", "waiting"),
            tentative=one.state == "waiting",
            alarm_minutes=alarm,
        )
        for one in feeds.entries(feed.person_id, school.id, clock.now() - KEEP_CANCELLED)
    ]


def _days(feed: Feed, school: School) -> list[ical.FeedDay]:
    calendar = schools.school_time(school).calendar
    today = clock.today(school.timezone)
    days = calendar.days(today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD))
    return [
        ical.FeedDay(_day_uid(school, day.date), day.date, words, feed.changed_at)
        for day in days
        if (words := day_words(day.cycle_day, day.reason, day.open))
    ]


def day_words(cycle_day: str | None, reason: str | None, is_open: bool) -> str:
    """An all-day entry's title: the cycle day, or why there is no school; nothing at weekends."""
    if not is_open:
        return str(CLOSED.get(reason or "", ""))
    extra = str(WITHOUT_LESSONS.get(reason or "", ""))
    return " · ".join(part for part in (cycle_day, extra) if part).replace("_", " ")


def _day_uid(school: School, on: date) -> str:
    return f"day-{on.isoformat()}-{sha256(f'{school.id}'.encode()).hexdigest()[:12]}@coachsched"


def _address(feed: Feed) -> str:
    return links.to_page(f"/feeds/{_token(feed.nonce)}.ics")


def _token(nonce: str) -> str:
    key = current_app.config["SECRET_KEY"].encode()
    return urlsafe_b64encode(hmac.digest(key, f"feed {nonce}".encode(), "sha256")[:24]).decode()


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
