"""The budget for cover: what counts, who is told what, and that two approvals at once stay within it."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread

import pytest
from builders import COACH, FRI, OTHER, PARTNER, THIRD, the_pair, the_school, wants_cover
from flask import Flask

from coachsched.core.errors import ConflictError, InputError
from coachsched.models import db
from coachsched.services import budgets, schools
from coachsched.services.unit import transaction
from coachsched.store.budgets import CoverRequest

SUMMER = date(2027, 4, 9)
FUNDS = {"Release days": {"school": 3, "partnership": 2}, "Grant": {"school": 1}}


@pytest.fixture
def school(in_app):
    return with_funds()


def with_funds(**settings: object):
    school = the_school()
    school.settings = {"funds": FUNDS, **settings}
    schools.schools.changed(school)
    db.session.commit()
    return school


def ask(who: str = COACH, pair: tuple[str, ...] = (COACH, PARTNER), on: date = FRI) -> CoverRequest:
    """A request for the whole of somebody's first or second lesson."""
    return wants_cover(who, on, "2" if who == PARTNER else "1", partnership_id=the_pair(*pair).id)


def approve(request_id: int, fund: str = "") -> None:
    """What whoever arranges cover does, as far as the budget is concerned."""
    with transaction():
        request = db.session.get(CoverRequest, request_id)
        request.fund, request.state = budgets.check(request, fund), "approved"


def end(request: CoverRequest, state: str) -> None:
    request.state = state
    db.session.commit()


def test_each_is_approved_from_the_first_fund_with_enough_left(school):
    requests = [ask() for _ in range(3)]
    for request in requests:
        approve(request.id)
    assert [request.fund for request in requests] == ["Release days", "Release days", "Grant"]
    line = budgets.state(school, FRI).lines()[0]
    assert (line.used, line.asked, line.left, line.full) == (2, 0, 1, 1)


def test_over_its_budget_nothing_is_approved(school):
    others = [ask(THIRD, (THIRD, OTHER)) for _ in range(2)]
    for request in [ask(), *others]:
        approve(request.id)
    approve(ask().id)
    late = ask(THIRD, (THIRD, OTHER))
    with pytest.raises(ConflictError, match=r"used up\. Choose another fund, or have the amount raised"):
        approve(late.id)
    assert db.session.get(CoverRequest, late.id).state == "asked"


def test_a_fund_can_be_chosen_and_must_have_enough(school):
    approve(ask().id, "Grant")
    late = ask()
    with pytest.raises(ConflictError, match="used up"):
        approve(late.id, "Grant")
    with pytest.raises(InputError, match='there is no fund "Gifts"'):
        approve(late.id, "Gifts")
    approve(late.id, "Release days")


@pytest.mark.parametrize("state", ["withdrawn", "refused"])
def test_what_is_taken_back_is_free_again(school, state):
    first = ask()
    approve(first.id, "Grant")
    end(first, state)
    approve(ask().id, "Grant")


def test_the_next_term_has_its_own(school):
    approve(ask().id, "Grant")
    approve(ask(on=SUMMER).id, "Grant")
    assert [budgets.state(school, on).lines()[1].used for on in (FRI, SUMMER)] == [1, 1]


def test_hours_are_the_lengths_of_the_lessons(school):
    with_funds(funds={"Grant": {"school": 1}}, budget_unit="hours")
    approve(ask().id)
    with pytest.raises(ConflictError):
        approve(ask().id)
    assert budgets.state(school, FRI).lines()[0].left == 15


def test_without_funds_everything_can_be_approved(in_app):
    for _ in range(5):
        approve(ask().id)
    assert budgets.state(the_school(), FRI).lines() == []


def test_a_partnership_that_is_gone_leaves_what_it_used(school):
    approve(ask().id)
    request = ask()
    request.partnership_id = None
    db.session.commit()
    approve(request.id)
    line = budgets.state(school, FRI).lines()[0]
    assert (line.used, line.full) == (2, 0)


def told(minutes=(45,), pair=(COACH, PARTNER)) -> str:
    return budgets.line_for_proposer(the_school(), the_pair(*pair).id, FRI, minutes)


def test_a_proposer_is_told_what_is_used_up_and_that_it_can_be_asked_for(school):
    with_funds(funds={"Release days": {"school": 3, "partnership": 2}})
    assert told() == told((45, 45)) == ""
    assert told((45, 45, 45)) == (
        "This term's release for your partnership is used up; it can still be asked for."
    )
    requests = [ask(), ask()]
    assert told() == (
        "With what is asked for already, this term's release for your partnership is used up; "
        "it can still be asked for."
    )
    assert told(pair=(THIRD, OTHER)) == ""
    for request in requests:
        approve(request.id)
    approve(ask(THIRD, (THIRD, OTHER)).id)
    assert told(pair=(THIRD, OTHER)) == "This term's release is used up; it can still be asked for."


def test_who_arranges_cover_is_told_without_a_name(school):
    with_funds(funds={"Release days": {"school": 3, "partnership": 1}})
    first, second, other = ask(), ask(), ask(THIRD, (THIRD, OTHER))
    assert budgets.over(school, [first, second, other]) == {}
    approve(first.id)
    assert budgets.over(the_school(), [second, other]) == {
        second.id: "The share of those concerned is used up this term. "
        "Choose another fund, or have the amount raised in the settings."
    }


def test_partners_see_their_own_share(school):
    approve(ask().id)
    ask()
    approve(ask(THIRD, (THIRD, OTHER)).id)
    budget, (line,) = budgets.shares(the_pair())
    assert (line.fund, line.amount, line.used, line.asked) == ("Release days", 2, 1, 1)
    assert budget.term.name == "Winter term"


@pytest.mark.both_databases
def test_of_approvals_at_the_same_moment_as_many_pass_as_there_is_left(app: Flask):
    with app.app_context():
        with_funds(funds={"Grant": {"school": 2}})
        numbers = [ask().id for _ in range(5)]
    barrier, said = Barrier(len(numbers)), []

    def click(number: int) -> None:
        with app.app_context():
            # As a page does that shows the request first.
            assert db.session.get(CoverRequest, number).state == "asked"
            barrier.wait(30)
            try:
                approve(number)
                said.append("approved")
            except ConflictError:
                said.append("used up")

    threads = [Thread(target=click, args=[number]) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with app.app_context():
        states = [db.session.get(CoverRequest, number).state for number in numbers]
    assert sorted(said) == ["approved"] * 2 + ["used up"] * 3
    assert sorted(states) == ["approved"] * 2 + ["asked"] * 3
