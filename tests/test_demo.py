"""The demo school: believable, whole, and the same on every run, whatever the day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from databases import Sqlite, settings
from flask import Flask
from handles import MakeApp

from coachsched import create_app
from coachsched.core.calendar_checks import check_calendar
from coachsched.core.errors import InputError
from coachsched.core.slots import find_slots
from coachsched.models import Proposal, db
from coachsched.services import (
    accounts,
    clock,
    cover_search,
    demo,
    finding,
    open_lessons,
    partnerships,
    proposals,
    sealing,
    standings,
)
from coachsched.services.demo.people import office, teachers
from coachsched.store import cover_requests, diaries, meetings, people, schools
from coachsched.store.meetings import Meeting
from coachsched.store.people import Membership
from coachsched.store.schools import School

# Every day of the week; a leap day, New Year, and the weeks in which the clock changes.
DAYS = {
    "Monday before the clock changes": datetime(2027, 10, 25, 7, tzinfo=UTC),
    "leap day, a Tuesday": datetime(2028, 2, 29, 12, tzinfo=UTC),
    "Wednesday": datetime(2027, 11, 3, 23, 30, tzinfo=UTC),
    "Thursday": datetime(2027, 4, 1, 0, 10, tzinfo=UTC),
    "New Year, a Friday": datetime(2027, 1, 1, 9, tzinfo=UTC),
    "Saturday": datetime(2027, 3, 27, 15, tzinfo=UTC),
    "Sunday the clock changes": datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
}
MONDAY, *_ = DAYS.values()
# What differs from run to run: a salted hash, and the key under which a school is cached.
NOT_COMPARED = {"password_hash", "revision"}


@pytest.fixture(scope="module")
def demos(sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[datetime, Flask]]:
    """The demo on each of the days, for tests that only read."""
    folder = tmp_path_factory.mktemp("demos")
    made = {now: create_app(settings(sqlite.copy("empty"), folder, now=now)) for now in DAYS.values()}
    for app in made.values():
        with app.app_context():
            demo.load()
    yield made
    for app in made.values():
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(params=DAYS.values(), ids=DAYS)
def on_any_day(request: pytest.FixtureRequest, demos: dict[datetime, Flask]) -> Iterator[School]:
    with demos[request.param].app_context():
        yield the_school()


@pytest.fixture
def on_monday(make_app: MakeApp) -> Iterator[School]:
    """A demo to change things in."""
    with loaded(make_app, MONDAY).app_context():
        yield the_school()


def loaded(make_app: MakeApp, now: datetime) -> Flask:
    app = make_app("empty", now=now)
    with app.app_context():
        assert demo.load() == demo.NAME
    return app


def the_school() -> School:
    (school,) = schools.all_schools()
    return school


def account(school: School, name: str) -> Membership:
    member = people.member_by_email(school, f"{name}@demo.test")
    assert member is not None
    return member


def today(school: School) -> object:
    return clock.today(school.timezone)


def dump(app: Flask) -> dict[str, list[dict[str, object]]]:
    with app.app_context():
        return {
            table.name: [
                {name: _opened(name, value) for name, value in row.items() if name not in NOT_COMPARED}
                for row in db.session.execute(table.select().order_by(*table.primary_key)).mappings()
            ]
            for table in db.metadata.sorted_tables
        }


def _opened(name: str, value: object) -> object:
    """What is sealed looks different each time; what is in it must not."""
    return sealing.vault().open(value) if name.startswith("sealed") and value else value


def test_every_state_and_reason_is_there_on_any_day(on_any_day):
    lines = standings.of_school(on_any_day, today(on_any_day))
    assert {(line.standing.state, line.standing.reason) for line in lines} == {
        ("active", None),
        ("waiting", None),
        ("paused", None),
        ("finished", None),
        ("quiet", "unanswered"),
        ("quiet", "no_debrief"),
        ("quiet", "called_off"),
        ("quiet", "between_cycles"),
        ("quiet", "never_started"),
    }
    active = [line.standing.next_on for line in lines if line.standing.state == "active"]
    assert None in active
    assert any(active)
    assert {len(line.names) for line in lines} == {2, 3}


def test_finding_times_is_the_next_step_of_the_pair_on_any_day(on_any_day):
    coach, partner = account(on_any_day, "coach"), account(on_any_day, "partner")
    for member in (coach, partner):
        (overview,) = partnerships.mine(member)
        assert overview.line.standing.state == "active"
        assert overview.step.code == "again"
        assert [stage.state for stage in overview.stages] == ["done", "done"]
        assert overview.proposal is None
        assert overview.ahead == ()
        assert [meeting.kind for meeting in overview.past] == ["debrief", "visit"]
    number = overview.partnership.id
    for host in (coach, partner):
        found = cover_search.find_times(coach, number, host.person_id)
        same_day = [choice.slot.visit.date for choice in found.choices if "same_day" in choice.reasons]
        assert len(same_day) >= 15
        assert (min(same_day) - today(on_any_day)).days < 7


def test_the_third_account_is_asked_for_an_answer_and_can_give_it(on_monday):
    third = account(on_monday, "third")
    (overview,) = partnerships.mine(third)
    assert overview.step.code == "answer"
    assert len(overview.proposal.options) == 3
    booked = proposals.accept(third, overview.proposal.id, overview.proposal.options[-1].id)
    assert [meeting.kind for meeting in booked] == ["visit", "debrief"]


def test_whatever_is_on_offer_can_be_booked_on_any_day(on_any_day):
    offered = db.session.scalars(db.select(Proposal).where(Proposal.state == "open")).all()
    assert [len(proposal.options) for proposal in offered] == [3, 3]
    for proposal in offered:
        host = people.membership(on_any_day, proposal.host_id)
        found = cover_search.find_times(host, proposal.partnership_id, proposal.host_id)
        possible = {
            (*finding.instants(slot.visit, found.time), *finding.instants(talk, found.time))
            for slot in found.slots
            for talk in slot.debriefs
        }
        for option in proposal.options:
            visit, debrief = option.times
            assert (visit.start_at, visit.end_at, debrief.start_at, debrief.end_at) in possible


def test_every_meeting_lies_where_the_core_finds_a_slot(on_any_day):
    time = schools.school_time(on_any_day)
    of_pairs = Meeting.kind == "visit", Meeting.partnership_id.is_not(None)
    visits = db.session.scalars(db.select(Meeting).where(*of_pairs)).all()
    assert {visit.date < today(on_any_day) for visit in visits} == {True, False}
    for visit in visits:
        debrief = meetings.linked_debrief(visit)
        own = {visit.id} | ({debrief.id} if debrief else set())
        members = [people.membership(on_any_day, booking.person_id) for booking in visit.bookings]
        members.sort(key=lambda member: member.person_id != visit.host_id)
        begin = clock.local_midnight(visit.date, time.zone)
        covered = [
            cover_requests.need(one, time.zone) for one in cover_requests.of_proposal(visit.proposal_id)
        ]
        found = diaries.diaries(members, begin, but_meetings=own)
        host, *observers = finding.with_covered(found, covered)
        slots = find_slots(time.calendar, time.timetable, time.rules, host, observers, visit.date, visit.date)
        found = {
            finding.instants(slot.visit, time): {finding.instants(talk, time) for talk in slot.debriefs}
            for slot in slots
            if slot.visit.klass == visit.klass
        }
        debriefs = found[visit.start_at, visit.end_at]
        assert debrief is None or (debrief.start_at, debrief.end_at) in debriefs


def test_four_lessons_are_open_and_the_coach_is_free_for_some(on_any_day):
    coach = people.member_by_email(on_any_day, "coach@demo.test")
    found = open_lessons.board(coach).lessons
    assert len({one.host.id for one in found}) == len(found) == 4
    assert sum(one.state == "free" for one in found) >= 2
    assert [one.left for one in found if one.left < one.row.places] == [1]


def test_history_tells_of_every_meeting_and_lies_in_the_past(on_any_day):
    lines = standings.of_school(on_any_day, today(on_any_day))
    told = {event.ref: event.until for line in lines for event in line.events if "_booked" in event.what}
    pairs_own = db.select(Meeting).where(Meeting.partnership_id.is_not(None))
    booked = {meeting.id: meeting.date for meeting in db.session.scalars(pairs_own)}
    assert told == booked
    for line in lines:
        dates = [event.date for event in line.events]
        assert dates == sorted(dates)
        assert dates[-1] < today(on_any_day)


def test_the_calendar_has_something_of_everything_around_any_day(on_any_day):
    on, calendar = today(on_any_day), schools.school_time(on_any_day).calendar
    assert check_calendar(calendar) == []
    assert calendar.terms[0].start < on - timedelta(weeks=12)
    assert calendar.terms[-1].end > on + timedelta(weeks=10)
    assert calendar.day(on).open == (on.weekday() < 5)
    kinds = defaultdict(set)
    for exception in calendar.exceptions:
        kinds[exception.kind].add(exception.date > on)
    assert kinds.keys() >= {"closure", "inset", "event", "exam", "holiday"}
    assert kinds["closure"] == {False}
    assert kinds["holiday"] == {True}
    bells = {day.bell.name for day in calendar.school_days(on, calendar.terms[-1].end) if day.bell}
    assert bells == {"regular", "late start", "half day"}


@pytest.mark.both_databases
def test_the_demo_is_the_same_on_every_run(make_app):
    first, second = (dump(loaded(make_app, MONDAY)) for _ in range(2))
    assert first == second
    assert first["outbox"] == []
    assert min(len(first[name]) for name in ("timetable_row", "meeting", "booking", "history_event")) > 0


def test_everybody_can_sign_in(on_monday):
    members = people.memberships(on_monday)
    assert len(members) == len(teachers()) + len(office())
    for name in ("coach", "partner", "third", "coordinator", "principal", "cover", "admin"):
        member = accounts.signed_in(accounts.sign_in(f"{name}@demo.test", "demo"))
        assert member.roles == ["teacher" if member.teacher else name]


def test_a_second_demo_is_refused_and_changes_nothing(on_monday):
    before = len(people.memberships(on_monday))
    with pytest.raises(InputError, match="holds a school already"):
        demo.load()
    assert len(people.memberships(the_school())) == before


def test_where_the_demo_is_off_its_password_opens_nothing(make_app):
    with make_app("empty", demo=False).app_context():
        demo.load()
        with pytest.raises(accounts.SignInError):
            accounts.sign_in("admin@demo.test", "demo")


def test_a_demo_that_fails_half_way_leaves_nothing(make_app, monkeypatch):
    def fail(stage: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("coachsched.services.demo.stories.tell", fail)
    app = make_app("empty", now=MONDAY)
    with app.app_context(), pytest.raises(RuntimeError):
        demo.load()
    assert not any(rows for rows in dump(app).values())
