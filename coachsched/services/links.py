"""Signed links for mails: who may answer which proposal, without a password (design 7)."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from coachsched.core.errors import NotFoundError
from coachsched.services import access
from coachsched.store import people, proposals
from coachsched.store.people import Membership
from coachsched.store.proposals import Proposal


def to_page(path: str) -> str:
    """An absolute address, built from BASE_URL alone: the Host header is anybody's."""
    return f"{current_app.config['SETTINGS'].base_url}{path}"


def to_answer(proposal: Proposal, person_id: int, option_id: int | None = None) -> str:
    """The address at which this person answers this proposal."""
    query = f"?option={option_id}" if option_id else ""
    return to_page(f"/answers/{_signer().dumps([proposal.id, person_id])}{query}")


def read(token: str) -> tuple[Membership, Proposal]:
    """Who answers what; raises NotFoundError for a token that is not ours or no longer means anything."""
    try:
        proposal_id, person_id = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        raise NotFoundError("This link is not complete. Please open it again from the mail.") from None
    proposal = proposals.get(proposal_id)
    school = proposal.partnership.school if proposal else None
    member = people.membership(school, person_id) if school else None
    if member is None or not member.person.active:
        raise NotFoundError("This link no longer leads anywhere.")
    return member, access.own_proposal(member, proposal_id)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="coachsched answer")
