"""Feeds as calendar programs fetch them: no cookies, no HTML, conditional requests, packed where asked."""

from __future__ import annotations

import gzip

from flask import Blueprint, Response, request
from werkzeug.datastructures import ETags
from werkzeug.http import http_date

from coachsched.services import feeds
from coachsched.views.packing import LEVEL, wants_gzip

blueprint = Blueprint("feeds", __name__)
# What an answer says of itself, also where it says only that nothing has changed (RFC 9110 15.4.5).
KEPT = {
    "Cache-Control": "private, max-age=300",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept-Encoding, Cookie",
}
HEADERS = KEPT | {
    "Content-Type": "text/calendar; charset=utf-8",
    "Content-Disposition": 'inline; filename="visits.ics"',
}


@blueprint.get("/feeds/<token>.ics")
def show(token: str) -> Response:
    file = feeds.open_feed(token)
    if file is None:
        return Response(status=404)
    packed = wants_gzip(request.headers.get("Accept-Encoding", ""))
    known = known_tag(request.if_none_match, file.etag, packed)
    answer = Response(status=304) if _is_fresh(file, known) else _whole(file, packed)
    answer.headers.update(HEADERS)
    answer.headers["Last-Modified"] = http_date(file.changed)
    answer.set_etag(known or tag(file.etag, packed))
    return answer


@blueprint.after_app_request
def _no_pages(response: Response) -> Response:
    """What goes wrong at a feed's address is told in a status alone: a calendar program reads no pages."""
    if request.path.startswith("/feeds/") and response.status_code >= 400:
        response.set_data(b"")
        response.content_type = "text/plain; charset=utf-8"
        response.headers["Referrer-Policy"] = "no-referrer"
    return response


def tag(etag: str, packed: bool) -> str:
    """The strong tag of a feed's bytes as they are, or as gzip packs them (RFC 9110 8.8.3.3)."""
    return f"{etag}-gzip" if packed else etag


def known_tag(told: ETags, etag: str, packed: bool) -> str | None:
    """The tag of the present feed that a program has; the one it would get now, if it has both.

    Either will do: a proxy between may have unpacked what it was given.
    """
    present = (tag(etag, packed), tag(etag, not packed))
    return next((one for one in present if told.contains_weak(one)), None)


def _whole(file: feeds.FeedFile, packed: bool) -> Response:
    body = feeds.render(file)
    if not packed:
        return Response(body)
    # No time of packing inside, or the same feed would not be the same bytes.
    return Response(gzip.compress(body, LEVEL, mtime=0), headers={"Content-Encoding": "gzip"})


def _is_fresh(file: feeds.FeedFile, known: str | None) -> bool:
    """If-None-Match decides alone where it is given, else the date does (RFC 9110 13.2.2)."""
    if request.if_none_match:
        return known is not None
    since = request.if_modified_since
    return since is not None and file.changed.replace(microsecond=0) <= since
