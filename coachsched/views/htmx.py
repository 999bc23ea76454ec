"""The one place that knows how htmx asks and wants to be answered."""

from __future__ import annotations

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse


def wants_fragment() -> bool:
    """Whether a part of the page was asked for; going back asks for the full one."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Request-Type") == "partial"


def go(url: str) -> AnyResponse:
    """Send the browser to a page after a success: a redirect would land inside htmx's target."""
    if request.headers.get("HX-Request") == "true":
        return Response(status=204, headers={"HX-Redirect": url})
    return redirect(url, code=303)
