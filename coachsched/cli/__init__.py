"""The commands of `flask`: thin, like the views (design 10)."""

from __future__ import annotations

from flask import Flask

from coachsched.cli import (
    assignments,
    backups,
    busy,
    calendar_imports,
    calendars,
    cover,
    database,
    demo,
    imports,
    keys,
    mail,
    nudge,
    partnerships,
    people,
    schools,
    serve,
)

MODULES = (
    assignments,
    backups,
    busy,
    calendar_imports,
    calendars,
    cover,
    database,
    demo,
    imports,
    keys,
    mail,
    nudge,
    partnerships,
    people,
    schools,
    serve,
)


def init_app(app: Flask) -> None:
    for module in MODULES:
        for command in module.COMMANDS:
            app.cli.add_command(command)
