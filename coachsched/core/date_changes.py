"""What new terms and days off would change in a calendar, and the calendar with those that were chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Literal

from coachsched.core.calendar import Calendar, DayException, ExceptionKind, Term

# What becomes of dates: put in, put in place of what stands there, or taken out; the rest changes nothing.
State = Literal["new", "changed", "gone", "by_hand", "same", "outside"]
Act = Literal["add", "replace", "remove"]
ACTS: dict[State, Act] = {"new": "add", "changed": "replace", "by_hand": "replace", "gone": "remove"}


@dataclass(frozen=True)
class DatePick:
    """A term, or days of one kind, to be put in or taken out; ``first`` to ``last``, both included."""

    act: Act
    kind: ExceptionKind | Literal["term"]
    first: date
    last: date
    name: str


@dataclass(frozen=True)
class DateChange:
    """Dates of a file beside what the calendar says of them.

    ``by_hand`` are days of another kind that somebody entered, ``outside`` days on which there is no school
    anyway. ``count`` is how many school days it is about; ``before`` the terms, or kinds, that stand there.
    """

    kind: ExceptionKind | Literal["term"]
    first: date
    last: date
    name: str
    state: State
    count: int
    before: tuple[Term, ...] | tuple[DayException, ...] = ()

    @property
    def pick(self) -> DatePick | None:
        """What to do to have it so; None where there is nothing to do."""
        act = ACTS.get(self.state)
        return DatePick(act, self.kind, self.first, self.last, self.name) if act else None


def compare(
    calendar: Calendar,
    terms: Sequence[Term],
    days: Sequence[DayException],
    cancelled: Sequence[DayException] = (),
) -> list[DateChange]:
    """Every term and run of days of a file, in order of date, beside what the calendar says.

    Days are compared as if all the new terms were there.
    """
    changes = [_term_change(calendar, term) for term in terms]
    later = replace(calendar, terms=_with_terms(calendar.terms, terms))
    changes += _day_changes(later, days, _state)
    changes += _day_changes(later, cancelled, _state_of_cancelled)
    return sorted(changes, key=lambda one: (one.first, one.kind != "term", one.last, one.name))


def with_picks(calendar: Calendar, picks: Sequence[DatePick]) -> Calendar:
    """The calendar with what was chosen. A day that is of another kind stays, unless it is to be replaced."""
    chosen = [Term(one.name, one.first, one.last) for one in picks if one.kind == "term"]
    later = replace(calendar, terms=_with_terms(calendar.terms, chosen))
    days = {day.date: day for day in calendar.exceptions}
    for pick in picks:
        if pick.kind != "term":
            _put(days, pick, later)
    return replace(later, exceptions=tuple(days[on] for on in sorted(days)))


def _put(days: dict[date, DayException], pick: DatePick, calendar: Calendar) -> None:
    for on in _dates(pick.first, pick.last):
        known = days.get(on)
        if pick.act == "remove":
            if known and known.kind == pick.kind:
                del days[on]
        elif known is None:
            if is_school_weekday(calendar, on) or pick.kind == "teaching":
                days[on] = DayException(on, pick.kind, note=pick.name)  # type: ignore[arg-type]
        elif known.kind != pick.kind and pick.act == "replace":
            days[on] = replace(known, kind=pick.kind, note=pick.name)  # type: ignore[arg-type]


def is_school_weekday(calendar: Calendar, on: date) -> bool:
    """Whether there would be school without any exception."""
    in_term = any(term.start <= on <= term.end for term in calendar.terms)
    return in_term and on.weekday() in calendar.rotation.weekdays


def _with_terms(known: Sequence[Term], new: Sequence[Term]) -> tuple[Term, ...]:
    """The terms with new ones in the place of those they overlap."""
    kept = [term for term in known if not any(_overlap(term, other) for other in new)]
    return tuple(sorted([*kept, *new], key=lambda term: term.start))


def _overlap(one: Term, other: Term) -> bool:
    return one.start <= other.end and other.start <= one.end


def _term_change(calendar: Calendar, term: Term) -> DateChange:
    before = tuple(known for known in calendar.terms if _overlap(known, term))
    state: State = "new" if not before else "same" if before == (term,) else "changed"
    open_days = sum(on.weekday() in calendar.rotation.weekdays for on in _dates(term.start, term.end))
    return DateChange("term", term.start, term.end, term.name, state, open_days, before)


def _day_changes(
    calendar: Calendar,
    days: Iterable[DayException],
    state: Callable[[Calendar, DayException, DayException | None], State],
) -> Iterator[DateChange]:
    known = {day.date: day for day in calendar.exceptions}
    for run in _runs(days):
        weekdays = [day for day in run if _is_seen(calendar, day.date, known)]
        looked_at = [(state(calendar, day, known.get(day.date)), day) for day in weekdays or run]
        for (found, _), group in groupby(looked_at, key=lambda pair: (pair[0], _kind(known, pair[1].date))):
            same = [day for _, day in group]
            before = tuple(known[day.date] for day in same if day.date in known)
            first, last = same[0], same[-1]
            count = 0 if found == "outside" else len(same)
            yield DateChange(first.kind, first.date, last.date, first.note, found, count, before)


def _is_seen(calendar: Calendar, on: date, known: dict[date, DayException]) -> bool:
    """Whether a date is more than the weekend that lies inside a holiday."""
    return on.weekday() in calendar.rotation.weekdays or on in known


def _kind(known: dict[date, DayException], on: date) -> str:
    return known[on].kind if on in known else ""


def _state(calendar: Calendar, day: DayException, known: DayException | None) -> State:
    if known is None:
        is_open = is_school_weekday(calendar, day.date)
        return "outside" if is_open == (day.kind == "teaching") else "new"
    if known.kind == day.kind:
        return "same"
    return "changed" if known.note and known.note == day.note else "by_hand"


def _state_of_cancelled(calendar: Calendar, day: DayException, known: DayException | None) -> State:
    return "gone" if known is not None and known.kind == day.kind and known.note == day.note else "outside"


def _runs(days: Iterable[DayException]) -> Iterator[list[DayException]]:
    """Days that follow each other and are called the same."""
    run: list[DayException] = []
    for day in days:
        if run and (day.date - run[-1].date, day.kind, day.note) != (
            timedelta(1),
            run[-1].kind,
            run[-1].note,
        ):
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def _dates(first: date, last: date) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
