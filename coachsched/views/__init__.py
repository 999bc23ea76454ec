"""Pages: a view parses, calls one service and renders (design 8)."""

from __future__ import annotations

from flask import Flask

from coachsched.views import (
    answers,
    board,
    calendar,
    context,
    demo,
    errors,
    feeds,
    guard,
    health,
    home,
    inbox,
    meetings,
    partnerships,
    people,
    proposals,
    questions,
    report,
    security,
    sign_in,
    slots,
    suggestions,
    unchanged,
)


def init_app(app: Flask) -> None:
    security.init_app(app)
    guard.init_app(app)
    errors.init_app(app)
    context.init_app(app)
    for module in (
        answers, board, calendar, feeds, health, home, inbox, meetings, partnerships, people, proposals,
        questions, report, sign_in, slots, suggestions,
    ):  # fmt: skip
        app.register_blueprint(module.blueprint)
    if app.config["SETTINGS"].demo:
        app.register_blueprint(demo.blueprint)
    app.wsgi_app = unchanged.Unchanged(app)  # type: ignore[method-assign]
