"""Partnerships for a whole staff, as a coordinator chooses, changes and makes them.

Both pairs of the school have come to an end. Clara, who coached, is free in periods 3, 4 and 5 of every day:
when Tessa teaches (3) and when Omar does (4), five times in five school days. Paul was her partner before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from browser import Browser
from builders import (
    COACH,
    COORDINATOR,
    COVER,
    OTHER,
    PARTNER,
    PRINCIPAL,
    THIRD,
    bring_together,
    dump,
    history,
    member,
    the_pair,
    the_school,
)
from flask import Flask
from handles import Run

from coachsched.models import Partnership, db
from coachsched.services import assignments, looking, partnerships, signs

SignIn = Callable[[str], Browser]
HERE = re.compile(r'action="(/assignments/\d+)/')


@pytest.fixture
def ids(app: Flask) -> dict[str, str]:
    """Everybody's number, by first name; both partnerships have ended."""
    with app.app_context():
        signs.finish(member(COACH), the_pair().id)
        signs.finish(member(THIRD), the_pair(THIRD, OTHER).id)
        emails = {"clara": COACH, "paul": PARTNER, "tessa": THIRD, "omar": OTHER}
        return {name: str(member(email).person_id) for name, email in emails.items()}


def suggest(page: Browser, status: int = 200, **fields: Any) -> Browser:
    return page.get("/assignments").post(
        "/assignments", status, **({"load": "2", "faculties": "any"} | fields)
    )


def here(page: Browser) -> str:
    found = HERE.search(page.text)
    assert found
    return found[1]


def pairs(page: Browser) -> set[str]:
    """The pairs on the page, the coach first."""
    found = re.findall(r"<p><b>(\w+)[^<]*</b>.*?<b>(\w+)", page.text)
    return {f"{one} and {other}" for one, other in found}


def made(app: Flask) -> set[tuple[str, str | None]]:
    """Who is together since the two old pairs, by name, and who coaches them."""
    with app.app_context():
        rows = db.session.scalars(db.select(Partnership).order_by(Partnership.id)).all()[2:]
        named = {one.person_id: one.person.name.split()[0] for row in rows for one in row.members}
        return {
            (" and ".join(sorted(named[one.person_id] for one in row.members)), named.get(row.coach_id))
            for row in rows
        }


@pytest.mark.both_databases
def test_everybody_is_brought_together_at_once(signed_in: SignIn, app: Flask, ids: dict[str, str]):
    page = signed_in(COORDINATOR).get("/board").get("/assignments")
    chosen = {"coaches": ids["clara"], "coached": [ids["tessa"], ids["omar"]]}
    suggest(page, **chosen)
    assert pairs(page) == {"Clara and Tessa", "Clara and Omar"}
    assert "5 visits with a debrief in the next 5 school days Across faculties" in page.words
    assert "More are not possible with these people" in page.words
    place = here(page)
    page.post(f"{place}/partnerships")
    assert "2 partnerships are made" in page.words
    assert made(app) == {("Clara and Omar", "Clara"), ("Clara and Tessa", "Clara")}
    page.post(f"{place}/partnerships", 409)
    assert "made already" in page.words
    assert len(made(app)) == 2
    with app.app_context():
        assert history(the_pair(COACH, THIRD).id) == ["began"]
    assert "Clara" in signed_in(THIRD).get("/").words


def test_those_who_have_nobody_take_part_unless_somebody_chooses(signed_in: SignIn, ids: dict[str, str]):
    page = signed_in(COORDINATOR).get("/assignments")
    ticked = {
        (box.get("name"), box.get("value")) for box in page.tree.iter("input") if "checked" in box.attrib
    }
    coached = {("coached", ids[name]) for name in ("paul", "tessa", "omar")}
    assert ticked == {("coaches", ids["clara"]), *coached, ("faculties", "any")}
    assert page.fields("load") == ["2"]


def test_who_looks_for_a_partner_takes_part_as_they_would_like(
    signed_in: SignIn, app: Flask, ids: dict[str, str]
):
    with app.app_context():
        for email, part in ((PARTNER, "coach"), (THIRD, "either")):
            looking.refine(member(email), "coordinator", part, "", goes_on=False)
    page = signed_in(COORDINATOR).get("/assignments")
    ticked = [
        (box.get("name"), box.get("value")) for box in page.tree.iter("input") if "checked" in box.attrib
    ]
    assert {name for name, value in ticked if value == ids["paul"]} == {"coaches"}
    assert sorted(name for name, value in ticked if value == ids["tessa"]) == ["coached", "coaches"]


def test_where_nobody_ever_coached_all_are_equals(signed_in: SignIn, app: Flask, ids: dict[str, str]):
    with app.app_context():
        the_pair().coach_id = None
        db.session.commit()
    page = signed_in(COORDINATOR)
    everybody = list(ids.values())
    suggest(page, coaches=everybody, coached=everybody, load="1")
    # Clara can visit Omar in period 4 and he her in 1, Paul Tessa in 1 and she him in 2 and 4.
    assert pairs(page) in ({"Clara and Omar", "Paul and Tessa"}, {"Clara and Tessa", "Omar and Paul"})
    page.post(f"{here(page)}/partnerships")
    assert {coach for _, coach in made(app)} == {None}


def test_a_school_that_swaps_roles_counts_both_ways_and_one_without_debriefs_visits(
    signed_in: SignIn, app: Flask, ids: dict[str, str]
):
    with app.app_context():
        the_school().settings = {"round_swaps": True, "debrief_after": "none"}
        db.session.commit()
    page = signed_in(COORDINATOR)
    suggest(page, coaches=ids["clara"], coached=ids["tessa"])
    # Tessa is free in period 2, when Clara teaches, and in 4 and 5.
    assert "5 visits of Clara to Tessa and 5 of Tessa to Clara in the next 5 school days" in page.words


def test_who_stays_without_a_partner_and_why(signed_in: SignIn, ids: dict[str, str]):
    page = signed_in(COORDINATOR)
    suggest(page, coaches=ids["clara"], coached=[ids["tessa"], ids["omar"], ids["paul"]], load="1")
    assert "Paul Meyer : there is nobody they could be with" in page.words
    assert "those who have time when they do are with others" in page.words


def test_two_kept_apart_stay_apart_and_a_wish_is_granted(signed_in: SignIn, ids: dict[str, str]):
    page = signed_in(COORDINATOR)
    page.get("/assignments/wishes").post(
        "/assignments/wishes", kind="apart", person=ids["tessa"], other=[ids["clara"], ids["paul"]]
    )
    assert "Not these two: Clara Lind and Tessa Noor" in page.words
    page.post("/assignments/wishes", kind="asked", person=ids["omar"], other=ids["clara"])
    suggest(page, coaches=ids["clara"], coached=[ids["tessa"], ids["omar"]])
    assert pairs(page) == {"Clara and Omar"}
    assert "One of them asked for it" in page.words
    page.get("/assignments/wishes").post(re.findall(r'action="([^"]+/removal)"', page.text)[0])
    suggest(page, coaches=ids["clara"], coached=[ids["tessa"], ids["omar"]])
    assert pairs(page) == {"Clara and Omar", "Clara and Tessa"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "rival"}, "Choose one of these"),
        ({"person": "999"}, "Choose somebody"),
        ({"other": []}, "Choose at least one other"),
        ({"other": ["999"]}, "Choose at least one other"),
        ({"other": ["x"]}, "Choose at least one other"),
    ],
)
def test_a_wish_that_cannot_be_is_told(signed_in: SignIn, ids: dict[str, str], dumped, wrong, said: str):
    page, before = signed_in(COORDINATOR).get("/assignments/wishes"), dumped()
    good = {"kind": "asked", "person": ids["omar"], "other": [ids["clara"]]}
    page.post("/assignments/wishes", 422, **(good | wrong))
    assert said in page.words
    assert dumped() == before


def test_a_pair_is_left_out_and_another_put_in(signed_in: SignIn, app: Flask, ids: dict[str, str]):
    page = signed_in(COORDINATOR)
    suggest(page, coaches=ids["clara"], coached=[ids["tessa"], ids["omar"]], load="1")
    place = here(page)
    (first,) = pairs(page)
    now, free = ("tessa", "omar") if "Tessa" in first else ("omar", "tessa")
    page.get(f"{place}/people/{ids['clara']}?instead={ids[now]}")
    (choice,) = [one for one in page.tree.iter("option") if one.get("value")]
    assert (choice.get("value"), "5 visits with a debrief" in "".join(choice.itertext())) == (ids[free], True)
    page.post(f"{place}/pairs", person=ids["clara"], partner=ids[free], instead=ids[now])
    assert pairs(page) == {f"Clara and {free.title()}"}
    page.post(f"{place}/removals", 409, one=ids["clara"], other=ids[now])
    page.post(f"{place}/removals", one=ids["clara"], other=ids[free])
    assert pairs(page) == set()
    assert page.words.count("those who have time when they do") == 3
    page.post(f"{place}/pairs", person=ids[now], partner=ids["clara"])
    page.post(f"{place}/pairs", 422, person=ids[free], partner=ids[now])
    assert "These two cannot be suggested" in page.words
    page.get(f"{place}/people/999", 404)
    page.post(f"{place}/partnerships")
    assert made(app) == {(f"Clara and {now.title()}", "Clara")}


def test_a_coach_who_has_as_many_as_may_be_takes_no_more(signed_in: SignIn, app: Flask, ids: dict[str, str]):
    with app.app_context():
        member(COVER).teacher = "COL"
        db.session.commit()
        cole = str(member(COVER).person_id)
    page = signed_in(COORDINATOR)
    suggest(page, coaches=ids["clara"], coached=[ids["tessa"], ids["omar"], cole])
    assert "Cole Ward : nobody they could be with has a visit" in page.words
    page.post(f"{here(page)}/pairs", 422, person=cole, partner=ids["clara"])
    assert "Clara Lind would have more partners than they take" in page.words


def test_who_is_another_s_already_moves(signed_in: SignIn, app: Flask, ids: dict[str, str]):
    page = signed_in(COORDINATOR)
    suggest(page, coaches=[ids["clara"], ids["paul"]], coached=[ids["tessa"]], load="1")
    place = here(page)
    coach = "paul" if pairs(page) == {"Clara and Tessa"} else "clara"
    page.get(f"{place}/people/{ids[coach]}")
    assert "with " in page.words
    page.post(f"{place}/pairs", person=ids[coach], partner=ids["tessa"])
    assert pairs(page) == {f"{coach.title()} and Tessa"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"coaches": []}, "no two who could be partners"),
        ({"coached": ["999", "x", "-1"]}, "no two who could be partners"),
        ({"load": "0"}, "Write a whole number between 1 and 9"),
        ({"load": "two"}, "Write a whole number between 1 and 9"),
        ({"faculties": "mine"}, "Choose one of these"),
    ],
)
def test_a_choice_that_cannot_be_is_told(signed_in: SignIn, ids: dict[str, str], dumped, wrong, said: str):
    page, before = signed_in(COORDINATOR).get("/assignments"), dumped()
    suggest(page, 422, **({"coaches": [ids["clara"]], "coached": [ids["tessa"]]} | wrong))
    assert said in page.words
    assert dumped() == before


def test_without_days_ahead_nothing_is_suggested(signed_in: SignIn, ids: dict[str, str], clock):
    clock.forward(days=250)
    page = signed_in(COORDINATOR)
    suggest(page, 422, coaches=ids["clara"], coached=ids["tessa"])
    assert "no days with lessons ahead" in page.words


def test_what_became_impossible_is_suggested_no_longer(signed_in: SignIn, app: Flask, ids: dict[str, str]):
    page = signed_in(COORDINATOR)
    suggest(page, coaches=ids["clara"], coached=[ids["tessa"], ids["omar"]])
    place = here(page)
    with app.app_context():
        bring_together(COACH, OTHER)
    assert pairs(page.get(place)) == {"Clara and Tessa"}
    page.post(f"{place}/partnerships")
    assert made(app) == {("Clara and Omar", None), ("Clara and Tessa", "Clara")}


def test_all_are_made_or_none(in_app: Flask, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch):
    everybody = [frozenset(int(ids[name]) for name in names) for names in (["clara"], ["tessa", "omar"])]
    number = assignments.suggest(member(COORDINATOR), assignments.Wanted(*everybody))
    before, begin = dump(), partnerships.begin
    begun: list[object] = []

    def fails_the_second_time(*given: Any) -> Partnership:
        if begun:
            raise RuntimeError
        begun.append(begin(*given))
        return begun[0]

    monkeypatch.setattr(partnerships, "begin", fails_the_second_time)
    with pytest.raises(RuntimeError):
        assignments.make(member(COORDINATOR), number)
    assert dump() == before


def test_a_newer_suggestion_takes_the_place_of_the_one_before(signed_in: SignIn, ids: dict[str, str]):
    page = signed_in(COORDINATOR)
    chosen = {"coaches": ids["clara"], "coached": [ids["tessa"], ids["omar"]]}
    place = here(suggest(page, **chosen))
    suggest(page, **chosen, load="1")
    page.get(place, 404)
    assert "There is a suggestion of" in page.get("/assignments").words


@pytest.mark.parametrize("who", [COACH, PRINCIPAL])
def test_nobody_else_suggests(signed_in: SignIn, ids: dict[str, str], who: str):
    page = signed_in(who)
    page.get("/assignments", 403)
    page.post("/assignments", 403, load="2", faculties="any")
    assert "/assignments" not in page.get("/").text


def test_the_command_tells_the_same_and_keeps_nothing(run: Run, ids: dict[str, str], dumped):
    before = dumped()
    found = json.loads(run("assignments", "suggest", "--json").output)
    assert [(one["people"], one["coach"], one["visits"]) for one in found["pairs"]] == [
        ([COACH, THIRD], COACH, 5),
        ([COACH, OTHER], COACH, 5),
    ]
    assert found["left_over"] == [{"person": PARTNER, "reason": "nobody"}]
    assert (found["days"], found["best_possible"], found["proven"]) == (5, 2, True)
    assert "1 pair over 5 school days." in run("assignments", "suggest", "--load", "1").output
    assert dumped() == before


def test_the_command_says_where_nobody_could_be_together(run: Run, app: Flask):
    with app.app_context():
        for email in (COACH, PARTNER, THIRD, OTHER):
            member(email).teacher = None
        db.session.commit()
    assert "no two who could be partners" in run("assignments", "suggest", code=1).output
