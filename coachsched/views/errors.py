"""Errors as pages: domain errors become statuses here, once."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from coachsched.core.errors import ConflictError, ForbiddenError, InputError, NotFoundError, UserError
from coachsched.core.phrases import phrase
from coachsched.services.unit import BusyError
from coachsched.views import htmx

STATUS = {NotFoundError: 404, ForbiddenError: 403, ConflictError: 409, InputError: 422, BusyError: 503}
PAGES = frozenset({400, 403, 404, 409, 413, 422, 500, 503})


def status_of(error: UserError) -> int:
    """The status of a page that stands again with what was wrong."""
    return next(status for kind, status in STATUS.items() if isinstance(error, kind))


def init_app(app: Flask) -> None:
    app.log_exception = _log_exception  # type: ignore[method-assign,assignment]
    for kind, status in STATUS.items():
        app.register_error_handler(kind, _page(status))
    app.register_error_handler(CSRFError, _page(400))
    app.register_error_handler(OperationalError, _out_of_order)
    app.register_error_handler(SecurityError, _not_our_host)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(500, _page(500))


def _log_exception(error: Any) -> None:
    """Which view failed and how, but not at which address: feeds and answers carry their secret in it."""
    current_app.logger.error("Error in %s [%s]", request.endpoint, request.method, exc_info=error)


def _page(status: int):  # type: ignore[no-untyped-def]
    def show(error: Exception) -> tuple[str, int, dict[str, str]]:
        return render_template(f"errors/{status}.html", message=_words(error)), status, htmx.whole_page()

    return show


def _http(error: HTTPException):  # type: ignore[no-untyped-def]
    if error.code in PAGES:
        return _page(error.code)(error)
    if error.code is not None and error.code >= 400:
        return render_template("errors/400.html", message=""), error.code, htmx.whole_page()
    return error


def _not_our_host(_error: SecurityError):  # type: ignore[no-untyped-def]
    """No page: its links could not be made for an address that is not ours."""
    return (
        str(phrase("This is not the address of this page.")),
        400,
        {"Content-Type": "text/plain; charset=utf-8"},
    )


def _out_of_order(error: OperationalError) -> tuple[str, int]:
    """A database that cannot be reached, is locked or full: say so, and that it is worth trying again."""
    current_app.logger.error("database: %s", error.orig)
    return render_template("errors/503.html"), 503


def _words(error: Exception) -> str:
    return str(error) if isinstance(error, tuple(STATUS)) else ""
