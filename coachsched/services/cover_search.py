"""Finding times with cover: what the school offers beside the others, and what it may ask of colleagues."""

from __future__ import annotations

from datetime import datetime

from coachsched.core import options
from coachsched.core.cover import Wanted, obstacles
from coachsched.core.covered_slots import MayCover, find_covered_slots, wants_cover
from coachsched.core.slots import Need, Slot
from coachsched.core.walltime import meeting_utc
from coachsched.services import clock, finding, turns
from coachsched.services.finding import Search
from coachsched.store import cover, people
from coachsched.store.people import Membership


def find_times(actor: Membership, partnership_id: int, host_id: int | None = None) -> Search:
    """The slots of ``finding.find_times``, and those that need cover where the school offers them."""
    return where_needed(finding.find_times(actor, partnership_id, host_id), actor)


def where_needed(found: Search, actor: Membership, but: datetime | None = None) -> Search:
    """The search, with slots that need cover where the school offers them beside what was found.

    None that starts at ``but``, for which cover has just come to nothing.
    """
    setting = options.with_defaults(actor.school.settings)["cover"]
    wanted = wants_cover(setting, found.slots, found.first, found.wants_debrief)
    return with_cover(found, actor, but) if wanted else found


def with_cover(found: Search, actor: Membership, but: datetime | None = None) -> Search:
    """The search with every slot besides that needs cover, in order; none where the school has none."""
    offered = options.with_defaults(actor.school.settings)["cover"] != "off"
    # Where nobody arranges cover, what is asked for would only lapse.
    if not offered or not people.anybody_as(actor.school, "cover"):
        return found
    covered = [one for one in _covered(found, actor) if finding.instants(one.visit, found.time)[0] != but]
    fitting = turns.fitting(covered, found.turn, found.time) if found.turn else covered
    return finding.ranked(found, sorted((*found.slots, *fitting), key=_when))


def _covered(found: Search, actor: Membership) -> list[Slot]:
    time = found.time
    host, *observers = (found.diaries[one.person_id] for one in found.people)
    slots = find_covered_slots(
        time.calendar,
        time.timetable,
        time.rules,
        host,
        observers,
        found.first,
        found.last,
        _may_cover(found, actor),
        wants_debrief=found.wants_debrief,
    )
    return [slot for slot in slots if finding.instants(slot.visit, time)[0] > clock.now()]


def _may_cover(found: Search, actor: Membership) -> MayCover:
    """Whether a school gives cover for a lesson by its own rules, were it approved today."""
    school, time = actor.school, found.time
    rules, today = options.cover_rules(school.settings), clock.today(school.timezone)
    last = time.calendar.add_school_days(found.last, time.rules.debrief_within)
    requests = cover.of_school(school, found.first, last)
    out = [cover.wanted(one) for one in requests if one.state == "approved"]
    refused = {(one.person_id, one.start_at) for one in requests if one.state == "refused"}

    def may_cover(need: Need) -> bool:
        start, end = meeting_utc(need.date, need.start, need.end, time.zone)
        wanted = Wanted(need.person, need.date, start, end, need.klass, need.room)
        return (need.person, start) not in refused and not obstacles(rules, time.calendar, wanted, out, today)

    return may_cover


def _when(slot: Slot) -> tuple[object, ...]:
    return slot.visit.date, slot.visit.start
