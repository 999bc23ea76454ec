"""How early the states of design 6 tell of a stalled pair, beside the rule "no contact for 14 days".

``python -m benchmarks.early_warning`` prints the tables of docs/how-early.md, which says what is counted.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from statistics import median, quantiles

from benchmarks.school_year import (
    CLOSURES,
    DAY,
    LAST,
    Life,
    OnPaper,
    dates,
    pairs,
    school_days,
)
from coachsched.core.history import Event
from coachsched.core.quiet import standing

PAIRS, SEEDS = 200, range(1, 11)
STALLED = 20
RULE = 14
# The same rule with other lengths: how late would it be, and how often wrong?
LENGTHS = (7, 10, 14, 21)
LONG_WEEKEND = 4
NO_CONTACT = frozenset({"paused"})
OURS, THEIRS = "gone quiet", "14 days"
COLUMNS = (
    "flagged as", "stalls", "lower quartile", "median", "upper quartile", "in school days", "earlier",
    "same day", "later",
)  # fmt: skip
PLACES = ("holidays", "pauses", "school weeks")


@dataclass
class Watched:
    """One pair's year as seen each evening: why quiet, days without contact, at rest, rest or plans ahead.

    ``noticed`` are the evenings of days with school on which the pair does not rest: somebody could act.
    """

    life: Life
    reasons: dict[date, str | None]
    silent: dict[date, int]
    resting: set[date]
    excused: set[date]
    noticed: set[date]


def watch(life: Life) -> Watched:
    """The pair lives its year; each evening both rules look at what is known by then."""
    seen = Watched(life, {}, {}, set(), set(), set())
    for day in dates():
        for closed, entered in CLOSURES:
            if entered == day:
                life.tell(life.close(closed, day))
        life.live(day)
        if life.rows and not life.finished:
            _look(seen, day)
    return seen


def _look(seen: Watched, day: date) -> None:
    open_days = sorted(school_days(day))

    def n(after: date, to: date) -> int:
        return bisect_right(open_days, to) - bisect_right(open_days, after)

    found = standing(seen.life.rows, day, n)
    assert found is not None, "it has begun"
    seen.reasons[day] = found.reason
    seen.silent[day] = (day - _last_contact(seen.life.rows, day)).days
    if found.state == "paused":
        seen.resting.add(day)
    elif day in open_days:
        seen.noticed.add(day)
    if found.state == "paused" or (found.state == "active" and found.next_on):
        seen.excused.add(day)


def _last_contact(rows: list[Event], day: date) -> date:
    """The last act, or the last meeting booked for a day by now that nobody called off."""
    acts = [row.date for row in rows if row.date <= day and row.what not in NO_CONTACT]
    return max([*acts, *_met(rows, day)])


def _met(rows: list[Event], day: date) -> Iterator[date]:
    ahead: dict[int | None, date] = {}
    for row in rows:
        if row.until and (row.what.endswith("_booked") or row.what == "moved"):
            ahead[row.ref] = row.until
        elif row.what in ("cancelled", "not_held"):
            ahead.pop(row.ref, None)
    return (on for on in ahead.values() if on <= day)


@dataclass(frozen=True)
class Silence:
    """The dates after a contact up to and without the next; ``school_days`` leaves rest and plans out."""

    dates: tuple[date, ...]
    school_days: int
    open_end: bool


def silences(seen: Watched) -> Iterator[Silence]:
    """Every stretch of a pair's year without contact, by the final calendar."""
    taught = school_days(LAST)
    stretch: list[date] = []
    for day in [*seen.silent, None]:
        if day is None or (seen.silent[day] == 0 and stretch):
            counted = sum(one in taught and one not in seen.excused for one in stretch)
            yield Silence(tuple(stretch), counted, open_end=day is None)
            stretch = []
        if day is not None and seen.silent[day] > 0:
            stretch.append(day)


class Tally:
    """What comes of watching: days gained by reason, and flags that were none.

    ``false`` is by rule and place; ``short`` are those of ours in silences that ended before the rule's day.
    """

    def __init__(self) -> None:
        self.gained: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.missed: Counter[str] = Counter()
        self.false: dict[str, Counter[str]] = defaultdict(Counter)
        self.short: Counter[str] = Counter()
        self.over: dict[int, list[int]] = defaultdict(list)

    def take(self, seen: Watched) -> None:
        for silence in silences(seen):
            ours = _first(silence, lambda day: seen.reasons[day] is not None)
            if silence.school_days >= STALLED:
                self._stalled(seen, silence)
            elif not silence.open_end:
                self._false(OURS, seen, ours)
                for length in LENGTHS:
                    self._false(f"{length} days", seen, _first(silence, _silent(seen, length)))
                if ours and _first(silence, _silent(seen, RULE)) is None:
                    self.short[_place(seen, ours)] += 1

    def _stalled(self, seen: Watched, silence: Silence) -> None:
        """When somebody could have acted on it: not in holidays, and not while the pair rests."""
        there = replace(silence, dates=tuple(day for day in silence.dates if day in seen.noticed))
        ours = _first(there, lambda day: seen.reasons[day] is not None)
        theirs = {length: _first(there, _silent(seen, length)) for length in LENGTHS}
        rule = theirs[RULE]
        self.missed.update([OURS] * (ours is None) + [THEIRS] * (rule is None))
        if ours is None or rule is None:
            return
        taught = sum(min(ours, rule) < day <= max(ours, rule) for day in school_days(LAST))
        self.gained[seen.reasons[ours] or ""].append(((rule - ours).days, taught if ours < rule else -taught))
        for length, day in theirs.items():
            self.over[length] += [(day - ours).days] if day else []

    def _false(self, name: str, seen: Watched, flag: date | None) -> None:
        self.false[name].update([_place(seen, flag)] if flag else [])


def _silent(seen: Watched, length: int) -> Callable[[date], bool]:
    return lambda day: seen.silent[day] >= length


def _first(silence: Silence, flagged: Callable[[date], bool]) -> date | None:
    return next((day for day in silence.dates if flagged(day)), None)


def _place(seen: Watched, flag: date) -> str:
    """Where a flag came up; the first day back still belongs to a rest or a break."""
    before = max((day for day in school_days(LAST) if day < flag), default=flag)
    if flag in seen.resting or flag - DAY in seen.resting:
        return "pauses"
    return "holidays" if (flag - before).days > LONG_WEEKEND else "school weeks"


def main() -> None:
    """Print the tables."""
    tally = Tally()
    for seed in SEEDS:
        for life in pairs(PAIRS, seed, lambda number: OnPaper()):
            tally.take(watch(life))
    everything = [days for gained in tally.gained.values() for days in gained]
    print(f"{len(SEEDS)} years of {PAIRS} pairs, {len(everything)} stalls flagged by both; never flagged:",
          f"{tally.missed[OURS]} by {OURS}, {tally.missed[THEIRS]} by {THEIRS}.\n")  # fmt: skip
    print("| " + " | ".join(COLUMNS) + " |\n| --- |" + " --: |" * (len(COLUMNS) - 1))
    for name, days in [*sorted(tally.gained.items()), ("all", everything)]:
        print(_row(name.replace("_", " "), days))
    print("\n| false flags | " + " | ".join(PLACES) + " | all | days earlier than this, median |")
    print("| --- |" + " --: |" * (len(PLACES) + 2))
    for name, counts in tally.false.items():
        length = int(name.split()[0]) if name != OURS else 0
        print(_counted(name, counts, f"{median(tally.over[length]):+.0f}" if length else ""))
    print(_counted("ours, over before the 14th day", tally.short, ""))


def _counted(name: str, counts: Counter[str], earlier: str) -> str:
    shown = [counts[place] for place in PLACES]
    return f"| {name} | " + " | ".join(map(str, [*shown, sum(shown)])) + f" | {earlier} |"


def _row(name: str, gained: list[tuple[int, int]]) -> str:
    days = [one for one, _ in gained]
    low, middle, high = quantiles(days, n=4, method="inclusive") if len(days) > 1 else days * 3
    taught = median(one for _, one in gained)
    signs = [sum(one > 0 for one in days), days.count(0), sum(one < 0 for one in days)]
    return (
        f"| {name} | {len(days)} | {low:+.0f} | {middle:+.0f} | {high:+.0f} | {taught:+.0f} | "
        + " | ".join(map(str, signs))
        + " |"
    )


if __name__ == "__main__":
    main()
