"""`flask db …`: the commands of Flask-Migrate, whose errors are told in words like those of ours."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask_migrate import cli as migrations

from coachsched.cli.common import in_words


def _told(callback: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(callback)
    def run(*args: Any, **kwargs: Any) -> Any:
        with in_words():
            return callback(*args, **kwargs)

    return run


# Flask finds this group by itself and asks no application for it, so it is changed in place, once.
for _command in migrations.db.commands.values():
    if _command.callback:
        _command.callback = _told(_command.callback)
COMMANDS = [migrations.db]
