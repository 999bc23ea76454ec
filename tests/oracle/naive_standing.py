"""The table of design 6 stated once more, day by day and without the core's rules of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol

from coachsched.core.history import Event

MEETINGS = {"plan": "plan", "visit": "visit", "visit_only": "visit", "debrief": "debrief", "talk": "talk"}
# A talk answers no proposal.
ANSWERS = {"turned_down", "withdrawn", "plan_booked", "visit_booked", "visit_only_booked", "debrief_booked"}
END_OF_DAY = 1000.0

Happened = tuple[date, float, str]  # its date, its place in that date, what it was
Answer = tuple[str, str | None, int | None, date | None]


class Limits(Protocol):
    """School days from which a partnership is quiet, for each reason."""

    unanswered: int
    no_debrief: int
    called_off: int
    between_cycles: int
    never_started: int


def oracle(rows: Sequence[Event], on: date, open_days: Collection[date], limits: Limits) -> Answer | None:
    """State, reason, school days and since; None before the partnership began. ``rows`` are in order."""
    rows = [row for row in rows if row.date <= on]
    if not rows:
        return None
    if any(row.what == "finished" for row in rows):
        return "finished", None, None, None
    running, ends = pauses(rows, on)
    if running:
        return "paused", None, None, None
    bookings = [fate(rows, number, on) for number, row in enumerate(rows) if row.what.endswith("_booked")]
    if "ahead" in bookings:
        return "active", None, None, None
    things = sorted([*rows_that_happened(rows), *[told for told in bookings if isinstance(told, tuple)]])
    meetings = [thing for thing in things if thing[2] not in ("off", "proposed")]
    proposal = open_proposal(rows)
    if proposal is not None and proposal.until is not None and proposal.until >= on:
        later = [day for day, _, _ in meetings if day >= proposal.date]
        days, since = counted(open_days, on, proposal.date, *later, *ends)
        late = days >= limits.unanswered
        return ("quiet", "unanswered", days, since) if late else ("waiting", None, days, since)
    day, _, what = things[-1] if things else (rows[0].date, 0, "began")
    days, since = counted(open_days, on, day, *ends)
    reason, limit = row_of_the_table(what, meetings, limits)
    return ("quiet", reason, days, since) if days >= limit else ("active", None, days, since)


def row_of_the_table(what: str, meetings: Sequence[Happened], limits: Limits) -> tuple[str, int]:
    debrief_missing = bool(meetings) and meetings[-1][2] == "visit"
    if what == "began":
        return "never_started", limits.never_started
    if what == "proposed":
        return "unanswered", limits.unanswered
    if what == "visit" or (what == "off" and debrief_missing):
        return "no_debrief", limits.no_debrief
    if what == "off":
        return "called_off", limits.called_off
    return "between_cycles", limits.between_cycles


def counted(open_days: Collection[date], on: date, *starts: date) -> tuple[int, date]:
    since = max(starts)
    return sum(since < day <= on for day in open_days), since


def pauses(rows: Sequence[Event], on: date) -> tuple[bool, list[date]]:
    """Whether one runs on the day, and the days on which pauses ended."""
    running, ends = False, []
    for number, row in enumerate(rows):
        if row.what != "paused":
            continue
        assert row.until is not None
        outcome: str | date = "runs" if row.until > on else row.until
        for later in rows[number + 1 :]:
            if later.date >= row.until or outcome == "replaced":
                break
            if later.what == "paused":
                outcome = "replaced"
            elif later.what in ("resumed", "proposed", "moved") or later.what.endswith("_booked"):
                outcome = later.date
                break
        running = running or outcome == "runs"
        if isinstance(outcome, date):
            ends.append(outcome)
    return running, ends


def fate(rows: Sequence[Event], number: int, on: date) -> str | Happened:
    """Either "ahead", or "told" (a row says what became of it), or held without a word."""
    booked = rows[number]
    kind, day = booked.what.removesuffix("_booked"), booked.until
    assert day is not None
    for row in rows[number + 1 :]:
        if row.date > day:
            break
        mine = row.ref is None or row.ref == booked.ref
        if row.what == "moved" and row.ref == booked.ref:
            assert row.until is not None
            day = row.until
        took_place = MEETINGS.get(row.what) == MEETINGS[kind]
        of_its_date = row.date == day and (took_place or row.what == "not_held")
        if mine and (of_its_date or row.what == "cancelled"):
            return "told"
    if day >= on:
        return "ahead"
    place = END_OF_DAY + list(MEETINGS).index(kind)
    if MEETINGS[kind] == "visit":
        debriefs = [at for at, row in enumerate(rows) if row.what == "debrief" and row.date == day]
        place = debriefs[0] - 0.5 if debriefs else place
    return day, place, kind


def rows_that_happened(rows: Sequence[Event]) -> list[Happened]:
    found: list[Happened] = []
    for number, row in enumerate(rows):
        if row.what in ("cancelled", "not_held", "turned_down", "withdrawn"):
            found.append((row.date, number, "off"))
        elif row.what in ("proposed", "informal", *MEETINGS) and not denied(rows, number):
            found.append((row.date, number, row.what))
    return found


def denied(rows: Sequence[Event], number: int) -> bool:
    """A partner said of this very meeting that it did not happen."""
    ref = rows[number].ref
    return ref is not None and any(row.what == "not_held" and row.ref == ref for row in rows[number + 1 :])


def open_proposal(rows: Sequence[Event]) -> Event | None:
    proposal = None
    for row in rows:
        if row.what == "proposed":
            proposal = row
        elif row.what in ANSWERS:
            proposal = None
    return proposal
