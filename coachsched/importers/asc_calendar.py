"""The days, weeks and periods of an aSc export, and how its bit strings name them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coachsched.importers.clock_times import minute_of
from coachsched.importers.days_and_periods import english
from coachsched.importers.tables import clean, one_line
from coachsched.importers.timetable_file import FileDay, FilePeriod
from coachsched.importers.weekday_names import weekdays_in
from coachsched.importers.xml_tables import Element

Tables = Mapping[str, Sequence[Element]]

MOST_DAYS = 60
_BITS = re.compile(r"[01]+")


@dataclass(frozen=True)
class Named:
    """The days, weeks or terms of a cycle: the names of those that have one, and how many there are."""

    names: dict[int, str]
    shorts: dict[int, str]
    ids: dict[str, str]
    count: int
    first: int = 0

    def positions(self, cell: str) -> list[int] | None:
        """Which days (weeks, terms) a cell is for: a bit string, the id of a definition, or a number.

        A comma list means any of them, so that all of them are taken. None for what cannot be read.
        """
        bits = self.ids.get(cell, cell)
        if self._are_bits(bits):
            return sorted({at for part in bits.split(",") for at, bit in enumerate(part) if bit == "1"})
        number = int(cell) - self.first if cell.isascii() and cell.isdecimal() and len(cell) < 3 else -1
        return [number] if 0 <= number < max(self.count, 1) else None

    def name(self, position: int) -> str:
        return self.names.get(position) or str(position + 1)

    def _are_bits(self, cell: str) -> bool:
        parts = cell.split(",")
        return all(_BITS.fullmatch(part) and len(part) == self.count for part in parts)


@dataclass(frozen=True)
class AscCalendar:
    """What cards point to. ``periods`` and ``breaks`` are keyed by their number in the file."""

    days: Named
    weeks: Named
    terms: Named
    periods: dict[str, FilePeriod]
    breaks: dict[str, FilePeriod]

    def file_days(self, pairs: Sequence[tuple[str, str]]) -> tuple[FileDay, ...]:
        """The days of (week, day) pairs as rows carry them, every-week rows first."""
        named = {self.days.name(at): at for at in range(self.days.count)}
        weekdays = weekdays_in(self.days.names.values())
        found = []
        for week, name in sorted(set(pairs), key=lambda pair: (pair[0], named[pair[1]])):
            at = int(week) - 1 if week else None
            day = weekdays[name].number if name in weekdays and not weekdays[name].rest else None
            also = (english(day) if day is not None else ()) + (self.days.shorts.get(named[name], ""),)
            if at is not None and at in self.weeks.names:
                also += (f"{self.weeks.names[at]} {name}",)
            spellings = (one for one in dict.fromkeys(also) if one and one != name)
            found.append(FileDay(name, week, tuple(spellings), day, at))
        return tuple(found)

    def file_periods(self) -> tuple[FilePeriod, ...]:
        """Periods and breaks in order of time, as far as the file tells it."""
        periods = [*self.periods.values(), *self.breaks.values()]
        if all(period.start is not None for period in periods):
            periods.sort(key=lambda period: (period.start, period.end))
        return tuple(periods)


def read_calendar(tables: Tables) -> AscCalendar:
    """The calendar that an export defines, with what its cards use beyond that."""
    options = next((root.get("options") for root in tables["timetable"]), "")
    first = 1 if "daynumbering1" in options else 0
    return AscCalendar(
        days=_named(tables, "daysdef", "days", first, _old_days(tables, first)),
        weeks=_named(tables, "weeksdef", "weeks"),
        terms=_named(tables, "termsdef", "terms"),
        periods=_periods(tables["period"], "period", "lesson"),
        breaks=_periods(tables["break"], "break", "break"),
    )


def text(element: Element, *attributes: str) -> str:
    """An attribute as a cell of a table would hold it."""
    return one_line(clean(element.get(*attributes)))


def _named(
    tables: Tables, tag: str, attribute: str, first: int = 0, old: dict[int, Element] | None = None
) -> Named:
    definitions = tables[tag]
    cells = [one.get(attribute) for one in (*definitions, *tables["card"])]
    count = max((len(part) for cell in cells for part in cell.split(",") if _BITS.fullmatch(part)), default=0)
    single = {
        bits.index("1"): one
        for one in definitions
        if _BITS.fullmatch(bits := one.get(attribute)) and bits.count("1") == 1
    }
    single = single or (old or {})
    count = min(max(count, 1 + max(single, default=0)), MOST_DAYS)
    names = {at: label for at, one in single.items() if (label := text(one, "name") or text(one, "short"))}
    if len(set(names.values())) < len(names):
        names = {at: f"{label} {at + 1}" for at, label in names.items()}
    shorts = {at: text(one, "short") for at, one in single.items()}
    ids = {one.get("id"): one.get(attribute) for one in definitions if one.get("id")}
    return Named(names, shorts, ids, count, first)


def _old_days(tables: Tables, first: int) -> dict[int, Element]:
    """The days of exports from before the bit strings, by their number."""
    nameless = (Element(card.line, {"day": card.get("day")}) for card in tables["card"])
    numbers = ((one.get("day"), one) for one in (*nameless, *tables["day"]))
    found = {int(cell) - first: one for cell, one in numbers if cell.isascii() and cell.isdecimal()}
    return {at: one for at, one in found.items() if 0 <= at < MOST_DAYS}


def _periods(elements: Sequence[Element], attribute: str, kind: str) -> dict[str, FilePeriod]:
    """Periods or breaks by number, each under a name no other has."""
    numbers = {one.get(attribute): one for one in elements if one.get(attribute)}
    names = [text(one, "name") for one in numbers.values()]
    found = {}
    for number, one in numbers.items():
        label = text(one, "name")
        if not label or names.count(label) > 1:
            label = number if kind == "lesson" else f"Break {number}"
        also = tuple(dict.fromkeys(cell for cell in (text(one, "short"), number) if cell and cell != label))
        start, end = minute_of(one.get("starttime")), minute_of(one.get("endtime"))
        if start is None or end is None or start >= end:
            start = end = None
        found[number] = FilePeriod(
            label, also if kind == "lesson" else (), start, end, "lesson" if kind == "lesson" else "break"
        )
    return found
