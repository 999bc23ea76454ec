"""The budget for cover: terms, funds and shares, beside a naive way of adding up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachsched.core.budget import Budget, Covered, Line, Span, span_of
from coachsched.core.calendar import Term
from coachsched.core.funds import Fund, funds_fault

TERM = Span("Winter", date(2027, 1, 4), date(2027, 3, 19))
WINTER = Term("Winter", date(2027, 1, 4), date(2027, 3, 19))
SUMMER = Term("Summer", date(2027, 4, 5), date(2027, 6, 25))
DAYS, GRANT = Fund("Release days", 3, 2), Fund("Grant", 2)


def asked(partnership=1, minutes=45):
    return Covered("asked", minutes, partnership=partnership)


def approved(fund=DAYS, partnership=1, minutes=45):
    return Covered("approved", minutes, fund.name, partnership)


def budget(*covers, funds=(DAYS, GRANT), unit="periods"):
    return Budget(TERM, funds, unit, covers)


@pytest.mark.parametrize(
    ("on", "name"),
    [
        (date(2026, 12, 1), "Winter"),
        (date(2027, 1, 4), "Winter"),
        (date(2027, 3, 30), "Winter"),
        (date(2027, 4, 5), "Summer"),
        (date(2030, 1, 1), "Summer"),
    ],
)
def test_every_date_counts_to_one_term(on, name):
    assert span_of([SUMMER, WINTER], on).name == name


@given(st.lists(st.dates(date(2027, 1, 1), date(2027, 12, 31)), max_size=4), st.dates())
def test_the_terms_leave_no_date_out_and_share_none(starts, on):
    terms = [Term(str(n), start, start + timedelta(days=40)) for n, start in enumerate(starts)]
    span = span_of(terms, on)
    assert span.first <= on <= span.last
    assert span_of(terms, span.first) == span_of(terms, span.last) == span


def test_a_fund_tells_what_is_used_asked_for_and_left():
    lines = budget(approved(), approved(partnership=2), asked(3), asked(3)).lines()
    assert lines == [Line("Release days", 3, used=2, asked=1), Line("Grant", 2, used=0, asked=1)]
    assert [line.left for line in lines] == [1, 2]


def test_the_first_fund_with_enough_left_is_drawn_on():
    assert budget(approved()).first_fit(asked()) == DAYS
    assert budget(approved(), approved()).first_fit(asked()) == GRANT, "its share is used up"
    assert budget(approved(), approved()).first_fit(asked(2)) == DAYS, "the other has its own"


def test_what_is_beyond_says_whose_amount_it_is():
    full = [approved(), approved()]
    assert budget(*full).over(asked(), DAYS) == "partnership"
    assert budget(*full, approved(partnership=2)).over(asked(), DAYS) == "school"
    assert budget(*full, funds=[DAYS]).over(asked()) == "partnership"
    assert budget(*full).over(asked()) is None, "the grant has enough"
    assert budget(funds=()).over(asked()) is None, "no budget is kept"
    assert budget(*full).lines()[0].full == 1


def test_several_lessons_are_added_up():
    assert budget(funds=[DAYS]).short([asked(), asked()]) is None
    assert budget(funds=[DAYS]).short([asked(), asked(), asked()]) == "partnership"
    assert budget(asked(2), asked(2), funds=[DAYS]).with_asked().short([asked(), asked()]) == "school"


def test_hours_are_counted_by_the_minute():
    hours = budget(approved(minutes=45), funds=[Fund("Grant", 1)], unit="hours")
    hours = replace(hours, covers=[approved(Fund("Grant", 1), minutes=45)])
    assert hours.over(asked(minutes=15)) is None
    assert hours.over(asked(minutes=16)) == "school"
    assert [hours.said(n) for n in (0, 45, 60, 135)] == ["0 h", "45 min", "1 h", "2 h 15 min"]
    assert [budget().said(n) for n in (0, 1, 3)] == ["0 periods", "1 period", "3 periods"]


def test_a_partnership_is_told_its_own_share_alone():
    found = budget(approved(), asked(), approved(partnership=2)).shares(1)
    assert found == [Line("Release days", 2, used=1, asked=1)], "of the grant each may use what there is"


def test_what_was_paid_from_a_fund_that_is_gone_is_still_told():
    assert budget(approved(Fund("Old", 1))).elsewhere() == {"Old": 1}
    assert [line.used for line in budget(approved(Fund("Old", 1))).lines()] == [0, 0]


funds = st.lists(
    st.builds(Fund, st.sampled_from("ABC"), st.integers(0, 6), st.none() | st.integers(0, 4)),
    max_size=3,
    unique_by=lambda fund: fund.name,
)
wishes = st.lists(st.builds(asked, st.none() | st.integers(1, 3), st.integers(1, 90)), max_size=20)


@given(funds, st.sampled_from(["periods", "hours"]), wishes)
def test_whatever_is_approved_no_fund_and_no_share_is_exceeded(given_funds, unit, wanted):
    now = budget(funds=given_funds, unit=unit)
    for cover in wanted:
        if now.first_fit(cover):
            now = now.approving(cover)
    taken = [(one.fund, one.partnership, 1 if unit == "periods" else one.minutes / 60) for one in now.covers]
    for fund in given_funds:
        assert sum(n for name, _, n in taken if name == fund.name) <= fund.school + 1e-9
        for own in (1, 2, 3):
            used = sum(n for name, who, n in taken if (name, who) == (fund.name, own))
            assert fund.partnership is None or used <= fund.partnership + 1e-9


@given(funds, wishes)
def test_what_is_asked_for_is_told_as_it_would_be_approved(given_funds, wanted):
    before = budget(*wanted, funds=given_funds)
    one_by_one = budget(funds=given_funds)
    for cover in wanted:
        one_by_one = one_by_one.approving(cover)
    assert [line.asked for line in before.lines()] == [line.used for line in one_by_one.lines()]
    assert sum(line.asked for line in before.lines()) + before.beyond() == len(wanted)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (["Grant"], "must be a table of funds"),
        ({"Grant": 3}, 'needs for "Grant" how much the school has'),
        ({"Grant": {"partnership": 3}}, 'needs for "Grant" how much the school has'),
        ({"Grant": {"school": 3, "person": 1}}, 'needs for "Grant" how much the school has'),
        ({"Grant": {"school": -1}}, "needs whole numbers between"),
        ({"Grant": {"school": True}}, "needs whole numbers between"),
        ({"Grant": {"school": 1}, "grant ": {"school": 1}}, "twice"),
        ({"A: B": {"school": 1}}, 'must do without ":"'),
    ],
)
def test_a_wrong_fund_is_told(value, words):
    assert words in funds_fault(value)
