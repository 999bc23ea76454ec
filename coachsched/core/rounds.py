"""The rounds of a partnership: where each ends, and whose turn it is to host (design 3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from coachsched.core.history import OUTSIDE_CYCLES, VISITS, Booking, Past, Thing

CLOSERS = frozenset({"debrief", "visit_only"})
Meeting = Thing | Booking


@dataclass(frozen=True)
class Shape:
    """What a school's rounds are: how many visits, whether roles swap, which visits want a debrief."""

    visits: int = 1
    swaps: bool = False
    debriefs: Literal["each", "last", "none"] = "each"

    def wants_debrief(self, number: int) -> bool:
        """Whether the visit of that number does, counted from 1."""
        return self.debriefs == "each" or (self.debriefs == "last" and number >= self.visits)


@dataclass(frozen=True)
class Roles:
    """Who can host in a partnership, in ``order``, and who does by the number of a meeting."""

    shape: Shape = Shape()
    order: tuple[int, ...] = ()
    hosts: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Turn:
    """The next visit: its ``number`` of so many in the round, and whether it wants a debrief.

    ``host`` is None where nothing says whose turn it is, ``follows`` is the visit of the round before it.
    ``closes`` is true of the one visit whose debrief is about all of them, so that it has to be the last.
    """

    number: int = 1
    of: int = 1
    host: int | None = None
    wants_debrief: bool = True
    follows: Meeting | None = None
    closes: bool = False


def parted(meetings: Iterable[Meeting], visits: int) -> list[list[Meeting]]:
    """The meetings, given in order, parted into rounds of so many visits; the last may be going on."""
    found: list[list[Meeting]] = [[]]
    for meeting in meetings:
        if meeting.kind in OUTSIDE_CYCLES:
            continue
        if is_over(found[-1], visits):
            found.append([])
        found[-1].append(meeting)
    return found


def is_over(meetings: Sequence[Meeting], visits: int) -> bool:
    """Whether a round ends with its last meeting: after all its visits a debrief, or one that wants none.

    A debrief without any visit tells of one that nobody wrote down.
    """
    return bool(meetings) and meetings[-1].kind in CLOSERS and max(1, len(visits_of(meetings))) >= visits


def ends(held: Iterable[Meeting], visits: int) -> list[date]:
    """The dates on which rounds came to their end."""
    return [one[-1].date for one in parted(held, visits) if is_over(one, visits)]


def timeline(past: Past) -> list[Meeting]:
    """The meetings held, then those ahead."""
    return [*past.held, *past.bookings_in_order()]


def going_on(past: Past, visits: int) -> list[Meeting]:
    """The meetings, held and ahead, of the round to which the next visit belongs."""
    last = parted(timeline(past), visits)[-1]
    return [] if is_over(last, visits) else last


def visits_of(meetings: Iterable[Meeting]) -> list[Meeting]:
    """The visits among some meetings."""
    return [meeting for meeting in meetings if meeting.kind in VISITS]


def hosting_order(people: Sequence[int], coach: int | None) -> tuple[int, ...]:
    """Who is visited first: not the coach, or who is named first where there is none."""
    watcher = people[0] if coach is None or coach not in people else coach
    return (*(one for one in people if one != watcher), watcher)


def hosts(meetings: Sequence[Meeting], roles: Roles) -> list[int | None]:
    """Who hosts each visit of a round, those to come included; None where nothing says so."""
    found: list[int | None] = [roles.hosts.get(visit.ref or 0) for visit in visits_of(meetings)]
    while len(found) < roles.shape.visits:
        found.append(_next_host(found, roles))
    return found


def turn(meetings: Sequence[Meeting], roles: Roles) -> Turn:
    """The next visit of a round that is going on; one more than it has is its last again."""
    shape, done = roles.shape, visits_of(meetings)
    number = min(len(done) + 1, shape.visits)
    known = hosts(meetings, roles)
    return Turn(
        number=number,
        of=shape.visits,
        host=known[len(done)] if len(done) < len(known) else _next_host(known, roles),
        wants_debrief=shape.wants_debrief(number),
        follows=done[-1] if done and len(done) < shape.visits else None,
        closes=shape.debriefs == "last" and number == shape.visits,
    )


def _next_host(so_far: Sequence[int | None], roles: Roles) -> int | None:
    """Where roles swap, who has hosted least in the round; else who hosts the others of its visits."""
    if roles.shape.swaps:
        return min(roles.order, key=lambda one: so_far.count(one), default=None)
    others = so_far if roles.shape.visits > 1 else ()
    return next((host for host in others if host in roles.order), None)
