"""coachsched: time for teachers who coach each other."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from coachsched.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The application; settings come from the environment unless given (tests give them)."""
    # Here, since the programs that open strangers' files need nothing of the web, and begin sooner without.
    from flask import Flask

    from coachsched.core.errors import InputError
    from coachsched.settings import ROOT, read_settings

    if settings is None:
        try:
            settings = read_settings()
        except InputError as error:
            sys.exit(f"coachsched cannot start.\n{error}")
    app = Flask(__name__, template_folder=str(ROOT / "templates"), root_path=str(ROOT / "coachsched"))
    app.config.from_mapping(_config(settings))
    try:
        Path(settings.data_dir).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sys.exit(f"coachsched cannot start.\nsetting COACHSCHED_DATA_DIR: {error}")

    from coachsched import cli, extensions, views
    from coachsched.models import db
    from coachsched.store import engine
    from coachsched.store.vault import Vault

    # Migrations seal too, and import nothing of ours: they find the vault here.
    app.extensions["vault"] = Vault(*settings.data_keys, settings.secret_key)
    db.init_app(app)
    with app.app_context():
        engine.prepare(db.engine)
    extensions.migrate.init_app(app, db, directory=str(ROOT / "coachsched" / "migrations"))
    extensions.csrf.init_app(app)
    views.init_app(app)
    cli.init_app(app)
    return app


def _config(settings: Settings) -> dict[str, object]:
    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_pre_ping": settings.database_url.startswith("postgresql"),
            # An error that is logged tells what failed, never whose row it was.
            "hide_parameters": True,
        },
        "SESSION_COOKIE_NAME": "__Host-session" if settings.secure else "session",
        "SESSION_COOKIE_SECURE": settings.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        "WTF_CSRF_TIME_LIMIT": None,
        # Behind https the referrer is checked too; a school's proxy may strip it, the token suffices.
        "WTF_CSRF_SSL_STRICT": False,
        # Forms hold a few picks and a line of text; files have a limit of their own in views/imports.
        "MAX_CONTENT_LENGTH": 256 * 1024,
        "TRUSTED_HOSTS": None,
    }
