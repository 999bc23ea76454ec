"""The headers of every answer, and whose host this is."""

from __future__ import annotations

from typing import Any

import pytest
from builders import COACH, outbox, propose
from test_access import PAGES
from werkzeug.test import TestResponse

from coachsched.services import health

DIRECTIVES = {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"}
ADDRESS = "https://visits.school.test"


def check_headers(response: TestResponse) -> None:
    headers = response.headers
    policy = {part.strip() for part in headers["Content-Security-Policy"].split(";")}
    assert policy >= DIRECTIVES
    assert not any(word in part for part in policy for word in ("unsafe-", "*", "http:", "https:"))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] in ("same-origin", "no-referrer", "strict-origin-when-cross-origin")
    assert "Server" not in headers or "Python" not in headers["Server"]


@pytest.mark.parametrize("rule", PAGES)
def test_every_route_is_protected(world, rule: str):
    for name in ("coach", "third", "nobody"):
        response = world.ask(name, "GET", PAGES[rule].path)
        check_headers(response)
        if not rule.startswith(("/static", "/feeds")):
            assert "no-store" in response.headers["Cache-Control"]
            assert {"cookie", "hx-request"} <= {value.lower() for value in response.vary}


def failing(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr(health, "check", fail)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)


ANSWERS: dict[int, tuple[str, str, dict[str, Any]]] = {
    200: ("GET", "/sign-in", {}),
    303: ("GET", "/", {}),
    400: ("POST", "/sign-in", {}),
    404: ("GET", "/nowhere", {}),
    405: ("DELETE", "/sign-in", {}),
    413: ("POST", "/sign-in", {"data": {"email": "x" * 9 * 1024 * 1024}}),
    500: ("GET", "/healthz", {}),
}


@pytest.mark.parametrize("status", ANSWERS)
def test_every_kind_of_answer_is_protected(make_app, monkeypatch, status: int):
    app = make_app(base_url=ADDRESS, demo=False)
    if status == 500:
        failing(app, monkeypatch)
    method, path, options = ANSWERS[status]
    response = app.test_client().open(path, method=method, base_url=ADDRESS, **options)
    assert response.status_code == status
    check_headers(response)
    assert response.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "no-store" in response.headers["Cache-Control"]


def test_without_https_no_browser_is_told_to_insist_on_it(app):
    assert "Strict-Transport-Security" not in app.test_client().get("/sign-in").headers


def test_a_broken_page_says_nothing_of_the_inside(app, monkeypatch):
    failing(app, monkeypatch)
    response = app.test_client().get("/healthz")
    assert response.status_code == 500
    for word in ("secret of the inside", "Traceback", "RuntimeError", "coachsched/"):
        assert word not in response.text


@pytest.mark.parametrize(
    "data",
    [
        {f"field{number}": "x" for number in range(1001)},
        {"email": "x" * (9 * 1024 * 1024)},
    ],
    ids=["many parts", "one that is too long"],
)
def test_floods_are_refused(app, data: dict[str, str]):
    response = app.test_client().post("/sign-in", data=data, content_type="multipart/form-data")
    assert response.status_code == 413
    check_headers(response)


@pytest.mark.parametrize(
    "host",
    [
        "evil.test",
        "localhost.evil.test",
        "evil.test:80",
        "localhost@evil.test",
        "127.0.0.1.evil.test",
        "[::2]",
    ],
)
def test_another_host_is_refused(app, host: str):
    for path in ("/sign-in", "/", "/healthz", "/static/app.css", "/feeds/x.ics"):
        response = app.test_client().get(path, headers={"Host": host})
        assert response.status_code == 400
        assert "evil.test" not in response.text
        assert "evil.test" not in response.headers.get("Location", "")


def test_links_in_mails_come_from_the_settings_alone(make_app):
    app = make_app(base_url=ADDRESS, demo=False)
    with app.test_request_context("/", headers={"Host": "evil.test"}):
        propose()
        (message,) = outbox()
        body = message.body.decode().replace("=\r\n", "")
    assert "evil.test" not in body
    assert "https://visits.school.test/answers/" in body


def test_headers_of_a_proxy_are_not_believed(app):
    told = {"X-Forwarded-Host": "evil.test", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.test"}
    response = app.test_client().get("/calendar", headers=told)
    assert response.headers["Location"].startswith("/sign-in")


def test_the_demo_answers_its_own_machine_alone(app):
    near, far = (
        app.test_client().get("/sign-in", environ_base={"REMOTE_ADDR": address}).status_code
        for address in ("127.0.0.1", "192.0.2.7")
    )
    assert (near, far) == (200, 403)


def test_static_files_are_named_by_what_they_are(app):
    response = app.test_client().get("/static/app.css")
    assert response.mimetype == "text/css"
    assert app.test_client().get("/static/../app.py").status_code == 404


def test_a_page_is_signed_in_for_its_reader_only(signed_in):
    response = signed_in(COACH).get("/").response
    assert "no-store" in response.headers["Cache-Control"]
    assert "Cookie" in response.headers["Vary"]
