"""The two letters of an ask: the question to one colleague, and to both that they are partners."""

from __future__ import annotations

from uuid import uuid4

from coachsched.core.looking import Part
from coachsched.services import links
from coachsched.services.posting import post
from coachsched.store import looking
from coachsched.store.partnerships import Partnership
from coachsched.store.people import Membership


def ask(asker: Membership, asked: Membership, part: Part, *, has_line: bool) -> None:
    """Ask, with a link that needs no password; what was written stays on the page, for the asked alone."""
    post(
        asked.person,
        asked.school,
        # Rows of asks go, and their numbers come again, so the number is not made of one.
        f"ask-{uuid4().hex[:12]}",
        "partner_ask",
        by=asker.person_id,
        urgent=False,
        asker=asker.person,
        part=part,
        has_line=has_line,
        answer=links.to_ask(asker, asked),
        page=links.to_page("/looking"),
    )


def partners(partnership: Partnership, asker: Membership, asked: Membership, *, by: Membership) -> None:
    """Tell both, with what comes next; ``by`` is who said yes."""
    for member, other in ((asker, asked), (asked, asker)):
        post(
            member.person,
            member.school,
            f"partners-{partnership.id}",
            "partners_now",
            by=by.person_id,
            urgent=False,
            other=other.person,
            coach_id=partnership.coach_id,
            times=links.to_page(f"/partnerships/{partnership.id}/slots"),
            looks=looking.of(member) is not None,
            looking=links.to_page("/looking"),
        )
