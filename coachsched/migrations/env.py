"""Alembic's way in: the app's engine and tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from alembic import context
from flask import current_app
from sqlalchemy import Connection

target_metadata = current_app.extensions["migrate"].db.metadata


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection, _rows_left_alone(connection):
        context.configure(
            connection=connection,
            target_metadata=target_metadata,
            render_as_batch=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


@contextmanager
def _rows_left_alone(connection: Connection) -> Iterator[None]:
    """While SQLite makes a table anew, what points at its rows stays (sqlite.org/lang_altertable.html, 7)."""
    if connection.dialect.name != "sqlite":
        yield
        return
    # Only outside a transaction, which SQLAlchemy begins with its first statement.
    driver = cast(sqlite3.Connection, connection.connection.dbapi_connection)
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
        lost = driver.execute("PRAGMA foreign_key_check").fetchall()
        assert not lost, f"rows that point at nothing: {lost[:5]}"
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


run()
