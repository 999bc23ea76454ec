"""OpenID providers: real ones that run beside the tests, and a stand-in that lies where no real one would."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, build_opener

import pytest
from browser import Browser
from joserfc import jws
from joserfc.jwk import RSAKey
from parsers import NODE_MODULES

from coachsched.core.openid import Provider

HOME = "http://localhost"
KEYS = ("openid", "google", "microsoft")
SECRET = "a secret: 100% + more/=&"
TENANT = "0b6a4c3e-6a42-4f1c-9a55-3f6b1d2c7e90"
ANSWER = "/sign-in/with/{}/answer"
FIELD = re.compile(r'<input[^>]*name="(\w+)"(?:[^>]*value="([^"]*)")?')
ACTION = re.compile(r'<form[^>]*action="([^"]+)"')
ABORT = re.compile(r'href="([^"]+/abort)"')


class RealProviders:
    """Certified providers in one Node process; ``asked`` and ``token`` are their issuers.

    Browsers come back from them to the test client, and to a server at ``port``.
    """

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        homes = (HOME, f"http://127.0.0.1:{self.port}")
        redirects = [home + ANSWER.format(key) for home in homes for key in KEYS]
        node, package = shutil.which("node"), NODE_MODULES / "oidc-provider"
        if not node or not package.is_dir():
            pytest.skip(f"oidc-provider: needs node and {package} (npm ci in tests/)")
        script = Path(__file__).parent / "openid" / "provider.mjs"
        command = [node, str(script), str(package.resolve() / "lib" / "index.js")]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env={name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        )  # fmt: skip
        found = json.loads(self._say({"redirects": redirects, "secret": SECRET}))
        self.asked, self.token = found["asked"], found["token"]

    def tell(self, name: str, **claims: Any) -> None:
        """What the providers say of who signs in under a name."""
        assert self._say({"name": name, "claims": claims}) == "told\n"

    def end(self) -> None:
        self.process.communicate(timeout=10)

    def _say(self, what: Any) -> str:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline()


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


class Visitor:
    """Somebody's browser at a provider: with cookies, filling in whatever form comes."""

    def __init__(self) -> None:
        self.opener = build_opener(HTTPCookieProcessor(), _Stay())

    def comes_back(self, address: str, name: str = "", gives_up: bool = False) -> str:
        """The address at which they come back to us, having signed in there under a name."""
        form: bytes | None = None
        for _ in range(12):
            address, page = self._open(address, form)
            form = None
            if address.startswith(f"{HOME}/"):
                return address
            if page and gives_up:
                address = unescape(ABORT.findall(page)[0])
            elif page:
                typed = dict(FIELD.findall(page))
                typed |= {"login": name, "password": "any"} if "login" in typed else {}
                address, form = unescape(ACTION.findall(page)[0]), urlencode(typed).encode()
        raise AssertionError("led around in circles")

    def _open(self, address: str, form: bytes | None) -> tuple[str, str]:
        """Where it leads on to, or the page that stands there."""
        try:
            with self.opener.open(address, form, timeout=10) as answer:
                return address, answer.read().decode()
        except HTTPError as answer:
            with answer:
                onwards = answer.headers["Location"]
                return urljoin(address, onwards), ""


def provider(issuer: str, key: str = "openid", **changes: Any) -> Provider:
    names = {"openid": "Linden", "google": "Google", "microsoft": "Microsoft"}
    usual = {"client_id": "coachsched", "client_secret": SECRET, "name": names[key]}
    return Provider(key=key, issuer=issuer, **{**usual, **changes})


def leaves(page: Browser, key: str = "openid", status: int = 200, **fields: str) -> str:
    """The address at which a browser is sent to a provider, from the page that leads on by itself."""
    page.get("/sign-in").post(f"/sign-in/with/{key}", status, **fields)
    address = page.response.headers["Refresh"].removeprefix("0; url=")
    assert address in [one.get("href") for one in page.tree.iter("a")]
    return address


def comes(page: Browser, address: str, status: int = 200) -> Browser:
    """Back with us, by what the provider told the browser."""
    return page.get(address.removeprefix(HOME), status)


def dance(page: Browser, name: str, key: str = "openid", status: int = 200, **fields: str) -> Browser:
    """The whole of it."""
    return comes(page, Visitor().comes_back(leaves(page, key, **fields), name), status)


class StandIn:
    """A provider whose every answer a test can choose; good ones unless it does."""

    def __init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.other = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.later = RSAKey.generate_key(2048, {"kid": "two", "use": "sig"})
        self.reset()

    def reset(self) -> None:
        self.asked: list[str] = []
        self.answers: dict[str, Any] = {
            "/.well-known/openid-configuration": {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
            },
            "/jwks": {"keys": [self.key.as_dict(private=False)]},
        }

    def claims(self, address: str, **changes: Any) -> dict[str, Any]:
        """The claims that answer what a browser was sent away with; None leaves one out."""
        (nonce,) = parse_qs(urlsplit(address).query)["nonce"]
        now = int(time.time())
        usual = {
            "iss": self.issuer, "aud": "coachsched", "sub": "1", "nonce": nonce, "iat": now, "exp": now + 300,
            "email": "coach@school.test", "email_verified": True,
        }  # fmt: skip
        return {name: value for name, value in {**usual, **changes}.items() if value is not None}

    def gives(self, claims: dict[str, Any], key: RSAKey | None = None, **header: Any) -> None:
        """Let the next code be good for a token with these claims."""
        self.gives_token(signed(claims, key or self.key, **header))

    def gives_token(self, token: str) -> None:
        self.answers["/token"] = {"access_token": "a", "token_type": "Bearer", "id_token": token}


def signed(claims: dict[str, Any], key: Any, **header: Any) -> str:
    head = {"alg": "RS256", "kid": key.kid, **header}
    return jws.serialize_compact(head, json.dumps(claims), key, [head["alg"]])


def back(address: str, **changes: str) -> str:
    """What a provider would send a browser back with."""
    (state,) = parse_qs(urlsplit(address).query)["state"]
    (where,) = parse_qs(urlsplit(address).query)["redirect_uri"]
    return f"{where}?{urlencode({'code': 'c', 'state': state, **changes})}"


def _handler(standing_in: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            standing_in.asked.append(self.path)
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            found = standing_in.answers.get(self.path)
            status, said = found if isinstance(found, tuple) else (404 if found is None else 200, found)
            body = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(body)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: Any) -> None:
            return

    return Handler


@contextmanager
def standing_in() -> Iterator[StandIn]:
    found = StandIn()
    thread = threading.Thread(target=found.server.serve_forever, args=[0.02], daemon=True)
    thread.start()
    try:
        yield found
    finally:
        found.server.shutdown()
        found.server.server_close()
        thread.join()
