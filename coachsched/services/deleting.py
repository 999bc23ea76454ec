"""Deleting a partnership for good: who may, what goes with it, and what its people are left with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from coachsched.core.errors import ConflictError, InputError, Problem
from coachsched.core.history import Past
from coachsched.core.phrases import phrase
from coachsched.core.replay import replay
from coachsched.services import access, clock, records, signs
from coachsched.services.posting import post
from coachsched.services.unit import transaction
from coachsched.store import deleting, feeds, history, meetings, partnerships, people
from coachsched.store.meetings import Meeting
from coachsched.store.partnerships import Partnership
from coachsched.store.people import Membership, School


@dataclass(frozen=True)
class Going:
    """What would go: whose it is, whether anything was held in it, and how long those meetings took."""

    names: tuple[str, ...]
    held: bool
    meetings: int
    minutes: int
    ahead: int


def look(actor: Membership, partnership_id: int) -> Going:
    """One of the actor's own, before it is deleted; raises NotFoundError, ConflictError while it goes on."""
    return _going(actor.school, _own(actor, partnership_id))


def delete(actor: Membership, partnership_id: int) -> None:
    """Delete one of the actor's own, for all of its people; raises as ``look`` does."""
    with transaction():
        _delete(actor.school, _own(actor, partnership_id))


def look_at(actor: Membership, partnership_id: int) -> Going:
    """One the actor coordinates, before it is deleted: nothing of its insides.

    Raises ForbiddenError, NotFoundError, ConflictError for one that goes on and has met.
    """
    return _going(actor.school, _coordinated(actor, partnership_id))


def delete_for(actor: Membership, partnership_id: int) -> None:
    """Delete one the actor coordinates; raises as ``look_at`` does."""
    with transaction():
        _delete(actor.school, _coordinated(actor, partnership_id))


def look_up(school: School, partnership_id: int) -> Going:
    """The same by its number, for whoever runs the server; raises InputError, ConflictError."""
    return _going(school, _numbered(school, partnership_id))


def delete_numbered(school: School, partnership_id: int) -> None:
    """Delete it by its number; raises as ``look_up`` does."""
    with transaction():
        _delete(school, _numbered(school, partnership_id))


def is_over(school: School, partnership: Partnership) -> bool:
    """Whether its people have ended it."""
    past = _past(school, partnership)
    return past is not None and past.finished


def _own(actor: Membership, partnership_id: int) -> Partnership:
    partnership = access.own_partnership(actor, partnership_id)
    if not is_over(actor.school, partnership):
        raise ConflictError(
            phrase("Only a partnership that has come to its end can be deleted. End it first.")
        )
    return partnership


def _coordinated(actor: Membership, partnership_id: int) -> Partnership:
    partnership = access.on_board(actor, partnership_id)
    _check(actor.school, partnership)
    return partnership


def _numbered(school: School, partnership_id: int) -> Partnership:
    found = partnerships.at_school(school, partnership_id, date.max)
    if found is None:
        remedy = phrase("`flask quiet --json` lists them with their numbers.")
        raise InputError(
            Problem(f"partnership {partnership_id}", phrase("there is none at this school."), remedy)
        )
    _check(school, found)
    return found


def _check(school: School, partnership: Partnership) -> None:
    if not is_over(school, partnership) and _going(school, partnership).held:
        raise ConflictError(
            phrase(
                "They have met, so they end it themselves, or have it ended on the board, "
                "before it is deleted."
            )
        )


def _going(school: School, partnership: Partnership) -> Going:
    found = meetings.of_partnership(partnership.id)
    held = _held(found)
    past = _past(school, partnership)
    return Going(
        names=tuple(member.person.name for member in partnership.members),
        held=bool(held or (past and past.held)),
        meetings=len(held),
        minutes=sum(records.length(one.start_at, one.end_at) for one in held),
        ahead=sum(one.stands and one.start_at > clock.now() for one in found),
    )


def _held(found: Sequence[Meeting]) -> list[Meeting]:
    """Those that took place or are under way."""
    return [one for one in found if one.state == "booked" and one.start_at <= clock.now()]


def _past(school: School, partnership: Partnership) -> Past | None:
    return replay(history.events(partnership.id), clock.today(school.timezone))


def _delete(school: School, partnership: Partnership) -> None:
    """Inside the caller's transaction: what is ahead is called off, records are sent, all of it goes."""
    members = [member.person_id for member in partnership.members]
    people.hold(members)
    if not is_over(school, partnership):
        signs.end(school, partnership)
    held = _held(meetings.of_partnership(partnership.id))
    took_part = {row.person_id for one in held for row in one.bookings}
    for person_id in sorted(took_part):
        _send_record(people.membership(school, person_id))
    deleting.delete_mail(partnership.id, clock.now())
    deleting.delete_partnership(partnership.id)
    feeds.touch_meetings(school.id, sorted(took_part.union(members)), clock.now())


def _send_record(member: Membership | None) -> None:
    """Somebody's record as it stands before: they may need it, and it was not theirs alone to delete."""
    if member and member.person.active:
        post(
            member.person,
            member.school,
            f"record-{uuid4()}",
            "record",
            record=records.own(member),
            hours=records.hours,
        )
