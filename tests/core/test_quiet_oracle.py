"""The table of design 6 stated once more, day by day and without the core, over random histories."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachsched.core.quiet import Event, Limits, standing

START = date(2027, 1, 11)
LAST = START + timedelta(days=75)
MEETINGS = {"plan": "plan", "visit": "visit", "visit_only": "visit", "debrief": "debrief"}
END_OF_DAY = 1000.0

Happened = tuple[date, float, str]  # its date, its place in that date, what it was
Answer = tuple[str, str | None, int | None, date | None]


# --- the table, from the text ---------------------------------------------------------------------


def oracle(rows: Sequence[Event], on: date, open_days: set[date], limits: Limits) -> Answer | None:
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


def counted(open_days: set[date], on: date, *starts: date) -> tuple[int, date]:
    return sum(max(starts) < day <= on for day in open_days), max(starts)


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
        elif row.what in ("turned_down", "withdrawn") or row.what.endswith("_booked"):
            proposal = None
    return proposal


# --- random valid histories -----------------------------------------------------------------------


class Writer:
    """Writes rows that an import would take; with ``refs``, as the pages record them."""

    def __init__(self, rng: Random, refs: bool) -> None:
        self.rng, self.refs = rng, refs
        self.day = START + timedelta(days=rng.randrange(4))
        self.rows = [Event(self.day, "began")]
        self.booked: dict[tuple[str, date], int] = {}

    def history(self, length: int) -> list[Event]:
        for _ in range(length):
            self.pass_time()
            self.write(self.rng.choice(self.possible()))
        if self.rng.random() < 0.1:
            self.rows.append(Event(self.day, "finished"))
        return self.rows

    def pass_time(self) -> None:
        """Often to a date with something booked, so that rows of one date meet."""
        soon = [day for _, day in self.booked if day >= self.day]
        step = self.rng.choice((0, 0, 0, 1, 1, 2, 3, 5, 9, 20))
        self.day = min(soon) if soon and self.rng.random() < 0.4 else self.day + timedelta(days=step)
        self.booked = {key: ref for key, ref in self.booked.items() if key[1] >= self.day}

    def possible(self) -> list[str]:
        words = ["proposed", "visit_booked", "debrief_booked"] * 2 + ["plan_booked", "visit_only_booked"]
        words += ["visit", "debrief", "informal", "visit_only", "plan", "paused", "paused", "resumed"]
        if open_proposal(self.rows) is not None:
            words += ["turned_down", "withdrawn"]
        if self.booked:
            words += ["cancelled", "cancelled", "moved" if self.refs else "cancelled"]
        today = [kind for kind, day in self.booked if day == self.day]
        return words + (["not_held"] * 3 + today * 3 if today or self.told_today() else [])

    def write(self, what: str) -> None:
        until, ref = None, None
        if what.endswith("_booked"):
            until, ref = self.book(MEETINGS[what.removesuffix("_booked")])
        elif what in ("proposed", "paused"):
            until = self.later()
        elif what == "moved":
            until, ref = self.move()
        elif what == "cancelled":
            ref = self.call_off(list(self.booked))
        elif what == "not_held":
            today = [key for key in self.booked if key[1] == self.day]
            ref = self.call_off(today) if today else self.rng.choice(self.told_today())
        elif what in MEETINGS:
            ref = self.booked.pop((MEETINGS[what], self.day), None)
        self.rows.append(Event(self.day, what, until, ref if self.refs else None))

    def told_today(self) -> list[int]:
        """Meetings said to have taken place, which the other partner may yet deny."""
        today = [row for row in self.rows if row.date == self.day and row.what in MEETINGS]
        return [row.ref for row in today if row.ref is not None]

    def later(self) -> date:
        return self.day + timedelta(days=self.rng.choice((0, 0, 1, 1, 2, 3, 7, 12, 25)))

    def free(self, kind: str) -> date:
        """A date without a booking of the kind: no import takes two."""
        day = self.later()
        while (kind, day) in self.booked:
            day += timedelta(days=1)
        return day

    def book(self, kind: str) -> tuple[date, int]:
        until = self.free(kind)
        self.booked[kind, until] = len(self.rows)
        return until, len(self.rows)

    def move(self) -> tuple[date, int]:
        kind, day = self.rng.choice(list(self.booked))
        until = self.free(kind)
        ref = self.booked[kind, until] = self.booked.pop((kind, day))
        return until, ref

    def call_off(self, keys: list[tuple[str, date]]) -> int | None:
        """Of one booking, where bookings have ids and chance will have it; else of all."""
        if self.refs and self.rng.random() < 0.6:
            return self.booked.pop(self.rng.choice(keys))
        for key in keys:
            del self.booked[key]
        return None


def school_days(rng: Random) -> set[date]:
    """A Monday-to-Friday school, now and then open on a Saturday, with days and weeks closed."""
    holiday = START + timedelta(days=rng.randrange(70))
    days = {START + timedelta(days=count) for count in range(76)}
    days = {day for day in days if day.weekday() < 5 or rng.random() < 0.1}
    days -= {holiday + timedelta(days=count) for count in range(rng.choice((1, 3, 9, 16)))}
    return {day for day in days if rng.random() > 0.04}


def some_limits(rng: Random) -> Limits:
    return Limits() if rng.random() < 0.7 else Limits(*(rng.randrange(1, 12) for _ in range(5)))


def compare(rng: Random) -> None:
    refs = rng.random() < 0.4
    rows, open_days = Writer(rng, refs).history(rng.randrange(1, 22)), school_days(rng)
    limits = some_limits(rng)

    def n(after: date, to: date) -> int:
        return sum(after < day <= to for day in open_days)

    day = START
    while day <= LAST:
        found, expected = standing(rows, day, n, limits), oracle(rows, day, open_days, limits)
        answer = found and (found.state, found.reason, found.school_days, found.since)
        assert answer == expected, (day, limits, rows)
        day += timedelta(days=1)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False))
def test_every_day_of_a_random_history_stands_as_the_table_says(rng: Random) -> None:
    compare(rng)
