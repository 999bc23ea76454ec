"""Asking for cover when a visit is moved to a time that needs it."""

from __future__ import annotations

from collections.abc import Sequence

from coachsched.core.slots import Need
from coachsched.services import booking, cover_asks, cover_news
from coachsched.store import proposals, session
from coachsched.store.meetings import Meeting
from coachsched.store.proposals import Option, OptionTime


def ask(visit: Meeting, moved: Sequence[Meeting], needs: Sequence[Need]) -> None:
    """Ask for the lessons that the visit's new time needs, inside the caller's transaction.

    What is asked for hangs on an option, and nobody has proposed this time: the move adds one that is taken.
    """
    proposal = proposals.get(visit.proposal_id) if visit.proposal_id else None
    assert proposal is not None, "times with cover are only offered where there was a proposal"
    option = Option(
        position=len(proposal.options),
        klass=visit.klass,
        subject=visit.subject,
        room=visit.room,
        taken=True,
        times=[
            OptionTime(
                kind=one.kind, date=one.date, period=one.period, start_at=one.start_at, end_at=one.end_at
            )
            for one in moved
        ],
    )
    proposal.options.append(option)
    session.flush()
    requests = cover_asks.ask(proposal, option, needs)
    for request in requests:
        request.meeting = booking.made_possible_by(request, visit, moved)
    session.flush()
    cover_news.asked(requests)
