"""What is kept about one person that no page asks for in this way, in order of time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from coachsched.core.labels import names, teacher_key
from coachsched.models import (
    BusyCalendar,
    BusySpan,
    CoverRequest,
    EmailAlias,
    Feed,
    HalfDay,
    HalfDayLesson,
    ImportDraft,
    InboxMessage,
    Meeting,
    Membership,
    Nudge,
    OpenLesson,
    OutboxMessage,
    PairRule,
    PartnerAsk,
    Question,
    Suggestion,
    Timetable,
    TimetableRow,
    db,
)
from coachsched.store import imports


def other_addresses(person_id: int) -> list[EmailAlias]:
    query = select(EmailAlias).where(EmailAlias.person_id == person_id)
    return list(db.session.scalars(query.order_by(EmailAlias.confirmed_at, EmailAlias.id)))


def teacher_keys(member: Membership) -> set[str]:
    """The keys of every name by which the timetable knows somebody."""
    aliases = imports.aliases(member.school).get(member.id, [])
    own = {teacher_key(member.teacher)} if member.teacher else set()
    return own | {alias.key for alias in aliases}


def timetable(member: Membership) -> list[tuple[date | None, TimetableRow]]:
    """Their rows of every version, each with the first date of it."""
    keys = teacher_keys(member)
    of_school = Timetable.school_id == member.school_id
    cells = select(TimetableRow.teacher).join(Timetable, Timetable.id == TimetableRow.timetable_id)
    known = db.session.scalars(cells.where(of_school).distinct())
    theirs = [cell for cell in known if not keys.isdisjoint(map(teacher_key, names(cell)))]
    query = (
        select(Timetable.valid_from, TimetableRow)
        .join(Timetable, Timetable.id == TimetableRow.timetable_id)
        .where(of_school, TimetableRow.teacher.in_(theirs))
        .order_by(Timetable.id, TimetableRow.position)
    )
    return [(first, row) for first, row in db.session.execute(query)]


def busy(calendar: BusyCalendar) -> list[BusySpan]:
    query = select(BusySpan).where(BusySpan.calendar_id == calendar.id)
    return list(db.session.scalars(query.order_by(BusySpan.start_at, BusySpan.id)))


def feeds(member: Membership) -> list[Feed]:
    query = select(Feed).where(Feed.school_id == member.school_id, Feed.person_id == member.person_id)
    return list(db.session.scalars(query.order_by(Feed.kind)))


def put_aside(member: Membership) -> list[Membership]:
    """Whose question they do not want to see again."""
    query = (
        select(Membership)
        .join(PartnerAsk, PartnerAsk.asker_id == Membership.id)
        .where(PartnerAsk.asked_id == member.id, PartnerAsk.put_aside)
        .options(joinedload(Membership.person))
    )
    return list(db.session.scalars(query.order_by(PartnerAsk.id)))


def wishes(member: Membership) -> list[PairRule]:
    """With whom they asked to be: what somebody else asked is not theirs."""
    return _at_school(PairRule, member, PairRule.kind == "asked", PairRule.person_id == member.person_id)


def opened(member: Membership) -> list[OpenLesson]:
    return _at_school(OpenLesson, member, OpenLesson.host_id == member.person_id, by=OpenLesson.date)


def covered(member: Membership) -> list[CoverRequest]:
    """Their lessons that somebody was to take."""
    mine = CoverRequest.person_id == member.person_id
    return _at_school(CoverRequest, member, mine, by=CoverRequest.start_at)


def in_half_days(member: Membership) -> list[HalfDayLesson]:
    """Their lessons that a substitute could take."""
    query = (
        select(HalfDayLesson)
        .join(HalfDay)
        .where(HalfDay.school_id == member.school_id, HalfDayLesson.person_id == member.person_id)
    )
    return list(db.session.scalars(query.order_by(HalfDayLesson.start_at, HalfDayLesson.id)))


def suggestions(member: Membership) -> list[Suggestion]:
    return _of_meetings(Suggestion, member)


def questions(member: Membership) -> list[Question]:
    return _of_meetings(Question, member)


def nudged(partnership_id: int) -> list[date]:
    query = select(Nudge.date).where(Nudge.partnership_id == partnership_id)
    return list(db.session.scalars(query.order_by(Nudge.date)))


def mail(member: Membership) -> list[OutboxMessage]:
    """What was written to them, without its text."""
    mine = OutboxMessage.person_id == member.person_id
    text = defer(OutboxMessage.body, raiseload=True)
    return _at_school(OutboxMessage, member, mine, by=OutboxMessage.created_at, options=[text])


def kept_aside(member: Membership, addresses: Collection[str]) -> list[InboxMessage]:
    """What came from these addresses and did not count."""
    theirs = InboxMessage.sender.in_(addresses), InboxMessage.state == "aside"
    return _at_school(InboxMessage, member, *theirs, by=InboxMessage.received_at)


def files(member: Membership) -> list[ImportDraft]:
    """Files they brought and have not put in yet, without what is in them."""
    mine = ImportDraft.person_id == member.person_id
    return _at_school(ImportDraft, member, mine, by=ImportDraft.created_at)


def _of_meetings(table: Any, member: Membership) -> list[Any]:
    query = (
        select(table)
        .join(Meeting, Meeting.id == table.meeting_id)
        .where(Meeting.school_id == member.school_id, table.person_id == member.person_id)
        .options(joinedload(table.meeting))
    )
    return list(db.session.scalars(query.order_by(Meeting.start_at, table.id)))


def _at_school(
    table: Any, member: Membership, *conditions: Any, by: Any = None, options: Collection[Any] = ()
) -> list[Any]:
    query = select(table).where(table.school_id == member.school_id, *conditions).options(*options)
    return list(db.session.scalars(query.order_by(*([] if by is None else [by]), table.id)))
