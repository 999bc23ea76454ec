"""Deleting a partnership: nothing of it is left in any table or copy, and calendars are told first."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from answers import attendee, calendar, counter, letter, take
from builders import (
    ADMIN,
    COACH,
    COORDINATOR,
    FRI,
    MON,
    OTHER,
    PARTNER,
    THIRD,
    book,
    bring_together,
    calendars,
    dump,
    member,
    outbox,
    propose,
    the_pair,
    the_school,
)
from handles import Run
from parsers import read_mail

from coachsched.core.errors import ConflictError, ForbiddenError, InputError, NotFoundError
from coachsched.models import CoverRequest, Meeting, OutboxMessage, Partnership, Proposal, SharedLink, db
from coachsched.services import deleting, moving, notes, notices, nudges, posting, records, signs
from coachsched.services import outbox as post
from coachsched.store.deleting import belonging
from coachsched.store.outbox import PARTING

both = pytest.mark.both_databases
LINK = "https://docs.test/plan"
NEXT = FRI + timedelta(days=7)
# What is anybody's, whatever partnerships there are.
KEPT = {"feed", "school", "inbox"}


def live(clock) -> None:
    """All that can hang on a partnership: visits, answers, notes, reminders, cover, a nudge."""
    booked = book((FRI, "3"), focus="Wait time")
    notes.keep_link(member(COACH), the_pair().id, LINK, "Plan")
    take(letter(calendar(booked["debrief"], "REPLY", attendee()), to="coachsched@school.test"))
    counter(booked["visit"], booked["visit"].start_at + timedelta(days=3))
    post.deliver_due(lambda: datetime.now(UTC))
    clock.forward(days=5)
    notices.write_due()
    propose((NEXT, "3"), focus="Questions")
    propose((NEXT, "4"), by=PARTNER, host=PARTNER, focus="Answers")
    covered(booked["visit"])
    clock.forward(days=30)
    nudges.run(the_school(), (FRI + timedelta(days=33)))


def covered(visit: Meeting) -> None:
    times = {"date": visit.date, "period": "3", "start_at": visit.start_at, "end_at": visit.end_at}
    whose = {
        "partnership_id": visit.partnership_id,
        "meeting_id": visit.id,
        "person_id": member(COACH).person_id,
    }
    row = CoverRequest(school_id=the_school().id, state="approved", asked_at=visit.start_at, **times, **whose)
    db.session.add(row)
    db.session.commit()


def hanging(number: int) -> dict[str, int]:
    """How many rows of each table hang on a partnership."""
    counted = {
        table.name: db.session.scalar(db.select(db.func.count()).select_from(table).where(which))
        for table, which in belonging(number).items()
    }
    return {name: count for name, count in counted.items() if count}


@both
def test_nothing_of_it_is_left_in_any_table(in_app, clock):
    """The school as it was before they were brought together, but for records and cover hours."""
    signs.pause(member(THIRD), the_pair(THIRD, OTHER).id, FRI + timedelta(days=100))
    other = dump()
    live(clock)
    number = the_pair().id
    uids = list(db.session.scalars(db.select(Meeting.uid)))
    sealed = [
        *db.session.scalars(db.select(Proposal.sealed_focus)),
        *db.session.scalars(db.select(SharedLink.sealed)),
    ]
    assert len(hanging(number)) >= 10
    signs.finish(member(PARTNER), number)
    deleting.delete(member(COACH), number)
    assert hanging(number) == {}
    left = dump()
    told = repr({name: rows for name, rows in left.items() if name != "outbox"})
    assert not [uid for uid in uids if uid in told]
    assert not [one for one in sealed if one and repr(one) in told]
    for name in set(left) - KEPT - {"outbox", "cover_request"}:
        assert [row for row in left[name] if row not in other[name]] == [], name
    assert [row.partnership_id for row in db.session.scalars(db.select(CoverRequest))] == [None]
    assert {one.kind for one in outbox()} <= {"record", PARTING}
    post.deliver_due(lambda: datetime.now(UTC))
    assert {one.kind for one in outbox()} == {"record"}
    assert {row[0] for row in left["partnership"]} == {the_pair(THIRD, OTHER).id}


def test_every_table_that_hangs_on_a_partnership_is_known_by_its_keys(in_app):
    names = {table.name for table in belonging(1)}
    assert names >= {
        "partnership", "partnership_member", "shared_link", "history_event", "proposal", "proposal_option",
        "option_time", "meeting", "booking", "suggestion", "question", "nudge",
    }  # fmt: skip
    assert not names & {"person", "membership", "school", "feed", "outbox", "cover_request"}


@both
def test_no_copy_made_afterwards_holds_anything_of_it(app, clock, engine, run: Run, tmp_path):
    with app.app_context():
        live(clock)
        uids = list(db.session.scalars(db.select(Meeting.uid)))
        sealed = [one for one in db.session.scalars(db.select(Proposal.sealed_focus)) if one]
        signs.finish(member(COACH), the_pair().id)
        deleting.delete(member(COACH), the_pair().id)
        db.session.remove()
    run("backup", tmp_path / "copy")
    raw = (tmp_path / "copy").read_bytes()
    text = raw if engine == "sqlite" else gzip.decompress(raw)
    assert b"coach@school.test" in text
    for secret in [*(uid.encode() for uid in uids), *sealed, *(one.hex().encode() for one in sealed)]:
        assert secret not in text
        assert secret.replace(b"@coachsched", b"") not in text


@both
def test_what_is_ahead_is_called_off_and_only_that_goes_out(in_app, clock):
    """One brought together by mistake, with a meeting booked and another just moved away from."""
    booked = book((MON, "3"))
    post.deliver_due(lambda: datetime.now(UTC))
    number, uids = the_pair().id, [one.uid for one in booked.values()]
    deleting.delete_for(member(COORDINATOR), number)
    waiting = [one for one in outbox() if one.state == "waiting"]
    assert {one.kind for one in outbox()} == {PARTING}
    assert len(waiting) == 2 * len(uids)
    for uid in uids:
        assert all(b"METHOD:CANCEL" in calendars(who, uid)[-1] for who in (COACH, PARTNER))
    assert post.deliver_due(lambda: datetime.now(UTC)) == (len(waiting), 0)
    assert outbox() == []


def test_the_letter_that_told_them_they_are_partners_goes_too(in_app):
    """Not that of a partnership whose number begins with the same figures."""
    for ending in ("", "0"):
        thing, partner = f"partners-{the_pair().id}{ending}", member(PARTNER).person
        posting.post(member(COACH).person, the_school(), thing, "not_now", partner=partner, page="")
    db.session.commit()
    deleting.delete_for(member(COORDINATOR), the_pair().id)
    assert len(outbox()) == 1


def test_a_calling_off_that_cannot_be_sent_goes_when_its_day_has_come(in_app, clock, monkeypatch):
    book((MON, "3"))
    post.deliver_due(lambda: datetime.now(UTC))
    deleting.delete_for(member(COORDINATOR), the_pair().id)
    clock.forward(days=6)
    post.deliver_due(lambda: datetime.now(UTC))
    assert outbox() == []


@both
def test_a_letter_in_a_workers_hands_is_not_kept_either(in_app):
    """The worker took it before, and tells how it went after."""
    book((MON, "3"))
    taken = []

    def clock_then_delete() -> datetime:
        if not taken and db.session.scalar(db.select(OutboxMessage).where(OutboxMessage.attempts == 1)):
            taken.append(1)
            db.session.rollback()
            deleting.delete_for(member(COORDINATOR), the_pair().id)
        return datetime.now(UTC)

    post.deliver_due(clock_then_delete)
    post.deliver_due(lambda: datetime.now(UTC))
    assert taken
    assert outbox() == []


def test_each_gets_a_proof_of_the_record_that_was(in_app, clock):
    book((FRI, "3"))
    clock.forward(days=5)
    signs.finish(member(PARTNER), the_pair().id)
    proofs = {who: records.own(member(who)).proof for who in (COACH, PARTNER)}
    deleting.delete(member(PARTNER), the_pair().id)
    told = {one.recipient: one for one in outbox() if one.kind == "record"}
    assert set(told) == {COACH, PARTNER}
    for who, one in told.items():
        assert proofs[who] in read_mail(one.body).get_body(("plain",)).get_content()
        assert records.own(member(who)).held == ()
        issued = records.issued(proofs[who].rpartition("/")[2])
        assert (issued.meetings, issued.minutes) == (2, 50)


def test_only_what_has_ended_is_deleted_by_its_partners(in_app):
    before = dump()
    for who, refusal in ((COACH, ConflictError), (PARTNER, ConflictError), (THIRD, NotFoundError)):
        for act in (deleting.look, deleting.delete):
            with pytest.raises(refusal):
                act(member(who), the_pair().id)
    assert dump() == before


def test_a_coordinator_deletes_what_has_ended_or_never_met(in_app, clock):
    book((FRI, "3"))
    clock.forward(days=5)
    before = dump()
    for who, refusal in ((COORDINATOR, ConflictError), (ADMIN, ForbiddenError), (COACH, ForbiddenError)):
        for act in (deleting.look_at, deleting.delete_for):
            with pytest.raises(refusal):
                act(member(who), the_pair().id)
    assert dump() == before
    deleting.delete_for(member(COORDINATOR), the_pair(THIRD, OTHER).id)
    signs.finish(member(COACH), the_pair().id)
    deleting.delete_for(member(COORDINATOR), the_pair().id)
    assert db.session.scalars(db.select(Partnership)).all() == []


def test_an_imported_log_is_something_held(in_app, clock):
    signs.met_informally(member(COACH), the_pair().id, FRI - timedelta(days=2))
    with pytest.raises(ConflictError, match="They have met"):
        deleting.delete_for(member(COORDINATOR), the_pair().id)


def test_the_command_asks_first_and_says_what_went(app, run: Run, dumped):
    with app.app_context():
        number = the_pair().id
    before = dumped()
    run("partnership", "delete", number, code=1)
    assert dumped() == before
    said = run("partnership", "delete", number, "--yes").output
    assert f"Partnership {number}, Clara Lind and Paul Meyer: 0 meetings held" in said
    assert dumped() != before
    assert "flask quiet" in run("partnership", "delete", number, "--yes", code=1).stderr
    with app.app_context(), pytest.raises(InputError):
        deleting.delete_numbered(the_school(), 10**6)


def test_the_same_people_can_begin_anew(in_app):
    old = the_pair().id
    deleting.delete_for(member(COORDINATOR), old)
    again = bring_together(COACH, PARTNER).id
    propose()
    assert [one.state for one in db.session.scalars(db.select(Proposal))] == ["open"]
    assert all(a < b for a, b in pairwise([0, again]))


def test_calling_off_first_leaves_others_alone(in_app):
    other = the_pair(THIRD, OTHER)
    meeting = book((FRI, "1"), by=OTHER, pair=other, answer=THIRD, host=THIRD)["visit"]
    moving.cancel(member(THIRD), meeting.id)
    before = dump()
    deleting.delete_for(member(COORDINATOR), the_pair().id)
    after = dump()
    for name in ("meeting", "booking", "proposal", "outbox"):
        assert after[name] == before[name]
