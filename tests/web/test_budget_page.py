"""What cover has left, on a page that names nobody, and each partnership's own share on theirs."""

from __future__ import annotations

from datetime import date

import pytest
from builders import ADMIN, COACH, COORDINATOR, COVER, FRI, PARTNER, THIRD, the_pair, the_school, wants_cover

from coachsched.models import CoverRequest, db
from coachsched.services import schools
from coachsched.store import proposals

MON, TUE, WED = date(2027, 1, 18), date(2027, 1, 19), date(2027, 1, 20)
FUNDS = {"Release days": {"school": 40, "partnership": 2}, "Grant": {"school": 12}}


@pytest.fixture
def used(app) -> None:
    """Two periods approved for the pair, one asked for beside, and one from a fund that is gone."""
    with app.app_context():
        school = the_school()
        school.settings = {"funds": FUNDS}
        schools.schools.changed(school)
        for state, fund in (
            ("approved", "Release days"), ("approved", "Release days"), ("asked", ""), ("approved", "Old"),
            ("withdrawn", "Grant"),
        ):  # fmt: skip
            wants_cover(COACH, FRI, "1", partnership_id=the_pair().id, state=state, fund=fund)


def rows(page) -> list[list[str]]:
    """Every row of every table, cell by cell."""
    return [["".join(cell.itertext()) for cell in row] for row in page.tree.iter("tr")]


@pytest.mark.parametrize("who", [COVER, COORDINATOR, ADMIN])
def test_the_page_tells_what_is_used_asked_for_and_left(used, signed_in, who: str):
    page = signed_in(who).get("/cover/budget")
    assert rows(page)[1:4] == [
        ["Release days", "38 of 40", "2", "0"],
        ["Grant", "12 of 12", "0", "1"],
        ["Oldno longer among the funds", "", "1", ""],
    ]
    assert "up to 2 periods a term. One group has used up theirs." in page.words
    assert "Summer term" in page.words


def test_nobody_is_named_on_it(used, app, signed_in):
    words = signed_in(COVER).get("/cover/budget").words
    main = words[: words.index("Linden School")]
    for name in ("Clara", "Lind", "Paul", "Meyer"):
        assert name not in main.replace("Linden", "")


def test_partners_read_their_own_share_and_others_do_not(used, app, signed_in):
    with app.app_context():
        own, other = the_pair().id, the_pair(THIRD, "other@school.test").id
    for who in (COACH, PARTNER):
        words = signed_in(who).get(f"/partnerships/{own}").words
        assert "Release days: 2 periods of 2 periods this term." in words
    assert "Cover you have used" not in signed_in(THIRD).get(f"/partnerships/{other}").words


def test_a_school_without_funds_is_told_how_to_begin(signed_in):
    assert "can name funds" in signed_in(COVER).get("/cover/budget").words


@pytest.fixture
def asked(app) -> list[int]:
    """Three lessons of the coach that somebody could take, and a budget for one of them from each fund."""
    with app.app_context():
        school = the_school()
        school.settings = {"funds": {"Grant": {"school": 1}, "Release days": {"school": 1}}}
        schools.schools.changed(school)
        db.session.commit()
        return [wants_cover(COACH, on, "1", partnership_id=the_pair().id).id for on in (MON, TUE, WED)]


def approve(page, number: int, status: int = 200, **fields: str):
    page.get("/cover")
    colleague = page.tree.find(f".//select[@id='colleague-{number}']/option")
    return page.post(f"/cover/requests/{number}/approval", status, colleague=colleague.get("value"), **fields)


def funds_of(app, numbers: list[int]) -> list[str]:
    with app.app_context():
        return [db.session.get(CoverRequest, number).fund for number in numbers]


def test_a_fund_is_chosen_at_approval_and_nothing_is_approved_beyond_it(app, signed_in, asked, dumped):
    page = signed_in(COVER)
    approve(page, asked[0], fund="Release days")
    page.get("/cover")
    colleague = page.tree.find(f".//select[@id='colleague-{asked[1]}']/option").get("value")
    before = dumped()
    page.post(f"/cover/requests/{asked[1]}/approval", 409, colleague=colleague, fund="Release days")
    assert "This term's release is used up. Choose another fund, or have the amount raised" in page.words
    page.post(f"/cover/requests/{asked[1]}/approval", 422, colleague=colleague, fund="Gifts")
    assert dumped() == before
    approve(page, asked[1], fund="")
    assert funds_of(app, asked) == ["Release days", "Grant", ""]
    page.get("/cover")
    assert page.tree.find(f".//select[@id='colleague-{asked[2]}']") is None, "there is nothing to approve"
    assert "This term's release is used up." in page.words


def test_whoever_asks_beyond_what_is_left_is_told_and_can_ask_all_the_same(app, signed_in):
    with app.app_context():
        school = the_school()
        school.settings = {"cover": "always", "funds": {"Grant": {"school": 9, "partnership": 0}}}
        schools.schools.changed(school)
        db.session.commit()
        pair = the_pair().id
    page = signed_in(COACH).get(f"/partnerships/{pair}/slots")
    told = "This term's release for your partnership is used up; it can still be asked for."
    assert told in page.words
    (host,) = set(page.fields("host"))
    pick = next(one for one in page.fields("pick") if one.endswith(".cover"))
    page.post(f"/partnerships/{pair}/proposals", host=host, pick=pick)
    with app.app_context():
        number = proposals.open_of(pair).id
    for who in (COACH, PARTNER):
        words = signed_in(who).get(f"/proposals/{number}").words
        assert "It is asked for, though this term's release for your partnership is used up." in words
    assert "The share of those concerned is used up this term." in signed_in(COVER).get("/cover").words
