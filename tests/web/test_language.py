"""Whose choice of language counts: the reader's, else the school's, else the browser's."""

from __future__ import annotations

import re

import pytest
from access_table import PAGES
from browser import Browser
from builders import COACH, PASSWORD, member
from world import World

from coachsched import languages
from coachsched.core import options
from coachsched.models import Person, db

# In mails, each for one person alone.
OWN_LINKS = (
    "/answers/<token>",
    "/asks/<token>",
    "/cover/links/<token>",
    "/invitations/<token>",
    "/notice/<token>",
    "/nudges/<token>",
    "/sign-in/links/<token>",
    "/suggestions/<token>",
    "/was-this-you/<token>",
)


def spoken(page) -> str:
    return re.search(r'<html lang="([\w-]+)"', page.text)[1]


def of(app, accepted: str) -> str:
    return spoken(app.test_client().get("/sign-in", headers={"Accept-Language": accepted}))


def test_a_school_can_choose_every_language_there_is():
    assert tuple(languages.OFFERED) == options.LANGUAGES


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("de-AT,de;q=0.9,en;q=0.5", "de"),
        ("fr-CA", "fr"),
        ("en-US,en;q=0.9", "en-US"),
        ("en-GB", "en"),
        ("pt-BR,pt;q=0.9", "en"),
        ("nonsense;;;q=x", "en"),
        ("", "en"),
    ],
)
def test_who_chose_nothing_reads_what_the_browser_asks_for(app, accepted: str, language: str):
    assert of(app, accepted) == language


def test_a_browser_keeps_what_was_chosen_at_the_foot_of_a_page(app):
    page = Browser(app).get("/sign-in")
    page.post("/language", language="fr", next="/sign-in?next=/report")
    assert spoken(page) == spoken(page.get("/sign-in")) == "fr"


def test_a_language_that_is_not_there_is_english(app):
    page = Browser(app).get("/sign-in")
    page.post("/language", 303, language="../../etc", next="https://elsewhere.test/")
    assert page.response.location == "/"
    assert spoken(page.get("/sign-in")) == "en"


def test_ones_own_choice_comes_before_the_schools_and_follows_to_every_browser(app):
    with app.app_context():
        member(COACH).school.settings = {"language": "fr"}
        db.session.commit()
    page = Browser(app).sign_in(COACH, PASSWORD)
    assert spoken(page.get("/account")) == "fr"
    page.post("/language", language="es", next="/account")
    assert spoken(page) == spoken(Browser(app).sign_in(COACH, PASSWORD).get("/")) == "es"


def test_pages_behind_links_speak_the_language_of_whose_link_it_is(world: World):
    with world.app.app_context():
        for person in db.session.scalars(db.select(Person)):
            person.language = "fr"
        db.session.commit()
    heard = {rule: spoken(world.ask("nobody", "GET", PAGES[rule].path)) for rule in OWN_LINKS}
    assert heard == dict.fromkeys(OWN_LINKS, "fr")
