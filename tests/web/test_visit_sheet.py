"""The sheet of a meeting: for those in it alone, with questions that ask, and nothing to fill in here."""

from __future__ import annotations

import pytest
from builders import ADMIN, COACH, COORDINATOR, COVER, FRI, PARTNER, PRINCIPAL, THIRD, book, member
from opened import come, opened

from coachsched.services import moving

FOCUS = "Who speaks first"


@pytest.fixture
def booked(app):
    with app.app_context():
        return {kind: meeting.id for kind, meeting in book((FRI, "3"), focus=FOCUS).items()}


def facts(page):
    names, values = list(page.tree.iter("dt")), list(page.tree.iter("dd"))
    return {
        name.text: " ".join("".join(one.itertext()).split()) for name, one in zip(names, values, strict=True)
    }


@pytest.mark.parametrize(("who", "other"), [(COACH, "Paul Meyer"), (PARTNER, "Clara Lind")])
def test_it_says_who_where_when_and_what_to_look_at(booked, signed_in, who, other):
    page = signed_in(who).get(f"/meetings/{booked['visit']}")
    (link,) = [one.get("href") for one in page.tree.iter("a") if one.text == "Sheet to print"]
    page.get(link)
    assert facts(page) == {
        "When": "Fri 15 Jan, period 3, 09:55–10:25",
        "Who": f"You and {other}",
        "Where": "room R2",
        "Lesson": "8B Maths",
        "To look at": FOCUS,
    }
    assert f"Only you and {other} see this page." in page.words


def test_the_sheet_of_the_debrief_is_of_the_same_visit(booked, signed_in):
    found = facts(signed_in(COACH).get(f"/meetings/{booked['debrief']}/sheet"))
    assert (found["Lesson"], found["To look at"]) == ("8B Maths", FOCUS)


def test_it_asks_and_leaves_nothing_to_rate_tick_or_send(booked, signed_in):
    page = signed_in(COACH).get(f"/meetings/{booked['visit']}/sheet")
    (sheet,) = [one for one in page.tree.iter("div") if one.get("class") == "sheet"]
    assert [one.text for one in sheet.iter("h2")] == ["Before", "During", "After"]
    asked = [one.text or "" for one in sheet.iter("p")]
    assert 5 <= len(asked) <= 6
    assert all(one.endswith("?") for one in asked)
    main = next(page.tree.iter("main"))
    assert [
        one.tag for one in main.iter() if one.tag in ("form", "input", "select", "textarea", "button")
    ] == []
    assert "coachsched keeps none of them" in page.words


@pytest.mark.parametrize("who", [THIRD, COORDINATOR, PRINCIPAL, COVER, ADMIN])
def test_nobody_else_has_it(booked, signed_in, who):
    page = signed_in(who).get(f"/meetings/{booked['visit']}/sheet", 404)
    assert FOCUS not in page.text


def test_an_open_lesson_has_a_sheet_with_what_there_is_to_see(app, signed_in):
    with app.app_context():
        visit = come(opened(FRI, "4", line="Peer feedback"), THIRD).id
    for who in (THIRD, PARTNER):
        page = signed_in(who).get(f"/open-lessons/visits/{visit}")
        assert page.tree.find(f".//a[@href='/meetings/{visit}/sheet']") is not None
        assert facts(page.get(f"/meetings/{visit}/sheet"))["To see"] == "Peer feedback"
    signed_in(COACH).get(f"/meetings/{visit}/sheet", 404)


def test_of_what_was_called_off_there_is_no_sheet(booked, app, signed_in):
    with app.app_context():
        moving.cancel(member(COACH), booked["visit"])
    page = signed_in(PARTNER).get(f"/meetings/{booked['visit']}/sheet")
    assert page.response.request.path == f"/meetings/{booked['visit']}"
    assert "Sheet to print" not in page.words
