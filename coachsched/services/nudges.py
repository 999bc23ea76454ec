"""The nudges of a school morning: a kind word to both partners of what has gone quiet (design 6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError

from coachsched.core import nudging, options
from coachsched.core.errors import UserError
from coachsched.core.nudging import Quiet
from coachsched.services import clock, links, notice_hours, standings, ways_back
from coachsched.services.posting import post
from coachsched.services.standings import Line
from coachsched.services.unit import transaction
from coachsched.store import nudges, partnerships, people, schools
from coachsched.store.partnerships import Partnership
from coachsched.store.people import Membership, School
from coachsched.store.schools import Round


@dataclass(frozen=True)
class Nudge:
    """What a partnership gets, or would get: numbers and the reason, so that a log names nobody."""

    partnership: int
    reason: str
    school_days: int
    letters: int


def write_due() -> int:
    """Write today's nudges of every school at which it is time; how many partnerships got one.

    Each is written once, with its letters, in a transaction of its own: a worker that is killed, or two at
    once, repeat none and forget none, and nobody waits long for the database.
    """
    return sum(_morning(one) for one in schools.rounds() if notice_hours.is_time(one, one.nudged_on))


def run(school: School, on: date, *, dry_run: bool = False) -> list[Nudge]:
    """The nudges of a school for a date, longest quiet first; none on a date without school."""
    school_id = school.id
    lines = {line.id: line for line in _quiet_lines(school, on)}
    chosen = _due(school, [*lines.values()], on)
    if dry_run:
        return [_told(lines[one.id], len(one.people)) for one in chosen]
    written = [_nudge(school_id, one.id, on) for one in chosen]
    return [one for one in written if one]


def _morning(one: Round) -> int:
    school = schools.get(one.id)
    if school is None:
        return 0
    today = clock.today(one.timezone)
    written = run(school, today)
    with transaction():
        held = schools.hold(one.id)
        if held and held.nudged_on != today:
            held.nudged_on = today
            _tell_coordinators(held, today)
    return len(written)


def _nudge(school_id: int, partnership_id: int, on: date) -> Nudge | None:
    """One partnership's, if it is still due; None where it is not, or somebody else wrote it."""
    try:
        with transaction():
            # Who nudges at a school takes turns, so that what people had this week stays true.
            school = schools.hold(school_id)
            if school is None:
                return None
            lines = [line for line in standings.of_some(school, [partnership_id], on) if _is_quiet(line)]
            due = _due(school, lines, on)
            return _write(school, lines[0], due[0], on) if due else None
    except IntegrityError:
        return None


def _write(school: School, line: Line, due: Quiet, on: date) -> Nudge:
    nudges.record(line.id, on)
    partnership = partnerships.at_school(school, line.id, on)
    assert partnership is not None, "its line was read just now"
    members = partnerships.member_rows(partnership)
    named = [one for one in members if one.person_id in due.people]
    return _told(line, sum(_letter(one, members, partnership, line, on) for one in named))


def _letter(
    member: Membership, members: Sequence[Membership], partnership: Partnership, line: Line, on: date
) -> bool:
    school, choose = member.school, links.to_notice(member)
    try:
        post(
            member.person,
            school,
            f"nudge-{line.id}-{on.isoformat()}",
            "nudge",
            urgent=False,
            # Tomorrow it may not be true any more.
            good_until=notice_hours.end_of_today(school.timezone),
            unsubscribe=choose,
            choose=choose,
            way=ways_back.way_back(member, partnership, on=on),
            reason=line.standing.reason,
            others=[one.person.name for one in members if one is not member],
            answer=links.to_nudge(line.id, member.person_id),
            page=links.to_page(f"/partnerships/{line.id}/slots"),
            rests_until=ways_back.rests_until(member),
            zone=school.timezone,
        )
    except UserError:
        # An address that no mail can be sent to must not keep the partner from theirs.
        return False
    return True


def _due(school: School, lines: Collection[Line], on: date) -> list[Quiet]:
    """Those of some quiet partnerships that a nudge is due to; who wants none, or has left, gets none."""
    if not lines:
        return []
    calendar = schools.school_time(school).calendar
    ids = [line.id for line in lines]
    last, members = nudges.last(ids), partnerships.members_of(school, ids)
    here = {number: all(one.person.active for one in found) for number, found in members.items()}
    willing = {
        number: tuple(one.person_id for one in found if here[number] and one.notice != "none")
        for number, found in members.items()
    }
    people_ids = {person for found in willing.values() for person in found}
    this_week = nudges.had(people_ids, calendar.rotation.week_start(on), on)
    quiet = [
        Quiet(line.id, willing.get(line.id, ()), line.standing.school_days or 0, last.get(line.id))
        for line in lines
    ]
    return nudging.due(quiet, on, calendar, this_week, options.caps(school.settings))


def _tell_coordinators(school: School, today: date) -> None:
    """Once a week how many are quiet, and why: numbers for who can do something about them."""
    if not nudging.begins_week(today, schools.school_time(school).calendar):
        return
    reasons = Counter(line.standing.reason for line in _quiet_lines(school, today))
    if not reasons:
        return
    for member in people.memberships(school):
        if "coordinator" in member.roles and member.person.active and member.notice != "none":
            with suppress(UserError):
                _week(member, today, reasons)


def _week(member: Membership, today: date, reasons: Counter[str | None]) -> None:
    choose = links.to_notice(member)
    post(
        member.person,
        member.school,
        f"week-{member.school_id}-{today.isoformat()}",
        "week",
        urgent=False,
        good_until=notice_hours.end_of_today(member.school.timezone),
        unsubscribe=choose,
        choose=choose,
        reasons=reasons.most_common(),
        board=links.to_page("/board?reason=quiet"),
    )


def _quiet_lines(school: School, on: date) -> list[Line]:
    if not schools.school_time(school).calendar.day(on).open:
        return []
    return [line for line in standings.of_school(school, on) if _is_quiet(line)]


def _is_quiet(line: Line) -> bool:
    return line.standing.state == "quiet"


def _told(line: Line, letters: int) -> Nudge:
    return Nudge(line.id, line.standing.reason or "", line.standing.school_days or 0, letters)
