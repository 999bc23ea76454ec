"""A feed that has not changed is answered before Flask begins, and no less carefully."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from browser import Browser
from builders import COACH, FRI, book, member
from flask import Flask
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from coachsched.services import feeds as services
from coachsched.store import feeds
from coachsched.views import feeds as view

Ask = Callable[..., TestResponse]


@pytest.fixture
def path(app: Flask) -> str:
    with app.app_context():
        services.renew(member(COACH), "meetings")
        address = services.addresses(member(COACH))["meetings"]
        assert address is not None
    return urlsplit(address).path


@pytest.fixture
def ask(app: Flask, path: str) -> Ask:
    """Asks for the feed as a program that has the present version of it."""
    etag = app.test_client().get(path).headers["ETag"]

    def get(method: str = "GET", remote: str = "127.0.0.1", **headers: str) -> TestResponse:
        told = {"If-None-Match": etag, **headers}
        environ = {"REMOTE_ADDR": remote}
        return app.test_client().open(path, method=method, headers=told, environ_overrides=environ)

    return get


def test_it_says_what_the_page_would_say(app, ask, path):
    quick = ask()
    since = app.test_client().get(path).headers["Last-Modified"]
    slow = app.test_client().get(path, headers={"If-Modified-Since": since})
    assert (quick.status, quick.data) == (slow.status, slow.data) == ("304 NOT MODIFIED", b"")
    own = {"Content-Type", "Content-Disposition", "Last-Modified", "Content-Length"}
    assert dict(quick.headers) == {name: value for name, value in slow.headers.items() if name not in own}


@pytest.mark.both_databases
def test_flask_is_not_troubled(ask, monkeypatch):
    monkeypatch.setattr(view.feeds, "open_feed", lambda token: pytest.fail("Flask was asked"))
    assert ask().status_code == ask("HEAD").status_code == 304


def test_https_is_insisted_on_here_too(make_app):
    app = make_app(base_url="https://visits.school.test")
    with app.app_context():
        services.renew(member(COACH), "meetings")
        address = urlsplit(services.addresses(member(COACH))["meetings"]).path
    client = app.test_client()
    etag = client.get(address).headers["ETag"]
    answer = client.get(address, headers={"If-None-Match": etag})
    assert answer.status_code == 304
    assert "Strict-Transport-Security" in answer.headers


def test_another_host_is_refused_and_the_demo_stays_at_home(ask):
    assert ask(Host="evil.test").status_code == 400
    assert ask(remote="192.0.2.7").status_code == 403


def test_a_change_and_a_revocation_are_seen_at_once(app, ask):
    with app.app_context():
        book((FRI, "3"))
    assert ask().status_code == 200
    with app.app_context():
        services.revoke(member(COACH), "meetings")
    assert ask().status_code == 404


def test_nothing_is_changed_by_asking_in_another_way(ask):
    assert ask("POST").status_code in (400, 405)


def test_a_database_that_is_away_is_told_as_on_every_page(app, ask, monkeypatch):
    def away(token_hash: str) -> None:
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(feeds, "state", away)
    monkeypatch.setattr(feeds, "by_token_hash", away)
    assert ask().status_code == 503


def test_a_page_is_no_feed(app):
    page = Browser(app).get("/sign-in")
    assert page.client.get("/sign-in", headers={"If-None-Match": "*"}).status_code == 200


@pytest.mark.postgres
@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
def test_a_server_that_was_started_again_is_asked_again(ask, postgres, monkeypatch):
    assert ask().status_code == 304
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    postgres.connection.execute(others + " AND backend_type = 'client backend'")
    monkeypatch.setattr(view.feeds, "open_feed", lambda token: pytest.fail("Flask was asked"))
    assert ask().status_code == 304
