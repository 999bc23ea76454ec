"""Arranging cover: who is asked, what the school's limits keep, and what a colleague's answer changes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from datetime import timedelta

import pytest
from arranging import approve, card, entry, offered, set_rules
from builders import (
    ADMIN,
    COACH,
    COORDINATOR,
    COVER,
    FRI,
    MON,
    OTHER,
    PARTNER,
    PRINCIPAL,
    SCHOOL_TOML,
    THIRD,
    TUE,
    accept,
    book,
    calendars,
    member,
    outbox,
    propose,
    the_pair,
    the_school,
    wants_cover,
)
from covers import offer_cover, requests, states
from flask import Flask
from handles import Clock
from parsers import values

from coachsched import create_app
from coachsched.core.commitments import Commitment
from coachsched.core.errors import ConflictError, ForbiddenError, InputError, NotFoundError, UserError
from coachsched.models import CoverRequest, db
from coachsched.services import (
    cover,
    cover_page,
    covering,
    own_time,
    schools,
)
from coachsched.settings import Settings
from coachsched.store import session

pytestmark = pytest.mark.usefixtures("in_app")


def test_approving_books_and_invites_the_colleague():
    request = approve(wants_cover(COACH, MON, "1"), OTHER)
    booked = entry(request)
    assert (request.state, booked.kind, booked.partnership_id) == ("approved", "cover", None)
    assert (booked.start_at, booked.end_at) == (request.start_at, request.end_at)
    assert [row.person_id for row in booked.bookings] == [member(OTHER).person_id]
    (invitation,) = calendars(OTHER, booked.uid)
    assert values(invitation, "METHOD") == ["REQUEST"]
    assert values(invitation, "SUMMARY") == ["Cover 7A"]
    assert values(invitation, "LOCATION") == ["R1"]
    assert outbox()[-1].recipient == OTHER
    assert (card(request).state, card(request).colleague) == ("arranged", "Omar Reyes")


def test_only_who_is_free_is_offered():
    assert offered(wants_cover(COACH, MON, "2")) == ["Tessa"]
    assert offered(wants_cover(COACH, MON, "1")) == ["Omar", "Paul"]


def test_what_takes_time_takes_a_colleague_away():
    request = wants_cover(THIRD, MON, "3")
    assert offered(request) == ["Clara", "Omar"]
    own_time.add(member(OTHER), Commitment("protected", "Mon", "3"))
    assert offered(request) == ["Clara"]
    book((MON, "3"))
    assert offered(request) == []
    left = member(OTHER)
    own_time.remove(left, own_time.my_week(left).rows[0].id)
    left.person.active = False
    db.session.commit()
    assert offered(request) == []


def test_whoever_covered_least_this_term_comes_first():
    approve(wants_cover(COACH, MON, "1"), OTHER)
    tuesday = wants_cover(COACH, TUE, "1")
    assert offered(tuesday) == ["Paul", "Omar"]
    assert [one.minutes for one in card(tuesday).choices] == [0, 45]


def test_whoever_takes_the_class_already_comes_first():
    first, second = wants_cover(PARTNER, MON, "3"), wants_cover(PARTNER, MON, "4")
    approve(first, COACH)
    assert offered(second) == ["Tessa", "Clara"]
    second.klass = first.klass
    db.session.commit()
    assert offered(second) == ["Clara", "Tessa"]


@pytest.mark.parametrize("who", [COACH, COORDINATOR, PRINCIPAL, ADMIN])
def test_nobody_else_arranges_cover(who: str):
    request = wants_cover(COACH, MON, "1")
    for act in (cover.refuse, cover.withdraw):
        with pytest.raises(ForbiddenError):
            act(member(who), request.id)
    with pytest.raises(ForbiddenError):
        cover_page.page(member(who))


@pytest.mark.parametrize("colleague", [None, 999_999])
def test_a_colleague_must_be_chosen(colleague: int | None):
    with pytest.raises(InputError):
        cover.approve(member(COVER), wants_cover(COACH, MON, "1").id, colleague)


def test_only_teachers_of_the_school_are_chosen():
    with pytest.raises(InputError):
        approve(wants_cover(COACH, MON, "1"), COORDINATOR)


def test_another_schools_requests_are_not_there():
    request = wants_cover(COACH, MON, "1")
    other = schools.apply(SCHOOL_TOML.replace("Linden", "Birch").encode(), "other.toml").school
    request.school_id = other.id
    db.session.commit()
    with pytest.raises(NotFoundError):
        cover.refuse(member(COVER), request.id)
    assert cover_page.page(member(COVER)).wanting == ()


def test_whoever_is_busy_meanwhile_is_refused_and_nothing_is_written():
    request = wants_cover(COACH, MON, "1")
    approve(wants_cover(THIRD, MON, "1"), PARTNER)
    before = len(outbox())
    with pytest.raises(ConflictError, match="no longer free"):
        approve(request, PARTNER)
    assert (card(request).state, len(outbox())) == ("asked", before)


def test_the_schools_limits_hold(clock: Clock):
    set_rules(cover_most_out=1, cover_lead_days=2, cover_blackout=[TUE.isoformat()])
    approve(wants_cover(COACH, MON, "1"), OTHER)
    full, blocked = wants_cover(THIRD, MON, "1"), wants_cover(COACH, TUE, "1")
    assert card(full).against == ("1 teacher is out at that time, the most there may be.",)
    assert card(blocked).against == ("Your school gives no cover on this day.",)
    late = wants_cover(COACH, FRI, "1")
    assert card(late).against == ()
    clock.forward(days=1)
    assert card(late).against == ("It is too soon: your school arranges cover 2 school days ahead.",)
    for request in (full, blocked, late):
        with pytest.raises(ConflictError):
            approve(request, PARTNER)
    assert [one.state for one in db.session.scalars(db.select(CoverRequest))].count("approved") == 1


def test_dates_without_cover_are_read_from_the_schools_file():
    set_rules(cover_blackout=f"[{TUE}, 2027-01-20]")
    assert the_school().settings["cover_blackout"] == ["2027-01-19", "2027-01-20"]


def test_a_request_is_settled_once():
    request = wants_cover(COACH, MON, "1")
    cover.refuse(member(COVER), request.id)
    for act in (cover.refuse, cover.withdraw):
        with pytest.raises(ConflictError):
            act(member(COVER), request.id)
    with pytest.raises(ConflictError):
        approve(request, OTHER)
    assert card(request).state == "refused"


def test_a_lesson_that_has_begun_is_not_arranged_any_more(clock: Clock):
    request = approve(wants_cover(COACH, MON, "1"), OTHER)
    clock.set(request.start_at)
    with pytest.raises(ConflictError, match="begun"):
        cover.withdraw(member(COVER), request.id)


def test_another_colleague_takes_over(clock: Clock):
    request = approve(wants_cover(COACH, MON, "1"), OTHER)
    first = entry(request)
    # On the day, when nothing more could be approved.
    clock.set(request.start_at - timedelta(minutes=30))
    cover.change(member(COVER), request.id, member(PARTNER).person_id)
    assert card(request).colleague == "Paul Meyer"
    assert [values(one, "METHOD") for one in calendars(OTHER, first.uid)] == [["REQUEST"], ["CANCEL"]]
    assert [values(one, "METHOD") for one in calendars(PARTNER, entry(request).uid)] == [["REQUEST"]]
    assert offered(request) == ["Omar"]


def test_taken_back_on_the_day_the_colleague_is_told(clock: Clock):
    request = approve(wants_cover(COACH, MON, "1"), OTHER)
    clock.set(request.start_at - timedelta(minutes=30))
    cover.withdraw(member(COVER), request.id)
    assert (card(request).state, entry(request).state) == ("withdrawn", "cancelled")
    assert values(calendars(OTHER, entry(request).uid)[-1], "METHOD") == ["CANCEL"]
    # The time is free again.
    approve(wants_cover(COACH, TUE, "1"), OTHER)


def test_what_was_asked_for_learns_of_every_step(monkeypatch: pytest.MonkeyPatch):
    seen: list[str] = []
    monkeypatch.setattr(covering, "settled", lambda requests: seen.extend(one.state for one in requests))
    request = approve(wants_cover(COACH, MON, "1"), OTHER)
    cover.withdraw(member(COVER), request.id)
    cover.refuse(member(COVER), wants_cover(COACH, TUE, "1").id)
    assert seen == ["approved", "withdrawn", "refused"]


def test_options_of_the_colleague_at_that_time_are_struck_out():
    proposal = propose((MON, "4"), by=COACH)
    approve(wants_cover(OTHER, MON, "4"), COACH)
    db.session.refresh(proposal.options[0])
    assert proposal.options[0].taken


def test_for_several_times_nothing_is_certain_yet():
    option = propose((MON, "3")).options[0]
    request = wants_cover(COACH, MON, "1", option_id=option.id)
    found = cover_page.page(member(COVER))
    assert ([one.id for one in found.perhaps], found.wanting) == ([request.id], ())
    assert cover_page.wanting(the_school()) == []
    assert cover_page.sheet(member(COVER), MON) == []
    approve(request, OTHER)
    assert card(request).state == "arranged"


def test_who_is_needed_themselves_takes_no_class_meanwhile():
    option = propose((MON, "3")).options[0]
    request = wants_cover(COACH, MON, "1", option_id=option.id, partnership_id=the_pair().id)
    assert offered(request) == ["Omar"]
    with pytest.raises(ConflictError):
        approve(request, PARTNER)


def both_at_once(app: Flask, tries: list[tuple[int, int]]) -> list[bool]:
    """Whether each of these requests was approved with its colleague, all begun at one moment."""
    gun, done = threading.Barrier(len(tries)), [False] * len(tries)

    def one(place: int) -> None:
        with app.app_context():
            arranger = member(COVER)
            gun.wait()
            try:
                cover.approve(arranger, *tries[place])
                done[place] = True
            except UserError:
                pass

    threads = [threading.Thread(target=one, args=[place]) for place in range(len(tries))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


@pytest.mark.both_databases
@pytest.mark.parametrize("limit", ["one colleague", "most out"])
def test_of_two_approvals_at_once_one_holds(app: Flask, limit: str):
    set_rules(cover_most_out=0 if limit == "one colleague" else 1)
    requests = [wants_cover(who, MON, "1").id for who in (COACH, THIRD)]
    omar, paul = member(OTHER).person_id, member(PARTNER).person_id
    db.session.remove()
    tries = list(zip(requests, (omar, omar if limit == "one colleague" else paul), strict=True))
    assert sorted(both_at_once(app, tries)) == [False, True]
    assert [one.state for one in db.session.scalars(db.select(CoverRequest))].count("approved") == 1


def die_while(settings: Settings, request_id: int, colleague: int) -> None:
    """Approve, and be killed when all is written but the commit."""
    settle = covering.settled

    def settled(requests: Sequence[CoverRequest]) -> None:
        settle(requests)
        session.flush()
        os.kill(os.getpid(), signal.SIGKILL)

    covering.settled = settled
    with create_app(settings).app_context():
        cover.approve(member(COVER), request_id, colleague)


@pytest.mark.both_databases
def test_a_process_killed_leaves_both_approval_and_booking_or_neither(app: Flask):
    offer_cover()
    accept(propose((FRI, "2")))
    (request,) = requests()
    request_id, tessa, before = request.id, member(THIRD).person_id, len(outbox())
    db.session.remove()
    db.engine.dispose()
    fork = multiprocessing.get_context("fork")
    worker = fork.Process(target=die_while, args=(app.config["SETTINGS"], request_id, tessa))
    worker.start()
    worker.join()
    assert worker.exitcode == -signal.SIGKILL
    assert (requests()[0].state, requests()[0].covering_id, len(outbox())) == ("asked", None, before)
    assert states() == {"visit": "waiting", "debrief": "waiting"}
    approve(requests()[0], THIRD)
    assert states() == {"visit": "booked", "debrief": "booked"}
    # Two meetings of two people, and the colleague.
    assert len(outbox()) == before + 5
