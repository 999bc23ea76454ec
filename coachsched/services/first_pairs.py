"""A school's first partnerships: the pairs whose timetables fit best, made with one click or command."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coachsched.core.errors import InputError, Problem
from coachsched.core.matching import Key, Pair, task_of
from coachsched.core.phrases import phrase
from coachsched.services import access, assignments, colleagues, partnerships
from coachsched.services.unit import transaction
from coachsched.store import people
from coachsched.store.people import Membership, School

MOST = 5


@dataclass(frozen=True)
class FirstPair:
    """Two who could begin: in the next round of timetable days, ``meets`` visits each way and their talks."""

    one: Membership
    other: Membership
    meets: int
    days: int

    @property
    def key(self) -> str:
        return f"{self.one.person_id}-{self.other.person_id}"


def suggested(school: School, most: int = MOST) -> list[FirstPair]:
    """The pairs that fit best, nobody twice; raises InputError where there are no days to count on."""
    wanted = assignments.usual(school)
    found = colleagues.together(school, wanted)
    pairs = task_of(found.staff).pairs.values()
    chosen = [*_nobody_twice(sorted(pairs, key=_best_first))][:most]
    return [
        FirstPair(found.members[one.one], found.members[one.other], one.meets, len(found.days))
        for one in chosen
    ]


def suggest(actor: Membership) -> list[FirstPair]:
    """The same for who brings people together; raises ForbiddenError too."""
    access.require(actor, "assignments")
    return suggested(actor.school)


def make(actor: Membership, chosen: Sequence[str]) -> int:
    """Bring each of these pairs together, "12-34" by people's numbers, or none: how many.

    Raises ForbiddenError, and InputError with what is in the way.
    """
    access.require(actor, "assignments")
    if not chosen:
        raise InputError(
            Problem("pair", phrase("nobody is chosen yet."), phrase("Tick a pair, or choose two people."))
        )
    with transaction():
        for pair in chosen:
            partnerships.begin(actor.school, _members(actor.school, pair))
    return len(chosen)


def _members(school: School, pair: str) -> list[Membership]:
    numbers = [int(one) for one in pair.split("-") if one.isdecimal() and len(one) < 10]
    members = people.members(school, numbers)
    if len(numbers) != 2 or len(members) != 2:
        raise InputError(
            Problem("pair", phrase("these are not two people of your school."), phrase("Choose two again."))
        )
    return [members[number] for number in numbers]


def _best_first(pair: Pair) -> tuple[int, int, Key]:
    return -pair.meets, -sum(pair.visits), pair.key


def _nobody_twice(pairs: Sequence[Pair]) -> Iterator[Pair]:
    taken: set[int] = set()
    for pair in pairs:
        if taken.isdisjoint(pair.key):
            taken.update(pair.key)
            yield pair
