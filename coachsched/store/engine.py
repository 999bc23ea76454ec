"""How SQLite is opened: WAL, foreign keys, patience, and a writer that takes its lock at once (design 9)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, event

BUSY_SECONDS = 5
WRITES = "coachsched_writes"


def prepare(engine: Engine) -> None:
    """Arrange the events of one engine; other databases than SQLite need none."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _open)
    event.listen(engine, "begin", _begin)


def _open(connection: Any, _record: Any) -> None:
    # The driver's own idea of when to begin would defeat BEGIN IMMEDIATE below.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        # What is deleted is overwritten, so that no copy of the file holds it.
        "secure_delete = ON",
        f"busy_timeout = {BUSY_SECONDS * 1000}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A deferred BEGIN that turns writer later fails with "database is locked" without waiting.
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
