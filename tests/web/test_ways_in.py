"""In without a password: a link by mail that works once; and what people do with their own account."""

from __future__ import annotations

import email
import email.policy
import re
import threading
from collections import Counter

import pytest
from browser import Browser
from builders import (
    ADMIN,
    COACH,
    COVER,
    FRI,
    PARTNER,
    PASSWORD,
    THIRD,
    book,
    member,
    outbox,
    propose,
    the_pair,
)

from coachsched.models import Meeting, db
from coachsched.services import feeds, ways_in

LINK = re.compile(r"http://localhost(/sign-in/links/\S+)")
NEW = "a new one, long enough"


def ask(app, address: str, status: int = 200) -> Browser:
    page = Browser(app).get("/sign-in")
    return page.post("/sign-in/links", status, email=address)


def text_of(message) -> str:
    parsed = email.message_from_bytes(message.body, policy=email.policy.default)
    return parsed.get_body(("plain",)).get_content()


def mailed(app) -> list[str]:
    """The paths of the links that were mailed, in order."""
    with app.app_context():
        return [LINK.search(text_of(one))[1] for one in outbox() if one.kind == "sign_in"]


def may_enter(page: Browser) -> bool:
    return page.client.get("/").status_code == 200


def test_a_link_by_mail_signs_in_once_and_opening_it_uses_nothing_up(app):
    page = ask(app, f" {COACH.upper()} ")
    (path,) = mailed(app)
    scanner = Browser(app)
    for _ in range(3):
        assert "Sign in as Clara Lind" in scanner.get(path).words
    assert not may_enter(scanner)
    page.get(path).post(path)
    assert "Clara Lind" in page.words
    assert may_enter(page)
    late = Browser(app).get("/sign-in")
    assert "has been used" in late.post(path, 404).words
    assert not may_enter(late)


def test_a_link_is_too_old_after_ten_minutes(app, clock):
    page = ask(app, COACH)
    (path,) = mailed(app)
    clock.forward(minutes=9, seconds=59)
    page.get(path)
    clock.forward(seconds=1)
    assert "older than ten minutes" in page.get(path, 404).words
    page.post(path, 404)


@pytest.mark.parametrize("address", ["nobody@school.test", "", "not an address", "x" * 5000])
def test_whether_somebody_has_the_address_is_not_said(app, address: str):
    assert ask(app, address).words == ask(app, COACH).words
    assert len(mailed(app)) == 1


@pytest.mark.parametrize("address", [COACH, "nobody@school.test"])
def test_nobodys_mailbox_is_filled(app, clock, address: str):
    for _ in range(ways_in.MOST_MAILS):
        ask(app, address)
    assert "Too many tries" in ask(app, address, 422).words
    clock.forward(minutes=16)
    ask(app, address)


def test_only_a_hash_of_the_link_is_kept(app, dumped):
    ask(app, COACH)
    token = mailed(app)[0].rpartition("/")[2]
    kept = {table: rows for table, rows in dumped().items() if table != "outbox"}
    assert token not in repr(kept)


@pytest.mark.both_databases
def test_of_many_who_use_a_link_at_once_one_comes_in(app):
    ask(app, COACH)
    (path,) = mailed(app)
    pages = [Browser(app).get("/sign-in") for _ in range(8)]
    answers: list[int] = []
    gun = threading.Barrier(len(pages))

    def use(page: Browser) -> None:
        gun.wait()
        answers.append(page.client.post(path, data={"csrf_token": page.token}).status_code)

    threads = [threading.Thread(target=use, args=(page,)) for page in pages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(answers) == {303: 1, 404: 7}


def test_a_new_password_holds_and_ends_every_other_sign_in(app, signed_in):
    mine, elsewhere = signed_in(COACH), Browser(app).sign_in(COACH, PASSWORD)
    ask(app, COACH)
    mine.get("/account").post("/account/password", old=PASSWORD, password=NEW)
    assert may_enter(mine)
    assert not may_enter(elsewhere)
    # So does a link that is still under way.
    Browser(app).get(mailed(app)[0], 404)
    assert may_enter(Browser(app).sign_in(COACH, NEW))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"old": "another", "password": NEW}, "not your password"),
        ({"old": PASSWORD, "password": "short"}, "too short"),
        ({"password": NEW}, "not your password"),
    ],
)
def test_a_password_is_not_changed_by_whoever_finds_the_browser_open(app, signed_in, fields, said: str):
    page = signed_in(COACH).get("/account")
    assert said in page.post("/account/password", 422, **fields).words
    assert may_enter(Browser(app).sign_in(COACH, PASSWORD))


def test_one_who_came_by_a_link_chooses_a_first_password_without_an_old_one(app):
    with app.app_context():
        member(COACH).person.password_hash = None
        db.session.commit()
    page = ask(app, COACH)
    page.get(mailed(app)[0]).post(mailed(app)[0])
    page.get("/account").post("/account/password", password=NEW)
    assert may_enter(Browser(app).sign_in(COACH, NEW))


def test_signing_out_everywhere_else(app, signed_in):
    mine, elsewhere = signed_in(COACH), Browser(app).sign_in(COACH, PASSWORD)
    mine.get("/account").post("/account/sign-ins/revocation")
    assert (may_enter(mine), may_enter(elsewhere)) == (True, False)


def test_somebodys_data_holds_theirs_and_nobody_elses(app, signed_in):
    with app.app_context():
        propose((FRI, "3"), focus="How I begin a lesson")
    answer = signed_in(PARTNER).client.get("/account/data.json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    (school,) = answer.json["schools"]
    (pair,) = school["partnerships"]
    assert (pair["with"], pair["proposals"][0]["to_look_at"]) == (["Clara Lind"], "How I begin a lesson")
    assert "Tessa" not in answer.text
    outsider = signed_in(THIRD).client.get("/account/data.json").text
    assert "How I begin" not in outsider
    assert "Clara" not in outsider


def test_people_who_have_never_been_here_are_invited_once_a_day(app, signed_in, clock):
    page = signed_in(ADMIN).get("/people")
    assert "7 of them have not been here yet" in page.words
    page.post("/people/invitations").post("/people/invitations")
    with app.app_context():
        told = [one.recipient for one in outbox() if one.kind == "welcome"]
        assert len(told) == 7
        assert ADMIN not in told
    clock.forward(days=1)
    signed_in(COACH)
    page.post("/people/invitations")
    with app.app_context():
        again = [one.recipient for one in outbox() if one.kind == "welcome"][7:]
        assert sorted(again) == sorted(set(told) - {COACH})


def test_an_account_is_closed_with_everything_ahead_of_it(app, signed_in):
    paul, tessa = signed_in(PARTNER), signed_in(THIRD)
    with app.app_context():
        booked = {kind: one.id for kind, one in book((FRI, "3")).items()}
        feeds.renew(member(PARTNER), "meetings")
        feed = feeds.addresses(member(PARTNER))["meetings"].removeprefix("http://localhost")
        number, pair = member(PARTNER).person_id, the_pair().id
        member(PARTNER).roles = ["teacher", "coordinator", "cover"]
        db.session.commit()
        told_before = len(outbox())
    page = signed_in(ADMIN).get(f"/people/{number}/deactivation")
    assert "coordinator, cover" in page.words
    page.post(f"/people/{number}/deactivation", successor=COVER)
    assert "account closed" in page.words
    assert not may_enter(paul)
    assert may_enter(tessa)
    refused = Browser(app).get("/sign-in").post("/sign-in", 422, email=PARTNER, password=PASSWORD)
    assert not may_enter(refused)
    assert Browser(app).client.get(feed).status_code == 404
    ask(app, PARTNER)
    assert mailed(app) == []
    with app.app_context():
        assert {db.session.get(Meeting, one).state for one in booked.values()} == {"cancelled"}
        assert member(COVER).roles == ["cover", "coordinator"]
        assert COACH in [one.recipient for one in outbox()[told_before:]]
    assert "Finished" in signed_in(COACH).get(f"/partnerships/{pair}").words
    page.post(f"/people/{number}/activation")
    assert may_enter(Browser(app).sign_in(PARTNER, PASSWORD))


def test_an_account_that_cannot_be_closed_stays_as_it_is(app, signed_in, dumped):
    with app.app_context():
        mine, paul = member(ADMIN).person_id, member(PARTNER).person_id
    page, before = signed_in(ADMIN).get("/people"), dumped()
    assert "your own account" in page.post(f"/people/{mine}/deactivation", 409).words
    assert "Nobody can take over" in page.post(f"/people/{paul}/deactivation", 422, successor="x@y.z").words
    page.post("/people/99999/deactivation", 404)
    assert dumped() == before


def test_an_account_that_another_school_needs_is_not_closed_from_here(app, signed_in, two_schools):
    with app.app_context():
        number = member(COACH).person_id
    page = signed_in(ADMIN).get("/people").post(f"/people/{number}/deactivation", 409)
    assert "also works at another school" in page.words
    assert may_enter(signed_in(COACH))
