"""Signed links for mails: who may answer which proposal or meeting, without a password (design 7)."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from coachsched.core import options
from coachsched.core.errors import NotFoundError
from coachsched.core.phrases import phrase
from coachsched.services import access
from coachsched.store import people, proposals, session
from coachsched.store.answers import Question, Suggestion
from coachsched.store.meetings import Meeting
from coachsched.store.partnerships import Partnership
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
    """The address at which this person accepts, moves or calls off this meeting, or takes a class."""
    token = _signer("meeting").dumps([meeting.id, person_id])
    return to_page(f"/cover/links/{token}" if meeting.kind == "cover" else f"/invitations/{token}")


def path_to_own(kind: str, meeting_id: int) -> str:
    """The path of a meeting's page for those in it, signed in."""
    return f"/cover/mine/{meeting_id}" if kind == "cover" else f"/meetings/{meeting_id}"


def to_notice(member: Membership) -> str:
    """The address at which somebody chooses how they are reminded."""
    return to_page(f"/notice/{_signer('notice').dumps([member.school_id, member.person_id])}")


def to_nudge(partnership_id: int, person_id: int) -> str:
    """The address at which somebody takes up a quiet partnership again, or lets it rest."""
    return to_page(f"/nudges/{_signer('nudge').dumps([partnership_id, person_id])}")


def to_ask(asker: Membership, asked: Membership) -> str:
    """The address at which somebody says yes to a colleague who asks to be partners, or puts it aside."""
    return to_page(f"/asks/{_signer('ask').dumps([asker.id, asked.id])}")


def to_programme(school: School) -> str:
    """The page about the programme: without signing in where the school wants that."""
    public = options.with_defaults(school.settings)["programme_public"]
    return to_page(f"/schools/{school.id}/programme" if public else "/programme")


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
    member = _member(meeting.school if meeting else None, person_id)
    return member, access.any_meeting(member, meeting_id)


def read_cover(token: str) -> tuple[Membership, Meeting]:
    """Who takes which class; raises NotFoundError as ``read`` does."""
    meeting_id, person_id = _loaded("meeting", token)
    meeting = session.get(Meeting, meeting_id)
    member = _member(meeting.school if meeting else None, person_id)
    return member, access.own_cover(member, meeting_id)


def read_notice(token: str) -> Membership:
    """Whose link it is; raises NotFoundError as ``read`` does."""
    school_id, person_id = _loaded("notice", token)
    return _member(session.get(School, school_id), person_id)


def read_nudge(token: str) -> tuple[Membership, Partnership]:
    """Whose link to which of their partnerships it is; raises NotFoundError as ``read`` does."""
    partnership_id, person_id = _loaded("nudge", token)
    found = session.get(Partnership, partnership_id)
    member = _member(found.school if found else None, person_id)
    return member, access.own_partnership(member, partnership_id)


def read_ask(token: str) -> tuple[Membership, Membership]:
    """Who is asked, and by whom; raises NotFoundError as ``read`` does."""
    asker_id, asked_id = _loaded("ask", token)
    asker, asked = session.get(Membership, asker_id), session.get(Membership, asked_id)
    if asker is None or asked is None:
        raise NotFoundError(phrase("This link no longer leads anywhere."))
    return _member(asked.school, asked.person_id), asker


def path_to_question(question: Question) -> str:
    """The path at which its person says whether an answer was theirs."""
    return f"/was-this-you/{_signer('question').dumps([question.id, question.person_id])}"


def read_question(token: str, *, lock: bool = False) -> tuple[Membership, Question]:
    """Who is asked what; raises NotFoundError as ``read`` does. ``lock`` keeps it ours until the commit."""
    question_id, person_id = _loaded("question", token)
    found = session.get(Question, question_id, with_for_update=lock, populate_existing=lock)
    member = _member(found.meeting.school if found else None, person_id)
    if found is None or found.person_id != person_id:
        raise NotFoundError(phrase("This link no longer leads anywhere."))
    own = access.own_cover if found.meeting.kind == "cover" else access.any_meeting
    own(member, found.meeting_id, lock=lock)
    return member, found


def path_to_suggestion(suggestion: Suggestion, person_id: int) -> str:
    """The path at which this person takes a suggested time, or leaves the meeting where it is."""
    return f"/suggestions/{_signer('suggestion').dumps([suggestion.id, person_id])}"


def read_suggestion(token: str, *, lock: bool = False) -> tuple[Membership, Suggestion]:
    """Whose link to which suggestion it is; raises NotFoundError as ``read`` does."""
    suggestion_id, person_id = _loaded("suggestion", token)
    found = session.get(Suggestion, suggestion_id, with_for_update=lock, populate_existing=lock)
    member = _member(found.meeting.school if found else None, person_id)
    if found is None:
        raise NotFoundError(phrase("This link no longer leads anywhere."))
    access.own_meeting(member, found.meeting_id, lock=lock)
    return member, found


def _loaded(purpose: str, token: str) -> tuple[int, int]:
    try:
        thing_id, person_id = _signer(purpose).loads(token)
    except (BadSignature, ValueError, TypeError):
        raise NotFoundError(
            phrase("This link is not complete. Please open it again from the mail.")
        ) from None
    return thing_id, person_id


def _member(school: School | None, person_id: int) -> Membership:
    member = people.membership(school, person_id) if school else None
    if member is None or not member.person.active:
        raise NotFoundError(phrase("This link no longer leads anywhere."))
    return member


def _signer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"coachsched {purpose}")
