"""A school's time as a timetable would make it, worked out without writing anything."""

from __future__ import annotations

from dataclasses import replace

from coachsched.core.labels import teacher_key
from coachsched.core.timetable import Timetable, Version, renamed
from coachsched.services.timetables.planning import Plan
from coachsched.store import imports, people
from coachsched.store import schools as stored
from coachsched.store.people import School
from coachsched.store.schools import SchoolTime


def thought_of(school: School, planned: Plan) -> tuple[SchoolTime, dict[int, str | None]]:
    """The school's time once a plan is in force, and what the timetable calls each membership then."""
    known_as, own = _names(school, planned)
    versions = {one.id: one for one in stored.school_time(school).timetable.versions}
    if planned.new_names:
        # A name may have stood for somebody else, so the rows are taken as their files wrote them.
        versions = {
            number: replace(one, rows=renamed(stored.rows_of(number), own))
            for number, one in versions.items()
        }
    if planned.rows_change:
        number = planned.replaced or 0
        versions[number] = Version(planned.valid_from, renamed(planned.written, own), number)
    time = stored.school_time(school)
    return replace(time, timetable=Timetable(tuple(versions.values()))), known_as


def _names(school: School, planned: Plan) -> tuple[dict[int, str | None], dict[str, str]]:
    """What ``teachers.remember`` would leave: each membership's own name, and whose each alias's key is."""
    known_as = {member.id: member.teacher for member in people.memberships(school)}
    aliases = {alias.key: owner for owner, found in imports.aliases(school).items() for alias in found}
    for one in planned.new_names:
        assert one.account is not None, "a new name is an account's"
        key = teacher_key(one.name)
        known_as |= {owner: None for owner, name in known_as.items() if name and teacher_key(name) == key}
        aliases.pop(key, None)
        if known_as[one.account.id]:
            aliases[key] = one.account.id
        else:
            known_as[one.account.id] = one.name
    return known_as, {key: name for key, owner in aliases.items() if (name := known_as[owner])}
