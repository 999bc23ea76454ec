"""Pages: a view parses, calls one service and renders (design 8)."""

from __future__ import annotations

from flask import Flask

from coachsched.views import (
    account,
    answers,
    asks,
    assignments,
    bells,
    board,
    budget,
    calendar,
    closing,
    context,
    cover,
    covering,
    dates,
    deletions,
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
    language,
    looking,
    meetings,
    my_visits,
    notes,
    notice,
    nudges,
    open_lessons,
    open_visits,
    openid,
    outbox,
    own_time,
    packing,
    pair_rules,
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
    sheets,
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
    asks.blueprint,
    assignments.blueprint,
    bells.blueprint,
    board.blueprint,
    budget.blueprint,
    calendar.blueprint,
    closing.blueprint,
    cover.blueprint,
    covering.blueprint,
    dates.blueprint,
    deletions.blueprint,
    feeds.blueprint,
    half_days.blueprint,
    health.blueprint,
    home.blueprint,
    imports.blueprint,
    inbox.blueprint,
    invitations.blueprint,
    language.blueprint,
    looking.blueprint,
    meetings.blueprint,
    my_visits.blueprint,
    notes.blueprint,
    notice.blueprint,
    nudges.blueprint,
    open_lessons.blueprint,
    open_visits.blueprint,
    openid.blueprint,
    outbox.blueprint,
    own_time.blueprint,
    pair_rules.blueprint,
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
    sheets.blueprint,
    sign_in.blueprint,
    slots.blueprint,
    suggestions.blueprint,
    talks.blueprint,
    terms.blueprint,
)


def init_app(app: Flask) -> None:
    security.init_app(app)
    language.init_app(app)
    guard.init_app(app)
    errors.init_app(app)
    context.init_app(app)
    imports.init_app(app)
    packing.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if app.config["SETTINGS"].demo:
        app.register_blueprint(demo.blueprint)
    app.wsgi_app = unchanged.Unchanged(app)  # type: ignore[method-assign]
