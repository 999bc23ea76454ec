"""The days and periods a file's rows name, with all that their names tell of weekdays, weeks and times."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from coachsched.importers.clock_times import span_in
from coachsched.importers.headers import key
from coachsched.importers.timetable_file import FileDay, FilePeriod
from coachsched.importers.weekday_names import ENGLISH, Weekday, most_weekdays_in

_DIGITS = re.compile(r"\d+")
_WEEK = re.compile(r"[A-Ha-h]|\d{1,2}")
_BREAKS = frozenset(
    map(key, (
        "break", "recess", "interval", "lunch", "lunch break", "morning break", "tea break", "midday break",
        "Pause", "große Pause", "Mittagspause", "récréation", "pause déjeuner", "déjeuner", "recreo",
        "comida", "intervalo", "almoço", "intervallo", "ricreazione", "pranzo", "pauze", "lunchpauze", "rast",
        "frikvarter", "välitunti", "przerwa", "přestávka",
    ))
)  # fmt: skip


def file_days(pairs: Iterable[tuple[str, str]]) -> tuple[FileDay, ...]:
    """The days of (week, name) pairs as rows carry them, by weekday or number where all have one."""
    distinct = list(dict.fromkeys(pairs))
    weekdays = most_weekdays_in(name for _, name in distinct)
    inner = _weeks_in_names(weekdays)
    days = [_day(week, name, weekdays.get(name), inner) for week, name in distinct]
    if weekdays and all(day.weekday is not None for day in days):
        days.sort(key=lambda day: (-1 if day.week_number is None else day.week_number, day.weekday))
    elif not weekdays and all(_DIGITS.search(day.name) for day in days):
        days.sort(key=lambda day: (day.week_number or 0, natural(day.name)))
    return tuple(days)


def file_periods(names: Iterable[str], ordered: bool = False) -> tuple[FilePeriod, ...]:
    """The periods of those names, by time or number where all have one, unless ``ordered`` already."""
    periods = [file_period(name) for name in dict.fromkeys(names)]
    if not ordered and all(period.start is not None for period in periods):
        periods.sort(key=lambda period: (period.start, period.end))
    elif not ordered and all(_DIGITS.search(period.name) for period in periods):
        periods.sort(key=lambda period: natural(period.name))
    return tuple(periods)


def file_period(name: str) -> FilePeriod:
    """A period with the number and the times in its name."""
    start, end = span_in(name) or (None, None)
    return FilePeriod(
        name=name,
        also=_numbers(name) if start is None else (),
        start=start,
        end=end,
        kind="break" if key(name) in _BREAKS else "lesson",
    )


def english(weekday: int) -> tuple[str, ...]:
    """The names a school may have for a weekday in its calendar."""
    return (ENGLISH[weekday], ENGLISH[weekday][:3])


def natural(text: str) -> list[tuple[bool, int, str]]:
    """A key that sorts "Day 2" before "Day 10"."""
    parts = re.split(r"(\d+)", text[:60])
    return [(part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts if part]


def week_number(week: str) -> int | None:
    """0 for "1" or "A"; None for what names no week."""
    if week.isdecimal():
        return int(week) - 1 if 0 < int(week[:4]) < 100 else None
    return ord(week.casefold()) - ord("a") if len(week) == 1 and week.casefold() in "abcdefgh" else None


def _day(week: str, name: str, weekday: Weekday | None, inner: Sequence[str]) -> FileDay:
    number = inner.index(weekday.rest) if weekday and inner else week_number(week)
    told = weekday is not None and (not weekday.rest or bool(inner) or weekday.rest.isdecimal())
    day = weekday.number if weekday and told else None
    also = tuple(one for one in english(day) if one != name) if day is not None else ()
    return FileDay(name, week, also, day, number)


def _weeks_in_names(weekdays: dict[str, Weekday]) -> list[str]:
    """The weeks that the names tell apart ("Monday", "Monday2"), in order; empty where they tell none."""
    rests = {day.rest for day in weekdays.values()}
    often = Counter(day.number for day in weekdays.values())
    several = any(count > 1 for count in often.values())
    if not several or not all(not rest or _WEEK.fullmatch(rest) for rest in rests):
        return []
    return sorted(rests, key=natural)


def _numbers(name: str) -> tuple[str, ...]:
    """The number of a period whose name has just one: 3 of "P3" and "3ª sesión"."""
    numbers = _DIGITS.findall(name)
    if len(numbers) != 1 or numbers[0] == name or len(numbers[0]) > 2:
        return ()
    return (numbers[0].lstrip("0") or "0",)
