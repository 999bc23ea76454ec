"""A person's own time: their week as the app understands it, and what they say of it themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coachsched.core.commitments import Commitment, CommitmentKind
from coachsched.core.errors import InputError, NotFoundError, Problem
from coachsched.core.labels import label_key
from coachsched.core.own_week import OwnDay, own_week
from coachsched.core.phrases import phrase
from coachsched.core.slots import Diary
from coachsched.services import clock, cover_answers, new_times, open_visits
from coachsched.services.judging import possible
from coachsched.services.meeting_words import stays
from coachsched.services.recheck import OURS, OWN_TIME
from coachsched.services.unit import transaction
from coachsched.store import meetings, own_time, people, schools, session
from coachsched.store.meetings import Meeting
from coachsched.store.own_time import Commitment as CommitmentRow
from coachsched.store.people import Membership
from coachsched.store.schools import SchoolTime

KINDS = ("absent", "duty", "protected", "opened")
MOST_COMMITMENTS = 200
LONGEST_DAYS = 400


@dataclass(frozen=True)
class MyWeek:
    """What only its owner sees. ``since`` and ``next_from`` are when this timetable and the next begin."""

    days: list[OwnDay]
    rows: list[CommitmentRow]
    time: SchoolTime
    today: date
    since: date | None
    next_from: date | None
    without_time: list[Meeting]


def my_week(actor: Membership) -> MyWeek:
    """The actor's own week: nobody else's can be asked for."""
    time = schools.school_time(actor.school)
    today = clock.today(actor.school.timezone)
    rows = own_time.rows_of(actor)
    said = tuple(own_time.said(row) for row in rows)
    version = time.timetable.on(today)
    later = [one.valid_from for one in time.timetable.versions if one.valid_from and one.valid_from > today]
    ahead = meetings.ahead_of_person(actor.school, actor.person_id, clock.now())
    who = Diary(actor.person_id, actor.teacher, commitments=said)
    has_bells = bool(time.calendar.bells)
    return MyWeek(
        days=own_week(time.calendar, time.timetable, time.rules, who, today) if has_bells else [],
        rows=[row for row in rows if row.last is None or row.last >= today],
        time=time,
        today=today,
        since=version.valid_from if version else None,
        next_from=min(later, default=None),
        without_time=[meeting for meeting in ahead if meeting.new_time],
    )


def add(actor: Membership, wanted: Commitment) -> list[Meeting]:
    """Write down what somebody says of their own time; the meetings that need a new time because of it.

    Saying the same twice changes nothing, and the opposite is taken back. Raises InputError.
    """
    time = schools.school_time(actor.school)
    wanted = _spelt(wanted, time)
    _check(wanted, time, clock.today(actor.school.timezone))
    with transaction():
        people.hold([actor.person_id])
        if own_time.like(actor, wanted):
            return []
        if own_time.count(actor) >= MOST_COMMITMENTS:
            what = phrase("%(n)s are written down already.", n=MOST_COMMITMENTS)
            raise InputError(Problem("kind", what, phrase("Remove some that have passed.")))
        opposite = _opposite(actor, wanted)
        if opposite:
            session.delete(opposite)
        session.add(CommitmentRow(membership_id=actor.id, **vars(wanted)))
        session.flush()
        return _look_again(actor, time)


def remove(actor: Membership, commitment_id: int) -> None:
    """Take back something said; what no longer worked because of it works again. Raises NotFoundError."""
    with transaction():
        people.hold([actor.person_id])
        row = own_time.row_of(actor, commitment_id)
        if row is None:
            raise NotFoundError(phrase("There is no such commitment."))
        session.delete(row)
        session.flush()
        _look_again(actor, schools.school_time(actor.school))


def _opposite(actor: Membership, wanted: Commitment) -> CommitmentRow | None:
    if wanted.kind not in ("protected", "opened"):
        return None
    kind: CommitmentKind = "opened" if wanted.kind == "protected" else "protected"
    return own_time.like(actor, Commitment(kind, wanted.label, wanted.period, wanted.first, wanted.last))


def _look_again(actor: Membership, time: SchoolTime) -> list[Meeting]:
    """Mark what somebody's word makes impossible, and take the mark off what it does so no longer.

    Nothing of a partnership is moved or called off: that is for the partners to do. Everybody in what is
    newly marked gets a letter with fresh times, which does not say whose time it is that has changed.
    """
    ahead = meetings.ahead_of_person(actor.school, actor.person_id, clock.now())
    cover_answers.look_again(actor)
    ahead = [meeting for meeting in ahead if meeting.start_at > clock.now() and meeting.kind != "cover"]
    works = possible(ahead, actor.school, time)
    broken = [meeting for meeting in ahead if meeting.id not in works]
    open_visits.settle([one for one in broken if stays(one)], actor.school, time, OWN_TIME)
    marked = [meeting for meeting in broken if not stays(meeting) and not meeting.new_time]
    for meeting in marked:
        meeting.new_time = OWN_TIME
    for meeting in ahead:
        if meeting.id in works and meeting.new_time in OURS:
            meeting.new_time = ""
    session.flush()
    new_times.tell(actor.school, marked, [])
    return broken


def _spelt(wanted: Commitment, time: SchoolTime) -> Commitment:
    """With the school's own spelling of cycle day and period."""
    labels = {label_key(label): label for label in time.calendar.rotation.labels}
    periods = {label_key(one.label): one.label for bell in time.calendar.bells for one in bell.periods}
    return Commitment(
        wanted.kind,
        labels.get(label_key(wanted.label), wanted.label) if wanted.label else None,
        periods.get(label_key(wanted.period), wanted.period) if wanted.period else None,
        wanted.first,
        wanted.last,
    )


def _check(wanted: Commitment, time: SchoolTime, today: date) -> None:
    problems = [*_what_problems(wanted, time), *_when_problems(wanted, today)]
    if problems:
        raise InputError(problems)


def _what_problems(wanted: Commitment, time: SchoolTime) -> Sequence[Problem]:
    problems = []
    if wanted.kind not in KINDS:
        problems.append(Problem("kind", phrase("it is not known."), phrase("Choose one of those shown.")))
    if wanted.label and wanted.label not in time.calendar.rotation.labels:
        problems.append(
            Problem("label", phrase("the school has no such day."), phrase("Choose one of those shown."))
        )
    periods = {one.label for bell in time.calendar.bells for one in bell.periods}
    if wanted.period and wanted.period not in periods:
        problems.append(
            Problem("period", phrase("the school has no such period."), phrase("Choose one of those shown."))
        )
    return problems


def _when_problems(wanted: Commitment, today: date) -> Sequence[Problem]:
    first, last = wanted.first, wanted.last
    if wanted.label is None and (first is None or last is None):
        return [
            Problem(
                "first",
                phrase("a date is missing."),
                phrase("Say the first day and the last; one day is both."),
            )
        ]
    if first and last and last < first:
        return [Problem("last", phrase("it is before the first day."), phrase("Swap the two."))]
    if last and last < today:
        return [Problem("last", phrase("that day has passed."), phrase("Choose today or a later day."))]
    if wanted.label is None and first and last and last - first > timedelta(days=LONGEST_DAYS):
        return [
            Problem(
                "last",
                phrase("that is more than a year."),
                phrase("Choose at most %(n)s days.", n=LONGEST_DAYS),
            )
        ]
    return []
