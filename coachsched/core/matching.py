"""Which partnerships to suggest, all at once: who is there, which pairs are possible, what a set is worth.

Worth most is that as many pairs as possible can really meet; then that nobody stays without anybody, wishes,
faculties as the school prefers them, and ample time. Two numbers say it, compared in this order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
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

    coaches: bool
    coached: bool
    most: int = 1
    faculty: str = ""
    alone: bool = True


@dataclass(frozen=True)
class Wanted:
    """Who takes part, by their numbers, as what, with at most ``load`` partners a coach, new ones and old."""

    coaches: frozenset[int]
    coached: frozenset[int]
    load: int = 2
    faculties: Faculties = "any"


@dataclass(frozen=True)
class Wishes:
    """What to respect: pairs never to be made, who asked for whom, and what the school prefers.

    ``swaps``: a coach is visited too; ``debriefs``: a visit counts only where a debrief can follow.
    """

    apart: frozenset[Key] = frozenset()
    asked: frozenset[Key] = frozenset()
    faculties: Faculties = "any"
    swaps: bool = False
    debriefs: bool = True


class Pair(NamedTuple):
    """Two people who may be partners. ``one`` is the coach where ``coached``; else they are equals.

    ``visits`` count those of the first to the second and the other way round, which only matters where they
    go ``both_ways``. ``asked`` is how many of the two asked for it; ``faculties`` is None where one of
    theirs is not known.
    """

    one: int
    other: int
    coached: bool
    both_ways: bool
    visits: tuple[int, int]
    asked: int
    faculties: Literal["same", "across"] | None

    @property
    def key(self) -> Key:
        return key(self.one, self.other)

    @property
    def meets(self) -> int:
        """The visits there can be; of those who visit each other, for the one who has fewer."""
        return min(self.visits) if self.both_ways else self.visits[0]


class Value(NamedTuple):
    """What a set of pairs is worth; the greater of two is the better set."""

    pairs: int
    score: int


def key(one: int, other: int) -> Key:
    """Two people in either order."""
    return min(one, other), max(one, other)


@dataclass(frozen=True)
class Staff:
    """Everybody available by their number, what to respect, and how well any two of them fit."""

    people: Mapping[int, Available]
    wishes: Wishes
    fits: Callable[[int, int], tuple[Fit, Fit]]

    def may(self, one: int, other: int) -> bool:
        """Whether two may be brought together: one of them coaches, the other is coached."""
        first, second = self.people[one], self.people[other]
        goes = (first.coaches and second.coached) or (second.coaches and first.coached)
        return goes and one != other and key(one, other) not in self.wishes.apart

    def pair(self, one: int, other: int) -> Pair:
        """What there is to know of two who may, the coach first where only one of them can be it."""
        forth = self.people[one].coaches and self.people[other].coached
        back = self.people[other].coaches and self.people[one].coached
        if back and not forth:
            one, other = other, one
        forth_fit, back_fit = self.fits(one, other)
        wishes, coached = self.wishes, forth != back
        return Pair(
            one=one,
            other=other,
            coached=coached,
            both_ways=wishes.swaps or not coached,
            visits=(forth_fit.debriefed, back_fit.debriefed)
            if wishes.debriefs
            else (forth_fit.visits, back_fit.visits),
            asked=((one, other) in wishes.asked) + ((other, one) in wishes.asked),
            faculties=self._faculties(one, other),
        )

    def _faculties(self, one: int, other: int) -> Literal["same", "across"] | None:
        ours, theirs = self.people[one].faculty, self.people[other].faculty
        if not (ours and theirs):
            return None
        return "same" if ours == theirs else "across"

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
        return 1 + MOST_FOR_A_PAIR * (sum(max(0, one.most) for one in self.people.values()) // 2 + 1)

    def too_many(self, chosen: Iterable[Key]) -> set[int]:
        """Who would be with more partners than they take; who is not available takes none."""
        counts = Counter(one for pair in chosen for one in pair)
        return {
            one for one, count in counts.items() if one not in self.people or count > self.people[one].most
        }

    def left_over(self, chosen: Iterable[Key]) -> dict[int, Left]:
        """Who has nobody and gets nobody, and why."""
        found = {one for pair in chosen for one in pair}
        alone = [number for number, one in self.people.items() if one.alone and number not in found]
        return {one: self._why(one) for one in alone}

    def _why(self, one: int) -> Left:
        others = [other for other in self.people if self.may(one, other)]
        if any(self.pair(one, other).meets for other in others):
            return "taken"
        return "no_time" if others else "nobody"


@dataclass(frozen=True)
class Task:
    """Everybody available and the pairs of them that may be made and can meet; ``whole``: every such pair."""

    staff: Staff
    pairs: Mapping[Key, Pair]
    whole: bool = True


def task_of(staff: Staff) -> Task:
    """The pairs to choose from."""
    found = (staff.pair(*both) for both in _possible(staff))
    coached = sum(one.coached for one in staff.people.values())
    return Task(staff, {pair.key: pair for pair in found if pair.meets}, _each(staff.people) >= coached)


def _possible(staff: Staff) -> Iterator[Key]:
    """Every pair of people that may be made, once; of very many people, a part of them."""
    people = {number: one for number, one in staff.people.items() if one.most > 0}
    asked = (key(*wish) for wish in staff.wishes.asked if people.keys() >= set(wish))
    seen = set()
    for both in chain(asked, _offered(people)):
        if both not in seen and staff.may(*both):
            seen.add(both)
            yield both


def _offered(people: Mapping[int, Available]) -> Iterator[Key]:
    coaches = [number for number, one in people.items() if one.coaches]
    coached = [number for number, one in people.items() if one.coached]
    each = min(len(coached), _each(people))
    for number, coach in enumerate(coaches):
        for turn in range(each):
            yield key(coach, coached[(number + turn * len(coached) // each) % len(coached)])


def _each(people: Mapping[int, Available]) -> int:
    """With how many people each coach is compared."""
    return 1 + MOST_PAIRS // max(1, sum(one.coaches for one in people.values()))


def greedy(task: Task) -> list[Pair]:
    """The best pair first, then the best of those left, and so on: what is done by hand."""
    room = {number: one.most for number, one in task.staff.people.items()}
    chosen = []
    for pair in sorted(task.pairs.values(), key=lambda pair: (-task.staff.worth(pair), pair.key)):
        if all(room[one] > 0 for one in pair.key):
            room.update({one: room[one] - 1 for one in pair.key})
            chosen.append(pair)
    return chosen


def is_sound(task: Task, chosen: Collection[Pair]) -> bool:
    """Whether a set is some of the task's pairs, each once, with nobody in too many of them."""
    keys = [pair.key for pair in chosen]
    known = all(task.pairs.get(pair.key) == pair for pair in chosen)
    return known and len(set(keys)) == len(keys) and not task.staff.too_many(keys)
