"""One person in every table: what goes with them, and what stays without a name."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Table, delete, or_, select, update

from coachsched.core.labels import names, teacher_key
from coachsched.core.phrases import Phrase
from coachsched.models import (
    Assignment,
    Booking,
    CoverRequest,
    ImportDraft,
    InboxMessage,
    Meeting,
    Membership,
    OutboxMessage,
    Partnership,
    PartnershipMember,
    Person,
    Proposal,
    Question,
    SignInFailure,
    db,
)
from coachsched.models.school import new_revision
from coachsched.store import own_data
from coachsched.store.deleting import UNSEEN, delete_rows, hanging_on
from coachsched.store.outbox import PARTING

# The keys whose rows stay, for somebody else was there too: with a former colleague. All other rows that
# point at a person go, those of tables to come as well.
STAY = frozenset({
    "booking.person_id",
    "cover_request.person_id",
    "meeting.host_id",
    "membership.person_id",
    "partnership.coach_id",
    "partnership_member.person_id",
})  # fmt: skip
# A colleague's letter stays, and is not known any more to have come of what this person did.
NOT_SAID = frozenset({"outbox.caused_by"})
# What their partnerships noted and sent: it was about both.
SHARED = ("nudge", "proposal", "shared_link")
LESSON = {"klass": "", "subject": "", "room": ""}


def going(person_id: int) -> dict[Table, ColumnElement[bool]]:
    """Which rows of which tables go with somebody, parents first."""
    theirs = {"person": [person_id], "membership": select(Membership.id).filter_by(person_id=person_id)}
    roots: dict[Table, ColumnElement[bool]] = {}
    for table in db.metadata.sorted_tables:
        keys = [key for key in table.foreign_keys if key.column.table.name in theirs]
        points = [f"{table.name}.{key.parent.name}" for key in keys]
        which = [
            key.parent.in_(theirs[key.column.table.name])  # type: ignore[arg-type]
            for key, name in zip(keys, points, strict=True)
            if name not in STAY | NOT_SAID
        ]
        which += [table.c.partnership_id.in_(_partnerships(person_id))] if table.name in SHARED else []
        if which:
            roots[table] = or_(*which)
    return hanging_on(roots)


def erase(person: Person, name: Phrase, email: str) -> None:
    """Delete what goes, and leave the row, and what stays of it, under another name and address."""
    db.session.flush()
    _let_go_of_proposals(person.id)
    _make_neutral(person.id)
    for member in person.memberships:
        _take_out_of_timetable(member)
    delete_rows(going(person.id))
    person.name, person.email = name, email
    person.password_hash = person.language = person.bounced_at = person.came_at = None
    person.active, person.erased = False, True
    for member in person.memberships:
        # The faculty alone stays, or the report of a term long told would be counted anew.
        member.roles, member.teacher, member.notice, member.alarm_minutes = [], None, "none", None
        person.created_at = member.school.created_at
        member.school.revision = new_revision()
    db.session.flush()


def _partnerships(person_id: int):  # type: ignore[no-untyped-def]
    return select(PartnershipMember.partnership_id).where(PartnershipMember.person_id == person_id)


def _let_go_of_proposals(person_id: int) -> None:
    """Meetings stay when the times sent for them go, and so do answers of others."""
    gone = select(Proposal.id).where(
        Proposal.partnership_id.in_(_partnerships(person_id))
        | (Proposal.proposer_id == person_id)
        | (Proposal.host_id == person_id)
    )
    _update(Meeting, Meeting.proposal_id.in_(gone), proposal_id=None)
    _update(Proposal, Proposal.answers_id.in_(gone), answers_id=None)


def _make_neutral(person_id: int) -> None:
    """What stays says when, and not which lesson it was, what for, or what they answered."""
    theirs = Meeting.partnership_id.in_(_partnerships(person_id))
    _update(Meeting, theirs | (Meeting.host_id == person_id), visit_kind="")
    _update(Meeting, Meeting.host_id == person_id, **LESSON)
    _update(CoverRequest, CoverRequest.person_id == person_id, **LESSON)
    said = {"partstat": "NEEDS-ACTION", "answer": "", "answer_sequence": None, "answer_stamp": None}
    _update(Booking, Booking.person_id == person_id, **said)
    _update(Partnership, Partnership.id.in_(_partnerships(person_id)), spoken_on=None)
    _update(OutboxMessage, OutboxMessage.caused_by == person_id, caused_by=None)


def _take_out_of_timetable(member: Membership) -> None:
    """Their lessons of every version; a lesson they shared stays with the others."""
    keys = own_data.teacher_keys(member)
    for _, row in own_data.timetable(member):
        others = [name for name in names(row.teacher) if teacher_key(name) not in keys]
        if others:
            row.teacher = "+".join(others)
        else:
            db.session.delete(row)
    db.session.flush()


def forget_around(school_ids: Collection[int], person_id: int) -> None:
    """What is kept for a while and may tell of them: files not put in yet, a suggestion for the staff."""
    db.session.execute(delete(ImportDraft).where(ImportDraft.school_id.in_(school_ids)))
    for one in db.session.scalars(select(Assignment).where(Assignment.school_id.in_(school_ids))):
        if any(person_id in pair for pair in one.pairs) or person_id in _wanted(one):
            db.session.delete(one)
    db.session.flush()


def _wanted(one: Assignment) -> set[int]:
    return {number for value in one.wanted.values() if isinstance(value, list) for number in value}


def forget_addresses(addresses: Collection[str], tries: Collection[str]) -> None:
    """Answers that came from these addresses, and failed sign-ins under these names."""
    db.session.execute(delete(Question).where(Question.sender.in_(addresses)), execution_options=UNSEEN)
    db.session.execute(delete(SignInFailure).where(SignInFailure.address.in_(tries)))


def kept_aside() -> list[InboxMessage]:
    return list(db.session.scalars(select(InboxMessage).where(InboxMessage.state == "aside")))


def unsent(school_ids: Collection[int]) -> Sequence[tuple[int, str, bytes]]:
    """The number, state and text of every letter of some schools that has not gone."""
    query = select(OutboxMessage.id, OutboxMessage.state, OutboxMessage.body).where(
        OutboxMessage.school_id.in_(school_ids), OutboxMessage.state != "sent"
    )
    return [(number, state, body) for number, state, body in db.session.execute(query)]


def forget_sent(school_ids: Collection[int]) -> None:
    """The text of every letter of some schools that has gone; nothing reads it any more."""
    _update(OutboxMessage, OutboxMessage.school_id.in_(school_ids), OutboxMessage.state == "sent", body=b"")


def part_with(waiting: Collection[int], failed: Collection[int]) -> None:
    """Letters that tell of them: those that wait go out, and then nothing is kept of them."""
    _update(OutboxMessage, OutboxMessage.id.in_(waiting), kind=PARTING)
    db.session.execute(delete(OutboxMessage).where(OutboxMessage.id.in_(failed)), execution_options=UNSEEN)


def _update(table: type, *conditions: object, **columns: object) -> None:
    statement = update(table).where(*conditions).values(**columns)  # type: ignore[arg-type]
    db.session.execute(statement, execution_options=UNSEEN)
