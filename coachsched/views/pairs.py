"""A partnership's line on the board and its year as a strip, as templates/macros/board.html takes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from coachsched.core.breaks import breaks
from coachsched.core.calendar import Calendar
from coachsched.core.heartbeat import Mark, marks, rests
from coachsched.core.phrases import phrase
from coachsched.languages.formats import day, month, short_date
from coachsched.services import clock
from coachsched.services.standings import Line
from coachsched.store import schools
from coachsched.store.people import School
from coachsched.views.words import school_days, standing_text

COUNTED = ("quiet", "waiting")


@dataclass(frozen=True)
class Dot:
    x: float
    kind: str
    booked: bool
    when: str


@dataclass(frozen=True)
class Span:
    x0: float
    x1: float
    kind: str
    text: str


@dataclass(frozen=True)
class Strip:
    title: str
    marks: tuple[Dot, ...]
    spans: tuple[Span, ...]
    today: float | None


@dataclass(frozen=True)
class Pair:
    names: tuple[str, ...]
    faculties: str
    href: str
    state: str
    text: str
    days: str
    iso: str
    last: str
    coach: str
    spoken: str
    strip: Strip


def pair(line: Line, year: Year, spoken_on: date | None = None) -> Pair:
    """One partnership as the coordinator, and the partners themselves, see it."""
    return Pair(
        names=line.names,
        faculties=" · ".join(line.faculties),
        href="",
        state=line.standing.state,
        text=standing_text(line.standing)
        if line.last or line.standing.state != "active"
        else phrase("Just begun"),
        days=school_days(line.standing.school_days) if line.standing.state in COUNTED else "",
        iso=line.last.isoformat() if line.last else "",
        last=day(line.last) if line.last else "",
        coach=line.coach or "",
        spoken=day(spoken_on) if spoken_on else "",
        strip=year.strip(line),
    )


class Year:
    """The school year around today, laid out once for however many partnerships are shown against it."""

    def __init__(self, school: School) -> None:
        calendar = schools.school_time(school).calendar
        self._today = clock.today(school.timezone)
        self._first, self._last = _year(calendar, self._today)
        self._length = (self._last - self._first).days or 1
        self._spans = tuple(
            Span(self._place(start), self._place(end + timedelta(days=1)), "break", phrase("holidays"))
            for start, end in breaks(calendar, self._first, self._last)
        )

    def strip(self, line: Line) -> Strip:
        """A mark for each meeting, shaded where there is no school."""
        shown = (mark for mark in marks(line.events, self._today) if self._first <= mark.on <= self._last)
        return Strip(
            title=str(phrase("%(first)s to %(last)s", first=month(self._first), last=month(self._last))),
            marks=tuple(_dot(mark, self._place(mark.on)) for mark in shown),
            spans=(*self._spans, *self._rests(line)),
            today=self._place(self._today),
        )

    def _rests(self, line: Line) -> list[Span]:
        found = [
            (max(start, self._first), min(end, self._last)) for start, end in rests(line.events, self._today)
        ]
        return [Span(self._place(a), self._place(b), "pause", phrase("rests")) for a, b in found if a < b]

    def _place(self, on: date) -> float:
        return max(0.0, min(1.0, (on - self._first).days / self._length))


def _dot(mark: Mark, x: float) -> Dot:
    return Dot(x, mark.kind, mark.booked, short_date(mark.on))


def _year(calendar: Calendar, today: date) -> tuple[date, date]:
    """The terms without a long break between them that lie around today, else the year around it."""
    near = [term for term in calendar.terms if abs((term.start - today).days) < 366]
    if not near:
        return today - timedelta(days=182), today + timedelta(days=182)
    return min(term.start for term in near), max(term.end for term in near)
