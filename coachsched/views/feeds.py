"""Feeds as calendar programs fetch them: no cookies, no HTML, conditional requests."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.http import http_date

from coachsched.services import feeds

blueprint = Blueprint("feeds", __name__)
# What an answer says of itself, also where it says only that nothing has changed (RFC 9110 15.4.5).
KEPT = {"Cache-Control": "private, max-age=300", "Referrer-Policy": "no-referrer", "Vary": "Cookie"}
HEADERS = KEPT | {
    "Content-Type": "text/calendar; charset=utf-8",
    "Content-Disposition": 'inline; filename="visits.ics"',
}


@blueprint.get("/feeds/<token>.ics")
def show(token: str) -> Response:
    file = feeds.open_feed(token)
    if file is None:
        return Response(status=404, headers={"Referrer-Policy": "no-referrer"})
    answer = Response(status=304) if _is_fresh(file) else Response(feeds.render(file))
    answer.headers.update(HEADERS)
    answer.headers["Last-Modified"] = http_date(file.changed)
    answer.set_etag(file.etag)
    return answer


def _is_fresh(file: feeds.FeedFile) -> bool:
    """If-None-Match decides alone where it is given, else the date does (RFC 9110 13.2.2)."""
    if request.if_none_match:
        return request.if_none_match.contains_weak(file.etag)
    since = request.if_modified_since
    return since is not None and file.changed.replace(microsecond=0) <= since
