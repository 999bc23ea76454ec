"""Who could be in a partnership, and everything that bears on bringing them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from coachsched.core import options
from coachsched.core.calendar import Day
from coachsched.core.errors import InputError, Problem
from coachsched.core.fit import Fits, one_rotation
from coachsched.core.matching import Available, Key, Staff, Wanted, Wishes, key
from coachsched.core.phrases import phrase
from coachsched.core.slots import Diary
from coachsched.services import clock, standings
from coachsched.store import assignments, looking, own_time, partnerships, people, schools
from coachsched.store.partnerships import Partner
from coachsched.store.people import Membership, School


@dataclass(frozen=True)
class Colleague:
    """Somebody who teaches: whether to coach or be coached unless a coordinator says otherwise.

    ``has`` is how many partnerships of theirs go on.
    """

    member: Membership
    coaches: bool
    coached: bool
    has: int


@dataclass(frozen=True)
class Together:
    """A staff, who they are, and the days on which it was counted how well they fit."""

    staff: Staff
    members: dict[int, Membership]
    days: tuple[Day, ...]


def teaching(school: School) -> list[Colleague]:
    """Everybody in the timetable by name, each as what they would be.

    Who looks for a partner said so themselves. Else coaches are those who coach, or did, somebody; where
    nobody ever did, all are equals. To be coached are those with nobody.
    """
    groups = partnerships.partners(school)
    going_on = _going_on(school, groups)
    has = Counter(partner.id for group in going_on for partner in group)
    coaches = {partner.id for group in groups.values() for partner in group if partner.is_coach}
    parts = {row.membership_id: row.part for row in looking.at_school(school)}
    found = []
    for member in _teachers(school):
        number, part = member.person_id, parts.get(member.id)
        coached = number not in coaches and not has[number]
        if part:
            found.append(Colleague(member, part != "coached", part != "coach", has[number]))
        else:
            found.append(Colleague(member, number in coaches or not coaches, coached, has[number]))
    return found


def together(school: School, wanted: Wanted) -> Together:
    """Those who take part. Raises InputError where there are no days to count on."""
    time = schools.school_time(school)
    days = one_rotation(time.calendar, clock.today(school.timezone) + timedelta(days=1))
    if not days:
        what = phrase("the calendar has no days with lessons ahead.")
        raise InputError(Problem("calendar", what, phrase("Put in the next term first.")))
    groups = partnerships.partners(school)
    going_on = _going_on(school, groups)
    has = Counter(partner.id for group in going_on for partner in group)
    members = {
        member.person_id: member
        for member in _teachers(school)
        if member.person_id in wanted.coaches | wanted.coached
    }
    fits = Fits(time.calendar, time.timetable, time.rules, _diaries(list(members.values())), days)
    available = {number: _available(member, wanted, has[number]) for number, member in members.items()}
    wishes = _wishes(school, wanted, (*going_on, *_twos(groups.values())))
    return Together(Staff(available, wishes, fits.both), members, tuple(days))


def _teachers(school: School) -> list[Membership]:
    return [one for one in people.memberships(school) if one.person.active and one.teacher]


def _going_on(school: School, groups: dict[int, list[Partner]]) -> list[list[Partner]]:
    lines = standings.of_school(school, clock.today(school.timezone))
    finished = {line.id for line in lines if line.standing.state == "finished"}
    return [group for number, group in groups.items() if number not in finished]


def _twos(groups: Iterable[list[Partner]]) -> list[list[Partner]]:
    return [group for group in groups if len(group) == 2]


def _available(member: Membership, wanted: Wanted, has: int) -> Available:
    """Who only is coached takes one, as the coordinator chose them; a coach as many as the load leaves."""
    coaches = member.person_id in wanted.coaches
    return Available(
        coaches=coaches,
        coached=member.person_id in wanted.coached,
        most=max(0, wanted.load - has) if coaches else 1,
        faculty=member.faculty,
        alone=not has,
    )


def _diaries(members: Sequence[Membership]) -> list[Diary]:
    """What comes back every rotation: the timetable, and what people say of their own time."""
    said = own_time.commitments_of([member.id for member in members])
    return [Diary(one.person_id, one.teacher, commitments=tuple(said[one.id])) for one in members]


def _wishes(school: School, wanted: Wanted, partners: Iterable[list[Partner]]) -> Wishes:
    """Who are partners already are not brought together again."""
    rules = assignments.rules(school)
    apart: set[Key] = {key(rule.person_id, rule.other_id) for rule in rules if rule.kind == "apart"}
    for group in partners:
        apart |= {key(one.id, other.id) for one in group for other in group if one is not other}
    asked = frozenset((rule.person_id, rule.other_id) for rule in rules if rule.kind == "asked")
    shape = options.shape(school.settings, 2)
    return Wishes(frozenset(apart), asked, wanted.faculties, shape.swaps, shape.debriefs != "none")
