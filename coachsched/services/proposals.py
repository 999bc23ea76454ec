"""Proposing, accepting, answering with other times, and saying not now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from coachsched.core import options
from coachsched.core.errors import ConflictError, InputError, Problem
from coachsched.core.phrases import phrase
from coachsched.services import (
    access,
    booking,
    clock,
    cover_asks,
    cover_news,
    half_day_offers,
    letters,
    notes,
)
from coachsched.services.cover_search import with_cover
from coachsched.services.finding import Search, in_turn, instants, plan_for, search
from coachsched.services.option_check import check_still_works
from coachsched.services.picks import Chosen, Pick, SlotsGoneError, look_up
from coachsched.services.turns import turn_of
from coachsched.services.unit import transaction
from coachsched.store import cover_requests, history, people, proposals, schools, session
from coachsched.store.meetings import Meeting
from coachsched.store.partnerships import Partnership
from coachsched.store.people import Membership
from coachsched.store.proposals import Option, OptionTime, Proposal

MOST_OPTIONS = 5
# Whoever arranges cover is not to look for colleagues for times of which all but one come to nothing.
MOST_COVERED = 1
LONGEST_FOCUS = 300
# What comes once more within this time is the same click, or the same form sent again.
RETRY = timedelta(minutes=10)


def send(
    actor: Membership,
    partnership_id: int,
    host_id: int,
    picks: Sequence[Pick],
    focus: str = "",
    with_plan: bool = False,
    visit_kind: str = "",
) -> Proposal:
    """Propose one to five slots to the partners; an open proposal is replaced.

    ``visit_kind`` is one of the school's, or empty. The very same sent again just now is the one that was
    sent: nobody gets two for a double click. Raises InputError for that kind, and for no or too many picks,
    SlotsGoneError when a pick is no slot any more.
    """
    _check(picks, focus, visit_kind, options.visit_kinds(actor.school.settings))
    with transaction():
        partnership, _ = access.going_on(actor, partnership_id)
        # Two clicks at once take turns, so that the second finds what the first has sent.
        people.hold(member.person_id for member in partnership.members)
        proposal, found, chosen = _wish(actor, partnership, host_id, picks, focus, with_plan, visit_kind)
        if again := _open_like(proposal):
            return again
        answered = _replace_open(partnership_id, proposal.sent_at)
        proposal.answers_id = answered.id if answered and answered.proposer_id != actor.person_id else None
        session.add(proposal)
        session.flush()
        asked = [
            request
            for option, choice in zip(proposal.options, chosen, strict=True)
            for request in cover_asks.ask(proposal, option, choice.needs)
        ]
        half_day_offers.take(asked)
        last = max(time.date for one in proposal.options for time in one.times if time.kind == "visit")
        history.record(partnership_id, clock.today(actor.school.timezone), "proposed", until=last)
        letters.propose(proposal, found, asked)
    return proposal


def counter(
    actor: Membership,
    proposal_id: int,
    host_id: int,
    picks: Sequence[Pick],
    focus: str = "",
    with_plan: bool = False,
    visit_kind: str = "",
) -> Proposal:
    """Answer an open proposal with other times. Raises ConflictError when it is open no longer."""
    wish = host_id, picks, focus, with_plan, visit_kind
    try:
        proposal = _open_for_answer(actor, proposal_id)
    except ConflictError:
        number = access.own_proposal(actor, proposal_id).partnership_id
        if again := sent_already(actor, number, *wish):
            return again
        raise
    return send(actor, proposal.partnership_id, *wish)


def sent_already(
    actor: Membership,
    partnership_id: int,
    host_id: int,
    picks: Sequence[Pick],
    focus: str = "",
    with_plan: bool = False,
    visit_kind: str = "",
) -> Proposal | None:
    """The open proposal of the actor's that is just this, sent just now; None without one."""
    partnership, _ = access.going_on(actor, partnership_id)
    try:
        wanted, *_ = _wish(actor, partnership, host_id, picks, focus, with_plan, visit_kind)
    except SlotsGoneError:
        return None
    return _open_like(wanted)


def accept(actor: Membership, proposal_id: int, option_id: int) -> list[Meeting]:
    """Book an option's meetings, all or none, and invite everybody; until its cover is found hold them.

    Raises ConflictError when the proposal was answered, the time is taken or no longer works.
    """
    with transaction():
        schools.stand_still(actor.school)
        proposal = _open_for_answer(actor, proposal_id, lock=True)
        option = next((option for option in proposal.options if option.id == option_id), None)
        if option is None:
            raise InputError(
                Problem("option", phrase("it is not one of this proposal."), phrase("Choose one shown."))
            )
        people.hold(member.person_id for member in proposal.partnership.members)
        requests = cover_requests.open_of_options([option.id])
        check_still_works(actor, proposal, option, requests)
        proposal.state, proposal.answered_at = "accepted", clock.now()
        booking.uncover_proposal(proposal, but=option)
        booked = booking.book(actor, proposal, option, requests)
        cover_news.asked([one for one in requests if one.state == "asked"])
        return booked


def turn_down(actor: Membership, proposal_id: int, until: date | None = None) -> Proposal:
    """Say not now, without blame; with a date the partnership rests until then."""
    today = clock.today(actor.school.timezone)
    if until is not None and until <= today:
        raise InputError(
            Problem("until", phrase("that day has passed."), phrase("Choose a day after today."))
        )
    with transaction():
        proposal = _open_for_answer(actor, proposal_id, lock=True)
        booking.uncover_proposal(proposal)
        proposal.state, proposal.answered_at = "turned_down", clock.now()
        history.record(proposal.partnership_id, today, "turned_down")
        if until is not None:
            history.record(proposal.partnership_id, today, "paused", until=until)
        letters.not_now(proposal, actor, until)
    return proposal


def withdraw(actor: Membership, proposal_id: int) -> Proposal:
    """Take one's own open proposal back."""
    with transaction():
        proposal = access.own_proposal(actor, proposal_id, lock=True)
        if proposal.state != "open" or proposal.proposer_id != actor.person_id:
            raise ConflictError(phrase("This proposal is no longer yours to take back."))
        booking.uncover_proposal(proposal)
        proposal.state, proposal.answered_at = "withdrawn", clock.now()
        history.record(proposal.partnership_id, clock.today(actor.school.timezone), "withdrawn")
    return proposal


def _check(picks: Sequence[Pick], focus: str, visit_kind: str, kinds: Sequence[str]) -> None:
    covered = sum(pick.needs_cover for pick in picks)
    found: list[tuple[str, str, str]] = []
    if not picks:
        found.append(("times", phrase("none is picked yet."), phrase("Pick at least one time to send.")))
    if len(picks) > MOST_OPTIONS:
        remedy = phrase("Send at most %(n)s.", n=MOST_OPTIONS)
        found.append(("times", phrase("%(n)s are picked.", n=len(picks)), remedy))
    if covered > MOST_COVERED:
        remedy = phrase("Send at most one that does, with others that need none if you like.")
        found.append(("times", phrase("%(n)s of those picked need cover.", n=covered), remedy))
    if len(focus) > LONGEST_FOCUS:
        remedy = phrase("Use at most %(n)s characters.", n=LONGEST_FOCUS)
        found.append(("focus", phrase("it is too long."), remedy))
    if visit_kind and visit_kind not in kinds:
        found.append(("visit_kind", phrase("that is no kind of visit here."), phrase("Choose one of these.")))
    if found:
        raise InputError([Problem(*one) for one in found])


def _open_for_answer(actor: Membership, proposal_id: int, *, lock: bool = False) -> Proposal:
    """An open proposal of somebody else in one's own partnership."""
    proposal = access.own_proposal(actor, proposal_id, lock=lock)
    if proposal.state != "open":
        raise ConflictError(phrase("This proposal has been answered already."))
    if proposal.proposer_id == actor.person_id:
        raise ConflictError(phrase("You sent this proposal; the answer is your partner's."))
    return proposal


def _wish(
    actor: Membership,
    partnership: Partnership,
    host_id: int,
    picks: Sequence[Pick],
    focus: str,
    with_plan: bool,
    visit_kind: str,
) -> tuple[Proposal, Search, list[Chosen]]:
    """The proposal that would be sent, the search its picks were found in, and those, in the options' order.

    Raises SlotsGoneError.
    """
    found = in_turn(search(partnership, actor, host_id), turn_of(actor.school, partnership))
    if any(pick.needs_cover for pick in picks):
        found = with_cover(found, actor)
    chosen, gone = look_up(found.slots, picks)
    if gone:
        raise SlotsGoneError(gone)
    ordered = sorted(chosen, key=lambda choice: (choice.visit.date, choice.visit.start))
    proposal = _proposal(actor, found, ordered, with_plan, clock.now())
    proposal.sealed_focus, proposal.visit_kind = notes.seal_focus(focus), visit_kind
    return proposal, found, ordered


def _open_like(wanted: Proposal) -> Proposal | None:
    """The open proposal of the partnership, if it is the wanted one in every word and was sent just now."""
    found = proposals.open_of(wanted.partnership_id)
    fresh = found is not None and wanted.sent_at - found.sent_at < RETRY
    return found if found and fresh and _content(found) == _content(wanted) else None


def _content(proposal: Proposal) -> tuple[object, ...]:
    """All that its sender chose and wrote."""
    options = [
        (
            one.klass,
            one.subject,
            one.room,
            sorted((time.kind, time.start_at, time.end_at) for time in one.times),
        )
        for one in proposal.options
    ]
    said = notes.opened(proposal.sealed_focus), proposal.visit_kind
    return proposal.proposer_id, proposal.host_id, said, options


def _replace_open(partnership_id: int, now: datetime) -> Proposal | None:
    found = proposals.open_of(partnership_id)
    if found:
        booking.uncover_proposal(found)
        found.state, found.answered_at = "replaced", now
        # The partial unique index sees the old one open until this is written.
        session.flush()
    return found


def _proposal(
    actor: Membership, found: Search, chosen: Sequence[Chosen], with_plan: bool, now: datetime
) -> Proposal:
    return Proposal(
        partnership_id=found.partnership.id,
        proposer_id=actor.person_id,
        host_id=found.host.person_id,
        wants_debrief=found.wants_debrief,
        sent_at=now,
        options=[
            _option(number, choice, found, with_plan) for number, choice in enumerate(_in_order(chosen))
        ],
    )


def _in_order(chosen: Sequence[Chosen]) -> list[Chosen]:
    return sorted(chosen, key=lambda choice: (choice.visit.date, choice.visit.start))


def _option(position: int, choice: Chosen, found: Search, with_plan: bool) -> Option:
    plan = plan_for(found, choice.visit) if with_plan else None
    meetings = {"plan": plan, "visit": choice.visit, "debrief": choice.debrief}
    visit = choice.visit
    return Option(
        position=position,
        klass=visit.klass,
        subject=visit.subject,
        room=visit.room,
        times=[_time(kind, meeting, found) for kind, meeting in meetings.items() if meeting],
    )


def _time(kind: str, meeting, found: Search) -> OptionTime:  # type: ignore[no-untyped-def]
    start, end = instants(meeting, found.time)
    return OptionTime(kind=kind, date=meeting.date, period=meeting.period, start_at=start, end_at=end)
