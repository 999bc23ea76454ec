"""A copy of an SQLite database: a file of its own, made while others write (sqlite.org/backup)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, create_engine

from coachsched.store.copies import VERSION_TABLE, DamagedError, hold_mail

MAGIC = b"SQLite format 3\0"


def write(engine: Engine, path: Path) -> None:
    """The database as it is at one instant, into an empty file."""
    with closing(engine.raw_connection()) as source, closing(sqlite3.connect(path)) as copy:
        _connection(source).backup(copy)
        # One file, without the two beside it that a database in use has.
        copy.execute("PRAGMA journal_mode = DELETE")


def revision(path: Path) -> str:
    """Which version of the tables a copy has, once every page of it was looked at; raises DamagedError."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise DamagedError
            found = copy.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()  # noqa: S608
    except sqlite3.DatabaseError:
        raise DamagedError from None
    if not found:
        raise DamagedError
    return str(found[0])


def put_back(engine: Engine, path: Path, now: datetime) -> None:
    """Everything in the database becomes what is in the file, in one step, with mail held back.

    The file is changed by that, so give a copy of it.
    """
    prepared = create_engine(f"sqlite:///{path}")
    with prepared.begin() as connection:
        hold_mail(connection, now)
    prepared.dispose()
    with closing(sqlite3.connect(path)) as copy, closing(engine.raw_connection()) as live:
        copy.backup(_connection(live))


def _connection(proxy: object) -> sqlite3.Connection:
    found = getattr(proxy, "driver_connection", None)
    assert isinstance(found, sqlite3.Connection)
    return found
