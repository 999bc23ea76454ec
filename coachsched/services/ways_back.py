"""The way back of a partnership gone quiet: the next step, with up to three times to take (design 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from coachsched.core.breaks import after_the_holidays
from coachsched.core.errors import ConflictError, InputError, Problem
from coachsched.core.history import Thing
from coachsched.core.phrases import phrase
from coachsched.core.quiet import Standing
from coachsched.core.replay import replay
from coachsched.core.rounds import Turn
from coachsched.core.slots import Slot, Talk
from coachsched.services import access, clock, moving, proposals, standings, talks
from coachsched.services.finding import Search, free_talks, in_turn, instants, search
from coachsched.services.new_times import MOST, of_slot, of_talk
from coachsched.services.picks import FreshTime, Pick, visit_key
from coachsched.services.standings import Line
from coachsched.services.turns import turn_of
from coachsched.store import meetings, partnerships, schools
from coachsched.store import proposals as stored
from coachsched.store.meetings import Meeting
from coachsched.store.partnerships import Partnership
from coachsched.store.people import Membership
from coachsched.store.proposals import Option, Proposal

# What taking a time does: a debrief and an offered time are booked, another is sent to the partner.
Taken = Literal["booked", "sent"]


@dataclass(frozen=True)
class WayBack:
    """What one partner is offered: times for a visit to ``host``, or for the debrief of one held ``after``.

    ``visit`` is that one's meeting; a visit that a log told of has none. ``offered`` are the options a
    partner has sent, by the keys of their times; ``turn`` is the visit next in the round.
    """

    standing: Standing
    times: tuple[FreshTime, ...]
    host: Membership | None = None
    after: date | None = None
    visit: Meeting | None = None
    offered: Mapping[str, int] = field(default_factory=dict)
    turn: Turn | None = None


def way_back(
    actor: Membership, partnership: Partnership, wanted: str = "", *, on: date | None = None
) -> WayBack | None:
    """The way back of the actor's partnership today, or on a date; None where there is nothing to take up.

    That is while it rests, once it is finished, with a meeting ahead, and while a partner has the actor's
    own times to answer. The time whose key is ``wanted`` comes first where it is still possible.
    """
    line = standings.of_partnership(actor.school, partnership, on or clock.today(actor.school.timezone))
    assert line is not None, "what has not begun is not found"
    standing, proposal = line.standing, stored.open_of(partnership.id)
    mine = proposal is not None and proposal.proposer_id == actor.person_id
    if _is_settled(standing) or (standing.state == "waiting" and mine):
        return None
    visit = _undebriefed(partnership) if standing.reason == "no_debrief" else None
    if visit:
        debriefs = _debriefs(actor, moving.debrief_talks(actor, visit), wanted)
        return WayBack(standing, debriefs, after=visit.date, visit=visit)
    told = _told_of(line, on or clock.today(actor.school.timezone))
    if told and (standing.reason == "no_debrief" or proposal is None):
        free = free_talks(actor, partnership, after=told.date)
        return WayBack(standing, _debriefs(actor, free, wanted), after=told.date)
    turn = turn_of(actor.school, partnership, on)
    # The same for whoever of them asks: the coach visits, else the one named first.
    somebody = partnerships.member_rows(partnership)[0]
    found = search(partnership, somebody, _host(partnership, proposal) or turn.host)
    offered = _offered(proposal, found) if proposal and not mine else {}
    return _visits(standing, in_turn(found, turn), offered, wanted)


def take(actor: Membership, partnership_id: int, key: str) -> Taken:
    """Take one of the times: a debrief is booked, a time on offer accepted, another sent to the partner.

    Raises InputError without a time, ConflictError when it has gone or something was arranged meanwhile.
    """
    if not key:
        raise InputError(Problem("times", phrase("none is picked yet."), phrase("Pick the time you want.")))
    partnership, _ = access.going_on(actor, partnership_id)
    way = way_back(actor, partnership, key)
    open_one = stored.open_of(partnership_id)
    if way is None and open_one and _is_just(open_one, actor, key):
        return "sent"
    if way is None:
        raise ConflictError(phrase("Something has been arranged meanwhile, so nothing was changed."))
    if key not in [one.key for one in way.times]:
        raise ConflictError(phrase("That time has gone meanwhile. Please choose another."))
    if way.visit:
        moving.add_debrief(actor, way.visit.id, key)
        return "booked"
    if way.after:
        talks.book(actor, partnership_id, key, "debrief")
        return "booked"
    if open_one and key in way.offered:
        proposals.accept(actor, open_one.id, way.offered[key])
        return "booked"
    assert way.host is not None, "a visit has its host"
    proposals.send(actor, partnership_id, way.host.person_id, [Pick(key)])
    return "sent"


def _is_just(proposal: Proposal, actor: Membership, key: str) -> bool:
    """Whether a proposal is this one time, which the actor has sent just now."""
    number, host = proposal.partnership_id, proposal.host_id
    return proposals.sent_already(actor, number, host, [Pick(key)]) is not None


def rests_until(actor: Membership) -> date | None:
    """The first school day after the next holidays; None where the calendar tells of none."""
    school = actor.school
    return after_the_holidays(schools.school_time(school).calendar, clock.today(school.timezone))


def _is_settled(standing: Standing) -> bool:
    booked = standing.state == "active" and standing.next_on is not None
    return booked or standing.state in ("finished", "paused")


def _debriefs(actor: Membership, found: Sequence[Talk], wanted: str) -> tuple[FreshTime, ...]:
    time = schools.school_time(actor.school)
    ordered = sorted(found, key=lambda one: (one.on_offer, one.date, one.start))
    times = [of_talk(talk, time) for talk in ordered]
    return _spread([one for one in times if one.key == wanted], times)


def _visits(
    standing: Standing, found: Search, offered: Mapping[str, tuple[Option, FreshTime]], wanted: str
) -> WayBack:
    """Times for a visit, those first that a partner has sent and that still work."""
    fresh = [of_slot(choice.slot, found.time) for choice in found.choices]
    times = {one.key: one for one in fresh} | {key: one for key, (_, one) in offered.items()}
    first = [times[key] for key in dict.fromkeys([wanted, *offered]) if key in times]
    options = {key: option.id for key, (option, _) in offered.items()}
    best = _spread(first, [*times.values()])
    return WayBack(standing, best, host=found.host, offered=options, turn=found.turn)


def _host(partnership: Partnership, proposal: Proposal | None) -> int | None:
    """Who is visited by the times sent last, if they are still one of them."""
    there = [member.person_id for member in partnership.members]
    return proposal.host_id if proposal and proposal.host_id in there else None


def _offered(proposal: Proposal, found: Search) -> dict[str, tuple[Option, FreshTime]]:
    """The options of a proposal that can still be taken, by the key of their visit."""
    slots = {visit_key(slot.visit): slot for slot in found.slots}
    kept = {}
    for option in proposal.options:
        sent = {time.kind: (time.start_at, time.end_at) for time in option.times}
        for key, slot in slots.items():
            fits = replace(slot, debriefs=_matching(slot, sent.get("debrief"), found))
            same = instants(slot.visit, found.time) == sent["visit"] and slot.visit.klass == option.klass
            if same and not option.taken and bool(fits.debriefs) == ("debrief" in sent):
                kept[key] = option, of_slot(fits, found.time)
    return kept


def _matching(slot: Slot, debrief: tuple[datetime, datetime] | None, found: Search) -> tuple[Talk, ...]:
    return tuple(talk for talk in slot.debriefs if instants(talk, found.time) == debrief)


def _told_of(line: Line, on: date) -> Thing | None:
    """The visit held last, where a log told of it and it wants a debrief."""
    past = replay(line.events, on)
    return past.visit_of_log() if past else None


def _undebriefed(partnership: Partnership) -> Meeting | None:
    """The latest visit held that wants a debrief, where none has been booked after it."""
    now = clock.now()
    booked = [one for one in meetings.of_partnership(partnership.id) if one.state == "booked"]
    held = [one for one in booked if one.kind == "visit" and one.end_at <= now and one.wants_debrief]
    if not held or any(one.kind == "debrief" and one.start_at >= held[-1].end_at for one in booked):
        return None
    return held[-1]


def _spread(first: Sequence[FreshTime], ranked: Sequence[FreshTime]) -> tuple[FreshTime, ...]:
    """At most three: those to come first, then the best of each day, then what else there is."""
    best = {one.date: one for one in reversed(ranked)}
    ordered = [*first, *(one for one in ranked if best[one.date] is one), *ranked]
    return tuple({one.key: one for one in ordered}.values())[:MOST]
