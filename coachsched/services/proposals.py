"""Proposing, accepting, answering with other times, and saying not now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from coachsched.core import options
from coachsched.core.errors import ConflictError, InputError, Problem
from coachsched.services import access, booking, clock, letters, notes
from coachsched.services.finding import Search, in_turn, instants, plan_for, plans_on, search
from coachsched.services.picks import Chosen, Pick, SlotsGoneError, look_up
from coachsched.services.turns import turn_of
from coachsched.services.unit import transaction
from coachsched.store import history, people, proposals, schools, session
from coachsched.store.meetings import Meeting
from coachsched.store.partnerships import Partnership
from coachsched.store.people import Membership
from coachsched.store.proposals import Option, OptionTime, Proposal

MOST_OPTIONS = 5
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
        proposal, found = _wish(actor, partnership, host_id, picks, focus, with_plan, visit_kind)
        if again := _open_like(proposal):
            return again
        answered = _replace_open(partnership_id, proposal.sent_at)
        proposal.answers_id = answered.id if answered and answered.proposer_id != actor.person_id else None
        session.add(proposal)
        session.flush()
        last = max(time.date for one in proposal.options for time in one.times if time.kind == "visit")
        history.record(partnership_id, clock.today(actor.school.timezone), "proposed", until=last)
        letters.propose(proposal, found)
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
        wanted, _ = _wish(actor, partnership, host_id, picks, focus, with_plan, visit_kind)
    except SlotsGoneError:
        return None
    return _open_like(wanted)


def accept(actor: Membership, proposal_id: int, option_id: int) -> list[Meeting]:
    """Book an option's meetings, all or none, and invite everybody.

    Raises ConflictError when the proposal was answered, the time is taken or no longer works.
    """
    with transaction():
        schools.stand_still(actor.school)
        proposal = _open_for_answer(actor, proposal_id, lock=True)
        option = next((option for option in proposal.options if option.id == option_id), None)
        if option is None:
            raise InputError(Problem("option", "it is not one of this proposal.", "Choose one shown."))
        people.hold(member.person_id for member in proposal.partnership.members)
        _check_still_works(actor, proposal, option)
        proposal.state, proposal.answered_at = "accepted", clock.now()
        return booking.book(actor, proposal, option)


def turn_down(actor: Membership, proposal_id: int, until: date | None = None) -> Proposal:
    """Say not now, without blame; with a date the partnership rests until then."""
    today = clock.today(actor.school.timezone)
    if until is not None and until <= today:
        raise InputError(Problem("until", "that day has passed.", "Choose a day after today."))
    with transaction():
        proposal = _open_for_answer(actor, proposal_id, lock=True)
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
            raise ConflictError("This proposal is no longer yours to take back.")
        proposal.state, proposal.answered_at = "withdrawn", clock.now()
        history.record(proposal.partnership_id, clock.today(actor.school.timezone), "withdrawn")
    return proposal


def _check(picks: Sequence[Pick], focus: str, visit_kind: str, kinds: Sequence[str]) -> None:
    problems = []
    if not picks:
        problems.append(Problem("times", "none is picked yet.", "Pick at least one time to send."))
    if len(picks) > MOST_OPTIONS:
        problems.append(Problem("times", f"{len(picks)} are picked.", f"Send at most {MOST_OPTIONS}."))
    if len(focus) > LONGEST_FOCUS:
        problems.append(Problem("focus", "it is too long.", f"Use at most {LONGEST_FOCUS} characters."))
    if visit_kind and visit_kind not in kinds:
        problems.append(Problem("visit_kind", "that is no kind of visit here.", "Choose one of these."))
    if problems:
        raise InputError(problems)


def _open_for_answer(actor: Membership, proposal_id: int, *, lock: bool = False) -> Proposal:
    """An open proposal of somebody else in one's own partnership."""
    proposal = access.own_proposal(actor, proposal_id, lock=lock)
    if proposal.state != "open":
        raise ConflictError("This proposal has been answered already.")
    if proposal.proposer_id == actor.person_id:
        raise ConflictError("You sent this proposal; the answer is your partner's.")
    return proposal


def _wish(
    actor: Membership,
    partnership: Partnership,
    host_id: int,
    picks: Sequence[Pick],
    focus: str,
    with_plan: bool,
    visit_kind: str,
) -> tuple[Proposal, Search]:
    """The proposal that would be sent, and the search its picks were found in; raises SlotsGoneError."""
    found = in_turn(search(partnership, actor, host_id), turn_of(actor.school, partnership))
    chosen, gone = look_up(found.slots, picks)
    if gone:
        raise SlotsGoneError(gone)
    proposal = _proposal(actor, found, chosen, with_plan, clock.now())
    proposal.sealed_focus, proposal.visit_kind = notes.seal_focus(focus), visit_kind
    return proposal, found


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
        found.state, found.answered_at = "replaced", now
        # The partial unique index sees the old one open until this is written.
        session.flush()
    return found


def _proposal(
    actor: Membership, found: Search, chosen: Sequence[Chosen], with_plan: bool, now: datetime
) -> Proposal:
    ordered = sorted(chosen, key=lambda choice: (choice.visit.date, choice.visit.start))
    return Proposal(
        partnership_id=found.partnership.id,
        proposer_id=actor.person_id,
        host_id=found.host.person_id,
        wants_debrief=found.wants_debrief,
        sent_at=now,
        options=[_option(number, choice, found, with_plan) for number, choice in enumerate(ordered)],
    )


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


def _check_still_works(actor: Membership, proposal: Proposal, option: Option) -> None:
    visit = proposals.time_of(option, "visit")
    if option.taken or visit is None or min(time.start_at for time in option.times) <= clock.now():
        raise ConflictError("That time has gone. Please choose another.")
    found = search(proposal.partnership, actor, proposal.host_id, on=visit.date)
    if not any(_same(slot, option, found) for slot in found.slots) or not _plan_works(option, found):
        raise ConflictError("That time no longer works for both of you. Please choose another.")


def _plan_works(option: Option, found: Search) -> bool:
    """Whether everybody still is free for the option's plan, where it has one."""
    plan = proposals.time_of(option, "plan")
    wanted = (plan.start_at, plan.end_at) if plan else None
    return plan is None or wanted in [instants(talk, found.time) for talk in plans_on(found, plan.date)]


def _same(slot, option: Option, found: Search) -> bool:  # type: ignore[no-untyped-def]
    """Whether the slot still is what the option offers, its debrief included."""
    wanted = {time.kind: (time.start_at, time.end_at) for time in option.times}
    if instants(slot.visit, found.time) != wanted["visit"] or slot.visit.klass != option.klass:
        return False
    talks = [instants(talk, found.time) for talk in slot.debriefs]
    return "debrief" not in wanted or wanted["debrief"] in talks
