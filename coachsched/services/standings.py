"""Which partnerships move and which have gone quiet: for the pair, the board and the command (design 6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coachsched.core.quiet import Event, Standing, standing
from coachsched.core.replay import replay
from coachsched.services import access, clock
from coachsched.store import history, partnerships, people, schools
from coachsched.store.partnerships import Partnership
from coachsched.store.people import Membership, School

ORDER = ("quiet", "waiting", "active", "paused", "finished")
# Below this a count could point at a person (design 2).
SMALLEST_COUNT = 5


@dataclass(frozen=True)
class Line:
    """One partnership as its coordinator sees it, and as its own partners see that."""

    partnership: Partnership
    names: tuple[str, ...]
    emails: tuple[str, ...]
    faculties: tuple[str, ...]
    coach: str | None
    standing: Standing
    events: tuple[Event, ...]
    last: date | None


def of_partnership(school: School, partnership: Partnership, on: date) -> Line | None:
    """A partnership's line on a date, or None before it began."""
    return next(iter(_lines(school, [partnership], history.events_of([partnership.id]), on)), None)


def of_partnerships(school: School, found: Sequence[Partnership], on: date) -> list[Line]:
    return _lines(school, found, history.events_of([partnership.id for partnership in found]), on)


def of_school(school: School, on: date) -> list[Line]:
    """Every partnership that had begun by the date, in order of its number."""
    return _lines(school, partnerships.of_school(school), history.events_of_school(school.id), on)


def board(actor: Membership) -> list[Line]:
    """The coordinator's board today, quiet first, longest quiet first; raises ForbiddenError."""
    access.require(actor, "board")
    return sorted(of_school(actor.school, clock.today(actor.school.timezone)), key=_board_order)


def counts(actor: Membership) -> dict[str, int | None]:
    """How many partnerships are in each state, None where so few could point at a person."""
    access.require(actor, "report")
    lines = of_school(actor.school, clock.today(actor.school.timezone))
    return _not_pointing_at_anybody(Counter(line.standing.state for line in lines))


def _not_pointing_at_anybody(exact: Counter[str]) -> dict[str, int | None]:
    """Small counts are withheld, and one more with a single small one, or the total would tell it."""
    shown: dict[str, int | None] = {state: exact[state] for state in ORDER}
    shown["all"] = exact.total() if exact.total() >= SMALLEST_COUNT else None
    small = [state for state in ORDER if 0 < exact[state] < SMALLEST_COUNT]
    for state in small:
        shown[state] = None
    if small and sum(exact[state] for state in small) < SMALLEST_COUNT:
        shown["all"] = None
    return shown


def _board_order(line: Line) -> tuple[int, int, str]:
    return (
        ORDER.index(line.standing.state),
        -(line.standing.school_days or 0),
        " ".join(line.names).casefold(),
    )


def _lines(
    school: School, found: Sequence[Partnership], events: dict[int, list[Event]], on: date
) -> list[Line]:
    time = schools.school_time(school)
    member_of = {member.person_id: member for member in people.memberships(school)}
    lines = []
    for partnership in found:
        happened = events.get(partnership.id, [])
        state = standing(happened, on, time.calendar.school_days_between, time.limits)
        if state is not None:
            lines.append(_line(partnership, happened, state, member_of, on))
    return lines


def _line(
    partnership: Partnership,
    happened: Sequence[Event],
    state: Standing,
    member_of: dict[int, Membership],
    on: date,
) -> Line:
    members = [member.person for member in partnership.members]
    faculties = dict.fromkeys(member_of[person.id].faculty for person in members if person.id in member_of)
    return Line(
        partnership=partnership,
        names=tuple(person.name for person in members),
        emails=tuple(person.email for person in members),
        faculties=tuple(faculty for faculty in faculties if faculty),
        coach=next((person.name for person in members if person.id == partnership.coach_id), None),
        standing=state,
        events=tuple(happened),
        last=_last_sign(happened, on),
    )


def _last_sign(happened: Sequence[Event], on: date) -> date | None:
    """The date of the last thing that happened, a proposal still open included."""
    past = replay(happened, on)
    if past is None:
        return None
    dates = [past.last.date] if past.last else []
    return max([*dates, past.proposal.sent] if past.proposal else dates, default=None)
