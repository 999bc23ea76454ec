"""What a timetable file would do to a school: everything worked out, nothing written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import sha256

from coachsched.core.calendar import Calendar
from coachsched.core.errors import Problem
from coachsched.core.labels import label_key, teacher_key
from coachsched.core.phrases import phrase
from coachsched.core.placing import How, Placing, place, propose
from coachsched.core.placing_periods import differing
from coachsched.core.problem_groups import grouped
from coachsched.core.spelling import by_name
from coachsched.core.teacher_matching import Match
from coachsched.core.timetable import Row, Version, check_rows, renamed, warnings
from coachsched.core.timetable_difference import Difference, difference
from coachsched.core.timetable_scope import staying
from coachsched.importers.timetable_file import TimetableFile
from coachsched.services import clock
from coachsched.services.timetables import choices as choices_
from coachsched.services.timetables import teachers
from coachsched.services.timetables.choices import Choices
from coachsched.services.timetables.foreign import foreign, used
from coachsched.store import imports
from coachsched.store import schools as stored
from coachsched.store.people import School
from coachsched.store.schools import SchoolTime


@dataclass(frozen=True)
class Plan:
    """A file against a school of one revision.

    ``rows`` are the file's in the school's words, ``written`` all that the version would hold. ``problems``
    stand in the way; ``warnings`` do not. ``valid_from`` is the first date it is in force, None for always;
    ``until`` the date on which the next version begins. ``replaced`` is the version it goes into, if any.
    """

    file: TimetableFile
    choices: Choices
    revision: str
    placing: Placing
    matches: tuple[Match, ...]
    rows: tuple[Row, ...]
    written: tuple[Row, ...]
    left_out: tuple[Problem, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    difference: Difference
    valid_from: date | None
    until: date | None
    replaced: int | None
    rows_change: bool

    @property
    def new_names(self) -> tuple[Match, ...]:
        """The matches of which the account does not know yet."""
        return tuple(match for match in self.matches if match.is_new)

    @property
    def changed(self) -> bool:
        """Whether applying it would change anything about anybody's time."""
        return self.rows_change or bool(self.new_names)

    @cached_property
    def matched(self) -> tuple[str, ...]:
        """The teachers with an account, sorted."""
        return tuple(sorted((match.name for match in self.matches if match.account), key=by_name))

    @cached_property
    def unmatched(self) -> tuple[str, ...]:
        return tuple(sorted((match.name for match in self.matches if not match.account), key=by_name))

    @cached_property
    def token(self) -> str:
        """What somebody who saw this has seen: another one means that something has moved."""
        seen = [self.revision, str(self.valid_from), str(self.rows_change)]
        seen += [f"{one.name}={one.account.id if one.account else ''}" for one in self.matches]
        return _digest([*seen, digest_of(self.rows)])


def plan(school: School, file: TimetableFile, choices: Choices) -> Plan:
    """Work out what a file does to a school; faults are told in the plan, none is raised."""
    time = stored.school_time(school)
    calendar = time.calendar
    told = choices_.remembered(school)
    placing = propose(file.days, file.periods, calendar, told, choices.told)
    rows, chosen_out = place(file.rows, placing, calendar)
    known = teachers.accounts(school)
    matches = teachers.matched(known, file, choices)
    in_the_way = [
        *_doubtful(file, placing, choices),
        *teachers.taken(matches, known),
        *check_rows(rows, calendar),
    ]
    base = _base(time, choices.valid_from, school)
    target = base if base and choices.valid_from in (None, base.valid_from) else None
    written = (*_staying(base, file, matches), *rows)
    own = imports.own_names(school) | teachers.new_names(matches)
    old_rows = renamed(base.rows, own) if base else ()
    new_rows = renamed(written, own)
    valid_from = base.valid_from if base and choices.valid_from is None else choices.valid_from
    return Plan(
        file=file,
        choices=choices,
        revision=school.revision,
        placing=placing,
        matches=tuple(matches),
        rows=rows,
        written=written,
        left_out=(*file.left_out, *chosen_out),
        problems=tuple(grouped(in_the_way)),
        warnings=(*_other_times(file, calendar), *file.notes, *warnings(rows, calendar)),
        difference=difference(old_rows, new_rows, calendar),
        valid_from=valid_from,
        until=_until(time, valid_from),
        replaced=target.id if target else None,
        rows_change=target is None or Counter(old_rows) != Counter(new_rows),
    )


def _other_times(file: TimetableFile, calendar: Calendar) -> list[Problem]:
    """The periods that have the school's labels and not its times: perhaps they are other ones."""
    counts = used(file)[1]
    periods = [one for one in file.periods if counts[label_key(one.name)]]
    return [
        Problem(
            _named("period", name),
            phrase("is %(ours)s here, and %(theirs)s in the file.", ours=ours, theirs=theirs),
            phrase("See that it is the same one."),
        )
        for name, ours, theirs in differing(periods, calendar)
    ]


def _base(time: SchoolTime, valid_from: date | None, school: School) -> Version | None:
    """The version in force from that date on, or today: what the file goes into, or begins from."""
    return time.timetable.on(valid_from or clock.today(school.timezone))


def _staying(base: Version | None, file: TimetableFile, matches: Sequence[Match]) -> list[Row]:
    if base is None or file.scope == "whole":
        return []
    codes = {code for match in matches if match.account for code in match.account.codes}
    keys = {teacher_key(match.name) for match in matches} | codes
    return staying(stored.rows_of(base.id), file.scope, keys)


def _until(time: SchoolTime, valid_from: date | None) -> date | None:
    begins = [one.valid_from for one in time.timetable.versions if one.valid_from]
    return min((one for one in begins if one > (valid_from or date.min)), default=None)


def _doubtful(file: TimetableFile, placing: Placing, choices: Choices) -> list[Problem]:
    """The days and periods of which somebody has to say that they are what they seem."""
    if choices.as_proposed:
        return []
    remedy = phrase("Confirm it, or say what it is.")
    return [
        Problem(_named(one.what, one.name), _seems(one.place.how, one.place.labels[0]), remedy)
        for one in foreign(file, placing)
        if one.place.doubtful
    ]


def _named(what: str, name: str) -> str:
    if what == "day":
        return phrase('day "%(name)s"', name=name)
    return phrase('period "%(name)s"', name=name)


def _seems(how: How, label: str) -> str:
    if how == "order":
        return phrase('seems to be "%(label)s" by its order alone.', label=label)
    return phrase('seems to be "%(label)s" by its times, which differ a little.', label=label)


def located(problems: Sequence[Problem], name: str) -> list[Problem]:
    """The problems with the file's name before the line, where it is not there."""
    return [
        replace(one, where=phrase("%(file)s, %(place)s", file=name, place=one.where))
        if one.where.startswith("line")
        else one
        for one in problems
    ]


def digest_of(rows: Sequence[Row]) -> str:
    """A fingerprint of rows, whatever lines they stood in."""
    return _digest(
        "\t".join((r.teacher, r.week, r.day, r.period, r.end_period, r.klass, r.subject, r.room, r.kind))
        for r in rows
    )


def _digest(lines: Iterable[str]) -> str:
    return sha256("\n".join(lines).encode()).hexdigest()
