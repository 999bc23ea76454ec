"""A school year as it might be lived: an invented calendar and what the pairs in it do, day by day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, partial
from itertools import count
from random import Random
from typing import Protocol

from coachsched.core.history import Booking, Event

DAY = timedelta(days=1)
TERMS = (
    ("Autumn term", date(2026, 8, 31), date(2026, 12, 18)),
    ("Winter term", date(2027, 1, 11), date(2027, 3, 19)),
    ("Summer term", date(2027, 4, 5), date(2027, 7, 2)),
)
FIRST, LAST = TERMS[0][1], TERMS[-1][2]
# First and last day of what the calendar tells from the start.
HOLIDAYS = (
    (date(2026, 10, 19), date(2026, 10, 30)),
    (date(2026, 11, 16), date(2026, 11, 16)),
    (date(2027, 2, 8), date(2027, 2, 12)),
    (date(2027, 5, 6), date(2027, 5, 7)),
    (date(2027, 5, 17), date(2027, 5, 21)),
)
# Each closed day with the day on which somebody entered it: the same morning, ahead, or days later.
CLOSURES = (
    (date(2026, 9, 23), date(2026, 9, 23)),
    (date(2026, 11, 24), date(2026, 11, 27)),
    (date(2026, 12, 10), date(2026, 12, 8)),
    (date(2027, 1, 20), date(2027, 1, 22)),
    (date(2027, 1, 21), date(2027, 1, 22)),
    (date(2027, 3, 2), date(2027, 3, 12)),
    (date(2027, 4, 14), date(2027, 4, 14)),
    (date(2027, 6, 10), date(2027, 6, 11)),
)


def dates() -> Iterator[date]:
    """Every date of the year, holidays and weekends too."""
    return (FIRST + DAY * number for number in range((LAST - FIRST).days + 1))


@cache
def school_days(known_on: date) -> frozenset[date]:
    """The days with school, as the calendar stood on a date."""
    taught = {day for day in dates() if day.weekday() < 5 and any(a <= day <= b for _, a, b in TERMS)}
    taught -= {day for day in taught if any(a <= day <= b for a, b in HOLIDAYS)}
    return frozenset(taught - {closed for closed, entered in CLOSURES if entered <= known_on})


class Hands(Protocol):
    """Does what a pair has decided, and tells the rows that come of it: none if it cannot be."""

    def __call__(self, life: Life, act: str, day: date) -> list[Event]: ...


@dataclass
class Life:
    """One pair in the year. ``rows`` are what happened, in order of date, then of telling."""

    number: int
    rng: Random
    hands: Hands
    begins: date
    rows: list[Event] = field(default_factory=list)
    ahead: list[Booking] = field(default_factory=list)
    offered: date | None = None
    paused: date | None = None
    finished: bool = False
    wakes: date = date.min
    unhurried: float = 0.1

    def live(self, day: date) -> None:
        """What the pair does on a morning: often nothing."""
        if day < self.begins or self.finished or day < self.wakes:
            return
        if day == self.begins:
            self.tell(self.hands(self, "began", day))
            self.wakes = self._later(day)
        elif day in school_days(day):
            self.tell(self.hands(self, self._choose(day), day))
            self.wakes = self._later(day)

    def close(self, closed: date, day: date) -> list[Event]:
        """The school says on a day that it was, or will be, closed on another."""
        met = [one for one in self.ahead if one.date == closed and not self.finished]
        words = ("cancelled", day) if closed >= day else ("not_held", closed)
        return [Event(words[1], words[0], None, one.ref) for one in met]

    def tell(self, rows: Sequence[Event]) -> None:
        """Take rows into the pair's own diary."""
        for row in rows:
            place = bisect_right(self.rows, row.date, key=lambda other: other.date)
            self.rows.insert(place, row)
            self._follow(row)

    def _choose(self, day: date) -> str:
        if self.paused and self.paused > day:
            return self._one_of(resume=2, propose=1, informal=1, nothing=6)
        passed = [one for one in self.ahead if one.date < day]
        if passed and self.rng.random() < 0.5:
            return self._one_of(not_held=2, took_place=3, no_debrief=2)
        self.ahead = [one for one in self.ahead if one.date >= day]
        if self.ahead:
            return self._one_of(nothing=8, cancel=3, move=3, pause=0.3, informal=1, book_talk=0.5, finish=0.2)
        if self.offered and self.offered > day:
            return self._one_of(
                accept=9, turn_down=2, propose=2, withdraw=0.5, nothing=3, pause=0.4, book_talk=0.7
            )
        if self._lacks_debrief():
            return self._one_of(book_debrief=6, propose=2, informal=1, nothing=1)
        if self.offered:
            return self._one_of(propose=7, turn_down=2, informal=1, nothing=1)
        return self._one_of(propose=9, informal=1.5, book_talk=1, pause=0.8, finish=0.4)

    def _one_of(self, **weights: float) -> str:
        return self.rng.choices(list(weights), list(weights.values()))[0]

    def _lacks_debrief(self) -> bool:
        met = [row.what for row in self.rows if row.what.removesuffix("_booked") in ("visit", "debrief")]
        return bool(met) and met[-1] in ("visit", "visit_booked")

    def _later(self, day: date) -> date:
        """When the pair gets round to it again: soon after its next meeting, now and then not for weeks."""
        plans = [one.date for one in self.ahead] + ([self.paused] if self.paused else [])
        soon = max([day, *plans]) if self.rng.random() < 0.7 else day
        if self.rng.random() < self.unhurried:
            return soon + DAY * self.rng.randint(25, 110)
        return soon + DAY * self.rng.choice((1, 1, 1, 2, 2, 3, 4, 5, 7, 9, 12))

    def _follow(self, row: Event) -> None:
        """What the pair knows of its own plans."""
        if row.what.endswith("_booked") and row.until:
            self.ahead.append(Booking(row.what.removesuffix("_booked"), row.until, row.ref))
        elif row.what == "moved" and row.until:
            self.ahead = [one._replace(date=row.until) if one.ref == row.ref else one for one in self.ahead]
        elif row.what == "cancelled":
            self.ahead = [one for one in self.ahead if row.ref not in (None, one.ref)]
        elif row.what in ("not_held", "plan", "visit", "visit_only", "debrief", "talk"):
            mine = partial(_told_of, row)
            self.ahead = [one for one in self.ahead if not mine(one)]
        answered = {"proposed": row.until, "turned_down": None, "withdrawn": None, "paused": self.offered}
        books = row.what.endswith("_booked") and row.what != "talk_booked"
        self.offered = None if books else answered.get(row.what, self.offered)
        goes_on = books or row.what in ("resumed", "proposed", "moved", "talk_booked")
        self.paused = row.until if row.what == "paused" else None if goes_on else self.paused
        self.finished = self.finished or row.what == "finished"


def _told_of(row: Event, booking: Booking) -> bool:
    if row.ref is not None:
        return booking.ref == row.ref
    return booking.date == row.date and (row.what == "not_held" or booking.kind[:5] == row.what[:5])


class OnPaper:
    """Hands that only write: rows as services would, or with ``as_log`` as a school's own log does."""

    def __init__(self, *, as_log: bool = False) -> None:
        self.as_log = as_log
        self.refs = count(1_000_000)

    def __call__(self, life: Life, act: str, day: date) -> list[Event]:
        acts: dict[str, Callable[[Life, date], list[Event]]] = {
            "propose": self._propose,
            "accept": self._accept,
            "book_debrief": self._book_debrief,
            "book_talk": self._book_talk,
            "cancel": self._cancel,
            "move": self._move,
            "pause": self._pause,
        }
        words = {"began": "began", "turn_down": "turned_down", "informal": "informal", "finish": "finished"}
        if act in words:
            return [Event(day, words[act])]
        if act in ("not_held", "took_place", "no_debrief"):
            return self._speak_of(life, act, day)
        if act == "resume":
            return [Event(day, "resumed")] if life.paused else []
        if act == "withdraw":
            return [] if self.as_log else [Event(day, "withdrawn")]
        return acts[act](life, day) if act in acts else []

    def _propose(self, life: Life, day: date) -> list[Event]:
        return [Event(day, "proposed", self._ahead(life, day, 2, 16))]

    def _accept(self, life: Life, day: date) -> list[Event]:
        if life.offered is None or life.offered <= day:
            return []
        visit = self._ahead(life, day, 1, (life.offered - day).days)
        rows = [self._booked(day, "visit", visit)]
        if life.rng.random() < 0.75:
            rows.append(self._booked(day, "debrief", visit + DAY * life.rng.choice((0, 0, 1, 3))))
        if not self.as_log and visit > day + DAY and life.rng.random() < 0.15:
            rows.insert(0, self._booked(day, "plan", visit - DAY))
        return rows

    def _book_debrief(self, life: Life, day: date) -> list[Event]:
        return [self._booked(day, "debrief", self._ahead(life, day, 1, 9))]

    def _book_talk(self, life: Life, day: date) -> list[Event]:
        return [] if self.as_log else [self._booked(day, "talk", self._ahead(life, day, 1, 9))]

    def _booked(self, day: date, kind: str, on: date) -> Event:
        return Event(day, f"{kind}_booked", on, None if self.as_log else next(self.refs))

    def _cancel(self, life: Life, day: date) -> list[Event]:
        if not life.ahead:
            return []
        gone = life.ahead[:1] if life.rng.random() < 0.3 else life.ahead
        return [Event(day, "cancelled", None, one.ref) for one in (life.ahead[:1] if self.as_log else gone)]

    def _move(self, life: Life, day: date) -> list[Event]:
        if not life.ahead or life.ahead[0].ref is None:
            return []
        return [Event(day, "moved", self._ahead(life, day, 1, 14), life.ahead[0].ref)]

    def _pause(self, life: Life, day: date) -> list[Event]:
        return [Event(day, "paused", day + DAY * life.rng.randint(3, 50))]

    def _speak_of(self, life: Life, act: str, day: date) -> list[Event]:
        """Of a meeting that has passed: not held, held, or a visit held that wants no debrief."""
        passed = next((one for one in life.ahead if one.date < day), None)
        if passed is None or (act == "no_debrief" and passed.kind != "visit"):
            return []
        what = {"not_held": "not_held", "took_place": passed.kind, "no_debrief": "visit_only"}[act]
        return [Event(passed.date, what, None, passed.ref)]

    def _ahead(self, life: Life, day: date, least: int, most: int) -> date:
        """A day ahead with school in it, where there is one."""
        choice = [one for one in (day + DAY * step for step in range(least, max(least, most) + 1))
                  if one in school_days(day)]  # fmt: skip
        return life.rng.choice(choice) if choice else day + DAY * max(least, most)


def pairs(how_many: int, seed: int, hands: Callable[[int], Hands]) -> list[Life]:
    """So many pairs, most of them beginning in autumn, each with a chance of its own to let things rest."""
    found = []
    for number in range(how_many):
        rng = Random(seed * 100_003 + number)
        begins = FIRST + DAY * (rng.randrange(35) if rng.random() < 0.8 else rng.randrange(240))
        life = Life(number, rng, hands(number), begins, unhurried=rng.choice((0.02, 0.08, 0.15, 0.3)))
        found.append(life)
    return found
