"""Where a cycle stands: its stages and the next step, for the partners' own page (design 3 and 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from coachsched.core import rounds
from coachsched.core.history import VISITS, Booking, Event, Past
from coachsched.core.quiet import CLOSING, Standing
from coachsched.core.replay import replay
from coachsched.core.rounds import Meeting, Roles, Turn, is_over, visits_of

Code = Literal["answer", "wait", "meeting", "debrief", "visit", "again", "resume", "finished"]
State = Literal["to_do", "booked", "done"]

ONE_VISIT = Roles()


@dataclass(frozen=True)
class Step:
    """What comes next: ``on`` is the date of a "meeting" (its ``kind`` too) or to "resume" on."""

    code: Code
    on: date | None = None
    kind: str | None = None


@dataclass(frozen=True)
class Stage:
    """One part of a cycle: ``kind`` is plan, visit or debrief; ``on`` is None while it is to do.

    Where a round has several visits, ``number`` says of which this is, from 1, and ``host`` who hosts it, if
    that is known.
    """

    kind: str
    state: State
    on: date | None = None
    number: int = 0
    host: int | None = None


def next_step(
    events: Sequence[Event],
    on: date,
    standing: Standing,
    waiting_for: Literal["me", "them"] | None = None,
    visits: int = 1,
) -> Step:
    """What one partner can do next, in rounds of so many visits.

    ``waiting_for`` says whose answer the open proposal needs.

    A proposal whose options have all passed asks for nobody's answer, but for fresh times.
    ``standing`` is that of the same ``events`` and day. ValueError before the partnership began.
    """
    past = _past(events, on)
    if standing.state == "finished":
        return Step("finished")
    if standing.state == "paused":
        return Step("resume", standing.next_on)
    asked = waiting_for if past.has_option_ahead(on) else None
    if asked == "me":
        return Step("answer")
    booking = past.next_booking()
    if booking is not None:
        return Step("meeting", booking.date, booking.kind)
    return Step("wait" if asked == "them" else _times_to_find(past, visits))


def next_turn(events: Sequence[Event], on: date, roles: Roles) -> Turn:
    """The visit that comes next. ValueError before the partnership began."""
    return rounds.turn(rounds.going_on(_past(events, on), roles.shape.visits), roles)


def stages(events: Sequence[Event], on: date, roles: Roles = ONE_VISIT) -> tuple[Stage, ...]:
    """The stages of the current cycle in order.

    A cycle ends with the debrief after its last visit, or with that visit where it wants none, and stays the
    current one until a meeting of the next is booked or held. A plan is a stage only where there is one, a
    debrief only where it is wanted. ValueError before the partnership began.
    """
    visits = roles.shape.visits
    meetings = _current_cycle(_past(events, on), visits)
    known = rounds.hosts(meetings, roles)
    parts = _by_visit(meetings, visits)
    return tuple(
        stage
        for number, part in enumerate(parts, 1)
        for stage in _stages_of(part, number, known[number - 1], roles)
    )


def _past(events: Sequence[Event], on: date) -> Past:
    past = replay(events, on)
    if past is None:
        raise ValueError(f"the partnership had not begun on {on}")
    return past


def _times_to_find(past: Past, visits: int) -> Code:
    if past.lacks_debrief():
        return "debrief"
    if 0 < len(visits_of(rounds.going_on(past, visits))) < visits:
        return "visit"
    return "again" if past.last is not None and past.last.kind in CLOSING - {"plan"} else "visit"


def _current_cycle(past: Past, visits: int) -> list[Meeting]:
    """The meetings after the last cycle that ended, up to the one that ends or will end this one."""
    found = rounds.parted(rounds.timeline(past), visits)
    ahead = (one for one in found if is_over(one, visits) and isinstance(one[-1], Booking))
    return next(ahead, found[-1])


def _by_visit(meetings: Sequence[Meeting], visits: int) -> list[list[Meeting]]:
    """Each visit with the plan before and the debrief after it; what is too much goes to the last."""
    parts: list[list[Meeting]] = [[] for _ in range(visits)]
    seen = 0
    for meeting in meetings:
        seen += meeting.kind in VISITS
        place = seen if meeting.kind == "plan" else seen - 1
        parts[min(max(place, 0), visits - 1)].append(meeting)
    return parts


def _stages_of(part: Sequence[Meeting], number: int, host: int | None, roles: Roles) -> list[Stage]:
    plans, debriefs = ([one for one in part if one.kind == kind] for kind in ("plan", "debrief"))
    visits = visits_of(part)
    told = (number, host) if roles.shape.visits > 1 else (0, None)
    wanted = all(one.kind == "visit" for one in visits) if visits else roles.shape.wants_debrief(number)
    found = [_stage("plan", plans, *told)] if plans else []
    found.append(_stage("visit", visits, *told))
    return [*found, _stage("debrief", debriefs, *told)] if debriefs or wanted else found


def _stage(kind: str, meetings: Sequence[Meeting], number: int, host: int | None) -> Stage:
    """Done only when no meeting of the kind is still ahead."""
    booked = [meeting.date for meeting in meetings if isinstance(meeting, Booking)]
    if booked:
        return Stage(kind, "booked", booked[0], number, host)
    on = meetings[-1].date if meetings else None
    return Stage(kind, "done" if on else "to_do", on, number, host)
