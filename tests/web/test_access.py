"""Who may do what: one table of every route, method and actor, read against the routes there are."""

from __future__ import annotations

from typing import Any

import pytest
from access_table import ACTS, LINKED, PAGES, TABLE, Cell
from browser import CSRF
from world import ACTORS, World

from coachsched.views.guard import PUBLIC

acts = pytest.mark.parametrize("cell", [pytest.param(cell, id=rule) for rule, cell in ACTS.items()])


def expected(cell: Cell) -> dict[str, int]:
    return dict(zip(ACTORS, map(int, cell.expected.split()), strict=True))


def wants(world: World, name: str, cell: Cell) -> bool:
    """Whether the actor's POST is one that may change something: it succeeds, and not by being sent away."""
    signed_in = ACTORS[name] is not None or cell.path.startswith(LINKED)
    return signed_in and expected(cell)[name] < 400


def test_the_table_names_every_route_there_is(world: World):
    there = {
        (method, rule.rule)
        for rule in world.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert there == set(TABLE)


@pytest.mark.parametrize(("method", "rule"), TABLE)
def test_every_actor_gets_what_the_table_says(world: World, method: str, rule: str):
    cell = TABLE[method, rule]
    given = {}
    able = [name for name in ACTORS if method == "POST" and wants(world, name, cell)]
    for name in ACTORS:
        response = world.ask(name, method, cell.path, **cell.fields)
        given[name] = response.status_code
        changed = world.changed()
        assert name in able or not changed, f"{name} changed something"
        assert able[:1] != [name] or changed, f"{name} changed nothing"
        if changed:
            world.put_back()
    assert given == expected(cell)


@pytest.mark.parametrize("rule", PAGES)
def test_asking_without_wanting_the_page_changes_nothing(world: World, rule: str):
    cell = PAGES[rule]
    assert {name: world.ask(name, "HEAD", cell.path).status_code for name in ACTORS} == expected(cell)
    assert not world.changed()


@pytest.mark.parametrize("path", sorted({cell.path for cell in TABLE.values()}))
def test_options_and_other_methods_tell_and_change_nothing(world: World, path: str):
    for name in ACTORS:
        assert world.ask(name, "OPTIONS", path).status_code in (200, 303)
        for other in ("PUT", "PATCH", "DELETE"):
            assert world.ask(name, other, path).status_code in (405, 400)
    assert not world.changed()


# Who has signed in, or asked for a link, goes on to another page.
WAYS_IN = ("sign_in.create", "sign_in.send_link", "sign_in.use_link", "language.choose")


def test_only_what_must_be_is_open_to_everybody(world: World):
    for rule in world.app.url_map.iter_rules():
        for method in (rule.methods or set()) & {"GET", "POST"}:
            answer = expected(TABLE[method, rule.rule])["nobody"]
            sent_away = answer == 303 and rule.endpoint not in WAYS_IN
            assert sent_away == (rule.endpoint not in PUBLIC), rule


@acts
@pytest.mark.parametrize("token", ["", "made up", "another's"])
def test_a_post_without_its_own_token_is_refused(world: World, cell: Cell, token: str):
    for name in ("coach", "partner", "nobody"):
        other = world.tokens["third"] if token == "another's" else token
        assert world.ask(name, "POST", cell.path, token=other, **cell.fields).status_code == 400
    assert not world.changed()


@acts
def test_a_header_of_htmx_is_no_token(world: World, cell: Cell):
    fields = {key: world.fill(value) for key, value in cell.fields.items()}
    for name in ("coach", "partner"):
        response = world.clients[name].post(
            world.fill(cell.path), data=fields, headers={"HX-Request": "true"}
        )
        assert response.status_code == 400
    assert not world.changed()


@pytest.mark.parametrize(
    "path",
    [
        "/partnerships/{}",
        "/partnerships/{}/slots",
        "/proposals/{}",
        "/proposals/{}/counter",
        "/meetings/{}",
        "/meetings/{}/time",
    ],
)
def test_what_is_others_looks_like_what_is_not_there(world: World, path: str):
    kind = path.split("/")[1].rstrip("s")
    theirs = world.values[f"{kind}_id"]
    for name in ("third", "coordinator", "principal", "cover", "admin"):
        first, second = (world.ask(name, "GET", path.format(number)) for number in (theirs, 999_999))
        assert (first.status_code, second.status_code) == (404, 404)
        assert CSRF.sub("", first.text) == CSRF.sub("", second.text)


SWAPPED: list[tuple[str, str, dict[str, str]]] = [
    ("coach", "/partnerships/{partnership_id}/proposals", {"host": "{stranger}", "pick": "{visit}"}),
    ("coach", "/partnerships/{partnership_id}/proposals", {"host": "999999", "pick": "{visit}"}),
    ("partner", "/proposals/{proposal_id}/counter", {"host": "{stranger}", "pick": "{visit}"}),
    ("partner", "/proposals/{proposal_id}/acceptance", {"option": "999999"}),
    ("partner", "/answers/{answer}/acceptance", {"option": "999999"}),
    ("nobody", "/answers/{answer}x/acceptance", {"option": "{option}"}),
    ("nobody", "/answers/WzEsMV0.forged/refusal", {}),
    ("nobody", "/invitations/{invitation}x/cancellation", {}),
    ("nobody", "/invitations/{answer}/cancellation", {}),
    ("nobody", "/answers/{invitation}/refusal", {}),
    ("nobody", "/invitations/{invitation}/time", {"time": ""}),
    ("admin", "/calendar/days/yesterday/closure", {}),
    ("admin", "/calendar/days/2027-01-25/closure", {"bell": "no such bell"}),
    ("coach", "/calendar/feeds/everything", {}),
    ("nobody", "/suggestions/{answer}/acceptance", {}),
    ("nobody", "/was-this-you/{suggestion}/confirmation", {}),
    ("nobody", "/was-this-you/{question}x/denial", {}),
    ("admin", "/inbox/999999/completion", {}),
    ("cover", "/cover/requests/999999/refusal", {}),
    ("cover", "/cover/requests/{wanted_id}/approval", {}),
    ("cover", "/cover/requests/{wanted_id}/approval", {"colleague": "999999"}),
    ("coach", "/cover/mine/{meeting_id}/refusal", {}),
    ("nobody", "/cover/links/{invitation}/refusal", {}),
    ("nobody", "/invitations/{covering}/cancellation", {}),
    ("third", "/meetings/{entry_id}/cancellation", {}),
    ("coach", "/calendar/feeds/cover", {}),
    ("admin", "/people/999999/bounce/clearance", {}),
]


@pytest.mark.parametrize(("name", "path", "fields"), SWAPPED)
def test_swapped_ids_in_a_form_lead_nowhere(world: World, name: str, path: str, fields: dict[str, str]):
    assert world.ask(name, "POST", path, **fields).status_code in (404, 422)
    assert not world.changed()


def test_fields_nobody_asked_for_are_ignored(world: World):
    extra: dict[str, Any] = {
        "state": "accepted", "role": "admin", "roles": "admin", "partnership_id": "2", "proposer_id": "3",
        "person_id": "3", "school_id": "2",
    }  # fmt: skip
    cell = ACTS["/partnerships/<int:partnership_id>/proposals"]
    assert world.ask("coach", "POST", cell.path, **cell.fields, **extra).status_code == 303
    after = world.dump()
    assert after["membership"] == world.before["membership"]
    assert after["person"] == world.before["person"]
    assert after["meeting"] == world.before["meeting"]
    (made,) = [row for row in after["proposal"] if row not in world.before["proposal"] and "open" in row]
    assert made[1] == world.values["partnership_id"]


def test_the_answer_of_a_link_is_its_persons_alone(world: World):
    """The address in the mail to the partner answers as the partner, whoever has it open."""
    answered = world.ask("third", "POST", "/answers/{answer}/acceptance", option="{option}")
    assert answered.status_code == 200
    assert world.ask("third", "GET", "/partnerships/{partnership_id}").status_code == 404
