"""Fewer bytes on the way: what never changes is fetched once, what does is packed where that is safe."""

from __future__ import annotations

import gzip
import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, current_app, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from werkzeug.http import parse_accept_header
from werkzeug.security import safe_join
from werkzeug.wrappers import Response as AnyResponse

# Higher levels take twice the time for a tenth less.
LEVEL = 4
# Below this the names of the headers weigh more than is saved.
WORTH_IT = 512
KEPT_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class StaticFile:
    """A file of ours: its bytes, the same packed where that makes them fewer, and what names this version."""

    whole: bytes
    packed: bytes | None
    version: str


class Sessions(SecureCookieSessionInterface):
    """Kept out of static files, which a cache may give to everybody, or for each cookie fetch anew."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if request.endpoint != "static":
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    app.session_interface = Sessions()
    app.view_functions["static"] = _send_static
    app.url_defaults(_with_version)
    app.after_request(_pack_page)


def wants_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding asks for gzip at all, and not as a last resort."""
    if "gzip" not in accepted.lower() and "*" not in accepted:
        return False
    wanted: dict[str, float] = {name.lower(): quality for name, quality in parse_accept_header(accepted)}
    return wanted.get("gzip", wanted.get("*", 0)) > 0


def _with_version(endpoint: str, values: dict[str, Any]) -> None:
    """Name the version in each address of a static file, so that a browser may keep it for ever."""
    file = _static_file(values.get("filename", "")) if endpoint == "static" else None
    if file is not None:
        values.setdefault("v", file.version)


def _send_static(filename: str) -> AnyResponse:
    file = _static_file(filename)
    if file is None:
        abort(404)
    packed = file.packed if wants_gzip(request.headers.get("Accept-Encoding", "")) else None
    answer = Response(packed or file.whole, content_type=_kind(filename))
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    is_this_one = request.args.get("v") == file.version
    answer.headers["Cache-Control"] = KEPT_FOR_EVER if is_this_one else "no-cache"
    answer.vary.add("Accept-Encoding")
    answer.set_etag(f"{file.version}-gzip" if packed else file.version)
    return answer.make_conditional(request)


def _kind(filename: str) -> str:
    kind = mimetypes.guess_type(filename)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _static_file(name: str) -> StaticFile | None:
    place = safe_join(str(current_app.static_folder), name)
    path = Path(place) if place else None
    if path is None or not path.is_file():
        return None
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=128)
def _read(path: Path, _changed: int) -> StaticFile:
    whole = path.read_bytes()
    packed = gzip.compress(whole, mtime=0)
    smaller = packed if len(packed) < len(whole) else None
    return StaticFile(whole, smaller, sha256(whole).hexdigest()[:12])


def _pack_page(response: Response) -> Response:
    """Pack HTML for whoever can read it so.

    Behind https the length of a packed page tells what is inside to somebody who can have it made again and
    again with words of their own (BREACH, CVE-2013-3587). Only another site can do that with a signed-in
    person's browser, and the browser says so in ``Sec-Fetch-Site``: such requests, and those of browsers that
    say nothing, get the page unpacked.
    """
    if response.mimetype != "text/html" or response.is_streamed or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    accepted = wants_gzip(request.headers.get("Accept-Encoding", ""))
    if accepted and _is_asked_by_us() and len(body := response.get_data()) >= WORTH_IT:
        response.set_data(gzip.compress(body, LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _is_asked_by_us() -> bool:
    """Whether no other site made the browser ask; without https there is nothing to keep from a listener."""
    return not current_app.config["SETTINGS"].secure or (
        request.headers.get("Sec-Fetch-Site") in ("same-origin", "none")
    )
