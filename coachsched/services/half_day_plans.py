"""How one paid half-day could serve several visits that wait for cover: gathered here, solved by the core."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256

from coachsched.core.batching import Way, best_batch, in_order
from coachsched.core.covered_slots import wants_cover
from coachsched.core.half_days import HalfDay, half_days
from coachsched.core.meetings import Need, Slot, Talk, Visit
from coachsched.core.spans import Span
from coachsched.core.walltime import wall_spans
from coachsched.services import access, clock, finding, standings
from coachsched.services.cover_search import with_cover
from coachsched.services.finding import Search
from coachsched.services.picks import slot_key
from coachsched.store import cover, cover_requests, partnerships, schools
from coachsched.store import half_days as stored
from coachsched.store.cover_requests import CoverRequest
from coachsched.store.people import Membership, School

MOST = 6
# A substitute is found for the next weeks, not for the whole horizon.
AHEAD = timedelta(days=20)
# One visit alone is arranged on the page for cover.
LEAST = 2
Engaged = tuple[int, date, Span]


@dataclass(frozen=True)
class Wish:
    """A visit that waits for cover of some lessons: asked for already, or possible once it is offered."""

    partnership_id: int
    needs: tuple[Need, ...]
    requests: tuple[CoverRequest, ...] = ()
    host: Membership | None = None
    slot: Slot | None = None


@dataclass(frozen=True)
class Plan:
    """What one substitute can serve in a half-day, in order of time; ``idle`` periods lie between."""

    half_day: HalfDay
    wishes: tuple[Wish, ...]
    idle: int

    @property
    def lessons(self) -> list[Need]:
        """The lessons to take, in order of time."""
        return sorted(need for wish in self.wishes for need in wish.needs)

    @property
    def seen(self) -> str:
        """What stands for exactly this plan, to say later that it is the one that was looked at."""
        told = [(wish.partnership_id, wish.needs, wish.slot and slot_key(wish.slot)) for wish in self.wishes]
        return sha256(repr(told).encode()).hexdigest()[:16]


def plans(actor: Membership) -> list[Plan]:
    """The half-days that serve several visits, the one that is used best first; raises ForbiddenError."""
    access.require(actor, "cover")
    return list(_plans(actor.school))[:MOST]


def find(school: School, on: date, half: str) -> Plan | None:
    """What a half-day could serve now."""
    fitting = (one for one in _plans(school) if (one.half_day.date, one.half_day.half) == (on, half))
    return next(fitting, None)


def _plans(school: School) -> Iterator[Plan]:
    calendar = schools.school_time(school).calendar
    ways = defaultdict(list)
    for way in _ways(school):
        ways[way.about.needs[0].date].append(way)
    batches = [best_batch(half, ways[on]) for on in ways for half in half_days(calendar.day(on))]
    for batch in in_order(batches):
        if len(batch.ways) >= LEAST:
            yield Plan(batch.half_day, tuple(way.about for way in batch.ways), batch.idle)


def _ways(school: School) -> Iterator[Way]:
    """Every way to serve a wish; what is asked for already comes first, and has one."""
    asked = _asked(school)
    for wish in asked:
        yield _way(wish, _times_of_option(wish))
    known = {wish.partnership_id for wish in asked} | stored.partnerships_asked(school, clock.now())
    for found in _without_other_times(school, known):
        for slot in found.slots:
            if slot.needs and len({need.date for need in slot.needs}) == 1:
                wish = Wish(found.partnership.id, slot.needs, host=found.host, slot=slot)
                yield _way(wish, _times_of_slot(slot, found))


def _way(wish: Wish, engaged: Iterable[Engaged]) -> Way:
    # Whoever is out of their own class is not there to be visited in it either.
    out = [(need.person, need.date, (need.start, need.end)) for need in wish.needs]
    lessons = tuple((need.start, need.end) for need in wish.needs)
    return Way(wish.partnership_id, lessons, (*out, *engaged), wish)


def _asked(school: School) -> list[Wish]:
    """What is asked for and can still be arranged, all the lessons of one option together."""
    zone = schools.school_time(school).zone
    together: dict[tuple[int, int], list[CoverRequest]] = defaultdict(list)
    for one in cover.of_school(school, clock.today(school.timezone)):
        if one.state == "asked" and one.partnership_id and one.option_id and one.start_at > clock.now():
            together[one.partnership_id, one.option_id].append(one)
    wishes = [
        Wish(partnership, tuple(cover_requests.need(one, zone) for one in some), tuple(some))
        for (partnership, _), some in together.items()
    ]
    return [wish for wish in wishes if len({need.date for need in wish.needs}) == 1]


def _times_of_option(wish: Wish) -> Iterator[Engaged]:
    request = wish.requests[0]
    assert request.option is not None, "it is asked for an option"
    assert request.partnership is not None, "and that is a partnership's"
    zone = schools.school_time(request.school).zone
    for time in request.option.times:
        for on, spans in wall_spans(time.start_at, time.end_at, zone).items():
            yield from (
                (member.person_id, on, span) for member in request.partnership.members for span in spans
            )


def _times_of_slot(slot: Slot, found: Search) -> Iterator[Engaged]:
    times: list[Visit | Talk] = [slot.visit, *slot.debriefs]
    for one in times:
        yield from ((member.person_id, one.date, (one.start, one.end)) for member in found.people)


def _without_other_times(school: School, but: set[int]) -> Iterator[Search]:
    """The searches of those who have nothing ahead and whom no time without cover suits soon."""
    today = clock.today(school.timezone)
    lines = standings.of_school(school, today)
    idle = [one.id for one in lines if one.standing.state in ("active", "quiet") and not one.standing.next_on]
    for number in idle:
        partnership = None if number in but else partnerships.at_school(school, number, today)
        if partnership is not None:
            members = partnerships.member_rows(partnership)
            found = [finding.search(partnership, members[0], one.person_id) for one in members]
            if all(wants_cover("when_needed", one.slots, one.first) for one in found):
                yield from (with_cover(_soon(one), members[0]) for one in found)


def _soon(found: Search) -> Search:
    return replace(found, last=min(found.last, found.first + AHEAD))
