"""Rounds of several visits, visits nobody wants a debrief of, and kinds of visit, as people meet them."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import UTC, datetime

import pytest
from browser import Browser
from builders import (
    ADMIN,
    COACH,
    COORDINATOR,
    FRI,
    MON,
    PARTNER,
    PRINCIPAL,
    THIRD,
    accept,
    book,
    bring_together,
    choose,
    member,
    outbox,
    propose,
    the_pair,
    the_school,
)  # fmt: skip
from handles import Clock

from coachsched.services import feeds, links
from coachsched.store import proposals

PAGE, TIMES = "/partnerships/1", "/partnerships/1/slots"
TUESDAY = datetime(2027, 1, 19, 7, tzinfo=UTC)
BACK_AND_FORTH = {"round_visits": 2, "round_swaps": True}
MODEL = "Model with cards"


def strip(page: Browser) -> list[str]:
    """What each stage says."""
    stages = next(node for node in page.tree.iter("ol") if "stages" in (node.get("class") or ""))
    return [" ".join("".join(stage.itertext()).split()) for stage in stages.iter("li")]


def heading(page: Browser) -> str:
    return "".join(next(page.tree.iter("h1")).itertext())


def selects(page: Browser, name: str) -> list[str]:
    found = next((one for one in page.tree.iter("select") if one.get("name") == name), None)
    return [one.get("value") or "" for one in found.iter("option")] if found is not None else []


@pytest.fixture
def later(app) -> Clock:
    return Clock(app)


# --- two visits, roles swap -----------------------------------------------------------------------


def test_a_round_in_which_each_visits_the_other(app, signed_in, later):
    with app.app_context():
        choose(**BACK_AND_FORTH)
    coach = signed_in(COACH)
    assert strip(coach.get(PAGE))[::2] == [
        "Classroom visit 1 of 2you visit Paul to do",
        "Classroom visit 2 of 2Paul visits you to do",
    ]
    assert "Classroom visit 1 of 2: you visit Paul" in coach.words
    assert "Times when you are free while Paul teaches, with a debrief that suits you both." in coach.words
    assert heading(coach.get(TIMES)) == "When could you visit Paul?"
    with app.app_context():
        book((FRI, "3"))
    later.set(TUESDAY)
    coach, partner = signed_in(COACH), signed_in(PARTNER)
    assert "Classroom visit 2 of 2: you visit Clara" in partner.get("/").words
    assert heading(partner.get(TIMES)) == "When could you visit Clara?"
    assert "Classroom visit 2 of 2 in this round." in partner.words
    assert "Times when Paul is free while you teach" in coach.get(PAGE).words
    assert heading(coach.get(TIMES)) == "When could Paul visit you?"
    assert "By turns it would be: Paul visits you" in coach.get(f"{TIMES}?host=2").words
    partner.get(TIMES)
    partner.post(f"{PAGE}/proposals", host=partner.fields("host")[0], pick=partner.fields("pick")[0])
    with app.app_context():
        accept(proposals.open_of(the_pair().id), COACH)
    assert [stage.rpartition(" ")[0] for stage in strip(coach.get(PAGE))][2].startswith(
        "Classroom visit 2 of 2Paul visits you booked"
    )
    later.set(datetime(2027, 2, 1, 7, tzinfo=UTC))
    page = signed_in(COACH).get(PAGE)
    assert "Another round with Paul?" in page.words
    assert "it begins with: you visit Paul" in page.words
    assert [stage.split(" done")[0] for stage in strip(page)][1::2] == ["Debrief", "Debrief"]


def test_three_take_turns(app, signed_in):
    with app.app_context():
        choose(**BACK_AND_FORTH)
        number = bring_together(COACH, PARTNER, THIRD, coach=COACH).id
    page = signed_in(PARTNER).get(f"/partnerships/{number}")
    assert [stage for stage in strip(page) if "visit" in stage] == [
        "Classroom visit 1 of 3Clara and Tessa visit you to do",
        "Classroom visit 2 of 3you visit Tessa to do",
        "Classroom visit 3 of 3you visit Clara to do",
    ]
    assert heading(page.get(f"/partnerships/{number}/slots")) == "When could Clara and Tessa visit you?"


def test_how_far_apart_is_said_where_it_matters(app, signed_in):
    with app.app_context():
        choose(**BACK_AND_FORTH, visits_apart_least=3)
    page = signed_in(COACH)
    assert "Your school leaves" not in page.get(TIMES).words
    with app.app_context():
        book((FRI, "3"))
    assert "Your school leaves 3 school days between two of them." in page.get(TIMES).words


def test_why_nothing_fits_yet_is_said(app, signed_in):
    with app.app_context():
        choose(**BACK_AND_FORTH, visits_apart_least=60)
        book((FRI, "3"))
    page = signed_in(COACH).get(TIMES)
    assert "nothing fits yet that is far enough from the classroom visit of Fri 15 Jan" in page.words
    assert page.fields("pick") == []


# --- no debrief -----------------------------------------------------------------------------------


def test_where_no_debrief_is_wanted_no_page_misses_one(app, signed_in, later):
    with app.app_context():
        choose(debrief_after="none")
    coach, partner = signed_in(COACH), signed_in(PARTNER)
    for page in (coach.get(PAGE), coach.get(f"{TIMES}?week=2027-01-18"), coach.get(TIMES)):
        assert "debrief" not in main(page)
    coach.post(f"{PAGE}/proposals", host=coach.fields("host")[0], pick=coach.fields("pick")[0])
    assert "debrief" not in main(coach.get("/proposals/1"))
    for path in ("/", PAGE, "/proposals/1"):
        assert "debrief" not in main(partner.get(path))
    partner.post("/proposals/1/acceptance", option=partner.fields("option")[0])
    assert "debrief" not in main(partner.get("/meetings/1"))
    assert strip(partner.get(PAGE)) == ["Classroom visit booked, Fri 15 Jan"]
    later.set(TUESDAY)
    page = signed_in(COACH).get(PAGE)
    assert "Another round with Paul?" in page.words
    assert "Find a debrief" not in page.get("/meetings/1").words


def main(page: Browser) -> str:
    """What the page says of its own, without the board's key, which is of everybody."""
    words = " ".join("".join(next(page.tree.iter("main")).itertext()).split()).casefold()
    return words.partition("what your coordinator sees")[0]


# --- kinds of visit -------------------------------------------------------------------------------


def test_with_one_kind_nobody_is_asked(signed_in):
    page = signed_in(COACH).get(TIMES)
    assert selects(page, "visit_kind") == []
    assert "1 of 1" not in page.get(PAGE).text


def test_a_kind_is_chosen_with_the_times_and_seen_by_the_two(app, signed_in):
    kinds = ["observe", MODEL]
    with app.app_context():
        choose(visit_kinds=kinds)
    coach, partner = signed_in(COACH), signed_in(PARTNER)
    assert selects(coach.get(TIMES), "visit_kind") == kinds
    sent = {"host": coach.fields("host")[0], "pick": coach.fields("pick")[0]}
    coach.post(f"{PAGE}/proposals", 422, **sent, visit_kind="judge")
    assert "no kind of visit here" in coach.words
    coach.post(f"{PAGE}/proposals", **sent, visit_kind=MODEL)
    for page in (coach, partner):
        assert MODEL in page.get("/proposals/1").words
    counter = partner.get("/proposals/1/counter")
    assert f'<option value="{MODEL}" selected>' in counter.text
    with app.app_context():
        answer = links.to_answer(proposals.get(1), member(PARTNER).person_id)
    assert MODEL in Browser(app).get(answer.removeprefix("http://localhost")).words
    partner.get("/proposals/1")
    partner.post("/proposals/1/acceptance", option=partner.fields("option")[0])
    for page in (coach, partner):
        for path in ("/meetings/1", PAGE):
            assert MODEL in page.get(path).words
    assert MODEL not in coach.get("/meetings/2").words


def test_the_kind_stays_between_the_two(app, signed_in):
    """No letter, no calendar, no list, and nobody else's page."""
    with app.app_context():
        choose(visit_kinds=["observe", MODEL])
        book((FRI, "3"), visit_kind=MODEL)
        propose((MON, "3"), visit_kind=MODEL)
        bodies = [email.message_from_bytes(one.body, policy=email.policy.default) for one in outbox()]
        feeds.renew(member(COACH), "meetings")
        feed = str(feeds.addresses(member(COACH))["meetings"]).partition("localhost")[2]
    parts = [part.get_content() for one in bodies for part in one.walk() if not part.is_multipart()]
    assert len(parts) > 6
    assert MODEL not in repr([*parts, *(one.items() for one in bodies)])
    assert MODEL not in signed_in(COACH).client.get(feed).text
    for who, paths in {
        COORDINATOR: ("/board", "/report", "/report.csv", "/"),
        PRINCIPAL: ("/report", "/"),
        ADMIN: ("/outbox", "/people", "/calendar/school.toml?"),
        THIRD: ("/",),
        COACH: ("/record", "/timetable", "/calendar"),
    }.items():
        page = signed_in(who)
        for path in paths:
            text = page.client.get(path).text
            assert text
            assert (MODEL in text) == (path == "/calendar/school.toml?"), (who, path)


# --- the settings ---------------------------------------------------------------------------------


def test_the_settings_of_a_round_stand_together_and_are_kept(app, signed_in):
    page = signed_in(ADMIN).get("/settings")
    round_, _, rest = page.text.partition("<h2>Visits and talks</h2>")
    _, _, round_ = round_.partition("<h2>A round</h2>")
    names = set(re.findall(r' name="(\w+)"', round_))
    assert names >= {"round_visits", "round_swaps", "debrief_after", "visit_kinds", "wants_plan"}
    assert not names & set(re.findall(r' name="(\w+)"', rest))
    typed = {
        "round_visits": "2",
        "round_swaps": "1",
        "debrief_after": "last",
        "visit_kinds": "observe\nmodel",
    }
    page.post("/settings", **{**shown(page), **typed, "act": "save"})
    with app.app_context():
        assert the_school().settings == {
            "round_visits": 2,
            "round_swaps": True,
            "debrief_after": "last",
            "visit_kinds": ["observe", "model"],
        }


def shown(page: Browser) -> dict[str, str]:
    """Every field of the form as it stands."""
    found = {}
    for one in page.tree.iter():
        name, kind = one.get("name") if isinstance(one.tag, str) else None, one.get("type")
        if not name or one.tag not in ("input", "textarea"):
            continue
        if kind in ("checkbox", "radio") and one.get("checked") is None:
            continue
        found[name] = one.get("value") or "".join(one.itertext())
    return found
