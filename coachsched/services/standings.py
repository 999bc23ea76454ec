"""Which partnerships move and which have gone quiet: for the pair, the board and the command (design 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from coachsched.core.history import Past
from coachsched.core.quiet import Event, Standing, standing_of
from coachsched.core.replay import replay
from coachsched.store import history, partnerships, schools
from coachsched.store.partnerships import Partner, Partnership
from coachsched.store.people import School

ORDER = ("quiet", "waiting", "active", "paused", "finished")
NO_SIGNS = frozenset({"began", "paused"})


@dataclass(frozen=True)
class Line:
    """One partnership as its coordinator sees it, and as its own partners see that.

    ``met`` is whether anything was held in it.
    """

    id: int
    names: tuple[str, ...]
    emails: tuple[str, ...]
    faculties: tuple[str, ...]
    coach: str | None
    standing: Standing
    events: tuple[Event, ...]
    last: date | None
    met: bool


def of_partnership(school: School, partnership: Partnership, on: date) -> Line | None:
    """A partnership's line on a date, or None before it began."""
    lines = of_some(school, [partnership.id], on)
    return lines[0] if lines else None


def of_some(school: School, ids: Sequence[int], on: date) -> list[Line]:
    """Some partnerships of a school, given by their numbers, that had begun by the date."""
    return _lines(school, partnerships.partners(school, ids), history.events_of(ids), on)


def of_school(school: School, on: date) -> list[Line]:
    """Every partnership that had begun by the date, in order of its number."""
    return _lines(school, partnerships.partners(school), history.events_of_school(school.id), on)


def _lines(
    school: School, partners: dict[int, list[Partner]], events: dict[int, list[Event]], on: date
) -> list[Line]:
    time = schools.school_time(school)
    lines = []
    for number, members in partners.items():
        happened = events.get(number, [])
        past = replay(happened, on)
        if past is not None:
            state = standing_of(past, on, time.calendar.school_days_between, time.limits)
            lines.append(_line(number, members, happened, past, state, on))
    return lines


def _line(
    number: int,
    members: Sequence[Partner],
    happened: Sequence[Event],
    past: Past,
    state: Standing,
    on: date,
) -> Line:
    return Line(
        id=number,
        names=tuple(member.name for member in members),
        emails=tuple(member.email for member in members),
        faculties=tuple(dict.fromkeys(member.faculty for member in members if member.faculty)),
        coach=next((member.name for member in members if member.is_coach), None),
        standing=state,
        events=tuple(happened),
        last=_last_sign(past, happened, on),
        met=bool(past.held),
    )


def _last_sign(past: Past, happened: Sequence[Event], on: date) -> date | None:
    """The date of the last thing somebody did, or of the last meeting held without a word."""
    signs = (event.date for event in reversed(happened) if event.date <= on and event.what not in NO_SIGNS)
    # In order of date, so the first one found is the latest; there may be hundreds behind it.
    latest = [*islice(signs, 1), *([past.last.date] if past.last else [])]
    return max(latest, default=None)
