"""Signed links for mails: who may answer which proposal or meeting, without a password (design 7)."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from coachsched.core.errors import NotFoundError
from coachsched.services import access
from coachsched.store import people, proposals, session
from coachsched.store.meetings import Meeting
from coachsched.store.people import Membership, School
from coachsched.store.proposals import Proposal


def to_page(path: str) -> str:
    """An absolute address, built from BASE_URL alone: the Host header is anybody's."""
    return f"{current_app.config['SETTINGS'].base_url}{path}"


def to_answer(proposal: Proposal, person_id: int, option_id: int | None = None) -> str:
    """The address at which this person answers this proposal."""
    query = f"?option={option_id}" if option_id else ""
    return to_page(f"/answers/{_signer('answer').dumps([proposal.id, person_id])}{query}")


def to_meeting(meeting: Meeting, person_id: int) -> str:
    """The address at which this person accepts, moves or calls off this meeting."""
    return to_page(f"/invitations/{_signer('meeting').dumps([meeting.id, person_id])}")


def to_notice(member: Membership) -> str:
    """The address at which somebody chooses how they are reminded."""
    return to_page(f"/notice/{_signer('notice').dumps([member.school_id, member.person_id])}")


def read(token: str) -> tuple[Membership, Proposal]:
    """Who answers what; raises NotFoundError for a token that is not ours or no longer means anything."""
    proposal_id, person_id = _loaded("answer", token)
    proposal = proposals.get(proposal_id)
    member = _member(proposal.partnership.school if proposal else None, person_id)
    return member, access.own_proposal(member, proposal_id)


def read_meeting(token: str) -> tuple[Membership, Meeting]:
    """Whose link to which meeting it is; raises NotFoundError as ``read`` does."""
    meeting_id, person_id = _loaded("meeting", token)
    meeting = session.get(Meeting, meeting_id)
    member = _member(meeting.partnership.school if meeting else None, person_id)
    return member, access.own_meeting(member, meeting_id)


def read_notice(token: str) -> Membership:
    """Whose link it is; raises NotFoundError as ``read`` does."""
    school_id, person_id = _loaded("notice", token)
    return _member(session.get(School, school_id), person_id)


def _loaded(purpose: str, token: str) -> tuple[int, int]:
    try:
        thing_id, person_id = _signer(purpose).loads(token)
    except (BadSignature, ValueError, TypeError):
        raise NotFoundError("This link is not complete. Please open it again from the mail.") from None
    return thing_id, person_id


def _member(school: School | None, person_id: int) -> Membership:
    member = people.membership(school, person_id) if school else None
    if member is None or not member.person.active:
        raise NotFoundError("This link no longer leads anywhere.")
    return member


def _signer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"coachsched {purpose}")
