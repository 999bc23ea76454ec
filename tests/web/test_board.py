"""The board: quiet first, narrowed as one likes, and what a coordinator can do on the partners' wish."""

from __future__ import annotations

import re

import pytest
from builders import (
    ADMIN,
    COACH,
    COORDINATOR,
    FRI,
    OTHER,
    PARTNER,
    PRINCIPAL,
    THIRD,
    book,
    dump,
    history,
    member,
    the_pair,
    the_school,
)

from coachsched.services import histories, people_files, signs
from coachsched.services.board import PAGE_LENGTH

MANY = 2 * PAGE_LENGTH + 3


def rows(page) -> list[str]:
    """The words of each partnership's row."""
    found = [node for node in page.tree.iter("div") if "pair" in (node.get("class") or "").split()]
    return [" ".join(" ".join(node.itertext()).split()) for node in found]


def page_numbers(page) -> list[str]:
    """The pages one can go to, and the one that is open, as said above the list."""
    (above,) = [node for node in page.tree.iter("nav") if node.get("aria-label") == "Pages"]
    return [" ".join("".join(node.itertext()).split()).removeprefix("Page ") for node in above]


def chosen(page, name: str) -> str:
    """Who stands chosen in one of the form's lists."""
    (found,) = [node for node in page.tree.iter("select") if node.get("name") == name]
    return next((one.get("value") or "" for one in found if one.get("selected") is not None), "")


@pytest.fixture
def many(app):
    """Many partnerships, all quiet since they began but for two that met."""
    with app.app_context():
        names = [f"{side}{number}" for number in range(MANY) for side in "ab"]
        people = "".join(f"{name.title()} Last,{name}@x.test,{name}\n" for name in names)
        people_files.import_people(the_school(), f"name,email,teacher\n{people}".encode(), "people.csv")
        log = [f"2026-09-01,a{number}@x.test+b{number}@x.test,began" for number in range(MANY)]
        log += [f"2027-01-12,a{number}@x.test+b{number}@x.test,informal" for number in (1, 2)]
        histories.import_history(the_school(), "\n".join(["date,people,what", *log]).encode(), "log.csv")


@pytest.mark.usefixtures("clock", "many")
def test_the_quiet_ones_come_first_a_page_at_a_time(signed_in, clock):
    clock.forward(days=14)
    page = signed_in(COORDINATOR).get("/board")
    assert len(rows(page)) == PAGE_LENGTH
    assert all("Not started yet" in row for row in rows(page))
    assert page_numbers(page) == ["1", "2", "3"]
    assert 'aria-current="page"' in page.text
    page.get("/board?page=3")
    assert sum("Under way" in row for row in rows(page)) == 2
    assert len(rows(page.get("/board?page=99"))) == len(rows(page.get("/board?page=3")))


@pytest.mark.usefixtures("many")
def test_a_reason_and_a_faculty_narrow_it(signed_in, clock):
    clock.forward(days=14)
    page = signed_in(COORDINATOR)
    assert len(rows(page.get("/board?reason=active"))) == 2
    assert len(rows(page.get("/board?faculty=English"))) == 1
    assert rows(page.get("/board?faculty=English&reason=active")) == []
    assert "None of them fits" in page.words


def test_who_asks_for_a_part_gets_the_part(signed_in):
    page = signed_in(COORDINATOR)
    page.get("/board", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert "<html" not in page.text
    assert len(rows(page)) == 2


def test_a_coach_has_a_board_of_their_own_partnerships(signed_in):
    page = signed_in(COACH).get("/board")
    assert len(rows(page)) == 1
    assert "Tessa" not in page.words
    assert "I spoke to them" not in page.words
    signed_in(PARTNER).get("/board", 403)


def test_having_spoken_to_them_is_a_date_and_clears_nothing(app, signed_in, clock):
    clock.forward(days=40)
    with app.app_context():
        number = the_pair().id
        before = history(number)
    page = signed_in(COORDINATOR).get("/board")
    quiet = [row for row in rows(page) if "Clara" in row]
    page.post(f"/board/{number}/conversation")
    (after,) = [row for row in rows(page) if "Clara" in row]
    assert re.sub(r" coordinator spoke to them \w+ \d+ \w+", "", after) == quiet[0]
    assert "coordinator spoke to them" in after
    with app.app_context():
        assert history(number) == before
    assert "coordinator spoke to them" in signed_in(PARTNER).get(f"/partnerships/{number}").words


def test_a_coordinator_sets_a_partnership_aside_and_it_shows_on_the_strip(app, signed_in):
    with app.app_context():
        number = the_pair().id
    page = signed_in(COORDINATOR).get("/board")
    page.post(f"/board/{number}/pause", until="2027-02-15")
    (row,) = [row for row in rows(page) if "Clara" in row]
    assert "Paused until Mon 15 Feb" in row
    assert 'class="pause"' in page.text
    page.post(f"/board/{number}/pause", 422, until="2026-12-01")
    assert "That day has passed" in page.words


def test_a_coordinator_ends_a_partnership_and_both_calendars_are_told(app, signed_in):
    with app.app_context():
        number = the_pair().id
        book((FRI, "3"))
    page = signed_in(COORDINATOR).get("/board")
    page.post(f"/board/{number}/end")
    assert "Finished" in next(row for row in rows(page) if "Clara" in row)
    with app.app_context():
        assert history(number)[-1] == "finished"
    page.post(f"/board/{number}/end", 409)


def test_each_of_a_pair_gets_a_new_partner_in_turn(app, signed_in):
    with app.app_context():
        number = the_pair().id
        book((FRI, "3"))
    page = signed_in(COORDINATOR).get("/board")
    page.post(f"/board/{number}/new-partners")
    assert "come to its end" in page.words
    assert chosen(page, "person") == COACH
    (waiting,) = page.fields("waiting")
    page.post("/partnerships", person=COACH, second=THIRD, waiting=waiting)
    assert chosen(page, "person") == PARTNER
    (waiting,) = page.fields("waiting")
    page.post("/partnerships", person=PARTNER, second=OTHER, waiting=waiting)
    assert (chosen(page, "person"), page.fields("waiting")) == ("", [""])
    with app.app_context():
        assert history(number)[-1] == "finished"
        assert history(the_pair(COACH, THIRD).id) == history(the_pair(PARTNER, OTHER).id) == ["began"]
    page.post(f"/board/{number}/new-partners", 409)


@pytest.mark.parametrize("waiting", ["x", "999999,-1", "1," * 2000, "²"])
def test_who_waits_is_nobody_where_the_address_was_made_up(signed_in, waiting: str):
    page = signed_in(COORDINATOR).get(f"/board?waiting={waiting}")
    assert page.response.status_code == 200
    page.post("/partnerships", 422, waiting=waiting)


@pytest.mark.parametrize("act", ["conversation", "pause", "end", "new-partners"])
@pytest.mark.parametrize("who", [COACH, PARTNER, THIRD, PRINCIPAL, ADMIN])
def test_nobody_else_acts_on_a_partnership_there(app, signed_in, who: str, act: str):
    with app.app_context():
        number = the_pair().id
    page = signed_in(who)
    with app.app_context():
        before = dump()
    page.post(f"/board/{number}/{act}", 403, until="2027-02-15")
    with app.app_context():
        assert dump() == before


def test_a_rest_ends_on_the_strip_when_they_are_back(app, signed_in, clock):
    with app.app_context():
        number = the_pair(THIRD, OTHER).id
        signs.pause(member(THIRD), number, FRI.replace(month=3))
    clock.forward(days=7)
    with app.app_context():
        signs.resume(member(OTHER), number)
    page = signed_in(COORDINATOR).get("/board")
    assert page.text.count('class="pause" x=') == 2  # the rest, and the key below it
