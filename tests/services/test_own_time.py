"""What people say of their own time, and what it does to what is offered and booked."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import date

import pytest
from builders import (
    COACH,
    FRI,
    MON,
    OTHER,
    PARTNER,
    THIRD,
    TUE,
    accept,
    book,
    bring_together,
    dump,
    member,
    outbox,
    pick,
    propose,
    the_school,
    times,
)
from handles import Clock
from sqlalchemy import event

from coachsched.core.commitments import Commitment
from coachsched.core.errors import ConflictError, InputError, NotFoundError
from coachsched.models import db
from coachsched.services import clock, listing, moving, new_times, own_time, proposals, schools
from coachsched.services.proposals import SlotsGoneError
from coachsched.services.recheck import OWN_TIME, recheck
from coachsched.store import diaries

WED = date(2027, 1, 20)


def say(kind, label=None, period=None, first=None, last=None, who=COACH):
    return own_time.add(member(who), Commitment(kind, label, period, first, last))


def offered(on=FRI, **given):
    return [slot.visit.period for slot in times(**given).slots if slot.visit.date == on]


def listed(on=FRI):
    return [slot["visit"]["period"] for slot in listing.slots(the_school(), PARTNER, [COACH], on, on)]


def setting(**values):
    school = schools.fresh(the_school())
    school.settings = {**school.settings, **values}
    schools.schools.changed(school)
    db.session.commit()


@pytest.fixture
def day_off(in_app):
    return lambda who=COACH, on=FRI: say("absent", first=on, last=on, who=who)


@pytest.mark.both_databases
def test_what_people_say_reaches_the_grid_the_command_and_what_may_be_sent(in_app):
    assert offered() == listed() == ["3", "4"]
    kept = times()
    say("protected", "Fri", "3")
    assert offered() == listed() == ["4"]
    with pytest.raises(SlotsGoneError):
        proposals.send(member(COACH), kept.partnership.id, kept.host.person_id, [pick(kept, FRI, "3")])


def test_protected_time_is_offered_to_nobody_until_its_owner_opens_it(in_app):
    say("protected", "Fri", "3")
    assert offered(by=PARTNER, host=PARTNER) == ["4"]
    assert listed() == ["4"]
    say("opened", "Fri", "3")
    assert listed() == ["3", "4"]


def test_an_option_in_time_taken_since_is_not_booked(in_app):
    proposal = propose((FRI, "3"))
    say("duty", "Fri", "3")
    before = len(outbox())
    with pytest.raises(ConflictError):
        accept(proposal)
    assert len(outbox()) == before


def test_saying_the_same_twice_changes_nothing(in_app):
    say("duty", " fri ", "3")
    before = dump()
    say("duty", "Fri", "3")
    assert dump() == before


def test_opening_ones_own_protected_period_takes_the_protection_back(in_app):
    say("protected", "Fri", "3")
    say("opened", "Fri", "3")
    assert [row.kind for row in own_time.my_week(member(COACH)).rows] == ["opened"]


def test_an_absence_shows_what_is_booked_in_it_and_calls_nothing_off(in_app, day_off):
    booked = book((FRI, "3"))
    assert {meeting.id for meeting in day_off()} == {meeting.id for meeting in booked.values()}
    assert {meeting.state for meeting in booked.values()} == {"booked"}
    assert {meeting.new_time for meeting in booked.values()} == {OWN_TIME}
    listed_for = [own_time.my_week(member(who)).without_time for who in (COACH, PARTNER)]
    assert [[one.id for one in found] for found in listed_for] == [[one.id for one in booked.values()]] * 2


@pytest.mark.both_databases
def test_both_partners_get_one_letter_with_times_and_not_whose_time_has_changed(in_app, day_off):
    visit = book((FRI, "3"))["visit"]
    before = len(outbox())
    day_off()
    found = letters_since(before)
    assert sorted(found) == sorted([COACH, PARTNER])
    for text in found.values():
        assert OWN_TIME in text
        assert "debrief with it" in text
        assert not re.search(r"absent|away", text, re.IGNORECASE)
        assert [one.key for one in new_times.fresh_times(member(COACH), visit)] == keys(text)


def test_who_was_told_of_a_meeting_gets_no_second_letter_for_another_absence(in_app, day_off):
    book((FRI, "3"))
    day_off()
    before = len(outbox())
    day_off(PARTNER)
    say("duty", "Fri", "3")
    own_time.remove(member(COACH), own_time.my_week(member(COACH)).rows[0].id)
    recheck(schools.fresh(the_school()))
    assert len(outbox()) == before


def letters_since(number):
    """The text of each letter written since, by whom it is to; no two are to the same person."""
    messages = [email.message_from_bytes(one.body, policy=email.policy.default) for one in outbox()[number:]]
    found = {
        str(one["To"].addresses[0].addr_spec): one.get_body(("plain",)).get_content() for one in messages
    }
    assert len(found) == len(messages)
    return found


def keys(text):
    return re.findall(r"\?time=(\S+)", text)


def test_an_absent_host_cannot_be_visited_either(in_app, day_off):
    visit = book((FRI, "3"))["visit"]
    day_off(PARTNER)
    assert visit.new_time == OWN_TIME
    assert offered() == []


def test_what_no_longer_works_works_again_when_the_absence_is_taken_back(in_app, day_off):
    booked = book((FRI, "3"))
    day_off()
    own_time.remove(member(COACH), own_time.my_week(member(COACH)).rows[0].id)
    assert {meeting.new_time for meeting in booked.values()} == {""}


def test_a_meeting_in_need_of_a_time_can_be_moved_to_one(in_app, day_off):
    visit = book((FRI, "3"))["visit"]
    day_off()
    found = moving.new_times(member(COACH), visit)
    assert {slot.visit.date for slot in found.slots} >= {MON}
    assert FRI not in {slot.visit.date for slot in found.slots}


@pytest.mark.parametrize("period", ["3", "Lunch", None])
def test_protecting_a_period_leaves_what_is_booked_in_it(in_app, period):
    booked = book((FRI, "3"))
    assert say("protected", "Fri", period) == []
    recheck(schools.fresh(the_school()))
    assert {meeting.new_time for meeting in booked.values()} == {""}


def test_another_persons_commitment_is_not_there(in_app):
    say("duty", "Fri", "3")
    number = own_time.my_week(member(COACH)).rows[0].id
    with pytest.raises(NotFoundError):
        own_time.remove(member(PARTNER), number)
    assert [row.kind for row in own_time.my_week(member(COACH)).rows] == ["duty"]


@pytest.mark.parametrize(
    ("wanted", "where"),
    [
        (Commitment("absent"), "first"),
        (Commitment("absent", first=FRI), "first"),
        (Commitment("absent", first=MON, last=FRI), "last"),
        (Commitment("absent", first=date(2027, 1, 4), last=date(2027, 1, 5)), "last"),
        (Commitment("absent", first=FRI, last=date(2028, 6, 1)), "last"),
        (Commitment("duty", "Sun", "3"), "label"),
        (Commitment("duty", "Mon", "13"), "period"),
        (Commitment("admin", "Mon", "3"), "kind"),
    ],
)
def test_what_makes_no_sense_is_told_and_not_kept(in_app, wanted, where):
    before = dump()
    with pytest.raises(InputError) as refused:
        own_time.add(member(COACH), wanted)
    assert [problem.where for problem in refused.value.problems] == [where]
    assert dump() == before


# --- enough visits in a week


@pytest.mark.both_databases
def test_the_cap_of_a_host_counts_every_partnerships_visits_held_ones_too(in_app):
    setting(visits_per_week=1)
    pair = bring_together(THIRD, PARTNER)
    assert MON in {slot.visit.date for slot in times(THIRD, pair, PARTNER).slots}
    book((MON, "3"))
    assert offered(TUE, by=THIRD, pair=pair, host=PARTNER) == []
    Clock(in_app).forward(days=5)
    assert offered(WED, by=THIRD, pair=pair, host=PARTNER) == []


def test_a_visit_about_to_be_moved_does_not_count(in_app):
    setting(visits_per_week=1)
    visit = book((MON, "3"))["visit"]
    assert TUE in {slot.visit.date for slot in moving.new_times(member(COACH), visit).slots}


def test_a_cap_set_later_breaks_nothing_that_is_booked(in_app):
    booked = [book((MON, "3"))["visit"], book((TUE, "3"))["visit"]]
    setting(visits_per_week=1)
    assert recheck(schools.fresh(the_school())) == []
    assert [visit.new_time for visit in booked] == ["", ""]


def test_an_option_beyond_the_cap_is_not_booked(in_app):
    setting(visits_per_week=1)
    pair = bring_together(OTHER, PARTNER)
    late = propose((TUE, "3"), by=OTHER, pair=pair, host=PARTNER)
    book((MON, "3"))
    with pytest.raises(ConflictError):
        accept(late)


# --- sites


def test_the_way_between_sites_reaches_what_is_offered(in_app):
    assert offered() == ["3", "4"]
    setting(sites={"North": ["R1"], "South": ["R2"]}, travel_minutes=20)
    # Clara teaches until 09:35 at R1; Paul's period 3 begins 20 minutes later.
    assert offered() == ["3", "4"]
    setting(travel_minutes=21)
    assert offered() == listed() == ["4"]


# --- gathered for many at once


def test_the_diaries_of_many_take_as_many_queries_as_that_of_one(in_app):
    book((FRI, "3"))
    say("duty", "Fri", "4")
    members = [member(who) for who in (COACH, PARTNER, THIRD, OTHER)]
    asked = []

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    for some in (members[:1], members):
        diaries.diaries(some, clock.now())
    event.remove(db.engine, "before_cursor_execute", note)
    assert len(asked) == 8
