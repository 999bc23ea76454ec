"""The one place that knows how htmx asks and wants to be answered."""

from __future__ import annotations

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse


def wants_fragment() -> bool:
    """Whether a part of the page was asked for; going back asks for the full one."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Request-Type") == "partial"


def whole_page() -> dict[str, str]:
    """The headers of a page that comes instead of a part: it would land inside htmx's target."""
    return {"HX-Retarget": "body", "HX-Reswap": "outerSync show:top"} if wants_fragment() else {}


def go(url: str) -> AnyResponse:
    """Send the browser to a page after a success: a redirect would land inside htmx's target."""
    if request.headers.get("HX-Request") == "true":
        return Response(status=204, headers={"HX-Redirect": url})
    return redirect(url, code=303)
