"""Signs of life without paperwork: met informally, rest until a date, go on, finish. By either partner."""

from __future__ import annotations

from datetime import date

from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import phrase
from coachsched.services import access, booking, clock
from coachsched.services.unit import transaction
from coachsched.store import feeds, history, meetings, proposals
from coachsched.store.partnerships import Partnership
from coachsched.store.people import Membership, School


def met_informally(actor: Membership, partnership_id: int, on: date) -> None:
    """Note the date, and nothing else; raises InputError for one to come or before the partnership."""
    with transaction():
        partnership, past = access.going_on(actor, partnership_id)
        if on > _today(actor):
            raise InputError(
                Problem("on", phrase("that day has not come yet."), phrase("Choose today or an earlier day."))
            )
        if on < past.began:
            raise InputError(
                Problem(
                    "on",
                    phrase("you were no partners yet; that began on %(day)s.", day=past.began),
                    phrase("Choose a later day."),
                )
            )
        history.record(partnership.id, on, "informal")


def pause(actor: Membership, partnership_id: int, until: date) -> None:
    """Set the partnership aside until the first day back; what is booked or on offer stays."""
    with transaction():
        partnership, _ = access.going_on(actor, partnership_id)
        rest(actor.school, partnership, until)


def resume(actor: Membership, partnership_id: int) -> None:
    """End a rest before its day; without one nothing happens."""
    with transaction():
        partnership, past = access.going_on(actor, partnership_id)
        if past.paused_until is not None:
            history.record(partnership.id, _today(actor), "resumed")


def finish(actor: Membership, partnership_id: int) -> None:
    """End the partnership for good: what lies ahead is called off, an open proposal taken back."""
    with transaction():
        partnership, _ = access.going_on(actor, partnership_id)
        end(actor.school, partnership)


def rest(school: School, partnership: Partnership, until: date) -> None:
    """A rest, inside the caller's transaction; raises InputError for a date that has passed."""
    today = clock.today(school.timezone)
    if until <= today:
        raise InputError(
            Problem("until", phrase("that day has passed."), phrase("Choose a day after today."))
        )
    history.record(partnership.id, today, "paused", until=until)


def end(school: School, partnership: Partnership) -> None:
    """The end of a partnership, inside the caller's transaction."""
    today = clock.today(school.timezone)
    for meeting in meetings.of_partnership(partnership.id):
        if meeting.stands and meeting.start_at > clock.now():
            booking.call_off(meeting, school)
    proposal = proposals.open_of(partnership.id)
    if proposal:
        booking.uncover_proposal(proposal)
        proposal.state, proposal.answered_at = "withdrawn", clock.now()
        history.record(partnership.id, today, "withdrawn")
    history.record(partnership.id, today, "finished")
    feeds.touch_meetings(school.id, [member.person_id for member in partnership.members], clock.now())


def _today(actor: Membership) -> date:
    return clock.today(actor.school.timezone)
