"""Which partnerships to suggest, all at once: who is there, which pairs are possible, what a set is worth.

Worth most is that as many pairs as possible can really meet; then that nobody stays without anybody, wishes,
faculties as the school prefers them, and ample time. Two numbers say it, compared in this order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from coachsched.core.fit import Fit

Faculties = Literal["any", "same", "across"]
# Why somebody stays without a partner: nobody could be theirs, nobody has time when they have, or who has
# time is with as many as they take already.
Left = Literal["nobody", "no_time", "taken"]
Key = tuple[int, int]

# What each counts among sets of equally many pairs; debriefed visits count one each, up to ENOUGH.
SOMEBODY, WISHED, FACULTY, ENOUGH = 10, 10, 4, 6
MOST_FOR_A_PAIR = 2 * SOMEBODY + 2 * WISHED + FACULTY + ENOUGH
# Of more pairs than these, each coach is compared with some people only, evenly spread: a matter of seconds.
MOST_PAIRS = 130_000


@dataclass(frozen=True)
class Available:
    """Somebody to find partners for: at most ``most`` more, ``alone`` while they have none.

    ``coaches`` and ``coached`` say what they would be in a partnership; who is both takes either part.
    """

    person: int
    coaches: bool
    coached: bool
    most: int = 1
    faculty: str = ""
    alone: bool = True


@dataclass(frozen=True)
class Wishes:
    """What to respect: pairs never to be made, who asked for whom, and what the school prefers."""

    apart: frozenset[Key] = frozenset()
    asked: frozenset[Key] = frozenset()
    faculties: Faculties = "any"


class Pair(NamedTuple):
    """Two people who can meet. ``one`` is the coach where ``coached``; else they are equals.

    ``fits`` are those of the first visiting the second and the other way round; ``asked`` is how many of
    them asked for it; ``faculties`` is None where somebody's faculty is not known.
    """

    one: int
    other: int
    coached: bool
    fits: tuple[Fit, Fit]
    asked: int
    faculties: Literal["same", "across"] | None

    @property
    def key(self) -> Key:
        return key(self.one, self.other)

    @property
    def meets(self) -> int:
        """The debriefed visits: the coach's to the partner; of equals, those of the one who has fewer."""
        return self.fits[0].debriefed if self.coached else min(fit.debriefed for fit in self.fits)


class Value(NamedTuple):
    """What a set of pairs is worth; the greater of two is the better set."""

    pairs: int
    score: int


def key(one: int, other: int) -> Key:
    """Two people in either order."""
    return min(one, other), max(one, other)


@dataclass(frozen=True)
class Task:
    """Everybody available and every pair of them that could be made and can meet."""

    people: Mapping[int, Available]
    pairs: Mapping[Key, Pair]
    wishes: Wishes

    def worth(self, pair: Pair) -> int:
        """What a pair adds to the score, besides that nobody stays alone."""
        preferred = pair.faculties is not None and pair.faculties == self.wishes.faculties
        return WISHED * pair.asked + FACULTY * preferred + min(pair.meets, ENOUGH)

    def value(self, chosen: Collection[Pair]) -> Value:
        """What a set of pairs is worth."""
        found = {one for pair in chosen for one in pair.key if self.people[one].alone}
        return Value(len(chosen), SOMEBODY * len(found) + sum(map(self.worth, chosen)))

    @cached_property
    def scale(self) -> int:
        """More than any score, so that ``pairs * scale + score`` orders as a value does."""
        return 1 + MOST_FOR_A_PAIR * (sum(one.most for one in self.people.values()) // 2 + 1)


def task_for(
    people: Iterable[Available], wishes: Wishes, fits: Callable[[int, int], tuple[Fit, Fit]]
) -> Task:
    """The pairs that could be made of some people and can meet; ``fits`` says how well two do."""
    by_person = {one.person: one for one in people if one.most > 0}
    found = {}
    for one, other in _possible(by_person, wishes):
        pair = pair_of(by_person[one], by_person[other], wishes, fits)
        if pair.meets:
            found[pair.key] = pair
    return Task(by_person, found, wishes)


def pair_of(
    one: Available, other: Available, wishes: Wishes, fits: Callable[[int, int], tuple[Fit, Fit]]
) -> Pair:
    """What there is to know of two people, the coach first where only one of them can be it."""
    forth, back = one.coaches and other.coached, other.coaches and one.coached
    if back and not forth:
        one, other = other, one
    asked = ((one.person, other.person), (other.person, one.person))
    return Pair(
        one=one.person,
        other=other.person,
        coached=forth != back,
        fits=fits(one.person, other.person),
        asked=sum(wish in wishes.asked for wish in asked),
        faculties=_faculties(one, other),
    )


def _faculties(one: Available, other: Available) -> Literal["same", "across"] | None:
    if not (one.faculty and other.faculty):
        return None
    return "same" if one.faculty == other.faculty else "across"


def _possible(people: Mapping[int, Available], wishes: Wishes) -> Iterator[Key]:
    """Every pair of a coach and somebody to be coached that may be made, once."""
    seen = set()
    for pair in (*_wished(people, wishes), *_offered(people)):
        if pair[0] != pair[1] and pair not in seen and pair not in wishes.apart:
            seen.add(pair)
            yield pair


def _wished(people: Mapping[int, Available], wishes: Wishes) -> list[Key]:
    both = ((people[one], people[other]) for one, other in wishes.asked if {one, other} <= people.keys())
    return [key(one.person, other.person) for one, other in both if _goes(one, other) or _goes(other, one)]


def _goes(coach: Available, other: Available) -> bool:
    return coach.coaches and other.coached


def _offered(people: Mapping[int, Available]) -> Iterator[Key]:
    coaches = [one.person for one in people.values() if one.coaches]
    coached = [one.person for one in people.values() if one.coached]
    each = min(len(coached), 1 + MOST_PAIRS // max(1, len(coaches)))
    for number, coach in enumerate(coaches):
        for turn in range(each):
            yield key(coach, coached[(number + turn * len(coached) // each) % len(coached)])


def greedy(task: Task) -> list[Pair]:
    """The best pair first, then the best of those left, and so on: what is done by hand."""
    room = {one.person: one.most for one in task.people.values()}
    chosen = []
    for pair in sorted(task.pairs.values(), key=lambda pair: (-task.worth(pair), pair.key)):
        if all(room[one] for one in pair.key):
            room.update({one: room[one] - 1 for one in pair.key})
            chosen.append(pair)
    return chosen


def too_many(people: Mapping[int, Available], chosen: Iterable[Key]) -> set[int]:
    """Who would be with more partners than they take; who is not available takes none."""
    counts = Counter(one for pair in chosen for one in pair)
    return {one for one, count in counts.items() if one not in people or count > people[one].most}


def is_sound(task: Task, chosen: Collection[Pair]) -> bool:
    """Whether a set is one of the task's pairs, each once, with nobody in too many of them."""
    keys = [pair.key for pair in chosen]
    known = all(task.pairs.get(pair.key) == pair for pair in chosen)
    return known and len(set(keys)) == len(keys) and not too_many(task.people, keys)


def left_over(task: Task, chosen: Iterable[Key]) -> dict[int, Left]:
    """Who stays without anybody, and why."""
    found = {one for pair in chosen for one in pair}
    can_meet = {one for pair in task.pairs for one in pair}
    alone = [one for one in task.people.values() if one.alone and one.person not in found]
    return {one.person: "taken" if one.person in can_meet else _why(task, one) for one in alone}


def _why(task: Task, one: Available) -> Left:
    others = (
        other
        for other in task.people.values()
        if other != one
        and (_goes(one, other) or _goes(other, one))
        and key(one.person, other.person) not in task.wishes.apart
    )
    return "no_time" if any(others) else "nobody"
