"""The year's report: numbers by term and over the years, none that could point at a person (design 2)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from coachsched.core import options
from coachsched.core.calendar import Term
from coachsched.core.replay import replay
from coachsched.core.report import SMALLEST_GROUP, Course, Figures, Span, became_coaches, by_span
from coachsched.services import access, clock
from coachsched.store import history, partnerships, people, schools
from coachsched.store.partnerships import Partner
from coachsched.store.people import Membership, School


@dataclass(frozen=True)
class Report:
    """``terms`` are joined where few met; ``staff`` is how many teach; ``ripple`` counts, over years, those
    who began as somebody's partner and coach others now."""

    terms: tuple[Figures, ...]
    staff: int
    ripple: tuple[tuple[str, int], ...]


def report(actor: Membership) -> Report:
    """The report up to today; raises ForbiddenError."""
    access.require(actor, "report")
    today = clock.today(actor.school.timezone)
    courses = _courses(actor.school, today)
    terms = schools.school_time(actor.school).calendar.terms
    return Report(
        terms=tuple(by_span(courses, _spans(terms, courses, today))),
        staff=sum(bool(member.teacher) for member in people.memberships(actor.school)),
        ripple=_by_years(became_coaches(courses)),
    )


def _courses(school: School, on: date) -> list[Course]:
    partners, events = partnerships.partners(school), history.events_of_school(school.id)
    pasts = {number: replay(events.get(number, []), on) for number in partners}
    return [
        Course(
            people=frozenset(partner.id for partner in partners[number]),
            coach=next((partner.id for partner in partners[number] if partner.is_coach), None),
            faculties=_faculties(partners[number]),
            began=past.began,
            held=tuple(past.held),
            visits=options.shape(school.settings, len(partners[number])).visits,
        )
        for number, past in pasts.items()
        if past is not None
    ]


def _faculties(found: list[Partner]) -> frozenset[str]:
    return frozenset(partner.faculty for partner in found if partner.faculty)


def _spans(terms: tuple[Term, ...], courses: list[Course], today: date) -> list[Span]:
    """The terms begun by today, each up to the next one's start, and one for what was held before them."""
    begun = [term for term in sorted(terms, key=lambda term: term.start) if term.start <= today]
    starts = [term.start for term in begun] + [today + date.resolution]
    spans = [
        Span(term.name, term.start, after - date.resolution)
        for term, after in zip(begun, starts[1:], strict=True)
    ]
    first = min((thing.date for course in courses for thing in course.held), default=today)
    before = starts[0] - date.resolution
    return [Span("Before", first, before), *spans] if first <= before else spans


def _by_years(began: list[date]) -> tuple[tuple[str, int], ...]:
    """How many in each year, years with few joined to the next; nothing where there are few in all."""
    joined: list[tuple[int, int, int]] = []
    waiting, since = 0, 0
    for year, count in sorted(Counter(on.year for on in began).items()):
        since = since if waiting else year
        waiting += count
        if waiting >= SMALLEST_GROUP:
            joined.append((since, year, waiting))
            waiting = 0
    if waiting and joined:
        first, _, count = joined.pop()
        joined.append((first, began[-1].year, count + waiting))
    return tuple((str(a) if a == b else f"{a} to {b}", count) for a, b, count in joined)
