"""One paid half-day for several visits that wait: planned, offered, wanted and booked, or taken back."""

from __future__ import annotations

import re
from datetime import date

import pytest
from builders import COACH, COVER, OTHER, PARTNER, THIRD, member, outbox, the_pair, the_school, timetable_csv

from coachsched.models import CoverRequest, HalfDay, Meeting, db
from coachsched.services import half_day_plans, schools, timetables
from coachsched.store import proposals

FRI = date(2027, 1, 15)
CLASSES = {"CLA": "7", "PAU": "8", "TES": "9", "OMA": "10"}
PAIRS = ((COACH, PARTNER), (THIRD, OTHER))


@pytest.fixture
def busy(app) -> None:
    """Everybody teaches all morning, so that nobody can visit anybody without cover."""
    lessons = [
        (teacher, period, f"{year}{'ABCD'[int(period) - 1]}", "Maths", f"R{year}")
        for teacher, year in CLASSES.items()
        for period in "1234"
    ]
    with app.app_context():
        timetables.import_timetable(the_school(), timetable_csv(lessons).encode(), "timetable.csv")
        set_up()


def set_up(**settings: object) -> None:
    school = the_school()
    school.settings = {"cover": "when_needed", "horizon_days": 7, **settings}
    schools.schools.changed(school)
    db.session.commit()


def first_plan(app) -> half_day_plans.Plan:
    with app.app_context():
        return half_day_plans.plans(member(COVER))[0]


def offer(page, plan: half_day_plans.Plan, status: int = 200, **fields: str):
    half = plan.half_day
    wanted = {"date": half.date.isoformat(), "half": half.half, "seen": plan.seen, "name": "Ines Brook"}
    return page.post("/cover/half-days", status, **(wanted | fields))


def test_the_plan_tells_classes_in_their_order_and_nobody(busy, app, signed_in):
    plan = first_plan(app)
    assert (plan.half_day.date, plan.half_day.half, plan.idle) == (FRI, "morning", 0)
    assert [need.period for need in plan.lessons] == ["1", "2"]
    page = signed_in(COVER).get("/cover/half-days")
    assert not re.search("(?i)visit|debrief|partner|coach(?!sched)", page.text), (
        "professional learning, no more"
    )
    words = page.words
    assert "Fri 15 Jan , morning: two wishes" in words
    for need in plan.lessons:
        assert f"Period {need.period}, " in words
        assert f"{need.klass} Maths, room {need.room}" in words
    main = words[words.index("Half-days") : words.index("Linden School")]
    assert not re.search("Clara|Paul|Tessa|Omar|Meyer|Noor|Reyes", main)


@pytest.mark.both_databases
def test_those_it_serves_are_written_to_and_one_click_and_a_yes_book_it(busy, app, signed_in):
    page = signed_in(COVER)
    assert "Ines Brook is down for Fri 15 Jan." in offer(page, first_plan(app)).words
    assert "Two more classes are taken if those concerned want the time" in page.words
    with app.app_context():
        letters = [one for one in outbox() if one.kind == "half_day"]
        assert sorted(one.recipient for one in letters) == sorted([COACH, PARTNER, THIRD, OTHER])
        pair = the_pair().id
    coach = signed_in(COACH).get(f"/partnerships/{pair}")
    assert "Somebody comes to take classes" in coach.words
    (host,), (pick,) = coach.fields("host"), coach.fields("pick")
    coach.post(f"/partnerships/{pair}/proposals", host=host, pick=pick)
    with app.app_context():
        proposal = proposals.open_of(pair)
        request = db.session.scalar(db.select(CoverRequest))
        assert (request.state, request.covered_by) == ("approved", "Ines Brook")
        number, option = proposal.id, proposal.options[0].id
    signed_in(PARTNER).post(f"/proposals/{number}/acceptance", option=option)
    with app.app_context():
        booked = db.session.scalars(db.select(Meeting)).all()
        assert {(one.kind, one.state) for one in booked} == {("visit", "booked"), ("debrief", "booked")}
    words = page.get("/cover/half-days").words
    assert "One more class is taken if those concerned" in words
    assert "Ines Brook" in page.get(f"/cover/{FRI}/sheet").words


def test_what_is_asked_for_already_is_the_substitutes_at_once(busy, app, signed_in):
    ask(app, signed_in, *PAIRS[0])
    plan = first_plan(app)
    offer(signed_in(COVER), plan)
    with app.app_context():
        request = db.session.scalar(db.select(CoverRequest))
        assert (request.state, request.covered_by, len(plan.lessons)) == ("approved", "Ines Brook", 2)
        assert {one.recipient for one in outbox() if one.kind == "half_day"} == {THIRD, OTHER}


def ask(app, signed_in, who: str, partner: str) -> None:
    """Somebody sends the first time that needs cover."""
    with app.app_context():
        pair = the_pair(who, partner).id
    page = signed_in(who).get(f"/partnerships/{pair}/slots")
    (host,) = set(page.fields("host"))
    pick = next(one for one in page.fields("pick") if one.endswith(".cover"))
    page.post(f"/partnerships/{pair}/proposals", host=host, pick=pick)


def test_a_plan_that_is_another_meanwhile_is_looked_at_again(busy, app, signed_in, dumped):
    plan = first_plan(app)
    ask(app, signed_in, *PAIRS[0])
    page = signed_in(COVER)
    page.get("/cover/half-days")
    before = dumped()
    assert "has changed meanwhile. Please look again." in offer(page, plan, 409).words
    assert "has changed meanwhile" in offer(page, plan, 409, date="soon").words
    assert "Nobody is named yet" in offer(page, first_plan(app), 422, name=" ").words
    assert dumped() == before


def test_a_half_day_beyond_the_budget_is_not_offered(busy, app, signed_in, dumped):
    with app.app_context():
        set_up(funds={"Grant": {"school": 1}})
    page, plan = signed_in(COVER), first_plan(app)
    page.get("/cover/half-days")
    before = dumped()
    assert "This term's release is used up." in offer(page, plan, 409).words
    assert dumped() == before


@pytest.mark.both_databases
def test_when_they_cannot_come_nothing_stands_that_rested_on_it(busy, app, signed_in):
    page = signed_in(COVER)
    ask(app, signed_in, *PAIRS[0])
    offer(page, first_plan(app))
    with app.app_context():
        number = db.session.scalar(db.select(HalfDay)).id
        other = the_pair(*PAIRS[1]).id
    page.post(f"/cover/half-days/{number}/withdrawal")
    with app.app_context():
        request = db.session.scalar(db.select(CoverRequest))
        assert (request.state, request.option.taken) == ("withdrawn", True)
    assert "Somebody comes" not in signed_in(THIRD).get(f"/partnerships/{other}").words
    page.post(f"/cover/half-days/{number}/withdrawal", 409)


def test_whoever_can_meet_without_cover_is_not_in_a_plan(app):
    with app.app_context():
        set_up()
        assert half_day_plans.plans(member(COVER)) == []
