"""The teachers of a file and the people of a school: who is whom, and remembering it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coachsched.core.errors import Problem
from coachsched.core.labels import names, teacher_key
from coachsched.core.phrases import phrase
from coachsched.core.teacher_matching import Account, Match, match
from coachsched.importers.timetable_file import FileTeacher, TimetableFile
from coachsched.services import teacher_names
from coachsched.services.timetables.choices import Choices
from coachsched.store import imports, people
from coachsched.store.people import School


def accounts(school: School) -> list[Account]:
    """Everybody of a school as matching takes them."""
    aliases = imports.aliases(school)
    return [
        Account(
            id=member.id,
            name=member.person.name,
            email=member.person.email,
            teacher=member.teacher or "",
            aliases=tuple(alias.name for alias in aliases.get(member.id, ())),
            active=member.person.active,
        )
        for member in people.memberships(school)
    ]


def matched(known: Sequence[Account], file: TimetableFile, choices: Choices) -> list[Match]:
    """The teachers of a file's rows, then those it lists beside them, with their accounts."""
    listed = {teacher_key(teacher.name): teacher for teacher in file.teachers}
    everybody = [listed.get(key) or FileTeacher(name) for key, name in in_file(file).items()]
    return match(everybody, known, choices.teachers)


def in_file(file: TimetableFile) -> dict[str, str]:
    """Every teacher of a file by key, as first written: those of its rows, then those it only lists."""
    cells = dict.fromkeys(row.teacher for row in file.rows)
    in_rows = {teacher_key(name): name for cell in reversed(cells) for name in names(cell)}
    only_listed = {teacher_key(one.name): one.name for one in file.teachers}
    return dict(sorted(in_rows.items())) | {
        key: name for key, name in only_listed.items() if key not in in_rows
    }


def taken(matches: Sequence[Match], known: Sequence[Account]) -> list[Problem]:
    """The teachers who were chosen to be somebody though they are somebody else's code."""
    owners = {teacher_key(one.teacher): one for one in known if one.active and one.teacher}
    newly = ((one, owners.get(teacher_key(one.name))) for one in matches if one.is_new)
    remedy = phrase("Correct the people first, or choose again.")
    return [
        Problem(
            phrase('teacher "%(name)s"', name=one.name),
            phrase("is %(who)s in the timetable already.", who=owner.name),
            remedy,
        )
        for one, owner in newly
        if owner is not None
    ]


def new_names(matches: Iterable[Match]) -> dict[str, str]:
    """The names in the timetable that those newly matched would have, by the key of the file's name."""
    accounts = ((one.name, one.account) for one in matches if one.is_new)
    return {teacher_key(name): account.teacher for name, account in accounts if account and account.teacher}


def remember(school: School, matches: Sequence[Match]) -> None:
    """Let each newly matched account be known by its name in the file.

    It becomes their name in the timetable if they have none, else one more. Raises ConflictError where the
    name is somebody's who is still here.
    """
    members = {member.id: member for member in people.memberships(school)}
    for one in matches:
        if one.account is not None and one.is_new:
            teacher_names.add(school, members[one.account.id], one.name, members.values())
