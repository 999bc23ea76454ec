"""Invents calendars: every rotation, odd weeks, odd bells, exceptions of every kind, night schools."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from coachsched.core.calendar import Bell, BellRule, Calendar, DayException, Period, Rotation, Term

# Each zone with the dates on which its clocks change in 2026 and 2027; all of them are Sundays.
ZONES = {
    "Europe/Berlin": (date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1), date(2027, 3, 14), date(2027, 11, 7)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4), date(2027, 4, 4), date(2027, 10, 3)),
    "Asia/Kolkata": (date(2026, 2, 28), date(2027, 1, 1)),
}
WEEKS = ((0, 1, 2, 3, 4), (0, 1, 2, 3, 4), (6, 0, 1, 2, 3), (0, 1, 2, 3, 4, 5), (0, 1, 3, 4), (4, 0, 2), (2,))
EVERY_DAY = (6, 0, 1, 2, 3, 4, 5)
KINDS = ("holiday", "inset", "closure", "closure", "exam", "event", "teaching", "teaching")


def calendars() -> st.SearchStrategy[Calendar]:
    """Calendars with terms and exceptions scattered over two years."""
    return st.randoms(use_true_random=False).map(lambda rng: invent_calendar(rng, spread=300))


def maybe(rng: Random, percent: int) -> bool:
    return rng.randint(1, 100) > 100 - percent


def clock_change(calendar: Calendar) -> date:
    """The first of its zone's changes after the first term has begun; a night school's is near."""
    start = min(term.start for term in calendar.terms)
    return min(on for on in ZONES[calendar.timezone] if on >= start)


def invent_calendar(rng: Random, spread: int, at_night: bool = False) -> Calendar:
    """A calendar whose exceptions lie within ``spread`` days of its first term's start."""
    zone = rng.choice(tuple(ZONES))
    start = rng.choice(ZONES[zone]) - timedelta(days=rng.randint(0, 9))
    if not at_night:
        start += timedelta(days=rng.randint(0, 200))
    weekdays = EVERY_DAY if at_night else rng.choice(WEEKS)
    rotation = _rotation(rng, weekdays, start, spread)
    bells = _bells(rng, at_night)
    return Calendar(
        timezone=zone,
        rotation=rotation,
        bells=bells,
        rules=_bell_rules(rng, rotation, bells, start, spread),
        terms=_terms(rng, start, spread),
        exceptions=_exceptions(rng, rotation, bells, start, spread),
    )


def _rotation(rng: Random, weekdays: tuple[int, ...], start: date, spread: int) -> Rotation:
    mode = rng.choice(("weekday", "week", "count"))
    weeks = rng.randint(1, 3) if mode == "week" else 1
    size = rng.randint(1, 7) if mode == "count" else weeks * len(weekdays)
    style = rng.choice(("Day_{}", "T{}", "{} Tag"))
    return Rotation(
        mode=mode,
        labels=tuple(style.format(number) for number in range(1, size + 1)),
        anchor=start + timedelta(days=rng.choice((0, 0, 1, 3, 5, 6, -40, rng.randint(-spread, spread)))),
        weekdays=weekdays,
        weeks=weeks,
        week_count=rng.choice(("school", "calendar")),
        closure=rng.choice(("hold", "burn")),
    )


def _terms(rng: Random, start: date, spread: int) -> tuple[Term, ...]:
    terms = []
    for number in range(rng.randint(1, 4)):
        end = start + timedelta(days=rng.choice((spread, spread, rng.randint(0, spread), 6)))
        terms.append(Term(f"Term {number + 1}", start, end))
        start = end + timedelta(days=rng.choice((1, 2, 8, 12, 24)))
    return tuple(terms)


def _exceptions(
    rng: Random, rotation: Rotation, bells: tuple[Bell, ...], start: date, spread: int
) -> tuple[DayException, ...]:
    found = {}
    for _ in range(rng.choice((4, 0, 1, 2, 6, 8, 12))):
        on = start + timedelta(days=rng.randint(-7, rng.choice((spread, 21))))
        if maybe(rng, 10):
            on = rotation.anchor
        # Now and then a whole week is closed, so that there are weeks that do not count.
        length, kind = rng.choice((1, 1, 1, 1, 1, 1, 7)), rng.choice(KINDS)
        for number in range(length):
            found[on + timedelta(days=number)] = DayException(
                date=on + timedelta(days=number),
                kind=kind,
                label=rng.choice(rotation.labels) if maybe(rng, 40) and length == 1 else None,
                reanchor=maybe(rng, 30) and length == 1,
                counts=maybe(rng, 35),
                bell=rng.choice(bells).name if maybe(rng, 25) else None,
            )
    return tuple(found.values())


def _bell_rules(
    rng: Random, rotation: Rotation, bells: tuple[Bell, ...], start: date, spread: int
) -> tuple[BellRule, ...]:
    rules = []
    for _ in range(rng.randint(0, 3)):
        begin = start + timedelta(days=rng.randint(-5, spread))
        rules.append(
            BellRule(
                bell=rng.choice(bells).name,
                weekday=rng.randint(0, 6) if maybe(rng, 40) else None,
                label=rng.choice(rotation.labels) if maybe(rng, 50) else None,
                first=begin if maybe(rng, 40) else None,
                last=begin + timedelta(days=rng.randint(0, spread)) if maybe(rng, 40) else None,
            )
        )
    return tuple(rules)


def _bells(rng: Random, at_night: bool) -> tuple[Bell, ...]:
    usual = _usual_order(rng)
    bells = [Bell("regular", _periods(rng, usual, at_night))]
    for number in range(rng.choice((0, 1, 1, 2))):
        order = [named for named in usual if maybe(rng, 80)] or usual[:1]
        if maybe(rng, 60):
            rng.shuffle(order)
        if maybe(rng, 15):
            order[0] = (order[0][0], rng.choice(("lesson", "break", "registration", "before")))
        bells.append(Bell(f"bell {number + 2}", _periods(rng, order, at_night)))
    return tuple(bells)


def _usual_order(rng: Random) -> list[tuple[str, str]]:
    lessons = [(str(number), "lesson") for number in range(1, rng.randint(2, 5) + 1)]
    for name in ("break", "lunch", "registration"):
        if maybe(rng, 50):
            lessons.insert(rng.randint(0, len(lessons)), (name.title(), name))
    before = [("Before", "before")] if maybe(rng, 40) else []
    after = [("After", "after")] if maybe(rng, 40) else []
    return before + lessons + after


def _periods(rng: Random, order: list[tuple[str, str]], at_night: bool) -> tuple[Period, ...]:
    periods = []
    minute = rng.choice((0, 30, 60, 90)) if at_night else rng.choice((450, 480, 510))
    for label, kind in order:
        minute += rng.choice((0, 0, 0, 5, 10))
        length = rng.choice((20, 30, 35, 40)) if at_night else rng.choice((30, 20, 35, 45, 60))
        periods.append(Period(label, kind, minute, minute + length, meetings=maybe(rng, 60)))
        minute += length
    return tuple(periods)
