"""Lessons opened to colleagues: who may come, who is told what, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from builders import (
    ADMIN,
    COACH,
    COORDINATOR,
    COVER,
    FRI,
    LESSONS,
    MON,
    NOW,
    OTHER,
    PARTNER,
    PRINCIPAL,
    THIRD,
    TUE,
    book,
    calendars,
    dump,
    history,
    member,
    outbox,
    propose,
    the_pair,
    the_school,
    timetable_csv,
)
from opened import come, key, opened, people, states

from coachsched.core.errors import ConflictError, ForbiddenError, InputError, NotFoundError
from coachsched.models import Booking, Meeting, OpenLesson, db
from coachsched.services import feeds, moving, open_lessons, open_visits, opening, records, timetables
from coachsched.services.picks import visit_key
from coachsched.store import feeds as stored_feeds
from coachsched.store import schools
from tests.parsers import values

pytestmark = pytest.mark.usefixtures("in_app")


def rows() -> list[OpenLesson]:
    return list(db.session.scalars(db.select(OpenLesson).order_by(OpenLesson.date, OpenLesson.id)))


def setting(**chosen: object) -> None:
    school = the_school()
    school.settings = {**school.settings, **chosen}
    schools.changed(school)
    db.session.commit()


def last(to: str, uid: str, name: str) -> list[str]:
    return values(calendars(to, uid)[-1], name)


def test_only_what_one_teaches_ahead_can_be_opened():
    found = opening.mine(member(PARTNER))
    assert {one.period for one in found.closed} == {"2", "3", "4"}
    assert (min(one.date for one in found.closed), found.first) == (NOW.date(), NOW.date())
    assert max(one.date for one in found.closed) <= NOW.date() + timedelta(days=42)


def test_several_at_once_share_their_line():
    count = opening.open_some(member(PARTNER), [key(FRI, "3"), key(MON, "4")], "  With\n string ", 3)
    assert count == 2
    assert {(one.date, one.period, one.line, one.places) for one in rows()} == {
        (FRI, "3", "With string", 3), (MON, "4", "With string", 3),
    }  # fmt: skip


def test_again_until_a_date_is_the_same_class_in_the_same_period_of_each_round():
    until = MON + timedelta(days=14)
    opening.open_some(member(PARTNER), [key(MON, "4")], until=until)
    assert [(one.date, one.period) for one in rows()] == [
        (MON + timedelta(days=7 * number), "4") for number in range(3)
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"keys": []}, "times"),
        ({"line": "x" * 141}, "line"),
        ({"places": 0}, "places"),
        ({"places": 7}, "places"),
        ({"until": FRI - timedelta(days=1)}, "until"),
        ({"until": FRI + timedelta(days=300)}, "until"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(wrong, field: str):
    given = {"keys": [key()], **wrong}
    before = dump()
    with pytest.raises(InputError) as told:
        opening.open_some(member(PARTNER), given.pop("keys"), **given)
    assert [one.where for one in told.value.problems] == [field]
    assert dump() == before


def test_somebody_elses_lesson_or_one_that_is_open_cannot_be_opened():
    theirs = key(FRI, "4")
    for who in (COACH, THIRD):
        with pytest.raises(ConflictError):
            opening.open_some(member(who), [theirs])
    opened()
    with pytest.raises(ConflictError):
        opening.open_some(member(PARTNER), [theirs])


def test_of_two_lessons_at_one_time_one_is_opened():
    twice = [*LESSONS, ("PAU", "4", "8D", "Music", "R5")]
    timetables.import_timetable(the_school(), timetable_csv(twice).encode(), "timetable.csv")
    both = [
        visit_key(one) for one in opening.mine(member(PARTNER)).closed if (one.date, one.period) == (FRI, "4")
    ]
    assert len(both) == 2
    with pytest.raises(InputError, match="two of them"):
        opening.open_some(member(PARTNER), both)
    assert opening.open_some(member(PARTNER), both[1:], until=FRI + timedelta(days=7)) == 2
    assert {one.klass for one in rows()} == {"8D"}


def test_not_for_visits_and_lessons_with_a_visit_are_not_offered():
    booked = book((FRI, "3"))["visit"]
    offered = {(one.date, one.period) for one in opening.mine(member(PARTNER)).closed}
    assert (booked.date, booked.period) not in offered
    assert (FRI, "4") in offered
    setting(not_for_visits=["Maths"])
    assert opening.mine(member(PARTNER)).closed == ()


def test_the_line_and_the_places_change_but_not_below_who_comes():
    number = opened()
    opening.change(member(PARTNER), number, "Peer feedback", 4)
    come(number), come(number, THIRD)
    with pytest.raises(InputError):
        opening.change(member(PARTNER), number, "Peer feedback", 1)
    assert (rows()[0].line, rows()[0].places) == ("Peer feedback", 4)
    for act in (
        lambda: opening.change(member(COACH), number, "Mine", 2),
        lambda: opening.close(member(COACH), number),
    ):
        with pytest.raises(NotFoundError):
            act()


def test_each_sees_what_a_lesson_is_to_them():
    fourth, third = opened(FRI, "4", places=1), opened(FRI, "3")
    assert states(PARTNER) == {fourth: "yours", third: "yours"}
    assert states(COACH) == {fourth: "free", third: "free"}
    assert states(THIRD) == {fourth: "free", third: "busy"}
    assert states(OTHER) == {fourth: "busy", third: "free"}
    come(fourth)
    assert states(COACH)[fourth] == "coming"
    assert states(THIRD)[fourth] == "full"


def test_all_of_the_lesson_counts_not_only_the_length_of_a_visit():
    number = opened()
    setting(visit_minutes=10)
    taken = Booking(
        person_id=member(COACH).person_id,
        start_at=NOW.replace(day=15, hour=10, minute=20),
        end_at=NOW.replace(day=15, hour=10, minute=30),
    )
    db.session.add(
        Meeting(
            uid="late@coachsched", school_id=the_school().id, partnership=the_pair(), kind="talk", date=FRI,
            period="4", start_at=taken.start_at, end_at=taken.end_at, stamped_at=NOW,
            changed_at=NOW, bookings=[taken],
        )
    )  # fmt: skip
    db.session.commit()
    assert states(COACH) == {number: "busy"}
    visit = come(number, THIRD)
    assert visit.end_at - visit.start_at == timedelta(minutes=45)


def test_what_has_begun_is_off_the_board(clock):
    number = opened()
    clock.set(NOW.replace(day=15, hour=9, minute=44))
    assert states(COACH) == {number: "free"}
    clock.set(NOW.replace(day=15, hour=9, minute=45))
    assert states(COACH) == {}
    with pytest.raises(ConflictError):
        come(number)


@pytest.mark.parametrize("who", [COORDINATOR, PRINCIPAL, COVER, ADMIN])
def test_it_is_for_teachers_among_themselves(who: str):
    number = opened()
    for act in (
        lambda: open_lessons.board(member(who)),
        lambda: opening.mine(member(who)),
        lambda: come(number, who),
    ):
        with pytest.raises(ForbiddenError):
            act()
    assert open_lessons.summary(member(who)) is None


def test_a_principal_who_teaches_does_not_come_by_either():
    number = opened()
    member(COACH).roles = ["teacher", "principal"]
    db.session.commit()
    with pytest.raises(ForbiddenError):
        come(number)


def test_the_summary_counts_the_first_week_that_has_any():
    assert open_lessons.summary(member(COACH)) is None
    opened(MON, "4"), opened(MON, "2")
    assert open_lessons.summary(member(COACH)) == ("next week", 2, 1)
    opened(FRI, "3")
    assert open_lessons.summary(member(COACH)) == ("this week", 1, 1)
    assert open_lessons.summary(member(PARTNER)) is None


def test_host_and_visitor_are_invited_and_no_partnership_hears_of_it():
    before = history(the_pair().id)
    visit = come(opened())
    assert (visit.kind, visit.partnership_id, people(visit)) == ("visit", None, {COACH, PARTNER})
    for who in (COACH, PARTNER):
        (invited,) = calendars(who, visit.uid)
        assert values(invited, "METHOD") == ["REQUEST"]
        assert values(invited, "SUMMARY") == ["Classroom visit"]
        assert values(invited, "SEQUENCE") == ["0"]
        assert values(invited, "X-MICROSOFT-DISALLOW-COUNTER") == ["TRUE"]
    assert history(the_pair().id) == before


def test_one_more_raises_the_sequence_and_everybody_has_the_new_list():
    number = opened()
    visit = come(number)
    visit.bookings[0].partstat = "ACCEPTED"
    db.session.commit()
    assert come(number, THIRD).id == visit.id
    assert people(visit) == {COACH, PARTNER, THIRD}
    for who in (COACH, PARTNER, THIRD):
        assert last(who, visit.uid, "SEQUENCE") == ["1"]
        assert len(values(calendars(who, visit.uid)[-1], "ATTENDEE")) == 3
    assert sorted(row.partstat for row in visit.bookings) == ["ACCEPTED", "NEEDS-ACTION", "NEEDS-ACTION"]


def test_coming_twice_is_coming_once():
    number = opened()
    come(number)
    before = dump()
    come(number)
    assert dump() == before


def test_who_is_not_free_or_too_late_or_at_home_does_not_get_in():
    number = opened(places=1)
    for who in (OTHER, PARTNER):
        with pytest.raises(ConflictError):
            come(number, who)
    come(number)
    before = dump()
    with pytest.raises(ConflictError, match="last place"):
        come(number, THIRD)
    with pytest.raises(NotFoundError):
        come(999_999, THIRD)
    assert dump() == before


def test_the_hosts_limit_counts_lessons_not_visitors():
    setting(visits_per_week=1)
    first, second = opened(MON, "4"), opened(TUE, "4")
    come(first)
    assert states(THIRD) == {first: "free", second: "full"}
    come(first, THIRD)
    with pytest.raises(ConflictError):
        come(second, THIRD)


def test_times_offered_to_others_are_struck_out():
    proposal = propose((FRI, "4"))
    come(opened(FRI, "4"), THIRD)
    assert proposal.options[0].taken


def test_a_partners_visit_in_that_lesson_leaves_no_place():
    number = opened(FRI, "3")
    book((FRI, "3"))
    assert states(OTHER) == {number: "full"}
    with pytest.raises(ConflictError):
        come(number, OTHER)


def test_who_leaves_is_cancelled_and_the_others_go_ahead():
    number = opened()
    visit = come(number)
    come(number, THIRD)
    open_visits.leave_lesson(member(COACH), number)
    assert people(visit) == {PARTNER, THIRD}
    assert last(COACH, visit.uid, "METHOD") == ["CANCEL"]
    assert last(COACH, visit.uid, "STATUS") == []
    assert last(PARTNER, visit.uid, "METHOD") == ["REQUEST"]
    assert states(COACH)[number] == "free"
    with pytest.raises(NotFoundError):
        open_visits.leave(member(COACH), visit.id)
    with pytest.raises(ConflictError):
        open_visits.leave_lesson(member(COACH), number)


def test_with_the_last_visitor_the_hosts_time_is_free_again():
    number = opened()
    visit = come(number)
    open_visits.leave(member(COACH), visit.id)
    assert visit.state == "cancelled"
    assert last(PARTNER, visit.uid, "STATUS") == ["CANCELLED"]
    again = come(number)
    assert again.uid != visit.uid


@pytest.mark.parametrize("door", ["board", "meeting"])
def test_the_host_closes_and_whoever_was_coming_is_told(door: str):
    number = opened()
    visit = come(number)
    come(number, THIRD)
    if door == "board":
        opening.close(member(PARTNER), number)
    else:
        open_visits.leave(member(PARTNER), visit.id)
    assert (visit.state, rows()) == ("cancelled", [])
    for who in (COACH, PARTNER, THIRD):
        assert last(who, visit.uid, "STATUS") == ["CANCELLED"]
    assert states(COACH) == {}


def test_what_has_begun_is_neither_left_nor_closed(clock):
    number = opened()
    visit = come(number)
    clock.set(visit.start_at)
    before = dump()
    for act in (
        lambda: open_visits.leave(member(COACH), visit.id),
        lambda: opening.close(member(PARTNER), number),
    ):
        with pytest.raises(ConflictError):
            act()
    assert dump() == before


def test_the_feeds_of_everybody_change_that_of_who_left_too():
    feeds.renew(member(COACH), "meetings")
    number = opened()
    come(number, THIRD)

    def revision() -> int:
        return stored_feeds.of_person(the_school().id, member(COACH).person_id)["meetings"].revision

    seen = [revision()]
    come(number)
    seen.append(revision())
    open_visits.leave_lesson(member(COACH), number)
    seen.append(revision())
    assert seen == sorted(set(seen))


def test_others_cannot_touch_a_visit_and_nobody_can_move_it():
    visit = come(opened())
    for who in (THIRD, COORDINATOR, PRINCIPAL, ADMIN):
        with pytest.raises(NotFoundError):
            open_visits.leave(member(who), visit.id)
    for act in (
        lambda: moving.move_visit(member(COACH), visit.id, []),
        lambda: moving.cancel(member(COACH), visit.id),
        lambda: moving.add_debrief(member(COACH), visit.id, "2027-01-18T1130"),
    ):
        with pytest.raises((NotFoundError, InputError)):
            act()


def test_a_visit_counts_in_both_records(clock):
    visit = come(opened())
    clock.set(visit.end_at)
    for who in (COACH, PARTNER):
        record = records.own(member(who))
        assert [(one.kind, one.date) for one in record.held] == [("visit", FRI)]
        assert record.minutes == 45
    mails = len(outbox())
    open_visits.did_not_happen(member(PARTNER), visit.id)
    assert records.own(member(COACH)).held == ()
    assert len(outbox()) == mails
