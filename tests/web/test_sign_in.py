"""Signing in and out: what is kept, counted, said, and ended."""

from __future__ import annotations

from http.cookies import SimpleCookie
from unittest.mock import Mock
from urllib.parse import urljoin, urlsplit

import pytest
from argon2 import PasswordHasher
from browser import Browser
from builders import COACH, COORDINATOR, PARTNER, PASSWORD, dump
from flask import Flask
from flask.testing import FlaskClient
from handles import Clock, MakeApp

from coachsched.models import Person, db
from coachsched.services import accounts

WRONG = "not the password"


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """How often a password was held against a hash."""
    hasher = accounts.hasher
    counting = Mock(wraps=hasher)
    monkeypatch.setattr(accounts, "hasher", counting)
    return counting.verify


def attempt(app: Flask, email: str = COACH, password: str = WRONG, **fields: str) -> Browser:
    """One try in a new browser; 422 where it is refused."""
    page = Browser(app).get("/sign-in")
    sent = {"csrf_token": page.token, "email": email, "password": password, **fields}
    page.response = page.client.post("/sign-in", data=sent)
    return page


def may_enter(page: Browser | FlaskClient) -> bool:
    client = page if isinstance(page, FlaskClient) else page.client
    return client.get("/").status_code == 200


def cookie(page: Browser) -> str:
    found = page.client.get_cookie("session")
    assert found
    return found.value


def replayed(app: Flask, value: str) -> bool:
    client = app.test_client()
    client.set_cookie("session", value)
    return may_enter(client)


def test_passwords_are_kept_as_argon2id(app):
    with app.app_context():
        kept = [row for row in dump()["person"] if COACH in row]
        assert PASSWORD not in repr(kept)
        assert "$argon2id$" in repr(kept)
    # The installation's own hasher, before it was made cheap; OWASP asks for 19 MiB and two passes.
    usual = PasswordHasher()
    assert (usual.memory_cost >= 19 * 1024, usual.time_cost >= 2) == (True, True)


def test_whoever_signs_in_sees_their_own_page(signed_in):
    assert "Clara Lind" in signed_in(COACH).text


def test_an_address_is_known_however_it_is_typed(app):
    assert attempt(app, f"  {COACH.upper()} ", PASSWORD).response.status_code == 303


@pytest.mark.parametrize("email", [COACH, "nobody@school.test", "", "x" * 5000])
def test_known_and_unknown_are_answered_alike(app, verified: Mock, email: str):
    page = attempt(app, email)
    assert page.response.status_code == 422
    assert "do not belong together" in page.words
    # The work is the same, and with it the time.
    assert verified.call_count == 1


def test_a_refusal_says_the_same_of_everybody(app):
    first, second = (attempt(app, email) for email in (COACH, "nobody@school.test"))
    assert first.words == second.words


def test_who_was_deactivated_is_refused_in_the_same_words(app):
    usual = attempt(app).words
    with app.app_context():
        deactivate(COACH)
    assert attempt(app, COACH, PASSWORD).words == usual


def test_ten_tries_in_a_quarter_of_an_hour_count_for_all_workers(app, make_app, verified: Mock):
    second = make_app(database_url=app.config["SQLALCHEMY_DATABASE_URI"])
    for number in range(30):
        assert attempt((app, second)[number % 2]).response.status_code == 422
    assert verified.call_count == accounts.TRIES
    restarted = make_app(database_url=app.config["SQLALCHEMY_DATABASE_URI"])
    page = attempt(restarted, COACH, PASSWORD)
    assert page.response.status_code == 422
    assert "Too many tries" in page.words
    assert verified.call_count == accounts.TRIES


def test_tries_are_forgotten_after_a_quarter_of_an_hour(app, clock: Clock):
    for _ in range(accounts.TRIES + 1):
        attempt(app)
    clock.forward(minutes=14, seconds=59)
    assert attempt(app, COACH, PASSWORD).response.status_code == 422
    clock.forward(seconds=2)
    assert attempt(app, COACH, PASSWORD).response.status_code == 303


def test_one_persons_tries_shut_nobody_else_out(app):
    for _ in range(accounts.TRIES + 1):
        attempt(app)
    assert attempt(app, PARTNER, PASSWORD).response.status_code == 303


def test_other_spellings_of_an_address_are_no_further_tries(app, verified: Mock):
    for number in range(20):
        attempt(app, (COACH, COACH.upper(), f" {COACH}", COACH.title())[number % 4])
    assert verified.call_count == accounts.TRIES


def test_signing_in_begins_the_count_anew(app, verified: Mock):
    for _ in range(3):
        for _ in range(accounts.TRIES - 1):
            attempt(app)
        assert attempt(app, COACH, PASSWORD).response.status_code == 303


def test_signing_in_begins_a_new_session(app):
    page = Browser(app).get("/sign-in")
    planted, token = cookie(page), page.token
    page.sign_in(COACH, PASSWORD)
    assert cookie(page) != planted
    assert page.token != token
    assert not replayed(app, planted)


def test_a_token_from_before_signing_in_is_worth_nothing_after(app):
    page = Browser(app).get("/sign-in")
    before = page.token
    page.sign_in(COACH, PASSWORD)
    assert page.client.post("/sign-out", data={"csrf_token": before}).status_code == 400


def test_signing_out_ends_the_sign_in_for_every_copy_of_the_cookie(app, signed_in):
    page = signed_in(COACH)
    copy = cookie(page)
    assert replayed(app, copy)
    page.post("/sign-out")
    assert not replayed(app, copy)
    assert not may_enter(page)


def test_signing_out_leaves_other_browsers_alone(signed_in):
    first, second = signed_in(COACH), signed_in(COACH)
    first.post("/sign-out")
    assert may_enter(second)


def test_a_new_password_ends_every_sign_in(app, signed_in):
    pages = [signed_in(COACH), signed_in(COACH), signed_in(PARTNER)]
    with app.app_context():
        accounts.set_password(COACH, "another long password")
    assert [may_enter(page) for page in pages] == [False, False, True]
    assert attempt(app, COACH, PASSWORD).response.status_code == 422
    assert attempt(app, COACH, "another long password").response.status_code == 303


def test_who_is_deactivated_is_out_at_once(app, signed_in):
    page = signed_in(COACH)
    with app.app_context():
        deactivate(COACH)
    assert not may_enter(page)


def test_the_database_alone_signs_nobody_in(app, signed_in):
    page = signed_in(COACH)
    with page.client.session_transaction() as session:
        token = session["_user_id"]
    with app.app_context():
        assert token not in repr(dump())


def test_a_sign_in_nobody_uses_ends_after_seven_days(signed_in, clock: Clock):
    page = signed_in(COACH)
    clock.forward(days=7)
    assert may_enter(page)
    clock.forward(days=7, seconds=1)
    assert not may_enter(page)


def test_a_sign_in_ends_after_thirty_days_however_much_it_is_used(signed_in, clock: Clock):
    page = signed_in(COACH)
    for _ in range(30):
        clock.forward(days=1)
        assert may_enter(page)
    clock.forward(seconds=1)
    assert not may_enter(page)


@pytest.fixture
def over_https(make_app: MakeApp) -> FlaskClient:
    app = make_app(base_url="https://visits.school.test", demo=False)
    return app.test_client()


def test_cookies_are_as_strict_as_they_can_be(over_https: FlaskClient):
    first = over_https.get("/sign-in", base_url="https://visits.school.test")
    token = first.text.split('name="csrf_token" value="')[1].split('"')[0]
    fields = {"csrf_token": token, "email": COACH, "password": PASSWORD}
    second = over_https.post("/sign-in", data=fields, base_url="https://visits.school.test")
    assert second.status_code == 303
    lines = [line for answer in (first, second) for line in answer.headers.getlist("Set-Cookie")]
    assert len(lines) >= 2
    for line in lines:
        (morsel,) = SimpleCookie(line).values()
        assert morsel.key.startswith("__Host-")
        assert (morsel["secure"], morsel["httponly"], morsel["samesite"]) == (True, True, "Lax")
        assert (morsel["path"], morsel["domain"]) == ("/", "")


def test_a_cookie_somebody_wrote_themselves_is_none(app):
    for value in ("eyJfdXNlcl9pZCI6IjEifQ.aaaa.bbbb", "1", ""):
        assert not replayed(app, value)


OFF_SITE = [
    "https://evil.test", "http://evil.test", "//evil.test", "///evil.test", "////evil.test",
    "\\\\evil.test", "/\\evil.test", "\\/evil.test", "/\\/evil.test", "/\t/evil.test", "/\n/evil.test",
    "/\r/evil.test", "\t//evil.test", " //evil.test", "https:evil.test", "https:/evil.test",
    "https:///evil.test", "javascript:alert(1)", "data:text/html,x", "//evil.test/%2f..",
    "//user@evil.test", "//[::1]/", "//evil。test", "evil.test", "./evil.test", "?next=//evil.test",
    "@evil.test", "http:\\\\evil.test", "/%0a/..//\\evil.test", "\x00//evil.test",
    "https://localhost@evil.test", "https://localhost.evil.test", "//localhost:80@evil.test",
]  # fmt: skip


@pytest.mark.parametrize("target", OFF_SITE)
def test_nobody_is_sent_elsewhere_after_signing_in(app, target: str):
    answer = attempt(app, COACH, PASSWORD, next=target).response
    assert answer.status_code == 303
    # As a browser reads it: backslashes are slashes, tabs and line ends are nothing.
    location = answer.headers["Location"].replace("\\", "/").strip()
    for sign in "\t\r\n":
        location = location.replace(sign, "")
    assert urlsplit(urljoin("http://localhost/sign-in", location)).netloc == "localhost"


@pytest.mark.parametrize("target", ["/board", "/partnerships/1/slots?class=8A", "/calendar#feed"])
def test_the_page_asked_for_comes_after_signing_in(app, target: str):
    answer = attempt(app, COORDINATOR, PASSWORD, next=target).response
    assert answer.headers["Location"] == target


def test_a_page_that_needs_signing_in_comes_back_afterwards(app):
    page = Browser(app).get("/calendar?week=2")
    assert page.response.request.path == "/sign-in"
    page.post("/sign-in", email=COACH, password=PASSWORD, next=page.fields("next")[0])
    assert page.response.request.full_path == "/calendar?week=2"


def test_whoever_is_signed_in_is_not_asked_again(signed_in):
    assert signed_in(COACH).get("/sign-in").response.request.path == "/"


def deactivate(email: str) -> None:
    db.session.scalars(db.select(Person).where(Person.email == email)).one().active = False
    db.session.commit()
