"""Databases to copy, and applications on them that are used again from test to test."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from builders import NOW, found_school
from flask import Flask
from flask_migrate import upgrade
from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy.engine import make_url

from coachsched import create_app
from coachsched.models import db
from coachsched.services import demo
from coachsched.settings import Settings

# The day from which the demo school's past and future are made.
DEMO_NOW = datetime(2027, 1, 20, 9, tzinfo=UTC)
KEY = "a key of the tests, long enough to be one"


class Sqlite:
    """Databases as files, each a copy of a migrated one: empty, or with a school in, invented or the demo."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.kept = count(1)

    def copy(self, template: str, name: str = "") -> str:
        """A copy under a name, in place of the one before, or one that is nobody else's."""
        original = self.folder / f"{template}.sqlite"
        if not original.exists():
            # The migrations run once: every other template begins as a copy of the empty one.
            url = f"sqlite:///{original}" if template == "empty" else self.copy("empty", template)
            _fill(url, self.folder, template)
        name = name or f"kept{next(self.kept)}"
        return f"sqlite:///{shutil.copy(original, self.folder / f'{name}.sqlite')}"


class Postgres:
    """The same on a server of our own."""

    def __init__(self, uri: str, folder: Path) -> None:
        self.server = make_url(uri).set(drivername="postgresql")
        self.connection = psycopg.connect(uri, autocommit=True)
        self.folder = folder
        self.templates: set[str] = set()

    def hurry(self) -> None:
        """Nothing here outlives the tests, so nothing waits for the disk."""
        for name in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            self.connection.execute(f"ALTER SYSTEM SET {name} = off")
        self.connection.execute("ALTER SYSTEM SET max_wal_size = '4GB'")
        self.connection.execute("SELECT pg_reload_conf()")

    def copy(self, template: str, name: str) -> str:
        if template not in self.templates:
            if template == "empty":
                self.connection.execute("CREATE DATABASE empty")
            else:
                self.copy("empty", template)
            _fill(self._url(template), self.folder, template)
            self.templates.add(template)
        self.connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self.connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._url(name)

    def _url(self, name: str) -> str:
        return self.server.set(database=name).render_as_string(hide_password=False)


class Compiled(BytecodeCache):
    """What Jinja has made of each template, for every application of these tests."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        # Mails are made of the pages' templates too, and put values into them in a way of their own.
        return super().get_bucket(environment, f"{environment.finalize} {name}", filename, source)

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


def new_app(wanted: Settings) -> Flask:
    """An application that tells its faults, and compiles no page that another one has compiled."""
    app = create_app(wanted)
    app.testing = True
    app.jinja_env.bytecode_cache = COMPILED
    return app


class Apps:
    """Applications that are used again: what they have compiled, queries and pages, is most of a test's time.

    Their databases are put back under them between tests, and their settings with them.
    """

    def __init__(self) -> None:
        self.known: dict[Settings, list[tuple[Flask, dict[str, Any]]]] = {}
        self.taken: list[Flask] = []

    def take(self, wanted: Settings) -> Flask:
        known = self.known.setdefault(replace(wanted, data_dir=Path(), mail_url="", now=None), [])
        app = next((app for app, _ in known if app not in self.taken), None)
        if app is None:
            app = new_app(wanted)
            known.append((app, dict(app.config)))
        self.taken.append(app)
        app.config["SETTINGS"] = wanted
        return app

    def give_back(self) -> None:
        for app in self.taken:
            close(app)
        for known in self.known.values():
            for app, config in known:
                app.config.clear()
                app.config.update(config)
        self.taken.clear()


def _fill(url: str, folder: Path, template: str) -> None:
    app = new_app(settings(url, folder, now=DEMO_NOW if template == "demo" else NOW))
    with app.app_context():
        if template == "empty":
            upgrade()
        elif template == "school":
            found_school()
        elif template == "demo":
            demo.load()
    close(app)


def close(app: Flask) -> None:
    """Let go of every connection."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def settings(url: str, folder: Path, **changes: Any) -> Settings:
    usual = Settings(
        database_url=url,
        data_dir=folder,
        secret_key=KEY,
        base_url="http://localhost",
        mail_url=f"maildir:{folder / 'mail'}",
        mail_from="coachsched@school.test",
        demo=True,
        now=NOW,
    )
    return replace(usual, **changes)
