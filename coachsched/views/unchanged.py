"""A feed that has not changed, answered before Flask begins.

A hundred thousand calendar programs ask every quarter of an hour whether anything is new, and nearly always
nothing is: the answer costs one indexed read. Everything else goes on to Flask, errors included.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask
from werkzeug.http import parse_etags

from coachsched.services import feeds
from coachsched.views import security
from coachsched.views.feeds import KEPT, known_tag
from coachsched.views.packing import wants_gzip

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Any], Iterable[bytes]]
ADDRESS = re.compile(r"/feeds/([^/]+)\.ics")


class Unchanged:
    """The WSGI application of ``app`` with this in front."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._further: Wsgi = app.wsgi_app
        self._headers = list((security.headers(app) | KEPT).items())

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        etag = self._known_and_fresh(environ)
        if etag is None:
            return self._further(environ, start_response)
        start_response("304 NOT MODIFIED", [*self._headers, ("ETag", f'"{etag}"')])
        return []

    def _known_and_fresh(self, environ: Environ) -> str | None:
        """The feed's present tag where it is among those the program has."""
        known, address = environ.get("HTTP_IF_NONE_MATCH"), ADDRESS.fullmatch(environ["PATH_INFO"])
        asks = environ["REQUEST_METHOD"] in ("GET", "HEAD")
        if not known or not address or not asks or not security.admits(self._app, environ):
            return None
        etag = self._present_etag(address[1])
        packed = wants_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        return known_tag(parse_etags(known), etag, packed) if etag else None

    def _present_etag(self, token: str) -> str | None:
        try:
            with self._app.app_context():
                return feeds.present_etag(token)
        except Exception:
            # Flask will ask again, and tells what is wrong in its own way.
            return None
