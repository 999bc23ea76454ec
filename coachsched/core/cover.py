"""Who can take a class, in which order they are asked, and whether it may be left (design 3, cover)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from coachsched.core.calendar import Calendar
from coachsched.core.meetings import Diary
from coachsched.core.person_day import Rules
from coachsched.core.phrases import phrase, phrases
from coachsched.core.search import Search
from coachsched.core.spelling import by_name
from coachsched.core.timetable import Timetable
from coachsched.core.walltime import spans_on

ORDER = phrase(
    "Whoever takes the same class just before or after comes first; then whoever has covered least this "
    "term; then whoever has most time free that day; then by name."
)


@dataclass(frozen=True)
class CoverRules:
    """When cover is given: so many school days ahead at least, to so many teachers at one time at most
    (0: any number), and never on the dates of ``blackout``.
    """

    lead_days: int = 1
    most_out: int = 0
    blackout: tuple[date, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """A lesson that somebody else is to take, of the person who teaches it; the instants are UTC."""

    person: int
    date: date
    start: datetime
    end: datetime
    klass: str = ""
    room: str = ""


@dataclass(frozen=True)
class Obstacle:
    """Why a lesson cannot be covered, in words."""

    kind: Literal["lead", "blackout", "most_out", "taken"]
    words: str


NOT_FREE = Obstacle("taken", phrase("This colleague is no longer free then. Please choose another."))


@dataclass(frozen=True)
class Colleague:
    """Somebody who could take it: minutes of cover this term, minutes to spare that day, and whether they
    take the same class just before or after."""

    person: int
    name: str
    minutes: int
    spare: int
    beside: bool = False


def obstacles(
    rules: CoverRules, calendar: Calendar, wanted: Wanted, out: Iterable[Wanted], today: date
) -> list[Obstacle]:
    """What stands against covering a lesson; ``out`` is what is covered already."""
    found = []
    if calendar.school_days_between(today, wanted.date) < rules.lead_days:
        found.append(Obstacle("lead", _too_soon(rules.lead_days)))
    if wanted.date in rules.blackout:
        found.append(Obstacle("blackout", phrase("Your school gives no cover on this day.")))
    others = out_at_once(wanted, out)
    if rules.most_out and others >= rules.most_out:
        found.append(Obstacle("most_out", _too_many(others)))
    return found


def out_at_once(wanted: Wanted, out: Iterable[Wanted]) -> int:
    """How many other teachers are out at one time during a lesson, at most."""
    others = [
        one
        for one in out
        if one.person != wanted.person and one.start < wanted.end and wanted.start < one.end
    ]
    moments = {wanted.start} | {one.start for one in others if one.start > wanted.start}
    return max(len({one.person for one in others if one.start <= at < one.end}) for at in moments)


def are_beside(one: Wanted, other: Wanted, passing: int) -> bool:
    """Whether somebody teaches one class twice, the one lesson so many minutes at most after the other."""
    gaps = (one.start - other.end, other.start - one.end)
    is_same = (one.person, one.klass) == (other.person, other.klass)
    return is_same and any(0 <= gap.total_seconds() <= 60 * passing for gap in gaps)


class StaffDay:
    """Who is free on one date, of all whose diaries are given."""

    def __init__(
        self, calendar: Calendar, timetable: Timetable, rules: Rules, diaries: Sequence[Diary], on: date
    ) -> None:
        self._day = calendar.day(on)
        self._tz = ZoneInfo(calendar.timezone)
        self._people = [who.person for who in diaries]
        self._search = Search(calendar, timetable, rules, diaries, [self._day])

    def can_take(self, wanted: Wanted) -> list[int]:
        """Who could take the lesson: bookable all through it, and not the one who teaches it."""
        spans = spans_on([(wanted.start, wanted.end)], self._tz).get(self._day.date, [])
        return [
            person
            for place, person in enumerate(self._people)
            if person != wanted.person
            and len(spans) == 1
            and self._search.is_free(place, self._day, spans[0], wanted.room)
        ]

    def spare(self, person: int) -> int:
        """Minutes of that day in which somebody could be booked."""
        stretches = self._search.spare(self._people.index(person), self._day)
        return sum(end - start for start, end in stretches)


def can_approve(
    rules: CoverRules,
    calendar: Calendar,
    wanted: Wanted,
    out: Iterable[Wanted],
    today: date,
    staff: StaffDay,
    person: int,
) -> list[Obstacle]:
    """What stands against this person's taking the lesson; nothing where it can be approved."""
    taken = [] if person in staff.can_take(wanted) else [NOT_FREE]
    return [*obstacles(rules, calendar, wanted, out, today), *taken]


def in_order(colleagues: Iterable[Colleague]) -> list[Colleague]:
    """The fair order, as ORDER says it in words."""
    return sorted(
        colleagues, key=lambda one: (not one.beside, one.minutes, -one.spare, by_name(one.name), one.person)
    )


def _too_soon(days: int) -> str:
    return phrases(
        "It is too soon: your school arranges cover %(n)s school day ahead.",
        "It is too soon: your school arranges cover %(n)s school days ahead.",
        days,
    )


def _too_many(count: int) -> str:
    return phrases(
        "%(n)s teacher is out at that time, the most there may be.",
        "%(n)s teachers are out at that time, the most there may be.",
        count,
    )
