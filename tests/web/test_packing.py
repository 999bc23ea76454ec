"""Pages are packed where no listener learns from it, and what never changes is fetched once."""

from __future__ import annotations

import gzip
import re

import pytest
from browser import CSRF
from builders import COACH
from flask import Flask

GZIP = {"Accept-Encoding": "gzip, deflate, br"}
ADDRESS = "https://visits.school.test"
STATIC = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def test_a_packed_page_is_the_same_page_and_a_fraction_of_it(app: Flask):
    client = app.test_client()
    plain, packed = client.get("/sign-in"), client.get("/sign-in", headers=GZIP)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    unpacked = gzip.decompress(packed.data).decode()
    assert CSRF.sub("", unpacked) == CSRF.sub("", plain.text)
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 2
    assert {"accept-encoding", "cookie"} <= {name.lower() for name in packed.vary}


@pytest.mark.parametrize(
    ("asked_by", "packed"),
    [("same-origin", True), ("none", True), ("same-site", False), ("cross-site", False), (None, False)],
)
def test_behind_https_no_other_site_learns_from_a_packed_length(make_app, asked_by: str | None, packed: bool):
    client = make_app(base_url=ADDRESS, demo=False).test_client()
    headers = GZIP | ({"Sec-Fetch-Site": asked_by} if asked_by else {})
    answer = client.get("/sign-in", base_url=ADDRESS, headers=headers)
    assert answer.status_code == 200
    assert ("Content-Encoding" in answer.headers) == packed


@pytest.mark.parametrize("path", ["/nowhere", "/healthz"])
def test_what_is_short_or_wrong_is_still_readable(app: Flask, path: str):
    plain, packed = (app.test_client().get(path, headers=asked) for asked in ({}, GZIP))
    body = gzip.decompress(packed.data) if "Content-Encoding" in packed.headers else packed.data
    assert (plain.status_code, plain.data) == (packed.status_code, body)


def test_what_everybody_may_keep_holds_nobodys_session(signed_in):
    page = signed_in(COACH).get("/")
    for address in STATIC.findall(page.text):
        answer = page.client.get(address)
        assert "public" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers
        # A cookie that changes with every page would have each of them fetched anew.
        assert set(answer.vary) == {"Accept-Encoding"}, address


def test_what_a_page_is_made_of_is_named_by_its_version_and_kept_for_ever(app: Flask):
    client = app.test_client()
    addresses = STATIC.findall(client.get("/sign-in").text)
    assert len(addresses) > 3
    for address in addresses:
        answer = client.get(address, headers=GZIP)
        assert "immutable" in answer.headers["Cache-Control"], address
        whole = client.get(address)
        packed = answer.headers.get("Content-Encoding") == "gzip"
        assert (gzip.decompress(answer.data) if packed else answer.data) == whole.data
        assert answer.content_type == whole.content_type
        assert (answer.headers["ETag"] != whole.headers["ETag"]) == packed


@pytest.mark.parametrize("address", ["/static/app.css", "/static/app.css?v=an-older-one"])
def test_under_another_name_it_is_asked_for_again_and_not_sent_twice(app: Flask, address: str):
    client = app.test_client()
    first = client.get(address)
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_file_that_changes_gets_another_address(app: Flask, tmp_path, monkeypatch):
    monkeypatch.setattr(app, "static_folder", str(tmp_path))
    addresses = []
    for text in ("a { color: red }", "a { color: blue; }"):
        (tmp_path / "some.css").write_text(text)
        with app.test_request_context():
            addresses.append(app.url_for("static", filename="some.css"))
        assert app.test_client().get(addresses[-1]).text == text
    assert addresses[0] != addresses[1]


@pytest.mark.parametrize(
    "name", ["", "..", "../app.py", "%2e%2e/settings.py", "vendor", "none.css", "/etc/passwd"]
)
def test_nothing_else_is_given_away(app: Flask, name: str):
    assert app.test_client().get(f"/static/{name}").status_code in (308, 404)
