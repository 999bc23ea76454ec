"""A programme in numbers that point at nobody (design 2): by term, and over the years.

Nor does comparing two of its reports tell of fewer than five partnerships: what a span says is fixed two
weeks after it, spans with few wait for later ones, and every number is to the nearest five.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from coachsched.core.history import VISITS, Thing
from coachsched.core.phrases import phrase
from coachsched.core.rounds import ends

# Below this many a number could point at a person.
SMALLEST_GROUP = 5
# By then people have said what did not happen; numbers that went on changing could be subtracted.
SETTLED = timedelta(days=14)
# What is counted in a partnership's meetings, besides who met.
COUNTED = ("cycles", "visits", "wanting", "followed", "informal")


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
class Covered:
    """A lesson somebody else took so that ``person`` was free; once deleted, ``partnership`` is None."""

    on: date
    minutes: int
    person: int
    partnership: int | None


@dataclass(frozen=True)
class Span:
    """A stretch of the school year, both dates included."""

    name: str
    first: date
    last: date

    def holds(self, on: date) -> bool:
        """Whether a date lies in it."""
        return self.first <= on <= self.last

    @property
    def settled(self) -> date:
        """The last day whose news still counts; from the next on its numbers are shown."""
        return self.last + SETTLED


@dataclass(frozen=True)
class Figures:
    """The numbers of one span as they are, not to be shown: ``behind`` says of how many partnerships each is.

    ``partnerships`` and ``people`` are those who met, ``wanting`` the visits that want a debrief,
    ``followed`` those of them that had one, ``cover`` the hours of cover.
    """

    span: Span
    numbers: Mapping[str, float]
    behind: Mapping[str, int]


@dataclass(frozen=True)
class Shown:
    """The numbers of one span as a report shows them: see ``shown``."""

    span: Span
    numbers: Mapping[str, int | None]


def figures(courses: Sequence[Course], span: Span, covered: Iterable[Covered] = ()) -> Figures:
    """The numbers of everything held in a span."""
    tallies = [(course, tally(course, span)) for course in courses]
    met = [course for course, found in tallies if found["held"]]
    used = [one for one in covered if span.holds(one.on)]
    across = sum(len(course.faculties) > 1 for course in met)
    rest = len(met) - across
    numbers = {name: sum(found[name] for _, found in tallies) for name in COUNTED}
    behind = {name: sum(found[name] > 0 for _, found in tallies) for name in COUNTED}
    return Figures(
        span,
        numbers={
            "partnerships": len(met),
            "people": len(frozenset().union(*(course.people for course in met))),
            "across": across,
            **numbers,
            "cover": sum(one.minutes for one in used) / 60,
        },
        behind={
            "partnerships": len(met),
            "people": len(met),
            # Who knows how many met knows the others too.
            "across": min(across, rest) if rest else across,
            **behind,
            "cover": min(_different(one.person for one in used), _different(one.partnership for one in used)),
        },
    )


def tally(course: Course, span: Span) -> Counter[str]:
    """What one partnership adds to the numbers of a span; ``held`` counts whatever was held."""
    kinds = Counter(thing.kind for thing in course.held if span.holds(thing.date))
    wanting = [followed for on, followed in _wanting(course) if span.holds(on)]
    return Counter(
        held=kinds.total(),
        cycles=sum(span.holds(on) for on in ends(course.held, course.visits)),
        visits=sum(kinds[kind] for kind in VISITS),
        wanting=len(wanting),
        followed=sum(wanting),
        informal=kinds["informal"],
    )


def by_span(
    courses_on: Callable[[date], Sequence[Course]],
    spans: Sequence[Span],
    today: date,
    covered: Collection[Covered] = (),
) -> list[Shown]:
    """The numbers of each span that has settled, spans in which too few met joined to the next.

    A span is counted as was known on the day it settled, which ``courses_on`` tells. Never is one joined to
    an earlier one that has been shown: the difference would be its own few. So the last ones may wait.
    """
    found: list[Shown] = []
    waiting: Span | None = None
    for span in spans:
        if span.settled >= today:
            break
        waiting = span if waiting is None else _join(waiting, span)
        counted = figures(courses_on(waiting.settled), waiting, covered)
        if counted.numbers["partnerships"] >= SMALLEST_GROUP:
            found.append(shown(counted))
            waiting = None
    return found


def shown(found: Figures) -> Shown:
    """To the nearest five, and None for what is small or comes from few partnerships."""
    return Shown(
        found.span, {name: published(number, found.behind[name]) for name, number in found.numbers.items()}
    )


def published(number: float, behind: float | None = None) -> int | None:
    """A number to the nearest five; None below five, also where fewer than five are ``behind`` it."""
    if min(number, number if behind is None else behind) < SMALLEST_GROUP:
        return None
    return SMALLEST_GROUP * int(number / SMALLEST_GROUP + 0.5)


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


def by_years(began: Iterable[date], today: date) -> list[tuple[int, int, int]]:
    """First and last year, and how many began in them: years that have settled, those with few joined on."""
    found: list[tuple[int, int, int]] = []
    waiting, since = 0, 0
    for year, count in sorted(Counter(on.year for on in began).items()):
        if date(year, 12, 31) + SETTLED >= today:
            break
        since = since if waiting else year
        waiting += count
        if number := published(waiting):
            found.append((since, year, number))
            waiting = 0
    return found


def _wanting(course: Course) -> list[tuple[date, bool]]:
    """The visits that want a debrief, each with whether one followed before the next visit."""
    cycle = [thing for thing in course.held if thing.kind in VISITS or thing.kind == "debrief"]
    last = [(cycle[-1].date, False)] if cycle and cycle[-1].kind == "visit" else []
    followed = [(one.date, after.kind == "debrief") for one, after in pairwise(cycle) if one.kind == "visit"]
    return followed + last


def _different(numbers: Iterable[int | None]) -> int:
    return len({number for number in numbers if number is not None})


def _join(earlier: Span, later: Span) -> Span:
    return Span(
        phrase("%(first)s and %(second)s", first=earlier.name, second=later.name), earlier.first, later.last
    )
