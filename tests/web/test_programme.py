"""The page about the programme: the school's own words, for those whom the school wants to read it."""

from __future__ import annotations

import pytest
from browser import Browser
from builders import ADMIN, COACH, COORDINATOR, PASSWORD, SCHOOL_TOML, the_school

from coachsched.services import schools

RULE = "stays between the partners"


def test_it_reads_well_before_anybody_has_written_it(signed_in):
    page = signed_in(COACH).get("/programme")
    assert "Peer coaching at Linden School" in page.words
    assert RULE in page.words
    assert "Change the words" not in page.words


def test_it_speaks_the_schools_words(app, signed_in):
    with app.app_context():
        schools.apply(f'{SCHOOL_TOML}\n[settings]\nword_coach = "critical friend"\n'.encode(), "school.toml")
    assert "critical friend" in signed_in(COACH).get("/programme").words


@pytest.mark.parametrize("who", [COORDINATOR, ADMIN])
def test_own_words_take_the_place_of_the_usual_and_an_empty_part_is_left_out(signed_in, who: str):
    page = signed_in(who).get("/programme/text")
    page.post("/programme/text", goals="Two visits a term.\r\n\r\nAnd <i>time</i> to talk.", why=" ")
    assert "Two visits a term." in page.words
    assert "&lt;i&gt;time" in page.text
    assert "Why we do it" not in page.words
    assert RULE in page.words
    page.get("/programme/text")
    assert page.fields("goals") == ["Two visits a term.\n\nAnd <i>time</i> to talk."]
    assert page.fields("why") == [""]


def test_what_was_left_as_it_is_follows_the_schools_words_later(app, signed_in):
    page = signed_in(ADMIN).get("/programme/text")
    page.post("/programme/text", **{key: page.fields(key)[0] for key in ("what", "roles", "goals")})
    with app.app_context():
        schools.apply((SCHOOL_TOML + '\n[settings]\nword_coach = "buddy"\n').encode(), "school.toml")
    assert "The buddy and the partner" in page.get("/programme").words


def test_a_text_that_is_too_long_is_told_beside_it_and_nothing_is_lost(signed_in):
    page = signed_in(COORDINATOR).get("/programme/text")
    page.post("/programme/text", 422, goals="x" * 4001, why="Because.")
    assert "4001 characters" in page.words
    assert page.fields("why") == ["Because."]
    assert "Because." not in page.get("/programme").words


def test_only_a_school_that_wants_it_shows_the_page_to_everybody(app):
    with app.app_context():
        number = the_school().id
    Browser(app).get(f"/schools/{number}/programme", 404)
    with app.app_context():
        schools.apply((SCHOOL_TOML + "\n[settings]\nprogramme_public = true\n").encode(), "school.toml")
    page = Browser(app).get(f"/schools/{number}/programme")
    assert RULE in page.words
    assert "Change the words" not in page.words
    page.get("/schools/999/programme", 404)


def test_the_page_is_one_link_away(signed_in):
    page = signed_in(COACH).get("/")
    assert 'href="/programme"' in page.text
    assert PASSWORD not in page.text
