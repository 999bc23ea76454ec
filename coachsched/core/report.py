"""A programme in numbers that point at nobody (design 2): by term, and over the years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from coachsched.core.history import VISITS, Thing
from coachsched.core.rounds import ends

# Below this many a number could point at a person.
SMALLEST_GROUP = 5


@dataclass(frozen=True)
class Course:
    """What one partnership did: its people by number, its coach, and the meetings held, in order.

    ``visits`` is how many there are in a round of theirs.
    """

    people: frozenset[int]
    coach: int | None
    faculties: frozenset[str]
    began: date
    held: tuple[Thing, ...]
    visits: int = 1


@dataclass(frozen=True)
class Span:
    """A stretch of the school year, both dates included."""

    name: str
    first: date
    last: date

    def holds(self, on: date) -> bool:
        """Whether a date lies in it."""
        return self.first <= on <= self.last


@dataclass(frozen=True)
class Figures:
    """The numbers of one span. ``partnerships`` and ``people`` are those who met in it.

    ``across`` is None where a report withholds it.
    ``wanting`` are the visits that want a debrief, ``followed`` those of them that had one.
    """

    span: Span
    partnerships: int
    people: int
    across: int | None
    cycles: int
    visits: int
    wanting: int
    followed: int
    informal: int


def figures(courses: Sequence[Course], span: Span) -> Figures:
    """The numbers of everything held in a span."""
    met = [course for course in courses if any(span.holds(thing.date) for thing in course.held)]
    things = [thing for course in met for thing in course.held if span.holds(thing.date)]
    wanting = [followed for course in met for on, followed in _wanting(course) if span.holds(on)]
    return Figures(
        span=span,
        partnerships=len(met),
        people=len(frozenset().union(*(course.people for course in met))),
        across=sum(len(course.faculties) > 1 for course in met),
        cycles=sum(span.holds(on) for course in met for on in ends(course.held, course.visits)),
        visits=sum(thing.kind in VISITS for thing in things),
        wanting=len(wanting),
        followed=sum(wanting),
        informal=sum(thing.kind == "informal" for thing in things),
    )


def by_span(courses: Sequence[Course], spans: Sequence[Span]) -> list[Figures]:
    """The numbers span by span, those in which too few met joined to their neighbours.

    Joined rather than left out, for what is left out could be had by subtracting the others from the
    whole; for the same reason ``across`` is withheld where those or the others are few. Nothing where even
    the whole is too small a group.
    """
    joined: list[Figures] = []
    rest: Span | None = None
    for span in spans:
        rest = span if rest is None else _join(rest, span)
        found = figures(courses, rest)
        if found.partnerships >= SMALLEST_GROUP:
            joined.append(found)
            rest = None
    if rest is not None and joined:
        joined[-1] = figures(courses, _join(joined[-1].span, rest))
    return [_withheld(found) for found in joined]


def became_coaches(courses: Iterable[Course]) -> list[date]:
    """The days on which somebody who had been a partner of a coach first began as one, in order."""
    learned: dict[int, date] = {}
    coached: dict[int, date] = {}
    for course in courses:
        if course.coach is None:
            continue
        coached[course.coach] = min(course.began, coached.get(course.coach, course.began))
        for person in course.people - {course.coach}:
            learned[person] = min(course.began, learned.get(person, course.began))
    return sorted(began for person, began in coached.items() if person in learned and learned[person] < began)


def _withheld(found: Figures) -> Figures:
    """Without ``across`` where those, or the others, are few: who knows the whole knows both."""
    few, across = range(1, SMALLEST_GROUP), found.across or 0
    return replace(found, across=None) if across in few or found.partnerships - across in few else found


def _wanting(course: Course) -> list[tuple[date, bool]]:
    """The visits that want a debrief, each with whether one followed before the next visit."""
    cycle = [thing for thing in course.held if thing.kind in VISITS or thing.kind == "debrief"]
    last = [(cycle[-1].date, False)] if cycle and cycle[-1].kind == "visit" else []
    followed = [(one.date, after.kind == "debrief") for one, after in pairwise(cycle) if one.kind == "visit"]
    return followed + last


def _join(earlier: Span, later: Span) -> Span:
    return Span(f"{earlier.name} and {later.name}", earlier.first, later.last)
