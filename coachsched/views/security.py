"""The headers of every answer, and which hosts are ours."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from flask import Flask, Response, abort, current_app, request
from werkzeug.sansio.utils import host_is_trusted
from werkzeug.wrappers import Response as AnyResponse

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
ONLY_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}


def init_app(app: Flask) -> None:
    settings = app.config["SETTINGS"]
    ours = {settings.host.rpartition(":")[0] or settings.host, "localhost", "127.0.0.1", "[::1]"}
    app.config["TRUSTED_HOSTS"] = sorted(ours)
    if settings.demo:
        app.before_request(_only_from_here)
    app.after_request(_protect)


def headers(app: Flask) -> dict[str, str]:
    """What every answer of this installation carries."""
    return HEADERS | ONLY_HTTPS if app.config["SETTINGS"].secure else HEADERS


def admits(app: Flask, environ: dict[str, Any]) -> bool:
    """Whether host and sender are ones we answer, for what does not come as far as a Flask request."""
    if app.config["SETTINGS"].demo and not _is_here(environ.get("REMOTE_ADDR")):
        return False
    return host_is_trusted(environ.get("HTTP_HOST"), app.config["TRUSTED_HOSTS"])


def _only_from_here() -> None:
    """The demo's passwords are public, so it answers this machine alone."""
    if not _is_here(request.remote_addr):
        abort(403)


def _is_here(address: str | None) -> bool:
    return ip_address(address or "127.0.0.1").is_loopback


def _protect(response: Response) -> AnyResponse:
    for name, value in headers(current_app).items():
        response.headers.setdefault(name, value)
    if request.endpoint not in ("static", "feeds.show"):
        response.headers.setdefault("Cache-Control", "no-store")
        response.vary.update(("Cookie", "HX-Request"))
    return response
