"""The first page of an empty installation: one link, one form, a school with its administrator."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from browser import Browser
from builders import dump

from coachsched.core import options
from coachsched.models import Membership, School, db
from coachsched.services import setup

WANTED = {
    "school": "Elm School",
    "timezone": "Europe/Madrid",
    "name": "Ines Prado",
    "email": "ines@elm.test",
    "password": "four words in a row",
}


@pytest.fixture
def empty(make_app):
    return make_app("empty", demo=False, now=None)


@pytest.fixture
def link(empty) -> str:
    with empty.app_context():
        parts = urlsplit(setup.link("http://localhost"))
    return f"{parts.path}?{parts.query}"


def key(link: str) -> str:
    return link.partition("key=")[2]


def test_the_link_makes_a_school_and_signs_its_administrator_in(empty, link: str):
    page = Browser(empty).get(link)
    page.post("/setup", key=key(link), **WANTED)
    assert "Your school is there" in page.words
    assert "Step 2 of 5" in page.words
    with empty.app_context():
        school = db.session.scalars(db.select(School)).one()
        member = db.session.scalars(db.select(Membership)).one()
        assert (school.name, school.timezone) == ("Elm School", "Europe/Madrid")
        assert (member.person.name, member.person.email) == ("Ines Prado", "ines@elm.test")
        assert {"admin", "coordinator"} <= set(member.roles)
    Browser(empty).sign_in("ines@elm.test", "four words in a row").get("/board")


@pytest.mark.parametrize(
    ("spoken", "mails", "said"),
    [
        ("de-AT", "de", "Schreiben Sie ihn, wie man ihn kennt."),
        ("en-US", "en_US", "Write it as people know it."),
        ("en-GB", None, "Write it as people know it."),
    ],
)
def test_a_school_speaks_what_it_was_set_up_in(empty, link: str, spoken: str, mails: str | None, said: str):
    page = Browser(empty)
    page.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = spoken
    page.get(link)
    page.post("/setup", 422, key=key(link), **{**WANTED, "school": ""})
    assert said in page.words
    page.post("/setup", key=key(link), **WANTED)
    with empty.app_context():
        school = db.session.scalars(db.select(School)).one()
        assert options.school_language(school.settings) == mails


def test_without_the_link_nobody_sets_a_school_up(empty):
    page = Browser(empty)
    page.get("/sign-in")
    assert "no school here yet" in page.words
    page.get("/setup", 403)
    page.get("/setup?key=guessed", 403)
    page.get("/sign-in")
    page.post("/setup", 403, key="guessed", **WANTED)
    with empty.app_context():
        assert not any(dump().values())


def test_once_there_is_a_school_the_link_leads_to_signing_in_and_sets_nothing_up(empty, link: str):
    Browser(empty).get(link).post("/setup", key=key(link), **WANTED)
    with empty.app_context():
        before = dump()
    late = Browser(empty)
    assert "Your school is there already" in late.get(link).words
    assert late.fields("next")[0] == "/setup/next"
    late.get("/setup?key=guessed", 404)
    late.get("/sign-in")
    late.post("/setup", 404, key=key(link), **WANTED | {"school": "Another", "email": "me@other.test"})
    with empty.app_context():
        assert dump() == before


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("school", "  ", "no name yet"),
        ("timezone", "Europe", "not a time zone"),
        ("timezone", "", "not a time zone"),
        ("name", "", "name is missing"),
        ("email", "ines", "no e-mail address"),
        ("password", "short", "too short"),
    ],
)
def test_a_wrong_field_is_told_beside_it_and_nothing_is_lost(empty, link: str, field: str, value: str, words):
    page = Browser(empty).get(link)
    page.post("/setup", 422, key=key(link), **WANTED | {field: value})
    assert words in page.words
    kept = {"school", "timezone", "name", "email"} - {field}
    assert {name: page.fields(name) for name in kept} == {name: [WANTED[name]] for name in kept}
    with empty.app_context():
        assert not any(dump().values())


def test_the_demo_is_not_set_up(make_app):
    app = make_app("empty")
    Browser(app).get("/setup", 404)
