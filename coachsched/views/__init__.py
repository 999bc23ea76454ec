"""Pages: a view parses, calls one service and renders (design 8)."""

from __future__ import annotations

from flask import Flask

from coachsched.views import (
    account,
    answers,
    bells,
    board,
    budget,
    calendar,
    closing,
    context,
    cover,
    covering,
    dates,
    demo,
    errors,
    feeds,
    guard,
    half_days,
    health,
    home,
    imports,
    inbox,
    invitations,
    meetings,
    notes,
    notice,
    nudges,
    outbox,
    own_time,
    partnerships,
    people,
    programme,
    proposals,
    questions,
    records,
    report,
    rotation,
    school_calendar,
    security,
    settings,
    setup,
    sign_in,
    slots,
    suggestions,
    talks,
    terms,
    unchanged,
)

BLUEPRINTS = (
    account.blueprint,
    answers.blueprint,
    bells.blueprint,
    board.blueprint,
    budget.blueprint,
    calendar.blueprint,
    closing.blueprint,
    cover.blueprint,
    covering.blueprint,
    dates.blueprint,
    feeds.blueprint,
    half_days.blueprint,
    health.blueprint,
    home.blueprint,
    imports.blueprint,
    inbox.blueprint,
    invitations.blueprint,
    meetings.blueprint,
    notes.blueprint,
    notice.blueprint,
    nudges.blueprint,
    outbox.blueprint,
    own_time.blueprint,
    partnerships.blueprint,
    people.blueprint,
    programme.blueprint,
    proposals.blueprint,
    questions.blueprint,
    records.blueprint,
    report.blueprint,
    rotation.blueprint,
    school_calendar.blueprint,
    settings.blueprint,
    setup.blueprint,
    sign_in.blueprint,
    slots.blueprint,
    suggestions.blueprint,
    talks.blueprint,
    terms.blueprint,
)


def init_app(app: Flask) -> None:
    security.init_app(app)
    guard.init_app(app)
    errors.init_app(app)
    context.init_app(app)
    imports.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if app.config["SETTINGS"].demo:
        app.register_blueprint(demo.blueprint)
    app.wsgi_app = unchanged.Unchanged(app)  # type: ignore[method-assign]
