"""How early the states of design 6 tell of a stalled pair, beside the rule "no contact for 14 days".

``python -m benchmarks.early_warning`` prints the tables of docs/how-early.md, which says what is counted.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from statistics import quantiles

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
LONG_WEEKEND = 4
NO_CONTACT = frozenset({"paused"})
OURS, THEIRS = "gone quiet", "14 days"
PLACES = ("holidays", "pauses", "school weeks")


@dataclass
class Watched:
    """One pair's year as seen each evening: why quiet, days without contact, at rest, rest or plans ahead."""

    life: Life
    reasons: dict[date, str | None]
    silent: dict[date, int]
    resting: set[date]
    excused: set[date]


def watch(life: Life) -> Watched:
    """The pair lives its year; each evening both rules look at what is known by then."""
    seen = Watched(life, {}, {}, set(), set())
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
    """What comes of watching: days gained by reason, and flags that were none."""

    def __init__(self) -> None:
        self.gained: dict[str, list[int]] = defaultdict(list)
        self.missed: Counter[str] = Counter()
        self.false: dict[str, Counter[str]] = {OURS: Counter(), THEIRS: Counter()}

    def take(self, seen: Watched) -> None:
        for silence in silences(seen):
            ours = _first(silence, lambda day: seen.reasons[day] is not None)
            theirs = _first(silence, lambda day: seen.silent[day] >= RULE)
            if silence.school_days >= STALLED:
                self._stalled(seen, ours, theirs)
            elif not silence.open_end:
                for name, flag in ((OURS, ours), (THEIRS, theirs)):
                    self.false[name].update([_place(seen, flag)] if flag else [])

    def _stalled(self, seen: Watched, ours: date | None, theirs: date | None) -> None:
        self.missed.update([OURS] * (ours is None) + [THEIRS] * (theirs is None))
        if ours and theirs:
            self.gained[seen.reasons[ours] or ""].append((theirs - ours).days)


def _first(silence: Silence, flagged) -> date | None:  # type: ignore[no-untyped-def]
    return next((day for day in silence.dates if flagged(day)), None)


def _place(seen: Watched, flag: date) -> str:
    """Where a flag came up; the first day back still belongs to a rest or a break."""
    before = max((day for day in school_days(LAST) if day < flag), default=flag)
    if flag in seen.resting or flag - DAY in seen.resting:
        return "pauses"
    return "holidays" if (flag - before).days > LONG_WEEKEND else "school weeks"


def main() -> None:
    """Print both tables."""
    tally = Tally()
    for seed in SEEDS:
        for life in pairs(PAIRS, seed, lambda number: OnPaper()):
            tally.take(watch(life))
    everything = [days for gained in tally.gained.values() for days in gained]
    print(f"{len(SEEDS)} years of {PAIRS} pairs, {len(everything)} stalls flagged by both; never flagged:",
          f"{tally.missed[OURS]} by {OURS}, {tally.missed[THEIRS]} by {THEIRS}.\n")  # fmt: skip
    print("| flagged as | stalls | lower quartile | median | upper quartile | earlier | same day | later |")
    print("| --- | --: | --: | --: | --: | --: | --: | --: |")
    for name, days in [*sorted(tally.gained.items()), ("all", everything)]:
        print(_row(name.replace("_", " "), days))
    print("\n| false flags | " + " | ".join(PLACES) + " | all |\n| --- |" + " --: |" * 4)
    for name, counts in tally.false.items():
        shown = [counts[place] for place in PLACES]
        print(f"| {name} | " + " | ".join(map(str, [*shown, sum(shown)])) + " |")


def _row(name: str, days: list[int]) -> str:
    low, middle, high = quantiles(days, n=4, method="inclusive") if len(days) > 1 else days * 3
    signs = [sum(one > 0 for one in days), days.count(0), sum(one < 0 for one in days)]
    return (
        f"| {name} | {len(days)} | {low:+.0f} | {middle:+.0f} | {high:+.0f} | "
        + " | ".join(map(str, signs))
        + " |"
    )


if __name__ == "__main__":
    main()
