"""The table of design 6 stated once more, day by day and without the core, over random histories."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle.naive_standing import MEETINGS, open_proposal, oracle

from coachsched.core.quiet import Event, Limits, standing

START = date(2027, 1, 11)
LAST = START + timedelta(days=75)


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
        words = ["proposed", "visit_booked", "debrief_booked"] * 2 + [
            "plan_booked",
            "visit_only_booked",
            "talk_booked",
        ]
        words += ["visit", "debrief", "informal", "visit_only", "plan", "talk"]
        words += ["paused", "paused", "resumed"]
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
