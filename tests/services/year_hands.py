"""The hands of the pairs in a simulated year: services do what they decide, and a second reading tells it.

What the tests compare with never comes from the history the application keeps.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from benchmarks.school_year import Life, OnPaper
from coachsched.core.errors import ConflictError
from coachsched.core.history import Event
from coachsched.models import Meeting, Proposal, db
from coachsched.services import cover_search, finding, moving, partnerships, proposals, signs, talks
from coachsched.services.picks import Pick, talk_key, visit_key
from coachsched.store import history, people
from coachsched.store.people import Membership, School

SIGNS = frozenset({"informal", "pause", "resume", "finish"})


@dataclass
class Staff:
    """Who is in which pair, and the number of each partnership that has begun."""

    school: School
    ids: dict[int, int] = field(default_factory=dict)

    def emails(self, pair: int) -> tuple[str, str]:
        return f"coach{pair}@school.test", f"partner{pair}@school.test"

    def member(self, email: str) -> Membership:
        found = people.member_by_email(self.school, email)
        assert found is not None, email
        return found

    def someone(self, life: Life) -> Membership:
        return self.member(life.rng.choice(self.emails(life.number)))

    def begin(self, life: Life, day: date) -> list[Event]:
        self.ids[life.number] = partnerships.create(self.school, self.emails(life.number)).id
        return [Event(day, "began")]


def sign(staff: Staff, life: Life, row: Event) -> None:
    """One sign of life through its service."""
    actor, number = staff.someone(life), staff.ids[life.number]
    if row.what == "informal":
        signs.met_informally(actor, number, row.date)
    elif row.what == "paused":
        assert row.until is not None
        signs.pause(actor, number, row.until)
    elif row.what == "resumed":
        signs.resume(actor, number)
    else:
        signs.finish(actor, number)


class Recorded:
    """Signs of life through the services; proposals and bookings written as the services write them."""

    def __init__(self, staff: Staff, paper: OnPaper) -> None:
        self.staff, self.paper = staff, paper

    def __call__(self, life: Life, act: str, day: date) -> list[Event]:
        if act == "began":
            return self.staff.begin(life, day)
        rows = self.paper(life, act, day)
        for row in rows:
            if act in SIGNS:
                sign(self.staff, life, row)
            else:
                history.record(self.staff.ids[life.number], *row)
        db.session.commit()
        return rows


class AsMet(NamedTuple):
    """What matters of a meeting."""

    kind: str
    date: date
    start: object
    state: str
    wants_debrief: bool


def as_met(partnership_id: int) -> dict[int, AsMet]:
    db.session.expire_all()
    rows = db.session.scalars(
        db.select(Meeting).filter_by(partnership_id=partnership_id).order_by(Meeting.id)
    )
    return {row.id: AsMet(row.kind, row.date, row.start_at, row.state, row.wants_debrief) for row in rows}


def difference(before: dict[int, AsMet], after: dict[int, AsMet], day: date) -> list[Event]:
    """What happened between two looks at a pair's meetings, in the words of a history."""
    rows = []
    for number, now in after.items():
        was = before.get(number)
        if was == now:
            continue
        if was is None or (was.state, now.state) == ("cancelled", "booked"):
            rows.append(Event(day, f"{now.kind}_booked", now.date, number))
        elif now.state == "not_held" or (now.state == "cancelled" and now.date < day):
            rows.append(Event(now.date, "not_held", None, number))
        elif now.state == "cancelled":
            rows.append(Event(day, "cancelled", None, number))
        elif was.start != now.start:
            rows.append(Event(day, "moved", now.date, number))
        elif was.wants_debrief and not now.wants_debrief:
            rows.append(Event(now.date, "visit_only", None, number))
    return rows


class InPerson:
    """Everything through the services, on real times of a real timetable."""

    def __init__(self, staff: Staff, paper: OnPaper) -> None:
        self.staff, self.paper = staff, paper

    def __call__(self, life: Life, act: str, day: date) -> list[Event]:
        if act == "began":
            return self.staff.begin(life, day)
        number = self.staff.ids[life.number]
        if act in SIGNS:
            return self._sign(life, act, day)
        before = as_met(number)
        told: list[Event] = []
        try:
            told = getattr(self, f"_{act}", self._nothing)(life, number, day) or []
        except ConflictError:
            db.session.rollback()
        return [*told, *difference(before, as_met(number), day)]

    def _sign(self, life: Life, act: str, day: date) -> list[Event]:
        number = self.staff.ids[life.number]
        before, offered = as_met(number), self._open(number)
        rows = self.paper(life, act, day)
        for row in rows:
            sign(self.staff, life, row)
        taken_back = [Event(day, "withdrawn")] if act == "finish" and offered else []
        return [*difference(before, as_met(number), day), *taken_back, *rows]

    def _nothing(self, life: Life, number: int, day: date) -> None:
        """Another day, perhaps."""

    def _propose(self, life: Life, number: int, day: date) -> list[Event]:
        actor = self.staff.someone(life)
        found = cover_search.find_times(actor, number)
        if not found.slots:
            return []
        slots = life.rng.sample(found.slots, min(len(found.slots), life.rng.randint(1, 3)))
        picks = [Pick(visit_key(one.visit), self._debrief(life, one)) for one in slots]
        proposals.send(actor, number, found.host.person_id, picks, with_plan=life.rng.random() < 0.2)
        return [Event(day, "proposed", max(one.visit.date for one in slots))]

    def _debrief(self, life: Life, slot: finding.Slot) -> str:
        return talk_key(life.rng.choice(slot.debriefs)) if slot.debriefs else ""

    def _accept(self, life: Life, number: int, day: date) -> None:
        proposal = self._open(number)
        if proposal:
            option = life.rng.choice(proposal.options)
            proposals.accept(self._other(life, proposal), proposal.id, option.id)

    def _turn_down(self, life: Life, number: int, day: date) -> list[Event]:
        proposal = self._open(number)
        assert proposal is not None
        proposals.turn_down(self._other(life, proposal), proposal.id)
        return [Event(day, "turned_down")]

    def _withdraw(self, life: Life, number: int, day: date) -> list[Event]:
        proposal = self._open(number)
        assert proposal is not None
        sender = next(one for one in self._both(life) if one.person_id == proposal.proposer_id)
        proposals.withdraw(sender, proposal.id)
        return [Event(day, "withdrawn")]

    def _book_debrief(self, life: Life, number: int, day: date) -> None:
        visits = [one for one, met in as_met(number).items() if met.kind == "visit" and met.state == "booked"]
        actor = self.staff.someone(life)
        times = moving.debrief_talks(actor, db.session.get_one(Meeting, visits[-1])) if visits else []
        if times:
            moving.add_debrief(actor, visits[-1], talk_key(life.rng.choice(times)))

    def _book_talk(self, life: Life, number: int, day: date) -> None:
        actor = self.staff.someone(life)
        times = talks.times(actor, number)[1]
        if times:
            talks.book(actor, number, talk_key(life.rng.choice(times)))

    def _cancel(self, life: Life, number: int, day: date) -> None:
        debriefs = [one for one in life.ahead if one.kind == "debrief"]
        ref = life.rng.choice(debriefs or life.ahead).ref
        assert ref is not None
        moving.cancel(self.staff.someone(life), ref)

    def _move(self, life: Life, number: int, day: date) -> None:
        meeting = db.session.get_one(Meeting, life.ahead[0].ref)
        actor = self.staff.someone(life)
        if meeting.kind == "visit":
            slots = moving.new_times(actor, meeting).slots
            if slots:
                slot = life.rng.choice(slots)
                moving.move_visit(actor, meeting.id, [Pick(visit_key(slot.visit), self._debrief(life, slot))])
        elif meeting.kind != "talk":
            times = moving.new_talks(actor, meeting)
            if times:
                moving.move_talk(actor, meeting.id, talk_key(life.rng.choice(times)))

    def _not_held(self, life: Life, number: int, day: date) -> None:
        moving.did_not_happen(self.staff.someone(life), self._passed(life, day))

    def _no_debrief(self, life: Life, number: int, day: date) -> None:
        moving.wants_no_debrief(self.staff.someone(life), self._passed(life, day))

    def _passed(self, life: Life, day: date) -> int:
        ref = next(one.ref for one in life.ahead if one.date < day)
        assert ref is not None
        return ref

    def _both(self, life: Life) -> list[Membership]:
        return [self.staff.member(email) for email in self.staff.emails(life.number)]

    def _other(self, life: Life, proposal: Proposal) -> Membership:
        return next(one for one in self._both(life) if one.person_id != proposal.proposer_id)

    def _open(self, number: int) -> Proposal | None:
        return db.session.scalar(db.select(Proposal).filter_by(partnership_id=number, state="open"))
