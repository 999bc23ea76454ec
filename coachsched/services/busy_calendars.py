"""Somebody's own calendar, read every hour so that they are not offered while it is busy (design 4)."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import phrase, said
from coachsched.core.slots import Interval, bookable_dates
from coachsched.core.web_address import read_address
from coachsched.importers.expanding import Occurrence, expand
from coachsched.services import clock
from coachsched.services.fetching import Fetched, Fetcher, UnreachableError
from coachsched.services.sealing import vault
from coachsched.services.unit import transaction
from coachsched.store import busy_calendars, schools, session
from coachsched.store.busy_calendars import BusyCalendar
from coachsched.store.people import Membership, School
from coachsched.store.vault import UnreadableError

# Longer than fetching and reading one may take; after it a killed worker's calendar is read by others.
LEASE = timedelta(minutes=2)
EVERY = timedelta(hours=1)
LONGEST_WAIT = timedelta(hours=12)
KEPT = timedelta(days=14)
# Our own invitations come back in the calendars of those who took them; they are in the diary already.
OUR_UIDS = "@coachsched"

# What is said where it was never read, and where what it said last still counts.
NO_ANSWER = (
    phrase("Your calendar could not be read. It is tried again by itself."),
    phrase(
        "Your calendar could not be read. What it said last still counts, and it is tried again by itself."
    ),
)
NO_CALENDAR = (
    phrase("What is at the address of your calendar cannot be read as one. It is tried again by itself."),
    phrase(
        "What is at the address of your calendar cannot be read as one. "
        "What it said last still counts, and it is tried again by itself."
    ),
)
GIVEN_UP = phrase(
    "Your calendar could not be read for two weeks, so its busy times count no longer. "
    "Please look whether the address is still the right one, and paste it again."
)
UNREADABLE = phrase("The address of your calendar can be read no longer. Please paste it again.")


@dataclass(frozen=True)
class Subscribed:
    """What its owner is told of their calendar; the address itself is shown to nobody."""

    host: str
    error: str
    fetched_at: datetime | None
    busy: int


@dataclass(frozen=True)
class Claim:
    """A calendar that is ours to read until the lease ends."""

    id: int
    leased_until: datetime
    sealed: bytes
    etag: str
    last_modified: str
    school: School


def of(actor: Membership) -> Subscribed | None:
    """The actor's own subscribed calendar."""
    found = busy_calendars.of_member(actor)
    if found is None:
        return None
    try:
        host = read_address(vault().open(found.address)).host
    except (UnreadableError, ValueError):
        host = phrase("an address that can be read no longer")
    return Subscribed(
        host, said(found.error), found.fetched_at, busy_calendars.count_spans(found, clock.now())
    )


def subscribe(actor: Membership, address: str) -> None:
    """Read a calendar from now on, in place of an older one; raises InputError.

    Nothing is fetched here: a worker does, so that nobody waits and nobody learns from how long it takes.
    """
    url = _normal(address)
    with transaction():
        older = busy_calendars.of_member(actor)
        if older:
            busy_calendars.forget(older)
            session.flush()
        sealed = vault().seal(url)
        session.add(BusyCalendar(membership_id=actor.id, address=sealed, due_at=clock.real()))


def unsubscribe(actor: Membership) -> None:
    """Forget the actor's calendar and every time it was busy."""
    with transaction():
        found = busy_calendars.of_member(actor)
        if found:
            busy_calendars.forget(found)


def fetch_due(
    clock: Callable[[], datetime],
    stop: Callable[[], bool] = lambda: False,
    fetcher: Fetcher | None = None,
    most: int | None = None,
) -> tuple[int, int]:
    """Read the calendars whose turn it is, ``most`` of them at most: how many went well, how many did not.

    Real time matters here, so the clock is given, as for the outbox.
    """
    went: list[bool] = []
    while (most is None or len(went) < most) and not stop() and (claim := _claim(clock())):
        went.append(_read(claim, clock, fetcher or Fetcher()))
    return went.count(True), went.count(False)


def _normal(address: str) -> str:
    """The address as it is fetched; calendar programs write webcal for https."""
    text = address.strip()
    scheme, found, rest = text.partition("://")
    if found and scheme.casefold() in ("webcal", "webcals"):
        text = f"https://{rest}"
    try:
        read_address(text)
    except ValueError as error:
        remedy = phrase("Copy it from your calendar; it begins with https://.")
        raise InputError(
            Problem("address", phrase("This cannot be used: %(why)s.", why=error.args[0]), remedy)
        ) from None
    return text


def _claim(now: datetime) -> Claim | None:
    found = busy_calendars.anything_due(now)
    session.rollback()
    if not found:
        return None
    with transaction():
        row = busy_calendars.take_due(now)
        if row is None:
            return None
        row.leased_until = now + LEASE
        # Once a day all of it is read again, though nothing changed: the weeks it is read for have moved on.
        anew = row.fetched_at is None or row.fetched_at.date() != now.date()
        conditions = ("", "") if anew else (row.etag, row.last_modified)
        return Claim(row.id, row.leased_until, row.address, *conditions, row.membership.school)


def _read(claim: Claim, clock: Callable[[], datetime], fetcher: Fetcher) -> bool:
    """Whatever goes wrong with one calendar is told to its owner, and holds up no other."""
    try:
        fetched = fetcher.fetch(vault().open(claim.sealed), claim.etag, claim.last_modified)
        spans = None if fetched.body is None else _busy(fetched.body, claim.school)
    except UnreadableError:
        return _note(claim, lambda row: _failed(row, None, clock()))
    except UnreachableError:
        return _note(claim, lambda row: _failed(row, NO_ANSWER, clock()))
    except InputError:
        return _note(claim, lambda row: _failed(row, NO_CALENDAR, clock()))
    return _note(claim, lambda row: _went_well(row, fetched, spans, clock()))


def _note(claim: Claim, change: Callable[[BusyCalendar], bool]) -> bool:
    with transaction():
        row = busy_calendars.locked(claim.id)
        # Its owner may have taken it away meanwhile, or another worker taken it over.
        if row is None or row.leased_until != claim.leased_until:
            return False
        row.leased_until = None
        return change(row)


def _went_well(row: BusyCalendar, fetched: Fetched, spans: list[Interval] | None, now: datetime) -> bool:
    row.fetched_at, row.failures, row.error = now, 0, ""
    row.due_at = now + EVERY * random.uniform(1, 1.25)  # noqa: S311 - so that not all are read at once
    if spans is not None:
        row.etag, row.last_modified = fetched.etag, fetched.last_modified
        busy_calendars.replace_spans(row, spans)
    return True


def _failed(row: BusyCalendar, words: tuple[str, str] | None, now: datetime) -> bool:
    wait = min(EVERY * 2 ** min(row.failures, 6), LONGEST_WAIT)
    row.failures += 1
    row.due_at = now + wait * random.uniform(1, 1.25)  # noqa: S311
    if words is None:
        row.error = UNREADABLE
    elif row.fetched_at is None:
        row.error = words[0]
    elif row.fetched_at > now - KEPT:
        row.error = words[1]
    else:
        row.error, row.etag, row.last_modified = GIVEN_UP, "", ""
        busy_calendars.replace_spans(row, ())
    return False


def _busy(body: bytes, school: School) -> list[Interval]:
    """When the calendar is busy within the weeks in which anything can be booked; raises InputError."""
    first, last = _dates(school)
    zone = schools.school_time(school).zone
    events = expand(body, first, last, zone)
    start, end = clock.local_midnight(first, zone), clock.local_midnight(last + timedelta(days=1), zone)
    clipped = [(max(one.start, start), min(one.end, end)) for one in events if _counts(one)]
    return merged((a.astimezone(UTC), b.astimezone(UTC)) for a, b in clipped)


def _dates(school: School) -> tuple[date, date]:
    """From yesterday to the last day on which a debrief could be, with two days for when it is read next."""
    time = schools.school_time(school)
    today = clock.today(school.timezone)
    _, last = bookable_dates(time.calendar, time.rules, today)
    after = time.calendar.next_school_days(last, time.rules.debrief_within)
    return today - timedelta(days=1), (after[-1].date if after else last) + timedelta(days=2)


def _counts(event: Occurrence) -> bool:
    called_off = event.status == "CANCELLED" or event.uid.endswith(OUR_UIDS)
    return not (event.transparent or called_off)


def merged(spans: Iterable[Interval]) -> list[Interval]:
    """The same times without overlaps, in order; what is empty is left out."""
    found: list[Interval] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
