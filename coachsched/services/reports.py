"""The year's report: numbers by term and over the years, none that could point at a person (design 2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from coachsched.core import options
from coachsched.core.calendar import Term
from coachsched.core.phrases import phrase
from coachsched.core.replay import replay
from coachsched.core.report import (
    Course,
    Shown,
    Span,
    became_coaches,
    by_span,
    by_years,
    published,
)
from coachsched.services import access, clock, standings
from coachsched.services.standings import ORDER
from coachsched.store import cover_used, history, partnerships, people, schools
from coachsched.store.partnerships import Partner
from coachsched.store.people import Membership, School

DAY = timedelta(days=1)
# L10N: the time before the first term
BEFORE = phrase("Before")
Courses = Callable[[date], list[Course]]


@dataclass(frozen=True)
class Years:
    """How many in these years; ``part`` is that of the most there were in any, in hundredths."""

    name: str
    count: int
    part: int


@dataclass(frozen=True)
class Report:
    """``states`` are how many partnerships were where on ``day``, the one before this week.

    ``terms`` are joined where few met; ``staff`` is how many teach; ``ripple`` counts, over years, those
    who began as somebody's partner and coach others now.
    """

    day: date
    states: dict[str, int | None]
    terms: tuple[Shown, ...]
    staff: int
    ripple: tuple[Years, ...]


def report(actor: Membership) -> Report:
    """The report as it stands this week; raises ForbiddenError."""
    access.require(actor, "report")
    school, today = actor.school, clock.today(actor.school.timezone)
    calendar = schools.school_time(school).calendar
    courses_on = _courses(school)
    day = calendar.rotation.week_start(today) - DAY
    return Report(
        day=day,
        states=_states(school, day),
        terms=_terms(school, courses_on, today),
        staff=sum(bool(member.teacher) for member in people.memberships(school)),
        ripple=_years(by_years(became_coaches(courses_on(today)), today)),
    )


def terms(actor: Membership) -> tuple[Shown, ...]:
    """Its terms alone; raises ForbiddenError."""
    access.require(actor, "report")
    return _terms(actor.school, _courses(actor.school), clock.today(actor.school.timezone))


def _terms(school: School, courses_on: Courses, today: date) -> tuple[Shown, ...]:
    spans = _spans(schools.school_time(school).calendar.terms, courses_on(today))
    return tuple(by_span(courses_on, spans, today, cover_used.used(school)))


def _states(school: School, day: date) -> dict[str, int | None]:
    """Once a week, so that what one partnership does on a day changes nothing the next."""
    exact = Counter(line.standing.state for line in standings.of_school(school, day))
    return {state: published(exact[state]) for state in ORDER} | {"all": published(exact.total())}


def _courses(school: School) -> Courses:
    """What each partnership had done by a date, as it is told of now."""
    partners, events = partnerships.partners(school), history.events_of_school(school.id)

    @cache
    def courses_on(on: date) -> list[Course]:
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

    return courses_on


def _faculties(found: list[Partner]) -> frozenset[str]:
    return frozenset(partner.faculty for partner in found if partner.faculty)


def _spans(terms: tuple[Term, ...], courses: list[Course]) -> list[Span]:
    """Each term with the holidays before it, and one for what was held before the first."""
    known = sorted(terms, key=lambda term: term.start)
    ends = [term.end for term in known]
    spans = [
        Span(term.name, after + DAY, term.end)
        for term, after in zip(known, [term.start - DAY for term in known[:1]] + ends, strict=False)
    ]
    first = min((thing.date for course in courses for thing in course.held), default=date.max)
    before = [Span(BEFORE, first, known[0].start - DAY)] if known and first < known[0].start else []
    return before + spans


def _years(found: list[tuple[int, int, int]]) -> tuple[Years, ...]:
    most = max((count for _, _, count in found), default=1)
    return tuple(
        Years(
            str(first) if first == last else phrase("%(first)s to %(last)s", first=first, last=last),
            count,
            round(100 * count / most),
        )
        for first, last, count in found
    )
