"""When somebody leaves the school: their account is closed, and what only they could do is handed over."""

from __future__ import annotations

from coachsched.core.errors import ConflictError, InputError, NotFoundError, Problem
from coachsched.core.phrases import phrase
from coachsched.core.replay import replay
from coachsched.services import access, booking, clock, partnerships, signs
from coachsched.services.unit import transaction
from coachsched.store import history, identities, looking, meetings, open_lessons, people, session, sign_ins
from coachsched.store import partnerships as stored
from coachsched.store.people import Membership

# What a school needs somebody for; who teaches is a teacher without being handed it.
HANDED_OVER = ("coordinator", "principal", "cover", "admin")


def about(actor: Membership, person_id: int) -> tuple[Membership, list[Membership]]:
    """Whose account it is, and who could take over; raises NotFoundError, ForbiddenError."""
    access.require(actor, "people")
    member = people.membership(actor.school, person_id)
    if member is None:
        raise NotFoundError(phrase("There is no such person."))
    everybody = people.memberships(actor.school)
    return member, [one for one in everybody if one.person.active and one.id != member.id]


def deactivate(actor: Membership, person_id: int, successor: str = "") -> Membership:
    """Close an account: no sign-in by any way, no feed, no mail; what lies ahead is called off, lessons
    open to visitors are closed, partnerships of two end.

    ``successor`` is the address of who takes over the roles. What partners wrote stays between them, so
    partnerships are not handed on. Raises NotFoundError, ConflictError, InputError.
    """
    access.require(actor, "people")
    with transaction():
        member = _somebody_else(actor, person_id)
        heir = _heir(actor, member, successor)
        if heir:
            taken = [role for role in HANDED_OVER if role in member.roles and role not in heir.roles]
            heir.roles = [*heir.roles, *taken]
        close(member)
    return member


def close(member: Membership) -> None:
    """The same inside the caller's transaction; of a closed account nothing is left to end."""
    _leave_partnerships(member)
    today = clock.today(member.school.timezone)
    for lesson in open_lessons.ahead(member.school, today, member.person_id):
        session.delete(lesson)
    for meeting in meetings.ahead_of_person(member.school, member.person_id, clock.now()):
        if meeting.start_at > clock.now():
            booking.without(meeting, member.person_id, member.school)
    looking.stop([member.id])
    member.person.active = False
    sign_ins.end_all(member.person_id)
    identities.forget(member.person_id)


def activate(actor: Membership, person_id: int) -> Membership:
    """Open a closed account again; partnerships that ended stay ended. Raises NotFoundError."""
    access.require(actor, "people")
    with transaction():
        member = _somebody_else(actor, person_id)
        member.person.active = True
    return member


def _somebody_else(actor: Membership, person_id: int) -> Membership:
    member = people.membership(actor.school, person_id)
    if member is None:
        raise NotFoundError(phrase("There is no such person."))
    if member.person_id == actor.person_id:
        raise ConflictError(phrase("You cannot close your own account. Ask another administrator."))
    if len(member.person.memberships) > 1:
        raise ConflictError(
            phrase(
                "%(who)s also works at another school, and it is one account. Nothing was changed.",
                who=member.person.name,
            )
        )
    return member


def _heir(actor: Membership, member: Membership, email: str) -> Membership | None:
    if not email.strip():
        return None
    heir = people.member_by_email(actor.school, email)
    if heir is None or not heir.person.active or heir.id == member.id:
        remedy = phrase("Choose somebody else who is active here, or nobody.")
        raise InputError(Problem("successor", phrase("nobody can take over by this address."), remedy))
    return heir


def _leave_partnerships(member: Membership) -> None:
    today = clock.today(member.school.timezone)
    for partnership in stored.of_person(member.school, member.person_id):
        past = replay(history.events(partnership.id), today)
        if past is None or past.finished:
            continue
        if len(partnership.members) > 2:
            partnerships.let_go(member, partnership)
        else:
            signs.end(member.school, partnership)
