"""A school put together through the pages: one person more, and two who are brought together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from browser import Browser
from builders import ADMIN, COACH, COORDINATOR, OTHER, PARTNER, PEOPLE_CSV, THIRD, the_school
from flask import Flask

from coachsched.models import db
from coachsched.services import people_files
from coachsched.store import partnerships, people

pytestmark = pytest.mark.both_databases
SignIn = Callable[[str], Browser]
NEW = {"name": "Nora Voss", "email": "Nora@School.test", "teacher": "NOR", "faculty": "Music"}


def test_one_person_is_added_by_hand(signed_in: SignIn, app: Flask):
    page = signed_in(ADMIN).get("/people").post("/people", **NEW, role=["teacher", "cover"])
    assert "Nora Voss is here now" in page.words
    with app.app_context():
        found = people.member_by_email(the_school(), "nora@school.test")
        assert found is not None
        assert (found.teacher, found.faculty, found.roles) == ("NOR", "Music", ["teacher", "cover"])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "names nobody"),
        ({"email": "nora"}, "Write one address"),
        ({"email": PARTNER}, "is here already"),
        ({"teacher": "pau"}, "Paul Meyer"),
        ({"role": "boss"}, "unknown role"),
        ({"name": "x" * 121}, "Shorten it"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_kept(
    signed_in: SignIn, dumped, wrong: dict[str, str], said: str
):
    page, before = signed_in(ADMIN).get("/people"), dumped()
    page.post("/people", 422, **(NEW | wrong))
    assert said in page.words
    assert page.fields("faculty") == ["Music"]
    assert dumped()["person"] == before["person"]
    assert dumped()["membership"] == before["membership"]


@pytest.mark.parametrize(
    ("looked_for", "found"),
    [
        ("clara", ["Clara Lind"]),
        ("CLÁRA", ["Clara Lind"]),
        ("partner@", ["Paul Meyer"]),
        ("Maths", ["Paul Meyer"]),
        ("tess", ["Tessa Noor"]),
        ("none", []),
    ],
)
def test_somebody_is_found_by_a_part_of_what_is_shown(signed_in: SignIn, looked_for: str, found: list[str]):
    page = signed_in(ADMIN).get(f"/people?find={looked_for}")
    assert [row.text.strip() for row in page.tree.iter("th") if row.get("scope") == "row"] == found
    assert ("Try fewer letters" in page.words) == (not found)


def test_somebody_of_another_school_comes_here_too(signed_in: SignIn, app: Flask, dumped):
    with app.app_context():
        found = people.member_by_email(the_school(), THIRD)
        assert found is not None
        db.session.delete(found)
        db.session.commit()
    persons = len(dumped()["person"])
    signed_in(ADMIN).get("/people").post("/people", **(NEW | {"email": THIRD}))
    assert len(dumped()["person"]) == persons


def test_aliases_are_shown(signed_in: SignIn, app: Flask):
    with app.app_context():
        people_files.import_people(the_school(), PEOPLE_CSV.replace("PAU", "PAM").encode(), "people.csv")
    assert "PAM also PAU" in signed_in(ADMIN).get("/people").words


def pairs(app: Flask) -> list[tuple[set[str], list[str]]]:
    """The e-mails of each partnership, and of its coach."""
    with app.app_context():
        found = partnerships.partners(the_school()).values()
        return [({one.email for one in pair}, [one.email for one in pair if one.is_coach]) for pair in found]


def bring(page: Browser, status: int = 200, **fields: Any) -> Browser:
    return page.get("/board").post("/partnerships", status, **fields)


def test_two_are_brought_together_from_the_board(signed_in: SignIn, app: Flask):
    page = bring(signed_in(COORDINATOR), person=COACH, second=THIRD, coach=COACH)
    assert "They are partners now" in page.words
    assert ({COACH, THIRD}, [COACH]) in pairs(app)


def test_three_may_be_partners(signed_in: SignIn, app: Flask):
    bring(signed_in(COORDINATOR), person=COACH, second=THIRD, third=OTHER)
    assert ({COACH, THIRD, OTHER}, []) in pairs(app)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "different people"),
        ({"person": COACH, "second": ""}, "different people"),
        ({"person": COACH, "second": COACH}, "different people"),
        ({"person": COACH, "second": PARTNER}, "partners already"),
        ({"person": COACH, "second": "ghost@school.test"}, "has this address"),
        ({"person": COACH, "second": THIRD, "coach": OTHER}, "not one of the partners"),
    ],
)
def test_who_cannot_be_partners_is_told(signed_in: SignIn, dumped, fields: dict[str, str], said: str):
    page, before = signed_in(COORDINATOR).get("/board"), dumped()
    page.post("/partnerships", 422, **fields)
    assert said in page.words
    assert dumped()["partnership"] == before["partnership"]
