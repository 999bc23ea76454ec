"""What a provider that lies, breaks or is taken over may send: nobody comes in, nobody sees a traceback."""

from __future__ import annotations

import hmac
import json
import socket
from base64 import urlsafe_b64encode
from collections.abc import Iterator

import pytest
from browser import Browser
from builders import COACH
from flask import Flask
from openid_providers import StandIn, back, comes, leaves, provider, signed, standing_in

from coachsched.core.openid import GOOGLE_ISSUER

DISCOVERY = "/.well-known/openid-configuration"


@pytest.fixture(scope="session")
def stand_in_once() -> Iterator[StandIn]:
    with standing_in() as found:
        yield found


@pytest.fixture
def liar(stand_in_once: StandIn) -> StandIn:
    stand_in_once.reset()
    return stand_in_once


@pytest.fixture
def app(liar: StandIn, make_app) -> Flask:
    found = make_app(providers=(provider(liar.issuer),))
    found.extensions.pop("openid", None)
    return found


def may_enter(page: Browser) -> bool:
    return page.client.get("/").status_code == 200


def test_a_good_token_lets_in_so_that_each_lie_is_told_by_itself(page, liar):
    address = leaves(page)
    liar.gives(liar.claims(address))
    assert may_enter(comes(page, back(address)))


LIES = {
    "another nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "another issuer": {"iss": GOOGLE_ISSUER},
    "issuer with a slash": {"iss": "/"},
    "no issuer": {"iss": None},
    "several issuers": {"iss": [GOOGLE_ISSUER]},
    "another audience": {"aud": "somebody else"},
    "several audiences, ours not the party": {"aud": ["coachsched", "other"], "azp": "other"},
    "several audiences, no party": {"aud": ["coachsched", "other"]},
    "no audience": {"aud": None},
    "too old": {"exp": 1_700_000_000},
    "never too old": {"exp": None},
    "from the future": {"iat": 4_000_000_000},
    "not yet": {"nbf": 4_000_000_000},
    "another access token": {"at_hash": "bm90IHRoZSBoYXNoIQ"},
    "no subject": {"sub": None},
    "empty subject": {"sub": ""},
    "a number as subject": {"sub": 1},
    "a list as subject": {"sub": ["1"]},
    "an endless subject": {"sub": "x" * 256},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_is_not_right_lets_nobody_in(page, liar, lie):
    address = leaves(page)
    changes = dict(LIES[lie])
    if changes.get("iss") == "/":
        changes["iss"] = f"{liar.issuer}/"
    liar.gives(liar.claims(address, **changes))
    assert "could not be confirmed" in comes(page, back(address), 422).words
    assert not may_enter(page)


def unsigned(_liar: StandIn, claims: dict, alg: str = "none") -> str:
    parts = ({"alg": alg, "kid": "one"}, claims)
    return ".".join(urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode() for one in parts) + "."


def with_public_key(liar: StandIn, claims: dict) -> str:
    """HS256 keyed with what everybody knows, which careless verifiers take for RS256."""
    said = unsigned(liar, claims, "HS256").rstrip(".")
    seal = hmac.digest(liar.key.as_pem(private=False), said.encode(), "sha256")
    return f"{said}.{urlsafe_b64encode(seal).rstrip(b'=').decode()}"


def cut(liar: StandIn, claims: dict) -> str:
    return signed(claims, liar.key)[:-8]


def changed(liar: StandIn, claims: dict) -> str:
    head, _, seal = signed(claims, liar.key).split(".")
    body = urlsafe_b64encode(json.dumps({**claims, "sub": "2"}).encode()).rstrip(b"=").decode()
    return f"{head}.{body}.{seal}"


def brings_its_key(liar: StandIn, claims: dict) -> str:
    return signed(claims, liar.other, jwk=liar.other.as_dict(private=False))


@pytest.mark.parametrize(
    "made",
    [
        unsigned, with_public_key, cut, changed, brings_its_key,
        lambda liar, claims: signed(claims, liar.other),
        lambda liar, claims: signed(claims, liar.later),
        lambda _liar, _claims: "",
        lambda _liar, _claims: f"{urlsafe_b64encode(b'[' * 99_999).decode()}.b.c",
        lambda _liar, _claims: "a.b.c",
    ],
)  # fmt: skip
def test_a_token_nobody_signed_lets_nobody_in(page, liar, made):
    address = leaves(page)
    liar.gives_token(made(liar, liar.claims(address)))
    assert "could not be confirmed" in comes(page, back(address), 422).words
    assert not may_enter(page)


def test_a_new_key_is_fetched_when_it_is_first_used(page, liar):
    address = leaves(page)
    liar.answers["/jwks"] = {"keys": [7, None, {"kty": 5}, {"kty": "XYZ"}, liar.later.as_dict(private=False)]}
    liar.gives(liar.claims(address), liar.later)
    assert may_enter(comes(page, back(address)))
    assert liar.asked.count("/jwks") == 2


@pytest.mark.parametrize("methods", [7, [], ["private_key_jwt"], [["client_secret_post"]]])
def test_odd_words_about_what_we_do_not_use_are_passed_over(page, liar, methods):
    liar.answers[DISCOVERY]["token_endpoint_auth_methods_supported"] = methods
    address = leaves(page)
    liar.gives(liar.claims(address))
    assert may_enter(comes(page, back(address)))


def test_what_a_provider_tells_of_itself_is_asked_once_for_all(app, liar):
    for _ in range(3):
        leaves(Browser(app))
    assert liar.asked == ["/.well-known/openid-configuration", "/jwks"]


@pytest.mark.parametrize(
    "answer",
    [(400, {"error": "invalid_grant"}), (200, {}), (200, {"id_token": 7}), (200, {"id_token": None})],
)
def test_a_code_that_is_refused_lets_nobody_in(page, liar, answer):
    address = leaves(page)
    liar.answers["/token"] = answer
    assert "could not be confirmed" in comes(page, back(address), 422).words


@pytest.mark.parametrize("answer", [(503, {}), (200, b"<p>hello"), (200, []), (200, b"x" * 600_000)])
def test_a_provider_that_breaks_in_the_middle_says_so(page, liar, answer):
    address = leaves(page)
    liar.answers["/token"] = answer
    assert "Linden does not answer just now" in comes(page, back(address), 503).words


def test_an_answer_of_another_issuer_is_not_taken_to_this_one(page, liar):
    """RFC 9207: a browser that is sent on by somebody else's provider."""
    address = leaves(page)
    liar.gives(liar.claims(address))
    assert "could not be confirmed" in comes(page, back(address, iss=GOOGLE_ISSUER), 422).words
    assert "/token" not in liar.asked


@pytest.mark.parametrize("query", ["", "?code=c", "?state=", "?code=c&state=%FF%00", "?error=x&state=y"])
def test_an_answer_nobody_asked_for_is_none(page, liar, query):
    page.get(f"/sign-in/with/openid/answer{query}", 422)
    assert "did not begin in this browser" in page.words
    assert liar.asked == []


@pytest.mark.parametrize("told", [{"sub": "2"}, {}, {"sub": "1"}])
def test_an_address_of_somebody_else_is_not_taken(page, liar, told):
    address = leaves(page)
    liar.gives(liar.claims(address, email=None, email_verified=None))
    liar.answers["/userinfo"] = {**told, "email": COACH, "email_verified": True}
    right = told.get("sub") == "1"
    comes(page, back(address), 200 if right else 422)
    assert may_enter(page) == right


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": GOOGLE_ISSUER}, {"issuer": None},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "http://evil.test/\r\nSet-Cookie: a=b"},
        {"token_endpoint": "file:///etc/passwd"}, {"token_endpoint": None}, {"jwks_uri": 7},
        {"userinfo_endpoint": "ftp://evil.test/"},
    ],
)  # fmt: skip
def test_a_provider_that_tells_lies_about_itself_is_not_used(page, liar, changes):
    liar.answers[DISCOVERY] = {**liar.answers[DISCOVERY], **changes}
    page.get("/sign-in").post("/sign-in/with/openid", 503)
    assert "Linden does not answer just now" in page.words
    assert "Refresh" not in page.response.headers


@pytest.mark.parametrize("answer", [(404, {}), (500, {}), (302, {}), (200, b"\xff"), (200, b"[" * 100_000)])
def test_a_provider_that_is_out_of_order_leaves_the_other_ways_in(page, liar, answer):
    liar.answers[DISCOVERY] = answer
    page.get("/sign-in").post("/sign-in/with/openid", 503, next="/calendar")
    assert "come in another way" in page.words
    assert page.fields("email")[0] == ""
    assert page.fields("next")[0] == "/calendar"


def test_a_provider_that_is_down_is_tried_again_by_the_next_who_comes(make_app, liar):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        closed = probe.getsockname()[1]
    app = make_app(providers=(provider(f"http://127.0.0.1:{closed}"),))
    page = Browser(app).get("/sign-in").post("/sign-in/with/openid", 503)
    assert "does not answer just now" in page.words


def test_beginning_needs_the_forms_own_token(app):
    assert app.test_client().post("/sign-in/with/openid").status_code == 400
    assert app.test_client().get("/sign-in/with/openid").status_code == 405
