"""In with an account people have elsewhere: the whole way, through a real provider that is not ours."""

from __future__ import annotations

import threading
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from browser import Browser
from builders import ADMIN, COACH, PARTNER, PASSWORD, THIRD, member
from flask import Flask
from openid_providers import (
    HOME,
    SECRET,
    TENANT,
    RealProviders,
    Visitor,
    comes,
    dance,
    leaves,
    provider,
)

from coachsched.core.openid import Told
from coachsched.models import Identity, db
from coachsched.services import accounts, clock, deactivation
from coachsched.services import identities as services
from coachsched.store import people

DOMAIN = "school.test"


@pytest.fixture
def app(real: RealProviders, make_app) -> Flask:
    """The school, with everybody known to the providers under the first half of their address."""
    for address in (COACH, PARTNER, THIRD, ADMIN):
        real.tell(address.partition("@")[0], email=address, email_verified=True)
    return make_app(
        providers=(
            provider(real.asked),
            provider(real.token, "google", domain=DOMAIN),
            provider(real.token, "microsoft", tenant=TENANT),
        )
    )


def may_enter(page: Browser) -> bool:
    return page.client.get("/").status_code == 200


def identities(app: Flask) -> list[tuple[str, str]]:
    """The address here, and the subject there."""
    with app.app_context():
        return [(one.person.email, one.subject) for one in db.session.scalars(db.select(Identity))]


def test_somebody_comes_in_by_the_account_they_have_and_is_known_from_then_on(app, page, real):
    dance(page, "coach")
    assert "Clara Lind" in page.words
    assert identities(app) == [(COACH, "coach")]
    assert may_enter(dance(Browser(app), "coach"))
    assert identities(app) == [(COACH, "coach")]


def test_what_is_asked_for_is_the_address_alone_and_bound_to_this_browser(app, page, real):
    asked = {name: value for name, (value,) in parse_qs(urlsplit(leaves(page)).query).items()}
    assert asked["scope"] == "openid email"
    assert asked["redirect_uri"] == f"{HOME}/sign-in/with/openid/answer"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    again = {name: value for name, (value,) in parse_qs(urlsplit(leaves(page)).query).items()}
    for name in ("state", "nonce", "code_challenge"):
        assert len(asked[name]) >= 43
        assert asked[name] != again[name]
    assert SECRET not in page.text


def test_the_page_they_wanted_comes_next(app, page, real):
    page.get("/calendar?week=2")
    dance(page, "coach", next=page.fields("next")[0])
    assert page.response.request.full_path == "/calendar?week=2"


@pytest.mark.parametrize("target", ["https://evil.test/", "//evil.test", "/\\evil.test", "/" + "x" * 9000])
def test_nobody_is_led_elsewhere_afterwards(app, page, real, target: str):
    dance(page, "coach", next=target)
    assert page.response.request.host == "localhost"
    assert may_enter(page)


def test_a_new_session_begins(app, page, real):
    page.get("/sign-in")
    planted, token = page.client.get_cookie("session").value, page.token
    dance(page, "coach")
    assert page.token != token
    other = app.test_client()
    other.set_cookie("session", planted)
    assert other.get("/").status_code == 303


def test_the_subject_counts_and_no_address_once_it_is_known(app, page, real):
    dance(page, "coach")
    # Clara's address goes to Tessa, there and here.
    with app.app_context():
        member(COACH).person.email = "clara@school.test"
        db.session.flush()
        member(THIRD).person.email = COACH
        db.session.commit()
    real.tell("coach", email="other@school.test", email_verified=False)
    assert "Clara Lind" in dance(Browser(app), "coach").words


def test_another_subject_with_the_same_address_takes_nothing_over(app, page, real):
    dance(page, "coach")
    real.tell("newcomer", email=COACH, email_verified=True)
    stranger = dance(Browser(app), "newcomer", status=422)
    assert "Another Linden account" in stranger.words
    assert not may_enter(stranger)
    assert identities(app) == [(COACH, "coach")]


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_is_not_vouched_for_finds_nobody(app, page, real, verified):
    told = {} if verified is None else {"email_verified": verified}
    real.tell("somebody", email=COACH, **told)
    said = dance(page, "somebody", status=422).words
    assert "does not confirm" in said
    assert not may_enter(page)
    # Whoever brings such an address does not learn whether it is somebody's.
    real.tell("somebody", email="nobody@school.test", **told)
    assert dance(Browser(app), "somebody", status=422).words == said


def test_without_an_address_nobody_is_found(app, page, real):
    real.tell("somebody")
    assert "does not confirm" in dance(page, "somebody", status=422).words


def test_whom_nobody_entered_is_told_what_to_do_and_no_account_is_made(app, page, real, dumped):
    before = dumped()["person"]
    real.tell("somebody", email="Nobody@School.test", email_verified=True)
    said = dance(page, "somebody", status=422).words
    assert "no open account here for nobody@school.test" in said
    assert "ask your administrator" in said
    assert (dumped()["person"], identities(app), may_enter(page)) == (before, [], False)


def test_a_closed_account_stays_closed_in_the_words_of_one_that_never_was(app, page, real):
    dance(page, "coach")
    dance(Browser(app), "partner")
    with app.app_context():
        deactivation.deactivate(member(ADMIN), member(COACH).person_id)
    assert identities(app) == [(PARTNER, "partner")]
    assert not may_enter(page)
    said = dance(page, "coach", status=422).words
    real.tell("somebody", email="nobody@school.test", email_verified=True)
    assert dance(Browser(app), "somebody", status=422).words == said.replace(COACH, "nobody@school.test")
    # Even where it was closed by hand and the link is still there.
    with app.app_context():
        people.person_by_email(PARTNER).active = False
        db.session.commit()
    assert "no open account" in dance(Browser(app), "partner", status=422).words


def test_the_account_page_shows_what_is_linked_and_unlinks_it(app, page, real, signed_in):
    assert "Unlink" not in signed_in(COACH).get("/account").words
    dance(page, "coach").get("/account")
    assert "Linden, since Wednesday 13 January 2027" in page.words
    (kept,) = page.client.get("/account/data.json").json["signs_in_with"]
    assert (kept["issuer"], kept["subject"]) == (real.asked, "coach")
    with app.app_context():
        number = db.session.scalars(db.select(Identity.id)).one()
    signed_in(PARTNER).get("/account").post(f"/account/identities/{number}/removal", 404)
    assert identities(app) == [(COACH, "coach")]
    page.post(f"/account/identities/{number}/removal")
    assert identities(app) == []
    # It stays signed in here, and another account of theirs can take the place.
    assert may_enter(page)
    real.tell("newcomer", email=COACH, email_verified=True)
    assert may_enter(dance(Browser(app), "newcomer"))
    assert identities(app) == [(COACH, "newcomer")]


def test_who_gives_up_at_the_provider_is_where_they_were(app, page, real):
    answer = Visitor().comes_back(leaves(page, next="/calendar"), gives_up=True)
    assert "error=access_denied" in answer
    comes(page, answer, 422)
    assert "You were not signed in with Linden" in page.words
    assert page.fields("next")[0] == "/calendar"
    page.post("/sign-in", email=COACH, password=PASSWORD, next="/calendar")
    assert page.response.request.path == "/calendar"


def test_an_answer_is_good_once_and_in_the_browser_that_asked(app, page, real, dumped):
    answer = Visitor().comes_back(leaves(page), "coach")
    before = dumped()
    assert "did not begin in this browser" in comes(Browser(app), answer, 422).words
    other = Browser(app)
    leaves(other)
    assert "did not begin in this browser" in comes(other, answer, 422).words
    assert dumped() == before
    kept = page.client.get_cookie("session").value
    assert may_enter(comes(page, answer))
    # A copy of the browser as it was: now the provider says no.
    copy = Browser(app)
    copy.client.set_cookie("session", kept)
    assert "could not be confirmed" in comes(copy, answer, 422).words
    assert not may_enter(copy)


def test_an_answer_to_one_provider_is_none_of_another(app, page, real):
    answer = Visitor().comes_back(leaves(page, "google"), "coach")
    assert "did not begin" in comes(page, answer.replace("/google/", "/microsoft/"), 422).words


def test_after_ten_minutes_it_begins_anew(app, page, real, monkeypatch):
    answer = Visitor().comes_back(leaves(page), "coach")
    late = clock.real() + timedelta(minutes=10, seconds=1)
    monkeypatch.setattr(clock, "real", lambda: late)
    assert "longer than ten minutes" in comes(page, answer, 422).words


def test_a_stolen_code_is_worth_nothing_without_what_the_browser_holds(app, page, real):
    answer = Visitor().comes_back(leaves(page), "coach")
    with page.client.session_transaction() as session:
        session["openid"] = {**session["openid"], "verifier": "v" * 43}
    assert "could not be confirmed" in comes(page, answer, 422).words


def test_a_secret_that_has_run_out_lets_nobody_in(real, make_app):
    app = make_app(providers=(provider(real.asked, client_secret="another"),))
    assert "could not be confirmed" in dance(Browser(app), "coach", status=422).words


def test_ten_tries_in_a_quarter_of_an_hour(app, real, clock):
    real.tell("somebody", email="nobody@school.test", email_verified=True)
    for _ in range(accounts.TRIES):
        dance(Browser(app), "somebody", status=422)
    real.tell("somebody", email=COACH, email_verified=True)
    assert "Too many tries" in dance(Browser(app), "somebody", status=422).words
    clock.forward(minutes=16)
    assert may_enter(dance(Browser(app), "somebody"))


@pytest.mark.parametrize("domain", [None, "other.test"])
def test_google_accounts_come_from_the_schools_own_domain(app, page, real, domain):
    real.tell("coach", email=COACH, email_verified=True, **({"hd": domain} if domain else {}))
    assert f"sign in with an account of {DOMAIN}" in dance(page, "coach", "google", 422).words
    assert identities(app) == []


def test_google_lets_in_whom_the_domain_vouches_for(app, page, real):
    real.tell("coach", email=COACH, email_verified=True, hd=DOMAIN)
    asked = parse_qs(urlsplit(leaves(page, "google")).query)
    assert (asked["hd"], asked["prompt"]) == ([DOMAIN], ["select_account"])
    # That provider tells addresses in the token; the other in an answer of its own.
    assert may_enter(dance(page, "coach", "google"))


def test_microsoft_accounts_come_from_the_schools_own_tenant(app, page, real):
    real.tell("coach", email=COACH, tid="another")
    assert "the account your school gave you" in dance(page, "coach", "microsoft", 422).words
    real.tell("coach", email=COACH, tid=TENANT)
    assert may_enter(dance(page, "coach", "microsoft"))


def test_a_guest_of_the_tenant_has_an_address_nobody_vouches_for(app, page, real):
    real.tell("guest", email=COACH, tid=TENANT, idp="https://sts.windows.net/another/")
    assert "does not confirm" in dance(page, "guest", "microsoft", 422).words


@pytest.mark.both_databases
def test_one_account_is_linked_to_two_providers_on_either_database(app, real):
    dance(Browser(app), "coach")
    real.tell("coach", email=COACH, tid=TENANT)
    dance(Browser(app), "coach", "microsoft")
    dance(Browser(app), "coach", "microsoft")
    assert identities(app) == [(COACH, "coach"), (COACH, "coach")]


@pytest.mark.both_databases
def test_two_who_come_at_once_with_one_address_make_one_link(app, real):
    """Both have it vouched for; the first is linked, and the other does not take it over."""
    told = [Told(real.asked, subject, COACH, True) for subject in ("one", "two")]
    gun, ends = threading.Barrier(2), []

    def come(one: Told) -> None:
        with app.app_context():
            gun.wait()
            try:
                services.sign_in(provider(real.asked), one)
                ends.append("in")
            except services.UnknownError:
                ends.append("out")

    threads = [threading.Thread(target=come, args=[one]) for one in told]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["in", "out"]
    assert len(identities(app)) == 1


def test_a_provider_nobody_set_is_no_way_in(make_app):
    page = Browser(make_app())
    page.get("/sign-in").post("/sign-in/with/google", 404)
    page.get("/sign-in/with/google/answer?code=c&state=s", 404)
    assert "Sign in with" not in page.get("/sign-in").words
