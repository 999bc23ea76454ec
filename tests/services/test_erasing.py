"""Erasing somebody who left: no table and no copy names them, and colleagues keep their dates."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, datetime, timedelta

import pytest
from answers import attendee, calendar, counter, letter, take
from builders import (
    ADMIN,
    COACH,
    COORDINATOR,
    FRI,
    NOW,
    OTHER,
    PARTNER,
    PRINCIPAL,
    THIRD,
    TODAY,
    book,
    bring_together,
    calendars,
    dump,
    member,
    outbox,
    propose,
    the_pair,
    the_school,
    timetable_csv,
    wants_cover,
)  # fmt: skip
from handles import Run
from opened import come, opened
from seekers import ask, asked_by, asking, newcomers, seek
from sqlalchemy import text

from coachsched.core.commitments import Commitment
from coachsched.core.errors import ConflictError, ForbiddenError, InputError, NotFoundError
from coachsched.mail.mentions import mentions
from coachsched.models import (
    Assignment,
    BusyCalendar,
    EmailAlias,
    HalfDay,
    HalfDayLesson,
    Identity,
    InboxMessage,
    Looking,
    PartnerAsk,
    Partnership,
    Person,
    Proposal,
    SharedLink,
    TimetableRow,
    db,
)
from coachsched.services import (
    accounts,
    busy_calendars,
    cover,
    deactivation,
    drafts,
    erasing,
    feeds,
    looking,
    notes,
    notices,
    nudges,
    own_time,
    pair_rules,
    partnerships,
    records,
    reports,
    schools,
    signs,
    timetables,
)
from coachsched.services import outbox as post
from coachsched.store import erasing as stored
from coachsched.store import people
from coachsched.store.meetings import Meeting
from coachsched.store.outbox import PARTING

both = pytest.mark.both_databases
# Everything by which one could tell that it was Paul: name, addresses, code in the timetable.
TELLING = re.compile(r"Paul|Meyer|partner@school\.test|paul@home\.test|\bPAU\b|an open line of mine")
NEXT = FRI + timedelta(days=7)


def live(clock) -> None:
    """All that a school can come to know of Paul, while he is there."""
    booked = book((FRI, "3"), focus="Wait time")
    notes.keep_link(member(COACH), the_pair().id, "https://docs.test/plan", "Plan")
    take(letter(calendar(booked["debrief"], "REPLY", attendee()), to="coachsched@school.test"))
    counter(booked["visit"], booked["visit"].start_at + timedelta(days=3))
    come(opened(FRI, "4", line="an open line of mine"), THIRD)
    looks_and_asks()
    in_the_account()
    in_the_school()
    post.deliver_due(lambda: datetime.now(UTC))
    clock.forward(days=5)
    notices.write_due()
    propose((NEXT, "3"), focus="Questions")
    propose((NEXT, "4"), by=PARTNER, host=PARTNER, focus="Answers")
    clock.forward(days=30)
    nudges.run(the_school(), FRI + timedelta(days=33))


def looks_and_asks() -> None:
    newcomers()
    seek(PARTNER, THIRD, OTHER, goes_on=True)
    looking.refine(member(PARTNER), "colleagues", "either", "Group work", goes_on=True)
    ask(PARTNER, THIRD, "Shall we?")
    ask(OTHER, PARTNER, "And we?")


def in_the_account() -> None:
    paul, now = member(PARTNER), NOW
    accounts.begin(paul)
    accounts.count_try(PARTNER)
    feeds.renew(paul, "meetings")
    own_time.add(paul, Commitment("protected", "Mon", "5"))
    busy_calendars.subscribe(paul, "https://calendar.test/secret.ics")
    db.session.add_all([
        EmailAlias(person_id=paul.person_id, address="paul@home.test", confirmed_at=now),
        Identity(person_id=paul.person_id, issuer="https://id.test", subject="1", linked_at=now),
        InboxMessage(
            key="k", school_id=paul.school_id, state="aside", sender=PARTNER, reason="old", received_at=now
        ),
    ])  # fmt: skip
    db.session.commit()


def in_the_school() -> None:
    paul, other = member(PARTNER).person_id, member(OTHER).person_id
    pair_rules.say(member(COORDINATOR), "asked", other, [paul])
    drafts.upload(member(ADMIN), "new.csv", timetable_csv().encode())
    wanted = {"coaches": [paul], "coached": [other], "load": 2, "faculties": "any"}
    made = {"school_id": the_school().id, "made_on": TODAY, "most": 1, "proven": True}
    half_day = HalfDay(
        school_id=the_school().id, date=FRI, half="morning", covered_by="Ines Brook", offered_at=NOW
    )
    db.session.add_all([Assignment(wanted=wanted, pairs=[sorted((paul, other))], **made), half_day])
    db.session.flush()
    times = {"start_at": NOW, "end_at": NOW, "person_id": paul, "host_id": other, "visit": "a key"}
    db.session.add(HalfDayLesson(half_day_id=half_day.id, partnership_id=the_pair().id, **times))
    db.session.commit()
    taken = wants_cover(PARTNER, NEXT, "4", partnership_id=the_pair().id)
    cover.approve(member("cover@school.test"), taken.id, member(THIRD).person_id)


def leave() -> int:
    """Paul's account is closed, and everybody has had the letters of that: his number."""
    number = member(PARTNER).person_id
    deactivation.deactivate(member(ADMIN), number)
    post.deliver_due(lambda: datetime.now(UTC))
    return number


def told() -> str:
    """All that stands in the tables, and in letters as whoever opens them reads it."""
    rows = dump()
    told_of = [one.id for one in outbox() if mentions(one.body, ["Paul", "Meyer", PARTNER])]
    return repr(rows) + "".join(f"letter {number} tells of Paul" for number in told_of)


@both
def test_no_table_tells_of_them_and_all_keys_hold(in_app, clock, engine):
    live(clock)
    sealed = [
        *db.session.scalars(db.select(Proposal.sealed_focus)),
        *db.session.scalars(db.select(SharedLink.sealed)),
        *db.session.scalars(db.select(BusyCalendar.address)),
        *db.session.scalars(db.select(PartnerAsk.sealed_words)),
        *db.session.scalars(db.select(Looking.sealed_interests).join(Looking.membership).filter_by(
            person_id=member(PARTNER).person_id
        )),
    ]  # fmt: skip
    number = leave()
    assert len(set(TELLING.findall(told()))) >= 5
    assert erasing.erase(member(ADMIN), number) == "Paul Meyer"
    left = told()
    assert TELLING.findall(left) == []
    assert len([one for one in sealed if one]) >= 6
    assert [one for one in sealed if one and repr(one) in left] == []
    if engine == "sqlite":
        assert db.session.execute(text("PRAGMA foreign_key_check")).all() == []


@both
def test_no_copy_made_afterwards_holds_anything_of_them(app, clock, engine, run: Run, tmp_path):
    with app.app_context():
        live(clock)
        erasing.erase(member(ADMIN), leave())
        db.session.remove()
    run("backup", tmp_path / "copy")
    raw = (tmp_path / "copy").read_bytes()
    text = raw if engine == "sqlite" else gzip.decompress(raw)
    assert b"coach@school.test" in text
    for telling in (b"Paul", b"Meyer", PARTNER.encode(), b"paul@home", b"an open line of mine"):
        assert telling not in text


@both
def test_a_colleague_keeps_dates_and_minutes_and_the_report_its_numbers(in_app, clock):
    live(clock)
    pair, number = the_pair().id, leave()
    before, numbers = records.own(member(COACH)), reports.report(member(PRINCIPAL))
    held = [(one.id, one.start_at, one.end_at, one.state) for one in before.held]
    assert held
    minutes = before.minutes
    erasing.erase(member(ADMIN), number)
    after = records.own(member(COACH))
    assert [(one.id, one.start_at, one.end_at, one.state) for one in after.held] == held
    assert after.minutes == minutes
    # One fewer teaches; all else is as it was.
    now = reports.report(member(PRINCIPAL))
    assert (now.states, now.terms, now.ripple) == (numbers.states, numbers.terms, numbers.ripple)
    shown = partnerships.overview(member(COACH), pair)
    assert [str(one.person.name) for one in shown.others] == ["a former colleague"]
    visit = next(one for one in after.held if one.kind == "visit")
    assert (visit.klass, visit.room, visit.visit_kind) == ("", "", "")
    assert notes.of(member(COACH), pair).any is False


def test_the_report_of_terms_told_does_not_change(in_app, clock):
    """Six pairs across faculties, which is enough to be told; one of them is gone afterwards."""
    newcomers()
    pairs = [(COACH, THIRD), (COACH, OTHER), (PARTNER, THIRD), (PARTNER, OTHER)]
    made = [the_pair(), the_pair(THIRD, OTHER), *(bring_together(*one) for one in pairs)]
    for one in made:
        signs.met_informally(member(COACH if one is made[0] else one.members[0].person.email), one.id, TODAY)
    clock.forward(days=90)
    number = leave()
    numbers = reports.terms(member(PRINCIPAL))
    assert numbers
    assert numbers[0].numbers["across"] is not None
    erasing.erase(member(ADMIN), number)
    assert reports.terms(member(PRINCIPAL)) == numbers


def test_what_others_have_and_said_stays_as_it_is(in_app):
    own_time.add(member(THIRD), Commitment("duty", "Fri", "5"))
    feeds.renew(member(THIRD), "meetings")
    notes.keep_link(member(THIRD), the_pair(THIRD, OTHER).id, "https://docs.test/2", "Two")
    propose((FRI, "1"), by=OTHER, pair=the_pair(THIRD, OTHER), host=THIRD, focus="Theirs")
    pair_rules.say(member(COORDINATOR), "apart", member(THIRD).person_id, [member(COACH).person_id])
    number, before = leave(), dump()
    erasing.erase(member(ADMIN), number)
    after = dump()
    for name in ("commitment", "shared_link", "proposal", "proposal_option", "option_time", "pair_rule"):
        assert after[name] == before[name] != [], name
    assert [row[:4] for row in after["feed"]] == [row[:4] for row in before["feed"]]
    for name in ("person", "membership"):
        assert len(after[name]) == len(before[name])
        assert len([row for row in after[name] if row not in before[name]]) == 1


def test_a_lesson_taught_together_stays_the_others(in_app):
    lessons = [("PAU+TES", "5", "12", "Choir", "Hall"), ("PAU", "1", "8A", "Maths", "R2")]
    timetables.import_timetable(the_school(), timetable_csv(lessons).encode(), "shared.csv")
    erasing.erase(member(ADMIN), leave())
    rows = db.session.execute(db.select(TimetableRow.teacher, TimetableRow.klass).distinct()).all()
    assert [tuple(row) for row in rows] == [("TES", "12")]


def test_every_key_to_a_person_goes_or_is_said_to_stay(in_app):
    """A table that comes later goes by itself; what stays is named."""
    pointing = {
        f"{table.name}.{key.parent.name}": table
        for table in db.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name in ("person", "membership")
    }
    assert pointing.keys() >= stored.STAY | stored.NOT_SAID
    gone = stored.going(1)
    for name, table in pointing.items():
        assert (name in stored.STAY | stored.NOT_SAID) or table in gone, name
    assert not {"person", "membership", "partnership", "history_event"} & {one.name for one in gone}


def test_only_an_administrator_erases_and_only_who_left(in_app):
    number, before = member(PARTNER).person_id, dump()
    for who, refusal in (
        (ADMIN, ConflictError),
        (COORDINATOR, ForbiddenError),
        (PRINCIPAL, ForbiddenError),
        (COACH, ForbiddenError),
        (PARTNER, ForbiddenError),
    ):
        for act in (erasing.look, erasing.erase):
            with pytest.raises(refusal):
                act(member(who), number)
    assert dump() == before


def test_they_are_nobody_afterwards(in_app):
    erasing.erase(member(ADMIN), number := leave())
    for act in (erasing.look, erasing.erase, deactivation.about, deactivation.activate):
        with pytest.raises(NotFoundError):
            act(member(ADMIN), number)
    assert "a former colleague" not in [one.person.name for one in people.memberships(the_school())]
    assert people.person_by_email(PARTNER) is None
    with pytest.raises(accounts.SignInError):
        accounts.sign_in(PARTNER, "correct horse battery")


def test_two_erased_who_met_stay_apart_in_the_numbers(in_app, clock):
    book((FRI, "3"))
    clock.forward(days=5)
    for who in (PARTNER, COACH):
        erasing.erase_named(who)
    assert [one.erased for one in db.session.scalars(db.select(Person)) if not one.active] == [True, True]
    assert db.session.scalar(db.select(db.func.count()).select_from(Meeting)) == 2


def test_the_letters_of_what_is_called_off_go_out_and_then_are_gone(in_app):
    """Erased by the command with a visit ahead: it is called off as for anybody who leaves."""
    booked = book((FRI, "3"))
    post.deliver_due(lambda: datetime.now(UTC))
    uid = booked["visit"].uid
    erasing.erase_named(PARTNER)
    assert b"METHOD:CANCEL" in calendars(COACH, uid)[-1]
    assert {one.kind for one in outbox() if one.state == "waiting"} == {PARTING}
    assert [one for one in outbox() if one.recipient == PARTNER] == []
    assert [one.body for one in outbox() if one.state == "sent"] != []
    assert {one.body for one in outbox() if one.state == "sent"} == {b""}
    post.deliver_due(lambda: datetime.now(UTC))
    assert [one for one in outbox() if mentions(one.body, ["Paul"])] == []


def test_a_question_to_them_is_gone_with_them(in_app):
    """Of a question to somebody who is nobody any more nothing is kept, on neither side."""
    seek(PARTNER, OTHER, goes_on=True)
    ask(OTHER, PARTNER)
    erasing.erase_named(PARTNER)
    assert asked_by(OTHER) == []
    assert asking(OTHER) == []


def test_a_partnership_that_was_still_to_begin_is_gone(in_app):
    later = partnerships.create(the_school(), [PARTNER, THIRD], began=NEXT).id
    erasing.erase_named(PARTNER)
    assert db.session.get(Partnership, later) is None
    assert len(db.session.scalars(db.select(Partnership)).all()) == 2


def test_somebody_of_two_schools_is_erased_at_both_by_the_command_alone(in_app, two_schools):
    number = member(COACH).person_id
    with pytest.raises(ConflictError, match="another school"):
        erasing.look(member(ADMIN), number)
    erasing.erase_named(COACH)
    for school in schools.schools.all_schools():
        assert people.membership(school, number) is None


def test_the_command_asks_first(app, run: Run, dumped):
    before = dumped()
    run("people", "erase", PARTNER, code=1)
    assert dumped() == before
    said = run("people", "erase", PARTNER, "--yes").output
    assert f"Paul Meyer <{PARTNER}> is erased." in said
    assert "nobody has this address" in run("people", "erase", PARTNER, "--yes", code=1).stderr
    with app.app_context(), pytest.raises(InputError):
        erasing.look_up(PARTNER)
