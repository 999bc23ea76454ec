"""A half-day of a substitute offered to those it would serve, taken by them, and taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from coachsched.core.errors import ConflictError, NotFoundError
from coachsched.core.phrases import phrase
from coachsched.core.walltime import meeting_utc
from coachsched.services import access, budgets, clock, covering, half_day_plans, substitutes
from coachsched.services.cover_search import with_cover
from coachsched.services.finding import instants, search
from coachsched.services.half_day_plans import Wish
from coachsched.services.links import to_page
from coachsched.services.new_times import of_slot
from coachsched.services.picks import FreshTime, slot_key
from coachsched.services.posting import post
from coachsched.services.unit import transaction
from coachsched.store import cover, partnerships, people, schools, session
from coachsched.store import half_days as stored
from coachsched.store.cover import CoverRequest
from coachsched.store.half_days import HalfDay, HalfDayLesson
from coachsched.store.partnerships import Partnership
from coachsched.store.people import Membership, Person, School

CHANGED = phrase("What this half-day could serve has changed meanwhile. Please look again.")


@dataclass(frozen=True)
class Offer:
    """A visit to ``host`` that a partnership can have while a substitute is there; ``key`` is its pick."""

    half_day: HalfDay
    host: Person
    key: str
    time: FreshTime


@dataclass(frozen=True)
class Offered:
    """A half-day as whoever arranges cover sees it: what is taken, and how many lessons may be yet."""

    half_day: HalfDay
    taken: Sequence[CoverRequest]
    open: int


def offer(actor: Membership, on: date, half: str, name: str, fund: str, seen: str) -> HalfDay:
    """Have a substitute for a half-day: what is asked for is theirs, and the others it serves are written to.

    ``seen`` says which plan was looked at. Raises ForbiddenError, InputError, and ConflictError where it is
    another meanwhile, or where rules or budget stand against it.
    """
    access.require(actor, "cover")
    who = substitutes.named(name)
    with transaction():
        schools.hold(actor.school_id)
        plan = half_day_plans.find(actor.school, on, half)
        if plan is None or plan.seen != seen:
            raise ConflictError(CHANGED)
        row = HalfDay(
            school_id=actor.school_id, date=on, half=half, covered_by=who, fund=fund, offered_at=clock.now()
        )
        session.add(row)
        session.flush()
        _approve([wish for wish in plan.wishes if wish.requests], row)
        _invite([wish for wish in plan.wishes if wish.host], row, actor)
    return row


def withdraw(actor: Membership, number: int) -> HalfDay:
    """Say that the substitute cannot come: who was to be free through it gets other times.

    Raises ForbiddenError, NotFoundError, ConflictError.
    """
    access.require(actor, "cover")
    with transaction():
        schools.hold(actor.school_id)
        row = stored.get(actor.school, number)
        if row is None:
            raise NotFoundError(phrase("There is no such half-day."))
        if row.state != "offered":
            raise ConflictError(phrase("This half-day has been taken back already."))
        row.state = "withdrawn"
        requests = [one for one in stored.taken(row) if one.start_at > clock.now()]
        for request in requests:
            request.state, request.answered_at = "withdrawn", clock.now()
        covering.settled(requests)
    return row


def take(requests: Sequence[CoverRequest]) -> None:
    """Give the substitute what partners ask for as it was offered to them, inside the caller's transaction.

    Where rules or budget have come in between, it stays asked for.
    """
    for request in requests:
        # A half-day that is being taken back is offered no more.
        schools.hold(request.school_id)
        if lesson := stored.lesson_for(request):
            with suppress(ConflictError):
                substitutes.approve(request, lesson.half_day)


def mine(actor: Membership, partnership: Partnership) -> list[Offer]:
    """The visits that the actor's partnership was offered and that are still possible."""
    offers = {lesson.visit: lesson for lesson in stored.to_partnership(partnership.id, clock.now())}
    return [found for lesson in offers.values() if (found := _offer(actor, partnership, lesson))]


def offered(actor: Membership) -> list[Offered]:
    """The half-days from today on; raises ForbiddenError."""
    access.require(actor, "cover")
    rows = stored.offered(actor.school, clock.today(actor.school.timezone))
    return [_offered(row) for row in rows]


def _approve(wishes: Sequence[Wish], row: HalfDay) -> None:
    """Let the substitute take everything that is asked for already."""
    numbers = [request.id for wish in wishes for request in wish.requests]
    together = partnerships.rows_of({wish.partnership_id for wish in wishes})
    people.hold(member.person_id for members in together.values() for member in members)
    found = [cover.get(row.school, number, lock=True) for number in numbers]
    requests = [one for one in found if one and one.state == "asked"]
    if len(requests) < len(numbers):
        raise ConflictError(CHANGED)
    for request in requests:
        substitutes.approve(request, row)
    covering.settled(requests)


def _invite(wishes: Sequence[Wish], row: HalfDay, actor: Membership) -> None:
    """Offer the others the visits they would have, while the budget has enough for all of them."""
    lessons = [(need.end - need.start, wish.partnership_id) for wish in wishes for need in wish.needs]
    budgets.check_several(actor.school, row.date, lessons, row.fund)
    row.lessons.extend(lesson for wish in wishes for lesson in _lessons(wish, actor.school))
    members = partnerships.rows_of({wish.partnership_id for wish in wishes})
    for wish in wishes:
        for member in members[wish.partnership_id]:
            _tell(member, members[wish.partnership_id], wish, row, actor)


def _lessons(wish: Wish, school: School) -> Iterator[HalfDayLesson]:
    zone = schools.school_time(school).zone
    assert wish.slot is not None, "nobody has asked for it yet"
    assert wish.host is not None, "and somebody is visited"
    for need in wish.needs:
        start, end = meeting_utc(need.date, need.start, need.end, zone)
        yield HalfDayLesson(
            partnership_id=wish.partnership_id,
            host_id=wish.host.person_id,
            visit=slot_key(wish.slot),
            person_id=need.person,
            start_at=start,
            end_at=end,
        )


def _tell(
    member: Membership, members: Sequence[Membership], wish: Wish, row: HalfDay, actor: Membership
) -> None:
    assert wish.slot is not None, "nobody has asked for it yet"
    time = schools.school_time(row.school)
    post(
        member.person,
        row.school,
        f"half-day-{row.id}-{wish.partnership_id}",
        "half_day",
        by=actor.person_id,
        urgent=False,
        good_until=instants(wish.slot.visit, time)[0],
        half_day=row,
        host=wish.host.person if wish.host else None,
        others=[one.person.name for one in members if one is not member],
        fresh=of_slot(wish.slot, time),
        page=to_page(f"/partnerships/{wish.partnership_id}"),
    )


def _offer(actor: Membership, partnership: Partnership, lesson: HalfDayLesson) -> Offer | None:
    if lesson.host_id not in [member.person_id for member in partnership.members]:
        return None
    on = lesson.half_day.date
    found = with_cover(search(partnership, actor, lesson.host_id, on=on), actor)
    slot = next((one for one in found.slots if slot_key(one) == lesson.visit), None)
    return Offer(lesson.half_day, lesson.host, lesson.visit, of_slot(slot, found.time)) if slot else None


def _offered(row: HalfDay) -> Offered:
    taken = stored.taken(row)
    known = {(one.person_id, one.start_at) for one in taken}
    return Offered(row, taken, sum((one.person_id, one.start_at) not in known for one in row.lessons))
