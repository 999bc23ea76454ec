"""Whatever hands do in whatever order: no approved set of covers double-books anyone or exceeds a limit."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import combinations
from random import Random

import pytest
from builders import COACH, COVER, OTHER, PARTNER, THIRD, member, the_pair, the_school, wants_cover

from coachsched.core.errors import UserError
from coachsched.models import Booking, CoverRequest, db
from coachsched.services import cover, schools

MON, TUE = date(2027, 1, 18), date(2027, 1, 19)
TEACHES = {COACH: "12", PARTNER: "234", THIRD: "13", OTHER: "24"}
PAIRS = ((COACH, PARTNER), (THIRD, OTHER))
# Where there is little, the budget comes first; where there is enough, how many are out at one time.
LITTLE = {"Grant": {"school": 2, "partnership": 1}, "Release days": {"school": 2}}
ENOUGH = {"Grant": {"school": 90, "partnership": 2}, "Release days": {"school": 90}}
STEPS = 120

pytestmark = pytest.mark.usefixtures("in_app")


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(("funds", "most_out"), [(LITTLE, 3), (ENOUGH, 1), (ENOUGH, 2)])
def test_no_approved_set_double_books_anyone_or_exceeds_a_limit_or_a_budget(funds, most_out: int, seed: int):
    school = the_school()
    school.settings = {"cover_most_out": most_out, "cover_lead_days": 0, "funds": funds}
    schools.schools.changed(school)
    db.session.commit()
    rng, done = Random(seed), Counter()
    for _ in range(STEPS):
        act = rng.choice([ask, ask, approve, approve, give_outside, give_outside, change, withdraw, refuse])
        try:
            act(rng)
            done[act.__name__] += 1
        except (UserError, IndexError):
            db.session.rollback()
        holds(funds, most_out)
    assert min(done[one.__name__] for one in (ask, approve, give_outside, withdraw)) > 0, done


def ask(rng: Random) -> None:
    who = rng.choice(list(TEACHES))
    pair = next(pair for pair in PAIRS if who in pair)
    wants_cover(who, rng.choice([MON, TUE]), rng.choice(TEACHES[who]), partnership_id=the_pair(*pair).id)


def approve(rng: Random) -> None:
    cover.approve(member(COVER), some(rng, "asked"), colleague(rng), rng.choice(["", "", "Grant"]))


def give_outside(rng: Random) -> None:
    name = rng.choice(["Ines Brook", "ines  brook", "Tom Ash"])
    cover.give_outside(member(COVER), some(rng, rng.choice(["asked", "approved"])), name)


def change(rng: Random) -> None:
    cover.change(member(COVER), some(rng, "approved"), colleague(rng))


def withdraw(rng: Random) -> None:
    cover.withdraw(member(COVER), some(rng, "approved"))


def refuse(rng: Random) -> None:
    cover.refuse(member(COVER), some(rng, "asked"))


def some(rng: Random, state: str) -> int:
    return rng.choice([one.id for one in in_state(state)])


def colleague(rng: Random) -> int:
    return member(rng.choice(list(TEACHES))).person_id


def in_state(state: str) -> list[CoverRequest]:
    return list(db.session.scalars(db.select(CoverRequest).filter_by(state=state).order_by(CoverRequest.id)))


def holds(funds, most_out: int) -> None:
    """Everything again from the rows alone."""
    approved = in_state("approved")
    taken = [one for one in approved if one.covering and one.covering.state == "booked"]
    outside = [(one.covered_by.casefold().split(), one) for one in approved if one.covered_by]
    for (name, one), (other_name, other) in combinations(outside, 2):
        assert name != other_name or apart(one, other), "from outside, and in two places"
    for one in taken:
        (row,) = one.covering.bookings
        others = db.session.scalars(db.select(Booking).filter_by(person_id=row.person_id, active=True)).all()
        assert all(row is other or apart(row, other) for other in others), "a colleague in two places"
        assert one.period not in TEACHES[row.person.email], "a colleague who teaches then"
    for one in approved:
        out = {other.person_id for other in approved if not apart(one, other)}
        assert len(out) <= most_out
    by_fund = Counter(one.fund for one in approved)
    shares = Counter((one.fund, one.partnership_id) for one in approved)
    assert by_fund.keys() <= funds.keys()
    for fund, amounts in funds.items():
        assert by_fund[fund] <= amounts["school"]
        most = max((count for (name, _), count in shares.items() if name == fund), default=0)
        assert most <= amounts.get("partnership", most)


def apart(one, other) -> bool:
    return one.end_at <= other.start_at or other.end_at <= one.start_at
