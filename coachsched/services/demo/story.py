"""Writes down what happened in one partnership, as the app itself would have; no mail tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import NAMESPACE_DNS, uuid5

from coachsched.core.slots import Choice, Talk, Visit
from coachsched.services import cover_asks, notes
from coachsched.services.cover_desk import Desk
from coachsched.services.demo.stage import Stage, Window
from coachsched.services.finding import instants
from coachsched.store import cover_requests, history, session
from coachsched.store.meetings import Booking, Meeting
from coachsched.store.partnerships import Partnership, PartnershipMember
from coachsched.store.proposals import Option, OptionTime, Proposal


class Story:
    """One partnership from its beginning; the first of its people is the coach of a pair."""

    def __init__(self, stage: Stage, *people: str, began: int) -> None:
        self.stage = stage
        self.people = people
        ids = [stage.members[name].person_id for name in people]
        self._partnership = Partnership(
            school_id=stage.school.id,
            coach_id=ids[0] if len(ids) == 2 else None,
            created_at=stage.moment(stage.ago(began)),
            members=[PartnershipMember(person_id=one, position=number) for number, one in enumerate(ids)],
        )
        session.add(self._partnership)
        session.flush()
        self.record(stage.ago(began), "began")

    def record(self, on: date, what: str, until: date | None = None, ref: int | None = None) -> None:
        """A row of the history."""
        history.record(self._partnership.id, on, what, until=until, ref=ref)

    def propose(
        self,
        proposer: str,
        host: str,
        on: date,
        window: Window,
        *,
        options: int = 1,
        with_debrief: bool = True,
        with_cover: bool = False,
        focus: str = "",
    ) -> Proposal:
        """Times for a visit to ``host``, sent on a date; or the one ``with_cover``."""
        observers = [name for name in self.people if name != host]
        if with_cover:
            choices = [self.stage.with_cover(host, observers, window)]
        else:
            choices = self.stage.choices(host, observers, window, options)
        proposal = Proposal(
            partnership_id=self._partnership.id,
            proposer_id=self.stage.members[proposer].person_id,
            host_id=self.stage.members[host].person_id,
            sealed_focus=notes.seal_focus(focus),
            sent_at=self.stage.moment(on),
            options=[self._option(number, choice, with_debrief) for number, choice in enumerate(choices)],
        )
        session.add(proposal)
        session.flush()
        self.record(on, "proposed", until=max(choice.slot.visit.date for choice in choices))
        for option, choice in zip(proposal.options, choices, strict=True):
            for request in cover_asks.ask(proposal, option, choice.slot.needs):
                request.asked_at = self.stage.moment(on)
        return proposal

    def accept(self, proposal: Proposal, on: date) -> list[Meeting]:
        """Book the meetings of the first option on a date, the visit first."""
        proposal.state, proposal.answered_at = "accepted", self.stage.moment(on)
        option = proposal.options[0]
        times = {time.kind: time for time in option.times}
        visit = self._book(proposal, option, times.pop("visit"), on)
        return [visit, *(self._book(proposal, option, time, on, visit) for time in times.values())]

    def hold(self, proposal: Proposal, on: date) -> None:
        """Accept the first option on a date, whose cover nobody has found yet."""
        booked = self.accept(proposal, on)
        for meeting in booked:
            meeting.state = "waiting"
            for row in meeting.bookings:
                row.partstat = "NEEDS-ACTION"
        for request in cover_requests.of_proposal(proposal.id):
            request.meeting = booked[0]

    def cover(self, proposal: Proposal, on: date) -> None:
        """Accept the first option on a date, with its lesson taken by whoever is asked first."""
        booked = self.accept(proposal, on)
        school, moment = self.stage.school, self.stage.moment(on)
        for request in cover_requests.of_proposal(proposal.id):
            request.state, request.answered_at, request.meeting = "approved", moment, booked[0]
            colleague = Desk(school, [request]).colleagues(request)[0]
            row = Booking(person_id=colleague.person, start_at=request.start_at, end_at=request.end_at)
            request.covering = Meeting(
                uid=self._uid("cover", request.start_at),
                school_id=school.id,
                host_id=request.person_id,
                kind="cover",
                date=request.date,
                period=request.period,
                start_at=request.start_at,
                end_at=request.end_at,
                klass=request.klass,
                subject=request.subject,
                room=request.room,
                stamped_at=moment,
                changed_at=moment,
                bookings=[row],
            )
        session.flush()

    def hold_cycle(self, host: str, earliest: int, latest: int) -> None:
        """A visit between so many school days ago, proposed and booked the days before, and its debrief."""
        other = next(name for name in self.people if name != host)
        proposed = self.stage.ago(earliest + 4)
        proposal = self.propose(other, host, proposed, self.stage.held(earliest, latest))
        self.accept(proposal, self.stage.ago(earliest + 2))

    def plan(self, proposal: Proposal, window: Window) -> None:
        """Put a plan meeting into the proposal's first option."""
        talk = self.stage.plan_before(self.people, window)
        proposal.options[0].times.append(self._time("plan", talk))
        session.flush()

    def call_off(self, meetings: Sequence[Meeting], on: date) -> None:
        """Cancel meetings on a date before theirs."""
        for meeting in meetings:
            meeting.state, meeting.sequence = "cancelled", meeting.sequence + 1
            meeting.stamped_at = meeting.changed_at = self.stage.moment(on)
            for booking in meeting.bookings:
                booking.active = False
            self.record(on, "cancelled", ref=meeting.id)

    def _option(self, position: int, choice: Choice, with_debrief: bool) -> Option:
        visit = choice.slot.visit
        times = [self._time("visit", visit)]
        if choice.debrief and with_debrief:
            times.append(self._time("debrief", choice.debrief))
        return Option(
            position=position, klass=visit.klass, subject=visit.subject, room=visit.room, times=times
        )

    def _time(self, kind: str, meeting: Visit | Talk) -> OptionTime:
        start, end = instants(meeting, self.stage.time)
        return OptionTime(kind=kind, date=meeting.date, period=meeting.period, start_at=start, end_at=end)

    def _book(
        self, proposal: Proposal, option: Option, time: OptionTime, on: date, visit: Meeting | None = None
    ) -> Meeting:
        """A meeting booked on a date; one without a ``visit`` it belongs to is the visit."""
        meeting = Meeting(
            uid=self._uid(time.kind, time.start_at),
            school_id=self._partnership.school_id,
            partnership_id=self._partnership.id,
            proposal_id=proposal.id,
            visit_id=visit.id if visit else None,
            host_id=None if visit else proposal.host_id,
            kind=time.kind,
            date=time.date,
            period=time.period,
            start_at=time.start_at,
            end_at=time.end_at,
            klass="" if visit else option.klass,
            subject="" if visit else option.subject,
            room="" if visit else option.room,
            stamped_at=self.stage.moment(on),
            changed_at=self.stage.moment(on),
            bookings=self._bookings(time.start_at, time.end_at),
        )
        session.add(meeting)
        session.flush()
        self.record(on, f"{time.kind}_booked", until=time.date, ref=meeting.id)
        return meeting

    def _bookings(self, start: datetime, end: datetime) -> list[Booking]:
        ids = [member.person_id for member in self._partnership.members]
        return [Booking(person_id=one, start_at=start, end_at=end, partstat="ACCEPTED") for one in ids]

    def _uid(self, kind: str, start: datetime) -> str:
        """The same on every run, and without personal data (RFC 7986 5.3)."""
        name = f"{self._partnership.id} {kind} {start.isoformat()}"
        return f"{uuid5(NAMESPACE_DNS, name)}@coachsched"
