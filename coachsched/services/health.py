"""Whether the installation is well."""

from __future__ import annotations

import sqlite3
from typing import Any

from coachsched.store import outbox, session

# Releases that carry the fix of a fault in which a reset of the write-ahead log could lose data.
FIXED_IN: dict[tuple[int, ...], tuple[int, ...]] = {(3, 44): (3, 44, 6), (3, 50): (3, 50, 7)}
FIXED_SINCE = (3, 51, 3)


def check() -> dict[str, Any]:
    """The database's kind and the outbox's length; raises SQLAlchemyError when it does not answer."""
    counts = outbox.counts()
    engine = session.get_bind().dialect.name
    session.rollback()
    found: dict[str, Any] = {"status": "ok", "database": engine, "mail_waiting": counts.get("waiting", 0)}
    if engine == "sqlite":
        found["sqlite"] = sqlite3.sqlite_version
        if not _is_fixed(sqlite3.sqlite_version_info):
            found["note"] = (
                "This SQLite has a known fault when its write-ahead log is reset; 3.51.3 or newer mends it."
            )
    return found


def _is_fixed(version: tuple[int, ...]) -> bool:
    patched = FIXED_IN.get(version[:2])
    return version >= FIXED_SINCE or (patched is not None and version >= patched)
